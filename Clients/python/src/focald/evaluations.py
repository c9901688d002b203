"""How good detections are."""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ._calls import operation
from ._types import Array, Ids, Numbers, Records
from .answers import (
    EvaluationsAccumulateAnswer,
    EvaluationsCocoAnswer,
    EvaluationsCompareAnswer,
    EvaluationsConfusionMatrixAnswer,
    EvaluationsLvisAnswer,
    EvaluationsMatchAnswer,
    EvaluationsSweepAnswer,
    EvaluationsTideAnswer,
    EvaluationsVocAnswer,
)

__all__ = ["coco", "voc", "lvis", "tide", "confusion_matrix", "sweep", "compare", "match", "accumulate"]


@operation(
    "evaluations.coco", EvaluationsCocoAnswer, reals=("target_boxes", "target_areas", "boxes", "scores"),
    integers=("target_labels", "target_image_indices", "target_crowd", "labels", "image_indices"),
    records=("ground_truth", "detections"), by_json=True,
)
def coco(
    ground_truth: Records | None = None,
    detections: Records | None = None,
    *,
    target_boxes: Numbers | None = None,
    target_labels: Numbers | None = None,
    target_image_indices: Numbers | None = None,
    target_crowd: Numbers | None = None,
    target_areas: Numbers | None = None,
    boxes: Numbers | None = None,
    scores: Numbers | None = None,
    labels: Numbers | None = None,
    image_indices: Numbers | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    num_images: int | None = None,
    iou_thresholds: Sequence[float] | Array | None = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95),
    recall_points: int | Sequence[float] | Array | None = 101,
    max_detections: Sequence[int] | Array | None = (1, 10, 100),
    area_ranges: Mapping[str, Any] | None = None,
    use_categories: bool | None = True,
    honour_ignore: bool | None = False,
    compat: Literal["pycocotools"] | None = None,
    text: bool | None = False,
    arrays: bool | None = False,
    per_image: bool | None = False,
    match_threshold: float | None = 0.5,
    slice_by: str | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsCocoAnswer:
    """COCO's evaluation of boxes: AP, AR, per category, with the arrays behind them.

    AP = mean over IoU thresholds, recall points and categories of max precision at recall ≥ point

    Source: Lin et al., «Microsoft COCO» (2014); pycocotools 2.0.11, arrays equal to the bit

    Args:
        ground_truth: A file, or what it holds. A COCO object as its file is: images, categories, annotations. Other
            members are skipped. Exactly one of ground_truth, target_boxes.
        detections: A file, or what it holds. A COCO results list as its file is: image_id, category_id, bbox (x, y,
            width, height), score. Exactly one of detections, boxes.
        target_boxes: (M, 4). The objects' boxes, in format. Exactly one of ground_truth, target_boxes.
        target_labels: (M,), whole numbers. The objects' categories: any whole numbers. Optional; otherwise there is
            no object.
        target_image_indices: (M,), whole numbers. The image of each object, counted from 0. Optional; otherwise there
            is no object.
        target_crowd: (M,), whole numbers. Not 0 where a box surrounds a crowd. Optional; otherwise all 0.
        target_areas: (M,). The objects' areas in square pixels. Optional; otherwise w · h of the boxes.
        boxes: (N, 4). Boxes of detections, in format. Exactly one of detections, boxes.
        scores: (N,). Their scores, any finite numbers. Optional; otherwise there is no detection.
        labels: (N,), whole numbers. Their categories, as target_labels. Optional; otherwise there is no detection.
        image_indices: (N,), whole numbers. The image of each, counted from 0. Optional; otherwise there is no
            detection.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        num_images: A whole number from 1 to 16777216. How many images there are; otherwise the largest index and 1.
        iou_thresholds: A list of numbers from 0 to 1. Overlaps from which a detection is right; equality counts. The
            default is linspace(.5, .95, 10). Default: (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
            0.8999999999999999, 0.95).
        recall_points: A whole number from 2 to 10001, or a list of numbers from 0 to 1. Recalls at which precision is
            read: how many, evenly spaced from 0 to 1 as numpy's linspace has them, or a list. Default: 101.
        max_detections: A list of whole numbers ≥ 1. Budgets: how many detections count per image and category. Every
            mean is at the largest. Default: (1, 10, 100).
        area_ranges: An object of named lists of 2 numbers, with unit. Ranges of the objects' areas, [low, high], both
            ends inclusive, by name; they may overlap and leave gaps. The headline numbers are those of the range all.
            unit is "pixels" or "image_fraction". Default: {"all": [0, 10000000000], "small": [0, 1024], "medium":
            [1024, 9216], "large": [9216, 10000000000]}.
        use_categories: Whether categories are kept apart; otherwise all are one. Default: True.
        honour_ignore: Whether objects marked ignore are left out as crowds are. pycocotools overwrites that mark.
            Default: False.
        compat: Whose known mistakes to repeat: pycocotools takes a match with the annotation of id 0 for none.
        text: Add the summary in the lines that pycocotools prints. Default: False.
        arrays: Add precision, scores and recall as arrays. Default: False.
        per_image: Add which detection has which object, per image and category, over all areas. Default: False.
        match_threshold: A number from 0 to 1. The overlap from which a detection is right there. Default: 0.5.
        slice_by: A string. A member of images[]: add the summary of the images of each of its values.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsCocoAnswer: summary. numbers by name, per_class list of objects, counts object, warnings list of
            texts, text text (if text is true), precision (T, R, K, A, M) (if arrays is true), scores (T, R, K, A, M)
            (if arrays is true), recall (T, K, A, M) (if arrays is true), per_image list of objects (if per_image is
            true), slices list of objects (if slice_by is given).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "evaluations.voc", EvaluationsVocAnswer, reals=("target_boxes", "target_areas", "boxes", "scores"),
    integers=("target_labels", "target_image_indices", "target_crowd", "labels", "image_indices"),
    records=("ground_truth", "detections"), by_json=True,
)
def voc(
    ground_truth: Records | None = None,
    detections: Records | None = None,
    *,
    target_boxes: Numbers | None = None,
    target_labels: Numbers | None = None,
    target_image_indices: Numbers | None = None,
    target_crowd: Numbers | None = None,
    target_areas: Numbers | None = None,
    boxes: Numbers | None = None,
    scores: Numbers | None = None,
    labels: Numbers | None = None,
    image_indices: Numbers | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    num_images: int | None = None,
    iou_threshold: float | None = 0.5,
    strict: bool | None = False,
    pixel_offset: float | None = 1,
    interpolation: Literal["all", "11-point"] | None = "all",
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsVocAnswer:
    """Pascal VOC's average precision per category, of 2007 (eleven points) or later (all points).

    AP = Σ Δrecall · max precision at greater recall, or the mean of eleven points

    Source: Everingham et al., «The Pascal Visual Object Classes Challenge» (2010); the development kit, mmdet 3.3.0

    Args:
        ground_truth: A file, or what it holds. A COCO object as its file is: images, categories, annotations. Other
            members are skipped. Exactly one of ground_truth, target_boxes.
        detections: A file, or what it holds. A COCO results list as its file is: image_id, category_id, bbox (x, y,
            width, height), score. Exactly one of detections, boxes.
        target_boxes: (M, 4). The objects' boxes, in format. Exactly one of ground_truth, target_boxes.
        target_labels: (M,), whole numbers. The objects' categories: any whole numbers. Optional; otherwise there is
            no object.
        target_image_indices: (M,), whole numbers. The image of each object, counted from 0. Optional; otherwise there
            is no object.
        target_crowd: (M,), whole numbers. Not 0 where a box surrounds a crowd. Optional; otherwise all 0.
        target_areas: (M,). The objects' areas in square pixels. Optional; otherwise w · h of the boxes.
        boxes: (N, 4). Boxes of detections, in format. Exactly one of detections, boxes.
        scores: (N,). Their scores, any finite numbers. Optional; otherwise there is no detection.
        labels: (N,), whole numbers. Their categories, as target_labels. Optional; otherwise there is no detection.
        image_indices: (N,), whole numbers. The image of each, counted from 0. Optional; otherwise there is no
            detection.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        num_images: A whole number from 1 to 16777216. How many images there are; otherwise the largest index and 1.
        iou_threshold: A number > 0, at most 1. The overlap from which an object is found. Default: 0.5.
        strict: Whether the overlap must be above the threshold, as py-faster-rcnn has it; otherwise it may equal it.
            Default: False.
        pixel_offset: A number from 0 to 1. Added to widths and heights: 1 where corners are inclusive pixels, 0 for
            plain geometry. Default: 1.
        interpolation: How precision is averaged: all points (2010 on), or eleven (2007). Default: "all".
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsVocAnswer: map (), per_class list of objects, warnings list of texts.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("evaluations.lvis", EvaluationsLvisAnswer, records=("ground_truth", "detections"), by_json=True)
def lvis(
    ground_truth: Records,
    detections: Records,
    *,
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsLvisAnswer:
    """LVIS' evaluation of boxes: only categories that were looked for in an image are judged there.

    AP as COCO's, over detections whose category has objects in the image or is in its neg_category_ids

    Source: Gupta et al., «LVIS: A Dataset for Large Vocabulary Instance Segmentation» (2019); lvis-api 0.5.3

    Args:
        ground_truth: A file, or what it holds. An LVIS file: as COCO's, with neg_category_ids and
            not_exhaustive_category_ids of every image, and the categories' frequency.
        detections: A file, or what it holds. A results list: image_id, category_id, bbox, score.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsLvisAnswer: summary. numbers by name, per_class list of objects, counts object, warnings list of
            texts.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "evaluations.tide", EvaluationsTideAnswer, reals=("target_boxes", "target_areas", "boxes", "scores"),
    integers=("target_labels", "target_image_indices", "target_crowd", "labels", "image_indices"),
    records=("ground_truth", "detections"), by_json=True,
)
def tide(
    ground_truth: Records | None = None,
    detections: Records | None = None,
    *,
    target_boxes: Numbers | None = None,
    target_labels: Numbers | None = None,
    target_image_indices: Numbers | None = None,
    target_crowd: Numbers | None = None,
    target_areas: Numbers | None = None,
    boxes: Numbers | None = None,
    scores: Numbers | None = None,
    labels: Numbers | None = None,
    image_indices: Numbers | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    num_images: int | None = None,
    pos_threshold: float | None = 0.5,
    bg_threshold: float | None = 0.1,
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsTideAnswer:
    """What kinds of errors a detector makes, and how much AP each costs.

    ΔAP(kind) = max(AP50 after repairing that kind alone − AP50, 0), in percent

    Source: Bolya et al., «TIDE: A General Toolbox for Identifying Object Detection Errors» (2020); tidecv 1.0.1

    Args:
        ground_truth: A file, or what it holds. A COCO object as its file is: images, categories, annotations. Other
            members are skipped. Exactly one of ground_truth, target_boxes.
        detections: A file, or what it holds. A COCO results list as its file is: image_id, category_id, bbox (x, y,
            width, height), score. Exactly one of detections, boxes.
        target_boxes: (M, 4). The objects' boxes, in format. Exactly one of ground_truth, target_boxes.
        target_labels: (M,), whole numbers. The objects' categories: any whole numbers. Optional; otherwise there is
            no object.
        target_image_indices: (M,), whole numbers. The image of each object, counted from 0. Optional; otherwise there
            is no object.
        target_crowd: (M,), whole numbers. Not 0 where a box surrounds a crowd. Optional; otherwise all 0.
        target_areas: (M,). The objects' areas in square pixels. Optional; otherwise w · h of the boxes.
        boxes: (N, 4). Boxes of detections, in format. Exactly one of detections, boxes.
        scores: (N,). Their scores, any finite numbers. Optional; otherwise there is no detection.
        labels: (N,), whole numbers. Their categories, as target_labels. Optional; otherwise there is no detection.
        image_indices: (N,), whole numbers. The image of each, counted from 0. Optional; otherwise there is no
            detection.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        num_images: A whole number from 1 to 16777216. How many images there are; otherwise the largest index and 1.
        pos_threshold: A number > 0, at most 1. The overlap from which an object is found. Default: 0.5.
        bg_threshold: A number from 0 to 1. The overlap up to which a detection sees nothing but background; at most
            pos_threshold. Default: 0.1.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsTideAnswer: ap (), delta_ap.Cls (), delta_ap.Loc (), delta_ap.Both (), delta_ap.Dupe (),
            delta_ap.Bkg (), delta_ap.Miss (), delta_ap.FalsePos (), delta_ap.FalseNeg (), counts.Cls (), counts.Loc
            (), counts.Both (), counts.Dupe (), counts.Bkg (), counts.Miss (), warnings list of texts.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "evaluations.confusion-matrix", EvaluationsConfusionMatrixAnswer, reals=("target_boxes", "target_areas",
    "boxes", "scores"), integers=("target_labels", "target_image_indices", "target_crowd", "labels",
    "image_indices"), records=("ground_truth", "detections"), by_json=True,
)
def confusion_matrix(
    ground_truth: Records | None = None,
    detections: Records | None = None,
    *,
    target_boxes: Numbers | None = None,
    target_labels: Numbers | None = None,
    target_image_indices: Numbers | None = None,
    target_crowd: Numbers | None = None,
    target_areas: Numbers | None = None,
    boxes: Numbers | None = None,
    scores: Numbers | None = None,
    labels: Numbers | None = None,
    image_indices: Numbers | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    num_images: int | None = None,
    profile: Literal["ultralytics"] | None = "ultralytics",
    score_threshold: float | None = 0.25,
    iou_threshold: float | None = 0.45,
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsConfusionMatrixAnswer:
    """Which category is taken for which, with the background as one of them.

    matrix[p, t] = detections of p that take an object of t; the last row and column are the background

    Source: ultralytics 8.4, ConfusionMatrix: best score first, each takes the free object of any category it overlaps
    most

    Args:
        ground_truth: A file, or what it holds. A COCO object as its file is: images, categories, annotations. Other
            members are skipped. Exactly one of ground_truth, target_boxes.
        detections: A file, or what it holds. A COCO results list as its file is: image_id, category_id, bbox (x, y,
            width, height), score. Exactly one of detections, boxes.
        target_boxes: (M, 4). The objects' boxes, in format. Exactly one of ground_truth, target_boxes.
        target_labels: (M,), whole numbers. The objects' categories: any whole numbers. Optional; otherwise there is
            no object.
        target_image_indices: (M,), whole numbers. The image of each object, counted from 0. Optional; otherwise there
            is no object.
        target_crowd: (M,), whole numbers. Not 0 where a box surrounds a crowd. Optional; otherwise all 0.
        target_areas: (M,). The objects' areas in square pixels. Optional; otherwise w · h of the boxes.
        boxes: (N, 4). Boxes of detections, in format. Exactly one of detections, boxes.
        scores: (N,). Their scores, any finite numbers. Optional; otherwise there is no detection.
        labels: (N,), whole numbers. Their categories, as target_labels. Optional; otherwise there is no detection.
        image_indices: (N,), whole numbers. The image of each, counted from 0. Optional; otherwise there is no
            detection.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        num_images: A whole number from 1 to 16777216. How many images there are; otherwise the largest index and 1.
        profile: Whose rules; other tools have others. Default: "ultralytics".
        score_threshold: A number. Detections count above this score. Default: 0.25.
        iou_threshold: A number from 0 to 1. A detection takes an object that it overlaps by more than this. Default:
            0.45.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsConfusionMatrixAnswer: profile text, category_ids (K + 1,), matrix (K + 1, K + 1), warnings list of
            texts.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "evaluations.sweep", EvaluationsSweepAnswer, reals=("target_boxes", "target_areas", "boxes", "scores"),
    integers=("target_labels", "target_image_indices", "target_crowd", "labels", "image_indices"),
    records=("ground_truth", "detections"), by_json=True,
)
def sweep(
    ground_truth: Records | None = None,
    detections: Records | None = None,
    *,
    target_boxes: Numbers | None = None,
    target_labels: Numbers | None = None,
    target_image_indices: Numbers | None = None,
    target_crowd: Numbers | None = None,
    target_areas: Numbers | None = None,
    boxes: Numbers | None = None,
    scores: Numbers | None = None,
    labels: Numbers | None = None,
    image_indices: Numbers | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    num_images: int | None = None,
    iou_threshold: float | None = 0.5,
    beta: float | None = 1,
    max_detections: int | None = 100,
    target_recall: float | None = None,
    target_precision: float | None = None,
    curves: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsSweepAnswer:
    """Which score to deploy a detector at: precision, recall and F_β at every threshold.

    F_β = (1 + β²) P R / (β² P + R) at every "score ≥ s", from raw precision tp / (tp + fp)

    Source: COCO's matches at one overlap, area all (pycocotools 2.0.11); precision without its envelope

    Args:
        ground_truth: A file, or what it holds. A COCO object as its file is: images, categories, annotations. Other
            members are skipped. Exactly one of ground_truth, target_boxes.
        detections: A file, or what it holds. A COCO results list as its file is: image_id, category_id, bbox (x, y,
            width, height), score. Exactly one of detections, boxes.
        target_boxes: (M, 4). The objects' boxes, in format. Exactly one of ground_truth, target_boxes.
        target_labels: (M,), whole numbers. The objects' categories: any whole numbers. Optional; otherwise there is
            no object.
        target_image_indices: (M,), whole numbers. The image of each object, counted from 0. Optional; otherwise there
            is no object.
        target_crowd: (M,), whole numbers. Not 0 where a box surrounds a crowd. Optional; otherwise all 0.
        target_areas: (M,). The objects' areas in square pixels. Optional; otherwise w · h of the boxes.
        boxes: (N, 4). Boxes of detections, in format. Exactly one of detections, boxes.
        scores: (N,). Their scores, any finite numbers. Optional; otherwise there is no detection.
        labels: (N,), whole numbers. Their categories, as target_labels. Optional; otherwise there is no detection.
        image_indices: (N,), whole numbers. The image of each, counted from 0. Optional; otherwise there is no
            detection.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        num_images: A whole number from 1 to 16777216. How many images there are; otherwise the largest index and 1.
        iou_threshold: A number from 0 to 1. The overlap from which a detection is right. Default: 0.5.
        beta: A number > 0, at most 1000000. How much more recall weighs than precision. Default: 1.
        max_detections: A whole number ≥ 1. How many detections count per image and category. Default: 100.
        target_recall: A number > 0, at most 1. Add the highest threshold with this recall.
        target_precision: A number > 0, at most 1. Add the threshold of the greatest recall with this precision.
        curves: Add precision and recall at every threshold. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsSweepAnswer: per_class list of objects, all object, all_at_recall object (if target_recall is
            given), all_at_precision object (if target_precision is given), all_curve object of columns (if curves is
            true), warnings list of texts.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "evaluations.compare", EvaluationsCompareAnswer, reals=("target_boxes", "target_areas", "boxes_a", "scores_a",
    "boxes_b", "scores_b"), integers=("target_labels", "target_image_indices", "target_crowd", "labels_a",
    "image_indices_a", "labels_b", "image_indices_b"), records=("ground_truth", "detections_a", "detections_b"),
    by_json=True,
)
def compare(
    ground_truth: Records | None = None,
    detections_a: Records | None = None,
    *,
    detections_b: Records | None = None,
    target_boxes: Numbers | None = None,
    target_labels: Numbers | None = None,
    target_image_indices: Numbers | None = None,
    target_crowd: Numbers | None = None,
    target_areas: Numbers | None = None,
    boxes_a: Numbers | None = None,
    scores_a: Numbers | None = None,
    labels_a: Numbers | None = None,
    image_indices_a: Numbers | None = None,
    boxes_b: Numbers | None = None,
    scores_b: Numbers | None = None,
    labels_b: Numbers | None = None,
    image_indices_b: Numbers | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    num_images: int | None = None,
    iou_thresholds: Sequence[float] | Array | None = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95),
    recall_points: int | Sequence[float] | Array | None = 101,
    max_detections: Sequence[int] | Array | None = (1, 10, 100),
    area_ranges: Mapping[str, Any] | None = None,
    use_categories: bool | None = True,
    honour_ignore: bool | None = False,
    compat: Literal["pycocotools"] | None = None,
    samples: int | None = 1000,
    seed: int | None = 0,
    confidence: float | None = 0.95,
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsCompareAnswer:
    """Whether one model is better than another: COCO's numbers of both, with confidence intervals.

    percentiles of b − a over samples that draw as many images as there are, with replacement, in pairs

    Source: Efron, «Bootstrap Methods: Another Look at the Jackknife» (1979); COCO's numbers as evaluations.coco

    Args:
        ground_truth: A file, or what it holds. A COCO object as its file is: images, categories, annotations. Exactly
            one of ground_truth, target_boxes.
        detections_a: A file, or what it holds. The first model's results, a COCO results list. Exactly one of
            detections_a, boxes_a.
        detections_b: A file, or what it holds. The second model's results. Optional; otherwise intervals of the first
            model alone.
        target_boxes: (M, 4). The objects' boxes, in format. Exactly one of ground_truth, target_boxes.
        target_labels: (M,), whole numbers. The objects' categories: any whole numbers. Optional; otherwise there is
            no object.
        target_image_indices: (M,), whole numbers. The image of each object, counted from 0. Optional; otherwise there
            is no object.
        target_crowd: (M,), whole numbers. Not 0 where a box surrounds a crowd. Optional; otherwise all 0.
        target_areas: (M,). The objects' areas in square pixels. Optional; otherwise w · h of the boxes.
        boxes_a: (N, 4). Boxes of detections, in format. Exactly one of detections_a, boxes_a.
        scores_a: (N,). Their scores, any finite numbers. Optional; otherwise there is no detection.
        labels_a: (N,), whole numbers. Their categories, as target_labels. Optional; otherwise there is no detection.
        image_indices_a: (N,), whole numbers. The image of each, counted from 0. Optional; otherwise there is no
            detection.
        boxes_b: (P, 4). Boxes of detections, in format. Optional; otherwise there is one model.
        scores_b: (P,). Their scores, any finite numbers. Optional; otherwise there is no detection.
        labels_b: (P,), whole numbers. Their categories, as target_labels. Optional; otherwise there is no detection.
        image_indices_b: (P,), whole numbers. The image of each, counted from 0. Optional; otherwise there is no
            detection.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        num_images: A whole number from 1 to 16777216. How many images there are; otherwise the largest index and 1.
        iou_thresholds: A list of numbers from 0 to 1. Overlaps from which a detection is right; equality counts. The
            default is linspace(.5, .95, 10). Default: (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
            0.8999999999999999, 0.95).
        recall_points: A whole number from 2 to 10001, or a list of numbers from 0 to 1. Recalls at which precision is
            read: how many, evenly spaced from 0 to 1 as numpy's linspace has them, or a list. Default: 101.
        max_detections: A list of whole numbers ≥ 1. Budgets: how many detections count per image and category. Every
            mean is at the largest. Default: (1, 10, 100).
        area_ranges: An object of named lists of 2 numbers, with unit. Ranges of the objects' areas, [low, high], both
            ends inclusive, by name; they may overlap and leave gaps. The headline numbers are those of the range all.
            unit is "pixels" or "image_fraction". Default: {"all": [0, 10000000000], "small": [0, 1024], "medium":
            [1024, 9216], "large": [9216, 10000000000]}.
        use_categories: Whether categories are kept apart; otherwise all are one. Default: True.
        honour_ignore: Whether objects marked ignore are left out as crowds are. pycocotools overwrites that mark.
            Default: False.
        compat: Whose known mistakes to repeat: pycocotools takes a match with the annotation of id 0 for none.
        samples: A whole number from 1 to 100000. How many samples are drawn. Default: 1000.
        seed: A whole number ≥ 0. The samples follow from it, on every machine and any number of processors. Default:
            0.
        confidence: A number > 0, at most 1. The share of samples within the intervals, below 1. Default: 0.95.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsCompareAnswer: summary object, intervals object, per_class list of objects, samples (), warnings
            list of texts.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "evaluations.match", EvaluationsMatchAnswer, reals=("target_boxes", "target_areas", "boxes", "scores"),
    integers=("target_labels", "target_image_indices", "target_crowd", "labels", "image_indices"),
    records=("ground_truth", "detections"), by_json=True,
)
def match(
    ground_truth: Records | None = None,
    detections: Records | None = None,
    *,
    target_boxes: Numbers | None = None,
    target_labels: Numbers | None = None,
    target_image_indices: Numbers | None = None,
    target_crowd: Numbers | None = None,
    target_areas: Numbers | None = None,
    boxes: Numbers | None = None,
    scores: Numbers | None = None,
    labels: Numbers | None = None,
    image_indices: Numbers | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    num_images: int | None = None,
    iou_thresholds: Sequence[float] | Array | None = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95),
    recall_points: int | Sequence[float] | Array | None = 101,
    max_detections: Sequence[int] | Array | None = (1, 10, 100),
    area_ranges: Mapping[str, Any] | None = None,
    use_categories: bool | None = True,
    honour_ignore: bool | None = False,
    compat: Literal["pycocotools"] | None = None,
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsMatchAnswer:
    """COCO's matching of a shard of images, as columns that evaluations.accumulate takes.

    bit t of matched[n, t / 16, a]: detection n has an object at threshold t; ignored likewise, range a

    Source: pycocotools 2.0.11, COCOeval.evaluateImg; the columns are focald's own

    Args:
        ground_truth: A file, or what it holds. A COCO object as its file is: images, categories, annotations. Other
            members are skipped. Exactly one of ground_truth, target_boxes.
        detections: A file, or what it holds. A COCO results list as its file is: image_id, category_id, bbox (x, y,
            width, height), score. Exactly one of detections, boxes.
        target_boxes: (M, 4). The objects' boxes, in format. Exactly one of ground_truth, target_boxes.
        target_labels: (M,), whole numbers. The objects' categories: any whole numbers. Optional; otherwise there is
            no object.
        target_image_indices: (M,), whole numbers. The image of each object, counted from 0. Optional; otherwise there
            is no object.
        target_crowd: (M,), whole numbers. Not 0 where a box surrounds a crowd. Optional; otherwise all 0.
        target_areas: (M,). The objects' areas in square pixels. Optional; otherwise w · h of the boxes.
        boxes: (N, 4). Boxes of detections, in format. Exactly one of detections, boxes.
        scores: (N,). Their scores, any finite numbers. Optional; otherwise there is no detection.
        labels: (N,), whole numbers. Their categories, as target_labels. Optional; otherwise there is no detection.
        image_indices: (N,), whole numbers. The image of each, counted from 0. Optional; otherwise there is no
            detection.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        num_images: A whole number from 1 to 16777216. How many images there are; otherwise the largest index and 1.
        iou_thresholds: A list of numbers from 0 to 1. Overlaps from which a detection is right; equality counts. The
            default is linspace(.5, .95, 10). Default: (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
            0.8999999999999999, 0.95).
        recall_points: A whole number from 2 to 10001, or a list of numbers from 0 to 1. Recalls at which precision is
            read: how many, evenly spaced from 0 to 1 as numpy's linspace has them, or a list. Default: 101.
        max_detections: A list of whole numbers ≥ 1. Budgets: how many detections count per image and category. Every
            mean is at the largest. Default: (1, 10, 100).
        area_ranges: An object of named lists of 2 numbers, with unit. Ranges of the objects' areas, [low, high], both
            ends inclusive, by name; they may overlap and leave gaps. The headline numbers are those of the range all.
            unit is "pixels" or "image_fraction". Default: {"all": [0, 10000000000], "small": [0, 1024], "medium":
            [1024, 9216], "large": [9216, 10000000000]}.
        use_categories: Whether categories are kept apart; otherwise all are one. Default: True.
        honour_ignore: Whether objects marked ignore are left out as crowds are. pycocotools overwrites that mark.
            Default: False.
        compat: Whose known mistakes to repeat: pycocotools takes a match with the annotation of id 0 for none.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsMatchAnswer: images (N,), categories (N,), scores (N,), matched (N, C, A), ignored (N, C, A),
            counted_categories (L,), objects_by_range (L, A), objects (L,), detections (L,), shard_counts (1, 5),
            category_names list of texts, warnings list of texts.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation(
    "evaluations.accumulate", EvaluationsAccumulateAnswer, reals=("scores",), integers=("matched", "ignored",
    "objects_by_range", "objects", "detections", "shard_counts"), ids=("images", "categories",
    "counted_categories"), by_json=True,
)
def accumulate(
    images: Ids,
    categories: Ids,
    scores: Numbers,
    matched: Numbers,
    ignored: Numbers,
    counted_categories: Ids,
    objects_by_range: Numbers,
    objects: Numbers,
    detections: Numbers,
    *,
    shard_counts: Numbers | None = None,
    category_names: Sequence[str] | None = None,
    iou_thresholds: Sequence[float] | Array | None = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95),
    recall_points: int | Sequence[float] | Array | None = 101,
    max_detections: Sequence[int] | Array | None = (1, 10, 100),
    area_ranges: Mapping[str, Any] | None = None,
    use_categories: bool | None = True,
    honour_ignore: bool | None = False,
    compat: Literal["pycocotools"] | None = None,
    text: bool | None = False,
    arrays: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> EvaluationsAccumulateAnswer:
    """COCO's numbers from matched shards, equal to the bit to those of all records at once.

    evaluations.coco of the shards' records, from the columns of evaluations.match one behind the other

    Source: pycocotools 2.0.11, COCOeval.accumulate and summarize; the columns are focald's own

    Args:
        images: (N,), whole numbers or texts. The image of each detection; an image is in one shard only.
        categories: (N,), whole numbers or texts. Its category.
        scores: (N,). Its score.
        matched: (N, C, A), whole numbers. Bit t of word c: it has an object at threshold 16 c + t, in area range a.
        ignored: (N, C, A), whole numbers. Likewise: it is ignored.
        counted_categories: (L,), whole numbers or texts. The categories of the shards, each as often as there are
            shards.
        objects_by_range: (L, A), whole numbers. Objects of each that count in each range.
        objects: (L,), whole numbers. Objects of each, neither crowd nor ignored.
        detections: (L,), whole numbers. Detections of each.
        shard_counts: (H, 5), whole numbers. Per shard images, objects, detections, objects and detections left out.
            Optional; otherwise the answer's counts are those of the columns.
        category_names: A list of strings. The name of each of counted_categories, empty for none.
        iou_thresholds: A list of numbers from 0 to 1. Overlaps from which a detection is right; equality counts. The
            default is linspace(.5, .95, 10). Default: (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85,
            0.8999999999999999, 0.95).
        recall_points: A whole number from 2 to 10001, or a list of numbers from 0 to 1. Recalls at which precision is
            read: how many, evenly spaced from 0 to 1 as numpy's linspace has them, or a list. Default: 101.
        max_detections: A list of whole numbers ≥ 1. Budgets: how many detections count per image and category. Every
            mean is at the largest. Default: (1, 10, 100).
        area_ranges: An object of named lists of 2 numbers, with unit. Ranges of the objects' areas, [low, high], both
            ends inclusive, by name; they may overlap and leave gaps. The headline numbers are those of the range all.
            unit is "pixels" or "image_fraction". Default: {"all": [0, 10000000000], "small": [0, 1024], "medium":
            [1024, 9216], "large": [9216, 10000000000]}.
        use_categories: Whether categories are kept apart; otherwise all are one. Default: True.
        honour_ignore: Whether objects marked ignore are left out as crowds are. pycocotools overwrites that mark.
            Default: False.
        compat: Whose known mistakes to repeat: pycocotools takes a match with the annotation of id 0 for none.
        text: Add the summary in the lines that pycocotools prints. Default: False.
        arrays: Add precision, scores and recall as arrays. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        EvaluationsAccumulateAnswer: summary. numbers by name, per_class list of objects, counts object, warnings list
            of texts, text text (if text is true), precision (T, R, K, A, M) (if arrays is true), scores (T, R, K, A,
            M) (if arrays is true), recall (T, K, A, M) (if arrays is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...
