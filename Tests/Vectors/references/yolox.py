"""losses.yolox: once with numbers of 60 digits, point by point; once over dense tensors in PyTorch, as the authors' code lays them out."""

import torch
import torch.nn.functional as F
from mpmath import mp, mpf

from .composites import batched, images_of, target_weights, yes_no_classes
from .composites import covered as peer_covered
from .exact import absolute, exp, lift, log1p, total
from .exact_composites import covered
from .exact_yolo import class_terms
from .geometry import Overlap
from .inputs import Inputs
from .reduction import by_autograd
from .tensors import Variables, nested, rows, shape_and_items, weight_of
from .vectors import Operation

WEIGHTS = {"box": 5, "objectness": 1, "classification": 1, "l1": 1}


def cells_of(request):
    """(column, row, stride) of every cell."""
    height, width = request["image_size"]
    return [(x, y, s) for s in request.get("strides", [8, 16, 32]) for y in range(height // s) for x in range(width // s)]


# --- the exact side ---


def exact(request):
    variables = Variables()
    shape, items = variables.tensor("predictions", request["predictions"])
    shape = shape if len(shape) == 3 else (1, *shape)
    heads, cells = nested(shape, items), cells_of(request)
    boxes = rows([mpf(v) for v in shape_and_items(request["target_boxes"])[1]], 4)
    labels = shape_and_items(request["target_labels"])[1]
    image_of = request.get("target_image_indices") or [0] * len(boxes)
    terms, pairs, ignored = {name: [] for name in WEIGHTS}, [], []
    for image, head in enumerate(heads):
        crowd = covered(request, [[mpf(v) for v in (x * s, y * s, (x + 1) * s, (y + 1) * s)] for x, y, s in cells], image)
        ignored.append(len(crowd))
        own = [m for m, i in enumerate(image_of) if i == image]
        decoded = [
            (((r[0] + x) * s), ((r[1] + y) * s), exp(r[2]) * s, exp(r[3]) * s) for r, (x, y, s) in zip(head, cells)]
        found = assigned(request, head, decoded, cells, [boxes[m] for m in own], [labels[m] for m in own])
        for point, (row, (x, y, s)) in enumerate(zip(head, cells)):
            if point in crowd:
                continue
            if point not in found:
                terms["objectness"].append(log1p(exp(row[4])))
                continue
            counts = mpf(weight_of(request, own[found[point]]))
            terms["objectness"].append(counts * log1p(exp(-row[4])))
            target, label = boxes[own[found[point]]], labels[own[found[point]]]
            overlap = Overlap(edges(decoded[point]), [lift(v) for v in target]).iou()
            terms["box"].append(counts * (1 - overlap * overlap))
            terms["classification"] += [counts * term for term in class_terms(request, row[5:], label, overlap.value)]
            if request.get("use_l1"):
                wanted = ((target[0] + target[2]) / 2 / s - x, (target[1] + target[3]) / 2 / s - y,
                          mp.log((target[2] - target[0]) / s), mp.log((target[3] - target[1]) / s))
                terms["l1"] += [counts * absolute(a - b) for a, b in zip(row, wanted)]
            pairs.append((image, point, own[found[point]], overlap.value))
    count = mpf(request.get("normalizer") or max(1, len(pairs)))
    terms = {name: total(values) / count for name, values in terms.items()}
    weighted = {name: value * mpf(request.get(f"{name}_weight", WEIGHTS[name])) for name, value in terms.items()}
    loss = total(weighted.values())
    return finished(request, {k: v.value for k, v in terms.items()}, {k: v.value for k, v in weighted.items()}, loss.value,
                    lambda: variables.gradients(loss), pairs, ignored)


def edges(box):
    x, y, w, h = box
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def assigned(request, head, decoded, cells, boxes, labels):
    """The object of each matched point."""
    radius = mpf(request.get("center_radius", 1.5))

    def near(cell, box):
        x, y, s = cell
        return (abs((x + mpf(1) / 2) * s - (box[0] + box[2]) / 2) < radius * s
                and abs((y + mpf(1) / 2) * s - (box[1] + box[3]) / 2) < radius * s)

    points = [p for p, cell in enumerate(cells) if any(near(cell, b) for b in boxes)]
    costs, ious = {}, {}
    for o, (box, label) in enumerate(zip(boxes, labels)):
        for p in points:
            iou = Overlap([lift(e.value) for e in edges(decoded[p])], [lift(v) for v in box]).iou().value
            scores = [mp.sqrt(sigmoid(c) * sigmoid(head[p][4])) for c in head[p][5:]]
            by_class = sum(-mp.log(q) if k == label else -mp.log(1 - q) for k, q in enumerate(scores))
            far = 0 if near(cells[p], box) else 10**6
            ious[o, p], costs[o, p] = iou, by_class - 3 * mp.log(iou + mpf(1e-8)) + far
    owners = {}
    for o in range(len(boxes)):
        best = sorted((ious[o, p] for p in points), reverse=True)[: request.get("candidates", 10)]
        apart(sum(best), round(sum(best)))
        order = sorted(points, key=lambda p: costs[o, p])
        k = max(1, int(sum(best)))
        if k < len(order):
            apart(costs[o, order[k - 1]], costs[o, order[k]])
        for p in order[:k]:
            owners.setdefault(p, []).append(o)
    return {p: os[0] if len(os) == 1 else min(range(len(boxes)), key=lambda o: costs[o, p]) for p, os in owners.items()}


def apart(a, b):
    if abs(a - b) < 1e-4:
        raise ValueError("a decision that float32 may take otherwise")


def sigmoid(x):
    return 1 / (1 + mp.exp(-x.value))


def finished(request, terms, weighted, loss, gradients, pairs, ignored):
    found = {
        "loss": loss, "components": weighted, "unweighted_components": terms,
        "num_positives": [sum(p[0] == i for p in pairs) for i in range(len(ignored))],
    }
    if request.get("gradients"):
        found["gradients"] = gradients()
    if request.get("details"):
        names = ("image_indices", "anchor_indices", "target_indices", "iou")
        found["matches"] = {name: [p[k] for p in pairs] for k, name in enumerate(names)}
        found["num_ignored"] = ignored
        found["unmatched_targets"] = sorted(set(range(len(request["target_labels"]))) - {p[2] for p in pairs})
    return found


# --- the peer ---


def peer(request):
    leaf, heads = batched(request, "predictions")
    cells = torch.tensor(cells_of(request), dtype=torch.float64).reshape(-1, 3)
    targets, flat = images_of(request, len(heads))
    sums, pairs, ignored = {name: heads.sum() * 0 for name in WEIGHTS}, [], []
    for image, (head, target, indices) in enumerate(zip(heads, targets, flat)):
        crowd = peer_covered(
            request, torch.cat((cells[:, :2] * cells[:, 2:], (cells[:, :2] + 1) * cells[:, 2:]), 1), image)
        ignored.append(int(crowd.sum()))
        decoded = torch.cat(((head[:, :2] + cells[:, :2]), head[:, 2:4].exp()), 1) * cells[:, 2:]
        matched, counts = torch.zeros(len(head), dtype=torch.bool), torch.ones(len(head), dtype=torch.float64)
        if len(target["boxes"]):
            matched, owner, _ = sim_ota(request, head.detach(), decoded.detach(), cells, target)
            owner, matched = owner[~crowd[matched]], matched & ~crowd
            counts[matched] = target_weights(request, indices[owner])
        sums["objectness"] = sums["objectness"] + F.binary_cross_entropy_with_logits(
            head[~crowd, 4], matched[~crowd].double(), weight=counts[~crowd], reduction="sum")
        if not matched.any():
            continue
        boxes = target["boxes"][owner]
        iou = pairwise(decoded[matched], boxes).diagonal()
        own = counts[matched]
        sums["box"] = sums["box"] + ((1 - iou**2) * own).sum()
        sums["classification"] = sums["classification"] + yes_no_classes(
            request, head[matched, 5:], target["labels"][owner], iou.detach()[:, None], own[:, None])
        if request.get("use_l1"):
            place, stride = cells[matched, :2], cells[matched, 2:]
            wanted = torch.cat((
                (boxes[:, :2] + boxes[:, 2:]) / 2 / stride - place, ((boxes[:, 2:] - boxes[:, :2]) / stride).log()), 1)
            sums["l1"] = sums["l1"] + ((head[matched, :4] - wanted).abs().sum(1) * own).sum()
        points = torch.where(matched)[0].tolist()
        pairs += [(image, p, indices[o].item(), i) for p, o, i in zip(points, owner.tolist(), iou.tolist())]
    count = request.get("normalizer") or max(1, len(pairs))
    terms = {name: value / count for name, value in sums.items()}
    weighted = {name: value * request.get(f"{name}_weight", WEIGHTS[name]) for name, value in terms.items()}
    loss = sum(weighted.values())
    return finished(request, {k: v.item() for k, v in terms.items()}, {k: v.item() for k, v in weighted.items()},
                    loss.item(), lambda: by_autograd({"predictions": leaf}, loss), pairs, ignored)


def pairwise(decoded, boxes):
    """IoU of boxes by centre and size with boxes by corners."""
    low = torch.maximum(decoded[:, None, :2] - decoded[:, None, 2:] / 2, boxes[None, :, :2])
    high = torch.minimum(decoded[:, None, :2] + decoded[:, None, 2:] / 2, boxes[None, :, 2:])
    common = (high - low).clamp(min=0).prod(2)
    return common / (decoded[:, 2:].prod(1)[:, None] + (boxes[:, 2:] - boxes[:, :2]).prod(1)[None] - common)


def sim_ota(request, head, decoded, cells, target):
    """The mask of matched points, their objects, and the IoU."""
    radius = request.get("center_radius", 1.5)
    points = (cells[:, :2] + 0.5) * cells[:, 2:]
    centres = (target["boxes"][:, :2] + target["boxes"][:, 2:]) / 2
    near = ((points[None] - centres[:, None]).abs() < radius * cells[None, :, 2:]).all(2)
    candidates = near.any(0)
    iou = pairwise(decoded[candidates], target["boxes"]).T
    scores = (head[candidates, 5:].sigmoid() * head[candidates, 4:5].sigmoid()).sqrt()
    onehot = F.one_hot(target["labels"], scores.shape[1]).double()
    shape = (len(onehot), len(scores), scores.shape[1])
    by_class = F.binary_cross_entropy(
        scores[None].expand(shape), onehot[:, None].expand(shape), reduction="none").sum(2)
    cost = by_class - 3 * (iou + 1e-8).log() + 1e6 * ~near[:, candidates]
    matching = torch.zeros_like(cost, dtype=torch.bool)
    k = min(request.get("candidates", 10), cost.shape[1])
    for o, number in enumerate(iou.topk(k, dim=1).values.sum(1).int().clamp(min=1).tolist()):
        matching[o, cost[o].topk(number, largest=False).indices] = True
    contested = matching.sum(0) > 1
    cheapest = cost[:, contested].argmin(0)
    matching[:, contested] = False
    matching[cheapest, contested.nonzero()[:, 0]] = True
    chosen = matching.any(0)
    mask = candidates.clone()
    mask[candidates] = chosen
    return mask, matching[:, chosen].double().argmax(0), iou


# --- the vectors ---


def operations():
    operation = Operation(
        "losses.yolox", "Ge et al. 2021, §2; the authors' get_losses and simota_matching over dense tensors in PyTorch",
        exact, peer, is_composite=True)
    inputs = Inputs(operation.name)

    def case(images, objects, classes=3, **parameters):
        request = {"image_size": [64, 64], "strides": [16, 32], **parameters}
        cells = cells_of(request)
        height, width = request["image_size"]

        def box():
            w, h = inputs.uniform(0.2, 0.7) * width, inputs.uniform(0.2, 0.7) * height
            x, y = inputs.uniform(0, width - w), inputs.uniform(0, height - h)
            return [round(v, 3) for v in (x, y, x + w, y + h)]

        def head():
            return [[*inputs.numbers((2,), 0, 1), *inputs.numbers((2,), -0.3, 1), *inputs.numbers((1 + classes,), -3, 3)]
                    for _ in cells]

        image_of = sorted(inputs.integers((objects,), 0, (images or 1) - 1))
        request |= {
            "predictions": [head() for _ in range(images)] if images is not None else head(),
            "target_boxes": [box() for _ in range(objects)],
            "target_labels": inputs.integers((objects,), 0, classes - 1), "gradients": True, "details": True,
        }
        if images is not None:
            request["target_image_indices"] = image_of
        return request

    operation.add("one-image", case(None, 2))
    operation.add("batch", case(3, 5))
    operation.add("l1", case(2, 3, use_l1=True))
    operation.add("crowded", case(None, 6))
    operation.add("no-objects", case(2, 0))
    operation.add("one-class", case(None, 2, classes=1))
    operation.add("weights", case(1, 2, box_weight=2, objectness_weight=0.5, classification_weight=3, l1_weight=0.25,
                                  use_l1=True))
    operation.add("normalizer", case(1, 2, normalizer=7.5))
    operation.add("parameters", case(None, 3, center_radius=2.5, candidates=4))
    operation.add("three-levels", case(1, 4, image_size=[64, 96], strides=[8, 16, 32]))
    operation.add("plain", {**case(None, 1), "gradients": False, "details": False})
    operation.add("classes", case(1, 3, label_smoothing=0.1, class_pos_weight=1.5, class_weights=[0.5, 2, 1.25]))
    operation.add("crowd", case(
        2, 4, ignored_boxes=[[2, 3, 41, 37], [20, 5, 63.5, 48]], ignored_image_indices=[1, 0], ignored_threshold=0.57))
    operation.add("target-weights", case(2, 4, use_l1=True, target_weights=[0.5, 3, 0, 1.25]))
    return [operation]
