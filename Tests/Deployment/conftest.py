"""What deploy/ holds, against the programs that will read it and against focald itself. `support` is Tests/Reliability's."""

import os
import shutil
import subprocess

import pytest

from support.server import BINARY, ROOT, Server


def pytest_report_header():
    return f"server under test: {BINARY}"


@pytest.fixture(scope="session")
def deploy():
    return ROOT / "deploy"


@pytest.fixture(scope="session")
def server():
    """One with a port for health and metrics."""
    with Server("--admin-port", "0") as server:
        yield server


@pytest.fixture(scope="session")
def run():
    """Runs a program that may be missing here: its output, if it ended with 0."""

    def run(*command, environment=None, status=0):
        program = str(command[0])
        # Debian keeps haproxy and nginx where root alone looks.
        found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        if not found:
            pytest.skip(f"NOT CHECKED: {program} is not installed (apt-get install {PACKAGES.get(program, program)})")
        ended = subprocess.run(
            [found, *map(str, command[1:])], capture_output=True, text=True, timeout=120,
            env={**os.environ, **(environment or {})})
        assert ended.returncode == status, f"{command}: {ended.returncode}\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout + ended.stderr

    return run


PACKAGES = {"promtool": "prometheus", "systemd-analyze": "systemd", "nginx": "nginx-light"}


@pytest.fixture(scope="session")
def settings():
    """What focald makes of a settings file and variables: values by name, in its own text."""

    def settings(file=None, **variables):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FOCALD_")}
        arguments = ["--config", str(file)] if file else []
        ended = subprocess.run(
            [BINARY, "config", *arguments], capture_output=True, text=True, timeout=60, env={**environment, **variables})
        assert ended.returncode == 0, ended.stderr
        lines = (line.split("#")[0] for line in ended.stdout.splitlines())
        return dict(map(str.strip, line.split(":", 1)) for line in lines if ":" in line)

    return settings
