"""Parameters that are objects."""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypedDict

from ._types import Array


class RpnSampling(TypedDict, total=False):
    """The members of a parameter `rpn_sampling`; what is left out is at its default."""

    #: A whole number ≥ 1. How many of an image count, at the most. Default: 256.
    batch_size_per_image: int | None
    #: A number from 0 to 1. The share of batch_size_per_image that is positive, at the most; the rest is background.
    #: Default: 0.5.
    positive_fraction: float | None
    #: A whole number ≥ 0. What is drawn with, by SplitMix64. Equal input and seed give equal anchors, everywhere.
    #: Default: 0.
    seed: int | None


class Sampling(TypedDict, total=False):
    """The members of a parameter `sampling`; what is left out is at its default."""

    #: A whole number ≥ 1. How many of an image count, at the most. Default: 512.
    batch_size_per_image: int | None
    #: A number from 0 to 1. The share of batch_size_per_image that is positive, at the most; the rest is background.
    #: Default: 0.25.
    positive_fraction: float | None
    #: A whole number ≥ 0. What is drawn with, by SplitMix64. Equal input and seed give equal proposals, everywhere.
    #: Default: 0.
    seed: int | None


class Suppression(TypedDict, total=False):
    """The members of a parameter `suppression`; what is left out is at its default."""

    #: What becomes of a box that a better one overlaps. Default: "hard".
    method: Literal["hard", "soft-linear", "soft-gaussian", "diou", "matrix", "cluster", "weighted-box-fusion", "merge"] | None
    #: A number from 0 to 1, or a list of numbers from 0 to 1. The overlap above which it does; one number, or one per
    #: class. None: the operation's.
    iou_threshold: float | Sequence[float] | Array | None
    #: Boxes of different classes suppress each other as well. None: the operation's.
    class_agnostic: bool | None
    #: Intersection over union, or over the smaller box. Default: "iou".
    metric: Literal["iou", "ios"] | None
    #: Whether a box goes above the threshold only, or at it as well. Default: ">".
    comparator: Literal[">", ">="] | None
    #: How a score decays with the overlap (matrix). Default: "gaussian".
    kernel: Literal["gaussian", "linear"] | None
    #: A number > 0. σ of the decay (soft-gaussian, matrix with the gaussian kernel). Default: 0.5.
    sigma: float | None
    #: exp(−IoU²/σ), or TensorFlow's exp(−IoU²/(2σ)). Default: "paper".
    sigma_convention: Literal["paper", "tensorflow"] | None
    #: A number, or a list of numbers. Of decayed scores only those strictly greater stay. None: the operation's.
    score_threshold: float | Sequence[float] | Array | None
    #: The score of merged boxes (weighted-box-fusion). Default: "avg".
    score: Literal["avg", "max"] | None
