"""losses.centernet, once with numbers of 60 digits cell by cell, once over dense tensors in PyTorch."""

import math

import torch
import torch.nn.functional as F
import torchvision.ops as ops
from mpmath import mp, mpf

from . import composites
from .composites import batched, images_of
from .exact import absolute, exp, lift, log1p, power, total
from .exact_composites import covered, iou
from .inputs import Inputs
from .reduction import by_autograd
from .tensors import Variables, rows, shape_and_items, weight_of
from .vectors import Operation

WEIGHTS = {"heatmap": 1, "size": 0.1, "offset": 1}


def corners_of_cells(request, height, width):
    """x1, y1, x2, y2 of every cell, row by row."""
    stride = request.get("stride", 4)
    return [[x * stride, y * stride, (x + 1) * stride, (y + 1) * stride] for y in range(height) for x in range(width)]


def radius(request, width, height):
    """The whole part of CornerNet's radius of a box in cells. The authors' roots or the right ones."""
    overlap = request.get("min_overlap", 0.7)
    s, area, right = width + height, width * height, request.get("radius") == "exact"
    equations = ((1, s, area * (1 - overlap) / (1 + overlap), -1), (4, 2 * s, (1 - overlap) * area, -1),
                 (4 * overlap, -2 * overlap * s, (overlap - 1) * area, 1))
    found = []
    for a, b, c, sign in equations:
        root = math.sqrt(b * b - 4 * a * c)
        found.append((b + sign * root) / (2 * a) if right else (b + root) / 2)
    return max(0, int(min(found)))


def peaks(request, targets, height, width):
    """(object, label, column, row, size, offset) in cells, by row and column."""
    stride = request.get("stride", 4)
    found = []
    for m, (x1, y1, x2, y2), label in targets:
        x, y = (x1 + x2) / 2 / stride, (y1 + y2) / 2 / stride
        column, row = min(int(x), width - 1), min(int(y), height - 1)
        found.append((m, label, column, row, ((x2 - x1) / stride, (y2 - y1) / stride), (x - column, y - row)))
    return sorted(found, key=lambda p: (p[3], p[2], p[0]))


def exact(request):
    variables = Variables()
    shape, heat = variables.tensor("heatmap_logits", request["heatmap_logits"])
    _, sizes = variables.tensor("sizes", request["sizes"])
    _, offsets = variables.tensor("offsets", request["offsets"])
    images = shape[0] if len(shape) == 4 else 1
    classes, height, width = shape[-3:]
    cells = height * width
    boxes = rows([mpf(v) for v in shape_and_items(request["target_boxes"])[1]], 4)
    labels = shape_and_items(request["target_labels"])[1]
    image_of = request.get("target_image_indices") or [0] * len(boxes)
    losses, size_losses, offset_losses, matches, positives, ignored = [], [], [], [], 0, []
    of_class = [mpf(w) for w in request.get("class_weights") or [1] * classes]
    cell_boxes = [[mpf(v) for v in box] for box in corners_of_cells(request, height, width)]
    for image in range(images):
        crowd = covered(request, cell_boxes, image)
        own = peaks(request, [(m, boxes[m], labels[m]) for m, i in enumerate(image_of) if i == image], height, width)
        for label in range(classes):
            for cell in range(cells):
                warm = warmth(request, [p for p in own if p[1] == label], cell % width, cell // width)
                if cell in crowd and warm != 1:
                    continue
                x = heat[(image * classes + label) * cells + cell]
                p, not_p = 1 / (1 + exp(-x)), 1 / (1 + exp(x))
                if warm == 1:
                    positives += 1
                    here = [p[0] for p in own if p[1] == label and p[3] * width + p[2] == cell]
                    factor = of_class[label] * mpf(weight_of(request, here[-1]))
                    losses.append(factor * power(not_p, request.get("alpha", 2)) * log1p(exp(-x)))
                else:
                    factor = of_class[label] * (1 - warm) ** mpf(request.get("beta", 4))
                    losses.append(factor * power(p, request.get("alpha", 2)) * log1p(exp(x)))
        for m, _, column, row, size, offset in own:
            at = [image * 2 * cells + k * cells + row * width + column for k in (0, 1)]
            weight = mpf(weight_of(request, m))
            size_losses += [weight * absolute(sizes[a] - s) for a, s in zip(at, size)]
            offset_losses += [weight * absolute(offsets[a] - o) for a, o in zip(at, offset)]
            stride = mpf(request.get("stride", 4))
            centre = [(c + offsets[a].value) * stride for c, a in zip((column, row), at)]
            half = [sizes[a].value * stride / 2 for a in at]
            box = [centre[0] - half[0], centre[1] - half[1], centre[0] + half[0], centre[1] + half[1]]
            overlap = iou([lift(v) for v in box], [lift(v) for v in boxes[m]]) if min(half) >= 0 else mpf(0)
            matches.append((image, row * width + column, m, overlap))
        ignored.append(len(crowd - {p[3] * width + p[2] for p in own}))
    count = max(1, len(boxes))
    terms = {
        "heatmap": total(losses) / max(1, positives), "size": total(size_losses) / count,
        "offset": total(offset_losses) / count,
    }
    weighted = {name: value * mpf(request.get(f"{name}_weight", WEIGHTS[name])) for name, value in terms.items()}
    loss = total(weighted.values())
    found = {
        "loss": loss.value, "components": {k: v.value for k, v in weighted.items()},
        "unweighted_components": {k: v.value for k, v in terms.items()},
        "num_positives": [sum(m[0] == i for m in matches) for i in range(images)],
    }
    if request.get("gradients"):
        found["gradients"] = variables.gradients(loss)
    if request.get("details"):
        names = ("image_indices", "cell_indices", "target_indices", "iou")
        found["matches"] = {name: [m[k] for m in matches] for k, name in enumerate(names)}
        found["num_ignored"], found["unmatched_targets"] = ignored, []
    return found


def warmth(request, own, column, row):
    warm = mpf(0)
    for _, _, x, y, (w, h), _ in own:
        r = radius(request, math.ceil(w), math.ceil(h))
        if max(abs(column - x), abs(row - y)) <= r:
            sigma = mpf(2 * r + 1) / 6
            warm = max(warm, mp.exp(-(mpf(column - x) ** 2 + mpf(row - y) ** 2) / (2 * sigma**2)))
    return warm


def peer(request):
    heat_leaf, heat = batched(request, "heatmap_logits", rank=3)
    size_leaf, sizes = batched(request, "sizes", rank=3)
    offset_leaf, offsets = batched(request, "offsets", rank=3)
    images, classes, height, width = heat.shape
    targets, flat = images_of(request, images)
    wanted, counts = torch.zeros_like(heat), torch.ones_like(heat)
    regression, matches, stride = {"size": [], "offset": []}, [], request.get("stride", 4)
    cell_boxes, ignored = torch.tensor(corners_of_cells(request, height, width), dtype=torch.float64), []
    for image, (target, indices) in enumerate(zip(targets, flat)):
        objects = zip(indices.tolist(), target["boxes"].tolist(), target["labels"].tolist())
        crowd, centres = composites.covered(request, cell_boxes, image).reshape(height, width), set()
        counts[image, :, crowd] = 0
        for m, label, column, row, size, offset in peaks(request, objects, height, width):
            r = radius(request, math.ceil(size[0]), math.ceil(size[1]))
            sigma = (2 * r + 1) / 6
            y, x = torch.meshgrid(torch.arange(height) - row, torch.arange(width) - column, indexing="ij")
            bump = torch.exp(-(x.double() ** 2 + y.double() ** 2) / (2 * sigma**2)) * ((x.abs() <= r) & (y.abs() <= r))
            wanted[image, label] = torch.maximum(wanted[image, label], bump)
            at, weight = (sizes[image, :, row, column], offsets[image, :, row, column]), weight_of(request, m)
            counts[image, label, row, column] = weight
            centres.add((row, column))
            regression["size"].append(weight * (at[0] - torch.tensor(size, dtype=torch.float64)).abs().sum())
            regression["offset"].append(weight * (at[1] - torch.tensor(offset, dtype=torch.float64)).abs().sum())
            centre = (torch.tensor([column, row]) + at[1].detach()) * stride
            half = at[0].detach() * stride / 2
            box, own = torch.cat((centre - half, centre + half)), target["boxes"][indices.tolist().index(m)]
            overlap = ops.box_iou(box[None], own[None]).item() if half.min() >= 0 else 0.0
            matches.append((image, row * width + column, m, overlap))
        ignored.append(int(crowd.sum()) - sum(bool(crowd[place]) for place in centres))
    is_centre = wanted == 1
    alpha, beta = request.get("alpha", 2), request.get("beta", 4)
    cost = torch.where(
        is_centre, (-heat).sigmoid() ** alpha * F.softplus(-heat),
        (1 - wanted) ** beta * heat.sigmoid() ** alpha * F.softplus(heat))
    of_class = torch.tensor(request.get("class_weights") or [1.0] * classes, dtype=torch.float64)
    cost = cost * counts * of_class[:, None, None]
    count = max(1, len(matches))
    terms = {"heatmap": cost.sum() / max(1, int(is_centre.sum()))}
    terms |= {name: (sum(parts) if parts else heat.sum() * 0 + sizes.sum() * 0 + offsets.sum() * 0) / count
              for name, parts in regression.items()}
    weighted = {name: value * request.get(f"{name}_weight", WEIGHTS[name]) for name, value in terms.items()}
    loss = sum(weighted.values())
    found = {
        "loss": loss.item(), "components": {k: v.item() for k, v in weighted.items()},
        "unweighted_components": {k: v.item() for k, v in terms.items()},
        "num_positives": [sum(m[0] == i for m in matches) for i in range(images)],
    }
    if request.get("gradients"):
        leaves = {"heatmap_logits": heat_leaf, "sizes": size_leaf, "offsets": offset_leaf}
        found["gradients"] = by_autograd(leaves, loss)
    if request.get("details"):
        names = ("image_indices", "cell_indices", "target_indices", "iou")
        found["matches"] = {name: [m[k] for m in matches] for k, name in enumerate(names)}
        found["num_ignored"], found["unmatched_targets"] = ignored, []
    return found


def operations():
    operation = Operation(
        "losses.centernet", "Zhou et al. 2019, eq. 1–4, over dense tensors in PyTorch; radii as the authors' code",
        exact, peer, is_composite=True)
    inputs = Inputs(operation.name)

    def case(images, classes, height, width, objects, **parameters):
        stride = parameters.get("stride", 4)
        lead = () if images is None else (images,)

        def box():
            w, h = (inputs.uniform(0.1, 0.6) * n * stride for n in (width, height))
            x, y = inputs.uniform(0.05, 0.4) * width * stride, inputs.uniform(0.05, 0.4) * height * stride
            return [round(v, 3) for v in (x, y, x + w, y + h)]

        request = {
            "heatmap_logits": inputs.numbers((*lead, classes, height, width), -4, 2),
            "sizes": inputs.numbers((*lead, 2, height, width), 0.5, 6),
            "offsets": inputs.numbers((*lead, 2, height, width), 0.1, 0.9),
            "target_boxes": [box() for _ in range(objects)],
            "target_labels": inputs.integers((objects,), 0, classes - 1),
            **parameters, "gradients": True, "details": True,
        }
        if images is not None:
            request["target_image_indices"] = sorted(inputs.integers((objects,), 0, images - 1))
        return request

    operation.add("one-image", case(None, 2, 6, 7, 3))
    operation.add("batch", case(2, 3, 8, 6, 5))
    operation.add("large-objects", case(1, 1, 24, 20, 2))
    operation.add("exact-radius", case(1, 2, 16, 16, 4, radius="exact", min_overlap=0.3))
    operation.add("exponents", case(1, 2, 6, 6, 3, alpha=1.5, beta=3))
    operation.add("weights", case(1, 2, 6, 6, 3, heatmap_weight=0.5, size_weight=1, offset_weight=2))
    operation.add("stride-8", case(1, 2, 5, 6, 3, stride=8))
    operation.add("no-objects", case(1, 2, 4, 4, 0))
    operation.add("one-cell-of-two", {
        **case(None, 2, 4, 4, 0), "target_boxes": [[2, 2, 10.5, 9], [3, 2.5, 9, 9.25]], "target_labels": [1, 1],
    })
    operation.add("plain", {**case(None, 2, 4, 5, 2), "gradients": False, "details": False})
    # A crowd over centres, and over parts of cells: the fifth column is covered by 0.6, the first by a quarter.
    operation.add("crowd", {**case(None, 2, 6, 7, 3), "ignored_boxes": [[3, 1.7, 18.4, 22.4]]})
    operation.add("crowd-batch", case(
        3, 2, 5, 6, 5, ignored_boxes=[[0, 0, 13.7, 9.1], [9, 8, 24, 20], [2, 11, 7, 20]], ignored_image_indices=[2, 0, 2],
        ignored_threshold=0.35))
    operation.add("crowd-without-objects", {**case(2, 2, 4, 4, 0), "ignored_boxes": [[0, 0, 16, 16], [3, 3, 9, 9]],
                                            "ignored_image_indices": [0, 1]})
    operation.add("class-weights", case(2, 3, 5, 6, 4, class_weights=[0.5, 2, 0]))
    operation.add("target-weights", case(2, 2, 5, 6, 4, target_weights=[0.5, 0, 3, 1.25]))
    operation.add("one-cell-of-two-target-weights", {
        **case(None, 2, 4, 4, 0), "target_boxes": [[2, 2, 10.5, 9], [3, 2.5, 9, 9.25]], "target_labels": [1, 1],
        "target_weights": [0.5, 2]})
    operation.add("crowd-and-weights", case(
        1, 2, 6, 6, 4, ignored_boxes=[[1.5, 2.3, 19, 17.4]], class_weights=[1.5, 0.25], target_weights=[2, 0.5, 1, 4]))
    return [operation]
