"""What every loss does with its elements, once exactly and once in PyTorch."""

import math

import torch
from mpmath import mpf

from .exact import lift, total
from .tensors import nested, shape_and_items


def weights_of(request, shape):
    """The weight of each element: given one by one, or for the leading axes."""
    if request.get("weights") is None:
        return None
    _, items = shape_and_items(request["weights"])
    run = math.prod(shape) // max(len(items), 1)
    return [mpf(w) for w in items for _ in range(run)]


def class_weighted(request, shape, elements):
    """Elements whose last axis is classes, times `class_weights`."""
    weights = request.get("class_weights")
    if weights is None:
        return elements
    return [e * mpf(weights[i % len(weights)]) for i, e in enumerate(elements)]


def per_class(request, name, default=None):
    """A parameter in PyTorch: a number, or a tensor along the last axis."""
    value = request.get(name, default)
    return double(value) if isinstance(value, list) else value


def kept(request, targets):
    """Targets that are not ignored, in PyTorch."""
    ignored = request.get("ignore_index")
    return torch.ones_like(targets, dtype=torch.bool) if ignored is None else targets != ignored


def divisor(request, mean_over):
    """What the sum of the elements is divided by; 0 stands for "mean of nothing"."""
    reduction = request.get("reduction", "mean")
    if reduction == "mean":
        return mean_over
    return request.get("normalizer") or 1 if reduction == "sum" else 1


def exact_answer(request, variables, shape, elements, mean_over=None):
    """The answer of a loss whose elements are these Duals."""
    by = divisor(request, len(elements) if mean_over is None else mean_over)
    by = by if isinstance(by, mpf) else mpf(by)
    weights = weights_of(request, shape)
    if weights is not None:
        elements = [lift(e) * w for e, w in zip(elements, weights)]
    sum_ = total(elements)
    sum_ = sum_ / by if by else lift(0)
    whole = request.get("reduction", "mean") != "none"
    answer = {"loss": sum_.value if whole else nested(shape, [lift(e).value for e in elements])}
    if request.get("gradients", False):
        answer["gradients"] = variables.gradients(sum_)
    return answer


def double(value, width=None):
    """A request's tensor in PyTorch; with a width, as rows of that width even if empty."""
    shape, items = shape_and_items(value)
    tensor = torch.tensor(items, dtype=torch.float64).reshape(shape)
    return tensor if width is None else tensor.reshape(-1, width)


def leaf(value, width=None):
    return double(value, width).requires_grad_()


def peer_answer(request, leaves, elements, mean_over=None):
    """The same for PyTorch's elements, gradients by autograd."""
    by = divisor(request, elements.numel() if mean_over is None else mean_over)
    if request.get("weights") is not None:
        weights = double(request["weights"])
        elements = elements * weights.reshape(*weights.shape, *[1] * (elements.dim() - weights.dim()))
    sum_ = elements.sum() / by if by else elements.sum() * 0
    whole = request.get("reduction", "mean") != "none"
    answer = {"loss": (sum_ if whole else elements).tolist()}
    if request.get("gradients", False):
        answer["gradients"] = by_autograd(leaves, sum_)
    return answer


def by_autograd(leaves, loss):
    found = torch.autograd.grad(loss, list(leaves.values()))
    return {name: gradient.tolist() for name, gradient in zip(leaves, found)}
