import contextlib
import os

import pytest
import tritonclient.http as sync

from support import server as servers
from support.triton import Asynchronous


def pytest_report_header():
    return f"server under test: {os.environ.get('FOCALD_URL') or servers.BINARY}"


@pytest.fixture(scope="session")
def server():
    """The one server of the session; with shared memory allowed, if the suite starts it itself."""
    if url := os.environ.get("FOCALD_URL"):
        yield servers.elsewhere(url)
        return
    shared = ["--system-shared-memory", "true"] if "--system-shared-memory" in servers.settings() else []
    server = servers.start("--access-log", "false", *shared)
    try:
        yield server
        assert server.process.poll() is None, f"the server died:\n{servers.tail(server)}"
    finally:
        if server.process.poll() is None:
            servers.stop(server)


@pytest.fixture
def launch():
    """Starts further servers: launch("--workers", "1")."""
    if os.environ.get("FOCALD_URL"):
        pytest.skip("needs a server that the suite starts itself, and FOCALD_URL names another")
    with contextlib.ExitStack() as stack:
        def start(*arguments):
            server = servers.start(*arguments)
            stack.callback(lambda: server.process.poll() is None and servers.stop(server))
            return server

        yield start


@pytest.fixture(autouse=True)
def requirements(request):
    """Skips what the server under test cannot be asked."""
    if request.node.get_closest_marker("own_server") and os.environ.get("FOCALD_URL"):
        pytest.skip("needs a server that the suite starts itself, and FOCALD_URL names another")
    if request.node.get_closest_marker("native") and not request.getfixturevalue("operations"):
        pytest.skip("the server under test has no routes under /v1")


@pytest.fixture(scope="session")
def operations(server):
    return servers.operations(server)


@pytest.fixture(params=["sync", "aio"])
def client(request, server):
    """tritonclient, once synchronous and once with asyncio."""
    if request.param == "aio":
        yield Asynchronous(server.address)
        return
    with sync.InferenceServerClient(server.address) as client:
        yield client


@pytest.fixture
def sync_client(server):
    with sync.InferenceServerClient(server.address, concurrency=8) as client:
        yield client
