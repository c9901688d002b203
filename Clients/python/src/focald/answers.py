"""What operations answer: a dataclass each."""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ._types import FoundIds, Integers, Reals


@dataclass(frozen=True, eq=False)
class Detections:
    """What was found in one image; fields that an operation does not give are None."""

    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original.
    boxes: Reals = field(metadata={"focald": "reals"})
    #: (n,) — Best first, within an image.
    scores: Reals = field(metadata={"focald": "reals"})
    #: (n,) — Class indices.
    labels: Integers = field(metadata={"focald": "integers"})
    #: (n,) — The row that each box was decoded from.
    anchor_indices: Integers = field(metadata={"focald": "integers"})
    #: (n,) — The level of that row.
    levels: Integers = field(metadata={"focald": "integers"})
    #: What each stage left.
    counts: dict[str, int]
    #: The names of their classes. Only if class_names is given.
    label_names: list[str] | None = None
    #: {"threshold", "top_k": {"starts", "lengths"} of runs of candidates, "min_size": {"indices"}, "suppressed":
    #: {"indices", "by", "iou"}, "cap": {"indices"}}: at which stage each candidate went that is not answered. Only if
    #: explain is true.
    explanation: dict[str, Any] | None = None
    #: (n, E) — The numbers of the row behind its classes, as they came. Only if num_classes is given.
    extras: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n, k, d) — x, y, in pixels of the image, or of the original; with d = 3 the visibility.
    keypoints: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: The mask of each detection in its picture: runs down the columns in pycocotools' letters, the counts of COCO's
    #: compressed RLE. Only if mask_format is "rle".
    masks: list[str] | None = None
    #: The mask of each detection in its picture, a PNG file in base64 (RFC 4648 §4): one grey bit a pixel, white
    #: inside. Only if mask_format is "png".
    mask_files: list[str] | None = None
    #: (n, 2) — Height and width of each mask: the size of COCO's RLE.
    mask_sizes: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n, 5) — Centre x, y, width, height, angle in radians from the x axis to the y axis; in pixels of the image, or
    #: of the original, which they may exceed.
    rotated_boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n, 4, 2) — Their corners x, y.
    corners: Reals | None = field(default=None, metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class LossesBinaryCrossEntropyAnswer:
    """The answer of losses.binary-cross-entropy."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesCrossEntropyAnswer:
    """The answer of losses.cross-entropy."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesFocalAnswer:
    """The answer of losses.focal."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesQualityFocalAnswer:
    """The answer of losses.quality-focal."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesVarifocalAnswer:
    """The answer of losses.varifocal."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesDistributionFocalAnswer:
    """The answer of losses.distribution-focal."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesGhmCAnswer:
    """The answer of losses.ghm-c."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: (M,) — S: the bin_counts of the next call. Without momentum the elements of each bin.
    bin_counts: Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesL1Answer:
    """The answer of losses.l1."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesL2Answer:
    """The answer of losses.l2."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesHuberAnswer:
    """The answer of losses.huber."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesSmoothL1Answer:
    """The answer of losses.smooth-l1."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesIouAnswer:
    """The answer of losses.iou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: (N,) — Each box's IoU with its target. Only if details is true.
    iou: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesGiouAnswer:
    """The answer of losses.giou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: (N,) — Each box's IoU with its target. Only if details is true.
    iou: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesDiouAnswer:
    """The answer of losses.diou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: (N,) — Each box's IoU with its target. Only if details is true.
    iou: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesCiouAnswer:
    """The answer of losses.ciou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: (N,) — Each box's IoU with its target. Only if details is true.
    iou: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesEiouAnswer:
    """The answer of losses.eiou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: (N,) — Each box's IoU with its target. Only if details is true.
    iou: Reals | None = field(default=None, metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class LossesSiouAnswer:
    """The answer of losses.siou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: (N,) — Each box's IoU with its target. Only if details is true.
    iou: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesWiouAnswer:
    """The answer of losses.wiou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: () — The mean of the boxes' 1 − IoU: what a running mean of the next mean_iou_loss is made of.
    mean_iou_loss: float = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: (N,) — Each box's IoU with its target. Only if details is true.
    iou: Reals | None = field(default=None, metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class LossesNwdAnswer:
    """The answer of losses.nwd."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesRotatedIouAnswer:
    """The answer of losses.rotated-iou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesProbiouAnswer:
    """The answer of losses.probiou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesKfiouAnswer:
    """The answer of losses.kfiou."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesGwdAnswer:
    """The answer of losses.gwd."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesFasterRcnnBoxAnswer:
    """The answer of losses.faster-rcnn-box."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: () — N_obj = Σ objectness: what the mean divides by.
    num_objects: float = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesYolov1BoxAnswer:
    """The answer of losses.yolov1-box."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: () — N_obj = Σ objectness: what the mean divides by.
    num_objects: float = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesYolov3BoxAnswer:
    """The answer of losses.yolov3-box."""

    #: S — The loss; with reduction "none" one value an element, or a box.
    loss: float | Reals = field(metadata={"focald": "reals"})
    #: () — N_obj = Σ objectness: what the mean divides by.
    num_objects: float = field(metadata={"focald": "reals"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class LossesRetinanetAnswer:
    """The answer of losses.retinanet."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: classification: sigmoid focal loss of every class of every anchor that is not ignored; bbox_regression:
    #: box_loss of the positives. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class LossesFasterRcnnAnswer:
    """The answer of losses.faster-rcnn."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: objectness: cross entropy of the objectness of the anchors that count; rpn_box_reg: rpn_box_loss of the
    #: positives among them; classifier: softmax cross entropy of the proposals that count; box_reg: box_loss of the
    #: positives among them. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object. Only if objectness is given.
    rpn_num_positives: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (B,) — Rows of each image that were matched to an object. Only if class_logits is given.
    num_positives: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: objectness is given and details is true.
    rpn_matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if objectness is given and details is true.
    rpn_num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if objectness is given and details is true.
    rpn_unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: A row a row that was drawn, positive or background: its image, and its row in that image. Only if rpn_sampling
    #: is given and details is true.
    rpn_samples: dict[str, Integers] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: class_logits is given and details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if class_logits is given and details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if class_logits is given and details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: A row a row that was drawn, positive or background: its image, and its row in that image. Only if sampling is
    #: given and details is true.
    samples: dict[str, Integers] | None = None


@dataclass(frozen=True, eq=False)
class LossesSsdAnswer:
    """The answer of losses.ssd."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: classification: softmax cross entropy of the positives and the mined background; bbox_regression: box_loss of
    #: the positives. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesFcosAnswer:
    """The answer of losses.fcos."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: classification: sigmoid focal loss of every class of every point; bbox_regression: box_loss of the positives;
    #: bbox_ctrness: binary cross entropy of their centerness. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesYolov1Answer:
    """The answer of losses.yolov1."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: box: squared errors of x, y, √w, √h of the responsible predictors (λ_coord); objectness: squared errors of
    #: their confidence, whose target is the IoU of box and object; no_object: squared confidence of all other
    #: predictors (λ_noobj); classification: squared errors of the classes of the cells with an object. Each as it
    #: counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesYolov3Answer:
    """The answer of losses.yolov3."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: box: box_loss of the matched rows; objectness: −log σ(t_o) of the matched rows; no_object: −log(1 − σ(t_o)) of
    #: rows that are neither matched nor ignored; classification: cross entropy of each class of the matched rows, a
    #: sigmoid for each. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesYolov5Answer:
    """The answer of losses.yolov5."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: box: 1 − overlap, the mean of each level's matches; objectness: cross entropy of the objectness, the mean of
    #: each level's rows times balance; classification: cross entropy of the classes, the mean of each level's matches
    #: and their classes; 0 of a head of one class. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesYolov8Answer:
    """The answer of losses.yolov8."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: box: 1 − CIoU of the matched points, each times its target score; classification: cross entropy of every class
    #: of every point with its target score; dfl: distribution focal loss of the matched points, the mean of four
    #: sides, each times its target score. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesYoloxAnswer:
    """The answer of losses.yolox."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: box: 1 − IoU² of the matched points; objectness: cross entropy of every point, 1 for matched ones;
    #: classification: cross entropy of every class of the matched points, the IoU as target of the object's; l1: with
    #: use_l1: |t − t*|₁ of the matched points' raw outputs. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesCenternetAnswer:
    """The answer of losses.centernet."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: heatmap: penalty-reduced focal loss of every cell, by the cells with a centre; size: L1 of width and height, by
    #: the objects; offset: L1 of the centres' offsets, by the objects. Each as it counts in the loss, weight
    #: included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesDetrAnswer:
    """The answer of losses.detr."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: classification: softmax cross entropy of every query, the mean weighted by 1 and ε; bbox_l1: Σ |b − b*|₁/N of
    #: the pairs, over cx, cy, w, h as parts of the image; bbox_giou: Σ (1 − GIoU)/N of the pairs; auxiliary: the
    #: weighted terms of all auxiliary layers, each paired by itself. Each as it counts in the loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class LossesRtdetrAnswer:
    """The answer of losses.rtdetr."""

    #: () — The sum of the components.
    loss: float = field(metadata={"focald": "reals"})
    #: classification: varifocal loss of every class of every query; IoU and weight are constants in the gradient;
    #: bbox_l1: Σ |b − b*|₁/N of the pairs, over cx, cy, w, h as parts of the image; bbox_giou: Σ (1 − GIoU)/N of the
    #: pairs; auxiliary: the weighted terms of all auxiliary layers, each paired by itself. Each as it counts in the
    #: loss, weight included.
    components: dict[str, float]
    #: The same without their weights.
    unweighted_components: dict[str, float]
    #: (B,) — Rows of each image that were matched to an object.
    num_positives: Integers = field(metadata={"focald": "integers"})
    #: Only if gradients is true.
    gradients: dict[str, Reals] | None = None
    #: A row a positive: its image, its row in that image, the object's row in target_boxes, and their IoU. Only if
    #: details is true.
    matches: dict[str, Any] | None = None
    #: (B,) — Rows of each image that count for nothing. Only if details is true.
    num_ignored: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (U,) — Objects that nothing was matched to. Only if details is true.
    unmatched_targets: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class BoxesIouAnswer:
    """The answer of boxes.iou."""

    #: (N, M) — The measure of box i and target box j at [i][j].
    iou: Reals = field(metadata={"focald": "reals"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class BoxesConvertAnswer:
    """The answer of boxes.convert."""

    #: (N, 4) — The same boxes in the format to.
    boxes: Reals = field(metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class BoxesEncodeAnswer:
    """The answer of boxes.encode."""

    #: (N, 4) — dx, dy, dw, dh, whatever the format.
    deltas: Reals = field(metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class BoxesDecodeAnswer:
    """The answer of boxes.decode."""

    #: (N, 4) — Boxes, in format.
    boxes: Reals = field(metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class BoxesClipAnswer:
    """The answer of boxes.clip."""

    #: (N, 4) — The boxes, in format; one outside of the image is empty, at its border.
    boxes: Reals = field(metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class BoxesNmsAnswer:
    """The answer of boxes.nms."""

    #: (n,) — The boxes that stay, best score first; image by image.
    indices: Integers = field(metadata={"focald": "integers"})
    #: {"candidates", "above_threshold", "after_nms", "returned"}: what each stage left.
    counts: dict[str, int]
    #: (n,) — The image of each. Only if image_indices is given.
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — Their scores: decayed, or of merged boxes. Only if suppression.method is "soft-linear" or "soft-
    #: gaussian" or "matrix" or "weighted-box-fusion".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n, 4) — The merged boxes, in format. Only if suppression.method is "weighted-box-fusion" or "merge".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: {"threshold", "top_k": {"starts", "lengths"} of runs of candidates, "suppressed": {"indices", "by", "iou"},
    #: "cap": {"indices"}}: at which stage each candidate went that is not answered. Only if explain is true.
    explanation: dict[str, Any] | None = None
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class BoxesFuseAnswer:
    """The answer of boxes.fuse."""

    #: (n, 4) — Merged boxes, in format, best score first.
    boxes: Reals = field(metadata={"focald": "reals"})
    #: (n,) — Their scores.
    scores: Reals = field(metadata={"focald": "reals"})
    #: (n,) — Their classes.
    labels: Integers = field(metadata={"focald": "integers"})
    #: (n,) — How many boxes each was merged from.
    sizes: Integers = field(metadata={"focald": "integers"})
    #: (N,) — The merged box that each box is part of; −1: its score is too low.
    cluster_indices: Integers = field(metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class BoxesTileAnswer:
    """The answer of boxes.tile."""

    #: (T, 4) — x1, y1, x2, y2 of each tile, in pixels of the picture, row by row.
    tiles: Integers = field(metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class BoxesStitchAnswer:
    """The answer of boxes.stitch."""

    #: (n, 4) — Boxes of the picture, in format, best score first.
    boxes: Reals = field(metadata={"focald": "reals"})
    #: (n,) — Their scores.
    scores: Reals = field(metadata={"focald": "reals"})
    #: (n,) — Their classes.
    labels: Integers = field(metadata={"focald": "integers"})
    #: (n,) — The best of the boxes that each was made of.
    indices: Integers = field(metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class AnchorsGenerateAnswer:
    """The answer of anchors.generate."""

    #: (A, 4) — Boxes x1, y1, x2, y2.
    anchors: Reals = field(metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class AnchorsMatchAnswer:
    """The answer of anchors.match."""

    #: (A,) — The index of the matched box; −1 background; −2 between the thresholds of max-iou, or in an ignored box.
    labels: Integers = field(metadata={"focald": "integers"})
    #: (A,) — max-iou: the anchor's best IoU. atss: the IoU with the matched box. task-aligned: the overlap of the
    #: predicted box with it. 0 without boxes, and for the background of the latter two.
    iou: Reals = field(metadata={"focald": "reals"})
    #: (M,) — The IoU from which each box takes an anchor. Only if method is "atss".
    thresholds: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (A,) — The score that the matched box's class is trained on; 0 for background. Only if method is "task-
    #: aligned".
    target_scores: Reals | None = field(default=None, metadata={"focald": "reals"})


@dataclass(frozen=True, eq=False)
class AnchorsFitAnswer:
    """The answer of anchors.fit."""

    #: (k, 2) — Width and height of each anchor, by growing area.
    anchors: Reals = field(metadata={"focald": "reals"})
    #: () — The mean of the objects' IoU with their anchors.
    mean_iou: float = field(metadata={"focald": "reals"})
    #: (10,) — The share of objects whose IoU with their anchor is at least 0.5, 0.55, 0.6, … 0.95.
    recall: Reals = field(metadata={"focald": "reals"})
    #: (k,) — How many objects each anchor is the best of.
    counts: Integers = field(metadata={"focald": "integers"})
    #: (N,) — Each object's best anchor; of equal ones the first that was drawn.
    labels: Integers = field(metadata={"focald": "integers"})
    #: () — Updates until nothing moved, or as many as were allowed.
    iterations: int


@dataclass(frozen=True, eq=False)
class DetectionsRetinanetAnswer:
    """The answer of detections.retinanet."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsFasterRcnnAnswer:
    """The answer of detections.faster-rcnn."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsRpnAnswer:
    """The answer of detections.rpn."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsFcosAnswer:
    """The answer of detections.fcos."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsSsdAnswer:
    """The answer of detections.ssd."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsYolov1Answer:
    """The answer of detections.yolov1."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class DetectionsYolov3Answer:
    """The answer of detections.yolov3."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n, E) — The numbers of the row behind its classes, as they came. Only if num_classes is given and
    #: answer_format is "columns".
    extras: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class DetectionsYolov5Answer:
    """The answer of detections.yolov5."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n, E) — The numbers of the row behind its classes, as they came. Only if num_classes is given and
    #: answer_format is "columns".
    extras: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsYolov8Answer:
    """The answer of detections.yolov8."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n, E) — The numbers of the row behind its classes, as they came. Only if num_classes is given and
    #: answer_format is "columns".
    extras: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsYolov8PoseAnswer:
    """The answer of detections.yolov8-pose."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n, k, d) — x, y, in pixels of the image, or of the original; with d = 3 the visibility. Only if answer_format
    #: is "columns".
    keypoints: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsYolov8SegAnswer:
    """The answer of detections.yolov8-seg."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The mask of each detection in its picture: runs down the columns in pycocotools' letters, the counts of COCO's
    #: compressed RLE. Only if mask_format is "rle" and answer_format is "columns".
    masks: list[str] | None = None
    #: The mask of each detection in its picture, a PNG file in base64 (RFC 4648 §4): one grey bit a pixel, white
    #: inside. Only if mask_format is "png" and answer_format is "columns".
    mask_files: list[str] | None = None
    #: (n, 2) — Height and width of each mask: the size of COCO's RLE. Only if answer_format is "columns".
    mask_sizes: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsYolov8ObbAnswer:
    """The answer of detections.yolov8-obb."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2 of the upright boxes around the rotated ones. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n, 5) — Centre x, y, width, height, angle in radians from the x axis to the y axis; in pixels of the image, or
    #: of the original, which they may exceed. Only if answer_format is "columns".
    rotated_boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n, 4, 2) — Their corners x, y. Only if answer_format is "columns".
    corners: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsYolov10Answer:
    """The answer of detections.yolov10."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n, E) — The numbers of the row behind its classes, as they came. Only if extras is true and answer_format is
    #: "columns".
    extras: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsYoloxAnswer:
    """The answer of detections.yolox."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n, E) — The numbers of the row behind its classes, as they came. Only if num_classes is given and
    #: answer_format is "columns".
    extras: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class DetectionsNanodetAnswer:
    """The answer of detections.nanodet."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class DetectionsGflAnswer:
    """The answer of detections.gfl."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class DetectionsCenternetAnswer:
    """The answer of detections.centernet."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class DetectionsDetrAnswer:
    """The answer of detections.detr."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsRtdetrAnswer:
    """The answer of detections.rtdetr."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class DetectionsDfineAnswer:
    """The answer of detections.dfine."""

    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})


@dataclass(frozen=True, eq=False)
class DetectionsEfficientNmsAnswer:
    """The answer of detections.efficient-nms."""

    #: (B, 1) — How many detections an image has.
    num_detections: Reals = field(metadata={"focald": "reals"})
    #: (B, M, 4) — Corners x1, y1, x2, y2; M is max_detections, what is left over is 0.
    detection_boxes: Reals = field(metadata={"focald": "reals"})
    #: (B, M) — Best first.
    detection_scores: Reals = field(metadata={"focald": "reals"})
    #: (B, M) — Class indices.
    detection_classes: Reals = field(metadata={"focald": "reals"})
    #: boxes (n, 4) x1, y1, x2, y2; scores (n,); labels (n,); anchor_indices (n,); levels (n,); counts of what each
    #: stage left; with explain, explanation. Best score first. Only if answer_format is "images".
    images: list[Detections] = field(default_factory=list, metadata={"focald": Detections})
    #: COCO's results: {"image_id", "category_id", "bbox": [x, y, w, h], "score"} of each detection, image by image,
    #: best score first. Only if answer_format is "coco".
    results: list[dict[str, Any]] | None = None
    #: (n, 4) — x1, y1, x2, y2, in pixels of the image, or of the original. Only if answer_format is "columns".
    boxes: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Best first, within an image. Only if answer_format is "columns".
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (n,) — Class indices. Only if answer_format is "columns".
    labels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: The names of their classes. Only if class_names is given and answer_format is "columns".
    label_names: list[str] | None = None
    #: (n,) — The row that each box was decoded from. Only if answer_format is "columns".
    anchor_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: (n,) — The level of that row. Only if answer_format is "columns".
    levels: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: What each stage left: a number for each image. Only if answer_format is "columns".
    counts: dict[str, Integers] | None = None
    #: (n,) — The image that each box is of. Only if answer_format is "columns".
    image_indices: Integers | None = field(default=None, metadata={"focald": "integers"})
    #: Every field on which libraries differ and that has an effect in this request. Only if decisions is true.
    decisions: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class EvaluationsCocoAnswer:
    """The answer of evaluations.coco."""

    summary: dict[str, float]
    #: A row per category, ascending by id: the summary's numbers of it alone.
    per_class: list[dict[str, Any]]
    #: How many records were evaluated, and how many left out.
    counts: dict[str, int]
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]
    #: The summary, a line per number. Only if text is true.
    text: str | None = None
    #: (T, R, K, A, M) — By threshold, recall point, category, area range and budget; -1 for a category without
    #: objects. Only if arrays is true.
    precision: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (T, R, K, A, M) — The score at which each recall point is reached, 0 if none does. Only if arrays is true.
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (T, K, A, M) — The recall of all detections together. Only if arrays is true.
    recall: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: A row per image and category that has objects or detections, ascending by their ids. Only if per_image is true.
    per_image: list[dict[str, Any]] | None = None
    #: A row per value, ascending; numbers and truth values are taken as texts. Only if slice_by is given.
    slices: list[dict[str, Any]] | None = None


@dataclass(frozen=True, eq=False)
class EvaluationsVocAnswer:
    """The answer of evaluations.voc."""

    #: () — The mean over the categories that have objects; -1 if none has.
    map: float = field(metadata={"focald": "reals"})
    #: A row per category, ascending by id.
    per_class: list[dict[str, Any]]
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]


@dataclass(frozen=True, eq=False)
class EvaluationsLvisAnswer:
    """The answer of evaluations.lvis."""

    summary: dict[str, float]
    #: A row per category, ascending by id.
    per_class: list[dict[str, Any]]
    #: How many records were evaluated, and how many left out.
    counts: dict[str, int]
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]


@dataclass(frozen=True, eq=False)
class EvaluationsTideAnswer:
    """The answer of evaluations.tide."""

    #: () — AP at pos_threshold in percent: 101 points, the mean over categories with objects or detections.
    ap: float = field(metadata={"focald": "reals"})
    #: Cls: Well placed, of the wrong category. At least 0. Loc: Of the right category, badly placed. At least 0.
    #: Both: Badly placed, of the wrong category. At least 0. Dupe: A second detection of a found object. At least 0.
    #: Bkg: Nothing is there. At least 0. Miss: An object that no error could be repaired to find. At least 0.
    #: FalsePos: If all false detections had the score 0. FalseNeg: If objects that were not found did not count.
    delta_ap: dict[str, float]
    #: Cls: Well placed, of the wrong category. Loc: Of the right category, badly placed. Both: Badly placed, of the
    #: wrong category. Dupe: A second detection of a found object. Bkg: Nothing is there. Miss: An object that no
    #: error could be repaired to find.
    counts: dict[str, int]
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]


@dataclass(frozen=True, eq=False)
class EvaluationsConfusionMatrixAnswer:
    """The answer of evaluations.confusion-matrix."""

    #: Whose rules were followed.
    profile: str
    #: The categories of rows and columns, ascending; the last is "background", as a tensor -1.
    category_ids: FoundIds
    #: (K + 1, K + 1) — Counts: rows are what was predicted, columns what is true.
    matrix: Integers = field(metadata={"focald": "integers"})
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]


@dataclass(frozen=True, eq=False)
class EvaluationsSweepAnswer:
    """The answer of evaluations.sweep."""

    #: A row per category, ascending by id.
    per_class: list[dict[str, Any]]
    #: The best common threshold of all categories that have objects, pooled.
    all: dict[str, float] | None
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]
    #: The highest threshold with target_recall; null if none has it. Only if target_recall is given.
    all_at_recall: dict[str, float] | None | None = None
    #: The threshold of the greatest recall with target_precision; null if none has it. Only if target_precision is
    #: given.
    all_at_precision: dict[str, float] | None | None = None
    #: Precision and recall at every distinct score. Only if curves is true.
    all_curve: dict[str, Reals] | None = None


@dataclass(frozen=True, eq=False)
class EvaluationsCompareAnswer:
    """The answer of evaluations.compare."""

    #: COCO's numbers of each, and b − a.
    summary: dict[str, Any]
    #: The ends of their intervals.
    intervals: dict[str, Any]
    #: A row per category, ascending by id: its AP.
    per_class: list[dict[str, Any]]
    #: () — How many samples were drawn.
    samples: int
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]


@dataclass(frozen=True, eq=False)
class EvaluationsMatchAnswer:
    """The answer of evaluations.match."""

    #: The image of each detection within the largest budget.
    images: FoundIds
    #: Its category.
    categories: FoundIds
    #: (N,) — Its score.
    scores: Reals = field(metadata={"focald": "reals"})
    #: (N, C, A) — Bit t of word c: it has an object at threshold 16 c + t, in area range a.
    matched: Reals = field(metadata={"focald": "reals"})
    #: (N, C, A) — Likewise: it is ignored.
    ignored: Reals = field(metadata={"focald": "reals"})
    #: The categories of the shard.
    counted_categories: FoundIds
    #: (L, A) — Objects of each that count in each range.
    objects_by_range: Integers = field(metadata={"focald": "integers"})
    #: (L,) — Objects of each that are neither crowd nor ignored.
    objects: Integers = field(metadata={"focald": "integers"})
    #: (L,) — Detections of each, those beyond the budgets included.
    detections: Integers = field(metadata={"focald": "integers"})
    #: (1, 5) — Images, objects, detections, objects and detections that were left out.
    shard_counts: Integers = field(metadata={"focald": "integers"})
    #: The name of each of counted_categories, empty for none.
    category_names: list[str]
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]


@dataclass(frozen=True, eq=False)
class EvaluationsAccumulateAnswer:
    """The answer of evaluations.accumulate."""

    summary: dict[str, float]
    #: A row per category, ascending by id: the summary's numbers of it alone.
    per_class: list[dict[str, Any]]
    #: How many records were evaluated, and how many left out.
    counts: dict[str, int]
    #: What a reader of the numbers should know, in sentences.
    warnings: list[str]
    #: The summary, a line per number. Only if text is true.
    text: str | None = None
    #: (T, R, K, A, M) — By threshold, recall point, category, area range and budget; -1 for a category without
    #: objects. Only if arrays is true.
    precision: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (T, R, K, A, M) — The score at which each recall point is reached, 0 if none does. Only if arrays is true.
    scores: Reals | None = field(default=None, metadata={"focald": "reals"})
    #: (T, K, A, M) — The recall of all detections together. Only if arrays is true.
    recall: Reals | None = field(default=None, metadata={"focald": "reals"})
