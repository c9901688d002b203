"""Requests that are wrong: the client gets an exception that says what is."""

import numpy as np
import pytest
from tritonclient.utils import InferenceServerException

from support import focal, shapes, wire
from support.triton import InferInput, InferRequestedOutput, tensor

LOGITS, TARGETS = focal.inputs()


def refused(client, inputs, *words, model=focal.MODEL, **options) -> str:
    with pytest.raises(InferenceServerException) as caught:
        client.infer(model, inputs, **options)
    assert caught.value.status() in ("400", "404"), caught.value
    for word in words:
        assert word.lower() in caught.value.message().lower(), caught.value.message()
    return caught.value.message()


def good():
    return [tensor("logits", LOGITS), tensor("targets", TARGETS)]


def test_unknown_model(client):
    refused(client, good(), "losses.focla", model="losses.focla")


@pytest.mark.parametrize("version", ["2", "0", "-1", "one"])
def test_unknown_version(client, version):
    refused(client, good(), "version", version, model_version=version)


def test_missing_input(client):
    refused(client, good()[:1], "targets")
    refused(client, good()[1:], "logits")


def test_an_input_without_data(client):
    refused(client, [good()[0], InferInput("targets", list(TARGETS.shape), "FP32")], "targets", "data")


def test_unknown_input(client):
    refused(client, [good()[0], tensor("target", TARGETS)], "target")


def test_an_input_twice(client):
    refused(client, [*good(), tensor("targets", TARGETS)], "targets")


def test_shapes_that_do_not_go_together(client):
    refused(client, [good()[0], tensor("targets", TARGETS[:2])], "targets")


def test_wrong_rank(client):
    heads = shapes.heads(shapes.IMAGES[0])
    inputs = [tensor("class_logits", heads["class_logits"].reshape(-1)), tensor("box_deltas", heads["box_deltas"])]
    refused(client, inputs, "class_logits", model=shapes.MODEL, parameters=shapes.SETTINGS)


@pytest.mark.parametrize("binary", [True, False])
def test_strings_are_no_numbers(client, binary):
    refused(client, [good()[0], bytes_input("targets", TARGETS.shape, binary)], "BYTES")


def bytes_input(name, shape, binary):
    array = np.full(shape, b"1", np.object_)
    return InferInput(name, list(shape), "BYTES").set_data_from_numpy(array, binary_data=binary)


@pytest.mark.parametrize("datatype", ["FP8", "float32", "fp32", "", "TYPE_FP32"])
def test_unknown_datatype(server, datatype):
    request = {"inputs": [
        {**wire.json_input("logits", LOGITS), "datatype": datatype}, wire.json_input("targets", TARGETS)]}
    assert "datatype" in wire.infer_json(server, focal.MODEL, request).error


def test_fractions_are_no_class_indices(client):
    inputs = [tensor("logits", LOGITS), tensor("targets", np.array([0, 0.5, 1], np.float32))]
    refused(client, inputs, "targets", model="losses.cross-entropy")


def test_unknown_output(client):
    refused(client, good(), "gradients.logit", outputs=[InferRequestedOutput("gradients.logit")])
    refused(client, good(), "gradients.targets", outputs=[InferRequestedOutput("gradients.targets")])


def test_classification_is_refused(client):
    for name in ("loss", "gradients.logits"):
        refused(client, good(), "classification", outputs=[InferRequestedOutput(name, class_count=2)])


def test_unknown_parameter(client):
    refused(client, good(), "gama", "gamma", parameters={"gama": 2})


@pytest.mark.parametrize("parameters", [
    {"gamma": -1}, {"gamma": "two"}, {"alpha": 1.5}, {"reduction": "average"}, {"gradients": "yes"},
    {"normalizer": 3}, {"precision": "float16"},
])
def test_parameters_out_of_range(client, parameters):
    refused(client, good(), *parameters, parameters=parameters)


def test_targets_out_of_range(client):
    message = refused(client, [good()[0], tensor("targets", TARGETS + 1)])
    assert "targets" in message or "/inputs/1" in message


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite(client, value):
    """Refused with its place, or computed; never an answer that is no JSON."""
    logits = LOGITS.copy()
    logits[1, 2] = value
    for binary in (True, False):
        try:
            result = client.infer(
                focal.MODEL, [tensor("logits", logits), good()[1]],
                outputs=[InferRequestedOutput("loss", binary_data=binary)])
        except InferenceServerException as error:
            assert error.status() == "400"
            assert "logits" in error.message() or "/inputs/0" in error.message()
            assert "too large" not in error.message(), "NaN and infinities are no large numbers"
        else:
            result.as_numpy("loss")


def test_loading_models_is_refused(client):
    for call in (client.load_model, client.unload_model):
        with pytest.raises(InferenceServerException):
            call(focal.MODEL)


def test_the_connection_lives_on_after_an_error(server):
    with wire.Connection(server) as connection:
        body, length = wire.binary_request({"logits": LOGITS, "targets": TARGETS})
        for _ in range(3):
            wrong = connection.send("POST", wire.infer_path(focal.MODEL), body, {wire.LENGTH: length + 1})
            assert wrong.error
            assert connection.connection is not None, "an error in a request's content is no reason to close"
            right = connection.send("POST", wire.infer_path(focal.MODEL), body, {wire.LENGTH: length})
            assert wire.tensors(right)
