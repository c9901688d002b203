"""Builds what takes part, and starts and stops the services."""

import os
import pathlib
import platform
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "Benchmarks" / "peers"
sys.path.insert(0, str(PEERS))
# What `make run` builds for: this machine's own processor; elsewhere there is but one kind of build.
OWN = "native" if platform.machine() == "x86_64" else None
from lines import resident  # noqa: E402, F401


def log(*words):
    print(*words, file=sys.stderr, flush=True)


def run(*command, **environment):
    log("$", shlex.join(map(str, command)))
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **environment}, stdout=sys.stderr)


def swift(cpu, programs=None):
    """focald and the kernels' benchmark as `make release MARCH=…` builds them; or those in a folder, which are such."""
    if programs:
        return (programs / "focald").resolve(), (programs / "focald-benchmarks").resolve()
    scratch = ROOT / ".build" / (cpu or "")
    flags = ["-c", "release", "--static-swift-stdlib"]
    if cpu:
        flags += ["--scratch-path", str(scratch), "-Xcc", f"-march={cpu}"]
    run("swift", "build", "--product", "focald", *flags)
    run("swift", "build", "--product", "focald-benchmarks", *flags, FOCALD_BENCHMARKS="1")
    return scratch / "release" / "focald", scratch / "release" / "focald-benchmarks"


def peer(source, *flags):
    """Compiles a peer of one file."""
    output = ROOT / ".build" / "benchmark-peers" / pathlib.Path(source).stem
    output.parent.mkdir(parents=True, exist_ok=True)
    run("c++" if source.endswith("cpp") else "cc", "-O3", PEERS / source, "-o", output, *flags)
    return output


class Server:
    """A service that says `http://host:port` when it listens."""

    def __init__(self, name, command, cwd=None, settle=0.2, **environment):
        self.name = name
        self.child = subprocess.Popen(
            list(map(str, command)),
            cwd=cwd,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []
        self.port = self._wait_for_port()
        threading.Thread(target=lambda: self.said.extend(self.child.stdout), daemon=True).start()
        time.sleep(settle)

    def wait_for(self, words, times, seconds=300):
        """Until the service has said the words so often."""
        end = time.monotonic() + seconds
        while sum(words in line for line in self.said) < times:
            if time.monotonic() > end or self.child.poll() is not None:
                raise RuntimeError(f"{self.name} did not start:\n{''.join(self.said)}")
            time.sleep(0.1)

    def _wait_for_port(self):
        for line in self.child.stdout:
            self.said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line.replace("\\/", "/")):
                return int(found[1])
        raise RuntimeError(f"{self.name} did not start:\n{''.join(self.said)}")

    def stop(self):
        self.child.terminate()
        try:
            self.child.wait(30)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


SERVE = ["serve", "--port", "0", "--access-log", "false"]


def focald(binary, *flags):
    return Server("focald", [binary, *SERVE, "--system-shared-memory", "true", *flags])


def time_to_ready(binary, *flags):
    """Seconds from the start of a server until it says that it is ready; then it is stopped."""
    start = time.perf_counter()
    server = Server("focald", [binary, *SERVE, *flags], settle=0)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/readyz") as response:
            response.read()
        return time.perf_counter() - start
    finally:
        server.stop()


def bare(binary):
    return Server("bare libmicrohttpd", [binary, 2])


def fastapi(variant, many_small):
    """As one would deploy it: for many small requests a worker a core with one thread each, for single large ones one
    worker with all threads."""
    workers, threads = (max(2, len(os.sched_getaffinity(0))), {"OMP_NUM_THREADS": "1"}) if many_small else (1, {})
    command = [sys.executable, "-m", "uvicorn", "fastapi_service:app", "--port", "0", "--no-access-log"]
    # Connections wait for the others' turns.
    command += ["--workers", str(workers), "--timeout-keep-alive", "600"]
    server = Server(f"FastAPI + {variant}", command, cwd=PEERS, PEER_VARIANT=variant, **threads)
    # The port may be known before the workers have loaded PyTorch.
    server.wait_for("Application startup complete", workers if workers > 1 else 0)
    return server


def load_generator():
    """wrk if it is installed, else the one of this repository."""
    if wrk := shutil.which("wrk"):
        return wrk
    log("wrk is not installed (apt-get install wrk): peers/load.c takes its place")
    return peer("load.c")
