#!/usr/bin/env python3
"""Turns the weights of a RetinaNet of torchvision or detectron2 into a file for focald, and checks it.

  convert_torchvision.py --model retinanet_resnet50_fpn --weights COCO_V1 -o coco.safetensors
  convert_torchvision.py --model retinanet_resnet50_fpn_v2 --state-dict mine.pth -o mine.safetensors
  convert_torchvision.py --detectron2 model_final.pth -o coco.safetensors

The file is safetensors: tensors by torchvision's names, the architecture as JSON in the metadata `focald`. It is read off
the tensors' shapes; what they do not show (anchors, thresholds, normalisation) comes from the model, or from --settings, a
JSON object whose keys win. Needs torch; --model needs torchvision as well.
"""

import argparse
import json
import re
import struct
from pathlib import Path

import torch

TYPES = {torch.float64: "F64", torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16"}
COCO_SIZES = [[size, size * 2 ** (1 / 3), size * 2 ** (2 / 3)] for size in (32, 64, 128, 256, 512)]
# What detectron2's configurations/COCO-Detection/retinanet_* say. Their pictures are blue first, in bytes.
DETECTRON2 = {
    "anchor_sizes": COCO_SIZES, "aspect_ratios": [0.5, 1.0, 2.0], "anchor_order": "size-major", "round_anchors": False,
    "strides": [8, 16, 32, 64, 128], "channels": "BGR", "image_mean": [103.53, 116.28, 123.675], "image_std": [1, 1, 1],
    "input_scale": 1, "min_size": 800, "max_size": 1333, "size_divisible": 32, "stride_on": "1x1", "norm_eps": 1e-5,
    "score_threshold": 0.05, "top_k": 1000, "iou_threshold": 0.5, "max_detections": 100, "box_weights": [1, 1, 1, 1],
}
# detectron2's names, as patterns, by torchvision's.
RENAMED = [
    (r"backbone\.bottom_up\.stem\.conv1\.norm\.", "backbone.body.bn1."),
    (r"backbone\.bottom_up\.stem\.conv1\.", "backbone.body.conv1."),
    (r"backbone\.bottom_up\.res(\d)\.(\d+)\.shortcut\.norm\.", "backbone.body.layer{0}.{1}.downsample.1."),
    (r"backbone\.bottom_up\.res(\d)\.(\d+)\.shortcut\.", "backbone.body.layer{0}.{1}.downsample.0."),
    (r"backbone\.bottom_up\.res(\d)\.(\d+)\.conv(\d)\.norm\.", "backbone.body.layer{0}.{1}.bn{2}."),
    (r"backbone\.bottom_up\.res(\d)\.(\d+)\.conv(\d)\.", "backbone.body.layer{0}.{1}.conv{2}."),
    (r"backbone\.fpn_lateral(\d)\.", "backbone.fpn.inner_blocks.{0}.0."),
    (r"backbone\.fpn_output(\d)\.", "backbone.fpn.layer_blocks.{0}.0."),
    (r"backbone\.top_block\.(p[67])\.", "backbone.fpn.extra_blocks.{0}."),
    (r"head\.cls_subnet\.(\d+)\.", "head.classification_head.conv.{0}.0."),
    (r"head\.bbox_subnet\.(\d+)\.", "head.regression_head.conv.{0}.0."),
    (r"head\.cls_score\.", "head.classification_head.cls_logits."),
    (r"head\.bbox_pred\.", "head.regression_head.bbox_reg."),
]


def torchvision_name(name):
    """A detectron2 name by torchvision's: stages from 1 instead of 2, levels from 0 instead of 3, every second entry of a
    subnet (the others rectify)."""
    for pattern, wanted in RENAMED:
        found = re.match(pattern, name)
        if not found:
            continue
        groups = list(found.groups())
        if "res" in pattern:
            groups[0] = str(int(groups[0]) - 1)
        elif "fpn_" in pattern:
            groups[0] = str(int(groups[0]) - 3)
        elif "subnet" in pattern:
            groups[0] = str(int(groups[0]) // 2)
        return wanted.format(*groups) + name[found.end():]
    return None


def from_detectron2(state):
    """The weights by torchvision's names. Constants of the model (pixel_mean, anchors) are left out."""
    weights = {}
    for name, tensor in state.items():
        if name.startswith(("pixel_", "anchor_generator.")):
            continue
        wanted = torchvision_name(name)
        if wanted is None:
            raise SystemExit(f"{name}: not a name of a detectron2 RetinaNet with a ResNet and FPN")
        weights[wanted] = torch.as_tensor(tensor)
    return weights


def with_new_names(state):
    """The weights by the names of torchvision since 0.13."""
    weights = {}
    is_old = any(re.match(r"head\.\w+_head\.conv\.0\.weight", name) for name in state)
    for name, tensor in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        name = re.sub(r"((?:inner|layer)_blocks\.\d+)\.(weight|bias)$", r"\1.0.\2", name)
        if is_old:
            name = re.sub(
                r"(head\.\w+_head\.conv)\.(\d+)\.", lambda found: f"{found[1]}.{int(found[2]) // 2}.0.", name)
        weights[name] = tensor
    return weights


def stages(weights, pattern, find=max):
    found = [int(match[1]) for match in (re.match(pattern, name) for name in weights) if match]
    return find(found) + 1 if found else 0


def architecture(weights):
    """What the shapes show."""
    body = "backbone.body"
    count = stages(weights, rf"{body}\.layer(\d+)\.") - 1
    is_bottleneck = f"{body}.layer1.0.conv3.weight" in weights
    logits = weights["head.classification_head.cls_logits.weight"].shape[0]
    anchors = weights["head.regression_head.bbox_reg.weight"].shape[0] // 4
    channels, source = weights["backbone.fpn.extra_blocks.p6.weight"].shape[:2]
    levels = stages(weights, r"backbone\.fpn\.inner_blocks\.(\d+)\.")
    return {
        "architecture": "retinanet", "block": "bottleneck" if is_bottleneck else "basic",
        "stem_channels": weights[f"{body}.conv1.weight"].shape[0],
        "planes": [weights[f"{body}.layer{stage}.0.conv1.weight"].shape[0] for stage in range(1, count + 1)],
        "depths": [stages(weights, rf"{body}\.layer{stage}\.(\d+)\.") for stage in range(1, count + 1)],
        "expansion": 4 if is_bottleneck else 1, "stride_on": "3x3", "normalization": "batchnorm", "norm_eps": 1e-5,
        "fpn_from": [f"layer{stage}" for stage in range(count - levels + 1, count + 1)], "fpn_channels": channels,
        "p6_from": "P5" if source == channels else "C5",
        "subnet_convs": stages(weights, r"head\.classification_head\.conv\.(\d+)\."),
        "num_classes": logits // anchors, "anchors_per_location": anchors,
    }


def of_model(model):
    """What a torchvision model says beside its weights."""
    generator, transform = model.anchor_generator, model.transform
    ratios = [list(ratios) for ratios in generator.aspect_ratios]
    norm = next((layer for name, layer in model.backbone.body.named_modules() if hasattr(layer, "running_var")), None)
    group = next((layer for layer in model.head.modules() if isinstance(layer, torch.nn.GroupNorm)), None)
    return {
        "head_groups": group.num_groups if group else None,
        "image_mean": list(transform.image_mean), "image_std": list(transform.image_std), "channels": "RGB",
        "input_scale": 1 / 255, "min_size": transform.min_size[-1], "max_size": transform.max_size,
        "size_divisible": transform.size_divisible, "anchor_sizes": [list(sizes) for sizes in generator.sizes],
        "aspect_ratios": ratios[0] if all(row == ratios[0] for row in ratios) else ratios,
        "anchor_order": "ratio-major", "round_anchors": True, "box_weights": [1, 1, 1, 1],
        "norm_eps": norm.eps if norm else 1e-5, "score_threshold": model.score_thresh, "top_k": model.topk_candidates,
        "iou_threshold": model.nms_thresh, "max_detections": model.detections_per_img,
    }


def write(path, weights, settings):
    """Writes a safetensors file."""
    header, data = {"__metadata__": {"format": "pt", "focald": json.dumps(settings, separators=(",", ":"))}}, []
    end = 0
    for name, tensor in sorted(weights.items()):
        tensor = tensor.detach().cpu().contiguous()
        if tensor.dtype not in TYPES:
            raise SystemExit(f"{name}: {tensor.dtype} is no type of weights")
        data.append(tensor.view(torch.uint8).numpy().tobytes() if tensor.dim() else tensor.numpy().tobytes())
        header[name] = {
            "dtype": TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [end, end + len(data[-1])]}
        end += len(data[-1])
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data))


def read(path):
    """The tensors and the settings of a file that `write` has written."""
    raw = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    types = {name: dtype for dtype, name in TYPES.items()}
    settings = json.loads(header.pop("__metadata__")["focald"])
    weights = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        bytes_ = bytearray(raw[8 + length + begin : 8 + length + end])
        weights[name] = torch.frombuffer(bytes_, dtype=types[entry["dtype"]]).reshape(entry["shape"])
    return weights, settings


def check(path, weights, settings):
    """Reads the file again: the same tensors, and as many as the architecture has."""
    found, _ = read(path)
    for name, tensor in weights.items():
        if name not in found or not torch.equal(found[name], tensor.detach().cpu()):
            raise SystemExit(f"{path}: {name} is not what was written")
    expansion, anchors = settings["expansion"], settings["anchors_per_location"]
    wanted = {
        "head.classification_head.cls_logits.weight":
            (anchors * settings["num_classes"], settings["fpn_channels"], 3, 3),
        f"backbone.fpn.inner_blocks.{len(settings['fpn_from']) - 1}.0.weight":
            (settings["fpn_channels"], settings["planes"][-1] * expansion, 1, 1),
    }
    for name, shape in wanted.items():
        if tuple(found[name].shape) != shape:
            raise SystemExit(f"{name}: expected {shape}, found {tuple(found[name].shape)}")
    count = len(settings["anchor_sizes"][0]) * len(
        settings["aspect_ratios"][0] if isinstance(settings["aspect_ratios"][0], list) else settings["aspect_ratios"])
    if count != anchors:
        raise SystemExit(f"the heads have {anchors} anchors a cell, the settings {count}")


def convert(state, settings, path, dtype=torch.float32):
    """Writes the file of a state_dict and checks it. `settings`: what the shapes do not show."""
    weights = {name: tensor.to(dtype) for name, tensor in with_new_names(state).items()}
    settings = architecture(weights) | {key: value for key, value in settings.items() if value is not None}
    write(path, weights, settings)
    check(path, weights, settings)
    return settings


def load_state(path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    return state.get("model", state) if isinstance(state, dict) else state


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", help="a builder of torchvision.models.detection")
    parser.add_argument("--num-classes", type=int, help="of the model, the background among them")
    parser.add_argument("--weights", help="the name of published weights of --model, such as COCO_V1")
    parser.add_argument("--state-dict", help="weights of --model, a file of torch.save")
    parser.add_argument("--detectron2", help="a model of detectron2, a file of torch.save")
    parser.add_argument("--settings", help="a JSON file: keys that win over what is found")
    parser.add_argument("--labels", help="a text file with the name of each class, a line each")
    parser.add_argument("--dtype", default="float32", choices=["float32", "float16", "bfloat16"])
    parser.add_argument("-o", "--output", required=True)
    arguments = parser.parse_args()
    if arguments.detectron2:
        state, settings = from_detectron2(load_state(arguments.detectron2)), dict(DETECTRON2)
    elif arguments.model:
        import torchvision

        build = getattr(torchvision.models.detection, arguments.model)
        options = {"num_classes": arguments.num_classes} if arguments.num_classes else {}
        model = build(weights=arguments.weights, weights_backbone=None, **options)
        state, settings = model.state_dict(), of_model(model)
        if arguments.state_dict:
            state = load_state(arguments.state_dict)
            model.load_state_dict(state)
    else:
        parser.error("give --model or --detectron2")
    if arguments.settings:
        settings |= json.loads(Path(arguments.settings).read_text(encoding="utf-8"))
    if arguments.labels:
        settings["labels"] = Path(arguments.labels).read_text(encoding="utf-8").splitlines()
    settings = convert(state, settings, arguments.output, getattr(torch, arguments.dtype))
    size = Path(arguments.output).stat().st_size / 1e6
    print(f"{arguments.output}: {size:.1f} MB, " + json.dumps({k: settings[k] for k in ("block", "planes", "depths")}))


if __name__ == "__main__":
    main()
