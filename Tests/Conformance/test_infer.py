"""Inference as clients do it: datatypes, JSON and bytes, compression, requested outputs, ids, versions."""

import json

import ml_dtypes
import numpy as np
import pytest

from support import focal, wire
from support.triton import InferRequestedOutput, names, tensor

FLOATS = {"FP64": np.float64, "FP32": np.float32, "FP16": np.float16, "BF16": ml_dtypes.bfloat16}
BOTH = [True, False]


def infer(client, inputs, outputs=None, **options):
    return client.infer(focal.MODEL, inputs, outputs=outputs, **options)


@pytest.mark.parametrize("binary_out", BOTH)
@pytest.mark.parametrize("binary_in", BOTH)
@pytest.mark.parametrize("dtype", FLOATS)
def test_float_types(client, dtype, binary_in, binary_out):
    """The answer is float64 for FP64, else float32; JSON and bytes say the same numbers."""
    if dtype == "BF16" and not binary_in:
        pytest.skip("the client sends BF16 as bytes only; the next test says it by hand")
    logits, targets = focal.inputs(dtype=FLOATS[dtype])
    result = infer(
        client, [tensor("logits", logits, binary_in), tensor("targets", targets, binary_in)],
        [InferRequestedOutput(name, binary_data=binary_out) for name in ("loss", "gradients.logits")])
    loss, gradients = result.as_numpy("loss"), result.as_numpy("gradients.logits")
    answered = np.float64 if dtype == "FP64" else np.float32
    tolerance = 1e-12 if dtype == "FP64" else 2e-6
    assert loss.dtype == gradients.dtype == answered
    assert result.get_output("loss")["datatype"] == wire.datatype(loss)
    assert loss.shape in ((), (1,))
    assert gradients.shape == logits.shape
    np.testing.assert_allclose(loss.reshape(()), focal.elements(logits, targets).mean(), rtol=tolerance)
    np.testing.assert_allclose(gradients, focal.gradients(logits, targets), rtol=50 * tolerance, atol=tolerance / 50)


@pytest.mark.parametrize("dtype", FLOATS)
def test_json_and_bytes_are_the_same_to_the_last_bit(server, dtype):
    logits, targets = focal.inputs(dtype=FLOATS[dtype])
    arrays = {"logits": logits, "targets": targets}
    inputs = [wire.json_input(name, array) for name, array in arrays.items()]
    answers = []
    for binary in BOTH:
        parameters = {"gradients": True, "reduction": "none", "binary_data_output": binary}
        answers.append(wire.tensors(wire.infer(server, focal.MODEL, arrays, parameters=parameters)))
        answers.append(
            wire.tensors(wire.infer_json(server, focal.MODEL, {"inputs": inputs, "parameters": parameters})))
    for answer in answers:
        assert list(answer) == list(answers[0])
        for name in answer:
            assert answer[name].tobytes() == answers[0][name].tobytes(), name


def test_nested_data(server):
    logits, targets = focal.inputs()
    flat = {"inputs": [wire.json_input("logits", logits), wire.json_input("targets", targets)]}
    nested = {"inputs": [
        {**wire.json_input("logits", logits), "data": logits.tolist()},
        {**wire.json_input("targets", targets), "data": targets.tolist()}]}
    results = [wire.tensors(wire.infer_json(server, focal.MODEL, request)) for request in (flat, nested)]
    assert results[0]["loss"].tobytes() == results[1]["loss"].tobytes()


def test_mixed_json_and_bytes(client):
    """Bytes belong to the inputs that announce them, in their order, whatever stands between."""
    logits, targets = focal.inputs()
    expected = infer(client, [tensor("logits", logits), tensor("targets", targets)]).as_numpy("loss")
    for binary in ((True, False), (False, True)):
        for order in (1, -1):
            inputs = [tensor("logits", logits, binary[0]), tensor("targets", targets, binary[1])][::order]
            assert infer(client, inputs).as_numpy("loss").tobytes() == expected.tobytes()


def test_bytes_need_no_alignment(server):
    """An odd number of bytes before a tensor of eight-byte elements."""
    logits, targets = focal.inputs(shape=(7,), dtype=np.float64)
    for padding in range(8):
        body, length = wire.binary_request(
            {"targets": targets.astype(np.int8), "logits": logits}, id="x" * (padding + 1))
        answer = wire.tensors(wire.send(server, "POST", wire.infer_path(focal.MODEL), body, {wire.LENGTH: length}))
        np.testing.assert_allclose(answer["loss"].reshape(()), focal.elements(logits, targets).mean(), rtol=1e-12)


@pytest.mark.parametrize("binary", BOTH)
@pytest.mark.parametrize("dtype", wire.INTEGERS)
def test_integer_targets(client, dtype, binary):
    logits, targets = focal.inputs()
    expected = infer(client, [tensor("logits", logits), tensor("targets", targets)]).as_numpy("loss")
    result = infer(
        client, [tensor("logits", logits), tensor("targets", targets.astype(wire.DTYPES[dtype]), binary)])
    assert result.as_numpy("loss").tobytes() == expected.tobytes()
    assert result.as_numpy("loss").dtype == np.float32


@pytest.mark.parametrize("index", [np.int64(2**53 + 1), np.int64(-(2**63)), np.uint64(2**64 - 1)])
def test_integers_beyond_all_classes(server, index):
    targets = np.array([index])
    reply = wire.infer(server, "losses.cross-entropy", {"logits": np.zeros((1, 2), np.float32), "targets": targets})
    assert reply.status == 400 and reply.error


@pytest.mark.native
@pytest.mark.parametrize("dtype", ["FP32", "FP64"])
def test_equal_to_the_json_route_to_the_last_bit(server, dtype):
    logits, targets = focal.inputs(shape=(64, 9), dtype=FLOATS[dtype])
    parameters = {"reduction": "none", "gradients": True, "gamma": 1.5}
    answer = wire.tensors(
        wire.infer(server, focal.MODEL, {"logits": logits, "targets": targets},
                   parameters={**parameters, "binary_data_output": True}))
    body = {
        "logits": logits.tolist(), "targets": targets.tolist(), **parameters,
        "precision": "float64" if dtype == "FP64" else "float32",
    }
    native = wire.send(server, "POST", "/v1/losses/focal", json.dumps(body).encode()).json
    assert np.array(native["loss"], FLOATS[dtype]).tobytes() == answer["loss"].tobytes()
    assert np.array(native["gradients"]["logits"], FLOATS[dtype]).tobytes() == answer["gradients.logits"].tobytes()


@pytest.mark.parametrize("response", [None, "gzip", "deflate"])
@pytest.mark.parametrize("request_", [None, "gzip", "deflate"])
@pytest.mark.parametrize("binary", BOTH)
def test_compression(client, request_, response, binary):
    logits, targets = focal.inputs(shape=(200, 50))
    inputs = [tensor("logits", logits, binary), tensor("targets", targets, binary)]
    outputs = [InferRequestedOutput(name, binary_data=binary) for name in ("loss", "gradients.logits")]
    plain = infer(client, inputs, outputs)
    result = infer(
        client, inputs, outputs, request_compression_algorithm=request_, response_compression_algorithm=response)
    assert names(result) == ["loss", "gradients.logits"]
    for name in names(result):
        assert result.as_numpy(name).tobytes() == plain.as_numpy(name).tobytes()


def test_outputs_come_as_asked(client):
    """Those that are named, in their order, each as bytes or JSON as it says; no others."""
    inputs = [tensor(name, array) for name, array in zip(("logits", "targets"), focal.inputs())]
    result = infer(client, inputs, [InferRequestedOutput("loss")])
    assert names(result) == ["loss"]
    result = infer(client, inputs, [InferRequestedOutput("gradients.logits")])
    assert names(result) == ["gradients.logits"]
    result = infer(
        client, inputs,
        [InferRequestedOutput("gradients.logits", binary_data=False), InferRequestedOutput("loss", binary_data=True)])
    assert names(result) == ["gradients.logits", "loss"]
    assert "data" in result.get_output("gradients.logits")
    assert result.get_output("loss")["parameters"]["binary_data_size"] == 4


def test_what_is_not_asked_for_is_not_computed(client):
    inputs = [tensor(name, array) for name, array in zip(("logits", "targets"), focal.inputs())]
    assert names(infer(client, inputs)) == ["loss"]
    asked = {"gradients": True}
    assert names(infer(client, inputs, parameters=asked)) == ["loss", "gradients.logits"]
    assert names(infer(client, inputs, [InferRequestedOutput("loss")], parameters=asked)) == ["loss"]


def test_binary_data_of_one_output_outweighs_the_requests(server):
    logits, targets = focal.inputs()
    for default in BOTH:
        for own in (True, False, None):
            reply = wire.infer(
                server, focal.MODEL, {"logits": logits, "targets": targets},
                parameters={"binary_data_output": default},
                outputs=[{"name": "loss", **({} if own is None else {"parameters": {"binary_data": own}})}])
            wire.tensors(reply)
            assert (reply.headers[wire.LENGTH] is not None) == (default if own is None else own), (default, own)


def test_ids(client):
    inputs = [tensor(name, array) for name, array in zip(("logits", "targets"), focal.inputs())]
    for given in ("7", "a b/ü\"\\", "x" * 500):
        assert infer(client, inputs, request_id=given).get_response()["id"] == given
    generated = [infer(client, inputs).get_response()["id"] for _ in range(2)]
    assert all(isinstance(one, str) and one for one in generated)
    assert generated[0] != generated[1]


def test_versions(client):
    inputs = [tensor(name, array) for name, array in zip(("logits", "targets"), focal.inputs())]
    response = infer(client, inputs, model_version="1").get_response()
    assert response["model_name"] == focal.MODEL
    assert response["model_version"] == "1"


@pytest.mark.parametrize("parameters, expected", [
    ({"reduction": "sum"}, lambda losses: losses.sum()),
    ({"reduction": "sum", "normalizer": 4}, lambda losses: losses.sum() / 4),
    ({"reduction": "none"}, lambda losses: losses),
])
def test_parameters(client, parameters, expected):
    logits, targets = focal.inputs()
    result = infer(client, [tensor("logits", logits), tensor("targets", targets)], parameters=parameters)
    wanted = expected(focal.elements(logits, targets))
    np.testing.assert_allclose(result.as_numpy("loss").reshape(np.shape(wanted)), wanted, rtol=2e-6)


def test_parameters_as_inputs(client):
    """Numbers and lists may come as tensors, for clients and graphs that have nothing else."""
    logits, targets = focal.inputs()
    inputs = [tensor("logits", logits), tensor("targets", targets)]
    wanted = focal.elements(logits, targets, gamma=1.5).mean()
    as_parameter = infer(client, inputs, parameters={"gamma": 1.5}).as_numpy("loss")
    np.testing.assert_allclose(as_parameter.reshape(()), wanted, rtol=2e-6)
    for binary in BOTH:
        for shape in ((1,), (1, 1)):
            as_input = infer(client, [*inputs, tensor("gamma", np.full(shape, 1.5, np.float32), binary)])
            assert as_input.as_numpy("loss").tobytes() == as_parameter.tobytes(), (binary, shape)
    flag = infer(client, [*inputs, tensor("gradients", np.array([True]))])
    assert names(flag) == ["loss", "gradients.logits"]


def test_a_list_as_parameter(client):
    """As a list, as JSON in a string (for clients whose parameters are scalars), as a tensor."""
    logits = np.array([[1, 2, 3], [0, -1, 2]], np.float32)
    inputs = [tensor("logits", logits), tensor("targets", np.array([2, 0]))]
    model, weights = "losses.cross-entropy", [1.0, 2.0, 4.0]
    losses = [
        client.infer(model, inputs, parameters={"class_weights": weights}),
        client.infer(model, inputs, parameters={"class_weights": json.dumps(weights)}),
        client.infer(model, [*inputs, tensor("class_weights", np.array(weights, np.float32))]),
    ]
    assert len({loss.as_numpy("loss").tobytes() for loss in losses}) == 1


def test_precision_outweighs_the_datatype(client):
    logits, targets = focal.inputs()
    inputs = [tensor("logits", logits), tensor("targets", targets)]
    assert infer(client, inputs, parameters={"precision": "float64"}).as_numpy("loss").dtype == np.float64
    inputs = [tensor("logits", logits.astype(np.float64)), tensor("targets", targets)]
    assert infer(client, inputs).as_numpy("loss").dtype == np.float64
    assert infer(client, inputs, parameters={"precision": "float32"}).as_numpy("loss").dtype == np.float32


def test_options_that_mean_nothing_here_do_no_harm(client):
    """Sequences, priority, timeout: what schedulers of batches read."""
    inputs = [tensor(name, array) for name, array in zip(("logits", "targets"), focal.inputs())]
    result = infer(
        client, inputs, sequence_id=5, sequence_start=True, sequence_end=True, priority=1, timeout=1_000_000)
    assert result.as_numpy("loss").tobytes() == infer(client, inputs).as_numpy("loss").tobytes()


@pytest.mark.parametrize("shape", [(0,), (0, 4), (3, 0)])
@pytest.mark.parametrize("binary", BOTH)
def test_empty_tensors(client, shape, binary):
    empty = np.zeros(shape, np.float32)
    result = infer(
        client, [tensor("logits", empty, binary), tensor("targets", empty, binary)],
        [InferRequestedOutput(name, binary_data=binary) for name in ("loss", "gradients.logits")])
    assert result.as_numpy("loss").reshape(()) == 0
    assert result.as_numpy("gradients.logits").shape == shape


def test_a_large_tensor(client):
    logits, targets = focal.inputs(shape=(1000, 500))
    result = infer(client, [tensor("logits", logits), tensor("targets", targets)])
    np.testing.assert_allclose(
        result.as_numpy("loss").reshape(()), focal.elements(logits, targets).mean(), rtol=1e-5)
