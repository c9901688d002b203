"""losses.fcos and losses.ssd: torchvision's FCOS.compute_loss and SSD.compute_loss in float64, gradients by autograd.

What torchvision does not offer as a parameter is put in its place: the focal loss's γ and α, box losses without eps, what rows
that learn an object count.
"""

import math
from functools import partial
from types import SimpleNamespace
from unittest import mock

import torch
import torch.nn.functional as F
import torchvision.ops as ops
from torchvision.models.detection import fcos
from torchvision.models.detection._utils import BoxLinearCoder, SSDMatcher
from torchvision.models.detection.ssd import SSD

from .composites import anchors_of, answer, batched, coder, counted, images_of, weighed
from .geometry import KINDS, peer_losses
from .heads import fcos_boxes, fcos_cells
from .inputs import Inputs
from .retinanet import focal_loss
from .vectors import Operation


def normalised(request, loss, count, positives):
    """The terms of all images: as torchvision has them, by the batch, or by another N. `loss` is of some images."""
    everything = list(range(count))
    if request.get("normalization", "batch") == "image":
        terms = [loss([i]) for i in everything]
        return {name: sum(t[name] for t in terms) / count for name in terms[0]}
    terms = loss(everything)
    if "normalizer" in request:
        terms = {name: t * max(1, sum(positives)) / request["normalizer"] for name, t in terms.items()}
    return terms


def completed(request, images, parameters):
    """`images`: how many of the objects are in each, or nothing."""
    if images:
        request["target_image_indices"] = [i for i, n in enumerate(images) for _ in range(n)]
    return {**request, "gradients": True, **parameters}


# --- FCOS ---


def fcos_peer(request):
    given = {name: batched(request, name) for name in ("class_logits", "box_deltas", "centerness")}
    cells, levels = fcos_cells(request)
    anchors = fcos_boxes(cells)
    per_level = [end - start for start, end in levels]
    batch = {name: view for name, (_, view) in given.items()}
    count, _, classes = batch["class_logits"].shape
    targets, rows = images_of(request, count)
    head = fcos.FCOSHead(32, 1, classes, num_convs=1)
    head.box_coder = BoxLinearCoder(normalize_by_size=request.get("normalized_deltas", True))
    matched, compute = [], head.compute_loss
    head.compute_loss = lambda t, o, a, m: matched.append(m) or compute(t, o, a, m)
    radius = request.get("center_sampling_radius", 1.5)
    model = SimpleNamespace(head=head, center_sampling_radius=math.inf if radius is None else radius)
    focal = focal_loss(request)
    kind = request.get("box_loss", "giou")
    entropy = F.binary_cross_entropy_with_logits

    def loss(images):
        # The first call, of all images, has matched them before it comes to a loss.
        found = lambda: torch.cat([matched[0][i] for i in images])
        each = lambda: torch.cat(counted(request, [matched[0][i] for i in images], [rows[i] for i in images]))
        own = lambda: each()[found() >= 0]
        heads = {"cls_logits": "class_logits", "bbox_regression": "box_deltas", "bbox_ctrness": "centerness"}
        outputs = {theirs: batch[ours][images] for theirs, ours in heads.items()}
        overlap = lambda boxes, others, reduction: (peer_losses(kind, boxes, others) * own()).sum()
        # Centerness alone is of one dimension.
        certainty = lambda x, *rest, **options: entropy(x, *rest, **options, weight=own() if x.dim() == 1 else None)
        by_class = lambda x, wanted, reduction: weighed(focal, [each()])(
            x.flatten(0, 1), wanted.flatten(0, 1), reduction=reduction)
        with mock.patch.object(fcos, "sigmoid_focal_loss", by_class if "target_weights" in request else focal), \
                mock.patch.object(fcos, "generalized_box_iou_loss", overlap), \
                mock.patch("torch.nn.functional.binary_cross_entropy_with_logits", certainty):
            return fcos.FCOS.compute_loss(
                model, [targets[i] for i in images], outputs, [anchors] * len(images), per_level)

    loss(list(range(count)))
    indices = matched[0]
    found = normalised(request, loss, count, [int((i >= 0).sum()) for i in indices])
    iou = [own_iou(anchors, t, i) for t, i in zip(targets, indices)]
    leaves = {name: leaf for name, (leaf, _) in given.items()}
    return answer(request, leaves, list(found.items()), indices, iou, rows)


def own_iou(anchors, target, index):
    """The IoU of each anchor with the object it is matched to."""
    if not len(target["boxes"]):
        return torch.zeros(len(anchors), dtype=torch.float64)
    return ops.box_iou(anchors, target["boxes"]).gather(1, index.clamp(min=0)[:, None])[:, 0]


def object_box(inputs):
    """Edges are odd multiples of 0.05, those of a predicted box even ones of 0.01: where two edges meet, an overlap has no
    derivative."""
    box = inputs.box(extent=48.0, smallest=0.2, greatest=0.85)
    return [round(math.floor(10 * edge) / 10 + 0.05, 2) for edge in box]


def fcos_operation():
    operation = Operation(
        "losses.fcos", "torchvision's FCOS.compute_loss in float64; its GIoU loss without eps", None, fcos_peer)
    inputs = Inputs(operation.name)
    pyramid = {"feature_sizes": [[6, 6], [3, 3], [2, 2]], "strides": [8, 16, 32]}
    count = 36 + 9 + 4

    def case(objects, classes=2, images=None, **parameters):
        batch = (len(images),) if images else ()
        request = {
            "class_logits": inputs.numbers((*batch, count, classes), -3, 3, 2),
            "box_deltas": inputs.numbers((*batch, count, 4), 0.3, 2.5, 2),
            "centerness": inputs.numbers((*batch, count, 1), -2, 2, 2), **pyramid,
            "target_boxes": [object_box(inputs) for _ in range(objects)],
            "target_labels": inputs.integers((objects,), 0, classes - 1),
        }
        return completed(request, images, parameters)

    operation.add("defaults", {**case(3), "gradients": False})
    operation.add("one-image", case(4, details=True))
    for kind in ("iou", "giou", "diou", "ciou"):
        operation.add(f"box-{kind}", case(3, box_loss=kind))
    for radius in (None, 0.75, 3):
        operation.add(f"radius-{radius}", case(4, center_sampling_radius=radius, details=True))
    in_pixels = case(3, normalized_deltas=False)
    in_pixels["box_deltas"] = [[round(8 * d, 2) for d in row] for row in in_pixels["box_deltas"]]
    operation.add("in-pixels", in_pixels)
    operation.add("focal", case(3, gamma=1, alpha=None))
    operation.add("weights", case(
        3, classification_weight=0.5, bbox_regression_weight=2.0, bbox_ctrness_weight=0.25))
    for how in ({}, {"normalization": "image"}, {"normalizer": 7.5}):
        operation.add("batch" + "".join(f"-{v}" for v in how.values()), case(3, images=[2, 0, 1], details=True, **how))
    operation.add("objects-out-of-order", {
        **case(4, images=[2, 2]), "target_image_indices": [1, 0, 1, 0], "details": True})
    operation.add("no-objects", {**case(1), "target_boxes": [], "target_labels": [], "details": True})
    operation.add("centres", case(3, center_offset=0.5, details=True))
    request = {**case(2, details=True), "feature_sizes": [[3, 4]], "strides": [16]}
    for name in ("class_logits", "box_deltas", "centerness"):
        request[name] = request[name][:12]
    operation.add("one-level", request)
    operation.add("alphas", case(3, alpha=[0.125, 0.75]))
    operation.add("label-smoothing", case(3, label_smoothing=0.1))
    for kind, how in (("giou", "batch"), ("iou", "image")):
        operation.add(f"target-weights-{kind}", case(
            4, images=[3, 1], box_loss=kind, normalization=how, target_weights=[0.5, 3, 0, 1.25]))
    return operation


# --- SSD ---


def ssd_box_loss(request):
    """A coder, and what compares deltas with what that makes of the objects: their deltas, or the boxes themselves."""
    kind, plain = request.get("box_loss", "smooth-l1"), coder({"box_weights": [10, 10, 5, 5], **request})
    if kind not in KINDS:
        return plain, {
            "smooth-l1": partial(F.smooth_l1_loss, beta=request.get("beta", 1.0)), "l1": F.l1_loss,
            "huber": partial(F.huber_loss, delta=request.get("delta", 1.0)),
        }[kind]
    seen = []
    passing = SimpleNamespace(encode_single=lambda boxes, anchors: seen.append(anchors) or boxes)
    return passing, lambda deltas, boxes, reduction: peer_losses(
        kind, plain.decode_single(deltas, seen.pop()), boxes).sum()


def class_loss(request):
    """PyTorch's cross entropy with weights and smoothed labels."""
    weights = request.get("class_weights")
    return partial(
        F.cross_entropy, weight=None if weights is None else torch.tensor(weights, dtype=torch.float64),
        label_smoothing=request.get("label_smoothing", 0.0))


def ssd_peer(request):
    given = {name: batched(request, name) for name in ("class_logits", "box_deltas")}
    logits, deltas = (view for _, view in given.values())
    anchors = anchors_of(request)
    targets, rows = images_of(request, len(logits))
    matcher = SSDMatcher(request.get("positive_threshold", 0.5))
    indices = [
        matcher(ops.box_iou(t["boxes"], anchors)) if len(t["boxes"]) else torch.full((len(anchors),), -1)
        for t in targets]
    ratio = request.get("neg_to_pos_ratio", 3)
    box_coder, box = ssd_box_loss(request)
    model = SimpleNamespace(box_coder=box_coder, neg_to_pos_ratio=ratio)

    counts = counted(request, indices, rows)

    def loss(images):
        outputs = {"cls_logits": logits[images], "bbox_regression": deltas[images]}
        each = torch.cat([counts[i] for i in images])
        plain = by_class = class_loss(request)
        by_box = box
        if "target_weights" in request:
            by_class = lambda x, wanted, reduction: plain(x, wanted, reduction=reduction) * each
            by_box = weighed(box, [counts[i][indices[i] >= 0] for i in images])
        with mock.patch("torch.nn.functional.smooth_l1_loss", by_box), \
                mock.patch("torch.nn.functional.cross_entropy", by_class):
            found = SSD.compute_loss(
                model, [targets[i] for i in images], outputs, [anchors] * len(images), [indices[i] for i in images])
        return {name: found[name] for name in ("classification", "bbox_regression")}

    positives = [int((i >= 0).sum()) for i in indices]
    found = normalised(request, loss, len(logits), positives)
    iou = [own_iou(anchors, t, i) for t, i in zip(targets, indices)]
    leaves = {name: leaf for name, (leaf, _) in given.items()}
    made = answer(request, leaves, list(found.items()), indices, iou, rows)
    if request.get("details"):
        made["num_ignored"] = [len(anchors) - n - min(math.ceil(ratio * n), len(anchors) - n) for n in positives]
    return made


def ssd_operation():
    operation = Operation("losses.ssd", "torchvision's SSD.compute_loss in float64", None, ssd_peer)
    inputs = Inputs(operation.name)

    def case(objects, anchors, classes=4, images=None, **parameters):
        boxes = [inputs.box(greatest=0.5, smallest=0.2) for _ in range(objects)]
        near = [inputs.near(boxes[i % objects], by=0.25) for i in range(3 * objects)]
        batch = (len(images),) if images else ()
        request = {
            "class_logits": inputs.numbers((*batch, anchors, classes), -3, 3),
            "box_deltas": inputs.numbers((*batch, anchors, 4), -1, 1),
            "anchors": near + [inputs.box(greatest=0.3) for _ in range(anchors - len(near))],
            "target_boxes": boxes, "target_labels": inputs.integers((objects,), 1, classes - 1),
        }
        return completed(request, images, parameters)

    operation.add("defaults", {**case(1, 24), "gradients": False})
    operation.add("one-image", case(2, 30, details=True))
    for kind in ("l1", "smooth-l1", "huber", "giou", "diou", "ciou"):
        operation.add(f"box-{kind}", case(2, 28, box_loss=kind))
    operation.add("box-weights", case(2, 28, box_weights=[1, 1, 1, 1], beta=0.5))
    for ratio in (0, 1, 1.5):
        operation.add(f"ratio-{ratio}", case(2, 28, neg_to_pos_ratio=ratio, details=True))
    operation.add("every-object-its-best-anchor", case(3, 20, positive_threshold=0.95, details=True))
    operation.add("low-threshold", case(3, 60, positive_threshold=0.1, neg_to_pos_ratio=0.5, details=True))
    operation.add("weights", case(2, 28, classification_weight=0.5, bbox_regression_weight=2.0))
    for how in ({}, {"normalization": "image"}, {"normalizer": 7.5}):
        operation.add(
            "batch" + "".join(f"-{v}" for v in how.values()), case(3, 40, images=[2, 0, 1], details=True, **how))
    operation.add("objects-out-of-order", {
        **case(4, 40, images=[2, 2]), "target_image_indices": [1, 0, 1, 0], "details": True})
    operation.add("no-objects", {**case(1, 8), "target_boxes": [], "target_labels": [], "details": True})
    operation.add("class-weights", case(2, 28, class_weights=[0.5, 2, 1.25, 1], details=True))
    operation.add("label-smoothing", case(2, 28, label_smoothing=0.1, details=True))
    operation.add("class-weights-and-smoothing", case(
        3, 40, images=[2, 1], class_weights=[0.5, 2, 1.25, 0], label_smoothing=0.25))
    # Of fewer background anchors than three times the positives torchvision counts positives twice.
    for kind, how in (("smooth-l1", "batch"), ("huber", "image")):
        operation.add(f"target-weights-{kind}", case(
            4, 80, images=[3, 1], box_loss=kind, normalization=how, target_weights=[0.5, 3, 0, 1.25], details=True))
    return operation


def operations():
    return [fcos_operation(), ssd_operation()]
