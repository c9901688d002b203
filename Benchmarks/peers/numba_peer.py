"""Losses with their gradients in numba, written out by hand as whoever leaves PyTorch for speed would: all threads, one pass."""

import math
import sys

import numba
import numpy as np

from lines import read, serve

# Float32 throughout: constants of Python would make it float64.
ONE, TWO, HALF, QUARTER = (np.float32(number) for number in (1, 2, 0.5, 0.25))
EPSILON, ASPECT = np.float32(1e-7), np.float32(4 / math.pi**2)


@numba.njit(parallel=True)
def focal_pass(logits, targets, slopes):
    """torchvision's sigmoid_focal_loss with γ = 2 and α = ¼, summed."""
    total = 0.0
    for i in numba.prange(logits.size):
        x, t = logits[i], targets[i]
        e = np.exp(-abs(x))
        p = ONE / (ONE + e) if x >= 0 else e / (ONE + e)
        cross = max(x, np.float32(0)) - x * t + np.log1p(e)
        miss = t * (ONE - p) + (ONE - t) * p
        weight = QUARTER * t + (ONE - QUARTER) * (ONE - t)
        total += weight * cross * miss * miss
        slopes[i] = weight * miss * (miss * (p - t) + TWO * cross * (ONE - TWO * t) * p * (ONE - p))
    return total


@numba.njit(parallel=True)
def ciou_pass(boxes, targets, slopes):
    """torchvision's complete_box_iou_loss, summed; α is held, as there."""
    total = 0.0
    for i in numba.prange(len(boxes)):
        x1, y1, x2, y2 = boxes[i]
        u1, v1, u2, v2 = targets[i]
        w, h, gw, gh = x2 - x1, y2 - y1, u2 - u1, v2 - v1
        iw, ih = min(x2, u2) - max(x1, u1), min(y2, v2) - max(y1, v1)
        if iw <= 0 or ih <= 0:
            iw = ih = np.float32(0)
        intersection = iw * ih
        union = w * h + gw * gh - intersection + EPSILON
        iou = intersection / union
        cw, ch = max(x2, u2) - min(x1, u1), max(y2, v2) - min(y1, v1)
        diagonal = cw * cw + ch * ch + EPSILON
        dx, dy = (x1 + x2 - u1 - u2) * HALF, (y1 + y2 - v1 - v2) * HALF
        distance = dx * dx + dy * dy
        turn = math.atan(gw / gh) - math.atan(w / h)
        v = ASPECT * turn * turn
        alpha = v / (ONE - iou + v + EPSILON)
        total += ONE - iou + distance / diagonal + alpha * v
        share = -TWO * ASPECT * turn * alpha / (w * w + h * h)
        for side in range(4):
            vertical, upper = side % 2 == 1, side >= 2
            sign = ONE if upper else -ONE
            edge, other = boxes[i, side], targets[i, side]
            is_inner = edge < other if upper else edge > other
            overlap, extent = (iw, w) if vertical else (ih, h)
            grown = sign * overlap if is_inner else np.float32(0)
            around = TWO * sign * (ch if vertical else cw) if edge != other and not is_inner else np.float32(0)
            growth = (grown * union - intersection * (sign * extent - grown)) / (union * union)
            nearer = ((dy if vertical else dx) * diagonal - distance * around) / (diagonal * diagonal)
            turned = share * sign * (-w if vertical else h)
            slopes[i, side] = nearer - growth + turned
    return total


def focal(directory, _size):
    logits, targets = (read(directory, name, "f32") for name in ("logits", "targets"))

    def run():
        slopes = np.empty_like(logits)
        return {"loss": np.float32(focal_pass(logits, targets, slopes)), "gradient": slopes}

    return run


def ciou(directory, _size):
    boxes, targets = (read(directory, name, "f32", -1, 4) for name in ("boxes", "targets"))

    def run():
        slopes = np.empty_like(boxes)
        return {"loss": np.float32(ciou_pass(boxes, targets, slopes)), "gradient": slopes}

    return run


if __name__ == "__main__":
    sys.exit(serve({"focal": focal, "ciou": ciou}))
