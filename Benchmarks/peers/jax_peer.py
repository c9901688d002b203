"""Losses with their gradients in JAX, jitted, on the processor."""

import math
import os
import sys

os.environ["JAX_PLATFORMS"] = "cpu"

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402

from lines import read, serve  # noqa: E402


def focal_loss(logits, targets):
    """torchvision's sigmoid_focal_loss with γ = 2 and α = ¼, summed."""
    p = jax.nn.sigmoid(logits)
    cross = jnp.maximum(logits, 0) - logits * targets + jnp.log1p(jnp.exp(-jnp.abs(logits)))
    hit = p * targets + (1 - p) * (1 - targets)
    return jnp.sum((0.25 * targets + 0.75 * (1 - targets)) * cross * (1 - hit) ** 2)


def ciou_loss(boxes, targets, epsilon=1e-7):
    """torchvision's complete_box_iou_loss, summed; α is held, as there."""
    low, high = jnp.maximum(boxes[:, :2], targets[:, :2]), jnp.minimum(boxes[:, 2:], targets[:, 2:])
    sides = jnp.where(jnp.all(high > low, axis=1, keepdims=True), high - low, 0)
    sizes, wanted = boxes[:, 2:] - boxes[:, :2], targets[:, 2:] - targets[:, :2]
    intersection = sides.prod(1)
    iou = intersection / (sizes.prod(1) + wanted.prod(1) - intersection + epsilon)
    around = jnp.maximum(boxes[:, 2:], targets[:, 2:]) - jnp.minimum(boxes[:, :2], targets[:, :2])
    offset = (boxes[:, :2] + boxes[:, 2:] - targets[:, :2] - targets[:, 2:]) / 2
    distance = (offset**2).sum(1) / ((around**2).sum(1) + epsilon)
    v = 4 / math.pi**2 * (jnp.arctan(wanted[:, 0] / wanted[:, 1]) - jnp.arctan(sizes[:, 0] / sizes[:, 1])) ** 2
    alpha = jax.lax.stop_gradient(v / (1 - iou + v + epsilon))
    return jnp.sum(1 - iou + distance + alpha * v)


def both(loss, *inputs):
    """A function that does loss and gradient once, to the end."""
    function = jax.jit(jax.value_and_grad(loss))

    def run():
        value, gradient = jax.block_until_ready(function(*inputs))
        return {"loss": value, "gradient": gradient}

    return run


def focal(directory, _size):
    return both(focal_loss, *(jnp.asarray(read(directory, name, "f32")) for name in ("logits", "targets")))


def ciou(directory, _size):
    return both(ciou_loss, *(jnp.asarray(read(directory, name, "f32", -1, 4)) for name in ("boxes", "targets")))


if __name__ == "__main__":
    sys.exit(serve({"focal": focal, "ciou": ciou}))
