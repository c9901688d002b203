"""losses.yolov1, losses.yolov3 and losses.yolov8 with numbers of 60 digits, cell by cell, row by row, point by point."""

from mpmath import mp, mpf

from .assignment import exact_task_aligned
from .exact import exp, lift, log, log1p, maximum, power, sqrt, total
from .exact_composites import Image, Request, answer, covered, iou, normalized
from .geometry import Overlap, centre_and_size
from .tensors import rows, weight_of

COCO = ([[10, 13], [16, 30], [33, 23]], [[30, 61], [62, 45], [59, 119]], [[116, 90], [156, 198], [373, 326]])
TERMS = ("box", "objectness", "no_object", "classification")


def sigmoid(x):
    return 1 / (1 + exp(-x))


def cross_entropy(x, t):
    return t * log1p(exp(-x)) + (1 - t) * log1p(exp(x))


def positive_cross_entropy(x, t, weight):
    return weight * t * log1p(exp(-x)) + (1 - t) * log1p(exp(x))


def modulated(given, x, t, entropy):
    """YOLOv5's focal loss around a cross entropy, where there is a gamma."""
    if not given.get("gamma"):
        return entropy
    alpha, p, not_p = mpf(given.get("alpha", 0.25)), 1 / (1 + exp(-x)), 1 / (1 + exp(x))
    return (alpha * t + (1 - alpha) * (1 - t)) * power(t * not_p + (1 - t) * p, given["gamma"]) * entropy


def class_terms(given, logits, label, quality=1):
    """Yes-or-no classes of a row that learns an object."""
    e, weight = mpf(given.get("label_smoothing", 0)), mpf(given.get("class_pos_weight", 1))
    each = [mpf(w) for w in given.get("class_weights") or [1] * len(logits)]
    wanted = [(quality if k == label else 0) * (1 - e) + e / 2 for k in range(len(logits))]
    return [
        w * modulated(given, x, t, positive_cross_entropy(x, t, weight)) for x, t, w in zip(logits, wanted, each)]


def square(x):
    return x * x


def corners(x, y, w, h):
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def levels(given):
    """(rows, columns, stride y, stride x) of each."""
    height, width = given["image_size"]
    sizes = given.get("feature_sizes") or [
        [height // s, width // s] for s in given.get("strides") or (8, 16, 32)]
    return [(h, w, mpf(height) / h, mpf(width) / w) for h, w in sizes]


def cell_of(centre, extent, count):
    """The cell that a centre lies in; the far border belongs to the last one."""
    return min(int(mp.floor(centre.value * count / extent)), count - 1)


# --- YOLOv1 ---


class Predictor:
    """Five numbers of a cell: a box by centre and size, relative to the image, and a confidence."""

    def __init__(self, numbers, column, row, extent, is_root):
        self.x, self.y, w, h, self.confidence = numbers
        if is_root:
            self.roots, sizes = (w, h), (w * w, h * h)
        else:
            self.roots, sizes = (signed_root(w), signed_root(h)), (maximum(w, 0), maximum(h, 0))
        self.box = ((self.x + column) / extent[1], (self.y + row) / extent[0], *sizes)


def signed_root(x):
    return sqrt(x) if x.value >= 0 else -sqrt(-x)


def responsible(predictors, wanted):
    """The predictor whose box overlaps the object most, or else is most like it; and that IoU."""
    overlaps = [iou(corners(*p.box), corners(*wanted)) for p in predictors]
    if max(overlaps) > 0:
        return overlaps.index(max(overlaps)), max(overlaps)
    apart = [total(square(a - b) for a, b in zip(p.box, wanted)).value for p in predictors]
    return apart.index(min(apart)), mpf(0)


def yolov1_image(request, shape, numbers, image):
    objects = request.objects(image)
    given, (height, width, channels) = request.given, shape
    count = given.get("predictors", 2)
    cells = rows(numbers, channels)
    predictors = [
        [Predictor(p, n % width, n // width, shape, given.get("size_encoding") == "root")
         for p in rows(cell[:5 * count], 5)] for n, cell in enumerate(cells)
    ]
    found, overlaps = [-1] * (len(cells) * count), [mpf(0)] * (len(cells) * count)
    sums = {name: [] for name in TERMS}
    stride_x, stride_y = mpf(given["image_size"][1]) / width, mpf(given["image_size"][0]) / height
    places = [(n % width, n // width) for n in range(len(cells))]
    passed_over = covered(
        given, [(x * stride_x, y * stride_y, (x + 1) * stride_x, (y + 1) * stride_y) for x, y in places], image)
    for n in passed_over:
        found[n * count:(n + 1) * count] = [-2] * count
    weights = [mpf(w) for w in given.get("class_weights") or [1] * (channels - 5 * count)]
    for m in objects:
        scale = [mpf(v) for v in given["image_size"][::-1] * 2]
        wanted = [v / s for v, s in zip(centre_and_size(request.targets[m], "xyxy"), scale)]
        column, row = cell_of(wanted[0], 1, width), cell_of(wanted[1], 1, height)
        n = row * width + column
        if n in passed_over or any(owner >= 0 for owner in found[n * count:(n + 1) * count]):
            continue
        p, overlap = responsible(predictors[n], wanted)
        found[n * count + p], overlaps[n * count + p] = m, overlap
        own, counts = predictors[n][p], mpf(weight_of(given, m))
        places_off = square(own.x - (wanted[0] * width - column)) + square(own.y - (wanted[1] * height - row))
        sums["box"] += [counts * places_off]
        sums["box"] += [counts * square(root - sqrt(size)) for root, size in zip(own.roots, wanted[2:])]
        sums["objectness"].append(counts * square(own.confidence - overlap))
        sums["classification"] += [
            counts * w * square(x - (k == request.labels[m])) for k, (x, w) in enumerate(zip(cells[n][5 * count:], weights))]
    flat = sum(predictors, [])
    sums["no_object"] = [square(p.confidence) for p, owner in zip(flat, found) if owner == -1]
    return Image(sums, found, overlaps)


def exact_yolov1(given):
    request = Request(given)
    shape, heads = request.heads("predictions", rank=3)
    images = [yolov1_image(request, shape, numbers, n) for n, numbers in enumerate(heads)]
    weights = dict(zip(TERMS, (5, 1, mpf("0.5"), 1)))
    terms = [(name, value, weights[name]) for name, value in normalized(given, images, "paper")]
    return answer(request, terms, images, "predictor_indices")


# --- YOLOv3 ---


class Row:
    """A row of the head: its level, its cell, its anchor."""

    def __init__(self, level, column, row, anchor, strides):
        self.level, self.column, self.row, self.anchor = level, column, row, anchor
        self.stride_y, self.stride_x = strides

    def decoded(self, numbers):
        tx, ty, tw, th = numbers[:4]
        return corners(
            (sigmoid(tx) + self.column) * self.stride_x, (sigmoid(ty) + self.row) * self.stride_y,
            exp(tw) * self.anchor[0], exp(th) * self.anchor[1])

    def prior(self):
        x, y = (self.column + mpf("0.5")) * self.stride_x, (self.row + mpf("0.5")) * self.stride_y
        return corners(*map(lift, (x, y, *self.anchor)))

    def wanted(self, box, margin):
        """What the raw outputs should be."""
        x, y, w, h = centre_and_size(box, "xyxy")
        fractions = (x / self.stride_x - self.column, y / self.stride_y - self.row)
        held = [min(max(f.value, margin), 1 - margin) for f in fractions]
        return [log(lift(f / (1 - f))) for f in held] + [log(s / a) for s, a in zip((w, h), self.anchor)]


def rows_of(given):
    found = []
    for number, (height, width, *strides) in enumerate(levels(given)):
        anchors = [list(map(mpf, a)) for a in (given.get("anchors") or COCO)[number]]
        cells = [(column, row) for row in range(height) for column in range(width)]
        if given.get("row_order", "cell-major") == "anchor-major":
            order = [(cell, a) for a in anchors for cell in cells]
        else:
            order = [(cell, a) for cell in cells for a in anchors]
        found += [Row(number, *cell, a, strides) for cell, a in order]
    return found


def best_row(given, table, box):
    """The row of the anchor that is most like a box, in the cell of its centre; and the IoU of the two sizes."""
    x, y, w, h = centre_and_size(box, "xyxy")
    zero = lift(0)

    def alike(row):
        return iou(corners(zero, zero, w, h), corners(zero, zero, *map(lift, row.anchor)))

    shapes = {(row.level, tuple(row.anchor)): alike(row) for row in table}
    best = max(shapes.values())
    level, anchor = next(key for key, overlap in shapes.items() if overlap == best)
    height, width = given["image_size"]
    rows_, columns, _, _ = levels(given)[level]
    cell = (cell_of(x, mpf(width), columns), cell_of(y, mpf(height), rows_))
    place = next(
        n for n, row in enumerate(table)
        if row.level == level and tuple(row.anchor) == anchor and (row.column, row.row) == cell)
    return place, best


def yolov3_image(request, table, head, image):
    given, objects = request.given, request.objects(image)
    passed_over = covered(given, [[v.value for v in row.prior()] for row in table], image)
    found, overlaps = [-1] * len(table), [mpf(0)] * len(table)
    for m in objects:
        place, overlap = best_row(given, table, request.targets[m])
        if found[place] < 0:
            found[place], overlaps[place] = m, overlap
    by_anchor, threshold = given.get("ignore_by") == "anchor", given.get("ignore_threshold", 0.5)
    sums = {name: [] for name in TERMS}
    for n, (row, numbers) in enumerate(zip(table, head)):
        if n in passed_over:
            found[n] = -2
            continue
        if found[n] < 0:
            box = row.prior() if by_anchor else row.decoded(numbers)
            if any(iou(box, request.targets[m]) > threshold for m in objects):
                found[n] = -2
            else:
                sums["no_object"].append(cross_entropy(numbers[4], 0))
            continue
        target, counts = request.targets[found[n]], mpf(weight_of(given, found[n]))
        if given.get("box_loss") == "ciou":
            sums["box"].append(counts * Overlap(row.decoded(numbers), target).loss("ciou"))
        else:
            wanted = row.wanted(target, mpf(given.get("center_margin", 0.01)))
            sums["box"] += [counts * square(t - w) for t, w in zip(numbers, wanted)]
        sums["objectness"].append(counts * cross_entropy(numbers[4], 1))
        sums["classification"] += [counts * term for term in class_terms(given, numbers[5:], request.labels[found[n]])]
    return Image(sums, found, overlaps)


def exact_yolov3(given):
    request, table = Request(given), rows_of(given)
    (_, channels), heads = request.heads("predictions")
    images = [
        yolov3_image(request, table, rows(numbers, channels), n) for n, numbers in enumerate(heads)]
    return answer(request, [(name, value, 1) for name, value in normalized(given, images, "batch")], images)


# --- YOLOv8 ---


class Point:
    """The middle of a cell, in strides; the logits of its four sides, left, top, right, bottom, and of its classes."""

    def __init__(self, column, row, strides, numbers, reg_max):
        self.x, self.y, (self.stride_y, self.stride_x) = column + mpf("0.5"), row + mpf("0.5"), strides
        self.sides, self.logits = rows(numbers[:4 * reg_max], reg_max), numbers[4 * reg_max:]

    def pixels(self):
        return self.x * self.stride_x, self.y * self.stride_y

    def box(self):
        left, top, right, bottom = map(mean_class, self.sides)
        return ((self.x - left) * self.stride_x, (self.y - top) * self.stride_y,
                (self.x + right) * self.stride_x, (self.y + bottom) * self.stride_y)

    def distances(self, box):
        x1, y1, x2, y2 = (v.value for v in box)
        return (self.x - x1 / self.stride_x, self.y - y1 / self.stride_y,
                x2 / self.stride_x - self.x, y2 / self.stride_y - self.y)


def mean_class(logits):
    weights = [exp(x) for x in logits]
    return total(c * w for c, w in enumerate(weights)) / total(weights)


def side_loss(logits, distance):
    """Distribution focal loss of one side."""
    y = min(max(distance, mpf(0)), len(logits) - 1 - mpf("0.01"))
    left = int(mp.floor(y))
    whole = log(total(exp(x) for x in logits))
    return (left + 1 - y) * (whole - logits[left]) + (y - left) * (whole - logits[left + 1])


def points_of(given, head):
    """The points of one image; `head` holds the channels of each."""
    places = [
        (column, row, strides) for height, width, *strides in levels(given) for row in range(height)
        for column in range(width)
    ]
    return [Point(*place, numbers, given.get("reg_max", 16)) for place, numbers in zip(places, head)]


def aligned(request, points, objects):
    """The object of each point, −1 for none, and the score that its class learns."""
    found = exact_task_aligned({
        **{k: request.given[k] for k in ("alpha", "beta", "candidates", "overlap") if k in request.given},
        "anchors": [[*p.pixels(), *p.pixels()] for p in points],
        "boxes": [[v.value for v in p.box()] for p in points],
        "scores": [[sigmoid(x).value for x in p.logits] for p in points],
        "target_boxes": [[v.value for v in request.targets[m]] for m in objects],
        "target_labels": [request.labels[m] for m in objects], **reach_of(request.given, points),
    })
    return [objects[t] if t >= 0 else -1 for t in found["labels"]], found["target_scores"]


def reach_of(given, points):
    if given.get("beyond_reg_max", "clamp") == "clamp":
        return {}
    return {"reach": [(len(p.sides[0]) - 1) * min(p.stride_x, p.stride_y) for p in points]}


def yolov8_image(request, points, image):
    given = request.given
    owners, scores = aligned(request, points, request.objects(image))
    cells = [
        ((p.x - mpf("0.5")) * p.stride_x, (p.y - mpf("0.5")) * p.stride_y, (p.x + mpf("0.5")) * p.stride_x,
         (p.y + mpf("0.5")) * p.stride_y) for p in points]
    for n in covered(given, cells, image):
        owners[n], scores[n] = -2, mpf(0)
    weights = [mpf(w) for w in given.get("class_weights") or [1] * len(points[0].logits)]
    sums = {"box": [], "classification": [], "dfl": []}
    overlaps = []
    for point, owner, score in zip(points, owners, scores):
        label = request.labels[owner] if owner >= 0 else None
        counts = mpf(weight_of(given, owner)) if owner >= 0 else mpf(1)
        if owner > -2:
            sums["classification"] += [
                counts * w * cross_entropy(x, score if k == label else 0) for k, (x, w) in enumerate(zip(point.logits, weights))]
        overlaps.append(mpf(0))
        if owner >= 0:
            overlap = Overlap(point.box(), request.targets[owner])
            overlaps[-1] = overlap.iou().value
            sums["box"].append(overlap.loss("ciou") * (counts * score))
            distances = point.distances(request.targets[owner])
            sums["dfl"] += [side_loss(x, d) * (counts * score / 4) for x, d in zip(point.sides, distances)]
    return Image(sums, owners, overlaps), sum(scores)


def exact_yolov8(given):
    request = Request(given)
    shape, heads = request.heads("predictions")
    channels_first = given.get("layout", "channels-first") == "channels-first"
    images, scores = [], []
    for n, numbers in enumerate(heads):
        table = rows(numbers, shape[1])
        points = points_of(given, [list(c) for c in zip(*table)] if channels_first else table)
        image, score = yolov8_image(request, points, n)
        images.append(image)
        scores.append(score)
    by = max(sum(scores), mpf(1))
    weights = {"box": mpf("7.5"), "classification": mpf("0.5"), "dfl": mpf("1.5")}
    if given.get("times_images"):
        weights = {name: w * len(images) for name, w in weights.items()}
    terms = [(name, total(i.sums[name] for i in images) / by, weights[name]) for name in weights]
    return answer(request, terms, images)
