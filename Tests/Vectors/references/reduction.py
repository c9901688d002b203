"""What every loss does with its elements, once exactly and once in PyTorch."""

import torch
from mpmath import mpf

from .exact import lift, total
from .tensors import nested, shape_and_items


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
    sum_ = elements.sum() / by if by else elements.sum() * 0
    whole = request.get("reduction", "mean") != "none"
    answer = {"loss": (sum_ if whole else elements).tolist()}
    if request.get("gradients", False):
        answer["gradients"] = by_autograd(leaves, sum_)
    return answer


def by_autograd(leaves, loss):
    found = torch.autograd.grad(loss, list(leaves.values()))
    return {name: gradient.tolist() for name, gradient in zip(leaves, found)}
