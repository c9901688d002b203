"""losses.retinanet: torchvision's RetinaNetHead.compute_loss in float64, gradients by autograd; exactly: exact_retinanet.

What torchvision does not offer as a parameter is put in its place: the focal loss's γ and α, the box loss's β, and box
losses without their eps.
"""

from functools import partial
from unittest import mock

import torch
import torch.nn.functional as F
import torchvision.ops as ops
from torchvision.models.detection import retinanet
from torchvision.models.detection._utils import _box_loss

from . import exact_retinanet
from .composites import anchors_of, answer, batched, coder, counted, images_of, matched, weighed
from .geometry import peer_losses
from .inputs import Inputs
from .vectors import Operation


def box_loss(request):
    """A _box_loss of the request's kind and parameters."""
    kind = request.get("box_loss", "l1")

    def loss(_, coder, anchors, targets, deltas, cnf=None):
        if kind == "l1":
            return _box_loss("l1", coder, anchors, targets, deltas)
        if kind == "smooth-l1":
            return _box_loss("smooth_l1", coder, anchors, targets, deltas, {"beta": request.get("beta", 1.0)})
        if kind == "huber":
            wanted = coder.encode_single(targets, anchors)
            return F.huber_loss(deltas, wanted, reduction="sum", delta=request.get("delta", 1.0))
        return peer_losses(kind, coder.decode_single(deltas, anchors), targets).sum()

    return loss


def focal_loss(request):
    """torchvision's focal loss, with an α for each class and smoothed labels."""
    alpha, e = request.get("alpha", 0.25), request.get("label_smoothing", 0)
    if not isinstance(alpha, list) and not e:
        return partial(ops.sigmoid_focal_loss, gamma=request.get("gamma", 2), alpha=-1 if alpha is None else alpha)

    def focal(logits, targets, reduction):
        targets = targets.double() * (1 - e) + e / 2
        weight = 1 if alpha is None else torch.tensor(alpha, dtype=torch.float64)
        each = ops.sigmoid_focal_loss(logits, targets, gamma=request.get("gamma", 2), alpha=-1)
        return (each * (1 if alpha is None else weight * targets + (1 - weight) * (1 - targets))).sum()

    return focal


def compute_loss(request, classes):
    """torchvision's head, with the request's losses in it; `counts`: by image and anchor what each counts."""
    head = retinanet.RetinaNetHead(1, 1, classes)
    head.regression_head.box_coder = coder(request)
    focal = focal_loss(request)

    def loss(targets, logits, deltas, anchors, indices, counts):
        by_class, by_box = focal, box_loss(request)
        if "target_weights" in request:
            by_class = weighed(by_class, [c[i != -2] for c, i in zip(counts, indices)], 0)
            by_box = weighed(by_box, [c[i >= 0] for c, i in zip(counts, indices)], 2)
        with mock.patch.object(retinanet, "sigmoid_focal_loss", by_class), \
                mock.patch.object(retinanet, "_box_loss", by_box):
            return head.compute_loss(
                targets, {"cls_logits": logits, "bbox_regression": deltas}, [anchors] * len(targets), indices)

    return loss


def peer(request):
    (given_logits, logits), (given_deltas, deltas) = batched(request, "class_logits"), batched(request, "box_deltas")
    anchors = anchors_of(request)
    targets, rows = images_of(request, len(logits))
    indices, iou = matched(request, anchors, targets, 0.5, 0.4, False)
    loss = compute_loss(request, logits.shape[2])
    counts = counted(request, indices, rows)
    if request.get("normalization", "image") == "image":
        found = loss(targets, logits, deltas, anchors, indices, counts)
    else:
        found = of_the_batch(request, loss, targets, logits, deltas, anchors, indices, counts)
    leaves = {"class_logits": given_logits, "box_deltas": given_deltas}
    return answer(request, leaves, list(found.items()), indices, iou, rows)


def of_the_batch(request, loss, targets, logits, deltas, anchors, indices, weights):
    """Each image's sums, which torchvision has divided by its positives, by those of all."""
    counts = [max(1, int((i >= 0).sum())) for i in indices]
    divisor = request.get("normalizer") or max(1, sum(int((i >= 0).sum()) for i in indices))
    found = {}
    for n, count in enumerate(counts):
        image = loss(
            targets[n:n + 1], logits[n:n + 1], deltas[n:n + 1], anchors, indices[n:n + 1], weights[n:n + 1])
        for name, value in image.items():
            found[name] = found.get(name, 0) + value * count / divisor
    return found


def operations():
    operation = Operation(
        "losses.retinanet", "torchvision's RetinaNetHead.compute_loss; box losses without eps", exact_retinanet.exact,
        peer, is_composite=True)
    inputs = Inputs(operation.name)

    def case(objects, anchors, classes=3, images=None, **parameters):
        boxes = [inputs.box(greatest=0.5, smallest=0.2) for _ in range(objects)]
        near = [inputs.near(boxes[i % objects], by=0.25) for i in range(anchors)]
        batch = (len(images),) if images else ()
        request = {
            "class_logits": inputs.numbers((*batch, anchors, classes), -3, 3),
            "box_deltas": inputs.numbers((*batch, anchors, 4), -1, 1), "anchors": near,
            "target_boxes": boxes, "target_labels": inputs.integers((objects,), 0, classes - 1),
        }
        if images:
            request["target_image_indices"] = [i for i, n in enumerate(images) for _ in range(n)]
        return {**request, "gradients": True, **parameters}

    operation.add("defaults", {**case(2, 6), "gradients": False})
    operation.add("one-image", case(3, 9, details=True))
    operation.add("low-quality", case(4, 12, allow_low_quality=True, details=True))
    for kind in ("l1", "smooth-l1", "huber", "giou", "diou", "ciou"):
        operation.add(f"box-{kind}", case(3, 8, box_loss=kind))
        operation.add(f"box-{kind}-weights", case(3, 8, box_loss=kind, box_weights=[10, 10, 5, 5]))
    operation.add("smooth-l1-beta", case(3, 8, box_loss="smooth-l1", beta=0.1))
    operation.add("huber-delta", case(3, 8, box_loss="huber", delta=0.25))
    for gamma, alpha in ((0, None), (1, 0.5), (1.5, 0.75), (2, None), (5, 0.25)):
        operation.add(f"focal-{gamma}-{alpha}", case(2, 6, gamma=gamma, alpha=alpha))
    operation.add("weights", case(3, 8, classification_weight=0.5, bbox_regression_weight=2.5))
    operation.add("thresholds", case(4, 14, positive_threshold=0.6, negative_threshold=0.55, details=True))
    batch = [2, 0, 1]
    for normalization in ("image", "batch"):
        how = {"images": batch, "normalization": normalization}
        operation.add(f"batch-by-{normalization}", case(3, 8, **how, details=True))
    operation.add("batch-normalizer", case(3, 8, images=batch, normalization="batch", normalizer=12.5))
    operation.add("objects-out-of-order", {**case(4, 10, images=[2, 2]), "target_image_indices": [1, 0, 1, 0],
                                           "details": True})
    operation.add("no-objects", {**case(1, 6), "target_boxes": [], "target_labels": [], "details": True})
    operation.add("all-ignored", case(2, 8, positive_threshold=1, negative_threshold=0, details=True))
    operation.add("every-size-clamped", {**case(1, 4, box_loss="giou"), "box_deltas": [[0.1, 0.2, 5, 6]] * 4})
    pyramid = {
        "image_size": [32, 48], "feature_sizes": [[4, 6], [2, 3]], "anchor_sizes": [[8, 12], [16, 24]],
        "aspect_ratios": [0.5, 1, 2], "anchor_order": "ratio-major", "round_anchors": True,
    }
    anchors = (4 * 6 + 2 * 3) * 6
    request = case(1, anchors, classes=2, images=[2, 1], allow_low_quality=True, details=True, **pyramid)
    del request["anchors"]
    objects = {"target_boxes": [[3.1, 4.2, 17.3, 20.6], [30.4, 8.1, 44.9, 16.2], [9.3, 9.1, 33.4, 30.7]],
               "target_labels": [1, 0, 1]}
    operation.add("pyramid", {**request, **objects})
    operation.add("alphas", case(3, 8, images=[2, 1], alpha=[0.125, 0.75, 0.5]))
    operation.add("label-smoothing", case(3, 8, label_smoothing=0.1))
    operation.add("alphas-and-smoothing", case(3, 8, label_smoothing=0.25, alpha=[1, 0.25, 0.375], gamma=1.5))
    for kind, how in (("l1", "image"), ("giou", "batch")):
        operation.add(f"target-weights-{kind}", case(
            4, 10, images=[3, 0, 1], box_loss=kind, normalization=how, target_weights=[0.5, 3, 0, 1.25]))
    return [operation]
