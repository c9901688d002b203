"""curl, and the examples that use it."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from support import focal, wire
from support.server import ROOT

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")

LOGITS, TARGETS = focal.inputs()
REQUEST = json.dumps({"inputs": [wire.json_input("logits", LOGITS), wire.json_input("targets", TARGETS)]})
LOSS = focal.elements(LOGITS, TARGETS).mean()


def curl(server, path, *arguments, data: bytes | None = None) -> bytes:
    return subprocess.run(
        ["curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "30", *arguments, server.url + path],
        input=data, capture_output=True, check=True).stdout


def test_metadata(server):
    assert json.loads(curl(server, "/v2/health/ready")) == {"ready": True}
    assert json.loads(curl(server, "/v2/models/losses.focal"))["name"] == "losses.focal"


def test_json(server):
    """As people type it; curl says then that it were a form."""
    answer = json.loads(curl(server, wire.infer_path(focal.MODEL), "--data", REQUEST))
    assert answer["outputs"][0]["data"] == pytest.approx([LOSS], rel=2e-6)


def test_compressed_answers(server):
    answer = json.loads(curl(server, wire.infer_path(focal.MODEL), "--compressed", "--data", REQUEST))
    assert answer["outputs"][0]["data"] == pytest.approx([LOSS], rel=2e-6)


@pytest.mark.parametrize("expect", ["Expect: 100-continue", "Expect:"])
def test_bytes(server, expect):
    """With and without waiting for the server's leave; 2 MB, which curl sends in pieces."""
    logits, targets = focal.inputs(shape=(500, 500))
    body, length = wire.binary_request({"logits": logits, "targets": targets})
    answer = curl(
        server, wire.infer_path(focal.MODEL), "--data-binary", "@-", "--header", expect, "--header",
        f"{wire.LENGTH}: {length}", "--header", "Content-Type: application/octet-stream", data=body)
    assert json.loads(answer)["outputs"][0]["data"] == pytest.approx(
        [focal.elements(logits, targets).mean()], rel=1e-5)


def test_chunked(server):
    answer = curl(
        server, wire.infer_path(focal.MODEL), "--header", "Transfer-Encoding: chunked", "--data-binary", "@-",
        data=REQUEST.encode())
    assert json.loads(answer)["outputs"][0]["data"] == pytest.approx([LOSS], rel=2e-6)


def test_the_shell_example(server):
    output = subprocess.run(
        [ROOT / "Examples/triton-infer.sh", server.url], capture_output=True, check=True, text=True, timeout=30).stdout
    outputs = {output["name"]: output["data"] for output in json.loads(output)["outputs"]}
    logits, targets = np.array([2, -1, 0.5, -3]), np.array([1, 0, 0, 1])
    assert outputs["loss"] == pytest.approx([focal.elements(logits, targets).mean()], rel=2e-6)
    assert outputs["gradients.logits"] == pytest.approx(focal.gradients(logits, targets).tolist(), rel=1e-4)
