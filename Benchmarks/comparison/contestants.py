"""Who takes part: processes that answer a line with a line, and clients of services. Each gives samples of seconds."""

import json
import os
import queue
import subprocess
import threading
import time


class Unavailable(Exception):
    """A contestant that cannot take part, and why."""


class Process:
    """A child that takes commands on standard input and answers each with one line of JSON."""

    def __init__(self, name, command, cores=None, environment=None):
        self.name = name
        pin = (lambda: os.sched_setaffinity(0, cores)) if cores else None
        self.child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=pin,
            env={**os.environ, **(environment or {})},
        )
        self.lines = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        for line in self.child.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def ask(self, *words, timeout=600):
        if self.child.poll() is not None:
            raise Unavailable(f"{self.name} has ended")
        self.child.stdin.write(" ".join(map(str, words)) + "\n")
        self.child.stdin.flush()
        try:
            line = self.lines.get(timeout=timeout)
        except queue.Empty:
            self.stop()
            raise Unavailable(f"{self.name} took longer than {timeout} s") from None
        answer = json.loads(line) if line else {"error": "it ended"}
        if "error" in answer:
            raise Unavailable(f"{self.name}: {answer['error']}")
        return answer

    def timed(self, kind, size):
        """A contestant: a function from seconds to samples."""
        return lambda seconds: [ns * 1e-9 for ns in self.ask("run", kind, size, seconds)["samples_ns"]]

    def stop(self):
        self.child.kill()
        self.child.wait()


def repeated(call):
    """A contestant out of a function of ours: the first call of all is a warm-up. Two calls a turn at least, or one that takes
    longer than a second."""
    warm = []

    def run(seconds):
        if not warm:
            call()
            warm.append(True)
        samples = []
        end = time.perf_counter() + seconds
        while not samples or samples[0] < 1 and (len(samples) < 2 or time.perf_counter() < end):
            start = time.perf_counter()
            answer = call()
            samples.append(time.perf_counter() - start)
            del answer
        return samples

    return run


def take_turns(contestants, turns, seconds):
    """Samples of each contestant by name, A B C A B C …, so that what disturbs the machine disturbs all alike."""
    samples = {name: [] for name in contestants}
    for turn in range(turns):
        for name, contestant in contestants.items():
            # The one before may still have threads that spin for work.
            time.sleep(0.02)
            samples[name] += contestant(seconds)
    return samples
