"""losses.retinanet with numbers of 60 digits: Lin et al. 2017, §4, anchor by anchor."""

import math

from mpmath import mpf

from .anchors import exact_generate
from .classification import binary_focal_element
from .detectors import encoded
from .exact import absolute, exp, lift, log1p, minimum
from .exact_composites import Image, Request, answer, iou, normalized
from .geometry import Overlap, centre_and_size
from .regression import huber
from .tensors import rows, shape_and_items, weight_of


def owners(given, anchors, targets):
    """The object of each anchor: its place in `targets`, −1 or −2; and the IoU with it."""
    table = [[iou(anchor, target) for target in targets] for anchor in anchors]
    found = []
    for row in table:
        best = max(row, default=mpf(0))
        if best >= given.get("positive_threshold", 0.5) and row:
            found.append(row.index(best))
        else:
            found.append(-1 if not row or best < given.get("negative_threshold", 0.4) else -2)
    if given.get("allow_low_quality"):
        for column in zip(*table):
            for a, overlap in enumerate(column):
                if overlap == max(column) > 0:
                    found[a] = table[a].index(max(table[a]))
    return found, [max(row, default=mpf(0)) for row in table]


def focal(given, logit, k, label):
    e, alpha = mpf(given.get("label_smoothing", 0)), given.get("alpha", 0.25)
    target = mpf(k == label) * (1 - e) + e / 2
    terms = (log1p(exp(-logit)), log1p(exp(logit)), 1 / (1 + exp(-logit)), 1 / (1 + exp(logit)))
    return binary_focal_element(terms, target, given.get("gamma", 2), alpha[k] if isinstance(alpha, list) else alpha)


def box_error(given, deltas, anchor, target):
    kind, weights = given.get("box_loss", "l1"), given.get("box_weights", [1, 1, 1, 1])
    place = centre_and_size(anchor, "xyxy")
    if kind in ("giou", "diou", "ciou"):
        return Overlap(decoded(deltas, place, weights), target).loss(kind)
    error = lift(0)
    for delta, wanted in zip(deltas, encoded(centre_and_size(target, "xyxy"), place, weights)):
        if kind == "huber":
            error += huber(delta - wanted, given.get("delta", 1))
        elif kind == "smooth-l1":
            error += huber(delta - wanted, given.get("beta", 1)) / mpf(given.get("beta", 1))
        else:
            error += absolute(delta - wanted)
    return error


def decoded(deltas, place, weights):
    (x, y, w, h), clamp = place, math.log(1000 / 16)
    dx, dy, dw, dh = (d / mpf(k) for d, k in zip(deltas, weights))
    x, y, w, h = x + dx * w, y + dy * h, w * exp(minimum(dw, clamp)), h * exp(minimum(dh, clamp))
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def image(request, anchors, logits, deltas, objects):
    given = request.given
    targets = [request.targets[m] for m in objects]
    found, overlaps = owners(given, anchors, targets)
    sums = {"classification": [], "bbox_regression": []}
    for anchor, owner, scores, row in zip(anchors, found, logits, deltas):
        counts = mpf(weight_of(given, objects[owner])) if owner >= 0 else mpf(1)
        if owner != -2:
            label = request.labels[objects[owner]] if owner >= 0 else None
            sums["classification"] += [counts * focal(given, x, k, label) for k, x in enumerate(scores)]
        if owner >= 0:
            sums["bbox_regression"].append(counts * box_error(given, row, anchor, targets[owner]))
    return Image(sums, [objects[m] if m >= 0 else m for m in found], overlaps)


def exact(given):
    request = Request(given)
    laid = shape_and_items(given["anchors"])[1] if "anchors" in given else sum(exact_generate(given)["anchors"], [])
    anchors = [[lift(v) for v in anchor] for anchor in rows(laid, 4)]
    (_, classes), logits = request.heads("class_logits")
    _, deltas = request.heads("box_deltas")
    images = [
        image(request, anchors, rows(x, classes), rows(d, 4), request.objects(n))
        for n, (x, d) in enumerate(zip(logits, deltas))
    ]
    return answer(request, [(name, value, 1) for name, value in normalized(given, images, "image")], images)
