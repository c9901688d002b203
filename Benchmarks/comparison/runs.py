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
# What other processes may take of one processor, in the seconds before a run begins and while it lasts. Not the load: that
# of the run before stays in it for minutes.
QUIET_SHARE, QUIET_SECONDS = 0.05, 5


@dataclasses.dataclass
class Run:
    # What other processes took before it and meanwhile, in processors.
    before: float
    others: float
    results: list
    failures: list

    @property
    def counts(self):
        return self.before <= QUIET_SHARE and self.others <= QUIET_SHARE


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
    before = wait_for_quiet(patience)
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "run.json"
        busy, own, begin = processors_busy(), own_time(), time.monotonic()
        subprocess.run([*command, "--one-run", str(path)], check=True)
        seconds = time.monotonic() - begin
        others = max(0, (processors_busy() - busy) - (own_time() - own)) / seconds
        said = json.loads(path.read_text())
    return Run(before, others, said["results"], said["failures"])


def wait_for_quiet(patience):
    """What all processes took lately, in processors, when it is little or when patience ends."""
    end = time.monotonic() + patience
    while True:
        busy, begin = processors_busy(), time.monotonic()
        time.sleep(QUIET_SECONDS)
        share = (processors_busy() - busy) / (time.monotonic() - begin)
        if share <= QUIET_SHARE or time.monotonic() >= end:
            return share


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
    said = f"others took {run.before:.1%} of a processor before, {run.others:.1%} meanwhile"
    return said if run.counts else said + ": not quiet, not counted"


def summary(played):
    return "; ".join(f"{index}: {describe(run)}" for index, run in enumerate(played, 1))
