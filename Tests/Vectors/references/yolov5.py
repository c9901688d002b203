"""losses.yolov5: once with numbers of 60 digits, object by object; once over dense tensors in PyTorch, as the authors' code lays
them out (without its eps)."""

import torch
import torch.nn.functional as F
import torchvision.ops as ops
from mpmath import mp, mpf

from . import composites
from .composites import batched, images_of, modulated as peer_modulated, target_weights, yes_no_classes
from .exact import exp, lift, total
from .exact_composites import Request, covered
from .exact_yolo import class_terms, corners, levels, modulated, positive_cross_entropy, rows_of
from .geometry import KINDS, Overlap, centre_and_size, peer_losses
from .inputs import Inputs
from .reduction import by_autograd, double
from .tensors import rows, weight_of
from .vectors import Operation
from .yolo import ANCHORS, feature_sizes

WEIGHTS = {"box": mpf("0.05"), "objectness": mpf(1), "classification": mpf("0.5")}
# The sides of a cell, as the code goes through them: the cell itself, left, above, right, below.
SIDES = ((0, 0), (-1, 0), (0, -1), (1, 0), (0, 1))


def balance_of(request, count):
    given = request.get("balance")
    return given or ([4.0, 1.0, 0.4] if count == 3 else [4.0, 1.0, 0.25, 0.06, 0.02][:count])


def finished(request, terms, gradients, pairs, ignored, images):
    """The answer: `terms` are unweighted; `pairs` are (image, row, target, IoU)."""
    scale = images if request.get("times_images") else 1
    number = type(next(iter(terms.values())))
    weighted = {name: value * number(request.get(f"{name}_weight", WEIGHTS[name])) * scale for name, value in terms.items()}
    found = {
        "loss": sum(weighted.values()), "components": weighted, "unweighted_components": terms,
        "num_positives": [sum(p[0] == i for p in pairs) for i in range(images)],
    }
    if request.get("gradients"):
        found["gradients"] = gradients
    if request.get("details"):
        pairs = sorted(pairs, key=lambda p: p[:3])
        names = ("image_indices", "anchor_indices", "target_indices", "iou")
        found["matches"] = {name: [p[k] for p in pairs] for k, name in enumerate(names)}
        found["num_ignored"] = ignored
        found["unmatched_targets"] = sorted(set(range(len(request["target_labels"]))) - {p[2] for p in pairs})
    return found


# --- the exact side ---


def sigmoid(x):
    return 1 / (1 + exp(-x))


def decoded(row, numbers):
    x, y, w, h = (sigmoid(v) for v in numbers[:4])
    return corners(
        (2 * x - mpf("0.5") + row.column) * row.stride_x, (2 * y - mpf("0.5") + row.row) * row.stride_y,
        4 * w * w * row.anchor[0], 4 * h * h * row.anchor[1])


def owners(given, table, box):
    """The rows that learn a box: (side, row), a row once for each side that leads to it."""
    x, y, w, h = (v.value for v in centre_and_size(box, "xyxy"))
    found = []
    for number, (height, width, stride_y, stride_x) in enumerate(levels(given)):
        near = list(sides_near(x / stride_x, y / stride_y, width, height, mpf(given.get("neighbor_distance", 0.5))))
        for n, row in enumerate(table):
            if row.level != number:
                continue
            ratios = [w / row.anchor[0], h / row.anchor[1]]
            worst = max(max(r, 1 / r) for r in ratios)
            apart(worst, mpf(given.get("anchor_ratio", 4)))
            if worst < mpf(given.get("anchor_ratio", 4)):
                found += [(side, n) for side, column, line in near if (column, line) == (row.column, row.row)]
    return found


def sides_near(x, y, width, height, g):
    """(side, column, row) of each cell that is near to a point in cells."""
    for side, (dx, dy) in enumerate(SIDES):
        along, extent = (x, width) if dx else (y, height)
        ahead = along if dx + dy < 0 else extent - along
        if side and not (ahead - mp.floor(ahead) < g and ahead > 1):
            continue
        column, line = (int(mp.floor(v + d * g)) for v, d in ((x, dx), (y, dy)))
        yield side, min(column, width - 1), min(line, height - 1)


def apart(a, b):
    if abs(a - b) < 1e-4:
        raise ValueError("a decision that float32 may take otherwise")


def exact(given):
    request, table = Request(given), rows_of({"row_order": "anchor-major", **given})
    (_, channels), heads = request.heads("predictions")
    heads = [rows(numbers, channels) for numbers in heads]
    count = len(levels(given))
    learned, passed_over = [], [
        covered(given, [[v.value for v in row.prior()] for row in table], i) for i in range(len(heads))]
    for image in range(len(heads)):
        found = [(side, n, m) for m in request.objects(image) for side, n in owners(given, table, request.targets[m])]
        learned += [(table[n].level, side, table[n].anchor, m, image, n) for side, n, m in found if n not in passed_over[image]]
    order = {id(a): k for k, a in enumerate(row.anchor for row in table)}
    learned.sort(key=lambda e: (e[0], e[1], order[id(e[2])], e[3]))
    kind, share = given.get("box_loss", "ciou"), mpf(given.get("iou_ratio", 1))
    errors, classes, pairs = [[] for _ in range(count)], [[] for _ in range(count)], []
    targets = {}  # By row: what the objectness learns, and what that counts.
    for level, _, _, m, image, n in learned:
        numbers, target = heads[image][n], request.targets[m]
        overlap = Overlap(decoded(table[n], numbers), target)
        error, counts = overlap.loss(kind), mpf(weight_of(given, m))
        errors[level].append(counts * error)
        held = 1 - share + share * max(1 - error.value, 0)
        if given.get("shared_row") != "greatest" or held >= targets.get((image, n), (0, 1))[0]:
            targets[image, n] = held, counts
        pairs.append((image, n, m, overlap.iou().value))
        if channels > 6:
            classes[level] += [counts * term for term in class_terms(given, numbers[5:], request.labels[m])]
    objectness = [[] for _ in range(count)]
    for image, head in enumerate(heads):
        for n, (row, numbers) in enumerate(zip(table, head)):
            if n not in passed_over[image]:
                weight = mpf(given.get("objectness_pos_weight", 1))
                held, counts = targets.get((image, n), (mpf(0), mpf(1)))
                entropy = positive_cross_entropy(numbers[4], held, weight)
                objectness[row.level].append(counts * modulated(given, numbers[4], held, entropy))
    balance = [mpf(b) for b in balance_of(given, count)]
    terms = {
        "box": total(mean(e) for e in errors), "objectness": total(b * mean(o) for b, o in zip(balance, objectness)),
        "classification": total(mean(c) for c in classes)}
    found = finished(given, terms, None, pairs, [len(p) for p in passed_over], len(heads))
    if given.get("gradients"):
        found["gradients"] = request.variables.gradients(lift(found["loss"]))
    found["loss"] = lift(found["loss"]).value
    for name in ("components", "unweighted_components"):
        found[name] = {k: lift(v).value for k, v in found[name].items()}
    return found


def mean(values):
    return total(values) / len(values) if values else lift(0)


# --- the peer ---


def peer(request):
    leaf, heads = batched(request, "predictions")
    sizes, strides = feature_sizes(request)
    targets, flat = images_of(request, len(heads))
    anchors = [double(a) for a in request.get("anchors") or [ANCHORS[int(s[0])] for s in strides]]
    major = request.get("row_order", "anchor-major") == "anchor-major"
    boxes, labels, image_of, names = together(targets, flat)
    terms, pairs, start = {name: heads.sum() * 0 for name in WEIGHTS}, [], 0
    ignored = [0] * len(heads)
    for number, ((h, w), (sy, sx), own) in enumerate(zip(sizes, strides, anchors)):
        count = h * w * len(own)
        part = heads[:, start : start + count]
        level = part.unflatten(1, (len(own), h, w) if major else (h, w, len(own)))
        level = level if major else level.permute(0, 3, 1, 2, 4)  # (B, A, H, W, 5 + K)
        places = torch.arange(count).reshape((len(own), h, w) if major else (h, w, len(own)))
        places = (places if major else places.permute(2, 0, 1)) + start
        counts = counted(request, own, (h, w), (sy, sx), len(heads))
        b, a, j, i, m = built(request, boxes, image_of, own, (h, w), (sy, sx))
        kept = counts[b, a, j, i]
        b, a, j, i, m = (v[kept] for v in (b, a, j, i, m))
        wanted, weights = torch.zeros(level.shape[:4]).double(), torch.ones(level.shape[:4]).double()
        if len(b):
            row = level[b, a, j, i]
            cell = torch.stack((i, j), 1)
            stride = torch.tensor([[sx, sy]], dtype=torch.float64)
            centre = (2 * row[:, :2].sigmoid() - 0.5 + cell) * stride
            found = ops.box_convert(torch.cat((centre, (2 * row[:, 2:4].sigmoid()) ** 2 * own[a]), 1), "cxcywh", "xyxy")
            error, own_weights = peer_losses(request.get("box_loss", "ciou"), found, boxes[m]), target_weights(request, names[m])
            terms["box"] = terms["box"] + (error * own_weights).mean()
            g = request.get("iou_ratio", 1)
            held = 1 - g + g * (1 - error.detach()).clamp(min=0)
            for n in held.argsort(stable=True) if request.get("shared_row") == "greatest" else range(len(b)):
                wanted[b[n], a[n], j[n], i[n]] = held[n]
                weights[b[n], a[n], j[n], i[n]] = own_weights[n]
            if level.shape[4] > 6:
                by_class = yes_no_classes(request, row[:, 5:], labels[m], counts=own_weights[:, None])
                terms["classification"] = terms["classification"] + by_class / row[:, 5:].numel()
            overlap = ops.box_iou(found, boxes[m]).diagonal().tolist()
            pairs += list(zip(b.tolist(), places[a, j, i].tolist(), names[m].tolist(), overlap))
        weight = torch.tensor(float(request.get("objectness_pos_weight", 1)), dtype=torch.float64)
        each = F.binary_cross_entropy_with_logits(level[..., 4], wanted, reduction="none", pos_weight=weight)
        each = peer_modulated(request, level[..., 4], wanted, each) * weights
        if counts.any():
            terms["objectness"] = terms["objectness"] + each[counts].mean() * balance_of(request, len(sizes))[number]
        ignored = [n + int((~c).sum()) for n, c in zip(ignored, counts)]
        start += count
    tensors = {name: value for name, value in terms.items()}
    scale = len(heads) if request.get("times_images") else 1
    loss = sum(v * float(request.get(f"{n}_weight", WEIGHTS[n])) for n, v in tensors.items()) * scale
    gradients = by_autograd({"predictions": leaf}, loss) if request.get("gradients") else None
    return finished(request, {k: v.item() for k, v in terms.items()}, gradients, pairs, ignored, len(heads))


def together(targets, flat):
    """All objects of the batch: boxes, labels, images, rows in the ground truth."""
    images = torch.cat([torch.full((len(f),), n) for n, f in enumerate(flat)])
    return torch.cat([t["boxes"] for t in targets]), torch.cat([t["labels"] for t in targets]), images, torch.cat(flat)


def counted(request, anchors, size, strides, images):
    """Which anchors of each image no crowd covers (B, A, H, W)."""
    (h, w), (sy, sx) = size, strides
    y, x = torch.meshgrid((torch.arange(h) + 0.5) * sy, (torch.arange(w) + 0.5) * sx, indexing="ij")
    centres = torch.stack((x, y), -1).double().expand(len(anchors), h, w, 2)
    priors = torch.cat((centres, anchors[:, None, None].expand(len(anchors), h, w, 2)), -1).reshape(-1, 4)
    priors = ops.box_convert(priors, "cxcywh", "xyxy")
    return torch.stack([~composites.covered(request, priors, n) for n in range(images)]).reshape(images, len(anchors), h, w)


def built(request, boxes, image_of, anchors, size, strides):
    """What learns what on a level: image, anchor, row, column and object, as tensors; side by side as the code's build_targets."""
    (h, w), (sy, sx) = size, strides
    g = request.get("neighbor_distance", 0.5)
    unit = torch.tensor([sx, sy], dtype=torch.float64)
    centre, extent = (boxes[:, :2] + boxes[:, 2:]) / 2 / unit, boxes[:, 2:] - boxes[:, :2]
    ratio = extent[None] / anchors[:, None]
    fits = torch.maximum(ratio, 1 / ratio).amax(2) < request.get("anchor_ratio", 4)
    a, m = fits.nonzero(as_tuple=True)
    xy, limit = centre[m], torch.tensor([w, h], dtype=torch.float64)
    before = (xy % 1 < g) & (xy > 1)
    behind = ((limit - xy) % 1 < g) & (limit - xy > 1)
    chosen = torch.stack((torch.ones_like(a, dtype=torch.bool), before[:, 0], before[:, 1], behind[:, 0], behind[:, 1]))
    offset = torch.tensor(SIDES, dtype=torch.float64)[:, None] * g
    cell = (xy[None] + offset)[chosen].long()
    spread = [v.expand(5, len(a))[chosen] for v in (image_of[m], a, m)]
    return spread[0], spread[1], cell[:, 1].clamp(0, h - 1), cell[:, 0].clamp(0, w - 1), spread[2]


# --- the vectors ---


def operations():
    operation = Operation(
        "losses.yolov5", "Jocher et al. 2020, ComputeLoss and build_targets over dense tensors in PyTorch, without eps",
        exact, peer, is_composite=True)
    inputs = Inputs(operation.name)
    small = {"image_size": [64, 64], "strides": [16, 32], "anchors": [[[14, 9], [8, 30]], [[40, 22], [25, 50]]]}

    def case(objects, classes=3, images=None, **parameters):
        request = {**small, **parameters}
        sizes, strides_ = feature_sizes(request)
        shapes = request.get("anchors") or [ANCHORS[int(s[0])] for s in strides_]
        count = sum(h * w * len(a) for (h, w), a in zip(sizes, shapes))
        batch = (len(images),) if images else ()
        request = {
            "predictions": inputs.numbers((*batch, count, 5 + classes), -2, 2), **request,
            "target_boxes": [
                [round(v * request["image_size"][1] / 100, 2) for v in inputs.box(smallest=0.15, greatest=0.6)]
                for _ in range(objects)],
            "target_labels": inputs.integers((objects,), 0, classes - 1),
        }
        if images:
            request["target_image_indices"] = [i for i, n in enumerate(images) for _ in range(n)]
        return {**request, "gradients": True, **parameters}

    operation.add("defaults", {**case(3), "gradients": False})
    operation.add("one-image", case(3, details=True))
    operation.add("batch", case(5, images=[3, 0, 2], details=True))
    operation.add("times-images", case(3, images=[1, 2], times_images=True))
    operation.add("cell-major", case(3, row_order="cell-major", details=True))
    operation.add("one-class", case(3, classes=1, details=True))
    operation.add("no-classes", {**case(2, classes=1, details=True), "class_weights": [2.5]})
    for kind in KINDS[:3]:
        operation.add(f"box-loss-{kind}", case(2, box_loss=kind))
    operation.add("anchor-ratio", case(4, anchor_ratio=1.75, details=True))
    operation.add("no-neighbours", case(3, neighbor_distance=0, details=True))
    operation.add("near-neighbours", case(3, neighbor_distance=0.25, details=True))
    because = "of a slope by a side little is left"
    operation.add("iou-ratio", case(3, iou_ratio=0.5), because)
    operation.add("weights", case(3, box_weight=2, objectness_weight=0.5, classification_weight=3))
    operation.add("balance", case(3, balance=[0.5, 2.5]))
    operation.add("classes", case(
        3, label_smoothing=0.1, class_pos_weight=1.5, class_weights=[0.5, 2, 1.25], objectness_pos_weight=0.75))
    crowded = case(4, details=True)
    crowded["target_boxes"] = [[10, 10, 24, 19.5], [10.5, 10, 25, 19], [11, 11, 50, 34], [8, 11, 49, 35]]
    operation.add("two-objects-in-one-cell", crowded, because)
    operation.add("greatest-of-two", {**crowded, "shared_row": "greatest"}, because)
    edge = case(2, details=True)
    edge["target_boxes"] = [[25, 11, 39, 21], [40, 38, 88, 90]]
    operation.add("centres-on-edges", edge)
    operation.add("like-no-anchor", {**case(2, details=True), "target_boxes": [[1, 1, 2, 2], [3, 5, 60, 33.5]]})
    operation.add("no-objects", {**case(1), "target_boxes": [], "target_labels": [], "details": True})
    operation.add("crowd", case(3, images=[2, 1], details=True, ignored_boxes=[[2, 3, 41, 37], [20, 5, 63.5, 48]],
                                ignored_image_indices=[1, 0], ignored_threshold=0.57))
    operation.add("all-ignored", case(1, details=True, ignored_boxes=[[-80, -80, 150, 150]], ignored_threshold=0.9))
    coco = {k: v for k, v in small.items() if k == "image_size"}
    parameters = {**coco, "strides": [8, 16, 32], "anchors": None}
    operation.add("three-levels", {k: v for k, v in case(3, classes=2, details=True, **parameters).items() if v is not None})
    operation.add("feature-sizes", {
        k: v for k, v in case(2, **{"strides": None, "feature_sizes": [[4, 4], [2, 2]]}).items() if v is not None})
    operation.add("focal", case(3, gamma=1.5, details=True), because)
    operation.add("focal-classes", case(
        3, gamma=2, alpha=0.4, label_smoothing=0.1, class_pos_weight=1.5, class_weights=[0.5, 2, 1.25],
        objectness_pos_weight=0.75, iou_ratio=0.75), because)
    operation.add("focal-small-gamma", case(2, images=[1, 1], gamma=0.5, alpha=1, balance=[3, 0.25], classes=1), because)
    operation.add("target-weights", case(4, images=[3, 1], target_weights=[0.5, 3, 0, 1.25], details=True), because)
    for rule in ("last", "greatest"):
        operation.add(f"target-weights-{rule}", {**crowded, "shared_row": rule, "target_weights": [2, 0.5, 3, 0]}, because)
    return [operation]
