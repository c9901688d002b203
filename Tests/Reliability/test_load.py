"""What a server bears at once, in figures. Long: `make reliability PYTEST="-k load -s"` prints them.

The figures mean something on a quiet machine and an optimised build only (FOCALD_BINARY=.build/release/focald)."""

import json
import os
import pathlib
import threading
import time

import pytest

from support import crowd
from support.wire import ask, connect, eventually, get, request
from test_fairness import heavy, loss
from test_memory import metric, sized

pytestmark = pytest.mark.long
SECONDS = int(os.environ.get("LOAD_SECONDS", "60"))
MIB = 1 << 20
BUDGET, PICTURES_BUDGET = 768, 96


def report(**figures):
    print(json.dumps(figures))


def measured(port, seconds):
    """Small requests, one after the other, for so long."""
    clients = crowd.Clients()
    clients.start(crowd.small, port)
    time.sleep(seconds)
    [result] = clients.stop()["small"]
    return result


class Watch:
    """The most of a figure while it lasts."""

    def __init__(self, figure, every=0.05):
        self.most, self.failure, self.over = 0, None, threading.Event()
        self.thread = threading.Thread(target=self._run, args=(figure, every))
        self.thread.start()

    def _run(self, figure, every):
        while not self.over.is_set() and not self.failure:
            try:
                self.most = max(self.most, figure())
            except Exception as failure:
                self.failure = failure
            self.over.wait(every)

    def stop(self):
        self.over.set()
        self.thread.join()
        if self.failure:
            raise self.failure
        return self.most


def test_load_SaturationGivesNoWrongAnswerAndStaysInTheBudget(launch):
    server = launch("--memory", f"{BUDGET}MiB", "--write-timeout", "5s", "--body-timeout", "10s", "--drain-time", "2s")
    time.sleep(1)
    before = server.resident, server.sockets
    watch, clients = Watch(lambda: server.resident), crowd.Clients()
    clients.start(crowd.small, server.port, 0, count=4)
    clients.start(crowd.uploads, server.port, 1 * MIB, count=2)
    clients.start(crowd.uploads, server.port, 64 * MIB, count=2)
    clients.start(crowd.invalid, server.port)
    clients.start(crowd.leaving, server.port)
    clients.start(crowd.unread, server.port, sized(300))
    clients.start(crowd.slow, server.port, "B", 50)
    time.sleep(SECONDS)
    results = clients.stop()
    peak = watch.stop()
    wrong = sum(result.get("wrong", 0) for group in results.values() for result in group)
    times = [one for result in results["small"] for one in result["times"]]
    is_back = eventually(lambda: server.sockets <= before[1] + 2 and metric(server, "focald_memory_bytes") < MIB, 10)
    report(
        seconds=SECONDS, wrong=wrong, small=crowd.percentiles(times), before_mib=before[0], peak_mib=peak,
        after_mib=server.resident, uploads=results["uploads"], refused_small=sum(r["refused"] for r in results["small"]))
    assert wrong == 0
    assert peak <= before[0] + BUDGET + 64
    assert is_back, f"{server.sockets} descriptors, {before[1]} before"


def test_load_SmallRequestsBesideFourLargeOnes(launch):
    """p99 of 4-logit requests, alone and beside four bodies of 64 MB."""
    server = launch("--drain-time", "2s")
    seconds = max(10, SECONDS // 4)
    measured(server.port, 1)
    alone = crowd.percentiles(measured(server.port, seconds)["times"])
    clients = crowd.Clients()
    clients.start(crowd.uploads, server.port, 64 * MIB, count=4)
    time.sleep(2)
    beside = measured(server.port, seconds)
    results = clients.stop()["uploads"]
    beside_times = crowd.percentiles(beside["times"])
    report(alone=alone, beside=beside_times, uploads=results)
    assert beside["wrong"] == 0 and sum(result["wrong"] for result in results) == 0
    assert sum(result["answered"] for result in results) > 0
    assert beside_times["p99_ms"] <= 10 * alone["p99_ms"]


EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "Examples"


def test_load_EightClientsPictures(launch):
    """As many pictures a second as of one client, each in a time that is bounded, and small requests beside them."""
    server = launch("--networks", str(EXAMPLES / "networks/shapes.safetensors"), "--memory", f"{PICTURES_BUDGET}MiB")
    data = request(
        "/v1/networks/shapes/detect", (EXAMPLES / "shapes.jpg").read_bytes(), "POST", "Content-Type: image/jpeg")
    status, _, wanted = ask(server.port, data, 60)
    assert status == 200
    measured(server.port, 1)
    seconds, before = max(3, SECONDS // 10), server.resident
    alone = crowd.percentiles(measured(server.port, seconds)["times"])
    watch, times, small = Watch(lambda: server.resident), {1: [], 8: []}, {1: [], 8: []}
    # By turns, so that what disturbs the machine disturbs both.
    for count in (1, 8) * 3:
        clients = crowd.Clients()
        for number in range(count):
            clients.start(crowd.pictures, server.port, f"127.0.0.{2 + number}", data, wanted)
        clients.start(crowd.small, server.port)
        time.sleep(seconds)
        results = clients.stop()
        assert sum(result["wrong"] + result["refused"] for group in results.values() for result in group) == 0
        times[count] += [one for result in results["pictures"] for one in result["times"]]
        small[count] += results["small"][0]["times"]
    peak = watch.stop()
    one, eight, beside = (crowd.percentiles(group) for group in (times[1], times[8], small[8]))
    report(one=one, eight=eight, alone=alone, beside_one=crowd.percentiles(small[1]), beside=beside, before_mib=before, peak_mib=peak)
    assert eight["requests"] >= one["requests"]
    # Each waits for the seven others.
    assert eight["p99_ms"] <= 2 * 8 * one["p50_ms"]
    assert beside["p99_ms"] <= 10 * alone["p99_ms"]
    assert peak <= before + PICTURES_BUDGET


def test_load_ALossBesideAHundredHeavyRequests(launch):
    server = launch("--drain-time", "1s")
    data, wanted = loss(), ask(server.port, loss())[2]
    heavies = [connect(server.port, 60) for _ in range(100)]
    for client in heavies:
        client.sendall(heavy())
    times = []
    for _ in range(20):
        begin = time.monotonic()
        assert ask(server.port, data, 30, source="127.0.0.2")[2] == wanted
        times.append(time.monotonic() - begin)
    for client in heavies:
        client.close()
    report(loss=crowd.percentiles(times))
    assert max(times) < 1


@pytest.mark.parametrize("kind", ["H", "B", "R", "X"])
def test_load_SlowClientsDelayNoOne(launch, kind):
    """500 connections in slowhttptest's ways."""
    server = launch("--admin-port", "0", "--drain-time", "1s")
    seconds = max(5, SECONDS // 6)
    measured(server.port, 1)
    alone = crowd.percentiles(measured(server.port, seconds)["times"])
    clients = crowd.Clients()
    clients.start(crowd.slow, server.port, kind, 500)
    time.sleep(1)
    slowest_probe = probes(server.admin_port)
    beside = crowd.percentiles(measured(server.port, seconds)["times"])
    probe = slowest_probe.stop()
    report(kind=kind, alone=alone, beside=beside, livez_ms=round(probe * 1e3, 1), slow=clients.stop()["slow"])
    assert beside["p99_ms"] <= 3 * max(alone["p99_ms"], 1)
    assert probe < 0.05


def test_load_HalfHeadsDelayNoOne(launch):
    """5,000 of them."""
    server = launch("--admin-port", "0", "--drain-time", "1s")
    measured(server.port, 1)
    alone = crowd.percentiles(measured(server.port, 5)["times"])
    slowest_probe, times = probes(server.admin_port), []
    # The same again: one flood is over in a second, which is too short for a percentile.
    for _ in range(5):
        ordinary, flood = crowd.Clients(), crowd.Clients()
        ordinary.start(crowd.small, server.port)
        flood.start(crowd.half_heads, server.port, 1250, count=4)
        assert sum(result["begun"] for result in flood.wait()["half_heads"]) >= 4900
        [beside] = ordinary.stop()["small"]
        assert beside["wrong"] == beside["refused"] == 0
        times += beside["times"]
    probe = slowest_probe.stop()
    beside = crowd.percentiles(times)
    report(alone=alone, beside=beside, livez_ms=round(probe * 1e3, 1))
    assert beside["p99_ms"] <= 3 * max(alone["p99_ms"], 1)
    assert probe < 0.05


def probes(port):
    """How long a probe takes at the most."""
    def probe():
        begin = time.monotonic()
        assert ask(port, get("/livez"), 10)[0] == 200
        return time.monotonic() - begin

    return Watch(probe)
