"""Raw outputs of detectors to boxes."""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ._calls import operation
from ._types import Array, Maps, Numbers
from .answers import (
    DetectionsDetrAnswer,
    DetectionsEfficientNmsAnswer,
    DetectionsFasterRcnnAnswer,
    DetectionsFcosAnswer,
    DetectionsRetinanetAnswer,
    DetectionsRpnAnswer,
    DetectionsSsdAnswer,
    DetectionsYolov10Answer,
    DetectionsYolov1Answer,
    DetectionsYolov3Answer,
    DetectionsYolov5Answer,
    DetectionsYolov8Answer,
)
from .options import Suppression

__all__ = [
    "retinanet", "faster_rcnn", "rpn", "fcos", "ssd", "yolov1", "yolov3", "yolov5", "yolov8", "yolov10", "detr",
    "efficient_nms",
]


@operation(
    "detections.retinanet", DetectionsRetinanetAnswer, reals=("class_logits", "box_deltas", "anchors"),
    levels=("class_logits", "box_deltas"),
)
def retinanet(
    class_logits: Maps,
    box_deltas: Maps,
    *,
    anchors: Numbers | None = None,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    anchor_sizes: Sequence[Sequence[float]] | Array | None = None,
    aspect_ratios: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    anchor_order: Literal["size-major", "ratio-major"] | None = "size-major",
    round_anchors: bool | None = False,
    score_threshold: float | Sequence[float] | Array | None = 0.05,
    top_k: int | None = 1000,
    iou_threshold: float | Sequence[float] | Array | None = 0.5,
    max_detections: int | None = 100,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsRetinanetAnswer:
    """RetinaNet's raw heads to boxes: threshold, top-k per level, decode, clip, merge, NMS, cap.

    score = σ(class_logits);  box = decode(box_deltas, anchor)

    Source: Lin et al. 2017, «Focal Loss for Dense Object Detection», §4.1; torchvision,
    RetinaNet.postprocess_detections

    Args:
        class_logits: (A, K) or (B, A, K), or of each level (a·K, H, W) or (B, a·K, H, W). Rows run level by level,
            then y, x, anchor; for B images a batch. Or a list of levels, the maps as the network gives them (a:
            anchors of a cell).
        box_deltas: (A, 4) or (B, A, 4), or of each level (a·4, H, W) or (B, a·4, H, W). dx, dy, dw, dh of each row's
            anchor.
        anchors: (A, 4). Anchors x1, y1, x2, y2, instead of strides, anchor_sizes, aspect_ratios, anchor_order and
            round_anchors. Optional; otherwise generated from the pyramid.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are clipped to it.
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level]. None: those of the maps, where
            heads come so; else one level of all explicit anchors.
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
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.05.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a level passes on. Default: 1000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.5.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsRetinanetAnswer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.faster-rcnn", DetectionsFasterRcnnAnswer, reals=("class_logits", "box_deltas", "proposals"))
def faster_rcnn(
    class_logits: Numbers,
    box_deltas: Numbers,
    proposals: Numbers,
    *,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    background_class: int | None = 0,
    box_weights: Sequence[float] | Array | None = (10, 10, 5, 5),
    min_size: float | None = 0.01,
    score_threshold: float | Sequence[float] | Array | None = 0.05,
    top_k: int | None = None,
    iou_threshold: float | Sequence[float] | Array | None = 0.5,
    max_detections: int | None = 100,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsFasterRcnnAnswer:
    """The raw RoI heads of Faster R-CNN to boxes: the second stage; detections.rpn is the first.

    score = softmax(class_logits);  box = decode(box_deltas of the class, proposal)

    Source: Ren et al. 2015, «Faster R-CNN», §3; torchvision, RoIHeads.postprocess_detections

    Args:
        class_logits: (R, K) or (B, R, K). A row a proposal, a channel a class.
        box_deltas: (R, D) or (B, R, D). dx, dy, dw, dh of each row's proposal, for each class (D = 4 · K) or for all
            (D = 4).
        proposals: (R, 4) or (B, R, 4). Proposals x1, y1, x2, y2, in pixels of the network's input.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are clipped to it.
        background_class: A whole number ≥ 0. The class that is no object: it is no candidate. None: there is none.
            Default: 0.
        box_weights: A list of 4 numbers > 0. w_x, w_y, w_w, w_h: what the offsets are divided by. Default: (10, 10,
            5, 5).
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels, go before suppression. Default: 0.01.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.05.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. None: all.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.5.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsFasterRcnnAnswer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "detections.rpn", DetectionsRpnAnswer, reals=("objectness", "box_deltas", "anchors"), levels=("objectness",
    "box_deltas"),
)
def rpn(
    objectness: Maps,
    box_deltas: Maps,
    *,
    anchors: Numbers | None = None,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    anchor_sizes: Sequence[Sequence[float]] | Array | None = None,
    aspect_ratios: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    anchor_order: Literal["size-major", "ratio-major"] | None = "size-major",
    round_anchors: bool | None = False,
    score_threshold: float | Sequence[float] | Array | None = None,
    top_k: int | None = 1000,
    iou_threshold: float | Sequence[float] | Array | None = 0.7,
    max_detections: int | None = 1000,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    min_size: float | None = 0.001,
    box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsRpnAnswer:
    """The raw heads of a region proposal network to proposals: the first stage of Faster R-CNN.

    score = σ(objectness);  box = decode(box_deltas, anchor)

    Source: Ren et al. 2015, «Faster R-CNN», §3.1 and §3.3; torchvision, RegionProposalNetwork.filter_proposals

    Args:
        objectness: (A, 1) or (B, A, 1), or of each level (a, H, W) or (B, a, H, W). Logits; rows run level by level,
            then y, x, anchor; for B images a batch. Or a list of levels, the maps as the network gives them (a:
            anchors of a cell).
        box_deltas: (A, 4) or (B, A, 4), or of each level (a·4, H, W) or (B, a·4, H, W). dx, dy, dw, dh of each row's
            anchor.
        anchors: (A, 4). Anchors x1, y1, x2, y2, instead of strides, anchor_sizes, aspect_ratios, anchor_order and
            round_anchors. Optional; otherwise generated from the pyramid.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are clipped to it.
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level]. None: those of the maps, where
            heads come so; else one level of all explicit anchors.
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
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. None: all.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a level passes on. Default: 1000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.7.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 1000.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels, go before suppression. Default: 0.001.
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsRpnAnswer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "detections.fcos", DetectionsFcosAnswer, reals=("class_logits", "box_deltas", "centerness"),
    levels=("class_logits", "box_deltas", "centerness"),
)
def fcos(
    class_logits: Maps,
    box_deltas: Maps,
    centerness: Maps,
    *,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    center_offset: float | None = 0,
    normalized_deltas: bool | None = True,
    score_threshold: float | Sequence[float] | Array | None = 0.2,
    top_k: int | None = 1000,
    iou_threshold: float | Sequence[float] | Array | None = 0.6,
    max_detections: int | None = 100,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsFcosAnswer:
    """FCOS' raw heads to boxes: threshold, top-k per level, decode, clip, merge, NMS, cap.

    score = √(σ(class_logits) · σ(centerness));  box = centre ∓ (l, t, r, b) · stride

    Source: Tian et al. 2019, «FCOS: Fully Convolutional One-Stage Object Detection», §3; torchvision,
    FCOS.postprocess_detections

    Args:
        class_logits: (A, K) or (B, A, K), or of each level (K, H, W) or (B, K, H, W). Rows run level by level, then
            y, x; for B images a batch. Or a list of levels, the maps as the network gives them.
        box_deltas: (A, 4) or (B, A, 4), or of each level (4, H, W) or (B, 4, H, W). Distances left, top, right,
            bottom from the cell's centre, after the head's relu or exp.
        centerness: (A, 1) or (B, A, 1), or of each level (1, H, W) or (B, 1, H, W). Logits.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are clipped to it.
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level]. None: those of the maps, where
            heads come so.
        padded_size: A list of 2 numbers > 0. [height, width] of what the network saw, if the image was padded;
            anchors are laid on it. None: image_size.
        strides: A list of numbers > 0 or lists of 2 numbers > 0. Pixels between two cells: a number or [y, x] per
            level. None: padded_size ÷ feature size, whole number.
        center_offset: A number. Where in its cell a centre is, in strides: 0 (torchvision), 0.5 (the paper,
            detectron2). Default: 0.
        normalized_deltas: box_deltas are in strides (torchvision), or else in pixels (the paper). Default: True.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.2.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a level passes on. Default: 1000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.6.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsFcosAnswer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "detections.ssd", DetectionsSsdAnswer, reals=("class_logits", "box_deltas", "anchors"),
    levels=("class_logits", "box_deltas"),
)
def ssd(
    class_logits: Maps,
    box_deltas: Maps,
    *,
    anchors: Numbers | None = None,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    aspect_ratios: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scales: Sequence[float] | Array | None = None,
    scale_range: Sequence[float] | Array | None = (0.15, 0.9),
    clip_sizes: bool | None = True,
    background_class: int | None = 0,
    box_weights: Sequence[float] | Array | None = (10, 10, 5, 5),
    score_threshold: float | Sequence[float] | Array | None = 0.01,
    top_k: int | None = 400,
    iou_threshold: float | Sequence[float] | Array | None = 0.45,
    max_detections: int | None = 200,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsSsdAnswer:
    """SSD's raw heads to boxes: softmax, threshold, top-k per class, decode, clip, NMS, cap.

    score = softmax(class_logits);  box = decode(box_deltas, anchor)

    Source: Liu et al. 2016, «SSD: Single Shot MultiBox Detector», §2.2; torchvision, SSD.postprocess_detections

    Args:
        class_logits: (A, K) or (B, A, K), or of each level (a·K, H, W) or (B, a·K, H, W). A row a default box, a
            channel a class. Or a list of levels, the maps as the network gives them (a: default boxes of a cell).
        box_deltas: (A, 4) or (B, A, 4), or of each level (a·4, H, W) or (B, a·4, H, W). dx, dy, dw, dh of each row's
            default box.
        anchors: (A, 4). Default boxes x1, y1, x2, y2, in pixels of the network's input, instead of feature_sizes,
            strides, aspect_ratios, scales, scale_range and clip_sizes. Optional; otherwise generated from
            feature_sizes and scales.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are clipped to it.
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level], to lay default boxes on. None:
            those of the maps, where heads come so.
        padded_size: A list of 2 numbers > 0. [height, width] of what the network saw, if the image was padded;
            anchors are laid on it. None: image_size.
        strides: A list of numbers > 0 or lists of 2 numbers > 0. Pixels between two cells: a number or [y, x] per
            level, torchvision's steps. None: padded_size ÷ feature size.
        aspect_ratios: A list of numbers > 0, or a list of lists of numbers > 0. Ratios height/width: one list for all
            levels, or one per level.
        scales: A list of numbers > 0. SSD's s_k, relative to the image, one for each level and one more. None: evenly
            over scale_range, and 1.
        scale_range: A list of 2 numbers > 0. SSD's [s_min, s_max], for want of scales. The paper has 0.2; torchvision
            0.15. Default: (0.15, 0.9).
        clip_sizes: Holds SSD's widths and heights at the image's, as torchvision's clip does. Default: True.
        background_class: A whole number ≥ 0. The class that is no object: it is no candidate. None: there is none.
            Default: 0.
        box_weights: A list of 4 numbers > 0. w_x, w_y, w_w, w_h: what the offsets are divided by, the inverses of the
            variances (0.1, 0.1, 0.2, 0.2). Default: (10, 10, 5, 5).
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.01.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a class passes on. Default: 400.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 200.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsSsdAnswer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov1", DetectionsYolov1Answer, reals=("predictions",))
def yolov1(
    predictions: Numbers,
    *,
    image_size: Sequence[float] | Array,
    boxes_per_cell: int | None = 2,
    layout: Literal["cells", "darknet"] | None = "cells",
    square_root_sizes: bool | None = False,
    multi_label: bool | None = True,
    score_threshold: float | Sequence[float] | Array | None = 0.2,
    top_k: int | None = None,
    iou_threshold: float | Sequence[float] | Array | None = 0.4,
    max_detections: int | None = 100,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov1Answer:
    """The first YOLO's grid to boxes: threshold, NMS, cap, letterbox undone.

    score = confidence · P(class | object);  x = (column + x̂)/S · width,  w = ŵ · width

    Source: Redmon et al. 2016, «You Only Look Once», §2 and §2.2; Darknet, get_detection_boxes

    Args:
        predictions: (S_y, S_x, D) or (B, S_y, S_x, D). A grid of cells, usually as many rows as columns, each of D =
            boxes_per_cell · 5 + C numbers: x, y in the cell, w, h in the image, confidence, for every box; then C
            conditional class probabilities.
        image_size: A list of 2 numbers > 0. [height, width] of the network's input.
        boxes_per_cell: A whole number ≥ 1. Boxes that a cell predicts. Default: 2.
        layout: "darknet": the numbers are Darknet's own, all cells' classes, then all confidences, then all x, y, w,
            h. Default: "cells".
        square_root_sizes: w and h are square roots, as Darknet's networks give them. Default: False.
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: True.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.2.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. None: all.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.4.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov1Answer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov3", DetectionsYolov3Answer, reals=("predictions",), levels=("predictions",))
def yolov3(
    predictions: Maps,
    *,
    layout: Literal["auto", "channels-first", "channels-last", "maps"] | None = "auto",
    anchors: Sequence[Sequence[Sequence[float]]] | Array | None = None,
    row_order: Literal["cell-major", "anchor-major"] | None = "cell-major",
    image_size: Sequence[float] | Array | None = None,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    multi_label: bool | None = True,
    score_threshold: float | Sequence[float] | Array | None = 0.5,
    top_k: int | None = 30000,
    iou_threshold: float | Sequence[float] | Array | None = 0.45,
    max_detections: int | None = 300,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov3Answer:
    """YOLOv3's output to boxes: threshold, top-k, NMS, cap, letterbox undone.

    score = objectness · class;  raw: x = (σ(t_x) + column) · stride,  w = w_a exp(t_w)

    Source: Redmon and Farhadi 2018, «YOLOv3: An Incremental Improvement», §2.1 and §2.2; Darknet, get_yolo_detections

    Args:
        predictions: (N, C) or (B, N, C), or of each level (A·C, H, W) or (B, A·C, H, W). N rows of C = 5 + K
            channels, level by level: cx, cy, w, h in pixels of the network's input, objectness, and a score of every
            class. With anchors raw: t_x, t_y, t_w, t_h and logits, and then a list of levels, too: the maps as the
            network gives them (A: anchors of a cell).
        layout: "channels-last": (N, C), "channels-first": (C, N), "maps": (A · C, cells), the convolutions' own maps,
            flattened and put side by side. "auto": channels last, unless that makes no sense, which is an error.
            Default: "auto".
        anchors: A list of lists of lists of 2 numbers > 0. [[[w, h] in pixels per anchor] per level] of raw
            predictions. None: rows hold boxes and scores.
        row_order: Rows of a level: row, column, anchor; or anchor, row, column. Default: "cell-major".
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        strides: A list of numbers > 0. Pixels between two cells, level by level; a level has image_size ÷ stride
            cells a side, rounded up. Default: (8, 16, 32).
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: True.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.5.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov3Answer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov5", DetectionsYolov5Answer, reals=("predictions",), levels=("predictions",))
def yolov5(
    predictions: Maps,
    *,
    layout: Literal["auto", "channels-first", "channels-last", "maps"] | None = "auto",
    anchors: Sequence[Sequence[Sequence[float]]] | Array | None = None,
    row_order: Literal["cell-major", "anchor-major"] | None = "anchor-major",
    image_size: Sequence[float] | Array | None = None,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    multi_label: bool | None = False,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = 30000,
    iou_threshold: float | Sequence[float] | Array | None = 0.45,
    max_detections: int | None = 1000,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov5Answer:
    """YOLOv5's output to boxes: threshold, top-k, NMS, cap, letterbox undone.

    score = objectness · best class;  raw: x = (2σ(t_x) − ½ + column) · stride,  w = w_a (2σ(t_w))²

    Source: Jocher et al. 2020, «Ultralytics YOLOv5», Detect and non_max_suppression

    Args:
        predictions: (N, C) or (B, N, C), or of each level (A·C, H, W) or (B, A·C, H, W). N rows of C = 5 + K
            channels, level by level: cx, cy, w, h in pixels of the network's input, objectness, and a score of every
            class. With anchors raw: t_x, t_y, t_w, t_h and logits, and then a list of levels, too: the maps as the
            network gives them (A: anchors of a cell).
        layout: "channels-last": (N, C), "channels-first": (C, N), "maps": (A · C, cells), the convolutions' own maps,
            flattened and put side by side. "auto": channels last, unless that makes no sense, which is an error.
            Default: "auto".
        anchors: A list of lists of lists of 2 numbers > 0. [[[w, h] in pixels per anchor] per level] of raw
            predictions. None: rows hold boxes and scores.
        row_order: Rows of a level: row, column, anchor; or anchor, row, column. Default: "anchor-major".
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        strides: A list of numbers > 0. Pixels between two cells, level by level; a level has image_size ÷ stride
            cells a side, rounded up. Default: (8, 16, 32).
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: False.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 1000.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov5Answer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov8", DetectionsYolov8Answer, reals=("predictions",), levels=("predictions",))
def yolov8(
    predictions: Maps,
    *,
    layout: Literal["auto", "channels-first", "channels-last"] | None = "auto",
    reg_max: int | None = None,
    score_activation: Literal["auto", "none", "sigmoid"] | None = "auto",
    image_size: Sequence[float] | Array | None = None,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    multi_label: bool | None = False,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = 30000,
    iou_threshold: float | Sequence[float] | Array | None = 0.7,
    max_detections: int | None = 300,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov8Answer:
    """YOLOv8's output (v9, v11 and v12 have the same) to boxes: threshold, top-k, NMS, cap, letterbox undone.

    score = max_k class_k;  box = (cx, cy, w, h);  raw: x1 = (column + ½ − Σ i · softmax(t_left)_i) · stride, …

    Source: Jocher et al. 2023, «Ultralytics YOLOv8», Detect, non_max_suppression; Li et al. 2020, «Generalized Focal
    Loss», §3.2

    Args:
        predictions: (C, N) or (B, C, N), or of each level (C, H, W) or (B, C, H, W). N rows of C channels, as (4 + K,
            N) or with layout as (N, 4 + K): cx, cy, w, h in pixels of the network's input, and a score of every
            class. With reg_max 4 · reg_max + K: distributions over the distances left, top, right, bottom, and
            logits. Or a list of levels, the maps as the network gives them.
        layout: "channels-first": (C, N), "channels-last": (N, C). None: channels first, unless that makes no sense,
            which is an error. Default: "auto".
        reg_max: A whole number ≥ 1. Distances that a side of a raw head is a distribution over; 16 as ultralytics
            trains it. None: rows hold boxes.
        score_activation: What makes scores of the class channels. "auto": sigmoid with reg_max, else none. Default:
            "auto".
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        strides: A list of numbers > 0. Pixels between two cells, level by level; a level has image_size ÷ stride
            cells a side, rounded up. Default: (8, 16, 32).
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: False.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.7.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov8Answer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov10", DetectionsYolov10Answer, reals=("predictions",))
def yolov10(
    predictions: Numbers,
    *,
    image_size: Sequence[float] | Array | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    max_detections: int | None = 300,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov10Answer:
    """YOLOv10's end-to-end output to detections: threshold, cap, letterbox undone; nothing is suppressed.

    (x1, y1, x2, y2, score, class), score > score_threshold, best first

    Source: Wang et al. 2024, «YOLOv10: Real-Time End-to-End Object Detection», §3.1; ultralytics, v10postprocess

    Args:
        predictions: (N, 6) or (B, N, 6). Rows x1, y1, x2, y2 in pixels of the network's input, score, class.
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.25.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov10Answer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.detr", DetectionsDetrAnswer, reals=("class_logits", "boxes"))
def detr(
    class_logits: Numbers,
    boxes: Numbers,
    *,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    score_activation: Literal["softmax", "sigmoid"] | None = "softmax",
    background_class: int | None = None,
    multi_label: bool | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.5,
    max_detections: int | None = 100,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsDetrAnswer:
    """DETR's queries to boxes: one object each, or none; nothing is suppressed.

    score = softmax(class_logits) without background_class, or σ;  box = (cx, cy, w, h) · image_size

    Source: Carion et al. 2020, «End-to-End Object Detection with Transformers», §3; Zhu et al. 2021, «Deformable
    DETR»

    Args:
        class_logits: (Q, K) or (B, Q, K). A row a query, a channel a class.
        boxes: (Q, 4) or (B, Q, 4). cx, cy, w, h as parts of image_size, from 0 to 1.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are parts of it, and not clipped.
        score_activation: What makes scores of logits: DETR's softmax, or sigmoids (Deformable DETR, RT-DETR).
            Default: "softmax".
        background_class: A whole number ≥ 0. The class «no object». None: the last one of a softmax, none of
            sigmoids.
        multi_label: Every class of a query is a candidate by itself, not only its best one. None: with sigmoids.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.5.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsDetrAnswer: images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.efficient-nms", DetectionsEfficientNmsAnswer, reals=("boxes", "scores", "anchors"))
def efficient_nms(
    boxes: Numbers,
    scores: Numbers,
    *,
    anchors: Numbers | None = None,
    score_activation: Literal["none", "sigmoid"] | None = "none",
    box_coding: Literal["xyxy", "cxcywh"] | None = "xyxy",
    background_class: int | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = None,
    iou_threshold: float | Sequence[float] | Array | None = 0.45,
    max_detections: int | None = 100,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    explain: bool | None = False,
    image_size: Sequence[float] | Array | None = None,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsEfficientNmsAnswer:
    """Boxes, or offsets from anchors, and scores to TensorRT EfficientNMS' four outputs.

    score = σ(scores) or scores;  keep a box unless IoU(box, a better kept one of its class) > iou_threshold;  with anchors x1 = x1_a + t_x1, or centred x = x_a + t_x w_a,  w = w_a exp(t_w)

    Source: NVIDIA, TensorRT, efficientNMSPlugin; without its limit of 4096 candidates

    Args:
        boxes: (N, 4) or (B, N, 4) or (B, N, L, 4). Boxes in box_coding; one a row, or one for each class (L = K).
            Corners may come in either order. With anchors, offsets from them.
        scores: (N, K) or (B, N, K). A score, or logit, of every class.
        anchors: (N, 4) or (P, N, 4). TensorRT's fused box decoder: the anchor of each row, in box_coding; of a batch
            those of each image (P = B), or of all (P = 1). Optional; otherwise boxes are decoded.
        score_activation: What makes scores of them. Default: "none".
        box_coding: Corners x1, y1, x2, y2 (TensorRT's 0), or centre and size (its 1); of anchors as well. Default:
            "xyxy".
        background_class: A whole number ≥ 0. The class that is no object: it is no candidate. None: there is none.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Strictly greater scores pass. One
            number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. None: all.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsEfficientNmsAnswer: num_detections (B, 1), detection_boxes (B, M, 4), detection_scores (B, M),
            detection_classes (B, M), images one object an image.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...
