import contextlib

import pytest

from support.server import BINARY, Server


def pytest_report_header():
    return f"server under test: {BINARY}"


@pytest.fixture(scope="module")
def server():
    """One for all tests of a file, with the default settings."""
    with Server() as server:
        yield server
        assert server.process.poll() is None, f"the server died:\n{server.text()[-4000:]}"


@pytest.fixture
def launch():
    """Starts servers with settings of their own: launch("--workers", "1")."""
    with contextlib.ExitStack() as stack:
        yield lambda *flags, **more: stack.enter_context(Server(*flags, **more))
