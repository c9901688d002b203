"""The stages that every detector shares, written down plainly with 60 digits: no sifting, no grids, no cleverness."""

from mpmath import mp, mpf

CLAMP = mp.log(mpf(1000) / 16)
NEAR = mpf("1e-9")


class Head:
    """What a detector says of one image: candidates (score, row, label, group) and the box of a row under a label."""

    def __init__(self, candidates, box, width, levels=()):
        self.candidates, self.box, self.width, self.levels = candidates, box, width, levels

    def pair(self, row, label):
        return row if self.width == 1 else row * self.width + label

    def level(self, row):
        return next((i for i, (first, end) in enumerate(self.levels) if first <= row < end), 0)


def sigmoid(x):
    return 1 / (1 + mp.exp(-mpf(x)))


def softmax(row):
    top = max(row)
    terms = [mp.exp(mpf(x) - top) for x in row]
    return [t / mp.fsum(terms) for t in terms]


def clip(box, size):
    """To (height, width)."""
    bounds = (size[1], size[0], size[1], size[0])
    return [min(max(v, mpf(0)), mpf(b)) for v, b in zip(box, bounds)]


def centered(cx, cy, w, h):
    return [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2]


def decode(deltas, anchor, weights=(1, 1, 1, 1)):
    """Offsets from an xyxy anchor."""
    dx, dy, dw, dh = (mpf(d) / mpf(w) for d, w in zip(deltas, weights))
    x1, y1, x2, y2 = map(mpf, anchor)
    w, h = x2 - x1, y2 - y1
    cx, cy = (x1 + x2) / 2 + dx * w, (y1 + y2) / 2 + dy * h
    return centered(cx, cy, w * mp.exp(min(dw, CLAMP)), h * mp.exp(min(dh, CLAMP)))


def iou(a, b):
    w = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    h = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = sum((c[2] - c[0]) * (c[3] - c[1]) for c in (a, b)) - w * h
    return w * h / union if union else mpf(a == b)


def per_class(value, label):
    return mpf(value[label] if isinstance(value, list) else value)


def apart(value, threshold):
    """Whether the value is above the threshold; too near to tell in doubles is a bad vector."""
    if 0 < abs(value - threshold) < NEAR:
        raise ValueError("too near to a threshold to be the same in doubles")
    return value > threshold


def suppressed(found, request, default, key):
    """Greedy: best first, each survivor suppresses what overlaps it strictly more, within its class."""
    kept = []
    for item in found:
        rivals = [k for k in kept if request.get("class_agnostic") or key(k) == key(item)]
        threshold = per_class(request.get("iou_threshold", default), item[2])
        if not any(apart(iou(item[4], k[4]), threshold) for k in rivals):
            kept.append(item)
    return kept


def stages(head, request, *, score, top_k, iou_threshold, most, min_size=None, key=lambda item: item[2], mapping=None,
           suppress=True, rows_answered=True):
    """All stages of one image; the defaults are the operation's."""
    counts = {"candidates": len(head.candidates)}
    threshold = request.get("score_threshold", score)
    passing = [c for c in head.candidates if threshold is None or apart(c[0], per_class(threshold, c[2]))]
    counts["above_threshold"] = len(passing)

    def order(candidate):
        return (-candidate[0], head.pair(candidate[1], candidate[2]))

    limit, groups = request.get("top_k", top_k), {}
    for candidate in sorted(passing, key=order):
        groups.setdefault(candidate[3], []).append(candidate)
    best = sorted((c for group in groups.values() for c in group[:limit]), key=order)
    counts["after_top_k"] = len(best)
    found = [(*c, head.box(c[1], c[2])) for c in best]
    if min_size is not None:
        least = mpf(request.get("min_size", min_size))
        found = [f for f in found if min(f[4][2] - f[4][0], f[4][3] - f[4][1]) >= least]
        counts["after_min_size"] = len(found)
    kept = suppressed(found, request, iou_threshold, key) if suppress else found
    counts["after_nms"] = len(kept)
    kept = kept[: request.get("max_detections", most)]
    counts["returned"] = len(kept)
    return {
        "boxes": [mapping(f[4]) if mapping else f[4] for f in kept],
        "scores": [f[0] for f in kept],
        "labels": [f[2] for f in kept],
        "anchor_indices": [f[1] for f in kept],
        "levels": [head.level(f[1]) for f in kept],
        "counts": counts,
    }


def pair_of(value, index):
    """[y, x] from a number, a pair, or a pair per image."""
    if isinstance(value, list) and isinstance(value[0], list):
        return value[index]
    return value if isinstance(value, list) else [value, value]


def back(request, size, index=0, fit="resize"):
    """The way from the network's input to the original image; None where boxes stay as they are."""
    if request.get("original_size") is None:
        return None
    height, width = pair_of(request["original_size"], index)
    if request.get("scale") is not None or request.get("pad") is not None:
        own = letterbox(size, (height, width)) if fit == "letterbox" else resize(size, (height, width))
        sy, sx = pair_of(request["scale"], index) if request.get("scale") is not None else own[0]
        top, left = pair_of(request["pad"], index) if request.get("pad") is not None else (0, 0)
    else:
        (sy, sx), (top, left) = letterbox(size, (height, width)) if fit == "letterbox" else resize(size, (height, width))

    def map_back(box):
        x1, y1, x2, y2 = box
        moved = [(x1 - left) / mpf(sx), (y1 - top) / mpf(sy), (x2 - left) / mpf(sx), (y2 - top) / mpf(sy)]
        return clip(moved, (height, width))

    return map_back


def resize(size, original):
    return (mpf(size[0]) / original[0], mpf(size[1]) / original[1]), (0, 0)


def letterbox(size, original):
    """One scale, whole pixels added alike on both sides; of an odd number the smaller half at the top and left."""
    scale = min(mpf(size[0]) / original[0], mpf(size[1]) / original[1])
    inner = [mp.nint(o * scale) for o in original]
    pad = [mp.nint((s - i) / 2 - mpf("0.1")) for s, i in zip(size, inner)]
    return (scale, scale), pad
