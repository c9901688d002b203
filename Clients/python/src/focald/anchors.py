"""Anchors: making, matching and fitting them."""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ._calls import operation
from ._types import Array, Numbers
from .answers import (
    AnchorsFitAnswer,
    AnchorsGenerateAnswer,
    AnchorsMatchAnswer,
)

__all__ = ["generate", "match", "fit"]


@operation("anchors.generate", AnchorsGenerateAnswer)
def generate(
    *,
    feature_sizes: Sequence[Sequence[int]] | Array,
    kind: Literal["retinanet", "ssd", "yolo"] | None = "retinanet",
    image_size: Sequence[float] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    anchor_sizes: Sequence[Sequence[float]] | Array | None = None,
    aspect_ratios: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    anchor_order: Literal["size-major", "ratio-major"] | None = "size-major",
    round_anchors: bool | None = False,
    anchor_offset: float | None = 0,
    scales: Sequence[float] | Array | None = None,
    scale_range: Sequence[float] | Array | None = (0.15, 0.9),
    clip_sizes: bool | None = True,
    cell_anchors: Sequence[Sequence[Sequence[float]]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> AnchorsGenerateAnswer:
    """The anchors of a feature pyramid, level by level, then row, column, anchor.

    retinanet: w = s/√r,  h = s√r,  centred on (column · stride_x, row · stride_y).  ssd: w = s_k, √(s_k s_{k+1}), and for each r s_k√r and s_k/√r, times the image.  ssd, yolo: centred on ((column + ½) · stride_x, (row + ½) · stride_y)

    Source: Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; torchvision, detectron2: AnchorGenerator.
    Liu et al. 2016, «SSD», §2.2; torchvision, DefaultBoxGenerator. Redmon and Farhadi 2018, «YOLOv3», §2.1

    Args:
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level].
        kind: Whose anchors. Each kind has fields of its own; strides and the sizes of image and features go with all.
            Default: "retinanet".
        image_size: A list of 2 numbers > 0. [height, width]; default of padded_size.
        padded_size: A list of 2 numbers > 0. [height, width] of what the network saw, if the image was padded;
            anchors are laid on it. None: image_size.
        strides: A list of numbers > 0 or lists of 2 numbers > 0. Pixels between two cells: a number or [y, x] per
            level. None: padded_size ÷ feature size, whole number.
        anchor_sizes: A list of lists of numbers > 0. Per level a list of sizes, in pixels.
        aspect_ratios: A list of numbers > 0, or a list of lists of numbers > 0. Ratios height/width: one list for all
            levels, or one per level.
        anchor_order: The anchors of a cell: all ratios of the first size first (detectron2), or all sizes of the
            first ratio (torchvision). Default: "size-major".
        round_anchors: Rounds the base anchors to whole numbers, half to even (torchvision). Default: False.
        anchor_offset: A number from 0 to 1. Where in a cell its anchors' centre is, in strides (detectron2's offset):
            0 its upper left corner, 0.5 its middle. Default: 0.
        scales: A list of numbers > 0. SSD's s_k, relative to the image, one for each level and one more. None: evenly
            over scale_range, and 1.
        scale_range: A list of 2 numbers > 0. SSD's [s_min, s_max], for want of scales. The paper has 0.2; torchvision
            0.15. Default: (0.15, 0.9).
        clip_sizes: Holds SSD's widths and heights at the image's, as torchvision's clip does. Default: True.
        cell_anchors: A list of lists of lists of 2 numbers > 0. yolo: per level a list of [width, height], in pixels.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        AnchorsGenerateAnswer: anchors (A, 4).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "anchors.match", AnchorsMatchAnswer, reals=("anchors", "target_boxes", "boxes", "scores", "reach",
    "ignored_boxes"), integers=("target_labels",),
)
def match(
    anchors: Numbers,
    target_boxes: Numbers,
    *,
    target_labels: Numbers | None = None,
    boxes: Numbers | None = None,
    scores: Numbers | None = None,
    reach: Numbers | None = None,
    ignored_boxes: Numbers | None = None,
    method: Literal["max-iou", "atss", "task-aligned"] | None = "max-iou",
    positive_threshold: float | None = 0.5,
    negative_threshold: float | None = 0.4,
    allow_low_quality: bool | None = False,
    level_sizes: Sequence[int] | Array | None = None,
    candidates: int | None = None,
    alpha: float | None = 0.5,
    beta: float | None = 6,
    overlap: Literal["iou", "giou", "diou", "ciou"] | None = "ciou",
    ignored_threshold: float | None = 0.5,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    precision: Literal["float64", "float32"] | None = None,
) -> AnchorsMatchAnswer:
    """Which ground truth each anchor is trained on.

    max-iou: argmax IoU if max IoU ≥ positive_threshold;  −1 if < negative_threshold;  else −2.  atss: IoU ≥ mean + std over the k nearest of each level, centre inside.  task-aligned: the k highest t = s^α u^β, centre inside;  target score t/max t · max u

    Source: Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; torchvision and detectron2, Matcher. Zhang
    et al. 2020, «ATSS», algorithm 1. Feng et al. 2021, «TOOD», §3.2; Ultralytics, TaskAlignedAssigner

    Args:
        anchors: (A, 4). Anchors, in format. Task-aligned takes their centres alone: a point is a box without size.
        target_boxes: (M, 4). Ground truth, in the same format.
        target_labels: (M,), whole numbers. Task-aligned: the classes of the target boxes, from 0 to K − 1. Optional;
            otherwise none.
        boxes: (A, 4). Task-aligned: the boxes predicted at the anchors, in the same format. Optional; otherwise none.
        scores: (A, K). Task-aligned: the predicted scores, after the sigmoid, in [0, 1]. Optional; otherwise none.
        reach: (A,). Task-aligned: how far a side of a box may be from each anchor's centre, in the boxes' unit; such
            as (reg_max − 1) · stride. A box takes no anchor that does not reach. Optional; otherwise any distance.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, in format. Optional; otherwise
            none.
        method: Who decides. Default: "max-iou".
        positive_threshold: A number from 0 to 1. max-iou: IoU from which an anchor is positive. Default: 0.5.
        negative_threshold: A number from 0 to 1. max-iou: IoU below which an anchor is background. Default: 0.4.
        allow_low_quality: max-iou: the anchors with the highest IoU of a box are matched to their best box even below
            the thresholds. Default: False.
        level_sizes: A list of whole numbers ≥ 0. atss: how many anchors each level has, in the order of the anchors.
        candidates: A whole number ≥ 1. k. atss: anchors of each level that a box looks at; None: 9. task-aligned:
            anchors a box takes; None: 10.
        alpha: A number ≥ 0. task-aligned: α, the exponent of the score. TOOD: 1. Default: 0.5.
        beta: A number ≥ 0. task-aligned: β, the exponent of the overlap. Default: 6.
        overlap: task-aligned: how u is measured; at least 0. TOOD: iou. Default: "ciou".
        ignored_threshold: A number from 0 to 1. With ignored_boxes: anchors of whose area a region covers more than
            this share count for nothing (label −2), whatever they were matched to. Default: 0.5.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        AnchorsMatchAnswer: labels (A,), iou (A,), thresholds (M,) (if method is "atss"), target_scores (A,) (if
            method is "task-aligned").

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("anchors.fit", AnchorsFitAnswer, reals=("sizes", "boxes"))
def fit(
    sizes: Numbers | None = None,
    *,
    boxes: Numbers | None = None,
    clusters: int,
    seed: int | None = 0,
    update: Literal["mean", "median"] | None = "mean",
    iterations: int | None = 300,
    scale: float | Sequence[float] | Array | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    precision: Literal["float64", "float32"] | None = None,
) -> AnchorsFitAnswer:
    """Anchors for the boxes that there are: k-means with the distance 1 − IoU.

    min Σ_i (1 − max_j IoU(size_i, anchor_j)),  boxes and anchors laid on one centre

    Source: Redmon and Farhadi 2017, «YOLO9000», §2; first centres: Arthur and Vassilvitskii 2007, «k-means++»

    Args:
        sizes: (N, 2). Width and height of each object, > 0. Exactly one of sizes, boxes.
        boxes: (N, 4). Instead of sizes: the objects' boxes, in format; sides > 0. Exactly one of sizes, boxes.
        clusters: A whole number ≥ 1. k: how many anchors; there must be as many different sizes.
        seed: A whole number ≥ 0. What the first centres are drawn with, by SplitMix64. Equal input and seed give
            equal anchors, everywhere. Default: 0.
        update: What an anchor is of its objects' widths and heights. YOLO9000 takes the mean, many a script the
            median. Default: "mean".
        iterations: A whole number from 0 to 100000. Updates at the most. Default: 300.
        scale: A number > 0, or a list of 2 numbers > 0. What sizes are multiplied with first, such as the network's
            input size for sizes relative to the image: a number, or [width, height].
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        AnchorsFitAnswer: anchors (k, 2), mean_iou (), recall (10,), counts (k,), labels (N,), iterations ().

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...
