"""Raw outputs of detectors to boxes."""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ._calls import operation
from ._types import Array, Maps, Numbers
from .answers import (
    DetectionsCenternetAnswer,
    DetectionsDetrAnswer,
    DetectionsDfineAnswer,
    DetectionsEfficientNmsAnswer,
    DetectionsFasterRcnnAnswer,
    DetectionsFcosAnswer,
    DetectionsGflAnswer,
    DetectionsNanodetAnswer,
    DetectionsRetinanetAnswer,
    DetectionsRpnAnswer,
    DetectionsRtdetrAnswer,
    DetectionsSsdAnswer,
    DetectionsYolov10Answer,
    DetectionsYolov1Answer,
    DetectionsYolov3Answer,
    DetectionsYolov5Answer,
    DetectionsYolov8Answer,
    DetectionsYolov8ObbAnswer,
    DetectionsYolov8PoseAnswer,
    DetectionsYolov8SegAnswer,
    DetectionsYoloxAnswer,
)
from .options import Suppression

__all__ = [
    "retinanet", "faster_rcnn", "rpn", "fcos", "ssd", "yolov1", "yolov3", "yolov5", "yolov8", "yolov8_pose",
    "yolov8_seg", "yolov8_obb", "yolov10", "yolox", "nanodet", "gfl", "centernet", "detr", "rtdetr", "dfine",
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
    multi_label: bool | None = True,
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    anchor_sizes: Sequence[Sequence[float]] | Array | None = None,
    aspect_ratios: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    anchor_order: Literal["size-major", "ratio-major"] | None = "size-major",
    round_anchors: bool | None = False,
    anchor_offset: float | None = 0,
    score_threshold: float | Sequence[float] | Array | None = 0.05,
    top_k: int | None = 1000,
    iou_threshold: float | Sequence[float] | Array | None = 0.5,
    max_detections: int | None = 100,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["before-suppression", "after-suppression", "none"] | None = "before-suppression",
    top_k_per: Literal["level", "class", "image"] | None = "level",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    scale_clamp: float | None = 4.135166556742356,
    clamped_deltas: Literal["above", "both"] | None = "above",
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["torchvision", "detectron2", "mmdetection", "keras"] | None = None,
    decisions: bool | None = False,
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
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: True.
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
        anchor_offset: A number from 0 to 1. Where in a cell its anchors' centre is, in strides (detectron2's offset):
            0 its upper left corner, 0.5 its middle. Default: 0.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.05.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a level passes on. Default: 1000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.5.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: When boxes are clipped to their image: before they suppress each other; only those that are answered;
            never. Default: "before-suppression".
        top_k_per: What top_k counts candidates in. Default: "level".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        scale_clamp: A number > 0. dw and dh, unweighted, are clamped to it; log(1000/16). None: not at all. Default:
            4.135166556742356.
        clamped_deltas: Whether dw and dh are clamped where they are large, or also to −scale_clamp where they are
            small. Default: "above".
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsRetinanetAnswer: images one object an image (if answer_format is "images"), results list of objects
            (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format
            is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

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
    proposal_counts: Sequence[int] | Array | None = None,
    background_class: int | None = 0,
    box_weights: Sequence[float] | Array | None = (10, 10, 5, 5),
    scale_clamp: float | None = 4.135166556742356,
    clamped_deltas: Literal["above", "both"] | None = "above",
    score_threshold: float | Sequence[float] | Array | None = 0.05,
    top_k: int | None = None,
    iou_threshold: float | Sequence[float] | Array | None = 0.5,
    max_detections: int | None = 100,
    max_detections_per_class: int | None = None,
    min_size: float | None = 0.01,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["before-suppression", "after-suppression", "none"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["torchvision", "detectron2", "mmdetection"] | None = None,
    decisions: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsFasterRcnnAnswer:
    """The raw RoI heads of Faster R-CNN to boxes: the second stage; detections.rpn is the first.

    score = softmax(class_logits);  box = decode(box_deltas of the class, proposal)

    Source: Ren et al. 2015, «Faster R-CNN», §3; torchvision, RoIHeads.postprocess_detections; detectron2,
    fast_rcnn_inference; mmdetection, BBoxHead

    Args:
        class_logits: (R, K) or (B, R, K). A row a proposal, a channel a class.
        box_deltas: (R, D) or (B, R, D). dx, dy, dw, dh of each row's proposal: for each class (D = 4 · K), for each
            but the background (D = 4 · (K − 1)), or for all (D = 4).
        proposals: (R, 4) or (B, R, 4). Proposals x1, y1, x2, y2, in pixels of the network's input.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are clipped to it.
        proposal_counts: A list of whole numbers ≥ 0. How many rows each image has, where those of all images stand
            one after the other. None: rows of one image, or a batch with as many of each.
        background_class: A whole number ≥ -1. The class that is no object: 0 in torchvision, the last (K − 1) in
            detectron2 and mmdetection. None: there is none. −1: the last. Default: 0.
        box_weights: A list of 4 numbers > 0. w_x, w_y, w_w, w_h: what the offsets are divided by. Default: (10, 10,
            5, 5).
        scale_clamp: A number > 0. dw and dh, unweighted, are clamped to it; log(1000/16). None: not at all. Default:
            4.135166556742356.
        clamped_deltas: Whether dw and dh are clamped where they are large, or also to −scale_clamp where they are
            small. Default: "above".
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.05.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. None: all.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.5.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression. Default: 0.01.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: When boxes are clipped to their image: before they suppress each other; only those that are answered;
            never. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsFasterRcnnAnswer: images one object an image (if answer_format is "images"), results list of objects
            (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format
            is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

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
    anchor_offset: float | None = 0,
    score_threshold: float | Sequence[float] | Array | None = None,
    top_k: int | None = 1000,
    iou_threshold: float | Sequence[float] | Array | None = 0.7,
    max_detections: int | None = 1000,
    max_detections_per_class: int | None = None,
    min_size: float | None = 0.001,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["before-suppression", "after-suppression", "none"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    scale_clamp: float | None = 4.135166556742356,
    clamped_deltas: Literal["above", "both"] | None = "above",
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["torchvision", "detectron2", "mmdetection"] | None = None,
    decisions: bool | None = False,
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
        anchor_offset: A number from 0 to 1. Where in a cell its anchors' centre is, in strides (detectron2's offset):
            0 its upper left corner, 0.5 its middle. Default: 0.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. None: all.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a level passes on. Default: 1000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.7.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 1000.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression. Default: 0.001.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: When boxes are clipped to their image: before they suppress each other; only those that are answered;
            never. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        scale_clamp: A number > 0. dw and dh, unweighted, are clamped to it; log(1000/16). None: not at all. Default:
            4.135166556742356.
        clamped_deltas: Whether dw and dh are clamped where they are large, or also to −scale_clamp where they are
            small. Default: "above".
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsRpnAnswer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

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
    score_root: bool | None = True,
    selected_by: Literal["score", "class"] | None = "score",
    score_threshold: float | Sequence[float] | Array | None = 0.2,
    top_k: int | None = 1000,
    iou_threshold: float | Sequence[float] | Array | None = 0.6,
    max_detections: int | None = 100,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["before-suppression", "after-suppression", "none"] | None = "before-suppression",
    top_k_per: Literal["level", "class", "image"] | None = "level",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["torchvision", "detectron2", "mmdetection"] | None = None,
    decisions: bool | None = False,
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
        score_root: Whether a score is the root of the product (torchvision, the authors' code, detectron2), or the
            product (the paper, mmdetection). Default: True.
        selected_by: What score_threshold and top_k look at: the score; or the probability of the class, without the
            centerness (mmdetection). Default: "score".
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.2.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a level passes on. Default: 1000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.6.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: When boxes are clipped to their image: before they suppress each other; only those that are answered;
            never. Default: "before-suppression".
        top_k_per: What top_k counts candidates in. Default: "level".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsFcosAnswer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

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
    scale_clamp: float | None = 4.135166556742356,
    clamped_deltas: Literal["above", "both"] | None = "above",
    score_threshold: float | Sequence[float] | Array | None = 0.01,
    top_k: int | None = 400,
    iou_threshold: float | Sequence[float] | Array | None = 0.45,
    max_detections: int | None = 200,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["before-suppression", "after-suppression", "none"] | None = "before-suppression",
    top_k_per: Literal["level", "class", "image"] | None = "class",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["torchvision", "mmdetection"] | None = None,
    decisions: bool | None = False,
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
        background_class: A whole number ≥ -1. The class that is no object: it is no candidate. None: there is none.
            −1: the last. Default: 0.
        box_weights: A list of 4 numbers > 0. w_x, w_y, w_w, w_h: what the offsets are divided by, the inverses of the
            variances (0.1, 0.1, 0.2, 0.2). Default: (10, 10, 5, 5).
        scale_clamp: A number > 0. dw and dh, unweighted, are clamped to it; log(1000/16). None: not at all. Default:
            4.135166556742356.
        clamped_deltas: Whether dw and dh are clamped where they are large, or also to −scale_clamp where they are
            small. Default: "above".
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.01.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a class passes on. Default: 400.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 200.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: When boxes are clipped to their image: before they suppress each other; only those that are answered;
            never. Default: "before-suppression".
        top_k_per: What top_k counts candidates in. Default: "class".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsSsdAnswer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

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
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
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
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.2.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. None: all.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.4.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov1Answer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns").

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
    num_classes: int | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.5,
    top_k: int | None = 30000,
    iou_threshold: float | Sequence[float] | Array | None = 0.45,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
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
        num_classes: A whole number ≥ 1. Classes, where more channels stand behind them, which are answered as extras.
            None: all channels behind the box are classes.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.5.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov3Answer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), extras (n, E) (if num_classes is given and answer_format is "columns"),
            counts object (if answer_format is "columns"), image_indices (n,) (if answer_format is "columns").

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
    num_classes: int | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = 30000,
    iou_threshold: float | Sequence[float] | Array | None = 0.45,
    max_detections: int | None = 1000,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["ultralytics"] | None = None,
    decisions: bool | None = False,
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
        num_classes: A whole number ≥ 1. Classes, where more channels stand behind them, which are answered as extras.
            None: all channels behind the box are classes.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 1000.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov5Answer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), extras (n, E) (if num_classes is given and answer_format is "columns"),
            counts object (if answer_format is "columns"), image_indices (n,) (if answer_format is "columns"),
            decisions list of objects (if decisions is true).

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
    num_classes: int | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = 30000,
    iou_threshold: float | Sequence[float] | Array | None = 0.7,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["ultralytics"] | None = None,
    decisions: bool | None = False,
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
        num_classes: A whole number ≥ 1. Classes, where more channels stand behind them, which are answered as extras.
            None: all channels behind the box are classes.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.7.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov8Answer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), extras (n, E) (if num_classes is given and answer_format is "columns"),
            counts object (if answer_format is "columns"), image_indices (n,) (if answer_format is "columns"),
            decisions list of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov8-pose", DetectionsYolov8PoseAnswer, reals=("predictions",))
def yolov8_pose(
    predictions: Numbers,
    *,
    layout: Literal["auto", "channels-first", "channels-last"] | None = "auto",
    head: Literal["one-to-many", "one-to-one"] | None = "one-to-many",
    reg_max: int | None = None,
    score_activation: Literal["auto", "none", "sigmoid"] | None = "auto",
    image_size: Sequence[float] | Array | None = None,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    multi_label: bool | None = False,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = 30000,
    iou_threshold: float | Sequence[float] | Array | None = 0.7,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    keypoint_shape: Sequence[int] | Array | None = (17, 3),
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["ultralytics"] | None = None,
    decisions: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov8PoseAnswer:
    """The output of YOLOv8-pose, YOLO11-pose or YOLO26-pose to boxes with keypoints, back in the picture.

    keypoint = (x − pad)/scale;  raw: x = (2 t_x + column) · stride,  visibility = σ(t_v)

    Source: Jocher et al. 2023, «Ultralytics YOLOv8», Pose, kpts_decode, scale_coords

    Args:
        predictions: (C, N) or (B, C, N). N rows of C channels: as YOLOv8's box and scores, then the keypoints, x, y
            and perhaps a visibility each.
        layout: "channels-first": (C, N), "channels-last": (N, C). "auto": channels first with one-to-many, last with
            one-to-one, unless that makes no sense, which is an error. Default: "auto".
        head: "one-to-many": rows are suppressed (YOLOv8, YOLO11). "one-to-one": rows x1, y1, x2, y2, score, class and
            the rest, as YOLO26 exports them (end2end); nothing is suppressed. Default: "one-to-many".
        reg_max: A whole number ≥ 1. Distances that a side of a raw head is a distribution over; 16 as ultralytics
            trains it; all else is raw as well. None: rows are decoded, as exported.
        score_activation: What makes scores of the class channels. "auto": sigmoid with reg_max, else none. Default:
            "auto".
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        strides: A list of numbers > 0. Pixels between two cells, level by level; a level has image_size ÷ stride
            cells a side, rounded up. Default: (8, 16, 32).
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: False.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.7.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        keypoint_shape: A list of whole numbers from 1 to 65536. [k, d]: keypoints of a row, and numbers of each, 2
            (x, y) or 3 (and a visibility). Default: (17, 3).
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov8PoseAnswer: images one object an image (if answer_format is "images"), results list of objects
            (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format
            is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), keypoints (n, k, d) (if answer_format is "columns"), counts object (if
            answer_format is "columns"), image_indices (n,) (if answer_format is "columns"), decisions list of objects
            (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov8-seg", DetectionsYolov8SegAnswer, reals=("predictions", "prototypes"), by_json=True)
def yolov8_seg(
    predictions: Numbers,
    prototypes: Numbers,
    *,
    layout: Literal["auto", "channels-first", "channels-last"] | None = "auto",
    head: Literal["one-to-many", "one-to-one"] | None = "one-to-many",
    reg_max: int | None = None,
    score_activation: Literal["auto", "none", "sigmoid"] | None = "auto",
    image_size: Sequence[float] | Array | None = None,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    multi_label: bool | None = False,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = 30000,
    iou_threshold: float | Sequence[float] | Array | None = 0.7,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    mask_threshold: float | None = 0.5,
    mask_sampling: Literal["direct", "enlarged"] | None = "direct",
    mask_format: Literal["rle", "png"] | None = "rle",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["ultralytics"] | None = None,
    decisions: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov8SegAnswer:
    """The output of YOLOv8-seg, YOLO11-seg or YOLO26-seg to boxes with masks, in the picture's pixels.

    mask = σ(Σ c_m P_m) > mask_threshold, the sum brought to the picture and cropped to the box

    Source: Bolya et al. 2019, «YOLACT», §3; Jocher et al. 2023, «Ultralytics YOLOv8», Segment, process_mask_native

    Args:
        predictions: (C, N) or (B, C, N). N rows of C channels: as YOLOv8's box and scores, then a coefficient for
            each prototype.
        prototypes: (M, h, w) or (B, M, h, w). The prototypes of the masks, over the whole of the network's input.
        layout: "channels-first": (C, N), "channels-last": (N, C). "auto": channels first with one-to-many, last with
            one-to-one, unless that makes no sense, which is an error. Default: "auto".
        head: "one-to-many": rows are suppressed (YOLOv8, YOLO11). "one-to-one": rows x1, y1, x2, y2, score, class and
            the rest, as YOLO26 exports them (end2end); nothing is suppressed. Default: "one-to-many".
        reg_max: A whole number ≥ 1. Distances that a side of a raw head is a distribution over; 16 as ultralytics
            trains it; all else is raw as well. None: rows are decoded, as exported.
        score_activation: What makes scores of the class channels. "auto": sigmoid with reg_max, else none. Default:
            "auto".
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        strides: A list of numbers > 0. Pixels between two cells, level by level; a level has image_size ÷ stride
            cells a side, rounded up. Default: (8, 16, 32).
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: False.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.7.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        mask_threshold: A number greater than 0, less than 1. A pixel is inside where the mask's sigmoid is greater.
            Default: 0.5.
        mask_sampling: Between which cells a pixel's number is interpolated. "direct": the prototypes' own.
            "enlarged": where a letterbox's padding ends within a cell, those of prototypes that are enlarged first,
            to twice as many cells or four times, as ultralytics 8.4 has it. Default: "direct".
        mask_format: "rle": masks, COCO's compressed RLE. "png": mask_files, a PNG file of the picture's size for
            each. Default: "rle".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov8SegAnswer: images one object an image (if answer_format is "images"), results list of objects
            (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format
            is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), masks (n,) (if mask_format is "rle" and answer_format is "columns"),
            mask_files (n,) (if mask_format is "png" and answer_format is "columns"), mask_sizes (n, 2) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov8-obb", DetectionsYolov8ObbAnswer, reals=("predictions",))
def yolov8_obb(
    predictions: Numbers,
    *,
    layout: Literal["auto", "channels-first", "channels-last"] | None = "auto",
    head: Literal["one-to-many", "one-to-one"] | None = "one-to-many",
    reg_max: int | None = None,
    score_activation: Literal["auto", "none", "sigmoid"] | None = "auto",
    image_size: Sequence[float] | Array | None = None,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    multi_label: bool | None = False,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = 30000,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    iou_threshold: float | Sequence[float] | Array | None = 0.7,
    class_agnostic: bool | None = False,
    metric: Literal["probiou", "iou"] | None = "probiou",
    method: Literal["fast", "greedy"] | None = "fast",
    comparator: Literal[">", ">="] | None = ">",
    regularize: bool | None = False,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["ultralytics"] | None = None,
    decisions: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov8ObbAnswer:
    """The output of YOLOv8-obb, YOLO11-obb or YOLO26-obb to rotated boxes: threshold, rotated NMS, letterbox undone.

    keep a box unless probiou(box, a better one of its class) > iou_threshold;  raw: r = (σ(t) − ¼) π

    Source: Jocher et al. 2023, «Ultralytics YOLOv8», OBB, dist2rbox, fast_nms; Murrugarra-Llerena et al. 2021,
    «Probabilistic Intersection-over-Union»

    Args:
        predictions: (C, N) or (B, C, N). N rows of C channels: as YOLOv8's box and scores, then the angle, in radians
            from the x axis to the y axis.
        layout: "channels-first": (C, N), "channels-last": (N, C). "auto": channels first with one-to-many, last with
            one-to-one, unless that makes no sense, which is an error. Default: "auto".
        head: "one-to-many": rows are suppressed (YOLOv8, YOLO11). "one-to-one": rows x1, y1, x2, y2, score, class and
            the rest, as YOLO26 exports them (end2end); nothing is suppressed. Default: "one-to-many".
        reg_max: A whole number ≥ 1. Distances that a side of a raw head is a distribution over; 16 as ultralytics
            trains it; all else is raw as well. None: rows are decoded, as exported.
        score_activation: What makes scores of the class channels. "auto": sigmoid with reg_max, else none. Default:
            "auto".
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        strides: A list of numbers > 0. Pixels between two cells, level by level; a level has image_size ÷ stride
            cells a side, rounded up. Default: (8, 16, 32).
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: False.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. Default: 30000.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. The overlap above which a lesser box
            goes. One number, or one per class. Default: 0.7.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        metric: "probiou": of the boxes as Gaussians; "iou": of the rectangles. Default: "probiou".
        method: "fast": every better box suppresses; "greedy": the better ones that stay. Default: "fast".
        comparator: Whether a box goes above the threshold only, or at it as well. Default: ">".
        regularize: Answers angles in [0, π/2), sides changed over where that takes it, instead of the network's.
            Default: False.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov8ObbAnswer: images one object an image (if answer_format is "images"), results list of objects
            (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format
            is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), rotated_boxes (n, 5) (if answer_format is "columns"), corners (n, 4, 2) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolov10", DetectionsYolov10Answer, reals=("predictions",))
def yolov10(
    predictions: Numbers,
    *,
    image_size: Sequence[float] | Array | None = None,
    extras: bool | None = False,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["ultralytics"] | None = None,
    decisions: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYolov10Answer:
    """YOLOv10's end-to-end output to detections: threshold, cap, letterbox undone; nothing is suppressed.

    (x1, y1, x2, y2, score, class), score > score_threshold, best first

    Source: Wang et al. 2024, «YOLOv10: Real-Time End-to-End Object Detection», §3.1; ultralytics, v10postprocess

    Args:
        predictions: (N, 6) or (B, N, 6) or (N, 6+E) or (B, N, 6+E). Rows x1, y1, x2, y2 in pixels of the network's
            input, score, class; with extras E numbers more.
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        extras: Answers the numbers of a row behind its class as extras. Without, rows must have none. Default: False.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.25.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYolov10Answer: images one object an image (if answer_format is "images"), results list of objects
            (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format
            is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), extras (n, E) (if extras is true and answer_format is "columns"), counts
            object (if answer_format is "columns"), image_indices (n,) (if answer_format is "columns"), decisions list
            of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.yolox", DetectionsYoloxAnswer, reals=("predictions",))
def yolox(
    predictions: Numbers,
    *,
    is_raw: bool | None = False,
    score_activation: Literal["none", "sigmoid"] | None = "none",
    image_size: Sequence[float] | Array | None = None,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    multi_label: bool | None = False,
    num_classes: int | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.25,
    top_k: int | None = None,
    iou_threshold: float | Sequence[float] | Array | None = 0.45,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsYoloxAnswer:
    """YOLOX's output to boxes: threshold, NMS, cap, resizing undone.

    score = objectness · best class;  raw: x = (t_x + column) · stride,  w = exp(t_w) · stride

    Source: Ge et al. 2021, «YOLOX: Exceeding YOLO Series in 2021»; Megvii, yolox, decode_outputs and postprocess

    Args:
        predictions: (N, C) or (B, N, C). N rows of C = 5 + K channels, level by level: cx, cy, w, h in pixels of the
            network's input, objectness, and a score of every class; with is_raw t_x, t_y, t_w, t_h in place of the
            box.
        is_raw: Boxes are not decoded, as the exporter leaves them without decode_in_inference: image_size is needed.
            Default: False.
        score_activation: What makes scores of objectness and classes; YOLOX's own head gives scores. Default: "none".
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        strides: A list of numbers > 0. Pixels between two cells, level by level; a level has image_size ÷ stride
            cells a side, rounded up. Default: (8, 16, 32).
        multi_label: Every class of a row is a candidate by itself, not only its best one. Default: False.
        num_classes: A whole number ≥ 1. Classes, where more channels stand behind them, which are answered as extras.
            None: all channels behind the box are classes.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. None: all.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsYoloxAnswer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), extras (n, E) (if num_classes is given and answer_format is "columns"),
            counts object (if answer_format is "columns"), image_indices (n,) (if answer_format is "columns").

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.nanodet", DetectionsNanodetAnswer, reals=("predictions",))
def nanodet(
    predictions: Numbers,
    *,
    image_size: Sequence[float] | Array,
    reg_max: int | None = 7,
    strides: Sequence[float] | Array | None = (8, 16, 32, 64),
    center_offset: float | None = 0,
    score_activation: Literal["sigmoid", "none"] | None = "none",
    score_threshold: float | Sequence[float] | Array | None = 0.05,
    top_k: int | None = None,
    iou_threshold: float | Sequence[float] | Array | None = 0.6,
    max_detections: int | None = 100,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsNanodetAnswer:
    """NanoDet's output to boxes: threshold, distributions to distances, clip, NMS, cap, resizing undone.

    score = σ(class);  d = Σ i · softmax(t)_i;  box = (column, row) · stride ∓ d · stride

    Source: RangiLyu 2021, «NanoDet-Plus», NanoDetPlusHead.get_bboxes; Li et al. 2020, «Generalized Focal Loss», §3.2

    Args:
        predictions: (N, C) or (B, N, C). N rows of C = K + 4 · (reg_max + 1) channels, level by level: a number of
            every class, then the logits of the distances left, top, right, bottom.
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        reg_max: A whole number from 0 to 65536. The largest distance of a side, in strides. Default: 7.
        strides: A list of numbers > 0. Pixels between two cells, level by level; a level has image_size ÷ stride
            cells a side, rounded up. Default: (8, 16, 32, 64).
        center_offset: A number. Where in its cell a centre is, in strides: 0 (NanoDet-Plus), 0.5 (NanoDet). Default:
            0.
        score_activation: What makes scores of the classes; NanoDet's exporter gives scores. Default: "none".
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.05.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a level passes on. None: all.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.6.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsNanodetAnswer: images one object an image (if answer_format is "images"), results list of objects
            (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format
            is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns").

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "detections.gfl", DetectionsGflAnswer, reals=("class_logits", "box_distributions"), levels=("class_logits",
    "box_distributions"),
)
def gfl(
    class_logits: Maps,
    box_distributions: Maps,
    *,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    center_offset: float | None = 0,
    score_threshold: float | Sequence[float] | Array | None = 0.05,
    top_k: int | None = 1000,
    iou_threshold: float | Sequence[float] | Array | None = 0.6,
    max_detections: int | None = 100,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["before-suppression", "after-suppression", "none"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsGflAnswer:
    """GFL's raw heads to boxes: threshold, top-k per level, distributions to distances, clip, NMS, cap.

    score = σ(class_logits);  d = Σ i · softmax(t)_i;  box = centre ∓ d · stride

    Source: Li et al. 2020, «Generalized Focal Loss», §3.2; mmdetection, GFLHead

    Args:
        class_logits: (A, K) or (B, A, K), or of each level (K, H, W) or (B, K, H, W). Rows run level by level, then
            y, x; for B images a batch. Or a list of levels, the maps as the network gives them.
        box_distributions: (A, D) or (B, A, D), or of each level (D, H, W) or (B, D, H, W). Logits of the distances
            left, top, right, bottom: D = 4 · (n + 1) for the distances 0 … n, in strides.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are clipped to it.
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level]. None: those of the maps, where
            heads come so.
        padded_size: A list of 2 numbers > 0. [height, width] of what the network saw, if the image was padded;
            anchors are laid on it. None: image_size.
        strides: A list of numbers > 0 or lists of 2 numbers > 0. Pixels between two cells: a number or [y, x] per
            level. None: padded_size ÷ feature size, whole number.
        center_offset: A number. Where in its cell a centre is, in strides: 0 (mmdetection), 0.5 (its middle).
            Default: 0.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.05.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that a level passes on. Default: 1000.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.6.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: When boxes are clipped to their image: before they suppress each other; only those that are answered;
            never. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsGflAnswer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns").

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.centernet", DetectionsCenternetAnswer, reals=("heatmap", "sizes", "offsets"))
def centernet(
    heatmap: Numbers,
    sizes: Numbers,
    *,
    offsets: Numbers | None = None,
    stride: float | None = 4,
    score_activation: Literal["sigmoid", "none"] | None = "sigmoid",
    image_size: Sequence[float] | Array | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.3,
    max_detections: int | None = 100,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsCenternetAnswer:
    """CenterNet's heatmaps to boxes: peaks of 3×3 cells, threshold, cap; nothing is suppressed.

    a centre is a cell with no greater neighbour;  x = (column + offset_x) · stride,  w = size_x · stride

    Source: Zhou et al. 2019, «Objects as Points», §4; the authors' code, ctdet_decode

    Args:
        heatmap: (K, H, W) or (B, K, H, W). A logit of every class for every cell.
        sizes: (2, H, W) or (B, 2, H, W). Width and height of the box, in cells.
        offsets: (2, H, W) or (B, 2, H, W). x and y from the cell's corner to the centre, in cells. Optional;
            otherwise 0.
        stride: A number > 0. Pixels of the network's input between two cells. Default: 4.
        score_activation: What makes scores of the heatmap. Default: "sigmoid".
        image_size: A list of 2 numbers > 0. [height, width] of the network's input: fixes the levels, and boxes are
            clipped to it. None: neither.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.3.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsCenternetAnswer: images one object an image (if answer_format is "images"), results list of objects
            (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format
            is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns").

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
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["none", "before-suppression"] | None = "none",
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["mmdetection", "paddle"] | None = None,
    decisions: bool | None = False,
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
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.5.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: Whether boxes are clipped to their image. Default: "none".
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsDetrAnswer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.rtdetr", DetectionsRtdetrAnswer, reals=("class_logits", "boxes"))
def rtdetr(
    class_logits: Numbers,
    boxes: Numbers,
    *,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    score_activation: Literal["softmax", "sigmoid"] | None = "sigmoid",
    background_class: int | None = None,
    multi_label: bool | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.5,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["none", "before-suppression"] | None = "none",
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["mmdetection", "paddle"] | None = None,
    decisions: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsRtdetrAnswer:
    """RT-DETR's queries to boxes: every class of every query by itself; nothing is suppressed.

    score = σ(class_logits);  box = (cx, cy, w, h) · image_size

    Source: Zhao et al. 2023, «DETRs Beat YOLOs on Real-time Object Detection», §4; transformers,
    RTDetrImageProcessor.post_process_object_detection

    Args:
        class_logits: (Q, K) or (B, Q, K). A row a query, a channel a class.
        boxes: (Q, 4) or (B, Q, 4). cx, cy, w, h as parts of image_size, from 0 to 1.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are parts of it, and not clipped.
        score_activation: What makes scores of logits: DETR's softmax, or sigmoids (Deformable DETR, RT-DETR).
            Default: "sigmoid".
        background_class: A whole number ≥ 0. The class «no object». None: the last one of a softmax, none of
            sigmoids.
        multi_label: Every class of a query is a candidate by itself, not only its best one. None: with sigmoids.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.5.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: Whether boxes are clipped to their image. Default: "none".
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsRtdetrAnswer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("detections.dfine", DetectionsDfineAnswer, reals=("class_logits", "boxes"))
def dfine(
    class_logits: Numbers,
    boxes: Numbers,
    *,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array,
    score_activation: Literal["softmax", "sigmoid"] | None = "sigmoid",
    background_class: int | None = None,
    multi_label: bool | None = None,
    score_threshold: float | Sequence[float] | Array | None = 0.5,
    max_detections: int | None = 300,
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    clip: Literal["none", "before-suppression"] | None = "none",
    explain: bool | None = False,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> DetectionsDfineAnswer:
    """D-FINE's queries to boxes: every class of every query by itself; nothing is suppressed.

    score = σ(class_logits);  box = (cx, cy, w, h) · image_size

    Source: Peng et al. 2024, «D-FINE: Redefine Regression Task of DETRs as Fine-grained Distribution Refinement», §4;
    transformers, RTDetrImageProcessor.post_process_object_detection

    Args:
        class_logits: (Q, K) or (B, Q, K). A row a query, a channel a class.
        boxes: (Q, 4) or (B, Q, 4). cx, cy, w, h as parts of image_size, from 0 to 1.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            boxes are parts of it, and not clipped.
        score_activation: What makes scores of logits: DETR's softmax, or sigmoids (Deformable DETR, RT-DETR).
            Default: "sigmoid".
        background_class: A whole number ≥ 0. The class «no object». None: the last one of a softmax, none of
            sigmoids.
        multi_label: Every class of a query is a candidate by itself, not only its best one. None: with sigmoids.
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.5.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 300.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        clip: Whether boxes are clipped to their image. Default: "none".
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        original_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width] of the image
            before it was scaled and padded, or one per image: boxes are given in it, and clipped to it. None: boxes
            stay as they are.
        scale: A number > 0, or a list of 2 numbers > 0, or a list of lists of 2 numbers > 0. Pixels of the network's
            input per pixel of the original: a number, [y, x], or [y, x] per image. None: derived from original_size.
        pad: A list of 2 numbers, or a list of lists of 2 numbers. [top, left] pixels added after scaling, or one per
            image. None: derived from original_size.
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsDfineAnswer: images one object an image (if answer_format is "images"), results list of objects (if
            answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if answer_format is
            "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names is given and
            answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,) (if
            answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns").

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
    max_detections_per_class: int | None = None,
    min_size: float | None = None,
    drop_empty: bool | None = False,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    score_comparator: Literal[">=", ">"] | None = ">",
    min_size_comparator: Literal[">=", ">"] | None = ">=",
    drop_empty_at: Literal["before-suppression", "answer"] | None = "before-suppression",
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    image_size: Sequence[float] | Array | None = None,
    original_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    scale: float | Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    pad: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    letterbox_padding: Literal["whole", "half", "whole-sides"] | None = "whole",
    class_names: Sequence[str] | None = None,
    answer_format: Literal["images", "coco", "columns"] | None = "images",
    image_ids: Sequence[int | str] | Array | None = None,
    category_ids: Sequence[int | str] | Array | None = None,
    compat: Literal["tensorflow", "onnx", "tensorrt"] | None = None,
    decisions: bool | None = False,
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
        score_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Greater scores pass
            (score_comparator). One number, or one per class. Default: 0.25.
        top_k: A whole number ≥ 1. Candidates, (row, class) pairs, that an image passes on. None: all.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.45.
        max_detections: A whole number ≥ 0. Boxes answered an image. Default: 100.
        max_detections_per_class: A whole number ≥ 0. Boxes answered of each class of an image, after suppression.
            None: any.
        min_size: A number ≥ 0. Boxes with a side shorter than this, in pixels of the network's input, go before
            suppression.
        drop_empty: Boxes without area go, before suppression unless drop_empty_at says otherwise. Default: False.
        class_agnostic: Boxes of different classes suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        score_comparator: Whether scores must be greater than score_threshold, or a score at it passes as well.
            Default: ">".
        min_size_comparator: Whether sides must be min_size at the least, or longer. Default: ">=".
        drop_empty_at: When boxes without area go: before suppression; or of those that are answered, in the
            original's pixels, so that an image may have fewer than max_detections. Default: "before-suppression".
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
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
        letterbox_padding: What a padding derived from original_size is at the top and left. "whole": whole pixels, of
            an odd number the smaller half, as images are padded. "half": exactly half, as YOLOv5 takes it.
            "whole-sides": whole pixels, and the sides of the scaled image are whole as well, so that each axis has a
            scale of its own, as ultralytics 8.4 takes it. Default: "whole".
        class_names: A list of strings. The classes' names, from class 0 on, of 256 bytes at the most: adds
            label_names. A class without one is called by its index.
        answer_format: "images": an object for each image. "coco": results, a list of {image_id, category_id, bbox,
            score}, as pycocotools loads it. "columns": lists over the detections of all images, with image_indices.
            Default: "images".
        image_ids: A list of whole numbers or strings. The id of each image in results. None: its number, from 0.
        category_ids: A list of whole numbers or strings. The id in results of each class, from class 0 on. None: its
            index.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        DetectionsEfficientNmsAnswer: num_detections (B, 1), detection_boxes (B, M, 4), detection_scores (B, M),
            detection_classes (B, M), images one object an image (if answer_format is "images"), results list of
            objects (if answer_format is "coco"), boxes (n, 4) (if answer_format is "columns"), scores (n,) (if
            answer_format is "columns"), labels (n,) (if answer_format is "columns"), label_names (n,) (if class_names
            is given and answer_format is "columns"), anchor_indices (n,) (if answer_format is "columns"), levels (n,)
            (if answer_format is "columns"), counts object (if answer_format is "columns"), image_indices (n,) (if
            answer_format is "columns"), decisions list of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...
