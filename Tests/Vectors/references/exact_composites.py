"""The losses of whole detectors once more, with numbers of 60 digits: what all of them share.

Each is its formula written down row by row, with an assignment of its own: nothing is taken from the PyTorch side. Heads
are lists of rows of Duals, boxes (x1, y1, x2, y2) of them.
"""

from mpmath import mpf

from .exact import lift, total
from .geometry import Overlap
from .tensors import Variables, rows, shape_and_items


class Request:
    """A request, the objects of every image, and the variables that the gradients are by."""

    def __init__(self, request):
        self.given, self.variables = request, Variables()
        self.targets = [[lift(v) for v in box] for box in rows(shape_and_items(request["target_boxes"])[1], 4)]
        self.labels = shape_and_items(request["target_labels"])[1]
        self.image_of = request.get("target_image_indices") or [0] * len(self.targets)

    def heads(self, name, rank=2):
        """The shape of one image's head, and the flat numbers of every image's."""
        shape, items = self.variables.tensor(name, self.given[name])
        whole = shape if len(shape) > rank else (1, *shape)
        return whole[1:], rows(items, len(items) // whole[0])

    def objects(self, image):
        """The objects of an image, by their rows in the flat ground truth."""
        return [m for m, i in enumerate(self.image_of) if i == image]


class Image:
    """What one image comes to: the sum of each term, the owner of each anchor (−1: none, −2: ignored), their IoU."""

    def __init__(self, sums, owners, iou):
        self.sums = {name: total(values) for name, values in sums.items()}
        self.owners, self.iou = owners, iou
        self.positives = sum(m >= 0 for m in owners)


def covered(given, boxes, image):
    """Which of some boxes, as corners, a crowd of the image covers."""
    regions = [[mpf(v) for v in box] for box in given.get("ignored_boxes") or []]
    images = given.get("ignored_image_indices") or [0] * len(regions)
    threshold, found = mpf(given.get("ignored_threshold", 0.5)), set()
    for n, (x1, y1, x2, y2) in enumerate(boxes):
        for (u1, v1, u2, v2), i in zip(regions, images):
            if i != image:
                continue
            common = max(min(x2, u2) - max(x1, u1), 0) * max(min(y2, v2) - max(y1, v1), 0)
            share = common / ((x2 - x1) * (y2 - y1))
            if abs(share - threshold) < 1e-4:
                raise ValueError("a decision that float32 may take otherwise")
            if share > threshold:
                found.add(n)
    return found


def normalized(request, images, default):
    """The terms of a batch, each image's sums by their number of positives or by that of all."""
    how, count = request.get("normalization", default), len(images)
    if how == "batch":
        divisors = [mpf(request.get("normalizer") or max(1, sum(i.positives for i in images)))] * count
    else:
        divisors = [mpf(count) * (max(1, i.positives) if how == "image" else 1) for i in images]
    return [(name, total(i.sums[name] / d for i, d in zip(images, divisors))) for name in images[0].sums]


def answer(request, terms, images, matched_name="anchor_indices"):
    """The answer of a loss whose terms are (name, Dual, weight where the request has none)."""
    given = request.given
    weighted = {name: value * mpf(given.get(f"{name}_weight", weight)) for name, value, weight in terms}
    loss = total(weighted.values())
    found = {
        "loss": loss.value,
        "components": {name: value.value for name, value in weighted.items()},
        "unweighted_components": {name: value.value for name, value, _ in terms},
        "num_positives": [i.positives for i in images],
    }
    if given.get("gradients"):
        found["gradients"] = request.variables.gradients(loss)
    if given.get("details"):
        matches = [(n, a, m, i.iou[a]) for n, i in enumerate(images) for a, m in enumerate(i.owners) if m >= 0]
        names = ("image_indices", matched_name, "target_indices", "iou")
        found["matches"] = {name: [match[k] for match in matches] for k, name in enumerate(names)}
        found["num_ignored"] = [sum(m == -2 for m in i.owners) for i in images]
        found["unmatched_targets"] = sorted(set(range(len(request.targets))) - {m for _, _, m, _ in matches})
    return found


def iou(box, other):
    return Overlap(box, other).iou().value
