"""Boxes: overlap, formats, offsets, suppression."""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ._calls import operation
from ._types import Array, Numbers
from .answers import (
    BoxesClipAnswer,
    BoxesConvertAnswer,
    BoxesDecodeAnswer,
    BoxesEncodeAnswer,
    BoxesFuseAnswer,
    BoxesIouAnswer,
    BoxesNmsAnswer,
    BoxesStitchAnswer,
    BoxesTileAnswer,
)
from .options import Suppression

__all__ = ["iou", "convert", "encode", "decode", "clip", "nms", "fuse", "tile", "stitch"]


@operation("boxes.iou", BoxesIouAnswer, reals=("boxes", "target_boxes"))
def iou(
    boxes: Numbers,
    target_boxes: Numbers,
    *,
    kind: Literal["iou", "giou", "diou", "ciou"] | None = "iou",
    union_eps: float | None = 0,
    enclosing_eps: float | None = 0,
    eps_rule: Literal["added", "at-least"] | None = "added",
    height_eps: float | None = 0,
    ratio_eps: float | None = 0,
    alpha_eps: float | None = 0,
    zero_over_zero: Literal["same", "zero", "error"] | None = "same",
    pixel_offset: float | None = 0,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw", "cxcywhr"] | None = "xyxy",
    compat: Literal["torchvision", "detectron2", "mmdetection", "ultralytics", "keras", "tensorflow"] | None = None,
    decisions: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesIouAnswer:
    """The overlap of every box of one list with every box of another.

    iou = |B∩B*|/|B∪B*|;  giou, diou, ciou = 1 − the loss of that name

    Source: Rezatofighi et al. 2019 (GIoU); Zheng et al. 2020 (DIoU, CIoU)

    Args:
        boxes: (N, 4) or (N, 5). Boxes, in format.
        target_boxes: (M, 4) or (M, 5). The other boxes, in the same format.
        kind: The measure. Default: "iou".
        union_eps: A number ≥ 0. ε in the denominator of the IoU, in squared units of the boxes. Default: 0.
        enclosing_eps: A number ≥ 0. ε of the enclosing box: |C| (giou), c² (diou, ciou). Default: 0.
        eps_rule: Whether union_eps and enclosing_eps are added to a denominator, or are its least value. Default:
            "added".
        height_eps: A number ≥ 0. ε added to heights in the areas that the union is made of. Default: 0.
        ratio_eps: A number ≥ 0. ε added to heights in the ratios w/h. Default: 0.
        alpha_eps: A number ≥ 0. ε in the denominator of α. Default: 0.
        zero_over_zero: What 0/0 is. "same": the IoU of two boxes without area is 1 if they are the same, else 0, and
            any other ratio 0. "zero": always 0. "error": an error, where a library gives NaN. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        format: How numbers name a box: four as elsewhere; cxcywhr: centre, size, angle in radians from the x axis to
            the y axis. Default: "xyxy".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesIouAnswer: iou (N, M), decisions list of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("boxes.convert", BoxesConvertAnswer, reals=("boxes",))
def convert(
    boxes: Numbers,
    *,
    from_: Literal["xyxy", "xywh", "cxcywh", "cycxhw"],
    to: Literal["xyxy", "xywh", "cxcywh", "cycxhw"],
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesConvertAnswer:
    """Boxes from one format to another.

    cx = (x1+x2)/2,  w = x2 − x1, …

    Source: torchvision.ops.box_convert; cycxhw: y, x, height, width

    Args:
        boxes: (N, 4). Boxes in the format from.
        from_: The format they are in.
        to: The format wanted.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesConvertAnswer: boxes (N, 4).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("boxes.encode", BoxesEncodeAnswer, reals=("boxes", "anchors"))
def encode(
    boxes: Numbers,
    anchors: Numbers,
    *,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesEncodeAnswer:
    """Boxes as offsets from their anchors.

    dx = w_x (x−x_a)/w_a,  dy = w_y (y−y_a)/h_a,  dw = w_w log(w/w_a),  dh = w_h log(h/h_a)

    Source: Girshick et al. 2014, «Rich feature hierarchies», appendix C; weights: detectron2, Box2BoxTransform

    Args:
        boxes: (N, 4). Boxes, in format; sizes > 0.
        anchors: (N, 4). The anchor of each row, in the same format; sizes > 0.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesEncodeAnswer: deltas (N, 4).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("boxes.decode", BoxesDecodeAnswer, reals=("deltas", "anchors"))
def decode(
    deltas: Numbers,
    anchors: Numbers,
    *,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    scale_clamp: float | None = 4.135166556742356,
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesDecodeAnswer:
    """Boxes from offsets and anchors; the inverse of encode.

    x = dx/w_x · w_a + x_a,  w = w_a exp(min(dw/w_w, scale_clamp)), …

    Source: Girshick et al. 2014, «Rich feature hierarchies», appendix C; clamp: detectron2, Box2BoxTransform

    Args:
        deltas: (N, 4). dx, dy, dw, dh.
        anchors: (N, 4). The anchor of each row, in format.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        scale_clamp: A number. dw and dh, unweighted, are clamped to it; log(1000/16). Default: 4.135166556742356.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesDecodeAnswer: boxes (N, 4).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("boxes.clip", BoxesClipAnswer, reals=("boxes",))
def clip(
    boxes: Numbers,
    *,
    image_size: Sequence[float] | Array,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesClipAnswer:
    """Boxes cut to an image.

    x ↦ min(max(x, 0), width),  y ↦ min(max(y, 0), height)

    Source: torchvision.ops.clip_boxes_to_image

    Args:
        boxes: (N, 4). Boxes, in format.
        image_size: A list of 2 numbers > 0. [height, width].
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesClipAnswer: boxes (N, 4).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("boxes.nms", BoxesNmsAnswer, reals=("boxes", "scores"), integers=("labels", "image_indices"))
def nms(
    boxes: Numbers,
    scores: Numbers,
    *,
    labels: Numbers | None = None,
    image_indices: Numbers | None = None,
    iou_threshold: float | Sequence[float] | Array | None = 0.5,
    score_threshold: float | Sequence[float] | Array | None = None,
    max_detections: int | None = None,
    max_detections_per_class: int | None = None,
    class_agnostic: bool | None = False,
    suppression: Suppression | None = None,
    class_separation: Literal["labels", "max-coordinate", "7680"] | None = "labels",
    class_shift_limit: int | None = None,
    zero_area: Literal["same", "never"] | None = "same",
    pixel_offset: float | None = 0,
    explain: bool | None = False,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw", "cxcywhr"] | None = "xyxy",
    compat: Literal["torchvision", "detectron2", "mmdetection", "ultralytics", "keras", "tensorflow", "paddle", "onnx"] | None = None,
    decisions: bool | None = False,
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesNmsAnswer:
    """Greedy non-maximum suppression, per class.

    in score order, keep a box unless IoU(box, a kept box of its class) > iou_threshold

    Source: torchvision.ops.nms, batched_nms; classes are kept apart by label, not by shifted coordinates

    Args:
        boxes: (N, 4) or (N, 5). Boxes, in format.
        scores: (N,). Scores; of equal ones the lower index wins.
        labels: (N,), whole numbers. Class indices. Optional; otherwise one class.
        image_indices: (N,), whole numbers. The image of each box, of a batch: boxes of different images leave each
            other alone, and are counted by themselves. Optional; otherwise one image.
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. Suppressed is what overlaps strictly
            more. One number, or one per class. Default: 0.5.
        score_threshold: A number, or a list of numbers. Only strictly greater scores take part. One number, or one
            per class. None: all.
        max_detections: A whole number ≥ 0. Indices answered at the most, of each image. None: all.
        max_detections_per_class: A whole number ≥ 0. The same of each class of an image. None: all.
        class_agnostic: Boxes of different labels suppress each other as well. Default: False.
        suppression: Which overlapping boxes stay, and their scores. None: hard, by iou_threshold and class_agnostic.
        class_separation: How classes are kept apart: by label; or by shifting boxes by their label times (largest
            coordinate + 1), or times 7680, which mixes classes where coordinates are negative or large. Default:
            "labels".
        class_shift_limit: A whole number ≥ 0. Above that many boxes classes are kept apart by label. None: never.
        zero_area: What boxes without area overlap: "same", fully what is the same box; "never", nothing, so that all
            of them stay. Default: "same".
        pixel_offset: A number ≥ 0. What is added to every length: 1 where a box's far edge names its last pixel, as
            in PASCAL VOC. Default: 0.
        explain: Adds explanation: what became of every candidate that is not answered. Default: False.
        format: How numbers name a box: four as elsewhere; cxcywhr: centre, size, angle in radians from the x axis to
            the y axis. Default: "xyxy".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesNmsAnswer: indices (n,), image_indices (n,) (if image_indices is given), scores (n,) (if
            suppression.method is "soft-linear" or "soft-gaussian" or "matrix" or "weighted-box-fusion"), boxes (n, 4)
            (if suppression.method is "weighted-box-fusion" or "merge"), counts object, explanation object (if explain
            is true), decisions list of objects (if decisions is true).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("boxes.fuse", BoxesFuseAnswer, reals=("boxes", "scores"), integers=("labels", "model_indices"))
def fuse(
    boxes: Numbers,
    scores: Numbers,
    *,
    labels: Numbers | None = None,
    model_indices: Numbers | None = None,
    weights: Sequence[float] | Array | None = None,
    iou_threshold: float | None = 0.55,
    skip_box_threshold: float | None = 0,
    conf_type: Literal["avg", "max", "box_and_model_avg", "absent_model_aware_avg"] | None = "avg",
    allows_overflow: bool | None = False,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesFuseAnswer:
    """The boxes of several models merged into one set.

    box = Σ s_i w_m b_i / Σ s_i w_m over a cluster of boxes with IoU > iou_threshold

    Source: Solovyev et al. 2019, «Weighted boxes fusion», §3; scores as ensemble-boxes

    Args:
        boxes: (N, 4). The boxes of all models, in format.
        scores: (N,). Scores ≥ 0; of equal ones the lower index is first.
        labels: (N,), whole numbers. Class indices. Optional; otherwise one class.
        model_indices: (N,), whole numbers. Which model each box is of. Optional; otherwise all of model 0.
        weights: A list of numbers > 0. One number per model. None: all 1, as many as model_indices names.
        iou_threshold: A number from 0 to 1. A box joins the cluster that it overlaps more. Default: 0.55.
        skip_box_threshold: A number. Boxes with a lower score are left out. Default: 0.
        conf_type: The score of a cluster. Default: "avg".
        allows_overflow: With avg: scores may grow where a cluster has more boxes than there are models. Default:
            False.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesFuseAnswer: boxes (n, 4), scores (n,), labels (n,), sizes (n,), cluster_indices (N,).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("boxes.tile", BoxesTileAnswer)
def tile(
    *,
    image_size: Sequence[float] | Array,
    tile_size: Sequence[float] | Array,
    overlap: float | Sequence[float] | Array | None = 0.2,
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesTileAnswer:
    """The tiles that a large picture is cut into, so that a network sees small objects; boxes.stitch leads back.

    tiles of tile_size every (1 − overlap) · tile_size, the last ones moved back into the picture

    Source: Akyon et al. 2022, «Slicing Aided Hyper Inference», §3; sahi, get_slice_bboxes

    Args:
        image_size: A list of 2 numbers > 0. [height, width] of the picture, whole numbers.
        tile_size: A list of 2 numbers > 0. [height, width] of a tile, whole numbers; a smaller picture is one tile.
        overlap: A number from 0, less than 1, or a list of 2 numbers from 0, less than 1. What a tile shares with the
            next one, as a part of tile_size; one number, or [y, x]. Rounded down to whole pixels. Default: 0.2.
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesTileAnswer: tiles (T, 4).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@operation("boxes.stitch", BoxesStitchAnswer, reals=("boxes", "scores", "tiles"), integers=("labels", "tile_indices"))
def stitch(
    boxes: Numbers,
    scores: Numbers,
    tile_indices: Numbers,
    tiles: Numbers,
    *,
    labels: Numbers | None = None,
    image_size: Sequence[float] | Array | None = None,
    method: Literal["merge", "hard", "weighted-box-fusion"] | None = "merge",
    metric: Literal["iou", "ios"] | None = "ios",
    iou_threshold: float | Sequence[float] | Array | None = 0.5,
    score_threshold: float | Sequence[float] | Array | None = None,
    class_agnostic: bool | None = False,
    max_detections: int | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    precision: Literal["float64", "float32"] | None = None,
) -> BoxesStitchAnswer:
    """What was found in tiles of a picture, as boxes of the picture: moved, merged where tiles overlap, cut to it.

    box + (x1, y1) of its tile;  boxes of a class that overlap more than iou_threshold become one

    Source: Akyon et al. 2022, «Slicing Aided Hyper Inference», §3; sahi, GreedyNMMPostprocess

    Args:
        boxes: (N, 4). Boxes in pixels of their tiles, in format.
        scores: (N,). Scores; of equal ones the lower index wins.
        tile_indices: (N,), whole numbers. The tile that each box was found in.
        tiles: (T, 4). x1, y1, x2, y2 of each tile in the picture, as boxes.tile answers them.
        labels: (N,), whole numbers. Class indices. Optional; otherwise one class.
        image_size: A list of 2 numbers > 0. [height, width] of the picture, which boxes are cut to before they are
            compared. None: they are not.
        method: "merge": the best box grows to hold those that overlap it; "hard": those go; "weighted-box-fusion":
            their mean. Default: "merge".
        metric: Intersection over the smaller box, or over the union. Default: "ios".
        iou_threshold: A number from 0 to 1, or a list of numbers from 0 to 1. The overlap above which boxes are one.
            One number, or one per class. Default: 0.5.
        score_threshold: A number, or a list of numbers. Only strictly greater scores take part. One number, or one
            per class. None: all.
        class_agnostic: Boxes of different classes are merged as well. Default: False.
        max_detections: A whole number ≥ 0. Boxes answered at the most. None: all.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        precision: The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more,
            else float64.

    Returns:
        BoxesStitchAnswer: boxes (n, 4), scores (n,), labels (n,), indices (n,).

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...
