"""Several runs begun apart, and whether the machine was quiet meanwhile."""

import dataclasses
import json
import os
import pathlib
import resource
import subprocess
import tempfile
import time

from .building import log

# A verdict needs so many runs: one run decides nothing, as runs of the same programs differ by a quarter.
ENOUGH = 3
# The load (1 min) above which a run does not begin, and what other processes may take of one processor while it lasts.
QUIET_LOAD, QUIET_SHARE = 0.3, 0.05


@dataclasses.dataclass
class Run:
    load: float
    # What other processes took, in processors.
    others: float
    results: list
    failures: list

    @property
    def counts(self):
        return self.load <= QUIET_LOAD and self.others <= QUIET_SHARE


def write(path, results, failures):
    path.write_text(json.dumps({"results": results, "failures": failures}))


def play(wanted, patience, command):
    """Runs until so many count, or twice as many have been tried."""
    played = []
    while sum(run.counts for run in played) < wanted and len(played) < 2 * wanted:
        log(f"run {len(played) + 1}")
        played.append(one(patience, command))
        log(f"run {len(played)}: {describe(played[-1])}")
    return played


def one(patience, command):
    load = quiet_load(patience)
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "run.json"
        busy, own, begin = processors_busy(), own_time(), time.monotonic()
        subprocess.run([*command, "--one-run", str(path)], check=True)
        seconds = time.monotonic() - begin
        others = max(0, (processors_busy() - busy) - (own_time() - own)) / seconds
        said = json.loads(path.read_text())
    return Run(load, others, said["results"], said["failures"])


def quiet_load(patience):
    """The load, when it is low or when patience ends."""
    end = time.monotonic() + patience
    while (load := os.getloadavg()[0]) > QUIET_LOAD and time.monotonic() < end:
        time.sleep(5)
    return load


def processors_busy():
    """Seconds that all processes together have used, those of the system included."""
    with open("/proc/stat") as file:
        user, nice, system = map(int, file.readline().split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def own_time():
    """Seconds of this process and of all that it has started, once they have ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def describe(run):
    said = f"load {run.load:.2f} before, others {run.others:.1%} of a processor"
    return said if run.counts else said + ": not quiet, not counted"


def summary(played):
    return "; ".join(f"{index}: {describe(run)}" for index, run in enumerate(played, 1))
