#!/usr/bin/env python3
"""Writes ../Fixtures/shapes/training*.json: what torchvision's training losses say of the raw heads there.

training.json is RetinaNetHead.compute_loss; training-rpn.json is RegionProposalNetwork.compute_loss, which takes the logits
of circles for objectness. All six images as one batch, in float64, with torchvision's own anchors and matching. Of the
gradients, which are as large as the heads, the rows of the positives are recorded, and the sum of all squares.
"""

import json
import struct
from pathlib import Path

import torch

from references.anchors import torchvision_anchors
from references import faster_rcnn
from references.composites import details, images_of, matched
from references.retinanet import compute_loss

FOLDER = Path(__file__).resolve().parent.parent / "Fixtures" / "shapes"
IMAGES = 6


def tensor(image, name):
    """A float32 tensor of a safetensors file, as doubles."""
    data = (FOLDER / f"heads-{image:03}.safetensors").read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    entry = json.loads(data[8:8 + length])[name]
    start, end = (8 + length + offset for offset in entry["data_offsets"])
    return torch.frombuffer(bytearray(data[start:end]), dtype=torch.float32).reshape(entry["shape"]).double()


def ground_truth():
    """The COCO annotations as a request has them: flat, corners."""
    annotations = json.loads((FOLDER / "ground-truth.json").read_text())["annotations"]
    boxes = [[x, y, x + w, y + h] for x, y, w, h in (a["bbox"] for a in annotations)]
    return {
        "target_boxes": boxes, "target_labels": [a["category_id"] for a in annotations],
        "target_image_indices": [a["image_id"] for a in annotations],
    }


def main():
    settings = json.loads((FOLDER / "settings.json").read_text())
    anchors = torch.tensor(torchvision_anchors(settings)["anchors"], dtype=torch.float64)
    logits, deltas = (
        torch.stack([tensor(i, name) for i in range(IMAGES)]).requires_grad_() for name in ("class_logits", "box_deltas"))
    truth = ground_truth()
    retinanet(anchors, logits, deltas, truth)
    rpn(anchors, logits, deltas, truth)


def retinanet(anchors, logits, deltas, truth):
    targets, rows = images_of(truth, IMAGES)
    indices, iou = matched({}, anchors, targets, 0.5, 0.4, True)
    terms = compute_loss({}, logits.shape[2])(targets, logits, deltas, anchors, indices)
    gradients = torch.autograd.grad(sum(terms.values()), (logits, deltas))
    matches = details(indices, iou, rows)
    write("training.json", dict(zip(("class_logits", "box_deltas"), gradients)), {
        **truth, "loss": sum(terms.values()).item(), "components": {name: t.item() for name, t in terms.items()},
        "num_positives": [int((i >= 0).sum()) for i in indices], **matches,
    })


def rpn(anchors, logits, deltas, truth):
    found = faster_rcnn.peer({
        **truth, "objectness": logits[..., 1:2].tolist(), "rpn_box_deltas": deltas.tolist(), "anchors": anchors.tolist(),
        "gradients": True, "details": True,
    })
    gradients = {name: torch.tensor(g, dtype=torch.float64) for name, g in found.pop("gradients").items()}
    del found["unweighted_components"]
    write("training-rpn.json", gradients, {name.removeprefix("rpn_"): value for name, value in found.items()})


def write(name, gradients, recorded):
    at = (recorded["matches"]["image_indices"], recorded["matches"]["anchor_indices"])
    recorded["gradients_of_positives"] = {n: g[at].tolist() for n, g in gradients.items()}
    recorded["squares_of_gradients"] = {n: (g * g).sum().item() for n, g in gradients.items()}
    lines = (f" {json.dumps(k)}: {json.dumps(v)}" for k, v in recorded.items())
    (FOLDER / name).write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
