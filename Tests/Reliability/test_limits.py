"""What the machine allows: focald beside a server that is libmicrohttpd alone and throws away what it reads (Benchmarks/peers/bare.c).

The same clients ask both, by turns in one run, so that a machine that is busy otherwise is so for both. A thread of the network
that takes in much has used up its share of a processor, and what is small waits for its next turn; with more threads than there
are processors, fewer small requests share a thread with such work. Long:
`FOCALD_BINARY=.build/release/focald make reliability PYTEST="-k limits -s"` prints the figures."""

import collections
import json
import os
import re
import shutil
import subprocess
import time

import pytest

from support import crowd
from support.server import BINARY, ROOT
from support.wire import SMALL_ANSWER
from test_load import MIB

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif("debug" in BINARY.parts, reason="needs an optimised build: FOCALD_BINARY=.build/release/focald")]
ROUNDS = int(os.environ.get("LIMIT_ROUNDS", "3"))
SECONDS = 3
BARE_ANSWER = b'{"loss":0.25}'


@pytest.fixture
def bare(tmp_path):
    """Starts servers that are libmicrohttpd alone, with so many threads; gives back their ports."""
    compiler, program, running = shutil.which("cc") or shutil.which("clang"), tmp_path / "bare", []
    source = ROOT / "Benchmarks/peers/bare.c"
    built = compiler and subprocess.run([compiler, "-O2", source, "-o", program, "-lmicrohttpd"], capture_output=True)
    if not built or built.returncode:
        pytest.skip("needs a C compiler and libmicrohttpd's header")

    def start(threads):
        # Half heads that have left stay open there for a minute.
        running.append(subprocess.Popen([program, str(threads), "40000"], stdout=subprocess.PIPE, text=True))
        return int(re.search(r":(\d+)$", running[-1].stdout.readline().strip()).group(1))

    yield start
    for process in running:
        process.terminate()
        process.wait()


class Server:
    """Who is asked, who has the load, and the times by what else went on."""

    def __init__(self, port, loaded=None, wanted=BARE_ANSWER):
        self.port, self.loaded, self.wanted = port, loaded or port, wanted
        self.times = collections.defaultdict(list)

    def measure(self, load, seconds=SECONDS):
        """Small requests, one after the other, for so long or as long as the load lasts by itself."""
        others = load(self.loaded) if load else None
        clients = crowd.Clients()
        clients.start(crowd.small, self.port, 0.001, "127.0.0.1", crowd.SMALL, self.wanted)
        if load is half_heads:
            assert sum(one["begun"] for one in others.wait()["half_heads"]) >= 4900
        else:
            time.sleep(seconds)
        [result] = clients.stop()["small"]
        if load is uploads:
            assert sum(one["answered"] for one in others.stop()["uploads"]) > 0
        assert result["wrong"] == result["refused"] == 0
        self.times["beside" if load else "alone"] += result["times"]

    def p99(self, name):
        return self.figures[name]["p99_ms"]

    @property
    def figures(self):
        return {name: crowd.percentiles(times) for name, times in self.times.items()}


def uploads(port):
    """Four bodies of 64 MB are always in flight."""
    crowd.numbers(64 * MIB)
    clients = crowd.Clients()
    clients.start(crowd.uploads, port, 64 * MIB, count=4)
    time.sleep(1)
    return clients


def half_heads(port):
    """5,000 of them, as fast as four processes can."""
    clients = crowd.Clients()
    clients.start(crowd.half_heads, port, 1250, count=4)
    return clients


@pytest.mark.parametrize("load", [uploads, half_heads], ids=lambda load: load.__name__)
def test_limits_AreTheMachines(launch, bare, load):
    """"elsewhere": a bare server is asked while the load is another's, so that no server has a part in what is waited for."""
    focald, of_two = launch("--drain-time", "2s"), launch("--drain-time", "2s", "--io-threads", "2")
    port = bare(8)
    servers = {
        "focald": Server(focald.port, wanted=SMALL_ANSWER), "focald, 2 threads": Server(of_two.port, wanted=SMALL_ANSWER),
        "bare": Server(port), "bare, 2 threads": Server(bare(2)), "elsewhere": Server(bare(8), port)}
    for _ in range(ROUNDS):
        for server in servers.values():
            server.measure(None)
            server.measure(load)
    for name, server in servers.items():
        print(json.dumps({"load": load.__name__, "server": name} | server.figures))
    wanted = 10 * servers["focald"].p99("alone") if load is uploads else 3 * max(1, servers["focald"].p99("alone"))
    # What is wanted, or no worse than the library alone.
    assert servers["focald"].p99("beside") <= max(wanted, 1.5 * servers["bare"].p99("beside"))
