"""KServe's own client (InferenceRESTClient over httpx), unmodified."""

import asyncio

import numpy as np
import pytest

from support import focal, shapes, wire

pytest.importorskip("kserve", reason="requirements-kserve.txt is not installed; make conformance does it")

import httpx  # noqa: E402
from kserve import InferenceRESTClient, InferRequest, InferInput, RESTConfig  # noqa: E402
from kserve.protocol.infer_type import RequestedOutput  # noqa: E402

LOGITS, TARGETS = focal.inputs()


def call(server, name, *arguments, **options):
    async def run():
        client = InferenceRESTClient(RESTConfig(protocol="v2", timeout=60))
        try:
            return await getattr(client, name)(server.url, *arguments, **options)
        finally:
            await client.close()

    return asyncio.run(run())


def tensor(name, array, binary):
    tensor = InferInput(name, list(array.shape), wire.datatype(array))
    tensor.set_data_from_numpy(array, binary_data=binary)
    return tensor


def infer(server, model, arrays, binary, **options):
    request = InferRequest(
        model_name=model, infer_inputs=[tensor(name, array, binary) for name, array in arrays.items()], **options)
    return call(server, "infer", request, model_name=model)


def array(response, name):
    output = response.get_output_by_name(name)
    return np.asarray(output.as_numpy()).reshape(output.shape)


def test_health(server):
    assert call(server, "is_server_live") is True
    assert call(server, "is_server_ready") is True
    assert call(server, "is_model_ready", focal.MODEL) is True
    assert call(server, "is_model_ready", "losses.nothing") is False


@pytest.mark.parametrize("binary_out", [True, False])
@pytest.mark.parametrize("binary_in", [True, False])
@pytest.mark.parametrize("dtype", ["FP64", "FP32", "FP16"])
def test_infer(server, dtype, binary_in, binary_out):
    if dtype == "FP16" and not binary_in:
        pytest.skip("KServe's client sends FP16 as bytes only")
    logits, targets = focal.inputs(dtype=wire.DTYPES[dtype])
    response = infer(
        server, focal.MODEL, {"logits": logits, "targets": targets}, binary_in, request_id="kserve",
        parameters={"gradients": True, "binary_data_output": binary_out})
    assert response.id == "kserve"
    assert response.model_name == focal.MODEL
    tolerance = 1e-12 if dtype == "FP64" else 2e-6
    np.testing.assert_allclose(
        array(response, "loss").reshape(()), focal.elements(logits, targets).mean(), rtol=tolerance)
    np.testing.assert_allclose(
        array(response, "gradients.logits"), focal.gradients(logits, targets), rtol=50 * tolerance, atol=tolerance / 50)


def test_packed_answers(server):
    """httpx offers gzip and deflate unasked, and unpacks before the client counts bytes."""
    zeros = np.zeros((500, 100), np.float32)
    response = infer(
        server, focal.MODEL, {"logits": zeros, "targets": zeros}, True,
        parameters={"gradients": True, "binary_data_output": True})
    assert array(response, "gradients.logits").shape == zeros.shape


def test_requested_outputs(server):
    response = infer(
        server, focal.MODEL, {"logits": LOGITS, "targets": TARGETS}, True,
        request_outputs=[RequestedOutput("gradients.logits", {"binary_data": True})])
    assert [output.name for output in response.outputs] == ["gradients.logits"]


@pytest.mark.parametrize("binary", [True, False])
def test_detections(server, binary):
    image = shapes.IMAGES[1]
    response = infer(server, shapes.MODEL, shapes.heads(image), binary, parameters=dict(shapes.SETTINGS))
    expected = shapes.expected(image)
    np.testing.assert_allclose(array(response, "boxes"), expected["boxes"], rtol=0, atol=1e-4)
    np.testing.assert_allclose(array(response, "scores"), expected["scores"], rtol=0, atol=1e-6)
    assert array(response, "labels").tolist() == expected["labels"].tolist()


def test_an_answer_goes_on_as_a_request(server):
    """As a graph's router does it: the body of one step is posted to the next."""
    heads = [wire.json_input(name, value) for name, value in shapes.heads(shapes.IMAGES[1]).items()]
    answer = {"model_name": "retinanet", "id": "1", "outputs": heads, "parameters": shapes.SETTINGS}
    response = call(server, "infer", answer, model_name=shapes.MODEL)
    expected = shapes.expected(shapes.IMAGES[1])
    np.testing.assert_allclose(array(response, "boxes"), expected["boxes"], rtol=0, atol=1e-4)


def test_errors_are_readable(server):
    with pytest.raises(httpx.HTTPStatusError, match="targets"):
        infer(server, focal.MODEL, {"logits": LOGITS}, True)
    with pytest.raises(httpx.HTTPStatusError, match="losses.nothing"):
        infer(server, "losses.nothing", {"logits": LOGITS}, True)
