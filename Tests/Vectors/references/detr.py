"""losses.detr, losses.rtdetr: once with numbers of 60 digits, every pairing tried; once by Hugging Face's own losses in float64.

Ignored regions, and weights of RT-DETR's classes and of objects, theirs have no parameter for: the terms stand here in PyTorch.
"""

import itertools
from types import SimpleNamespace

import torch
import torch.nn.functional as F
import torchvision.ops as ops
from mpmath import mp, mpf
from transformers.loss.loss_for_object_detection import HungarianMatcher, ImageLoss
from transformers.loss.loss_rt_detr import RTDetrHungarianMatcher, RTDetrLoss

from .classification import Softmax
from .composites import covered as peer_covered
from .exact import absolute, exp, lift, log1p, total
from .exact_composites import covered
from .geometry import Overlap
from .inputs import Inputs
from .reduction import by_autograd, double
from .tensors import Variables, nested, rows, shape_and_items, weight_of
from .vectors import Operation

WEIGHTS = {"classification": 1, "bbox_l1": 5, "bbox_giou": 2, "auxiliary": 1}
TERMS = ("classification", "bbox_l1", "bbox_giou")

# --- the exact side ---


def objects_of(request, images):
    """By image (row, cx, cy, w, h as parts of the image, label)."""
    boxes = rows([mpf(v) for v in shape_and_items(request["target_boxes"])[1]], 4)
    image_of = request.get("target_image_indices") or [0] * len(boxes)
    found = [[] for _ in range(images)]
    for m, ((x1, y1, x2, y2), label, image) in enumerate(zip(boxes, request["target_labels"], image_of)):
        height, width = size_of(request, image)
        box = [(x1 + x2) / 2 / width, (y1 + y2) / 2 / height, (x2 - x1) / width, (y2 - y1) / height]
        found[image].append((m, box, label))
    return found


def size_of(request, image):
    given = request.get("image_size") or [1, 1]
    return given[image] if isinstance(given[0], list) else given


def corners(box):
    x, y, w, h = map(lift, box)
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def giou(box, other):
    return Overlap(corners(box), corners(other)).loss("giou")


def exact_layer(request, kind, logits, boxes, objects):
    """The terms of one layer, its pairs, and how many queries of each image learn nothing: logits and boxes by image and query."""
    count = mpf(request.get("normalizer") or max(1, sum(map(len, objects))))
    costs = {"class": 1 if kind == "detr" else 2, "bbox": 5, "giou": 2}
    costs = {k: mpf(request.get(f"{k}_cost", v)) for k, v in costs.items()}
    pairs, l1, overlaps, class_terms, weights, ignored = [], [], [], [], [], []
    classes = len(logits[0][0]) - (kind == "detr")
    of_class = [mpf(w) for w in request.get("class_weights") or [1] * classes]
    for image, own in enumerate(objects):
        height, width = size_of(request, image)
        crowd = covered(request, [[v.value * s for v, s in zip(corners([n.value for n in box]), (width, height) * 2)]
                                  for box in boxes[image]], image)

        def cost(q, o):
            _, box, label = own[o]
            apart = sum(abs(a.value - b) for a, b in zip(boxes[image][q], box))
            score = class_cost(request, kind, logits[image][q], label)
            return costs["class"] * score + costs["bbox"] * apart + costs["giou"] * (giou(boxes[image][q], box).value - 1)

        table = [[cost(q, o) for o in range(len(own))] for q in range(len(boxes[image]))]
        found = cheapest(table, len(boxes[image]), len(own))
        learned = dict(found)
        crowd -= set(learned)
        ignored.append(len(crowd))
        for q, o in found:
            counts = mpf(weight_of(request, own[o][0]))
            l1 += [counts * absolute(a - b) for a, b in zip(boxes[image][q], own[o][1])]
            overlaps.append(counts * giou(boxes[image][q], own[o][1]))
            iou = Overlap(corners(boxes[image][q]), corners(own[o][1])).iou().value
            pairs.append((image, q, own[o][0], iou))
        for q, row in enumerate(logits[image]):
            if q in crowd:
                continue
            label = own[learned[q]][2] if q in learned else None
            counts = mpf(weight_of(request, own[learned[q]][0])) if q in learned else mpf(1)
            if kind == "detr":
                weight = mpf(request.get("eos_coefficient", 0.1)) if label is None else of_class[label]
                class_terms.append(counts * weight * Softmax(logits=row).nll(len(row) - 1 if label is None else label))
                weights.append(weight)
                continue
            iou = next((p[3] for p in pairs if p[0] == image and p[1] == q), None)
            class_terms += [counts * of_class[c] * varifocal(request, x, iou if c == label else None)
                            for c, x in enumerate(row)]
    by = sum(weights) if kind == "detr" else count
    terms = {"classification": total(class_terms) / by if by else lift(0), "bbox_l1": total(l1) / count,
             "bbox_giou": total(overlaps) / count}
    return terms, pairs, ignored


def varifocal(request, x, iou):
    """α p^γ BCE(p, 0), or of a pair q BCE(p, q); p^γ and q are constants."""
    p = 1 / (1 + mp.exp(-x.value))
    if iou is None:
        return mpf(request.get("alpha", 0.75)) * p ** mpf(request.get("gamma", 2)) * log1p(exp(x))
    return iou * (iou * log1p(exp(-x)) + (1 - iou) * log1p(exp(x)))


def class_cost(request, kind, row, label):
    if kind == "detr":
        return -mp.exp(-Softmax(logits=row).nll(label).value)
    p = 1 / (1 + mp.exp(-row[label].value))
    alpha, gamma = mpf(request.get("matcher_alpha", 0.25)), mpf(request.get("matcher_gamma", 2))
    return -alpha * (1 - p) ** gamma * mp.log(p) + (1 - alpha) * p**gamma * mp.log(1 - p)


def cheapest(table, queries, objects):
    """Of all ways to pair queries with objects the cheapest, by query; the next must cost more by some."""
    few = min(queries, objects)
    ways = []
    for qs in itertools.permutations(range(queries), few) if queries >= objects else [tuple(range(queries))]:
        for os in [tuple(range(objects))] if queries >= objects else itertools.permutations(range(objects), few):
            ways.append((sum(table[q][o] for q, o in zip(qs, os)), sorted(zip(qs, os))))
    ways.sort()
    if len(ways) > 1 and ways[1][0] - ways[0][0] < 1e-4:
        raise ValueError("two pairings cost the same")
    return ways[0][1]


def exact(kind):
    def answer(request):
        variables = Variables()
        layers = []
        for logits, boxes in (("class_logits", "boxes"), ("auxiliary_logits", "auxiliary_boxes")):
            if logits in request:
                layers += zip(read(request, variables, logits), read(request, variables, boxes))
        objects = objects_of(request, len(layers[0][0]))
        found = [exact_layer(request, kind, *layer, objects) for layer in layers]
        terms, pairs, ignored = found[0]
        weight = {k: mpf(request.get(f"{k}_weight", v)) for k, v in WEIGHTS.items()}
        terms["auxiliary"] = total(weight[k] * other[k] for other, _, _ in found[1:] for k in TERMS)
        weighted = {k: v * weight[k] for k, v in terms.items()}
        return finished(request, kind, {k: v.value for k, v in terms.items()}, {k: v.value for k, v in weighted.items()},
                        total(weighted.values()).value, lambda: variables.gradients(total(weighted.values())), pairs,
                        ignored)

    return answer


def read(request, variables, name):
    """By layer, image and query a row of numbers."""
    shape, items = variables.tensor(name, request[name])
    rank = 2 + name.startswith("auxiliary")
    if not name.startswith("auxiliary"):
        shape = (1, *shape)
    if len(shape) == 3:
        shape = (shape[0], 1, *shape[1:])
    return nested(shape, items)


def finished(request, kind, terms, weighted, loss, gradients, pairs, ignored):
    found = {
        "loss": loss, "components": weighted, "unweighted_components": terms,
        "num_positives": [sum(p[0] == i for p in pairs) for i in range(len(ignored))],
    }
    if request.get("gradients"):
        found["gradients"] = gradients()
    if request.get("details"):
        names = ("image_indices", "query_indices", "target_indices", "iou")
        found["matches"] = {name: [p[k] for p in pairs] for k, name in enumerate(names)}
        found["num_ignored"] = ignored
        found["unmatched_targets"] = sorted(set(range(len(request["target_labels"]))) - {p[2] for p in pairs})
    return found


# --- the peer ---


def criterion(request, kind, classes):
    given = request.get
    if kind == "detr":
        matcher = HungarianMatcher(given("class_cost", 1), given("bbox_cost", 5), given("giou_cost", 2))
        made = ImageLoss(matcher, classes - 1, given("eos_coefficient", 0.1), ["labels", "boxes"])
        made.empty_weight = torch.ones(classes).double()
        made.empty_weight[-1] = given("eos_coefficient", 0.1)
        return matcher, made, "loss_ce"
    config = SimpleNamespace(
        matcher_class_cost=given("class_cost", 2), matcher_bbox_cost=given("bbox_cost", 5),
        matcher_giou_cost=given("giou_cost", 2), matcher_alpha=given("matcher_alpha", 0.25),
        matcher_gamma=given("matcher_gamma", 2.0), use_focal_loss=True, num_labels=classes, weight_loss_vfl=1,
        weight_loss_bbox=5, weight_loss_giou=2, eos_coefficient=1e-4, focal_loss_alpha=given("alpha", 0.75),
        focal_loss_gamma=given("gamma", 2.0))
    return RTDetrHungarianMatcher(config), RTDetrLoss(config), "loss_vfl"


def peer(kind):
    def answer(request):
        leaves, layers = {}, []
        for logits, boxes in (("class_logits", "boxes"), ("auxiliary_logits", "auxiliary_boxes")):
            if logits not in request:
                continue
            for name in (logits, boxes):
                leaves[name] = double(request[name]).requires_grad_()
            views = [leaves[n] if n.startswith("aux") else leaves[n][None] for n in (logits, boxes)]
            views = [v if v.dim() == 4 else v[:, None] for v in views]
            layers += zip(*views)
        images = len(layers[0][0])
        objects = objects_of(request, images)
        targets = [{
            "class_labels": torch.tensor([o[2] for o in own], dtype=torch.int64),
            "boxes": torch.tensor([[float(v) for v in o[1]] for o in own], dtype=torch.float64).reshape(-1, 4),
        } for own in objects]
        matcher, loss_of, name = criterion(request, kind, layers[0][0].shape[-1])
        count = request.get("normalizer") or max(1, sum(map(len, objects)))
        found = []
        for logits, boxes in layers:
            outputs = {"logits": logits, "pred_boxes": boxes}
            indices = matcher(outputs, targets)
            if any(field in request for field in ("ignored_boxes", "class_weights", "target_weights")):
                found.append((*weighed(request, kind, logits, boxes, targets, indices, objects, count), indices))
                continue
            labels = loss_of.loss_labels if kind == "detr" else loss_of.loss_labels_vfl
            losses = {**labels(outputs, targets, indices, count), **loss_of.loss_boxes(outputs, targets, indices, count)}
            found.append(({"classification": losses[name], "bbox_l1": losses["loss_bbox"],
                           "bbox_giou": losses["loss_giou"]}, [0] * images, indices))
        weight = {k: request.get(f"{k}_weight", v) for k, v in WEIGHTS.items()}
        terms = dict(found[0][0])
        terms["auxiliary"] = sum((weight[k] * other[k] for other, _, _ in found[1:] for k in TERMS), torch.zeros(()).double())
        weighted = {k: v * weight[k] for k, v in terms.items()}
        loss = sum(weighted.values())
        pairs = []
        for image, (queries, chosen) in enumerate(found[0][2]):
            for q, o in sorted(zip(queries.tolist(), chosen.tolist())):
                box = [lift(v) for v in layers[0][1][image][q].tolist()]
                iou = Overlap(corners(box), corners(objects[image][o][1])).iou().value
                pairs.append((image, q, objects[image][o][0], float(iou)))
        return finished(request, kind, {k: v.item() for k, v in terms.items()},
                        {k: v.item() for k, v in weighted.items()}, loss.item(), lambda: by_autograd(leaves, loss), pairs,
                        found[0][1])

    return answer


def weighed(request, kind, logits, boxes, targets, indices, objects, count):
    """The terms of one layer with ignored regions and weights, and the queries of each image that learn nothing; over the pairs
    that Hugging Face's matcher found."""
    images, queries, classes = logits.shape
    labels = torch.full((images, queries), -1)
    counts, wanted = torch.ones(images, queries, dtype=torch.float64), torch.zeros(images, queries, 4, dtype=torch.float64)
    for image, (q, o) in enumerate(indices):
        labels[image, q] = targets[image]["class_labels"][o]
        wanted[image, q] = targets[image]["boxes"][o]
        counts[image, q] = torch.tensor([weight_of(request, objects[image][n][0]) for n in o.tolist()], dtype=torch.float64)
    paired = labels >= 0
    scale = torch.tensor([list(size_of(request, image))[::-1] * 2 for image in range(images)], dtype=torch.float64)
    pixels = ops.box_convert(boxes.detach(), "cxcywh", "xyxy") * scale[:, None]
    crowd = torch.stack([peer_covered(request, pixels[image], image) for image in range(images)]) & ~paired
    of_class = double(request.get("class_weights") or [1.0] * (classes - (kind == "detr")))
    if kind == "detr":
        of_class = torch.cat((of_class, double([request.get("eos_coefficient", 0.1)])))
        labels = torch.where(paired, labels, classes - 1)
        each = F.cross_entropy(logits.transpose(1, 2), labels, weight=of_class, reduction="none") * counts
        by_class = each[~crowd].sum() / of_class[labels[~crowd]].sum()
    else:
        corners_of = [ops.box_convert(b.detach(), "cxcywh", "xyxy") for b in (boxes[paired], wanted[paired])]
        quality = torch.zeros_like(logits)
        quality[paired] = F.one_hot(labels[paired], classes).double() * ops.box_iou(*corners_of).diagonal()[:, None]
        is_class = torch.zeros_like(logits)
        is_class[paired] = F.one_hot(labels[paired], classes).double()
        focus = request.get("alpha", 0.75) * logits.detach().sigmoid() ** request.get("gamma", 2) * (1 - is_class) + quality
        each = F.binary_cross_entropy_with_logits(logits, quality, weight=focus, reduction="none") * of_class
        by_class = (each.sum(2) * counts * ~crowd).sum() / count
    pairs, own = (boxes[paired], wanted[paired]), counts[paired]
    overlap = ops.generalized_box_iou(*(ops.box_convert(b, "cxcywh", "xyxy") for b in pairs)).diagonal()
    return {
        "classification": by_class, "bbox_l1": ((pairs[0] - pairs[1]).abs().sum(1) * own).sum() / count,
        "bbox_giou": ((1 - overlap) * own).sum() / count,
    }, crowd.sum(1).tolist()


# --- the vectors ---


def operations():
    made = []
    for kind, source in (
        ("detr", "Hugging Face transformers, HungarianMatcher and ImageLoss in float64; every pairing tried by mpmath"),
        ("rtdetr", "Hugging Face transformers, RTDetrHungarianMatcher and RTDetrLoss in float64; likewise"),
    ):
        operation = Operation(f"losses.{kind}", source, exact(kind), peer(kind), is_composite=True)
        _vectors(operation, kind)
        made.append(operation)
    return made


def _vectors(operation, kind):
    inputs = Inputs(operation.name)

    def boxes(*shape):
        if not shape:
            w, h = inputs.uniform(0.1, 0.5), inputs.uniform(0.1, 0.5)
            return [round(v, 4) for v in (inputs.uniform(0.2, 0.8), inputs.uniform(0.2, 0.8), w, h)]
        return [boxes(*shape[1:]) for _ in range(shape[0])]

    def case(images, queries, objects, classes=4, layers=0, **parameters):
        lead = () if images is None else (images,)
        image_of = sorted(inputs.integers((objects,), 0, (images or 1) - 1))
        request = {
            "class_logits": inputs.numbers((*lead, queries, classes), -3, 3), "boxes": boxes(*lead, queries),
            **parameters,
        }
        targets = []
        for image in image_of:
            height, width = size_of(request, image)
            x, y, w, h = boxes()
            targets.append([round(v, 4) for v in
                            ((x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height)])
        request |= {
            "target_boxes": targets,
            "target_labels": inputs.integers((objects,), 0, classes - 1 - (kind == "detr")),
        }
        if images is not None:
            request["target_image_indices"] = image_of
        if layers:
            request["auxiliary_logits"] = inputs.numbers((layers, *lead, queries, classes), -3, 3)
            request["auxiliary_boxes"] = boxes(layers, *lead, queries)
        return {**request, "gradients": True, "details": True}

    pixels = {"image_size": [480, 640]}
    operation.add("one-image", case(None, 5, 3))
    operation.add("pixels", case(None, 5, 3, **pixels))
    operation.add("batch", case(3, 5, 6, image_size=[[480, 640], [320, 200], [64, 64]]))
    operation.add("auxiliary", case(2, 4, 5, layers=2, **pixels))
    operation.add("auxiliary-one-image", case(None, 4, 3, layers=3, auxiliary_weight=0.5))
    operation.add("more-objects-than-queries", case(None, 3, 5, **pixels))
    operation.add("no-objects", case(2, 3, 0))
    operation.add("normalizer", case(None, 4, 2, normalizer=3.5))
    operation.add("weights", case(None, 5, 3, classification_weight=2, bbox_l1_weight=0.5, bbox_giou_weight=0.25))
    operation.add("costs", case(None, 5, 3, class_cost=3, bbox_cost=0.5, giou_cost=4))
    operation.add("one-object", case(None, 6, 1, classes=2))
    if kind == "detr":
        operation.add("eos-coefficient", case(None, 5, 2, eos_coefficient=0.4))
        operation.add("eos-coefficient-0", case(None, 5, 2, eos_coefficient=0))
    else:
        operation.add("alpha-gamma", case(None, 5, 2, alpha=0.5, gamma=1.5))
        operation.add("matcher-alpha-gamma", case(None, 5, 2, matcher_alpha=0.6, matcher_gamma=1))
    operation.add("plain", {**case(None, 4, 2), "gradients": False, "details": False})
    # Crowds over queries that are paired, and over others.
    operation.add("crowd", case(None, 6, 2, ignored_boxes=[[60, 40, 420, 430]], **pixels))
    operation.add("crowd-batch", case(
        3, 5, 4, image_size=[[480, 640], [320, 200], [64, 64]], ignored_threshold=0.4,
        ignored_boxes=[[5, 8, 60, 62], [0, 100, 500, 480], [300, 0, 640, 350]], ignored_image_indices=[2, 0, 0]))
    operation.add("crowd-auxiliary", case(2, 4, 3, layers=2, ignored_boxes=[[0.1, 0.05, 0.75, 0.8], [0.3, 0.2, 1, 1]],
                                          ignored_image_indices=[0, 1]))
    operation.add("crowd-of-everything", case(2, 4, 2, ignored_boxes=[[-1, -1, 2, 2]] * 2, ignored_image_indices=[0, 1]))
    operation.add("class-weights", case(None, 5, 3, class_weights=[0.5, 2, 1.25, 3][: 4 - (kind == "detr")]))
    operation.add("target-weights", case(2, 4, 5, target_weights=[0.5, 3, 0, 1, 1.75], layers=1, **pixels))
    operation.add("crowd-and-weights", case(
        2, 5, 4, ignored_boxes=[[0, 0, 0.6, 1], [0.25, 0.2, 1, 0.9]], ignored_image_indices=[1, 0],
        class_weights=[0.5, 0, 1.25, 3][: 4 - (kind == "detr")], target_weights=[2, 0.5, 1, 4]))
