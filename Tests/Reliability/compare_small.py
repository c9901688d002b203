"""How much processor time a small request takes in two builds: python3 compare_small.py OLD NEW [requests] [rounds].

The two take turns, so that a machine that is busy with other things is so for both; the time is that of their threads."""

import os
import statistics
import subprocess
import sys

from support.server import environment
from support.wire import SMALL, SMALL_ANSWER, connect, eventually


class Program:
    def __init__(self, path, port):
        self.process = subprocess.Popen(
            [path, "serve", "--port", str(port), "--access-log", "true"], env=environment(), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.port = port
        assert eventually(self.listens)
        self.client = connect(port)

    def listens(self):
        try:
            connect(self.port, 1).close()
            return True
        except OSError:
            return False

    @property
    def nanoseconds(self):
        tasks = f"/proc/{self.process.pid}/task"
        return sum(int(open(f"{tasks}/{task}/schedstat").read().split()[0]) for task in os.listdir(tasks))

    def ask(self, count):
        """Microseconds of processor time a request."""
        begin = self.nanoseconds
        for _ in range(count):
            self.client.sendall(SMALL)
            got = self.client.recv(4096)
            # Older builds end an answer without a line feed.
            assert got.rstrip().endswith(SMALL_ANSWER.rstrip()), got
        return (self.nanoseconds - begin) / count / 1e3


def main(old, new, requests=5000, rounds=15):
    programs = [Program(old, 18471), Program(new, 18472)]
    try:
        for program in programs:
            program.ask(2000)
        times = [[program.ask(int(requests)) for program in programs] for _ in range(int(rounds))]
    finally:
        for program in programs:
            program.process.terminate()
    ratios = sorted(new / old for old, new in times)
    print(
        f"old {statistics.median(old for old, _ in times):.2f} µs, new {statistics.median(new for _, new in times):.2f} µs of "
        f"processor time; new/old median {statistics.median(ratios):.3f}, from {ratios[0]:.3f} to {ratios[-1]:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
