"""Networks of random architectures, from their files alone: blocks, widths, depths, levels, anchors, classes, types."""

import random

import asking
import convert_torchvision as converter
import make_networks as fixtures
import numpy as np
import pytest
import torch
from references import networks
from support import server as servers

COUNT = 12


def settings_of(seed):
    """An architecture; every other one of each kind of block."""
    pick = random.Random(seed)
    stages = pick.randint(2, 4)
    levels = pick.randint(1, stages)
    anchors = [[pick.uniform(4, 200) for _ in range(pick.randint(1, 3))]]
    anchors += [[pick.uniform(4, 200) for _ in anchors[0]] for _ in range(levels + 1)]
    ratios = [pick.uniform(0.3, 3) for _ in range(pick.randint(1, 4))]
    bgr = pick.random() < 0.3
    found = {
        "block": ["basic", "bottleneck"][seed % 2], "stem_channels": pick.randint(1, 40),
        "planes": [pick.randint(1, 24) for _ in range(stages)], "depths": [pick.randint(1, 4) for _ in range(stages)],
        "stride_on": pick.choice(["3x3", "1x1"]), "norm_eps": pick.choice([0.0, 1e-5, 1e-3]),
        "fpn_from": [f"layer{stage}" for stage in range(stages - levels + 1, stages + 1)],
        "fpn_channels": 4 * pick.randint(1, 16), "p6_from": pick.choice(["P5", "C5"]), "subnet_convs": pick.randint(0, 4),
        "num_classes": pick.randint(1, 90), "anchor_sizes": anchors, "aspect_ratios": ratios,
        "anchor_order": pick.choice(["ratio-major", "size-major"]), "round_anchors": pick.random() < 0.5,
        "box_weights": [1, 1, 1, 1], "image_mean": [pick.uniform(0.2, 0.6) for _ in range(3)],
        "image_std": [pick.uniform(0.1, 0.4) for _ in range(3)], "channels": "BGR" if bgr else "RGB", "input_scale": 1 / 255,
        "size_divisible": pick.choice([1, 4, 32, 48]), "score_threshold": 0.05, "top_k": 100, "iou_threshold": 0.5,
        "max_detections": 100,
    }
    if pick.random() < 0.4:
        found["head_groups"] = pick.choice([1, 2, 4])
    height, width = pick.randint(33, 150), pick.randint(33, 150)
    return found | {"min_size": min(height, width), "max_size": max(height, width)}, (height, width)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Files by seed, with what they hold."""
    folder = tmp_path_factory.mktemp("random")
    found = {}
    for seed in range(COUNT):
        settings, size = settings_of(seed)
        kind = [torch.float32, torch.float16, torch.bfloat16][seed % 3]
        weights = fixtures.random_weights(settings, seed, kind)
        settings = converter.convert(weights, settings, folder / f"random-{seed}.safetensors", kind)
        found[seed] = (weights, settings, size)
    return folder, found


@pytest.fixture(scope="module", params=["direct", "winograd"])
def server(request, made):
    server = asking.serving(made[0], "--network-convolution", request.param)
    server.process.method = request.param
    yield server
    servers.stop(server)


@pytest.mark.parametrize("seed", range(COUNT))
def test_heads_are_as_exact_as_pytorchs(server, made, seed):
    weights, settings, size = made[1][seed]
    pixels = np.random.default_rng(seed).integers(0, 256, (*size, 3), dtype=np.uint8)
    found = asking.heads(server, f"random-{seed}", pixels)
    asking.compare(found, lambda picture: networks.heads(weights, settings, picture), pixels, settings,
                   f"random-{seed} {server.process.method}")
