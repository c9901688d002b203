"""deploy/systemd: the units as systemd reads them, and the program under them."""

import configparser
import os
import re
import signal
import socket
import subprocess

from facts import seconds, stopping
from support.server import BINARY
from support.wire import SMALL, SMALL_ANSWER, ask, request

# systemd's own scale ends at 10; below 2 it says OK.
MOST_EXPOSURE = 1.5
# Without the suite's own variables, which are no settings.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FOCALD_")}


def test_units_AreValid(run, deploy, tmp_path):
    for unit in (deploy / "systemd").iterdir():
        # The program need not be installed here; its flags are looked at below.
        (tmp_path / unit.name).write_text(unit.read_text().replace("/usr/bin/focald", "/bin/true"))
    run("systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir()))


def test_service_IsHardened(run, deploy):
    said = run("systemd-analyze", "security", "--offline=yes", "--no-pager", deploy / "systemd/focald.service")
    exposure = float(re.search(r"Overall exposure level for focald.service: ([0-9.]+)", said).group(1))
    assert exposure <= MOST_EXPOSURE, said


def test_service_WaitsForTheDrain(deploy, settings):
    service = unit(deploy, "focald.service")["Service"]
    assert seconds(service["TimeoutStopSec"]) >= stopping(settings())
    assert int(service["LimitNOFILE"]) >= int(settings()["connection_limit"]) + 100
    assert service["ExecStart"] == "/usr/bin/focald serve"


def test_socket_IsTheDefaultAddress(deploy, settings):
    found = settings()
    assert unit(deploy, "focald.socket")["Socket"]["ListenStream"] == f"{found['host']}:{found['port']}"


def test_start_IsAnnouncedAndSoIsTheEnd(tmp_path):
    """Type=notify: READY=1 when the socket is served, STOPPING=1 at SIGTERM, at a path and in the abstract namespace."""
    for name, address in ((str(tmp_path / "notify"), None), ("@focald-test-notify", "\0focald-test-notify")):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(address or name)
            manager.settimeout(60)
            server = subprocess.Popen(
                [BINARY, "serve", "--port", "0", "--access-log", "false"], env=ENVIRONMENT | {"NOTIFY_SOCKET": name},
                stderr=subprocess.DEVNULL)
            try:
                ready = dict(line.split("=", 1) for line in manager.recv(4096).decode().split("\n"))
                assert ready["READY"] == "1"
                port = int(re.fullmatch(r"listening on http://127\.0\.0\.1:(\d+)", ready["STATUS"]).group(1))
                assert ask(port, SMALL)[2] == SMALL_ANSWER
                server.send_signal(signal.SIGTERM)
                assert manager.recv(4096).decode().startswith("STOPPING=1")
                assert server.wait(60) == 0
            finally:
                server.kill()
                server.wait()


def test_systemCalls_AreThoseThatTheServicePermits(run, deploy, tmp_path):
    """What the program calls from start to end, under work, against the unit's SystemCallFilter."""
    run("strace", "--version")
    trace = tmp_path / "calls"
    process = subprocess.Popen(
        ["strace", "-f", "-qq", "-c", "-S", "name", "-o", trace, BINARY, "serve", "--port", "0", "--admin-port", "0"],
        stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    try:
        found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", "".join(next(process.stderr) for _ in range(2)))
        port = int(found.group(1))
        rows = b",".join(b"[%d,%d,%d,%d]" % (i, i, i + 9, i + 9) for i in range(20000))
        assert ask(port, SMALL)[2] == SMALL_ANSWER
        body = b'{"boxes":[' + rows + b'],"scores":[' + b",".join(b"0.5" for _ in range(20000)) + b"]}"
        assert ask(port, request("/v1/boxes/nms", body), 60)[0] == 200
    finally:
        subprocess.run(["pkill", "-TERM", "-P", str(process.pid)], check=False)
        process.wait(60)
    called = counted_calls(trace.read_text()) - {"total"}
    assert {"epoll_wait", "accept4", "futex"} & called
    permitted = permitted_calls(run, deploy)
    assert called <= permitted, sorted(called - permitted)
    assert not {"ptrace", "mount", "setuid", "reboot"} & permitted


def counted_calls(summary: str) -> set[str]:
    """The names in the last column of strace's table: share of the time, seconds, microseconds a call, calls, errors, name.

    Lines of other forms stand beside it, as `1234 <detached ...>` when the program ends while a thread is looked at.
    """
    return set(re.findall(r"^ *\d+\.\d+ +\d+\.\d+ +\d+ +\d+(?: +\d+)? +(\w+)$", summary, re.MULTILINE))


def test_countedCalls_AreReadFromTheTableAlone():
    summary = """1234 <... exit_group resumed>
1235 <detached ...>
% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 62.50    0.000020           5         4           accept4
 37.50    0.000012           6         2         1 epoll_wait
------ ----------- ----------- --------- --------- ----------------
100.00    0.000032           5         6         1 total
"""
    assert counted_calls(summary) == {"accept4", "epoll_wait", "total"}


def permitted_calls(run, deploy) -> set[str]:
    """By the unit's SystemCallFilter lines, each adding to those before or, with ~, taking away from them."""
    permitted = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", (deploy / "systemd/focald.service").read_text(), re.MULTILINE):
        named = set().union(*(calls(run, name) for name in line.lstrip("~").split()))
        permitted = permitted - named if line.startswith("~") else permitted | named
    return permitted


def calls(run, name) -> set[str]:
    if not name.startswith("@"):
        return {name}
    words = (line.strip() for line in run("systemd-analyze", "syscall-filter", name, "--no-pager").splitlines()[1:])
    return set().union(*(calls(run, word) for word in words if word and not word.startswith("#")))


def unit(deploy, name):
    reader = configparser.ConfigParser(strict=False, interpolation=None)
    reader.optionxform = str
    reader.read(deploy / "systemd" / name)
    return reader
