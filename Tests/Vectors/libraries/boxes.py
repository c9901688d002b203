"""Boxes for requests, random and degenerate, as exact decimals."""

import random

NEAR = "near"
APART = "apart"


def random_pairs(seed, count, kind=NEAR):
    """Pairs of boxes with area."""
    draw = random.Random(seed)
    boxes, targets = [], []
    for _ in range(count):
        x, y, w, h = (round(draw.uniform(a, b), 3) for a, b in ((0, 90), (0, 60), (2, 40), (2, 40)))
        shift = 0.35 if kind == NEAR else 3
        u = round(x + draw.choice((-1, 1)) * draw.uniform(0.1, shift) * w * (1 if kind == NEAR else 1.5), 3)
        v = round(y + draw.choice((-1, 1)) * draw.uniform(0.1, shift) * h, 3)
        r, s = round(w * draw.uniform(0.5, 2), 3), round(h * draw.uniform(0.5, 2), 3)
        boxes.append([x, y, round(x + w, 3), round(y + h, 3)])
        targets.append([u, v, round(u + r, 3), round(v + s, 3)])
    return boxes, targets


# By name: a box, its target.
DEGENERATE = {
    "equal": ([10, 20, 30, 50], [10, 20, 30, 50]),
    "equal-large": ([0, 0, 100000, 50000], [0, 0, 100000, 50000]),
    "nested": ([10, 10, 20, 30], [0, 0, 40, 50]),
    "common-corner": ([10, 10, 20, 30], [10, 10, 40, 50]),
    "apart-far": ([0, 0, 1, 1], [900, 900, 901, 903]),
    "no-width": ([10, 10, 10, 30], [0, 0, 40, 50]),
    "no-height": ([10, 10, 30, 10], [0, 0, 40, 50]),
    "target-no-width": ([0, 0, 40, 50], [10, 10, 10, 30]),
    "both-no-width": ([10, 10, 10, 30], [10, 15, 10, 40]),
    "point": ([10, 10, 10, 10], [0, 0, 40, 50]),
    "points-equal": ([10, 10, 10, 10], [10, 10, 10, 10]),
    "points-apart": ([10, 10, 10, 10], [20, 30, 20, 30]),
}
# Boxes that touch: values alone, as libraries' slopes there follow from how they clamp.
TOUCHING = {"touching": ([0, 0, 10, 10], [10, 0, 20, 10])}
