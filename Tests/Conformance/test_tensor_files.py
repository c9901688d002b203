"""Tensor files on focald's own routes (application/x-safetensors), with the library everybody writes them with."""

import json
import urllib.parse

import numpy as np
import pytest
from safetensors.numpy import load, save

from support import focal, shapes, wire

KIND = "application/x-safetensors"
pytestmark = pytest.mark.native


@pytest.fixture(scope="module", autouse=True)
def supported(server):
    logits, targets = focal.inputs()
    reply = wire.send(
        server, "POST", "/v1/losses/focal", save({"logits": logits, "targets": targets}), {"Content-Type": KIND})
    if reply.status != 200:
        pytest.skip(f"the server under test takes no {KIND}")


def post(server, path, file: bytes, parameters=None, accept=None):
    query = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in (parameters or {}).items()}
    headers = {"Content-Type": KIND, **({"Accept": accept} if accept else {})}
    return wire.send(server, "POST", path + ("?" + urllib.parse.urlencode(query) if query else ""), file, headers)


def as_json(server, path, arrays, parameters):
    body = {**{name: array.tolist() for name, array in arrays.items()}, **parameters}
    reply = wire.send(server, "POST", path, json.dumps(body).encode())
    assert reply.status == 200, reply.body
    return reply.json


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_equal_to_json(server, dtype):
    logits, targets = focal.inputs(dtype=dtype)
    arrays, parameters = {"logits": logits, "targets": targets}, {"gradients": True, "reduction": "none"}
    reply = post(server, "/v1/losses/focal", save(arrays), {**parameters, "precision": dtype})
    assert reply.status == 200
    assert reply.json == as_json(server, "/v1/losses/focal", arrays, {**parameters, "precision": dtype})


def test_answers_as_a_file(server):
    logits, targets = focal.inputs()
    arrays, parameters = {"logits": logits, "targets": targets}, {"gradients": True, "precision": "float32"}
    reply = post(server, "/v1/losses/focal", save(arrays), parameters, accept=KIND)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == KIND
    tensors = load(reply.body)
    expected = as_json(server, "/v1/losses/focal", arrays, parameters)
    assert tensors["gradients.logits"].tobytes() == np.array(
        expected["gradients"]["logits"], np.float32).tobytes()
    assert tensors["loss"].reshape(()) == np.float32(expected["loss"])


@pytest.mark.parametrize("image", shapes.IMAGES)
def test_detections_from_the_file_as_it_lies(server, image):
    file = (shapes.FOLDER / f"heads-{image}.safetensors").read_bytes()
    parameters = {**shapes.SETTINGS, "precision": "float32"}
    reply = post(server, "/v1/detections/retinanet", file, parameters)
    assert reply.status == 200, reply.body
    assert reply.json == as_json(server, "/v1/detections/retinanet", shapes.heads(image), parameters)


def test_parameters_in_the_files_metadata(server):
    logits, targets = focal.inputs()
    arrays = {"logits": logits, "targets": targets}
    file = save(arrays, metadata={"gamma": "1.5", "reduction": "sum", "precision": "float32"})
    parameters = {"gamma": 1.5, "reduction": "sum", "precision": "float32"}
    reply = post(server, "/v1/losses/focal", file)
    assert reply.status == 200, reply.body
    assert reply.json == as_json(server, "/v1/losses/focal", arrays, parameters)


@pytest.mark.parametrize("damage", [
    pytest.param(lambda file: b"", id="nothing"),
    pytest.param(lambda file: file[:7], id="half a length"),
    pytest.param(lambda file: file[:-1], id="last byte missing"),
    pytest.param(lambda file: file + b"x", id="one byte more"),
    pytest.param(lambda file: (2**63).to_bytes(8, "little") + file[8:], id="endless header"),
    pytest.param(lambda file: bytes(8) + file[8:], id="empty header"),
    pytest.param(lambda file: file.replace(b'"F32"', b'"F33"'), id="unknown type"),
    pytest.param(lambda file: file.replace(b'"targets"', b'"logits" '), id="a name twice"),
])
def test_damaged_files_are_refused(server, damage):
    logits, targets = focal.inputs()
    reply = post(server, "/v1/losses/focal", damage(save({"logits": logits, "targets": targets})))
    assert 400 <= reply.status < 500
    assert reply.json["detail"]
