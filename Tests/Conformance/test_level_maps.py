"""Heads as the network's convolutions give them, level by level: the same answer as from rows, on every road."""

import json
import urllib.parse

import numpy as np
import pytest
from safetensors.numpy import save

from support import shapes, wire
from support.triton import tensor

ANCHORS = 9
IMAGES = shapes.IMAGES[:2]
TENSORS = ["boxes", "scores", "labels", "anchor_indices", "levels"]
SETTINGS = {name: value for name, value in shapes.SETTINGS.items() if name != "feature_sizes"}


def maps(rows: np.ndarray) -> list[np.ndarray]:
    """(…, A, C) as (…, a·C, H, W) of each level: what torchvision's heads do, backwards."""
    levels, start = [], 0
    for height, width in shapes.SETTINGS["feature_sizes"]:
        end = start + height * width * ANCHORS
        level = rows[..., start:end, :].reshape(*rows.shape[:-2], height, width, ANCHORS * rows.shape[-1])
        levels.append(np.ascontiguousarray(np.moveaxis(level, -1, -3)))
        start = end
    assert start == rows.shape[-2]
    return levels


def numbered(heads: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{name}.{level}": map_ for name, rows in heads.items() for level, map_ in enumerate(maps(rows))}


def batch() -> dict[str, np.ndarray]:
    heads = [shapes.heads(image) for image in IMAGES]
    return {name: np.stack([head[name] for head in heads]) for name in heads[0]}


HEADS = [pytest.param(lambda: shapes.heads(IMAGES[1]), id="image"), pytest.param(batch, id="batch")]


def post_json(server, body, **settings):
    reply = wire.send(
        server, "POST", "/v1/detections/retinanet", json.dumps({**body, **settings, "precision": "float32"}).encode())
    assert reply.status == 200, reply.body[:300]
    return reply.json


@pytest.mark.native
@pytest.mark.parametrize("heads", HEADS)
def test_json_and_tensor_files(server, heads):
    heads = heads()
    rows = post_json(server, {name: head.tolist() for name, head in heads.items()}, **shapes.SETTINGS)
    assert sum(len(image["scores"]) for image in rows["images"]) > 0
    nested = {name: [level.tolist() for level in maps(head)] for name, head in heads.items()}
    assert post_json(server, nested, **SETTINGS) == rows
    flat = {
        name: [{"shape": level.shape, "data": level.ravel().tolist()} for level in maps(head)]
        for name, head in heads.items()}
    assert post_json(server, flat, **SETTINGS) == rows
    query = urllib.parse.urlencode({name: value if isinstance(value, str) else json.dumps(value)
                                    for name, value in SETTINGS.items()})
    reply = wire.send(server, "POST", f"/v1/detections/retinanet?{query}", save(numbered(heads)),
                      {"Content-Type": "application/x-safetensors"})
    assert reply.status == 200, reply.body[:300]
    assert reply.json == rows


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("heads", HEADS)
def test_inference(client, heads, binary):
    heads = heads()
    rows = client.infer(
        shapes.MODEL, [tensor(name, head) for name, head in heads.items()], parameters=shapes.SETTINGS)
    levels = client.infer(
        shapes.MODEL, [tensor(name, level, binary) for name, level in numbered(heads).items()], parameters=SETTINGS)
    assert len(rows.as_numpy("scores")) > 0
    for name in TENSORS:
        assert levels.as_numpy(name).tobytes() == rows.as_numpy(name).tobytes()


def test_a_level_is_missing(server):
    inputs = [
        {"name": f"{name}.{level}", "datatype": "FP32", "shape": [channels, 1, 1], "data": [0.0] * channels}
        for name, channels in (("class_logits", 2), ("box_deltas", 4)) for level in (0, 2)]
    body = {"inputs": inputs, "parameters": {"image_size": "[8, 8]", "anchor_sizes": "[[8]]", "aspect_ratios": "[1]"}}
    reply = wire.send(server, "POST", f"/v2/models/{shapes.MODEL}/infer", json.dumps(body).encode())
    assert "class_logits.1 is missing" in reply.error
