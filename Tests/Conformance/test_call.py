"""`focald call` asks an operation without a server: what it prints are the bytes that the server answers."""

import json
import subprocess

import numpy
import pytest
from safetensors.numpy import load_file, save_file

from support import wire
from support.server import BINARY, ROOT

HEADS = ROOT / "Tests/Fixtures/shapes/heads-003.safetensors"
pytestmark = pytest.mark.native


def call(*arguments, body=b""):
    return subprocess.run([BINARY, "call", *map(str, arguments)], input=body, capture_output=True, timeout=120)


def test_every_example_gives_the_servers_bytes(server):
    for operation in json.loads(wire.send(server, "GET", "/v1/operations").body)["operations"]:
        name = operation["name"]
        body = json.dumps(operation["example"]).encode()
        reply = wire.send(server, "POST", operation["path"], body)
        assert reply.status == 200, name
        run = call(name, body=body)
        assert (run.returncode, run.stdout, run.stderr) == (0, reply.body, b""), name


@pytest.mark.parametrize("body", [b"", b"[1", b"{}", b'{"logits": [1, "x"], "targets": [1, 0]}', b'{"logits": [1], "targets": [1], "gama": 2}'])
def test_errors_are_the_servers(server, body):
    reply = wire.send(server, "POST", "/v1/losses/focal", body)
    run = call("losses.focal", body=body)
    assert (run.returncode, run.stdout) == (1, b"")
    told, wanted = json.loads(run.stderr), json.loads(reply.body)
    for problem in (told, wanted):
        problem.pop("request_id", None)
    assert told == wanted


def test_files_in_and_out(server, tmp_path):
    settings = json.loads((HEADS.parent / "settings.json").read_text())
    words = {name: value if isinstance(value, str) else json.dumps(value) for name, value in settings.items()}
    answer = tmp_path / "answer.safetensors"
    run = call("detections.retinanet", "--in", HEADS, "--out", answer, *(f"--set={name}={word}" for name, word in words.items()))
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")
    expected = json.loads((HEADS.parent / "expected-003.json").read_text())
    numpy.testing.assert_allclose(load_file(answer)["boxes"], expected["boxes"], atol=0.01)
    request = tmp_path / "request.json"
    request.write_text('{"logits": [1, 2], "targets": [1, 0]}')
    text = tmp_path / "answer.json"
    assert call("losses.focal", "--in", request, "--out", text).returncode == 0
    assert text.read_bytes() == call("losses.focal", body=request.read_bytes()).stdout


def test_a_tensor_file_without_parameters(tmp_path):
    heads = tmp_path / "in.safetensors"
    save_file({"predictions": numpy.array([1.0, 2.0]), "targets": numpy.array([0.0, 0.0])}, heads)
    run = call("losses.l1", "--in", heads, "--set", "reduction=sum")
    assert json.loads(run.stdout) == {"loss": 3.0}


@pytest.mark.parametrize(("arguments", "status", "words"), [
    (["losses.fokal"], 64, "did you mean losses.focal?"),
    (["losses.focal", "--set", "gamma"], 64, "name=value"),
    (["losses.focal", "--in", "/nowhere/x.json"], 1, "/nowhere/x.json"),
    (["losses.focal", "--set", "gamma=1"], 1, "stands in the query"),
])
def test_mistakes_are_said(arguments, status, words):
    run = call(*arguments, body=b'{"logits": [1], "targets": [1]}')
    assert run.returncode == status and words in run.stderr.decode() and run.stdout == b""


def test_an_answer_that_cannot_be_written_fails(tmp_path):
    run = call("losses.focal", "--out", tmp_path, body=b'{"logits": [1], "targets": [1]}')
    assert run.returncode == 1 and b"directory" in run.stderr


def test_completions_name_the_operations():
    run = subprocess.run([BINARY, "--generate-completion-script", "bash"], capture_output=True, text=True, check=True)
    assert "losses.focal" in run.stdout and "call" in run.stdout
