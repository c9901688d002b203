"""Losses as functions that torch differentiates."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any, ParamSpec

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from . import _requests
from ._calls import Call, call_of
from ._client import Client

P = ParamSpec("P")


class _Loss(torch.autograd.Function):
    """A loss whose gradient came with it. A weight of each value of the loss scales its share of the gradient."""

    @staticmethod
    def forward(ctx: Any, value: Tensor, gradients: Sequence[Tensor], axis: int, *inputs: Tensor) -> Tensor:
        ctx.axis = axis
        ctx.save_for_backward(*gradients)
        return value

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, weight: Tensor) -> tuple[Tensor | None, ...]:
        return None, None, None, *(_scaled(gradient, weight, ctx.axis) for gradient in ctx.saved_tensors)


def _scaled(gradient: Tensor, weight: Tensor, axis: int) -> Tensor:
    """With reduction "none" the gradient is the sum's; each value's share lies along one axis of an input."""
    weight = weight.to(gradient.dtype)
    return gradient * (weight.unsqueeze(axis) if 0 < weight.ndim < gradient.ndim else weight)


def loss(
    function: Callable[..., Any], differentiable: Sequence[str], *, axis: int
) -> Callable[[Callable[P, Tensor]], Callable[P, Tensor]]:
    """Makes a declaration the differentiable function that asks for the loss and its gradient at once.

    `axis`: the one that an input has and a loss with reduction "none" does not.
    """
    call_for = call_of(function)

    def decorate(declaration: Callable[P, Tensor]) -> Callable[P, Tensor]:
        signature = inspect.signature(declaration)

        @functools.wraps(declaration)
        def compute(*args: P.args, **kwargs: P.kwargs) -> Tensor:
            given = dict(signature.bind(*args, **kwargs).arguments)
            log, client = given.pop("log", None), given.pop("client", None)
            return _compute(call_for, differentiable, axis, given, log, client)

        return compute

    return decorate


def _compute(
    call_for: Callable[..., Call[Any]],
    differentiable: Sequence[str],
    axis: int,
    given: dict[str, Any],
    log: MutableMapping[str, Any] | None,
    client: Client | None,
) -> Tensor:
    tensors = {name: value for name, value in given.items() if isinstance(value, Tensor)}
    by = [name for name in differentiable if _wants_gradient(tensors.get(name))]
    for name, tensor in tensors.items():
        if _wants_gradient(tensor) and name not in differentiable:
            raise ValueError(f"the loss has no derivative by {name}; pass {name}.detach()")
    model = next((tensors[name] for name in differentiable if name in tensors), None)
    if model is None:
        raise TypeError(f"{' or '.join(differentiable)} must be a tensor")
    arguments = {name: _array(value) for name, value in given.items()}
    answer = _ask(call_for(**arguments, gradients=bool(by)), client)
    if log is not None:
        log.update({name: value for name, value in vars(answer).items() if value is not None and name != "gradients"})
    value = _tensor(answer.loss, model)
    if not by:
        return value
    gradients = [_tensor(answer.gradients[_requests.wire_name(name)], tensors[name]) for name in by]
    return _Loss.apply(value, gradients, axis, *(tensors[name] for name in by))  # type: ignore[no-any-return, no-untyped-call, unused-ignore]


def _wants_gradient(tensor: Tensor | None) -> bool:
    return tensor is not None and tensor.requires_grad and torch.is_grad_enabled()


def _array(value: Any) -> Any:
    if not isinstance(value, Tensor):
        return value
    value = value.detach()
    return (value.float() if value.dtype == torch.bfloat16 else value).cpu().numpy()


def _tensor(value: Any, like: Tensor) -> Tensor:
    """As a tensor where the input is, and of its type."""
    return torch.as_tensor(value, dtype=like.dtype, device=like.device)


def _ask(call: Call[Any], client: Client | None) -> Any:
    if client is None:
        from . import default_client

        client = default_client()
    return client.run(call)
