"""One real server for all tests: the binary that FOCALD_BINARY names, else the debug build."""

import os
import pathlib

import pytest

import focald

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = os.environ.get("FOCALD_BINARY") or str(ROOT / ".build/debug/focald")


def pytest_report_header():
    import numpy

    return f"focald: {BINARY}; numpy {numpy.__version__}"


@pytest.fixture(scope="session")
def binary():
    return BINARY


@pytest.fixture(scope="session")
def server():
    with focald.start(BINARY) as server:
        yield server
        assert server.process.poll() is None, "the server died:\n" + "\n".join(server.log)


@pytest.fixture
def client(server):
    with focald.Client(server.url) as client:
        yield client


@pytest.fixture(scope="session")
def operations(server):
    return server.client.operations()
