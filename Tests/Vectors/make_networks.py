#!/usr/bin/env python3
"""Writes the networks of Tests/Fixtures/networks and their heads: python make_networks.py. Needs torch, and torchvision for
`check`, which compares torchvision's own models with the functions that the heads are written by: python make_networks.py check."""


import sys
import tempfile
from pathlib import Path

import torch

from references import networks

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tools"))
import convert_torchvision as tool  # noqa: E402

FIXTURES = ROOT / "Tests/Fixtures/networks"
COMMON = {
    "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "channels": "RGB", "input_scale": 1 / 255,
    "max_size": 160, "anchor_order": "ratio-major", "round_anchors": True, "box_weights": [1, 1, 1, 1],
    "score_threshold": 0.05, "top_k": 1000, "iou_threshold": 0.5, "max_detections": 100,
}
# Networks that are not the shipped one in block, widths, depths, levels, anchors, names, types.
NETWORKS = {
    "basic": dict(
        seed=1, size=(72, 100), dtype=torch.float16, settings=COMMON | {
            "block": "basic", "stem_channels": 6, "planes": [6, 10, 12, 18], "depths": [1, 2, 1, 1], "stride_on": "3x3",
            "norm_eps": 1e-5, "fpn_from": ["layer2", "layer3", "layer4"], "fpn_channels": 12, "p6_from": "C5",
            "subnet_convs": 1, "num_classes": 3, "anchor_sizes": [[8, 12], [16, 24], [32, 48], [64, 96], [128, 192]],
            "aspect_ratios": [0.5, 1.0, 2.0], "min_size": 64, "size_divisible": 4}),
    "groups": dict(
        seed=2, size=(64, 96), dtype=torch.bfloat16, settings=COMMON | {
            "block": "bottleneck", "stem_channels": 12, "planes": [3, 5, 8], "depths": [2, 1, 3], "stride_on": "1x1",
            "norm_eps": 0.0, "fpn_from": ["layer2", "layer3"], "fpn_channels": 20, "p6_from": "P5", "subnet_convs": 3,
            "head_groups": 4, "num_classes": 7, "anchor_sizes": [[16], [32], [64], [128]],
            "aspect_ratios": [[1.0, 2.0]] * 4, "min_size": 64, "size_divisible": 32}),
}


def shapes(settings):
    """Every tensor's shape, by name."""
    found, body = {}, "backbone.body"

    def conv(name, output, source, kernel, bias=False):
        found[f"{name}.weight"] = (output, source, kernel, kernel)
        if bias:
            found[f"{name}.bias"] = (output,)

    def norm(name, channels, parts=("weight", "bias", "running_mean", "running_var")):
        found.update({f"{name}.{part}": (channels,) for part in parts})

    conv(f"{body}.conv1", settings["stem_channels"], 3, 7)
    norm(f"{body}.bn1", settings["stem_channels"])
    source, is_basic = settings["stem_channels"], settings["block"] == "basic"
    outputs = {}
    for stage, (planes, depth) in enumerate(zip(settings["planes"], settings["depths"]), 1):
        output = planes if is_basic else 4 * planes
        widths = [(planes, 3), (planes, 3)] if is_basic else [(planes, 1), (planes, 3), (output, 1)]
        for block in range(depth):
            name, inner = f"{body}.layer{stage}.{block}", source
            for number, (width, kernel) in enumerate(widths, 1):
                conv(f"{name}.conv{number}", width, inner, kernel)
                norm(f"{name}.bn{number}", width)
                inner = width
            if block == 0 and (stage > 1 or source != output):
                conv(f"{name}.downsample.0", output, source, 1)
                norm(f"{name}.downsample.1", output)
            source = output
        outputs[f"layer{stage}"] = output
    width = settings["fpn_channels"]
    for number, stage in enumerate(settings["fpn_from"]):
        conv(f"backbone.fpn.inner_blocks.{number}.0", width, outputs[stage], 1, bias=True)
        conv(f"backbone.fpn.layer_blocks.{number}.0", width, width, 3, bias=True)
    last = outputs[settings["fpn_from"][-1]]
    conv("backbone.fpn.extra_blocks.p6", width, width if settings["p6_from"] == "P5" else last, 3, bias=True)
    conv("backbone.fpn.extra_blocks.p7", width, width, 3, bias=True)
    ratios = settings["aspect_ratios"]
    anchors = len(settings["anchor_sizes"][0]) * len(ratios[0] if isinstance(ratios[0], list) else ratios)
    for head, end, values in (
        ("classification_head", "cls_logits", settings["num_classes"]), ("regression_head", "bbox_reg", 4)):
        for number in range(settings["subnet_convs"]):
            conv(f"head.{head}.conv.{number}.0", width, width, 3, bias="head_groups" not in settings)
            if "head_groups" in settings:
                norm(f"head.{head}.conv.{number}.1", width, ("weight", "bias"))
        conv(f"head.{head}.{end}", anchors * values, width, 3, bias=True)
    return found


def random_weights(settings, seed, dtype):
    generator = torch.Generator().manual_seed(seed)
    weights = {}
    for name, shape in shapes(settings).items():
        if len(shape) == 4:
            tensor = torch.randn(shape, generator=generator) * (2 / (shape[1] * shape[2] * shape[3])) ** 0.5
        elif name.endswith(("running_var", ".weight")):
            tensor = 0.5 + torch.rand(shape, generator=generator)
        else:
            tensor = 0.2 * torch.randn(shape, generator=generator)
        weights[name] = tensor.to(dtype)
    return weights


def write_heads(path, picture, heads, errors):
    tool.write(path, {"picture": picture} | heads, {"float32_errors": errors})


def errors(weights, settings, picture, exact):
    """PyTorch's own errors in float32, largest of each head."""
    found = networks.heads(weights, settings, picture)
    return {name: (found[name].double() - exact[name]).abs().max().item() for name in exact}


def make():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    for name, network in NETWORKS.items():
        weights = random_weights(network["settings"], network["seed"], network["dtype"])
        path = FIXTURES / f"{name}.safetensors"
        settings = tool.convert(weights, network["settings"], path, network["dtype"])
        picture = torch.randn(3, *network["size"], generator=torch.Generator().manual_seed(9))
        exact = networks.heads(weights, settings, picture.double())
        write_heads(FIXTURES / f"{name}.heads.safetensors", picture, exact, errors(weights, settings, picture, exact))
        print(path.name, path.stat().st_size, {head: tuple(rows.shape) for head, rows in exact.items()})
    # The shipped network, on the part of a picture that is in the file.
    path = FIXTURES / "shapes.heads.safetensors"
    weights, settings = tool.read(ROOT / "Examples/networks/shapes.safetensors")
    picture = tool.read(path)[0]["picture"]
    exact = networks.heads(weights, settings, picture.double())
    write_heads(path, picture, exact, errors(weights, settings, picture, exact))


def check():
    """torchvision's own models, converted, in float64: the functions of references/networks.py give their heads."""
    import torchvision

    for name in ("retinanet_resnet50_fpn", "retinanet_resnet50_fpn_v2"):
        torch.manual_seed(7)
        model = getattr(torchvision.models.detection, name)(weights=None, weights_backbone=None).eval()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.safetensors"
            settings = tool.convert(model.state_dict(), tool.of_model(model), path)
            compare(name, path, settings, model)


def compare(name, path, settings, model):
    picture = torch.randn(3, 128, 160, generator=torch.Generator().manual_seed(5)).double()
    weights, _ = tool.read(path)
    model.double()
    with torch.no_grad():
        raw = model.head(list(model.backbone(picture[None]).values()))
    own = networks.heads(weights, settings, picture)
    for head, rows in (("class_logits", raw["cls_logits"][0]), ("box_deltas", raw["bbox_regression"][0])):
        assert torch.allclose(own[head], rows, rtol=1e-12, atol=1e-12), (name, head)
        print(name, head, "agree")


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check()
    else:
        make()
