"""Clients that generators make of openapi.yaml: every operation is there, its example is answered, and answers and
errors come as types."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import urllib.request

import pytest

from support.server import ROOT

VENV = pathlib.Path(os.environ.get("FOCALD_CLIENTS_VENV", ROOT / ".venv/clients"))
DRIVER = pathlib.Path(__file__).parent / "support/generated_client.py"
# What openapi-python-client needs to be told of media types that it does not know.
MEDIA = """content_type_overrides:
  application/x-safetensors: application/octet-stream
  application/yaml: text/plain
  image/svg+xml: text/plain
  image/jpeg: application/octet-stream
  image/png: application/octet-stream
  image/webp: application/octet-stream
"""

pytestmark = pytest.mark.native


def run(arguments, **options):
    result = subprocess.run([str(word) for word in arguments], capture_output=True, text=True, timeout=300, **options)
    assert result.returncode == 0, f"{arguments[0]}:\n{result.stdout[-3000:]}\n{result.stderr[-6000:]}"
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def contract(server, tmp_path_factory):
    path = tmp_path_factory.mktemp("contract") / "openapi.yaml"
    with urllib.request.urlopen(f"http://{server.address}/openapi.yaml") as answer:
        path.write_bytes(answer.read())
    return path


@pytest.fixture(params=["openapi-python-client", "openapi-generator"])
def client(request, contract, tmp_path):
    """The folder of a client package `generated`, and which generator made it."""
    if not (VENV / "bin/python").exists():
        pytest.skip(f"the generators of clients are not installed in {VENV}; make conformance does it, where it can")
    if request.param == "openapi-generator":
        if not shutil.which("java"):
            pytest.skip("openapi-generator needs a Java runtime, and there is no java on PATH")
        run([VENV / "bin/openapi-generator-cli", "generate", "-i", contract, "-g", "python", "-o", tmp_path,
             "--package-name", "generated"])
    else:
        (tmp_path / "config.yaml").write_text(MEDIA)
        path = f"{VENV / 'bin'}:{os.environ['PATH']}"
        said = run([VENV / "bin/openapi-python-client", "generate", "--path", contract, "--meta", "none",
                    "--output-path", tmp_path / "generated", "--config", tmp_path / "config.yaml"],
                   env=os.environ | {"PATH": path})
        assert "WARNING" not in said, said
    return request.param, tmp_path


def test_generated_client_calls_every_operation(server, client):
    generator, folder = client
    report = json.loads(
        run([VENV / "bin/python", DRIVER, generator, folder, f"http://{server.address}"]).splitlines()[-1])
    with urllib.request.urlopen(f"http://{server.address}/v1/operations") as answer:
        names = [operation["name"] for operation in json.load(answer)["operations"]]
    assert names and report["missing"] == []
    assert report["called"] == names
    assert report["differences"] == {}
    assert report["refused"] == report["wrong"]
