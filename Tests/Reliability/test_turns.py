"""Network threads serve many connections each: what they do for one at a time is short."""

import json
import os
import shutil
import subprocess
import time

import pytest

from support import crowd
from support.server import Server
from support.wire import ask, request

pytestmark = pytest.mark.long
HERE = os.path.dirname(__file__)
MIB = 1 << 20


@pytest.fixture
def timed(tmp_path):
    """Starts a server whose turns are timed; what it gives back ends it and says how many there were, how many took more than a
    millisecond, and how long the longest took, in microseconds."""
    compiler = shutil.which("cc") or shutil.which("clang")
    if not compiler:
        pytest.skip("needs a C compiler")
    library, figures = tmp_path / "turns.so", tmp_path / "turns"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", os.path.join(HERE, "support", "turns.c"), "-o", library, "-ldl"], check=True)
    server = Server("--drain-time", "5s", loaded={"LD_PRELOAD": str(library), "TURNS": str(figures)})

    def end():
        server.stop()
        turns, long, longest = map(int, figures.read_text().split())
        print(json.dumps({"turns": turns, "above_1_ms": long, "longest_us": longest}))
        return turns, long, longest

    yield server, end
    server.stop()


def check(figures):
    # A turn of the network is some tens of microseconds; the system may take a few pages from elsewhere first, seldom.
    turns, long, _ = figures
    assert turns > 300
    assert long <= turns / 1000


def test_turns_LargeBodiesAreTakenInByBites(timed):
    """Four of 64 MB at once: copying, and the first touch of the memory they fill."""
    server, end = timed
    clients = crowd.Clients()
    clients.start(crowd.uploads, server.port, 64 * MIB, count=4)
    time.sleep(10)
    results = clients.stop()["uploads"]
    assert sum(result["wrong"] for result in results) == 0 and sum(result["answered"] for result in results) > 4
    check(end())


def test_turns_LargeAnswersAreSentByBites(timed):
    """Some 40 MB of text, read as fast as it comes."""
    server, end = timed
    boxes = [[0, 0, 1 + number / 7, 1 + number / 3] for number in range(1500)]
    data = request("/v1/boxes/iou", json.dumps({"boxes": boxes, "target_boxes": boxes}).encode())
    for _ in range(3):
        status, _, body = ask(server.port, data, 120)
        assert status == 200 and len(body) > 24 * MIB
    check(end())


def test_turns_ACrowdIsTakenInOneByOne(timed):
    """Connections that come faster than they are served."""
    server, end = timed
    clients = crowd.Clients()
    clients.start(crowd.half_heads, server.port, 1250, count=4)
    clients.wait()
    check(end())
