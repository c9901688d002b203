"""Restarts that no client notices: three instances behind HAProxy, by deploy/haproxy.cfg; one under a service manager."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import time

import pytest

from support.load import Load
from support.server import BINARY, ROOT
from support.wire import SMALL, SMALL_ANSWER, ask, eventually, get

REQUESTS = int(os.environ.get("ROLLING_REQUESTS", 300_000))
# However slow the machine is, it ends.
SECONDS = 900
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FOCALD_")}
COMPOSE = {"FOCALD_DRAIN_DELAY": "5s", "FOCALD_WORKERS": "2", "FOCALD_ACCESS_LOG": "false"}


class Instance:
    """A focald on ports that it keeps over its restarts, with the settings of compose.yaml."""

    def __init__(self):
        self.port, self.admin_port = free_port(), free_port()
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", str(self.port), "--admin-port", str(self.admin_port)],
            env=ENVIRONMENT | COMPOSE, stderr=subprocess.DEVNULL)
        assert eventually(self.is_ready, 60)

    def is_ready(self) -> bool:
        try:
            return ask(self.admin_port, get("/readyz"))[0] == 200
        except OSError:
            return False

    def restart(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0
        self.start()

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.mark.long
def test_rollingRestart_BehindHAProxyLosesNoRequest():
    with contextlib.ExitStack() as stack:
        instances, front, metrics = three(stack), free_port(), free_port()
        start_haproxy(stack, front, metrics, instances)
        load, restarts = roll(instances, front, REQUESTS)
        retried = haproxy_counts(metrics)
        counts = load.stop()
    report(load, counts, restarts, REQUESTS, retried)


@pytest.mark.long
def test_rollingRestart_BehindNginxLosesNoRequest(tmp_path):
    """nginx asks nobody how it is: it notices a stopping instance by its refusals, and gives the request to another one."""
    with contextlib.ExitStack() as stack:
        instances, front = three(stack), free_port()
        start_nginx(stack, tmp_path, front, instances)
        load, restarts = roll(instances, front, REQUESTS // 10)
        counts = load.stop()
    report(load, counts, restarts, REQUESTS // 10)


def three(stack) -> list:
    instances = [Instance() for _ in range(3)]
    for one in instances:
        stack.callback(one.stop)
    return instances


def roll(instances, front: int, requests: int):
    """Restarts one after the other under load, each twice at least, until so many requests have been answered."""
    load, restarts, end = Load(front), 0, time.monotonic() + SECONDS
    while (load.answered < requests or restarts < 6) and time.monotonic() < end:
        instances[restarts % 3].restart()
        restarts += 1
        # The proxy has seen it come back before the next one goes.
        time.sleep(2.5)
    return load, restarts


def report(load, counts, restarts: int, requests: int, more: str = ""):
    right = counts.pop("right", 0)
    print(f"\n{right} requests in {load.seconds:.0f} s over {restarts} restarts: {sum(counts.values())} failed; {more}")
    assert not counts, counts
    assert right >= requests


@pytest.mark.long
def test_inheritedSocket_LosesNothingOverTwentyRestarts():
    """SIGTERM twenty times, as `systemctl restart` does with deploy/systemd: kept connections, and fresh ones."""
    with contextlib.ExitStack() as stack:
        manager = ServiceManager(stack)
        load = Load(manager.port, kept=4, fresh=4)
        for _ in range(20):
            before = load.answered
            assert eventually(lambda: load.answered >= before + 512, 60)
            manager.restart()
        before = load.answered
        assert eventually(lambda: load.answered >= before + 512, 60)
        counts = load.stop()
    report(load, counts, 20, 10_000)


class ServiceManager:
    """What systemd does with focald.socket and focald.service: it owns the socket, and waits for READY=1."""

    def __init__(self, stack):
        self.listener = stack.enter_context(socket.socket())
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(1024)
        self.port = self.listener.getsockname()[1]
        self.notices = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        self.name = f"focald-manager-{os.getpid()}"
        self.notices.bind("\0" + self.name)
        self.notices.settimeout(60)
        self.start()
        stack.callback(lambda: (self.process.kill(), self.process.wait()))

    def start(self):
        def before():
            os.dup2(self.listener.fileno(), 3)
            os.set_inheritable(3, True)

        command = f'export LISTEN_PID=$$ LISTEN_FDS=1 NOTIFY_SOCKET=@{self.name}; exec "{BINARY}" serve --access-log false'
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", command], preexec_fn=before, close_fds=False, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
        assert self.notices.recv(4096).startswith(b"READY=1")

    def restart(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.notices.recv(4096).startswith(b"STOPPING=1")
        assert self.process.wait(60) == 0
        self.start()


def start_haproxy(stack, front, metrics, instances):
    environment = ENVIRONMENT | {"FRONT": f"127.0.0.1:{front}", "FRONT_METRICS": f"127.0.0.1:{metrics}"}
    for index, one in enumerate(instances, 1):
        environment |= {f"FOCALD_{index}": f"127.0.0.1:{one.port}", f"ADMIN_{index}": str(one.admin_port)}
    start(stack, front, environment, program("haproxy"), "-f", ROOT / "deploy/haproxy.cfg")


def start_nginx(stack, folder, front, instances):
    """deploy/nginx.conf with three instances, within a configuration of this test."""
    line = re.compile(r"^ *server 127\.0\.0\.1:8080 (.*);$", re.MULTILINE)
    servers = "".join(f"server 127.0.0.1:{one.port} \\1;\n" for one in instances)
    text, count = line.subn(servers, (ROOT / "deploy/nginx.conf").read_text())
    assert count == 1 and "listen 8088;" in text
    (folder / "focald.conf").write_text(text.replace("listen 8088;", f"listen 127.0.0.1:{front};"))
    places = "".join(f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        ("user root;" if os.geteuid() == 0 else "") + f"pid {folder}/pid; error_log {folder}/log; worker_processes 1;"
        f"events {{}} http {{ access_log off; {places} include {folder}/focald.conf; }}")
    start(stack, front, ENVIRONMENT, program("nginx"), "-c", folder / "nginx.conf", "-g", "daemon off;")


def program(name: str) -> str:
    if not (found := shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin")):
        pytest.skip(f"NOT CHECKED: {name} is not installed (apt-get install {name})")
    return found


def start(stack, front, environment, *command):
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(lambda: (process.terminate(), process.wait(10)))

    def answers():
        try:
            return ask(front, SMALL)[2] == SMALL_ANSWER
        except OSError:
            return False

    assert eventually(answers)


def haproxy_counts(port: int) -> str:
    """How often HAProxy had to try again, by its own count."""
    text = ask(port, get("/metrics"))[2].decode()
    found = {}
    for name in ("retry_warnings", "redispatch_warnings", "connection_errors", "response_errors"):
        values = re.findall(rf'^haproxy_backend_{name}_total{{proxy="focald"}} (\d+)', text, re.MULTILINE)
        found[name] = sum(map(int, values))
    return ", ".join(f"{name} {count}" for name, count in found.items())


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
