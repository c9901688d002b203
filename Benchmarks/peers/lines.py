"""What peers in Python have in common: one command a line, one line of JSON back.

    load NAME SIZE DIRECTORY   reads the inputs that lie there
    run NAME SIZE SECONDS      times the work for about that long
    dump NAME SIZE DIRECTORY   writes its answer as raw arrays
    memory NAME SIZE -         what the process takes, in bytes
"""

import json
import pathlib
import re
import statistics
import sys
import time

import numpy as np

TYPES = {"f32": np.float32, "f64": np.float64, "i64": np.int64, "u8": np.uint8}


def resident(pid="self"):
    """Resident memory of a process, in bytes."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return 1024 * int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)[1])


def read(directory, name, kind, *shape):
    """An input that lies there."""
    return np.fromfile(pathlib.Path(directory) / f"{name}.{kind}", TYPES[kind]).reshape(*(shape or (-1,)))


class Peer:
    """`work`: by name, a function from a directory and a size to a function that does the work once."""

    def __init__(self, work):
        self.known = work
        self.work = {}
        self.warm = set()

    def load(self, key, directory):
        self.work = {key: self.known[key[0]](directory, key[1])}
        return {"loaded": key}

    def run(self, key, seconds):
        work = self.work[key]
        if key not in self.warm:
            start = time.perf_counter()
            work()
            # What is slow is warm after once.
            if time.perf_counter() - start < 1:
                work()
            self.warm.add(key)
        samples = []
        end = time.perf_counter() + float(seconds)
        while len(samples) < 3 or (time.perf_counter() < end and len(samples) < 10_000):
            start = time.perf_counter_ns()
            answer = work()
            samples.append(time.perf_counter_ns() - start)
            del answer
            # NMS of 50,000 boxes and large networks take seconds: then one repetition a turn is enough.
            if samples[0] > 1e9:
                break
        return {"repetitions": len(samples), "median_ns": int(statistics.median(samples)), "samples_ns": samples}

    def dump(self, key, directory):
        outputs = []
        for name, array in self.work[key]().items():
            array = array.detach().numpy() if hasattr(array, "detach") else np.asarray(array)
            kind = next(kind for kind, dtype in TYPES.items() if dtype == array.dtype)
            array.tofile(pathlib.Path(directory) / f"{name}.{kind}")
            outputs.append({"name": name, "type": kind, "shape": list(array.shape)})
        return {"outputs": outputs}

    def memory(self, _key, _nothing):
        return {"bytes": resident()}

    def answer(self, words):
        command, name, size, argument = words
        if command not in ("load", "run", "dump", "memory"):
            raise ValueError(command)
        return getattr(self, command)((name, int(size)), argument)


def serve(work):
    """Answers commands until standard input ends."""
    peer = Peer(work)
    for line in sys.stdin:
        try:
            answer = peer.answer(line.split())
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(answer), flush=True)
