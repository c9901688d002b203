"""Tools/convert_torchvision.py: torchvision's names of all ages, and detectron2's, whose network is written here by hand."""

import json
import subprocess
import sys

import asking
import convert_torchvision as converter
import make_networks as fixtures
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from references import networks
from support import server as servers

TOOL = servers.ROOT / "Tools/convert_torchvision.py"
WIDTHS, DEPTHS, CHANNELS, ANCHORS, CLASSES = [4, 6, 8, 10], [1, 2, 1, 1], 12, 9, 5


def detectron2_state(seed=3):
    """A state_dict with the names of detectron2's RetinaNet: ResNet of MSRA with frozen normalisation, FPN from res3 to res5."""
    random = torch.Generator().manual_seed(seed)
    state = {}

    def conv(name, output, source, kernel, bias=False):
        state[f"{name}.weight"] = torch.randn(output, source, kernel, kernel, generator=random) * (2 / (source * kernel**2)) ** 0.5
        if bias:
            state[f"{name}.bias"] = 0.2 * torch.randn(output, generator=random)

    def normed(name, output, source, kernel):
        conv(name, output, source, kernel)
        for part in ("weight", "running_var"):
            state[f"{name}.norm.{part}"] = 0.5 + torch.rand(output, generator=random)
        for part in ("bias", "running_mean"):
            state[f"{name}.norm.{part}"] = 0.2 * torch.randn(output, generator=random)

    state["pixel_mean"] = torch.tensor([103.53, 116.28, 123.675]).view(3, 1, 1)
    state["pixel_std"] = torch.ones(3, 1, 1)
    normed("backbone.bottom_up.stem.conv1", 8, 3, 7)
    source = 8
    for stage, (planes, depth) in enumerate(zip(WIDTHS, DEPTHS), 2):
        for number in range(depth):
            name = f"backbone.bottom_up.res{stage}.{number}"
            if number == 0:
                normed(f"{name}.shortcut", 4 * planes, source, 1)
            normed(f"{name}.conv1", planes, source, 1)
            normed(f"{name}.conv2", planes, planes, 3)
            normed(f"{name}.conv3", 4 * planes, planes, 1)
            source = 4 * planes
    for level, planes in zip((3, 4, 5), WIDTHS[1:]):
        conv(f"backbone.fpn_lateral{level}", CHANNELS, 4 * planes, 1, bias=True)
        conv(f"backbone.fpn_output{level}", CHANNELS, CHANNELS, 3, bias=True)
    conv("backbone.top_block.p6", CHANNELS, source, 3, bias=True)
    conv("backbone.top_block.p7", CHANNELS, CHANNELS, 3, bias=True)
    for number in range(4):
        conv(f"head.cls_subnet.{2 * number}", CHANNELS, CHANNELS, 3, bias=True)
        conv(f"head.bbox_subnet.{2 * number}", CHANNELS, CHANNELS, 3, bias=True)
    conv("head.cls_score", ANCHORS * CLASSES, CHANNELS, 3, bias=True)
    conv("head.bbox_pred", ANCHORS * 4, CHANNELS, 3, bias=True)
    for level in range(5):
        state[f"anchor_generator.cell_anchors.{level}"] = torch.zeros(ANCHORS, 4)
    return state


def detectron2_heads(state, picture):
    """That network's way from its input (3, H, W) to its heads."""
    state = {name: tensor.to(picture.dtype) for name, tensor in state.items()}

    def conv(x, name, stride=1):
        weight = state[f"{name}.weight"]
        return F.conv2d(x, weight, state.get(f"{name}.bias"), stride, weight.shape[-1] // 2)

    def normed(x, name, stride=1):
        scale = state[f"{name}.norm.weight"] / (state[f"{name}.norm.running_var"] + 1e-5).sqrt()
        shift = state[f"{name}.norm.bias"] - state[f"{name}.norm.running_mean"] * scale
        return conv(x, name, stride) * scale.view(1, -1, 1, 1) + shift.view(1, -1, 1, 1)

    x = F.max_pool2d(F.relu(normed(picture[None], "backbone.bottom_up.stem.conv1", 2)), 3, 2, 1)
    maps = {}
    for stage, depth in enumerate(DEPTHS, 2):
        for number in range(depth):
            name, stride = f"backbone.bottom_up.res{stage}.{number}", 2 if stage > 2 and number == 0 else 1
            shortcut = normed(x, f"{name}.shortcut", stride) if number == 0 else x
            x = F.relu(normed(x, f"{name}.conv1", stride))
            x = F.relu(normed(x, f"{name}.conv2"))
            x = F.relu(normed(x, f"{name}.conv3") + shortcut)
        maps[stage] = x
    levels, upper = [], None
    for level in (5, 4, 3):
        inner = conv(maps[level], f"backbone.fpn_lateral{level}")
        if upper is not None:
            inner = inner + F.interpolate(upper, scale_factor=2.0, mode="nearest")
        levels.insert(0, conv(inner, f"backbone.fpn_output{level}"))
        upper = inner
    levels.append(conv(maps[5], "backbone.top_block.p6", 2))
    levels.append(conv(F.relu(levels[-1]), "backbone.top_block.p7", 2))
    rows = {"class_logits": [], "box_deltas": []}
    for x in levels:
        for key, subnet, last, width in (
            ("class_logits", "cls_subnet", "cls_score", CLASSES), ("box_deltas", "bbox_subnet", "bbox_pred", 4)):
            y = x
            for number in range(4):
                y = F.relu(conv(y, f"head.{subnet}.{2 * number}"))
            # As detectron2's permute_to_N_HWA_K.
            n, _, h, w = (y := conv(y, f"head.{last}")).shape
            rows[key].append(y.view(n, -1, width, h, w).permute(0, 3, 4, 1, 2).reshape(-1, width))
    return {key: torch.cat(parts) for key, parts in rows.items()}


def run(*arguments):
    return subprocess.run([sys.executable, TOOL, *map(str, arguments)], capture_output=True, text=True)


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """The folder of a detectron2 model that the tool has converted, as its users call it."""
    folder = tmp_path_factory.mktemp("detectron2")
    torch.save({"model": detectron2_state(), "optimizer": {}}, folder / "model_final.pth")
    (folder / "more.json").write_text(json.dumps({"min_size": 64, "max_size": 96}))
    (folder / "out").mkdir()
    tool = run("--detectron2", folder / "model_final.pth", "--settings", folder / "more.json", "-o", folder / "out/d2.safetensors")
    assert tool.returncode == 0, tool.stderr
    return folder / "out"


def test_detectron2s_names_and_habits(converted):
    """Blue first, bytes, the stride on the 1×1, P6 from C5: by focald as by the network written by hand."""
    settings = converter.read(converted / "d2.safetensors")[1]
    assert (settings["stride_on"], settings["p6_from"], settings["channels"]) == ("1x1", "C5", "BGR")
    assert (settings["num_classes"], settings["anchors_per_location"], settings["fpn_from"]) == (5, 9, ["layer2", "layer3", "layer4"])
    server = asking.serving(converted)
    try:
        pixels = np.random.default_rng(2).integers(0, 256, (64, 96, 3), dtype=np.uint8)
        found = asking.heads(server, "d2", pixels)
        asking.compare(found, lambda picture: detectron2_heads(detectron2_state(), picture), pixels, settings, "detectron2")
    finally:
        servers.stop(server)


@pytest.mark.parametrize(("change", "words"), [
    (lambda state: state.update({"roi_heads.box_predictor.cls_score.weight": torch.zeros(2, 2)}), "roi_heads.box_predictor"),
    (lambda state: state.update({"head.cls_score.weight": torch.zeros(ANCHORS * CLASSES + 1, CHANNELS, 3, 3)}), "expected"),
])
def test_another_models_weights_are_refused(tmp_path, change, words):
    state = detectron2_state()
    change(state)
    torch.save(state, tmp_path / "model.pth")
    tool = run("--detectron2", tmp_path / "model.pth", "-o", tmp_path / "out.safetensors")
    assert tool.returncode != 0 and words in tool.stderr


def test_names_of_torchvision_before_0_13():
    """`inner_blocks.N` without `.0`, and every second entry of a subnet."""
    settings = fixtures.NETWORKS["basic"]["settings"] | {"subnet_convs": 3}
    weights = fixtures.random_weights(settings, 1, torch.float32)
    old = {}
    for name, tensor in weights.items():
        name = name.replace("_blocks.0.0.", "_blocks.0.").replace("_blocks.1.0.", "_blocks.1.").replace("_blocks.2.0.", "_blocks.2.")
        for number in (2, 1, 0):
            name = name.replace(f".conv.{number}.0.", f".conv.{2 * number}.")
        old[name] = tensor
    assert set(old) != set(weights)
    new = converter.with_new_names(old | {"backbone.body.bn1.num_batches_tracked": torch.tensor(3)})
    assert {name: tensor.shape for name, tensor in new.items()} == {name: tensor.shape for name, tensor in weights.items()}
    assert all(torch.equal(new[name], weights[name]) for name in weights)


def test_references_know_detectron2s_way(converted):
    """The functions that fixtures are made by agree with the network by hand in float64: two readings of one paper."""
    weights, settings = converter.read(converted / "d2.safetensors")
    picture = torch.randn(3, 64, 96, generator=torch.Generator().manual_seed(4)).double()
    ours, theirs = networks.heads(weights, settings, picture), detectron2_heads(detectron2_state(), picture)
    for name in ours:
        assert torch.allclose(ours[name], theirs[name], rtol=1e-12, atol=1e-12), name
