"""RetinaNet's post-processing over real heads: the same numbers on every road, and torchvision's."""

import json

import numpy as np
import pytest

from support import shapes, wire
from support.triton import InferRequestedOutput, names, tensor

TENSORS = ["boxes", "scores", "labels"]


def infer(client, image, outputs=None, binary=True, **parameters):
    inputs = [tensor(name, array, binary) for name, array in shapes.heads(image).items()]
    return client.infer(shapes.MODEL, inputs, outputs=outputs, parameters={**shapes.SETTINGS, **parameters})


@pytest.mark.parametrize("image", shapes.IMAGES)
def test_equal_to_torchvision(client, image):
    result, expected = infer(client, image), shapes.expected(image)
    assert result.as_numpy("labels").tolist() == expected["labels"].tolist()
    np.testing.assert_allclose(result.as_numpy("boxes"), expected["boxes"], rtol=0, atol=1e-4)
    np.testing.assert_allclose(result.as_numpy("scores"), expected["scores"], rtol=0, atol=1e-6)


@pytest.mark.native
@pytest.mark.parametrize("image", shapes.IMAGES)
def test_equal_to_the_json_route_to_the_last_bit(server, sync_client, image):
    body = {name: array.tolist() for name, array in shapes.heads(image).items()}
    reply = wire.send(
        server, "POST", "/v1/detections/retinanet",
        json.dumps({**body, **shapes.SETTINGS, "precision": "float32"}).encode())
    assert reply.status == 200
    (native,) = reply.json["images"]
    result = infer(sync_client, image)
    assert np.array(native["boxes"], np.float32).reshape(-1, 4).tobytes() == result.as_numpy("boxes").tobytes()
    assert np.array(native["scores"], np.float32).tobytes() == result.as_numpy("scores").tobytes()
    for name in ("labels", "anchor_indices", "levels"):
        assert native[name] == result.as_numpy(name).tolist()
    for name, count in native["counts"].items():
        assert result.as_numpy(f"counts.{name}").tolist() == [count]


def test_json_and_bytes_are_the_same_to_the_last_bit(client):
    image = shapes.IMAGES[-1]
    outputs = [InferRequestedOutput(name, binary_data=False) for name in TENSORS]
    json_, binary = infer(client, image, outputs, binary=False), infer(client, image)
    assert names(json_) == TENSORS
    for name in TENSORS:
        assert json_.as_numpy(name).tobytes() == binary.as_numpy(name).tobytes()


@pytest.mark.parametrize("binary", [True, False])
def test_names_of_classes_are_bytes(client, binary):
    own = ["none", "circle", "square", "dreieck ▲"]
    outputs = [InferRequestedOutput(name, binary_data=binary) for name in ("labels", "label_names")]
    result = infer(client, shapes.IMAGES[-1], outputs, class_names=json.dumps(own))
    found = [name.decode() if isinstance(name, bytes) else name for name in result.as_numpy("label_names").tolist()]
    assert found == [own[label] for label in result.as_numpy("labels")] and found


def test_datatypes_of_the_answer(sync_client):
    result = infer(sync_client, shapes.IMAGES[-1])
    types = {output["name"]: output["datatype"] for output in result.get_response()["outputs"]}
    assert types["boxes"] == types["scores"] == "FP32"
    assert types["labels"] == types["image_indices"] == types["anchor_indices"] == "INT64"


def test_a_batch_is_its_images_one_after_the_other(client):
    heads = [shapes.heads(image) for image in shapes.IMAGES]
    batch = [tensor(name, np.stack([head[name] for head in heads])) for name in heads[0]]
    result = client.infer(shapes.MODEL, batch, parameters=shapes.SETTINGS)
    indices = result.as_numpy("image_indices")
    assert (np.diff(indices) >= 0).all()
    for index, image in enumerate(shapes.IMAGES):
        alone = infer(client, image)
        for name in TENSORS:
            assert result.as_numpy(name)[indices == index].tobytes() == alone.as_numpy(name).tobytes()
        assert result.as_numpy("counts.returned")[index] == len(alone.as_numpy("scores"))


def test_half_precision_heads(client):
    """Boxes of rounded heads lie near those of the heads."""
    image = shapes.IMAGES[1]
    inputs = [tensor(name, array.astype(np.float16)) for name, array in shapes.heads(image).items()]
    result = client.infer(shapes.MODEL, inputs, parameters=shapes.SETTINGS)
    expected = shapes.expected(image)
    assert result.as_numpy("boxes").dtype == np.float32
    confident = expected["scores"] > 0.3
    for box, label in zip(expected["boxes"][confident], expected["labels"][confident]):
        distance = np.abs(result.as_numpy("boxes") - box).max(axis=1)
        assert (distance[result.as_numpy("labels") == label] < 0.5).any()


def test_parameters_as_inputs(client):
    """A predictor's graph has tensors only: sizes, strides and ratios come so, too."""
    image = shapes.IMAGES[1]
    expected = infer(client, image)
    inputs = [tensor(name, array) for name, array in shapes.heads(image).items()]
    rest = dict(shapes.SETTINGS)
    for name in ("image_size", "feature_sizes", "strides", "anchor_sizes", "aspect_ratios", "top_k", "score_threshold"):
        value = np.array(rest.pop(name))
        value = value.astype(np.float64 if value.dtype.kind == "f" else np.int64).reshape(value.shape or (1,))
        inputs.append(tensor(name, value))
    result = client.infer(shapes.MODEL, inputs, parameters={**rest, "precision": "float32"})
    for name in TENSORS:
        assert result.as_numpy(name).tobytes() == expected.as_numpy(name).tobytes()


def test_parameters_as_json_text(client):
    """KServe's and gRPC's parameters are text, number or flag; lists come as text."""
    image = shapes.IMAGES[1]
    texts = {
        name: json.dumps(value) if isinstance(value, list) else value for name, value in shapes.SETTINGS.items()}
    inputs = [tensor(name, array) for name, array in shapes.heads(image).items()]
    result = client.infer(shapes.MODEL, inputs, parameters=texts)
    assert result.as_numpy("boxes").tobytes() == infer(client, image).as_numpy("boxes").tobytes()


def test_outputs_come_as_asked(client):
    result = infer(client, shapes.IMAGES[1], [InferRequestedOutput("scores"), InferRequestedOutput("boxes")])
    assert names(result) == ["scores", "boxes"]
