"""How many instructions and allocations the main kernels and one request take, against what was recorded.

Timings depend on the machine and its mood; these counts do not, so a regression above 5 % fails: `make instructions`.
`--record` writes the counts of this build as the new thresholds. Needs valgrind; Python's standard library is enough.

Each work runs under callgrind once, and 1 + REPEATS times: the difference is the work alone, without the start of the
program, without making inputs, and warm. Counts are those of focald, Swift's and C++'s runtime and simdjson; what libc and
libm execute is left out, because they choose their code by processor and by version. simdjson is held to its code for
plain vectors. One processor, so that nothing is spread over threads, and fixed seeds for hash tables.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
THRESHOLDS = HERE / "instructions.json"
WORK = {
    "focal": 10_000,
    "ciou": 2000,
    "nms": 2000,
    "batched-nms": 3000,
    "pairwise-iou": 200,
    "anchors-match": 25,
    "rotated-iou": 100,
    "retinanet": 8,
    "retinanet-maps": 8,
    "json": 10_000,
    "request": 4,
}
REPEATS = {"request": 50, "json": 5, "focal": 10, "ciou": 10}
ALLOWED = 0.05
LEFT_OUT = re.compile(r"/(libc|libm|ld-linux|ld)[-.][^/]*$")
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc", "memalign"}
QUIET = {
    "SIMDJSON_FORCE_IMPLEMENTATION": "westmere",
    "SWIFT_DETERMINISTIC_HASHING": "1",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX512F,-FMA,-ERMS",
}


def tally(profile):
    """Instructions by object file, and calls of allocators, of a callgrind profile."""
    names = {"ob": {}, "fn": {}}
    instructions, allocations = collections.Counter(), 0
    place, callee, is_call = "", "", False
    for line in profile:
        if found := re.match(r"(c?)(ob|fn)=\((\d+)\)(?: (.*))?$", line):
            called, kind, number, name = found.groups()
            if name is not None:
                names[kind][number] = name
            if kind == "fn" and called:
                callee = names[kind][number]
            elif kind == "ob" and not called:
                place = names[kind][number]
        elif line.startswith("calls="):
            if callee.partition("@")[0].partition("'")[0] in ALLOCATORS:
                allocations += int(line[6:].split()[0])
            is_call = True
        elif line[0] in "+-*0123456789":
            # The line after a call holds what the callee took, which is counted there.
            if not is_call:
                instructions[place] += int(line.split()[1])
            is_call = False
    return instructions, allocations


def profile(binary, name, size, times):
    with tempfile.TemporaryDirectory() as directory:
        output = pathlib.Path(directory) / "profile"
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", "--quiet", binary]
        command += ["--only", name, "--size", str(size), "--repeat", str(times)]
        subprocess.run(command, check=True, env=os.environ | QUIET, stdout=sys.stderr)
        with open(output) as file:
            return tally(line for line in file if line.strip())


def count(binary, name):
    """What the work takes once it is warm."""
    repeats = REPEATS.get(name, 3)
    (few, few_allocations), (many, many_allocations) = (
        profile(binary, name, WORK[name], times) for times in (1, 1 + repeats)
    )
    spent = {place: (many[place] - few[place]) / repeats for place in many if not LEFT_OUT.search(place)}
    return {"instructions": round(sum(spent.values())), "allocations": round((many_allocations - few_allocations) / repeats, 2)}


def version(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "?"


def conditions():
    """What counts depend on: with another compiler or library they are told, not judged."""
    compiler = re.search(r"Swift version (\S+)", version("swift", "--version"))
    return {
        "processor": platform.machine(),
        "swift": compiler[1] if compiler else "?",
        "simdjson": version("pkg-config", "--modversion", "simdjson"),
    }


def table(counts, recorded):
    """The lines of the table, and the works that take more than they may."""
    lines, failures = [], []
    for name, found in counts.items():
        was = recorded.get(name, {})
        cells = [f"{name} {WORK[name]}"]
        for unit, value in found.items():
            change = f"{value / was[unit] - 1:+.1%}" if was.get(unit) else "new"
            cells.append(f"{value:>14,} {change:>8}")
            if unit in was and value > was[unit] * (1 + ALLOWED) and value - was[unit] > 0.5:
                failures.append(f"{name}: {value:,} {unit}, recorded {was[unit]:,}")
        lines.append(f"{cells[0]:<20}" + "".join(cells[1:]))
    return lines, failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", help="focald-benchmarks, built for release")
    parser.add_argument("--record", action="store_true", help="write these counts as the thresholds")
    chosen = parser.parse_args()
    # One processor: the children inherit it.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as directory:
        # Valgrind gives up at debugging information that it does not know.
        binary = pathlib.Path(directory) / "focald-benchmarks"
        subprocess.run(["strip", "--strip-debug", "-o", binary, chosen.binary], check=True)
        counts = {name: count(binary, name) for name in WORK}
    recorded = json.loads(THRESHOLDS.read_text()) if THRESHOLDS.exists() else {"conditions": {}, "counts": {}}
    lines, failures = table(counts, recorded["counts"])
    print(f"{'work, once':<20}{'instructions':>14}{'change':>9}{'allocations':>14}{'change':>9}")
    print("\n".join(lines))
    if chosen.record:
        THRESHOLDS.write_text(json.dumps({"conditions": conditions(), "counts": counts}, indent=2) + "\n")
        print(f"recorded in {THRESHOLDS.name}")
        return 0
    if recorded["conditions"] != conditions():
        print(f"not judged: recorded with {recorded['conditions']}, this is {conditions()}")
        return 0
    for failure in failures:
        print(f"more than {ALLOWED:.0%} above the record: {failure}", file=sys.stderr)
    if failures:
        print("Make it cheaper, or say in the commit why not and record anew: make instructions ARGS=--record", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
