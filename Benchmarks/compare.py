"""focald beside its peers: several runs on one machine, repetitions in turns. `make compare`; README.md beside this says more."""

import argparse
import pathlib
import sys

from comparison import building, evaluations, networks, report, runs, stages
from comparison.about import about
from comparison.building import log
from comparison.matches import Matches

SIZES = {
    "focal": [10**3, 10**4, 10**5, 10**6, 10**7],
    "ciou": [10**3, 10**4, 10**5, 10**6],
    "pairwise-iou": [100, 500, 1000, 2000],
    "nms": [10**3, 10**4, 50_000],
    "nms-dense": [10**3, 10**4, 50_000],
    "batched-nms": [10**3, 10**4, 50_000],
    "retinanet": [1],
    "json": [10**3, 10**4, 10**5, 10**6],
}
JSON_SIZES = [10**3, 10**4, 10**5, 10**6]
SERVICE = ["focal-json", "focal-json-gradient", "training-step", "small-request"]
STAGES = [f"stages-{name}" for name in stages.CHAINS]
NETWORK_SIZES = [512, 800]
ALL = [*SIZES, *SERVICE, *STAGES, *networks.WORK, *evaluations.WORK]


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="targets' sizes only, short turns: for development")
    parser.add_argument("--only", help="these kinds of work: " + ", ".join(ALL))
    parser.add_argument("--runs", type=int, default=3, help="runs that count (3: what fewer say is no verdict)")
    parser.add_argument("--patience", type=float, default=600, help="seconds to wait for a quiet machine before each (600)")
    parser.add_argument("--one-run", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--turns", type=int, help="how often each takes its turn (9, --quick: 3)")
    parser.add_argument("--seconds", type=float, help="length of a turn (0.4, --quick: 0.15)")
    parser.add_argument(
        "--cpu", default=building.OWN, help="build focald for x86-64, x86-64-v3, …; else as `make run` does, for this machine"
    )
    parser.add_argument("--programs", type=pathlib.Path, help="the folder of focald and focald-benchmarks, built for --cpu already")
    parser.add_argument("--no-compile", action="store_true", help="without torch.compile, which takes minutes to start")
    parser.add_argument("--output", type=pathlib.Path, help="directory (Benchmarks/results, --quick: …/quick)")
    chosen = parser.parse_args()
    chosen.turns = chosen.turns or (3 if chosen.quick else 9)
    chosen.seconds = chosen.seconds or (0.15 if chosen.quick else 0.4)
    chosen.load_seconds = 1 if chosen.quick else 3
    results = building.ROOT / "Benchmarks" / "results"
    chosen.publishes = not (chosen.quick or chosen.cpu != building.OWN or chosen.output)
    # A part's figures do not take the place of all others.
    part = "quick" if chosen.quick else (chosen.only or "").replace(",", "-")
    chosen.output = chosen.output or results / part
    chosen.only = named(chosen.only.split(",")) if chosen.only else ALL
    if unknown := set(chosen.only) - set(ALL):
        parser.error(f"no such work: {', '.join(sorted(unknown))}")
    return chosen


def named(words):
    """The kinds of work that are named; `network` and `evaluation` stand for all of theirs."""
    groups = {"network": networks.WORK, "evaluation": evaluations.WORK}
    return [kind for word in words for kind in groups.get(word, [word])]


def sizes(kind, quick):
    if not quick:
        return SIZES[kind]
    largest = {"focal": [10**6, 10**7], "ciou": [10**5], "nms": [10**4, 50_000], "nms-dense": [10**4, 50_000]}
    return largest.get(kind, SIZES[kind][-1:])


def play(chosen, matches):
    """All matches. One that fails says so and the others go on: a run takes long."""
    failures = []

    def attempt(name, *call):
        log(name)
        try:
            call[0](*call[1:])
        except Exception as error:
            failures.append(f"{name}: {type(error).__name__}: {error}")
            log(failures[-1])

    for kind in chosen.only:
        if kind in SIZES:
            for size in sizes(kind, chosen.quick):
                attempt(f"{kind} {size}", matches.kernel, kind, size)
        elif kind in STAGES:
            attempt(kind, matches.stages, kind.removeprefix("stages-"))
        elif kind in networks.WORK:
            attempt(kind, matches.networks.play, kind, NETWORK_SIZES)
        elif kind in evaluations.WORK:
            attempt(kind, matches.evaluations.play, kind)
        elif kind == "training-step":
            attempt(kind, matches.training_step, 24)
        elif kind == "small-request":
            attempt(kind, matches.throughput)
        else:
            attempt(kind, matches.json_service, JSON_SIZES[-1:] if chosen.quick else JSON_SIZES, kind.endswith("gradient"))
    return failures


def one_run(chosen):
    """One run, its figures written to a file."""
    matches = Matches(chosen, *building.swift(chosen.cpu, chosen.programs))
    try:
        failures = play(chosen, matches)
    finally:
        matches.close()
    runs.write(chosen.one_run, matches.results, failures)


def main():
    chosen = options()
    if chosen.one_run:
        return one_run(chosen)
    said = about(chosen)
    # Built before the first run, so that it is not a compiler that the first one waits for.
    building.swift(chosen.cpu, chosen.programs)
    played = runs.play(chosen.runs, chosen.patience, [sys.executable, *sys.argv])
    said["runs"] = runs.summary(played)
    counted = [run for run in played if run.counts]
    if not counted:
        log(f"no run counts: {said['runs']}")
        return 1
    failures = [failure for run in counted for failure in run.failures]
    if failures:
        said["failed"] = "; ".join(dict.fromkeys(failures))
    rows = report.write(chosen.output, said, [run.results for run in counted])
    if chosen.publishes and not failures and len(counted) >= runs.ENOUGH:
        page = building.ROOT / "docs" / "performance.md"
        if set(STAGES) <= set(chosen.only):
            report.publish_stages(page, said, counted[-1].results)
        if set(networks.WORK) <= set(chosen.only):
            report.publish_networks(page, said, rows)
    print((chosen.output / "comparison.md").read_text())
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
