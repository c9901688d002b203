"""losses.yolov1, losses.yolov3 and losses.yolov8, written from the papers over dense tensors; gradients by autograd.

The exact side is exact_yolo.
"""

import torch
import torch.nn.functional as F
import torchvision.ops as ops

from . import exact_yolo
from .assignment import peer_task_aligned
from .composites import answer, batched, covered, images_of, target_weights, yes_no_classes
from .geometry import peer_losses
from .inputs import Inputs
from .reduction import double
from .vectors import Operation

STRIDES = (8, 16, 32)
# Redmon and Farhadi 2018, §2.3: the clusters of COCO, in pixels.
ANCHORS = {
    8: [[10, 13], [16, 30], [33, 23]], 16: [[30, 61], [62, 45], [59, 119]], 32: [[116, 90], [156, 198], [373, 326]],
}


def feature_sizes(request):
    """[h, w] of each level, and its strides (y, x)."""
    height, width = request["image_size"]
    strides = request.get("strides") or STRIDES
    sizes = request.get("feature_sizes") or [[height // s, width // s] for s in strides]
    return sizes, [(height / h, width / w) for h, w in sizes]


def pixels(request, targets):
    """Objects as centre and size."""
    return [ops.box_convert(t["boxes"], "xyxy", "cxcywh") for t in targets]


def per_image(request, sums, positives, default):
    """The sums (B,) of a term as one number."""
    how = request.get("normalization", default)
    if how == "image":
        return (sums / torch.tensor([max(1, n) for n in positives], dtype=torch.float64)).mean()
    if how == "paper":
        return sums.mean()
    return sums.sum() / (request.get("normalizer") or max(1, sum(positives)))


def of_images(terms, name):
    return torch.stack([t[name] for t in terms])


# --- YOLOv3 ---


class Rows:
    """Where each of YOLOv3's rows stands: its cell, its level's stride, its anchor."""

    def __init__(self, request):
        sizes, strides = feature_sizes(request)
        anchors = request.get("anchors") or [ANCHORS[int(s[0])] for s in strides]
        columns, self.of, start = [], [], 0
        for level, ((h, w), (sy, sx), own) in enumerate(zip(sizes, strides, anchors)):
            grid = torch.cartesian_prod(*(torch.arange(n) for n in (h, w, len(own)))).reshape(h, w, len(own), 3)
            if request.get("row_order", "cell-major") == "anchor-major":
                grid = grid.permute(2, 0, 1, 3)
            grid = grid.reshape(-1, 3)
            sized = double(own)[grid[:, 2]]
            place = torch.stack((grid[:, 1], grid[:, 0]), 1).double()
            stride = torch.tensor([[sx, sy]], dtype=torch.float64).expand(len(grid), 2)
            columns.append(torch.cat((place, stride, sized), 1))
            for a, size in enumerate(own):
                self.of.append((size, start, grid, a, (sx, sy), (w, h)))
            start += len(grid)
        table = torch.cat(columns)
        self.place, self.stride, self.anchor = table[:, :2], table[:, 2:4], table[:, 4:]

    def best(self, centre, size):
        """The row of the best anchor of all levels, in the object's cell; and the IoU of the two sizes."""
        overlaps = []
        for (w, h), *_ in self.of:
            common = min(w, size[0]) * min(h, size[1])
            overlaps.append(common / (w * h + size[0] * size[1] - common))
        iou = max(overlaps)
        _, start, grid, a, stride, extent = self.of[overlaps.index(iou)]
        column, row = (min(int(c // s), n - 1) for c, s, n in zip(centre, stride, extent))
        wanted = torch.tensor([row, column, a])
        return start + int((grid == wanted).all(1).nonzero()), iou


def yolov3_image(request, rows, raw, target, labels, image, index):
    """One image's sums, and what it assigned."""
    boxes = ops.box_convert(target, "xyxy", "cxcywh")
    matched = torch.full((len(raw),), -1, dtype=torch.int64)
    overlaps = torch.zeros(len(raw), dtype=torch.float64)
    for m, (x, y, w, h) in enumerate(boxes.tolist()):
        row, iou = rows.best((x, y), (w, h))
        if matched[row] < 0:
            matched[row], overlaps[row] = m, iou
    prior = ops.box_convert(torch.cat(((rows.place + 0.5) * rows.stride, rows.anchor), 1), "cxcywh", "xyxy")
    crowd = covered(request, prior, image)
    matched[crowd] = -1
    centre = (raw[:, :2].sigmoid() + rows.place) * rows.stride
    found = ops.box_convert(torch.cat((centre, rows.anchor * raw[:, 2:4].exp()), 1), "cxcywh", "xyxy")
    if request.get("ignore_by", "prediction") == "anchor":
        near = ops.box_iou(prior, target)
    else:
        near = ops.box_iou(found.detach(), target)
    positive = matched >= 0
    threshold = request.get("ignore_threshold", 0.5)
    ignored = crowd | (~positive & ((near > threshold).any(1) if len(target) else torch.zeros_like(positive)))
    own, counts = boxes[matched[positive]], target_weights(request, index[matched[positive]])
    if request.get("box_loss", "raw") == "ciou":
        box = (peer_losses("ciou", found[positive], target[matched[positive]]) * counts).sum()
    else:
        margin = request.get("center_margin", 0.01)
        fraction = own[:, :2] / rows.stride[positive] - rows.place[positive]
        wanted = torch.cat((
            torch.logit(fraction.clamp(margin, 1 - margin)), torch.log(own[:, 2:] / rows.anchor[positive])), 1)
        box = (F.mse_loss(raw[positive, :4], wanted, reduction="none").sum(1) * counts).sum()
    bce = F.binary_cross_entropy_with_logits
    background = raw[~positive & ~ignored, 4]
    sums = {
        "box": box,
        "objectness": bce(raw[positive, 4], torch.ones_like(raw[positive, 4]), weight=counts, reduction="sum"),
        "no_object": bce(background, torch.zeros_like(background), reduction="sum"),
        "classification": yes_no_classes(
            request, raw[positive, 5:], labels[matched[positive]], counts=counts[:, None]),
    }
    return sums, torch.where(ignored, -2, matched), overlaps


TERMS = ("box", "objectness", "no_object", "classification")


def peer_yolov3(request):
    given, raw = batched(request, "predictions")
    targets, index = images_of(request, len(raw))
    rows = Rows(request)
    images = [
        yolov3_image(request, rows, r, t["boxes"], t["labels"], n, index[n]) for n, (r, t) in enumerate(zip(raw, targets))]
    sums, matched, overlaps = zip(*images)
    positives = [int((m >= 0).sum()) for m in matched]
    terms = [(n, per_image(request, of_images(sums, n), positives, "batch")) for n in TERMS]
    return answer(request, {"predictions": given}, terms, matched, overlaps, index)


def add_yolov3(operation):
    inputs = Inputs(operation.name)
    small = {"image_size": [64, 64], "strides": [16, 32], "anchors": [[[14, 9], [8, 30]], [[40, 22], [25, 50]]]}
    count = (4 * 4 + 2 * 2) * 2

    def case(objects, classes=2, images=None, **parameters):
        extents = [[v * 0.64 for v in box] for box in (
            inputs.box(smallest=0.15, greatest=0.6) for _ in range(objects))]
        batch = (len(images),) if images else ()
        request = {
            "predictions": inputs.numbers((*batch, count, 5 + classes), -2, 2), **small,
            "target_boxes": [[round(v, 2) for v in box] for box in extents],
            "target_labels": inputs.integers((objects,), 0, classes - 1),
        }
        if images:
            request["target_image_indices"] = [i for i, n in enumerate(images) for _ in range(n)]
        return {**request, "gradients": True, **parameters}

    operation.add("defaults", {**case(3), "gradients": False})
    operation.add("one-image", case(4, details=True))
    operation.add("ciou", case(4, box_loss="ciou", details=True))
    operation.add("anchor-major", case(4, row_order="anchor-major", details=True))
    operation.add("ignore-by-anchor", case(4, ignore_by="anchor", ignore_threshold=0.3, details=True))
    operation.add("ignore-threshold", case(4, ignore_threshold=0.2, details=True))
    operation.add("center-margin", case(4, center_margin=0.25))
    operation.add("no-margin", case(4, center_margin=0))
    operation.add("weights", case(
        3, box_weight=2.5, objectness_weight=1.5, no_object_weight=0.25, classification_weight=0.75))
    for how in ("batch", "image", "paper"):
        operation.add(f"batch-by-{how}", case(4, images=[3, 0, 1], normalization=how, details=True))
        operation.add(f"batch-by-{how}-ciou", case(4, images=[3, 1], normalization=how, box_loss="ciou"))
    operation.add("normalizer", case(3, images=[1, 2], normalizer=12.5))
    operation.add("no-objects", {**case(1), "target_boxes": [], "target_labels": [], "details": True})
    crowded = case(4, details=True)
    crowded["target_boxes"] = [[10, 10, 24, 19.5], [10.5, 10, 25, 19], [11, 11, 50, 34], [8, 11, 49, 35]]
    operation.add("two-objects-in-one-cell", crowded)
    edge = case(2, details=True)
    edge["target_boxes"] = [[25, 12, 39, 20], [38, 40, 90, 62]]
    operation.add("centres-on-edges", edge)
    coco = case(2, classes=2, image_size=[64, 64], details=True)
    del coco["strides"], coco["anchors"]
    coco["predictions"] = inputs.numbers(((64 + 16 + 4) * 3, 7), -2, 2)
    coco["target_boxes"] = [[3.25, 20.5, 33, 49.5], [10, 5, 60.5, 58]]
    operation.add("coco-anchors", coco)
    sizes = case(2, **{"feature_sizes": [[2, 2], [4, 4]]})
    del sizes["strides"]
    sizes["anchors"] = sizes["anchors"][::-1]
    operation.add("feature-sizes", sizes)
    operation.add("classes", case(3, classes=3, label_smoothing=0.1, class_pos_weight=1.5, class_weights=[0.5, 2, 1.25]))
    operation.add("crowd", case(
        4, images=[3, 1], details=True, ignored_boxes=[[2, 3, 41, 37], [20, 5, 63.5, 48]], ignored_image_indices=[1, 0],
        ignored_threshold=0.57))
    for kind in ("raw", "ciou"):
        operation.add(f"target-weights-{kind}", case(4, images=[3, 1], box_loss=kind, target_weights=[0.5, 3, 0, 1.25]))


def yolov3():
    operation = Operation(
        "losses.yolov3", "Redmon and Farhadi 2018, §2.1–2.3, over dense tensors in PyTorch", exact_yolo.exact_yolov3,
        peer_yolov3, is_composite=True)
    add_yolov3(operation)
    return operation


# --- YOLOv8 ---


def points_of(request):
    """The middle of every cell (x, y) in strides, and the strides (x, y)."""
    columns = []
    for (h, w), (sy, sx) in zip(*feature_sizes(request)):
        y, x = torch.meshgrid(torch.arange(h) + 0.5, torch.arange(w) + 0.5, indexing="ij")
        stride = torch.tensor([sx, sy]).expand(h * w, 2)
        columns.append(torch.cat((torch.stack((x, y), -1).reshape(-1, 2), stride), 1))
    table = torch.cat(columns).double()
    return table[:, :2], table[:, 2:]


def aligned(request, points, boxes, scores, target, reach):
    """By point: the object or −1, and the score that its class is trained on."""
    if not len(target["boxes"]):
        return torch.full((len(points),), -1, dtype=torch.int64), torch.zeros(len(points), dtype=torch.float64)
    keys = {k: request[k] for k in ("alpha", "beta", "candidates", "overlap") if k in request}
    if request.get("beyond_reg_max") == "exclude":
        keys["reach"] = reach.tolist()
    found = peer_task_aligned({
        "anchors": torch.cat((points, points), 1).tolist(), "boxes": boxes.tolist(), "scores": scores.tolist(),
        "target_boxes": target["boxes"].tolist(), "target_labels": target["labels"].tolist(), **keys,
    })
    return torch.tensor(found["labels"]), torch.tensor(found["target_scores"], dtype=torch.float64)


def side_losses(logits, targets, reg_max):
    """Distribution focal loss (n, 4) of the sides' logits (n, 4, reg_max)."""
    y = targets.clamp(0, reg_max - 1 - 0.01)
    left = y.long()
    log_p = logits.log_softmax(-1)
    low, high = (log_p.gather(-1, (left + i).unsqueeze(-1)).squeeze(-1) for i in (0, 1))
    return -(left + 1 - y) * low - (y - left) * high


def peer_yolov8(request):
    given, raw = batched(request, "predictions")
    if request.get("layout", "channels-first") == "channels-first":
        raw = raw.transpose(1, 2)
    reg_max = request.get("reg_max", 16)
    targets, index = images_of(request, len(raw))
    points, strides = points_of(request)
    sides = raw[..., : 4 * reg_max].unflatten(-1, (4, reg_max))
    logits = raw[..., 4 * reg_max :]
    distances = sides.softmax(-1) @ torch.arange(reg_max, dtype=torch.float64)
    found = torch.cat((points - distances[..., :2], points + distances[..., 2:]), -1)
    pixels = torch.cat((strides, strides), 1)
    assigned = [
        aligned(request, points * strides, (b * pixels).detach(), x.sigmoid().detach(), t, (reg_max - 1) * strides.amin(1))
        for b, x, t in zip(found, logits, targets)
    ]
    cells = torch.cat(((points - 0.5) * strides, (points + 0.5) * strides), 1)
    crowds = [covered(request, cells, n) for n in range(len(raw))]
    for (owner, score), crowd in zip(assigned, crowds):
        owner[crowd], score[crowd] = -2, 0
    total = max(sum(score.sum() for _, score in assigned), 1)
    wanted, counts = torch.zeros_like(logits), torch.ones_like(logits)
    box, dfl, overlaps = 0, 0, []
    for n, ((owner, score), target) in enumerate(zip(assigned, targets)):
        positive = owner >= 0
        own = target["boxes"][owner[positive]] / pixels[positive]
        wanted[n, positive, target["labels"][owner[positive]]] = score[positive]
        weight = score[positive] * target_weights(request, index[n][owner[positive]])
        counts[n, positive] = target_weights(request, index[n][owner[positive]])[:, None]
        box = box + (peer_losses("ciou", found[n, positive], own) * weight).sum()
        ltrb = torch.cat((points[positive] - own[:, :2], own[:, 2:] - points[positive]), 1)
        dfl = dfl + (side_losses(sides[n, positive], ltrb, reg_max).mean(1) * weight).sum()
        overlaps.append(torch.zeros(len(points), dtype=torch.float64))
        overlaps[-1][positive] = ops.box_iou(found[n, positive], own).diagonal().detach()
    weight = double(request.get("class_weights") or [1.0] * logits.shape[2]) * ~torch.stack(crowds)[..., None] * counts
    classification = F.binary_cross_entropy_with_logits(logits, wanted, weight=weight, reduction="sum")
    terms = [("box", box / total), ("classification", classification / total), ("dfl", dfl / total)]
    defaults = {"box_weight": 7.5, "classification_weight": 0.5, "dfl_weight": 1.5}
    if request.get("times_images"):
        defaults = {name: value * len(raw) for name, value in defaults.items()}
    return answer(
        {**defaults, **request}, {"predictions": given}, terms, [o for o, _ in assigned], overlaps, index)


def yolov8():
    operation = Operation(
        "losses.yolov8", "Ultralytics' v8DetectionLoss over dense tensors in PyTorch, without eps",
        exact_yolo.exact_yolov8, peer_yolov8, is_composite=True)
    inputs = Inputs(operation.name)

    def case(objects, classes=2, images=None, reg_max=4, strides=(16, 32), **parameters):
        count = sum((64 // s) ** 2 for s in strides)
        batch = (len(images),) if images else ()
        channels = 4 * reg_max + classes
        last = parameters.get("layout") == "channels-last"
        shape = (count, channels) if last else (channels, count)
        request = {
            "predictions": inputs.numbers((*batch, *shape), -2, 2, 2), "image_size": [64, 64], "strides": list(strides),
            "reg_max": reg_max, "target_boxes": [
                [round(v * 0.64, 2) for v in inputs.box(smallest=0.2, greatest=0.6)] for _ in range(objects)],
            "target_labels": inputs.integers((objects,), 0, classes - 1),
        }
        if images:
            request["target_image_indices"] = [i for i, n in enumerate(images) for _ in range(n)]
        return {**request, "gradients": True, **parameters}

    operation.add("defaults", {**case(3), "gradients": False})
    operation.add("one-image", case(3, details=True))
    operation.add("channels-last", case(3, layout="channels-last", details=True))
    operation.add("reg-max-16", {**case(2, reg_max=16, classes=1), "gradients": False})
    operation.add("batch", case(4, images=[3, 0, 1], details=True))
    operation.add("crowded", {**case(7, details=True, strides=(8, 16)), "gradients": False})
    operation.add("one-candidate", case(3, candidates=1, details=True))
    operation.add("tood", case(2, alpha=1, beta=6, candidates=13, overlap="iou", strides=(8, 32), details=True))
    operation.add("weights", case(2, box_weight=1, classification_weight=2, dfl_weight=0.25))
    operation.add("no-objects", {**case(1), "target_boxes": [], "target_labels": [], "details": True})
    outside = case(2, details=True)
    outside["target_boxes"][1] = [70, 5, 90, 30]
    operation.add("object-outside", outside)
    sizes = case(2, feature_sizes=[[4, 4], [2, 2]])
    del sizes["strides"]
    operation.add("feature-sizes", sizes)
    far = case(1, details=True)
    far["target_boxes"] = [[1.5, 2.25, 62.5, 61]]
    operation.add("farther-than-the-distances", far)
    for layout in ("channels-first", "channels-last"):
        operation.add(f"class-weights-{layout}", case(3, classes=3, class_weights=[0.5, 2, 1.25], layout=layout))
        operation.add(f"crowd-{layout}", case(
            4, images=[3, 1], details=True, layout=layout, ignored_boxes=[[2, 3, 41, 37], [20, 5, 63.5, 48]],
            ignored_image_indices=[1, 0], ignored_threshold=0.57))
    operation.add("beyond-reg-max", {**case(3, details=True, beyond_reg_max="exclude"), "target_boxes": [
        [1.5, 2.25, 62.5, 61], [4.5, 7, 50.25, 47], [30, 22.5, 58, 49.75]]})
    operation.add("times-images", case(3, images=[1, 2], times_images=True))
    for layout in ("channels-first", "channels-last"):
        operation.add(f"target-weights-{layout}", case(
            4, images=[3, 1], layout=layout, target_weights=[0.5, 3, 0, 1.25]))
    return operation


# --- YOLOv1 ---


def yolov1_image(request, cells, target, labels, predictors, number, index):
    """One image's sums, and what it assigned; cells (H, W, 5 P + K)."""
    (height, width), (h, w) = request["image_size"], cells.shape[:2]
    own = cells[..., : 5 * predictors].unflatten(-1, (predictors, 5))
    classes = cells[..., 5 * predictors :]
    y, x = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
    corner = torch.stack((x, y), -1).double()
    extent = torch.tensor([w, h], dtype=torch.float64)
    image = torch.tensor([width, height], dtype=torch.float64)
    if request.get("size_encoding", "size") == "root":
        roots, size = own[..., 2:4], own[..., 2:4] ** 2
    else:
        roots, size = own[..., 2:4].sign() * own[..., 2:4].abs().sqrt(), own[..., 2:4].clamp(min=0)
    boxes = torch.cat(((corner[:, :, None] + own[..., :2]) / extent, size), -1).detach()
    truth = ops.box_convert(target, "xyxy", "cxcywh") / torch.cat((image, image))
    matched = torch.full((h, w, predictors), -1, dtype=torch.int64)
    unit = image / extent
    crowd = covered(request, torch.cat((corner * unit, (corner + 1) * unit), -1).reshape(-1, 4), number).reshape(h, w)
    matched[crowd] = -2
    weight = double(request.get("class_weights") or [1.0] * classes.shape[-1])
    overlaps = torch.zeros((h, w, predictors), dtype=torch.float64)
    sums = {name: torch.zeros((), dtype=torch.float64) for name in TERMS}
    for m, wanted in enumerate(truth):
        i, j = (min(int(c * n), n - 1) for c, n in zip((wanted[1], wanted[0]), (h, w)))
        if (matched[i, j] != -1).any():
            continue
        iou = ops.box_iou(*(ops.box_convert(b, "cxcywh", "xyxy") for b in (boxes[i, j], wanted[None])))[:, 0]
        p = int(iou.argmax() if iou.max() > 0 else ((boxes[i, j] - wanted) ** 2).sum(1).argmin())
        matched[i, j, p], overlaps[i, j, p] = m, iou[p]
        place, counts = wanted[:2] * extent - corner[i, j], target_weights(request, index[m : m + 1])[0]
        sums["box"] = sums["box"] + counts * (F.mse_loss(own[i, j, p, :2], place, reduction="sum") + F.mse_loss(
            roots[i, j, p], wanted[2:].sqrt(), reduction="sum"))
        sums["objectness"] = sums["objectness"] + counts * (own[i, j, p, 4] - iou[p]) ** 2
        one_hot = F.one_hot(labels[m], classes.shape[-1]).double()
        sums["classification"] = sums["classification"] + counts * (weight * (classes[i, j] - one_hot) ** 2).sum()
    sums["no_object"] = (own[..., 4][matched == -1] ** 2).sum()
    return sums, matched.reshape(-1), overlaps.reshape(-1)


def peer_yolov1(request):
    given, raw = batched(request, "predictions", rank=3)
    targets, index = images_of(request, len(raw))
    predictors = request.get("predictors", 2)
    images = [
        yolov1_image(request, r, t["boxes"], t["labels"], predictors, n, index[n])
        for n, (r, t) in enumerate(zip(raw, targets))]
    sums, matched, overlaps = zip(*images)
    positives = [int((m >= 0).sum()) for m in matched]
    terms = [(n, per_image(request, of_images(sums, n), positives, "paper")) for n in TERMS]
    request = {"box_weight": 5, "no_object_weight": 0.5, **request}
    found = answer(request, {"predictions": given}, terms, matched, overlaps, index)
    if "matches" in found:
        columns = found["matches"]
        found["matches"] = {k.replace("anchor", "predictor"): v for k, v in columns.items()}
    return found


def yolov1():
    operation = Operation(
        "losses.yolov1", "Redmon et al. 2016, eq. 3, in PyTorch", exact_yolo.exact_yolov1, peer_yolov1,
        is_composite=True)
    inputs = Inputs(operation.name)

    def case(objects, classes=3, images=None, predictors=2, cells=(3, 4), **parameters):
        batch = (len(images),) if images else ()
        own = [[[
            sum(([*inputs.numbers((2,), 0.05, 0.95), *inputs.numbers((2,), 0.1, 0.7), inputs.numbers((), 0, 1)]
                 for _ in range(predictors)), []) + inputs.numbers((classes,), 0, 1)
            for _ in range(cells[1])] for _ in range(cells[0])] for _ in range(batch[0] if batch else 1)]
        request = {
            "predictions": own if batch else own[0], "image_size": [90, 120],
            "target_boxes": [[round(v * 0.9, 2) for v in inputs.box(smallest=0.2, greatest=0.6)] for _ in range(objects)],
            "target_labels": inputs.integers((objects,), 0, classes - 1),
        }
        if images:
            request["target_image_indices"] = [i for i, n in enumerate(images) for _ in range(n)]
        if predictors != 2:
            request["predictors"] = predictors
        return {**request, "gradients": True, **parameters}

    operation.add("defaults", {**case(3), "gradients": False})
    operation.add("one-image", case(4, details=True))
    operation.add("roots", case(4, size_encoding="root", details=True))
    operation.add("three-predictors", case(3, predictors=3, details=True))
    operation.add("one-predictor", case(3, predictors=1, details=True))
    operation.add("seven-by-seven", {**case(5, cells=(7, 7), classes=2, details=True), "gradients": False})
    for how in ("paper", "image", "batch"):
        operation.add(f"batch-by-{how}", case(4, images=[3, 0, 1], normalization=how, cells=(2, 3), details=True))
    operation.add("normalizer", case(3, images=[1, 2], cells=(2, 2), normalization="batch", normalizer=12.5))
    operation.add("weights", case(
        3, cells=(2, 2), box_weight=1, objectness_weight=2, no_object_weight=0.25, classification_weight=0.75))
    operation.add("no-objects", {**case(1, cells=(2, 2)), "target_boxes": [], "target_labels": [], "details": True})
    for encoding in ("size", "root"):
        negative = case(3, cells=(2, 2), size_encoding=encoding, details=True)
        for row in negative["predictions"]:
            for cell in row:
                cell[2], cell[8] = -cell[2], -cell[8]
        operation.add(f"negative-sizes-{encoding}", negative)
    apart = case(2, cells=(2, 2), details=True)
    for row in apart["predictions"]:
        for cell in row:
            cell[:4], cell[5:9] = [2.5, 2.75, 0.1, 0.2], [-1.75, 1.5, 0.15, 0.1]
    operation.add("none-overlaps", apart)
    crowded = case(3, cells=(2, 2), details=True)
    crowded["target_boxes"] = [[10, 10, 50, 40], [12, 8, 44, 36], [70, 50, 110, 85]]
    operation.add("two-objects-in-one-cell", crowded)
    edge = case(2, cells=(2, 2), details=True)
    edge["target_boxes"] = [[50, 10, 70, 80], [10, 60, 50, 120]]
    operation.add("centres-on-edges", edge)
    operation.add("class-weights", case(3, cells=(2, 2), class_weights=[0.5, 2, 1.25]))
    operation.add("crowd", case(
        4, images=[3, 1], cells=(3, 4), details=True, ignored_boxes=[[2, 3, 61, 57], [50, 35, 118, 88]],
        ignored_image_indices=[1, 0], ignored_threshold=0.57))
    operation.add("target-weights", case(4, images=[3, 1], cells=(3, 4), target_weights=[0.5, 3, 0, 1.25]))
    return operation


def operations():
    return [yolov1(), yolov3(), yolov8()]
