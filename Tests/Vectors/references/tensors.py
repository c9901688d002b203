"""Tensors as requests write them: nested lists, or {"shape": …, "data": …}."""

import math

from mpmath import mpf

from .exact import Dual


def shape_and_items(value):
    """The shape and the flat, row-major items of a request's tensor."""
    if isinstance(value, dict):
        return tuple(value["shape"]), list(value["data"])
    if not isinstance(value, list):
        return (), [value]
    if not value:
        return (0,), []
    shapes, items = zip(*map(shape_and_items, value))
    return (len(value), *shapes[0]), [item for row in items for item in row]


def nested(shape, items):
    """Flat items as nested lists of that shape."""
    if not shape:
        return items[0]
    stride = math.prod(shape[1:])
    return [nested(shape[1:], items[i * stride : (i + 1) * stride]) for i in range(shape[0])]


class Variables:
    """The differentiable inputs of one request, by name."""

    def __init__(self):
        self.shapes = {}

    def tensor(self, name, value):
        """The shape and the items of an input, each item its own variable."""
        shape, items = shape_and_items(value)
        self.shapes[name] = shape
        return shape, [Dual(x, {(name, i): mpf(1)}) for i, x in enumerate(items)]

    def gradients(self, of):
        """∂of/∂input for each input, shaped like it."""
        return {
            name: nested(shape, [of.partials.get((name, i), mpf(0)) for i in range(math.prod(shape))])
            for name, shape in self.shapes.items()
        }


def rows(items, width):
    """Flat items as rows of a given width."""
    return [items[i : i + width] for i in range(0, len(items), width)]


def weight_of(request, target):
    """What the rows that learn an object count."""
    weights = request.get("target_weights")
    return weights[target] if weights else 1
