"""What the server says of itself and of its models."""

import pytest
from tritonclient.utils import InferenceServerException

from support import focal, shapes
from support.wire import DTYPES, send

MODELS = [focal.MODEL, shapes.MODEL]


def test_the_server_is_live_and_ready(client):
    assert client.is_server_live() is True
    assert client.is_server_ready() is True


@pytest.mark.parametrize(
    "path, body", [("/v2/health/live", {"live": True}), ("/v2/health/ready", {"ready": True})])
def test_health_answers_json(server, path, body):
    reply = send(server, "GET", path)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.json == body


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("version", ["", "1"])
def test_models_are_ready(client, model, version):
    assert client.is_model_ready(model, version) is True


def test_a_model_that_is_not_there_is_not_ready(client):
    assert client.is_model_ready("losses.nothing") is False
    assert client.is_model_ready(focal.MODEL, "7") is False


def test_server_metadata(client):
    metadata = client.get_server_metadata()
    assert metadata["name"] and metadata["version"]
    assert {"binary_tensor_data", "parameters", "statistics", "model_configuration"} <= set(metadata["extensions"])


@pytest.mark.parametrize("model", MODELS)
def test_model_metadata(client, model):
    metadata = client.get_model_metadata(model)
    assert metadata["name"] == model
    assert metadata["versions"] == ["1"]
    assert isinstance(metadata["platform"], str)
    assert metadata["inputs"] and metadata["outputs"]
    for tensor in metadata["inputs"] + metadata["outputs"]:
        assert set(tensor) >= {"name", "datatype", "shape"}
        # Names of classes are answered alone.
        assert tensor["datatype"] in DTYPES or tensor["datatype"] == "BYTES" and tensor in metadata["outputs"]
        assert all(isinstance(extent, int) and extent >= -1 for extent in tensor["shape"])
    assert client.get_model_metadata(model, "1") == metadata


def test_metadata_names_the_tensors(client):
    def outline(tensors):
        return {tensor["name"]: (tensor["datatype"], tensor["shape"]) for tensor in tensors}

    metadata = client.get_model_metadata(focal.MODEL)
    assert {"logits", "probabilities", "targets"} <= set(outline(metadata["inputs"]))
    assert {"loss", "gradients.logits"} <= set(outline(metadata["outputs"]))

    metadata = client.get_model_metadata(shapes.MODEL)
    inputs, outputs = outline(metadata["inputs"]), outline(metadata["outputs"])
    assert inputs["class_logits"] == ("FP32", [-1, -1, -1])
    assert inputs["box_deltas"] == ("FP32", [-1, -1, 4])
    assert outputs["boxes"] == ("FP32", [-1, 4])
    assert outputs["scores"] == ("FP32", [-1])
    assert {"labels", "image_indices", "anchor_indices", "levels"} <= set(outputs)
    assert all(outputs[name] == ("INT64", [-1]) for name in ("labels", "image_indices"))


@pytest.mark.parametrize("model", MODELS)
def test_model_configuration(client, model):
    """As much as performance tools read: the batch size, the tensors, that an answer follows each request."""
    configuration = client.get_model_config(model)
    metadata = client.get_model_metadata(model)
    assert configuration["name"] == model
    assert configuration["max_batch_size"] == 0
    for kind in ("input", "output"):
        assert [(tensor["name"], tensor["data_type"], tensor["dims"]) for tensor in configuration[kind]] == [
            (tensor["name"], f"TYPE_{tensor['datatype']}".replace("BYTES", "STRING"), tensor["shape"])
            for tensor in metadata[f"{kind}s"]]
    assert configuration.get("model_transaction_policy", {}).get("decoupled", False) is False
    assert client.get_model_config(model, "1") == configuration


def test_every_model_of_the_index_has_metadata(client):
    index = client.get_model_repository_index()
    assert {entry["state"] for entry in index} == {"READY"}
    assert {entry["version"] for entry in index} == {"1"}
    assert set(MODELS) <= {entry["name"] for entry in index}
    for entry in index:
        assert client.get_model_metadata(entry["name"])["name"] == entry["name"]


def test_list_of_models(server, sync_client):
    reply = send(server, "GET", "/v2/models")
    assert reply.status == 200
    assert set(reply.json["models"]) == {entry["name"] for entry in sync_client.get_model_repository_index()}


@pytest.mark.native
def test_models_are_the_operations(client, operations):
    assert {entry["name"] for entry in client.get_model_repository_index()} == operations


@pytest.mark.parametrize("call", ["get_model_metadata", "get_model_config", "get_inference_statistics"])
@pytest.mark.parametrize("model, version", [("losses.nothing", ""), (focal.MODEL, "7")])
def test_what_is_not_there_has_no_metadata(client, call, model, version):
    with pytest.raises(InferenceServerException, match="unknown model|not found") as caught:
        getattr(client, call)(model, version)
    assert caught.value.status() in ("400", "404")
    assert model in caught.value.message()


@pytest.mark.parametrize("path", [
    "/v2", "/v2/models", "/v2/models/losses.focal", "/v2/models/losses.focal/config",
    "/v2/models/losses.focal/stats", "/v2/models/losses.focal/ready", "/v2/models/stats", "/v2/health/live",
    "/v2/health/ready",
])
def test_metadata_is_never_compressed(server, path):
    """Clients read metadata as it comes, though their HTTP library may have offered to unpack."""
    reply = send(server, "GET", path, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert reply.status == 200
    assert reply.headers["Content-Encoding"] is None
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.json is not None


def test_the_index_is_never_compressed(server):
    reply = send(server, "POST", "/v2/repository/index", b"", {"Accept-Encoding": "gzip, deflate, br"})
    assert reply.status == 200
    assert reply.headers["Content-Encoding"] is None
    assert reply.json


@pytest.mark.parametrize("method, path", [
    ("GET", "/v2/nothing"), ("POST", "/v2/models/losses.focal"), ("GET", "/v2/models/losses.focal/infer"),
    ("POST", "/v2/health/live"), ("GET", "/v2/models/losses.focal/nothing"),
])
def test_paths_that_are_not_there_answer_in_the_protocols_form(server, method, path):
    reply = send(server, method, path, b"" if method == "POST" else None)
    assert reply.status in (400, 404, 405)
    assert reply.error
