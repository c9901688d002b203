"""PyTorch and torchvision, doing the same work as `focald-benchmarks`, by the commands of lines.py.

With --compile the losses run under torch.compile, and batched NMS as detectron2 writes it. All threads that PyTorch takes by itself are used.
"""

import sys

import torch
import torchvision
from torchvision.models.detection import RetinaNet
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.ops import batched_nms, box_iou, complete_box_iou_loss, nms, sigmoid_focal_loss

import lines

COMPILED = "--compile" in sys.argv


def read(directory, name, kind, *shape):
    return torch.from_numpy(lines.read(directory, name, kind, *shape))


def forward_backward(loss, predictions):
    """A function that does loss and gradient once."""
    function = torch.compile(loss) if COMPILED else loss

    def run():
        predictions.grad = None
        value = function(predictions)
        value.backward()
        return {"loss": value, "gradient": predictions.grad}

    return run


def focal(directory, _size):
    logits, targets = read(directory, "logits", "f32"), read(directory, "targets", "f32")
    loss = lambda x: sigmoid_focal_loss(x, targets, alpha=0.25, gamma=2, reduction="sum")
    return forward_backward(loss, logits.requires_grad_())


def ciou(directory, _size):
    boxes, targets = (read(directory, name, "f32", -1, 4) for name in ("boxes", "targets"))
    loss = lambda x: complete_box_iou_loss(x, targets, reduction="sum")
    return forward_backward(loss, boxes.requires_grad_())


def pairwise(directory, _size):
    boxes, others = (read(directory, name, "f32", -1, 4) for name in ("boxes", "others"))
    return lambda: {"iou": box_iou(boxes, others)}


def suppression(directory, _size):
    boxes, scores = read(directory, "boxes", "f32", -1, 4), read(directory, "scores", "f32")
    return lambda: {"indices": nms(boxes, scores, 0.5)}


def batched(directory, _size):
    boxes, scores = read(directory, "boxes", "f32", -1, 4), read(directory, "scores", "f32")
    labels = read(directory, "labels", "i64")
    function = torch.compile(side_by_side) if COMPILED else batched_nms
    return lambda: {"indices": function(boxes, scores, labels, 0.5)}


def side_by_side(boxes, scores, labels, threshold):
    """Each class moved to a place of its own, then all at once."""
    offsets = labels.to(boxes) * (boxes.max() + 1)
    return nms(boxes + offsets[:, None], scores, threshold)


def retinanet(directory, _size):
    height, width = read(directory, "image_size", "i64").tolist()
    cells = read(directory, "feature_sizes", "i64", -1, 2).prod(1)
    anchors = read(directory, "anchors", "f32", -1, 4)
    logits = read(directory, "class_logits", "f32", 1, len(anchors), -1)
    deltas = read(directory, "box_deltas", "f32", 1, -1, 4)
    backbone = torch.nn.Identity()
    backbone.out_channels = 8
    generator = AnchorGenerator(((32, 40, 50),) * 5, ((0.5, 1.0, 2.0),) * 5)
    model = RetinaNet(backbone, logits.shape[-1], anchor_generator=generator, detections_per_img=100).eval()
    levels = [int(count) * 9 for count in cells]
    heads = {"cls_logits": list(logits.split(levels, 1)), "bbox_regression": list(deltas.split(levels, 1))}
    anchors = [list(anchors.split(levels))]

    @torch.no_grad()
    def run():
        return model.postprocess_detections(heads, anchors, [(height, width)])[0]

    return run


WORK = {
    "focal": focal,
    "ciou": ciou,
    "pairwise-iou": pairwise,
    "nms": suppression,
    "nms-dense": suppression,
    "batched-nms": batched,
    "retinanet": retinanet,
}


if __name__ == "__main__":
    lines.serve(WORK)
