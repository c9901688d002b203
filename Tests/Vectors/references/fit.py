"""anchors.fit: k-means of sizes by 1 − IoU, once exactly, once in numpy's doubles."""

import numpy as np
from mpmath import mp, mpf

from .geometry import centre_and_size
from .inputs import Inputs, in_format
from .tensors import rows, shape_and_items
from .vectors import Operation


class SplitMix64:
    """Steele, Lea and Flood (2014)."""

    def __init__(self, seed):
        self.state = seed

    def unit(self):
        mask = 2**64 - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) >> 11) / 2.0**53


def exact_sizes(request):
    scale = request.get("scale") or 1
    sx, sy = map(mpf, scale if isinstance(scale, list) else [scale, scale])
    if "sizes" in request:
        given = rows(list(map(mpf, shape_and_items(request["sizes"])[1])), 2)
    else:
        boxes = rows(list(map(mpf, shape_and_items(request["boxes"])[1])), 4)
        given = [[v.value for v in centre_and_size(b, request.get("format", "xyxy"))[2:]] for b in boxes]
    return [(w * sx, h * sy) for w, h in given]


def iou(a, b):
    meet = min(a[0], b[0]) * min(a[1], b[1])
    return meet / (a[0] * a[1] + b[0] * b[1] - meet)


def exact_fit(request):
    sizes, k, draw = exact_sizes(request), request["clusters"], SplitMix64(request.get("seed", 0))
    anchors = [sizes[int(draw.unit() * len(sizes))]]
    while len(anchors) < k:
        weights = [min((1 - iou(s, a)) ** 2 for a in anchors) for s in sizes]
        place, total = draw.unit() * sum(weights), mpf(0)
        for size, weight in zip(sizes, weights):
            total += weight
            if abs(total - place) < 1e-9 * sum(weights):
                raise ValueError("a draw too near to the edge of two sizes")
            if total > place:
                anchors.append(size)
                break
    updates, labels = 0, nearest(sizes, anchors)
    while updates < request.get("iterations", 300):
        moved = [centre([s for s, n in zip(sizes, labels) if n == j], request) or a for j, a in enumerate(anchors)]
        if all(abs(p - q) < mpf(10) ** -40 for a, b in zip(moved, anchors) for p, q in zip(a, b)):
            break
        anchors, updates = moved, updates + 1
        labels = nearest(sizes, anchors)
    order = sorted(range(k), key=lambda j: (anchors[j][0] * anchors[j][1], anchors[j][0]))
    best = [iou(s, anchors[n]) for s, n in zip(sizes, labels)]
    return {
        "anchors": [list(anchors[j]) for j in order], "mean_iou": sum(best) / len(best),
        "recall": [mpf(sum(b >= mpf(t) / 20 for b in best)) / len(best) for t in range(10, 20)],
        "counts": [labels.count(j) for j in order], "labels": [order.index(n) for n in labels], "iterations": updates,
    }


def nearest(sizes, anchors):
    found = []
    for s in sizes:
        overlaps = [iou(s, a) for a in anchors]
        first, *others = sorted(overlaps, reverse=True)
        if others and 0 < first - others[0] < 1e-6:
            raise ValueError("two anchors nearly tie: float32 may decide otherwise")
        found.append(overlaps.index(first))
    return found


def centre(members, request):
    if not members:
        return None
    middle = median if request.get("update") == "median" else lambda values: sum(values) / len(values)
    return tuple(middle(list(values)) for values in zip(*members))


def median(values):
    values, half = sorted(values), len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def peer_fit(request):
    scale = np.broadcast_to(np.array(request.get("scale") or 1, dtype=float), 2)
    if "sizes" in request:
        sizes = np.array(request["sizes"], dtype=float).reshape(-1, 2) * scale
    else:
        boxes, format = np.array(request["boxes"], dtype=float), request.get("format", "xyxy")
        sizes = boxes[:, 2:] - boxes[:, :2] if format == "xyxy" else boxes[:, 2:]
        sizes = (sizes[:, ::-1] if format == "cycxhw" else sizes) * scale
    draw, k = SplitMix64(request.get("seed", 0)), request["clusters"]
    anchors = sizes[[int(draw.unit() * len(sizes))]]
    while len(anchors) < k:
        weights = np.cumsum((1 - table(sizes, anchors).max(1)) ** 2)
        anchors = np.vstack((anchors, sizes[np.searchsorted(weights, draw.unit() * weights[-1], side="right")]))
    middle = np.median if request.get("update") == "median" else np.mean
    for updates in range(request.get("iterations", 300) + 1):
        labels = table(sizes, anchors).argmax(1)
        moved = np.array([
            middle(sizes[labels == j], axis=0) if (labels == j).any() else anchors[j] for j in range(k)
        ])
        if updates == request.get("iterations", 300) or np.allclose(moved, anchors, rtol=1e-14, atol=0):
            break
        anchors = moved
    order = np.lexsort((anchors[:, 0], anchors.prod(1)))
    best = table(sizes, anchors).max(1)
    return {
        "anchors": anchors[order].tolist(), "mean_iou": best.mean().item(),
        "recall": [(best >= t / 20).mean().item() for t in range(10, 20)],
        "counts": np.bincount(labels, minlength=k)[order].tolist(), "labels": np.argsort(order)[labels].tolist(),
        "iterations": updates,
    }


def table(sizes, anchors):
    meet = np.minimum(sizes[:, None], anchors).prod(2)
    return meet / (sizes.prod(1)[:, None] + anchors.prod(1) - meet)


def fit():
    operation = Operation(
        "anchors.fit", "Redmon and Farhadi 2017, §2; Arthur and Vassilvitskii 2007; k-means in numpy", exact_fit, peer_fit
    )
    inputs = Inputs(operation.name)

    def sizes(n, kinds=4):
        centres = [(inputs.uniform(10, 200), inputs.uniform(10, 200)) for _ in range(kinds)]
        return [
            [round(side * inputs.uniform(0.7, 1.4), 2) for side in inputs.choice(centres)] for _ in range(n)
        ]

    operation.add("defaults", {"sizes": sizes(40), "clusters": 3})
    for seed in (1, 2, 2**40):
        operation.add(f"seed-{seed}", {"sizes": sizes(50, 6), "clusters": 5, "seed": seed})
    operation.add("median", {"sizes": sizes(41), "clusters": 4, "update": "median", "seed": 7})
    operation.add("nine", {"sizes": sizes(80, 9), "clusters": 9, "seed": 3})
    operation.add("one", {"sizes": sizes(9), "clusters": 1})
    operation.add("as-many-as-objects", {"sizes": [[10, 20], [100, 30], [40, 200]], "clusters": 3})
    operation.add("equal-sizes", {"sizes": [[10, 20], [10, 20], [30, 20], [30, 20], [10, 20]], "clusters": 2})
    for iterations in (0, 1):
        operation.add(f"iterations-{iterations}", {"sizes": sizes(30), "clusters": 4, "iterations": iterations})
    operation.add("scale", {"sizes": inputs.numbers((30, 2), 0.05, 0.9), "clusters": 3, "scale": 640})
    operation.add("scale-x-y", {"sizes": inputs.numbers((30, 2), 0.05, 0.9), "clusters": 3, "scale": [640, 480]})
    for format in ("xyxy", "xywh", "cxcywh", "cycxhw"):
        boxes = [in_format(inputs.box(), format) for _ in range(24)]
        operation.add(f"boxes-{format}", {"boxes": boxes, "clusters": 3, "format": format})
    return operation
