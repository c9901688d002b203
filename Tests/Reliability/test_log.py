"""A log that no one reads costs its lines, and nothing else."""

import os
import signal
import subprocess
import time

import pytest

from support.server import BINARY, environment
from support.wire import SMALL, SMALL_ANSWER, ask, eventually, get


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(stderr, port, before=None):
    process = subprocess.Popen(
        [BINARY, "serve", "--port", str(port)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr,
        env=environment(), preexec_fn=before)

    def answers():
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            return ask(port, get("/livez"), 5)[0] == 200
        except OSError:
            return False

    assert eventually(answers, 30)
    return process


def dropped(port):
    text = ask(port, get("/metrics"))[2].decode()
    return next(int(float(line.split()[1])) for line in text.splitlines() if line.startswith("focald_log_dropped_total"))


def ask_often(port, count):
    longest = 0.0
    for _ in range(count):
        begin = time.monotonic()
        assert ask(port, SMALL, 5)[2] == SMALL_ANSWER
        longest = max(longest, time.monotonic() - begin)
    return longest


def test_pipe_ThatNoOneReads_StopsNothing():
    """273 lines fill one, and everything waited for the next."""
    reader, writer = os.pipe()
    port = free_port()
    process = started(writer, port)
    os.close(writer)
    try:
        assert ask_often(port, 600) < 5
        # Larger than the queue: what does not fit is counted.
        long = get("/" + "x" * 15000)
        for _ in range(120):
            assert ask(port, long)[0] == 404
        assert eventually(lambda: dropped(port) > 0, 10)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        process.kill()
        os.close(reader)


@pytest.mark.parametrize("place", ["/dev/full", "closed", "reader gone"])
def test_log_ThatCannotBeWritten_StopsNothing(place):
    port = free_port()
    if place == "/dev/full":
        with open(place, "w") as full:
            process = started(full, port)
    elif place == "closed":
        process = started(None, port, before=lambda: os.close(2))
    else:
        reader, writer = os.pipe()
        os.close(reader)
        process = started(writer, port)
        os.close(writer)
    try:
        assert ask_often(port, 50) < 5
        if place != "closed":
            assert eventually(lambda: dropped(port) > 0, 10)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        process.kill()


def test_lines_OfAllRequestsAreWrittenBeforeTheEnd(launch):
    server = launch("--access-log", "true")
    for index in range(200):
        assert ask(server.port, get("/livez", f"X-Request-Id: id-{index}"))[0] == 200
    assert server.stop() == 0
    lines = server.text().splitlines()
    assert [line for index in range(200) for line in lines if f'"id-{index}"' in line].__len__() == 200
    assert all(line.startswith("{") and line.endswith("}") for line in lines)


def test_hangup_EndsNothing(launch):
    server = launch()
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert ask(server.port, SMALL)[2] == SMALL_ANSWER


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGQUIT])
def test_signals_ThatEnd_Drain(launch, by):
    server = launch("--access-log", "true")
    assert server.stop(by) == 0
    assert '"draining"' in server.text() and '"stopped"' in server.text()
