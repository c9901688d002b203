"""The losses as differentiable functions of torch tensors: loss = focald.torch.ciou(boxes, targets);
loss.backward(). The gradient comes with the loss, in one request. There are no second derivatives.
"""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any, Literal

from torch import Tensor

from . import losses
from ._autograd import loss
from ._client import Client
from ._types import Array
from .options import RpnSampling, Sampling

__all__ = [
    "binary_cross_entropy", "cross_entropy", "focal", "quality_focal", "varifocal", "distribution_focal", "ghm_c",
    "l1", "l2", "huber", "smooth_l1", "iou", "giou", "diou", "ciou", "eiou", "siou", "wiou", "nwd", "rotated_iou",
    "probiou", "kfiou", "gwd", "faster_rcnn_box", "yolov1_box", "yolov3_box", "retinanet", "faster_rcnn", "ssd",
    "fcos", "yolov1", "yolov3", "yolov5", "yolov8", "yolox", "centernet", "detr", "rtdetr",
]


@loss(losses.binary_cross_entropy, ("logits", "probabilities"), axis=1)
def binary_cross_entropy(
    logits: Tensor | None = None,
    targets: Tensor | None = None,
    *,
    probabilities: Tensor | None = None,
    weights: Tensor | None = None,
    alpha: float | None = None,
    pos_weight: float | Sequence[float] | Array | None = None,
    class_weights: Sequence[float] | Array | None = None,
    ignore_index: int | None = None,
    label_smoothing: float | None = 0,
    mean_over: Literal["counted", "elements"] | None = "counted",
    target_encoding: Literal["unit", "signed"] | None = "unit",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["torchvision", "mmdetection", "keras", "tensorflow", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Cross entropy of a two-class problem, plain or balanced by α.

    CE = −w₊ t log p − (1−t) log(1−p);  with alpha: α_t CE,  α_t = α t + (1−α)(1−t)

    Source: Lin et al. 2017, «Focal Loss for Dense Object Detection», §3, §3.1; PyTorch, BCEWithLogitsLoss
    (pos_weight)

    Args:
        logits: S. Real numbers before the activation. Exactly one of logits, probabilities.
        targets: S. Of the same shape, in [0, 1]; with target_encoding "signed", −1 or 1.
        probabilities: S. Instead of logits: numbers in [0, 1] after it. 0 and 1 on the wrong side count as the
            smallest normal number. Exactly one of logits, probabilities.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        alpha: A number from 0 to 1. α: the weight of positives; negatives have 1 − α. None: none.
        pos_weight: A number ≥ 0, or a list of numbers ≥ 0. w₊: what the positive part counts; one number, or one per
            class, the last axis. None: 1.
        class_weights: A list of numbers ≥ 0. One weight per class, the last axis, beside weights. None: all 1.
        ignore_index: A whole number. Targets with this value count for nothing.
        label_smoothing: A number from 0 to 1. ε in [0, 1]: a target t counts as t (1 − ε) + ε/2. Default: 0.
        mean_over: What reduction "mean" divides by: what counts, of a softmax by the weights of the classes; or the
            number of all elements, those ignored among them (mmdetection). Default: "counted".
        target_encoding: "signed" reads targets −1 and 1 as 0 and 1. Default: "unit".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by logits, probabilities.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.cross_entropy, ("logits", "probabilities"), axis=1)
def cross_entropy(
    logits: Tensor | None = None,
    targets: Tensor | None = None,
    *,
    probabilities: Tensor | None = None,
    target_probabilities: Tensor | None = None,
    weights: Tensor | None = None,
    class_weights: Sequence[float] | Array | None = None,
    ignore_index: int | None = None,
    label_smoothing: float | None = 0,
    mean_over: Literal["counted", "elements"] | None = "counted",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["torchvision", "mmdetection", "keras", "tensorflow", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Softmax cross entropy over class indices or soft targets, with PyTorch's semantics, the weighted mean included.

    l = −(1−ε) w_t log p_t − (ε/C) Σ_c w_c log p_c;  mean = Σ l / Σ w_t;  soft: l = −Σ_c w_c ((1−ε) t_c + ε/C) log p_c,  mean = Σ l / N

    Source: PyTorch, torch.nn.CrossEntropyLoss; label smoothing: Szegedy et al. 2016, §7

    Args:
        logits: (N, C, …). Real numbers before the activation. Exactly one of logits, probabilities.
        targets: (N, …), whole numbers. Class indices from 0 to C − 1. Exactly one of targets, target_probabilities.
        probabilities: (N, C, …). Instead of logits: numbers in [0, 1] after it. 0 and 1 on the wrong side count as
            the smallest normal number. Exactly one of logits, probabilities.
        target_probabilities: (N, C, …). Instead of targets: of the logits' shape, what share each class has, in [0,
            1]. The mean is over elements, as PyTorch's. Exactly one of targets, target_probabilities.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        class_weights: A list of numbers ≥ 0. w: C weights. None: all 1.
        ignore_index: A whole number. Targets with this value count for nothing.
        label_smoothing: A number from 0 to 1. ε in [0, 1]. Default: 0.
        mean_over: What reduction "mean" divides by: what counts, of a softmax by the weights of the classes; or the
            number of all elements, those ignored among them (mmdetection). Default: "counted".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by logits, probabilities.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.focal, ("logits", "probabilities"), axis=1)
def focal(
    logits: Tensor | None = None,
    targets: Tensor | None = None,
    *,
    probabilities: Tensor | None = None,
    weights: Tensor | None = None,
    gamma: float | None = 2,
    alpha: float | Sequence[float] | Array | None = 0.25,
    activation: Literal["sigmoid", "softmax"] | None = "sigmoid",
    label_smoothing: float | None = 0,
    class_weights: Sequence[float] | Array | None = None,
    ignore_index: int | None = None,
    probability_eps: float | None = 0,
    mean_over: Literal["elements", "classes", "rows"] | None = "elements",
    target_encoding: Literal["unit", "signed"] | None = "unit",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["torchvision", "detectron2", "mmdetection", "ultralytics", "keras", "tensorflow", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Cross entropy with well-classified examples weighted down; over sigmoids or a softmax.

    FL = −α_t (1−p_t)^γ log p_t

    Source: Lin et al. 2017, «Focal Loss for Dense Object Detection», eq. 4–5; soft targets: torchvision

    Args:
        logits: S. Real numbers before the activation. Exactly one of logits, probabilities.
        targets: S. Sigmoid: of the logits' shape, in [0, 1] (with target_encoding "signed", −1 or 1). Softmax: class
            indices (N, …) beside logits (N, C, …).
        probabilities: S. Instead of logits: numbers in [0, 1] after it. 0 and 1 on the wrong side count as the
            smallest normal number. Exactly one of logits, probabilities.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        gamma: A number ≥ 0. γ ≥ 0, the focusing parameter; 0 is cross entropy. Default: 2.
        alpha: A number from 0 to 1, or a list of numbers ≥ 0. α. Sigmoid: the weight of positives, negatives have 1 −
            α; one number, or one per class, the last axis; 0.25 unless given. Softmax: C weights, or with C = 2 one
            number read [α, 1−α]; none unless given. None: no weights. Default: 0.25.
        activation: What makes probabilities of logits. Default: "sigmoid".
        label_smoothing: A number from 0 to 1. ε: targets become t(1−ε) + ε/2, of a softmax [c=t](1−ε) + ε/C, as
            Keras' BinaryFocalCrossentropy and CategoricalFocalCrossentropy. Default: 0.
        class_weights: A list of numbers ≥ 0. One weight per class, the last axis, beside weights. None: all 1.
        ignore_index: A whole number. Targets with this value count for nothing.
        probability_eps: A number from 0 to 1. ε: the logarithm is of a probability within [ε, 1 − ε], with slope 0
            beyond. Sigmoid only. Default: 0.
        mean_over: What reduction "mean" is of, where classes are the last axis: of all elements; "classes": of each
            row's classes, and rows are summed; "rows": of the rows, whose classes are summed. Default: "elements".
        target_encoding: "signed" reads targets −1 and 1 as 0 and 1. Default: "unit".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by logits, probabilities.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.quality_focal, ("logits", "probabilities"), axis=1)
def quality_focal(
    logits: Tensor | None = None,
    targets: Tensor | None = None,
    *,
    probabilities: Tensor | None = None,
    weights: Tensor | None = None,
    beta: float | None = 2,
    class_weights: Sequence[float] | Array | None = None,
    ignore_index: int | None = None,
    mean_over: Literal["elements", "classes", "rows"] | None = "elements",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["mmdetection"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Focal loss for soft labels, such as the IoU of the box that a score belongs to.

    QFL = |y−σ|^β CE(σ, y),  CE = −y log σ − (1−y) log(1−σ)

    Source: Li et al. 2020, «Generalized Focal Loss», eq. 5

    Args:
        logits: S. Real numbers before the activation. Exactly one of logits, probabilities.
        targets: S. Of the same shape, in [0, 1], hard or soft.
        probabilities: S. Instead of logits: numbers in [0, 1] after it. 0 and 1 on the wrong side count as the
            smallest normal number. Exactly one of logits, probabilities.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        beta: A number ≥ 0. β ≥ 0; 0 is cross entropy. Default: 2.
        class_weights: A list of numbers ≥ 0. One weight per class, the last axis, beside weights. None: all 1.
        ignore_index: A whole number. Targets with this value count for nothing.
        mean_over: What reduction "mean" is of, where classes are the last axis: of all elements; "classes": of each
            row's classes, and rows are summed; "rows": of the rows, whose classes are summed. Default: "elements".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by logits, probabilities.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.varifocal, ("logits", "probabilities"), axis=1)
def varifocal(
    logits: Tensor | None = None,
    targets: Tensor | None = None,
    *,
    probabilities: Tensor | None = None,
    weights: Tensor | None = None,
    alpha: float | None = 0.75,
    gamma: float | None = 2,
    class_weights: Sequence[float] | Array | None = None,
    ignore_index: int | None = None,
    mean_over: Literal["elements", "classes", "rows"] | None = "elements",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["mmdetection", "ultralytics"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Focal loss of an IoU-aware score: positives weighed by their IoU, negatives by how wrong they are.

    VFL = q CE(p, q) where q > 0;  −α p^γ log(1−p) where q = 0

    Source: Zhang et al. 2021, «VarifocalNet», eq. 2

    Args:
        logits: S. Real numbers before the activation. Exactly one of logits, probabilities.
        targets: S. Of the same shape, in [0, 1], hard or soft.
        probabilities: S. Instead of logits: numbers in [0, 1] after it. 0 and 1 on the wrong side count as the
            smallest normal number. Exactly one of logits, probabilities.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        alpha: A number ≥ 0. α: the weight of negatives. Default: 0.75.
        gamma: A number ≥ 0. γ ≥ 0: the exponent of a negative's score. Default: 2.
        class_weights: A list of numbers ≥ 0. One weight per class, the last axis, beside weights. None: all 1.
        ignore_index: A whole number. Targets with this value count for nothing.
        mean_over: What reduction "mean" is of, where classes are the last axis: of all elements; "classes": of each
            row's classes, and rows are summed; "rows": of the rows, whose classes are summed. Default: "elements".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by logits, probabilities.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.distribution_focal, ("logits",), axis=-1)
def distribution_focal(
    logits: Tensor,
    targets: Tensor,
    *,
    weights: Tensor | None = None,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Cross entropy with the two whole numbers around a target: a box's sides as distributions over 0…n.

    DFL = −(i+1−y) log S_i − (y−i) log S_{i+1},  i = ⌊y⌋,  S = softmax

    Source: Li et al. 2020, «Generalized Focal Loss», eq. 6

    Args:
        logits: (N, K) or (N, 4, K). Of each target K = n + 1 logits of the numbers 0…n, K ≥ 2.
        targets: (N,) or (N, 4). Real numbers in [0, n]: how far a box's sides are from a point, in cells. n itself is
            all of S_n.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by logits.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.ghm_c, ("logits", "probabilities"), axis=1)
def ghm_c(
    logits: Tensor | None = None,
    targets: Tensor | None = None,
    *,
    probabilities: Tensor | None = None,
    bin_counts: Tensor | None = None,
    weights: Tensor | None = None,
    bins: int | None = 10,
    momentum: float | None = 0,
    empty_bins: bool | None = True,
    ignore_index: int | None = None,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Cross entropy with each element weighed down by how many others have a gradient of its size.

    L = (1/N) Σ β_i CE_i,  β_i = N/GD(g_i),  g = |p−t|,  GD = S_j M,  S_j = m S_j + (1−m) R_j

    Source: Li et al. 2019, «Gradient Harmonized Single-stage Detector», eq. 5–10

    Args:
        logits: S. Real numbers before the activation. Exactly one of logits, probabilities.
        targets: S. Of the same shape, in [0, 1], hard or soft.
        probabilities: S. Instead of logits: numbers in [0, 1] after it. 0 and 1 on the wrong side count as the
            smallest normal number. Exactly one of logits, probabilities.
        bin_counts: (M,). S, as the answer before has given it: the service keeps nothing. Optional; otherwise no
            memory, S is R.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        bins: A whole number from 1 to 10000. M: bins of equal width that g falls into. Default: 10.
        momentum: A number from 0, less than 1. m < 1: how much of bin_counts stays. Default: 0.
        empty_bins: β divides by all M bins, as in the paper. false: by those that are not empty, as in its authors'
            code. Default: True.
        ignore_index: A whole number. Targets with this value count for nothing.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by logits, probabilities.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.l1, ("predictions",), axis=1)
def l1(
    predictions: Tensor,
    targets: Tensor,
    *,
    weights: Tensor | None = None,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Absolute error.

    |d|,  d = prediction − target

    Source: PyTorch, torch.nn.L1Loss; the derivative at 0 is 0

    Args:
        predictions: S. Real numbers.
        targets: S. Of the same shape.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.l2, ("predictions",), axis=1)
def l2(
    predictions: Tensor,
    targets: Tensor,
    *,
    weights: Tensor | None = None,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Squared error.

    d²,  d = prediction − target

    Source: PyTorch, torch.nn.MSELoss

    Args:
        predictions: S. Real numbers.
        targets: S. Of the same shape.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.huber, ("predictions",), axis=1)
def huber(
    predictions: Tensor,
    targets: Tensor,
    *,
    weights: Tensor | None = None,
    delta: float | None = 1,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["torchvision", "keras", "tensorflow", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Quadratic near 0, linear beyond δ.

    ½d² if |d| < δ, else δ(|d| − ½δ),  d = prediction − target

    Source: Huber 1964, «Robust Estimation of a Location Parameter»; PyTorch, torch.nn.HuberLoss

    Args:
        predictions: S. Real numbers.
        targets: S. Of the same shape.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        delta: A number > 0. δ > 0: where the loss becomes linear. Default: 1.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.smooth_l1, ("predictions",), axis=1)
def smooth_l1(
    predictions: Tensor,
    targets: Tensor,
    *,
    weights: Tensor | None = None,
    beta: float | None = 1,
    scale: Literal["unit", "beta", "none"] | None = "unit",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["torchvision", "detectron2", "mmdetection", "keras", "tensorflow", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Huber's loss divided by its β.

    ½d²/β if |d| < β, else |d| − ½β,  d = prediction − target;  β = 0 is L1

    Source: Girshick 2015, «Fast R-CNN», eq. 3; β as in PyTorch and detectron2

    Args:
        predictions: S. Real numbers.
        targets: S. Of the same shape.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        beta: A number ≥ 0. β ≥ 0: where the loss becomes linear. Default: 1.
        scale: "unit": the linear piece has slope 1. "beta": it has slope β, which is Huber's loss; some libraries
            call that smooth L1; β > 0 then. "none": ½d² if |d| < β, else |d| − ½, whose pieces meet at β = 1 alone.
            Default: "unit".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.iou, ("boxes",), axis=-1)
def iou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    mode: Literal["linear", "log"] | None = "linear",
    power: float | None = 1,
    union_eps: float | None = 0,
    eps_rule: Literal["added", "at-least"] | None = "added",
    height_eps: float | None = 0,
    iou_floor: float | None = 0,
    zero_over_zero: Literal["same", "zero", "error"] | None = "same",
    tie_slopes: Literal["one-sided", "masked", "clamped"] | None = "one-sided",
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    details: bool | None = False,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["mmdetection", "ultralytics", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """One minus the intersection over union, or its negative logarithm.

    1 − |B∩B*|/|B∪B*|;  mode "log": −log IoU

    Source: Yu et al. 2016, «UnitBox», eq. 1 (log); Rezatofighi et al. 2019 (linear); power: He et al. 2021,
    «Alpha-IoU», eq. 4

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        mode: 1 − IoU, or −log IoU. Default: "linear".
        power: A number > 0. α-IoU: raises the IoU and every penalty to this power; its authors (He et al. 2021) take
            3. Default: 1.
        union_eps: A number ≥ 0. ε in the denominator of the IoU, in squared units of the boxes. Default: 0.
        eps_rule: Whether union_eps and enclosing_eps are added to a denominator, or are its least value. Default:
            "added".
        height_eps: A number ≥ 0. ε added to heights in the areas that the union is made of. Default: 0.
        iou_floor: A number from 0 to 1. The least IoU; below it the slope is 0. Default: 0.
        zero_over_zero: What 0/0 is. "same": the IoU of two boxes without area is 1 if they are the same, else 0, and
            any other ratio 0. "zero": always 0. "error": an error, where a library gives NaN. Default: "same".
        tie_slopes: The slope where edges of both boxes coincide. "one-sided": of the box that shrinks. "masked": the
            mean of both sides, as autograd's, and 0 where boxes only touch. "clamped": the same, and where they touch
            that of growing. Default: "one-sided".
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        details: Adds each box's IoU. Default: False.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.giou, ("boxes",), axis=-1)
def giou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    power: float | None = 1,
    union_eps: float | None = 0,
    enclosing_eps: float | None = 0,
    eps_rule: Literal["added", "at-least"] | None = "added",
    height_eps: float | None = 0,
    zero_over_zero: Literal["same", "zero", "error"] | None = "same",
    tie_slopes: Literal["one-sided", "masked", "clamped"] | None = "one-sided",
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    details: bool | None = False,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["torchvision", "detectron2", "mmdetection", "ultralytics", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """IoU loss with a penalty for the part of the enclosing box that neither covers.

    1 − IoU + |C∖(B∪B*)|/|C|

    Source: Rezatofighi et al. 2019, «Generalized Intersection over Union», algorithm 1; power: He et al. 2021,
    «Alpha-IoU», eq. 4

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        power: A number > 0. α-IoU: raises the IoU and every penalty to this power; its authors (He et al. 2021) take
            3. Default: 1.
        union_eps: A number ≥ 0. ε in the denominator of the IoU, in squared units of the boxes. Default: 0.
        enclosing_eps: A number ≥ 0. ε of the enclosing box: |C|. Default: 0.
        eps_rule: Whether union_eps and enclosing_eps are added to a denominator, or are its least value. Default:
            "added".
        height_eps: A number ≥ 0. ε added to heights in the areas that the union is made of. Default: 0.
        zero_over_zero: What 0/0 is. "same": the IoU of two boxes without area is 1 if they are the same, else 0, and
            any other ratio 0. "zero": always 0. "error": an error, where a library gives NaN. Default: "same".
        tie_slopes: The slope where edges of both boxes coincide. "one-sided": of the box that shrinks. "masked": the
            mean of both sides, as autograd's, and 0 where boxes only touch. "clamped": the same, and where they touch
            that of growing. Default: "one-sided".
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        details: Adds each box's IoU. Default: False.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.diou, ("boxes",), axis=-1)
def diou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    power: float | None = 1,
    union_eps: float | None = 0,
    enclosing_eps: float | None = 0,
    eps_rule: Literal["added", "at-least"] | None = "added",
    height_eps: float | None = 0,
    distance_eps: float | None = 0,
    zero_over_zero: Literal["same", "zero", "error"] | None = "same",
    tie_slopes: Literal["one-sided", "masked", "clamped"] | None = "one-sided",
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    details: bool | None = False,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["torchvision", "detectron2", "mmdetection", "ultralytics", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """IoU loss with a penalty for the distance of the centres.

    1 − IoU + ρ²/c²

    Source: Zheng et al. 2020, «Distance-IoU Loss», eq. 7; power: He et al. 2021, «Alpha-IoU», eq. 4

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        power: A number > 0. α-IoU: raises the IoU and every penalty to this power; its authors (He et al. 2021) take
            3. Default: 1.
        union_eps: A number ≥ 0. ε in the denominator of the IoU, in squared units of the boxes. Default: 0.
        enclosing_eps: A number ≥ 0. ε of the enclosing box: c². Default: 0.
        eps_rule: Whether union_eps and enclosing_eps are added to a denominator, or are its least value. Default:
            "added".
        height_eps: A number ≥ 0. ε added to heights in the areas that the union is made of. Default: 0.
        distance_eps: A number ≥ 0. ε added to ρ², the squared distance of the centres. Default: 0.
        zero_over_zero: What 0/0 is. "same": the IoU of two boxes without area is 1 if they are the same, else 0, and
            any other ratio 0. "zero": always 0. "error": an error, where a library gives NaN. Default: "same".
        tie_slopes: The slope where edges of both boxes coincide. "one-sided": of the box that shrinks. "masked": the
            mean of both sides, as autograd's, and 0 where boxes only touch. "clamped": the same, and where they touch
            that of growing. Default: "one-sided".
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        details: Adds each box's IoU. Default: False.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.ciou, ("boxes",), axis=-1)
def ciou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    power: float | None = 1,
    union_eps: float | None = 0,
    enclosing_eps: float | None = 0,
    eps_rule: Literal["added", "at-least"] | None = "added",
    height_eps: float | None = 0,
    distance_eps: float | None = 0,
    ratio_eps: float | None = 0,
    alpha_eps: float | None = 0,
    alpha_gate: Literal["always", "iou-above-half"] | None = "always",
    alpha_gradient: Literal["constant", "full"] | None = "constant",
    clamped: bool | None = False,
    zero_over_zero: Literal["same", "zero", "error"] | None = "same",
    tie_slopes: Literal["one-sided", "masked", "clamped"] | None = "one-sided",
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    details: bool | None = False,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["torchvision", "detectron2", "mmdetection", "ultralytics", "keras", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """DIoU loss with a penalty for the aspect ratio.

    1 − IoU + ρ²/c² + αv,  v = 4/π² (arctan w*/h* − arctan w/h)²,  α = v/(1−IoU+v), constant in the gradient

    Source: Zheng et al. 2020, «Distance-IoU Loss», eq. 8–11; power: He et al. 2021, «Alpha-IoU», eq. 4

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        power: A number > 0. α-IoU: raises the IoU and every penalty to this power; its authors (He et al. 2021) take
            3. Default: 1.
        union_eps: A number ≥ 0. ε in the denominator of the IoU, in squared units of the boxes. Default: 0.
        enclosing_eps: A number ≥ 0. ε of the enclosing box: c². Default: 0.
        eps_rule: Whether union_eps and enclosing_eps are added to a denominator, or are its least value. Default:
            "added".
        height_eps: A number ≥ 0. ε added to heights in the areas that the union is made of. Default: 0.
        distance_eps: A number ≥ 0. ε added to ρ², the squared distance of the centres. Default: 0.
        ratio_eps: A number ≥ 0. ε added to heights in the ratios w/h. Default: 0.
        alpha_eps: A number ≥ 0. ε in the denominator of α. Default: 0.
        alpha_gate: Whether αv counts everywhere, or only where the IoU is greater than ½. Default: "always".
        alpha_gradient: Whether α is a constant in the gradient. Default: "constant".
        clamped: Keeps IoU less the penalties within [−1, 1], the loss within [0, 2]; beyond the slope is 0. Default:
            False.
        zero_over_zero: What 0/0 is. "same": the IoU of two boxes without area is 1 if they are the same, else 0, and
            any other ratio 0. "zero": always 0. "error": an error, where a library gives NaN. Default: "same".
        tie_slopes: The slope where edges of both boxes coincide. "one-sided": of the box that shrinks. "masked": the
            mean of both sides, as autograd's, and 0 where boxes only touch. "clamped": the same, and where they touch
            that of growing. Default: "one-sided".
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        details: Adds each box's IoU. Default: False.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.eiou, ("boxes",), axis=-1)
def eiou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    union_eps: float | None = 0,
    enclosing_eps: float | None = 0,
    eps_rule: Literal["added", "at-least"] | None = "added",
    height_eps: float | None = 0,
    zero_over_zero: Literal["same", "zero", "error"] | None = "same",
    tie_slopes: Literal["one-sided", "masked", "clamped"] | None = "one-sided",
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    details: bool | None = False,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """DIoU loss with penalties for the differences of width and height.

    1 − IoU + ρ²/c² + (w−w*)²/c_w² + (h−h*)²/c_h²

    Source: Zhang et al. 2021, «Focal and Efficient IoU Loss», eq. 6

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        union_eps: A number ≥ 0. ε in the denominator of the IoU, in squared units of the boxes. Default: 0.
        enclosing_eps: A number ≥ 0. ε of the enclosing box: c², c_w² and c_h². Default: 0.
        eps_rule: Whether union_eps and enclosing_eps are added to a denominator, or are its least value. Default:
            "added".
        height_eps: A number ≥ 0. ε added to heights in the areas that the union is made of. Default: 0.
        zero_over_zero: What 0/0 is. "same": the IoU of two boxes without area is 1 if they are the same, else 0, and
            any other ratio 0. "zero": always 0. "error": an error, where a library gives NaN. Default: "same".
        tie_slopes: The slope where edges of both boxes coincide. "one-sided": of the box that shrinks. "masked": the
            mean of both sides, as autograd's, and 0 where boxes only touch. "clamped": the same, and where they touch
            that of growing. Default: "one-sided".
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        details: Adds each box's IoU. Default: False.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.siou, ("boxes",), axis=-1)
def siou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    theta: float | None = 4,
    union_eps: float | None = 0,
    enclosing_eps: float | None = 0,
    eps_rule: Literal["added", "at-least"] | None = "added",
    height_eps: float | None = 0,
    ratio_eps: float | None = 0,
    shape_width_eps: float | None = 0,
    center_eps: float | None = 0,
    distance_exponent: Literal["negative", "positive"] | None = "negative",
    clamped: bool | None = False,
    zero_over_zero: Literal["same", "zero", "error"] | None = "same",
    tie_slopes: Literal["one-sided", "masked", "clamped"] | None = "one-sided",
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    details: bool | None = False,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    compat: Literal["mmdetection", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """IoU loss with penalties for distance, by its direction, and for shape.

    1 − IoU + (Δ + Ω)/2,  Δ = Σ (1 − e^(−γρ_t)),  γ = 2 − Λ,  Λ = sin 2α,  Ω = Σ (1 − e^(−ω_t))^θ

    Source: Gevorgyan 2022, «SIoU Loss», §2

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        theta: A number ≥ 1. θ ≥ 1: how much the shape counts; the paper has 2 to 6. Default: 4.
        union_eps: A number ≥ 0. ε in the denominator of the IoU, in squared units of the boxes. Default: 0.
        enclosing_eps: A number ≥ 0. ε of the enclosing box: the least c_w and c_h. Default: 0.
        eps_rule: Whether union_eps and enclosing_eps are added to a denominator, or are its least value. Default:
            "added".
        height_eps: A number ≥ 0. ε added to heights in the areas that the union is made of. Default: 0.
        ratio_eps: A number ≥ 0. ε added to heights in the shape's term. Default: 0.
        shape_width_eps: A number ≥ 0. ε added to widths in the shape's term. Default: 0.
        center_eps: A number ≥ 0. ε added to the differences of the centres. Default: 0.
        distance_exponent: 1 − e^(−γρ), the paper's, or 1 − e^(+γρ), which some libraries take by default and which is
            never positive. Default: "negative".
        clamped: Keeps IoU less the penalties within [−1, 1], the loss within [0, 2]; beyond the slope is 0. Default:
            False.
        zero_over_zero: What 0/0 is. "same": the IoU of two boxes without area is 1 if they are the same, else 0, and
            any other ratio 0. "zero": always 0. "error": an error, where a library gives NaN. Default: "same".
        tie_slopes: The slope where edges of both boxes coincide. "one-sided": of the box that shrinks. "masked": the
            mean of both sides, as autograd's, and 0 where boxes only touch. "clamped": the same, and where they touch
            that of growing. Default: "one-sided".
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        details: Adds each box's IoU. Default: False.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.wiou, ("boxes",), axis=-1)
def wiou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    details: bool | None = False,
    version: Literal["v1", "v2", "v3"] | None = "v3",
    alpha: float | None = 1.9,
    delta: float | None = 3,
    gamma: float | None = 0.5,
    mean_iou_loss: float | None = None,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """IoU loss times an attention by the distance of the centres, focused on boxes of middling quality.

    v1: exp(ρ²/c²)(1 − IoU);  v2: (l/m)^γ v1;  v3: β/(δ α^(β−δ)) v1,  β = l/m;  l = 1 − IoU, c², l, m constant in the gradient

    Source: Tong et al. 2023, «Wise-IoU: Bounding Box Regression Loss with Dynamic Focusing Mechanism», eq. 11–14

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        details: Adds each box's IoU. Default: False.
        version: What focuses on which boxes. Default: "v3".
        alpha: A number > 0. v3: α. Default: 1.9.
        delta: A number > 0. v3: δ. Default: 3.
        gamma: A number ≥ 0. v2: γ ≥ 0. Default: 0.5.
        mean_iou_loss: A number > 0. m: the running mean of 1 − IoU, which the service does not keep. None: the boxes'
            own.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.nwd, ("boxes",), axis=-1)
def nwd(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    constant: float | None = 12.8,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """The normalised Gaussian Wasserstein distance of two boxes, for small objects.

    1 − exp(−W/C),  W² = (x−x*)² + (y−y*)² + ((w−w*)² + (h−h*)²)/4, of centres and sizes

    Source: Wang et al. 2021, «A Normalized Gaussian Wasserstein Distance for Tiny Object Detection», eq. 7–10

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        constant: A number > 0. C, in the unit of the boxes: about the size of the objects; AI-TOD's is 12.8. Default:
            12.8.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.rotated_iou, ("boxes",), axis=-1)
def rotated_iou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    mode: Literal["linear", "log"] | None = "linear",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """One minus the IoU of rotated boxes, or its negative logarithm, with exact gradients.

    1 − |B∩B*|/|B∪B*|;  mode "log": −log IoU;  ∂|B∩B*| = ∫ (how fast B's sides move outwards) over what of them lies in B*

    Source: Zhou et al. 2019, «IoU Loss for 2D/3D Object Detection», §3

    Args:
        boxes: (N, 5). Predicted boxes cx, cy, w, h, r: centre, size ≥ 0, and the angle in radians from the x axis to
            the y axis.
        target_boxes: (N, 5). Ground truth, row by row, likewise.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        mode: 1 − IoU, or −log IoU. Default: "linear".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.probiou, ("boxes",), axis=-1)
def probiou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    mode: Literal["hellinger", "bhattacharyya"] | None = "hellinger",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """How far two rotated boxes are apart as Gaussians: Hellinger or Bhattacharyya distance.

    B = ¼ dᵀ(Σ+Σ*)⁻¹d + ½ ln(|Σ+Σ*|/(4√(|Σ||Σ*|))),  Σ = R diag(w²/12, h²/12) Rᵀ;  hellinger: √(1 − e^−B)

    Source: Llerena et al. 2021, «Gaussian Bounding Boxes and Probabilistic Intersection-over-Union», eq. 6–10

    Args:
        boxes: (N, 5). Predicted boxes cx, cy, w, h, r: centre, size ≥ 0, and the angle in radians from the x axis to
            the y axis.
        target_boxes: (N, 5). Ground truth, row by row, likewise.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        mode: "hellinger": √(1 − e^−B) = 1 − ProbIoU, in [0, 1]. "bhattacharyya": B itself. Default: "hellinger".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.kfiou, ("boxes",), axis=-1)
def kfiou(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    function: Literal["linear", "log", "exp"] | None = "linear",
    beta: float | None = 0.1111111111111111,
    center_weight: float | None = 1,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """The overlap of two rotated boxes as Gaussians by a Kalman filter, and their centres.

    f(KFIoU) + w_c Σ_{x,y} smooth L1_β(x − x*),  KFIoU = V/(|B|+|B*|−V),  V = |B||B*|/√|Σ+Σ*|,  Σ = R diag(w², h²) Rᵀ

    Source: Yang et al. 2022, «The KFIoU Loss for Rotated Object Detection», §4; mmrotate, kfiou_loss

    Args:
        boxes: (N, 5). Predicted boxes cx, cy, w, h, r: centre, size ≥ 0, and the angle in radians from the x axis to
            the y axis.
        target_boxes: (N, 5). Ground truth, row by row, likewise.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        function: f: "linear": 1 − KFIoU; "log": −ln KFIoU; "exp": exp(1 − KFIoU) − 1. Default: "linear".
        beta: A number ≥ 0. β of the centres' smooth L1; 0 is L1. Default: 0.1111111111111111.
        center_weight: A number ≥ 0. w_c: what the centres count; 0: nothing. Default: 1.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.gwd, ("boxes",), axis=-1)
def gwd(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    weights: Tensor | None = None,
    function: Literal["log", "root", "square"] | None = "log",
    tau: float | None = 1,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """The Gaussian Wasserstein distance of two rotated boxes.

    1 − 1/(τ + f(W²)),  W² = |μ−μ*|² + Tr(Σ + Σ* − 2(Σ^½ Σ* Σ^½)^½),  Σ = R diag(w²/4, h²/4) Rᵀ

    Source: Yang et al. 2021, «Rethinking Rotated Object Detection with Gaussian Wasserstein Distance Loss», eq. 2–5

    Args:
        boxes: (N, 5). Predicted boxes cx, cy, w, h, r: centre, size ≥ 0, and the angle in radians from the x axis to
            the y axis.
        target_boxes: (N, 5). Ground truth, row by row, likewise.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        function: f: "log": ln(1 + W²); "root": W; "square": W². Default: "log".
        tau: A number ≥ 1. τ ≥ 1. Default: 1.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.faster_rcnn_box, ("boxes", "deltas"), axis=-1)
def faster_rcnn_box(
    boxes: Tensor | None = None,
    target_boxes: Tensor | None = None,
    anchors: Tensor | None = None,
    *,
    deltas: Tensor | None = None,
    objectness: Tensor | None = None,
    weights: Tensor | None = None,
    delta: float | None = 1,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "xyxy",
    box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Huber's loss of the difference between two box encodings against an anchor.

    (1/N_obj) Σ_i o*_i Σ_{y,x,h,w} H_δ(t*_a − t_a),  t_x = (x−x_a)/w_a, t_w = log(w/w_a)

    Source: Ren et al. 2015, «Faster R-CNN», eq. 1–2

    Args:
        boxes: (N, 4). Predicted boxes, in format; sizes > 0 where there is an object. Exactly one of boxes, deltas.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        anchors: (N, 4). The anchor of each row, in the same format; sizes > 0.
        deltas: (N, 4). Instead of boxes: their encodings dx, dy, dw, dh, weighted by box_weights. Exactly one of
            boxes, deltas.
        objectness: (N,). o*: 1 where a row is responsible for an object, else 0. Optional; otherwise all 1.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        delta: A number > 0. Huber's δ > 0. Default: 1.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "xyxy".
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes, deltas.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.yolov1_box, ("boxes",), axis=-1)
def yolov1_box(
    boxes: Tensor,
    target_boxes: Tensor,
    *,
    objectness: Tensor | None = None,
    weights: Tensor | None = None,
    format: Literal["xyxy", "xywh", "cxcywh", "cycxhw"] | None = "cxcywh",
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Squared errors of the centre and of the roots of the size.

    (1/N_obj) Σ_i o*_i [(y*−y)² + (x*−x)² + (√h*−√h)² + (√w*−√w)²]

    Source: Redmon et al. 2016, «You Only Look Once», eq. 3, without λ

    Args:
        boxes: (N, 4). Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.
        target_boxes: (N, 4). Ground truth, row by row, in the same format.
        objectness: (N,). o*: 1 where a row is responsible for an object, else 0. Optional; otherwise all 1.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        format: How four numbers name a box: corners; near corner and size; centre and size; the same with y first.
            Default: "cxcywh".
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.yolov3_box, ("raw",), axis=-1)
def yolov3_box(
    raw: Tensor,
    target_boxes: Tensor,
    anchors: Tensor,
    cells: Tensor,
    *,
    objectness: Tensor | None = None,
    weights: Tensor | None = None,
    reduction: Literal["none", "mean", "sum"] | None = "mean",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    empty_mean: Literal["zero", "error"] | None = "zero",
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Squared errors of the raw outputs, the target taken back through the decoding.

    (1/N_obj) Σ_i o*_i Σ_{x,y,w,h} (t*_a − t_a)²,  t*_x = σ⁻¹(x*−c_x), t*_w = log(w*/w_a)

    Source: Redmon and Farhadi 2018, «YOLOv3», §2.1

    Args:
        raw: (N, 4). t_x, t_y, t_w, t_h; rows of all scales together.
        target_boxes: (N, 4). Ground truth cx, cy, w, h: centres in grid cells, inside the row's cell; sizes in the
            anchors' unit, > 0.
        anchors: (N, 2). Width and height of each row's anchor, > 0.
        cells: (N, 2). c_x, c_y: the column and row of each row's cell.
        objectness: (N,). o*: 1 where a row is responsible for an object, else 0. Optional; otherwise all 1.
        weights: S. One weight ≥ 0 per element (of a box loss: per box), or per row: of the elements' shape, or of its
            leading axes. It multiplies value and gradient. What the mean divides by stays as it is, but for
            losses.cross-entropy, which divides by Σ weights · class_weights. Optional; otherwise all 1.
        reduction: How elements (of a box loss: boxes) become one number. The mean of nothing is 0. Default: "mean".
        normalizer: A number > 0. With reduction "sum" only: the sum is divided by it.
        normalizer_eps: A number ≥ 0. An ε that normalizer is increased by. Default: 0.
        empty_mean: What the mean of nothing is: 0, or an error where a library gives NaN. Default: "zero".
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by raw.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.retinanet, ("class_logits", "box_deltas"), axis=-1)
def retinanet(
    class_logits: Tensor,
    box_deltas: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    anchors: Tensor | None = None,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    anchor_sizes: Sequence[Sequence[float]] | Array | None = None,
    aspect_ratios: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    anchor_order: Literal["size-major", "ratio-major"] | None = "size-major",
    round_anchors: bool | None = False,
    anchor_offset: float | None = 0,
    ignored_threshold: float | None = 0.5,
    positive_threshold: float | None = 0.5,
    negative_threshold: float | None = 0.4,
    allow_low_quality: bool | None = False,
    low_quality_from: Literal["overlapped", "any"] | None = "overlapped",
    low_quality_to: Literal["best-box", "rescuer"] | None = "best-box",
    gamma: float | None = 2,
    alpha: float | Sequence[float] | Array | None = 0.25,
    label_smoothing: float | None = 0,
    probability_eps: float | None = 0,
    box_loss: Literal["l1", "smooth-l1", "huber", "giou", "diou", "ciou"] | None = "l1",
    beta: float | None = 1,
    delta: float | None = 1,
    box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    row_reduction: Literal["sum", "mean"] | None = "sum",
    normalization: Literal["image", "batch", "batch-of-images", "running", "one-plus-batch", "batch-if-any"] | None = "image",
    normalizer: float | None = None,
    normalizer_eps: float | None = 0,
    previous_normalizer: float | None = 100,
    normalizer_momentum: float | None = 0.9,
    classification_weight: float | None = 1,
    bbox_regression_weight: float | None = 1,
    details: bool | None = False,
    compat: Literal["torchvision", "detectron2", "mmdetection", "keras", "paddle"] | None = None,
    decisions: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """RetinaNet's training loss: matching, focal loss of all anchors that count, box loss of the positives.

    L = w_c Σ FL(σ(class_logits))/N + w_b Σ_positive box_loss(box_deltas, encode(target, anchor))/N

    Source: Lin et al. 2017, «Focal Loss for Dense Object Detection», §4.1; torchvision, RetinaNetHead.compute_loss

    Args:
        class_logits: (A, K) or (B, A, K). Rows run level by level, then y, x, anchor; for B images a batch.
        box_deltas: (A, 4) or (B, A, 4). dx, dy, dw, dh of each row's anchor.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        anchors: (A, 4). Anchors x1, y1, x2, y2, instead of strides, anchor_sizes, aspect_ratios, anchor_order and
            round_anchors. Optional; otherwise generated from the pyramid.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            default of padded_size.
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level]. With explicit anchors None is one
            level of all anchors.
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
        ignored_threshold: A number from 0 to 1. With ignored_boxes: anchors of whose area a region covers more than
            this share count for nothing (label −2), whatever they were matched to. Default: 0.5.
        positive_threshold: A number from 0 to 1. IoU from which an anchor is positive. Default: 0.5.
        negative_threshold: A number from 0 to 1. IoU below which an anchor is background; between the two it is
            ignored. Default: 0.4.
        allow_low_quality: The anchors with the highest IoU of a box are matched to their best box even below the
            thresholds. Default: False.
        low_quality_from: Which boxes rescue anchors: those that an anchor overlaps; or any, where a box that none
            overlaps rescues all anchors. Default: "overlapped".
        low_quality_to: What a rescued anchor is matched to: its own best box, or the box that rescues it, of several
            the last. Default: "best-box".
        gamma: A number ≥ 0. γ ≥ 0, the focusing parameter; 0 is cross entropy. Default: 2.
        alpha: A number from 0 to 1, or a list of numbers from 0 to 1. α, the weight of positives; negatives have 1 −
            α. One number, or one per class. None: no weights. Default: 0.25.
        label_smoothing: A number from 0 to 1. ε: targets become t(1−ε) + ε/2, as of losses.focal. Default: 0.
        probability_eps: A number from 0 to 1. ε: the logarithm is of a probability within [ε, 1 − ε], with slope 0
            beyond. Default: 0.
        box_loss: The box loss: of the four offsets' differences, summed; or of the decoded box. Default: "l1".
        beta: A number ≥ 0. β ≥ 0 of smooth-l1. Default: 1.
        delta: A number > 0. δ > 0 of huber. Default: 1.
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        row_reduction: What is taken of an anchor's classes, and of its four offsets' differences: the sum, or the
            mean (Keras). Default: "sum".
        normalization: N. "image": each image's sums by its number of positives, at least 1, then the mean over images
            (torchvision). "batch": the sums of all images by the number of all positives, at least 1 (paper).
            "batch-of-images": by the sum of each image's number of positives, at least 1 each, and normalizer_eps
            (mmdetection). "running": by normalizer_momentum · previous_normalizer + (1 − normalizer_momentum) · the
            number of all positives, at least 1 (detectron2). "one-plus-batch": by 1 + the number of all positives
            (TensorFlow). "batch-if-any": by the number of all positives, and without any the loss is 0 (Keras).
            Default: "image".
        normalizer: A number > 0. With normalization "batch" only: N itself, such as the running mean that detectron2
            keeps.
        normalizer_eps: A number ≥ 0. ε added to N. Default: 0.
        previous_normalizer: A number > 0. The running mean before this batch. Default: 100.
        normalizer_momentum: A number from 0 to 1. What the running mean keeps of it. Default: 0.9.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 1.
        bbox_regression_weight: A number ≥ 0. What the term bbox_regression counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        compat: Gives fields that the request leaves out the values of a library (docs/dialects.md). None: the
            defaults stated here.
        decisions: Adds on what libraries differ here, and which value each such field has. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by class_logits, box_deltas.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.faster_rcnn, ("objectness", "rpn_box_deltas", "class_logits", "box_deltas"), axis=-1)
def faster_rcnn(
    target_boxes: Tensor,
    *,
    objectness: Tensor | None = None,
    rpn_box_deltas: Tensor | None = None,
    anchors: Tensor | None = None,
    class_logits: Tensor | None = None,
    box_deltas: Tensor | None = None,
    proposals: Tensor | None = None,
    proposal_image_indices: Tensor | None = None,
    target_labels: Tensor | None = None,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    anchor_sizes: Sequence[Sequence[float]] | Array | None = None,
    aspect_ratios: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    anchor_order: Literal["size-major", "ratio-major"] | None = "size-major",
    round_anchors: bool | None = False,
    anchor_offset: float | None = 0,
    rpn_positive_threshold: float | None = 0.7,
    rpn_negative_threshold: float | None = 0.3,
    rpn_allow_low_quality: bool | None = True,
    rpn_box_loss: Literal["l1", "smooth-l1", "huber", "giou", "diou", "ciou"] | None = "smooth-l1",
    rpn_beta: float | None = 0.1111111111111111,
    rpn_delta: float | None = 1,
    rpn_box_weights: Sequence[float] | Array | None = (1, 1, 1, 1),
    rpn_sampling: RpnSampling | None = None,
    rpn_normalizer: float | None = None,
    background_class: int | None = 0,
    positive_threshold: float | None = 0.5,
    negative_threshold: float | None = 0.5,
    allow_low_quality: bool | None = False,
    box_loss: Literal["l1", "smooth-l1", "huber", "giou", "diou", "ciou"] | None = "smooth-l1",
    beta: float | None = 0.1111111111111111,
    delta: float | None = 1,
    box_weights: Sequence[float] | Array | None = (10, 10, 5, 5),
    sampling: Sampling | None = None,
    label_smoothing: float | None = 0,
    class_weights: Sequence[float] | Array | None = None,
    normalizer: float | None = None,
    ignored_threshold: float | None = 0.5,
    objectness_weight: float | None = 1,
    rpn_box_reg_weight: float | None = 1,
    classifier_weight: float | None = 1,
    box_reg_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """Faster R-CNN's training loss: of the region proposal network, of the RoI head, or of both.

    L = (w_o Σ BCE(σ(objectness)) + w_rb Σ_positive rpn_box_loss)/N_rpn + (w_c Σ −log softmax(class_logits) + w_b Σ_positive box_loss)/N

    Source: Ren et al. 2015, «Faster R-CNN», §3.1.2; Girshick 2015, «Fast R-CNN», §2.3; torchvision,
    RegionProposalNetwork.compute_loss and fastrcnn_loss

    Args:
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        objectness: (A, 1) or (B, A, 1). The RPN's logits; rows run level by level, then y, x, anchor; for B images a
            batch. Optional; otherwise no RPN.
        rpn_box_deltas: (A, 4) or (B, A, 4). dx, dy, dw, dh of each row's anchor. Optional; otherwise no RPN.
        anchors: (A, 4). Anchors x1, y1, x2, y2, instead of strides, anchor_sizes, aspect_ratios, anchor_order and
            round_anchors. Optional; otherwise generated from the pyramid.
        class_logits: (R, K) or (B, R, K). The RoI head's logits: a row a proposal, a channel a class, background
            included. Optional; otherwise no RoI head.
        box_deltas: (R, D) or (B, R, D). dx, dy, dw, dh of each row's proposal, for each class (D = 4 · K; without the
            background, if that is the last class, D = 4 · (K − 1)) or for all (D = 4). Optional; otherwise no RoI
            head.
        proposals: (R, 4) or (B, R, 4). Proposals x1, y1, x2, y2; sizes > 0. Optional; otherwise no RoI head.
        proposal_image_indices: (R,), whole numbers. The image of each proposal, from 0, where images have different
            numbers of them: class_logits, box_deltas and proposals then have no axis B, and proposal_indices are rows
            of the one list. Optional; otherwise one image, or the batch's.
        target_labels: (M,), whole numbers. The class index of each object. Optional; otherwise none, without
            class_logits.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            default of padded_size.
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level]. With explicit anchors None is one
            level of all anchors.
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
        rpn_positive_threshold: A number from 0 to 1. IoU from which an anchor is positive. Default: 0.7.
        rpn_negative_threshold: A number from 0 to 1. IoU below which an anchor is background; between the two it is
            ignored. Default: 0.3.
        rpn_allow_low_quality: The anchors with the highest IoU of a box are matched to their best box even below the
            thresholds. Default: True.
        rpn_box_loss: The box loss: of the four offsets' differences, summed; or of the decoded box. Default:
            "smooth-l1".
        rpn_beta: A number ≥ 0. β ≥ 0 of smooth-l1. Default: 0.1111111111111111.
        rpn_delta: A number > 0. δ > 0 of huber. Default: 1.
        rpn_box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (1, 1, 1, 1).
        rpn_sampling: Which anchors of each image count: some, drawn by a seed; {} for torchvision's numbers. None:
            all that are not ignored.
        rpn_normalizer: A number > 0. N itself, such as detectron2's batch_size_per_image · B. None: how many anchors
            count, of all images.
        background_class: A whole number ≥ 0. The class that is no object: torchvision has it first, detectron2 last
            (K − 1). Default: 0.
        positive_threshold: A number from 0 to 1. IoU from which a proposal is positive. Default: 0.5.
        negative_threshold: A number from 0 to 1. IoU below which a proposal is background; between the two it is
            ignored. Default: 0.5.
        allow_low_quality: The proposals with the highest IoU of a box are matched to their best box even below the
            thresholds. Default: False.
        box_loss: The box loss: of the four offsets' differences, summed; or of the decoded box. Default: "smooth-l1".
        beta: A number ≥ 0. β ≥ 0 of smooth-l1. Default: 0.1111111111111111.
        delta: A number > 0. δ > 0 of huber. Default: 1.
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (10, 10, 5, 5).
        sampling: Which proposals of each image count: some, drawn by a seed; {} for torchvision's numbers. None: all
            that are not ignored.
        label_smoothing: A number from 0 to 1. ε: the row's class learns 1 − ε, and all classes ε/K each, as PyTorch
            has it. Default: 0.
        class_weights: A list of numbers ≥ 0. K weights, background included, one for what rows of each class cost. N
            takes no notice of them. None: all 1.
        normalizer: A number > 0. N itself, such as detectron2's batch_size_per_image · B. None: how many proposals
            count, of all images.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: anchors and proposals of whose area a region
            covers more than this share count for nothing (label −2), whatever they were matched to. Default: 0.5.
        objectness_weight: A number ≥ 0. What the term objectness counts in the loss. Default: 1.
        rpn_box_reg_weight: A number ≥ 0. What the term rpn_box_reg counts in the loss. Default: 1.
        classifier_weight: A number ≥ 0. What the term classifier counts in the loss. Default: 1.
        box_reg_weight: A number ≥ 0. What the term box_reg counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by objectness, rpn_box_deltas, class_logits, box_deltas.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.ssd, ("class_logits", "box_deltas"), axis=-1)
def ssd(
    class_logits: Tensor,
    box_deltas: Tensor,
    anchors: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    ignored_threshold: float | None = 0.5,
    positive_threshold: float | None = 0.5,
    neg_to_pos_ratio: float | None = 3,
    box_loss: Literal["l1", "smooth-l1", "huber", "giou", "diou", "ciou"] | None = "smooth-l1",
    beta: float | None = 1,
    delta: float | None = 1,
    box_weights: Sequence[float] | Array | None = (10, 10, 5, 5),
    label_smoothing: float | None = 0,
    class_weights: Sequence[float] | Array | None = None,
    normalization: Literal["image", "batch"] | None = "batch",
    normalizer: float | None = None,
    classification_weight: float | None = 1,
    bbox_regression_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """SSD's training loss: matching, softmax cross entropy with hard negative mining, box loss of the positives.

    L = (w_c Σ_{positive, mined} −log softmax(class_logits) + w_b Σ_positive box_loss(box_deltas, encode(target, anchor)))/N

    Source: Liu et al. 2016, «SSD: Single Shot MultiBox Detector», §2.2; torchvision, SSD.compute_loss

    Args:
        class_logits: (A, K) or (B, A, K). Class 0 is background. One row an anchor; for B images a batch.
        box_deltas: (A, 4) or (B, A, 4). dx, dy, dw, dh of each row's anchor.
        anchors: (A, 4). The default boxes x1, y1, x2, y2; sizes > 0.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: anchors of whose area a region covers more than
            this share count for nothing (label −2), whatever they were matched to. Default: 0.5.
        positive_threshold: A number from 0 to 1. IoU from which an anchor is matched to its best object. The best
            anchor of an object is matched to it anyway. Default: 0.5.
        neg_to_pos_ratio: A number ≥ 0. Background anchors that count, for each positive of their image: those of the
            largest loss. Default: 3.
        box_loss: The box loss: of the four offsets' differences, summed; or of the decoded box. Default: "smooth-l1".
        beta: A number ≥ 0. β ≥ 0 of smooth-l1. Default: 1.
        delta: A number > 0. δ > 0 of huber. Default: 1.
        box_weights: A list of 4 numbers > 0. Weights of dx, dy, dw, dh. Default: (10, 10, 5, 5).
        label_smoothing: A number from 0 to 1. ε: the row's class learns 1 − ε, and all classes ε/K each, as PyTorch
            has it. Default: 0.
        class_weights: A list of numbers ≥ 0. K weights, background included, one for what rows of each class cost. N
            takes no notice of them. None: all 1.
        normalization: N. "image": each image's sums by its number of positives, at least 1, then the mean over
            images. "batch": the sums of all images by the number of all positives, at least 1 (torchvision, paper).
            Default: "batch".
        normalizer: A number > 0. With normalization "batch" only: N itself, such as the running mean that detectron2
            keeps.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 1.
        bbox_regression_weight: A number ≥ 0. What the term bbox_regression counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by class_logits, box_deltas.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.fcos, ("class_logits", "box_deltas", "centerness"), axis=-1)
def fcos(
    class_logits: Tensor,
    box_deltas: Tensor,
    centerness: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    feature_sizes: Sequence[Sequence[int]] | Array,
    ignored_threshold: float | None = 0.5,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    padded_size: Sequence[float] | Array | None = None,
    strides: Sequence[float | Sequence[float]] | Array | None = None,
    center_offset: float | None = 0,
    normalized_deltas: bool | None = True,
    center_sampling_radius: float | None = 1.5,
    gamma: float | None = 2,
    alpha: float | Sequence[float] | Array | None = 0.25,
    label_smoothing: float | None = 0,
    box_loss: Literal["iou", "giou", "diou", "ciou"] | None = "giou",
    normalization: Literal["image", "batch"] | None = "batch",
    normalizer: float | None = None,
    classification_weight: float | None = 1,
    bbox_regression_weight: float | None = 1,
    bbox_ctrness_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """FCOS's training loss: points to objects, focal loss, IoU loss of the boxes, centerness.

    L = (w_c Σ FL(σ(class_logits)) + w_b Σ_positive box_loss(box, target) + w_o Σ_positive BCE(centerness, c*))/N

    Source: Tian et al. 2019, «FCOS», eq. 2–3 and §3.2; torchvision, FCOS.compute_loss and FCOSHead.compute_loss

    Args:
        class_logits: (A, K) or (B, A, K). Rows run level by level, then y, x; for B images a batch.
        box_deltas: (A, 4) or (B, A, 4). Distances left, top, right, bottom from the cell's centre, after the head's
            relu or exp. At positives left + right and top + bottom ≥ 0.
        centerness: (A, 1) or (B, A, 1). Logits.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level].
        ignored_threshold: A number from 0 to 1. With ignored_boxes: points by their cells of whose area a region
            covers more than this share count for nothing (label −2), whatever they were matched to. Default: 0.5.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image;
            default of padded_size.
        padded_size: A list of 2 numbers > 0. [height, width] of what the network saw, if the image was padded;
            anchors are laid on it. None: image_size.
        strides: A list of numbers > 0 or lists of 2 numbers > 0. Pixels between two cells: a number or [y, x] per
            level. None: padded_size ÷ feature size, whole number.
        center_offset: A number. Where in its cell a centre is, in strides: 0 (torchvision), 0.5 (the paper,
            detectron2). Default: 0.
        normalized_deltas: box_deltas are in strides (torchvision), or else in pixels (the paper). Default: True.
        center_sampling_radius: A number > 0. A positive is less than this many strides from the object's centre,
            along each axis. None: anywhere inside. Default: 1.5.
        gamma: A number ≥ 0. γ ≥ 0, the focusing parameter; 0 is cross entropy. Default: 2.
        alpha: A number from 0 to 1, or a list of numbers from 0 to 1. α, the weight of positives; negatives have 1 −
            α. One number, or one per class. None: no weights. Default: 0.25.
        label_smoothing: A number from 0 to 1. ε: targets become t(1−ε) + ε/2, as of losses.focal. Default: 0.
        box_loss: The loss of the decoded box. Default: "giou".
        normalization: N. "image": each image's sums by its number of positives, at least 1, then the mean over
            images. "batch": the sums of all images by the number of all positives, at least 1 (torchvision, paper).
            Default: "batch".
        normalizer: A number > 0. With normalization "batch" only: N itself, such as the running mean that detectron2
            keeps.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 1.
        bbox_regression_weight: A number ≥ 0. What the term bbox_regression counts in the loss. Default: 1.
        bbox_ctrness_weight: A number ≥ 0. What the term bbox_ctrness counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by class_logits, box_deltas, centerness.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.yolov1, ("predictions",), axis=-1)
def yolov1(
    predictions: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Array,
    ignored_threshold: float | None = 0.5,
    predictors: int | None = 2,
    size_encoding: Literal["size", "root"] | None = "size",
    class_weights: Sequence[float] | Array | None = None,
    normalization: Literal["batch", "image", "paper"] | None = "paper",
    normalizer: float | None = None,
    box_weight: float | None = 5,
    objectness_weight: float | None = 1,
    no_object_weight: float | None = 0.5,
    classification_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """YOLOv1's training loss: squared errors of place, confidence and classes, one responsible predictor an object.

    L = 1/N [w_box Σ_pos ((x−x*)² + (y−y*)² + (√w−√w*)² + (√h−√h*)²) + w_obj Σ_pos (C−IoU)² + w_noobj Σ_others C² + w_cls Σ_cells Σ_k (p_k−p*_k)²]

    Source: Redmon et al. 2016, «You Only Look Once», eq. 3

    Args:
        predictions: (H, W, 5P+K) or (B, H, W, 5P+K). For every cell x, y, w, h and confidence of P predictors, then K
            classes. x, y from the cell's corner, in cells; w, h relative to the image.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0. [height, width] of what the network saw, in the unit of target_boxes.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: cells of whose area a region covers more than
            this share count for nothing (label −2), whatever they were matched to. Default: 0.5.
        predictors: A whole number ≥ 1. P: predictors of a cell. Default: 2.
        size_encoding: What w and h are: "size", of which the loss takes the root (eq. 3; of a negative one −√−w); or
            "root", the root itself (the paper's words, the authors' code). Default: "size".
        class_weights: A list of numbers ≥ 0. K weights, one for what each class costs. None: all 1.
        normalization: N. "batch": the sums of all images by the number of all positives, at least 1. "image": each
            image's sums by its number of positives, at least 1, then the mean over images. "paper": the mean over
            images of plain sums. Default: "paper".
        normalizer: A number > 0. With normalization "batch" only: N itself, such as the running mean that detectron2
            keeps.
        box_weight: A number ≥ 0. What the term box counts in the loss. Default: 5.
        objectness_weight: A number ≥ 0. What the term objectness counts in the loss. Default: 1.
        no_object_weight: A number ≥ 0. What the term no_object counts in the loss. Default: 0.5.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.yolov3, ("predictions",), axis=-1)
def yolov3(
    predictions: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Array,
    ignored_threshold: float | None = 0.5,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    anchors: Sequence[Sequence[Sequence[float]]] | Array | None = None,
    row_order: Literal["cell-major", "anchor-major"] | None = "cell-major",
    box_loss: Literal["raw", "ciou"] | None = "raw",
    center_margin: float | None = 0.01,
    ignore_threshold: float | None = 0.5,
    ignore_by: Literal["prediction", "anchor"] | None = "prediction",
    label_smoothing: float | None = 0,
    class_pos_weight: float | None = 1,
    class_weights: Sequence[float] | Array | None = None,
    normalization: Literal["batch", "image", "paper"] | None = "batch",
    normalizer: float | None = None,
    box_weight: float | None = 1,
    objectness_weight: float | None = 1,
    no_object_weight: float | None = 1,
    classification_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """YOLOv3's training loss: box error, yes-or-no objectness of every row, independent yes-or-no classes.

    L = 1/N [w_box Σ_pos box + w_obj Σ_pos −log σ(t_o) + w_noobj Σ_neg −log(1 − σ(t_o)) + w_cls Σ_pos Σ_k BCE(t_k)]

    Source: Redmon and Farhadi 2018, «YOLOv3», §2.1–2.3

    Args:
        predictions: (N, 5+K) or (B, N, 5+K). t_x, t_y, t_w, t_h, t_o and K class logits, before any activation; rows
            run level by level, then in row_order.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0. [height, width] of what the network saw, in the unit of target_boxes.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: anchors, each in the middle of its cell, of whose
            area a region covers more than this share count for nothing (label −2), whatever they were matched to.
            Default: 0.5.
        strides: A list of numbers > 0. Pixels between two cells, level by level. Default: (8, 16, 32).
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level], instead of strides. None:
            image_size ÷ strides.
        anchors: A list of lists of lists of 2 numbers > 0. Per level a list of [width, height], in pixels. None: the
            nine of the paper, by the strides 8, 16 and 32.
        row_order: The rows of a level: a map (H, W, A, 5+K), or (A, H, W, 5+K). Default: "cell-major".
        box_loss: "raw": Σ (t* − t)² over t_x, t_y, t_w, t_h, as losses.yolov3-box. "ciou": of the decoded box.
            Default: "raw".
        center_margin: A number from 0 to 0.5. With box_loss "raw": target centres are kept this part of a cell away
            from its edges, where t* is infinite. 0: by the smallest normal number, as losses.yolov3-box. Default:
            0.01.
        ignore_threshold: A number from 0 to 1. A row without an object is ignored if its IoU with an object of the
            image is greater. Default: 0.5.
        ignore_by: The IoU of the predicted box (authors' code), or of the anchor in the middle of its cell (the
            paper's words). Default: "prediction".
        label_smoothing: A number from 0 to 1. ε: the object's class learns 1 − ε/2, every other ε/2. Default: 0.
        class_pos_weight: A number ≥ 0. w₊ of the classes, as PyTorch's pos_weight; YOLOv5's cls_pw. Default: 1.
        class_weights: A list of numbers ≥ 0. K weights, one for what each class costs. None: all 1.
        normalization: N. "batch": the sums of all images by the number of all positives, at least 1. "image": each
            image's sums by its number of positives, at least 1, then the mean over images. "paper": the mean over
            images of plain sums. Default: "batch".
        normalizer: A number > 0. With normalization "batch" only: N itself, such as the running mean that detectron2
            keeps.
        box_weight: A number ≥ 0. What the term box counts in the loss. Default: 1.
        objectness_weight: A number ≥ 0. What the term objectness counts in the loss. Default: 1.
        no_object_weight: A number ≥ 0. What the term no_object counts in the loss. Default: 1.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.yolov5, ("predictions",), axis=-1)
def yolov5(
    predictions: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Array,
    ignored_threshold: float | None = 0.5,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    anchors: Sequence[Sequence[Sequence[float]]] | Array | None = None,
    row_order: Literal["cell-major", "anchor-major"] | None = "anchor-major",
    anchor_ratio: float | None = 4,
    neighbor_distance: float | None = 0.5,
    box_loss: Literal["iou", "giou", "diou", "ciou"] | None = "ciou",
    iou_ratio: float | None = 1,
    shared_row: Literal["last", "greatest"] | None = "last",
    objectness_pos_weight: float | None = 1,
    label_smoothing: float | None = 0,
    class_pos_weight: float | None = 1,
    class_weights: Sequence[float] | Array | None = None,
    gamma: float | None = None,
    alpha: float | None = 0.25,
    balance: Sequence[float] | Array | None = None,
    times_images: bool | None = False,
    box_weight: float | None = 0.05,
    objectness_weight: float | None = 1,
    classification_weight: float | None = 0.5,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """YOLOv5's training loss: anchors by the ratio of sides, neighbour cells, CIoU, objectness that learns the overlap.

    L = w_box Σ_l mean_pos (1−CIoU) + w_obj Σ_l b_l mean_rows BCE(σ(t_o), 1−g+g·max(CIoU, 0)) + w_cls Σ_l mean_{pos,k} BCE(σ(c_k), t_k)

    Source: Jocher et al. 2020, «Ultralytics YOLOv5», ComputeLoss; Wang et al. 2022, «YOLOv7», whose ComputeLoss it is
    as well

    Args:
        predictions: (N, 5+K) or (B, N, 5+K). t_x, t_y, t_w, t_h, t_o and K class logits, before any activation; rows
            run level by level, then in row_order.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0. [height, width] of what the network saw, in the unit of target_boxes.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: anchors, each in the middle of its cell, of whose
            area a region covers more than this share count for nothing (label −2), whatever they were matched to.
            Default: 0.5.
        strides: A list of numbers > 0. Pixels between two cells, level by level. Default: (8, 16, 32).
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level], instead of strides. None:
            image_size ÷ strides.
        anchors: A list of lists of lists of 2 numbers > 0. Per level a list of [width, height], in pixels. None: the
            nine of the paper, by the strides 8, 16 and 32.
        row_order: The rows of a level: a map (H, W, A, 5+K), or (A, H, W, 5+K). Default: "anchor-major".
        anchor_ratio: A number > 1. anchor_t: an anchor learns objects whose sides are less than this many times
            longer or shorter than its own. Default: 4.
        neighbor_distance: A number from 0 to 1. In cells: a cell beside, above or below that of the centre learns the
            object as well if it is nearer than this. Default: 0.5.
        box_loss: The overlap: 1 − it is the loss of a box, and the objectness learns it, at least 0. Default: "ciou".
        iou_ratio: A number from 0 to 1. g, the code's gr: the objectness of matched rows learns 1 − g + g · overlap.
            Default: 1.
        shared_row: Whose overlap the objectness of a row with several objects learns: of the match that the code
            writes last (cells of the centres first, then left, above, right, below; anchor by anchor, object by
            object), or the greatest (sort_obj_iou). Default: "last".
        objectness_pos_weight: A number ≥ 0. w₊ of the objectness, as PyTorch's pos_weight; YOLOv5's obj_pw. Default:
            1.
        label_smoothing: A number from 0 to 1. ε: the object's class learns 1 − ε/2, every other ε/2. Default: 0.
        class_pos_weight: A number ≥ 0. w₊ of the classes, as PyTorch's pos_weight; YOLOv5's cls_pw. Default: 1.
        class_weights: A list of numbers ≥ 0. K weights, one for what each class costs. None: all 1.
        gamma: A number > 0. γ of a focal loss of objectness and classes: YOLOv5's fl_gamma. None: plain cross
            entropy, as fl_gamma 0.
        alpha: A number from 0 to 1. α of that focal loss: a target t counts α t + (1 − α)(1 − t). Default: 0.25.
        balance: A list of numbers ≥ 0. b: what each level's objectness counts. None: 4, 1, 0.4 of three levels, else
            the first of 4, 1, 0.25, 0.06, 0.02.
        times_images: Multiplies the loss by the number of images, as Ultralytics' trainers have it. Default: False.
        box_weight: A number ≥ 0. What the term box counts in the loss. Default: 0.05.
        objectness_weight: A number ≥ 0. What the term objectness counts in the loss. Default: 1.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 0.5.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.yolov8, ("predictions",), axis=-1)
def yolov8(
    predictions: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Array,
    ignored_threshold: float | None = 0.5,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    layout: Literal["channels-first", "channels-last"] | None = "channels-first",
    reg_max: int | None = 16,
    candidates: int | None = 10,
    alpha: float | None = 0.5,
    beta: float | None = 6,
    overlap: Literal["iou", "giou", "diou", "ciou"] | None = "ciou",
    beyond_reg_max: Literal["clamp", "exclude"] | None = "clamp",
    class_weights: Sequence[float] | Array | None = None,
    times_images: bool | None = False,
    box_weight: float | None = 7.5,
    classification_weight: float | None = 0.5,
    dfl_weight: float | None = 1.5,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """YOLOv8's training loss: task-aligned assignment, cross entropy of all classes, CIoU and distribution focal loss.

    L = 1/T [w_cls Σ BCE(σ(x), t) + w_box Σ_pos t (1 − CIoU) + w_dfl Σ_pos t/4 Σ_sides DFL],  T = max(Σ t, 1)

    Source: Jocher et al. 2023, «Ultralytics YOLOv8», v8DetectionLoss; Feng et al. 2021, «TOOD»; Li et al. 2020,
    «Generalized Focal Loss»

    Args:
        predictions: (C, N) or (B, C, N). The raw head of N points, level by level, then row by row: C = 4·reg_max + K
            channels, the distribution of the left, top, right and bottom side, then K class logits. Transposed with
            layout "channels-last".
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0. [height, width] of what the network saw, in the unit of target_boxes.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: points by their cells of whose area a region
            covers more than this share count for nothing (label −2), whatever they were matched to. Default: 0.5.
        strides: A list of numbers > 0. Pixels between two cells, level by level. Default: (8, 16, 32).
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level], instead of strides. None:
            image_size ÷ strides.
        layout: (C, N), as exported; or (N, C). Default: "channels-first".
        reg_max: A whole number ≥ 2. A side is a distribution over the distances 0, 1, … reg_max − 1, in strides.
            Default: 16.
        candidates: A whole number ≥ 1. k: points that an object takes at the most. Default: 10.
        alpha: A number ≥ 0. α, the exponent of the score in the alignment. TOOD: 1. Default: 0.5.
        beta: A number ≥ 0. β, the exponent of the overlap in the alignment. Default: 6.
        overlap: How the overlap in the alignment is measured; at least 0. TOOD: iou. Default: "ciou".
        beyond_reg_max: An object with a side farther from a point than reg_max − 1 strides, which is all that a
            distribution can say. "clamp": the point may learn it, and learns that distance, as Ultralytics has it.
            "exclude": it takes no such point. Default: "clamp".
        class_weights: A list of numbers ≥ 0. K weights, one for what each class costs. None: all 1.
        times_images: Multiplies the loss by the number of images, as Ultralytics' trainers have it. Default: False.
        box_weight: A number ≥ 0. What the term box counts in the loss. Default: 7.5.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 0.5.
        dfl_weight: A number ≥ 0. What the term dfl counts in the loss. Default: 1.5.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.yolox, ("predictions",), axis=-1)
def yolox(
    predictions: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Array,
    ignored_threshold: float | None = 0.5,
    strides: Sequence[float] | Array | None = (8, 16, 32),
    feature_sizes: Sequence[Sequence[int]] | Array | None = None,
    center_radius: float | None = 1.5,
    candidates: int | None = 10,
    use_l1: bool | None = False,
    label_smoothing: float | None = 0,
    class_pos_weight: float | None = 1,
    class_weights: Sequence[float] | Array | None = None,
    normalizer: float | None = None,
    box_weight: float | None = 5,
    objectness_weight: float | None = 1,
    classification_weight: float | None = 1,
    l1_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """YOLOX's training loss: SimOTA's assignment, IoU loss, objectness, IoU-aware classes, L1 in the last epochs.

    L = (w_box Σ_pos (1−IoU²) + w_obj Σ BCE(σ(t_o), [pos]) + w_cls Σ_pos Σ_k BCE(σ(c_k), IoU [k=label]) + w_l1 Σ_pos |t−t*|₁)/N

    Source: Ge et al. 2021, «YOLOX: Exceeding YOLO Series in 2021», §2; the authors' code, YOLOXHead.get_losses

    Args:
        predictions: (N, 5+K) or (B, N, 5+K). t_x, t_y, t_w, t_h, t_o and K class logits of every cell, before any
            activation; level by level, row by row.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0. [height, width] of what the network saw, in the unit of target_boxes.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: points by their cells of whose area a region
            covers more than this share count for nothing (label −2), whatever they were matched to. Default: 0.5.
        strides: A list of numbers > 0. Pixels between two cells, level by level. Default: (8, 16, 32).
        feature_sizes: A list of lists of 2 whole numbers ≥ 0. [[h, w] per level], instead of strides. None:
            image_size ÷ strides.
        center_radius: A number > 0. How near an object's centre a candidate lies, in strides, along each axis.
            Default: 1.5.
        candidates: A whole number ≥ 1. IoUs of an object that are summed for the number of its points. Default: 10.
        use_l1: Adds the L1 of the raw outputs, as in the last epochs, without mosaic. Default: False.
        label_smoothing: A number from 0 to 1. ε: the object's class learns 1 − ε/2, every other ε/2. Default: 0.
        class_pos_weight: A number ≥ 0. w₊ of the classes, as PyTorch's pos_weight; YOLOv5's cls_pw. Default: 1.
        class_weights: A list of numbers ≥ 0. K weights, one for what each class costs. None: all 1.
        normalizer: A number > 0. N, such as the mean over several machines. None: the matched points, at least 1.
        box_weight: A number ≥ 0. What the term box counts in the loss. Default: 5.
        objectness_weight: A number ≥ 0. What the term objectness counts in the loss. Default: 1.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 1.
        l1_weight: A number ≥ 0. What the term l1 counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by predictions.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.centernet, ("heatmap_logits", "sizes", "offsets"), axis=-1)
def centernet(
    heatmap_logits: Tensor,
    sizes: Tensor,
    offsets: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    ignored_threshold: float | None = 0.5,
    stride: float | None = 4,
    alpha: float | None = 2,
    beta: float | None = 4,
    min_overlap: float | None = 0.7,
    radius: Literal["centernet", "exact"] | None = "centernet",
    class_weights: Sequence[float] | Array | None = None,
    heatmap_weight: float | None = 1,
    size_weight: float | None = 0.1,
    offset_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """CenterNet's training loss: penalty-reduced focal loss of heatmaps, L1 of sizes and of the centres' offsets.

    L = w_heat L_k + w_size Σ |s−s*|₁/N + w_off Σ |o−o*|₁/N,  L_k = −(1/N_k) Σ (1−p)^α log p where Y = 1, (1−Y)^β p^α log(1−p) elsewhere,  Y = exp(−|cell−c|²/(2σ²))

    Source: Zhou et al. 2019, «Objects as Points», eq. 1–4, and the authors' code; Law and Deng 2018, «CornerNet»,
    §3.2; ignored regions: Zhou et al. 2020, «Tracking Objects as Points», the authors' code

    Args:
        heatmap_logits: (K, H, W) or (B, K, H, W). A map per class, before the sigmoid.
        sizes: (2, H, W) or (B, 2, H, W). Width and height of the object whose centre a cell holds, in cells.
        offsets: (2, H, W) or (B, 2, H, W). How far the centre lies from its cell's corner along x and y, in cells.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: cells of whose area a region covers more than
            this share cost nothing in any heatmap, but where a class has the centre of an object. Default: 0.5.
        stride: A number > 0. Pixels between two cells, in the unit of target_boxes. Default: 4.
        alpha: A number ≥ 0. α ≥ 0, the focusing exponent. Default: 2.
        beta: A number ≥ 0. β ≥ 0: how much less a cell near a centre costs. Default: 4.
        min_overlap: A number from 0 to 1. The IoU that a box moved within the radius of warm cells keeps at least.
            Default: 0.7.
        radius: "centernet": as the authors' code, which divides by 2 where it should by 2a; "exact": the roots
            (mmdetection). Default: "centernet".
        class_weights: A list of numbers ≥ 0. K weights, one for what each class's heatmap costs. None: all 1.
        heatmap_weight: A number ≥ 0. What the term heatmap counts in the loss. Default: 1.
        size_weight: A number ≥ 0. What the term size counts in the loss. Default: 0.1.
        offset_weight: A number ≥ 0. What the term offset counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by heatmap_logits, sizes, offsets.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.detr, ("class_logits", "boxes", "auxiliary_logits", "auxiliary_boxes"), axis=-1)
def detr(
    class_logits: Tensor,
    boxes: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    auxiliary_logits: Tensor | None = None,
    auxiliary_boxes: Tensor | None = None,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    ignored_threshold: float | None = 0.5,
    class_cost: float | None = 1,
    bbox_cost: float | None = 5,
    giou_cost: float | None = 2,
    eos_coefficient: float | None = 0.1,
    class_weights: Sequence[float] | Array | None = None,
    normalizer: float | None = None,
    classification_weight: float | None = 1,
    bbox_l1_weight: float | None = 5,
    bbox_giou_weight: float | None = 2,
    auxiliary_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """DETR's training loss: queries paired with objects by the Hungarian method, cross entropy, L1 and GIoU.

    L = w_c CE_ε(class_logits) + w_l Σ_pairs |b−b*|₁/N + w_g Σ_pairs (1−GIoU)/N,  pairs = argmin Σ (−c_c p + c_l |b−b*|₁ − c_g GIoU)

    Source: Carion et al. 2020, «End-to-End Object Detection with Transformers», eq. 1–2, §3.1; Crouse 2016, «On
    Implementing 2D Rectangular Assignment Algorithms»

    Args:
        class_logits: (Q, C) or (B, Q, C). C = K + 1 logits per query: K classes, and last that there is no object.
        boxes: (Q, 4) or (B, Q, 4). cx, cy, w, h as parts of the image, after the head's sigmoid.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        auxiliary_logits: (L, Q, C) or (L, B, Q, C). The logits of L other layers of the decoder. Optional; otherwise
            none.
        auxiliary_boxes: (L, Q, 4) or (L, B, Q, 4). Their boxes. Optional; otherwise none.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image,
            in the unit of target_boxes. None: these are parts of the image already.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: queries by their boxes of whose area a region
            covers more than this share have no class term, unless they are paired. Default: 0.5.
        class_cost: A number ≥ 0. What the class, −p, counts in the pairing. Default: 1.
        bbox_cost: A number ≥ 0. What |b − b*|₁ counts in the pairing. Default: 5.
        giou_cost: A number ≥ 0. What −GIoU counts in the pairing. Default: 2.
        eos_coefficient: A number ≥ 0. ε: what queries without an object count in the weighted mean. Default: 0.1.
        class_weights: A list of numbers ≥ 0. K weights, one for each class, in the weighted mean beside ε, as
            PyTorch's weight. None: all 1.
        normalizer: A number > 0. N, such as the mean over several machines. None: the objects of the batch, at least
            1.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 1.
        bbox_l1_weight: A number ≥ 0. What the term bbox_l1 counts in the loss. Default: 5.
        bbox_giou_weight: A number ≥ 0. What the term bbox_giou counts in the loss. Default: 2.
        auxiliary_weight: A number ≥ 0. What the term auxiliary counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by class_logits, boxes, auxiliary_logits, auxiliary_boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...


@loss(losses.rtdetr, ("class_logits", "boxes", "auxiliary_logits", "auxiliary_boxes"), axis=-1)
def rtdetr(
    class_logits: Tensor,
    boxes: Tensor,
    target_boxes: Tensor,
    target_labels: Tensor,
    *,
    auxiliary_logits: Tensor | None = None,
    auxiliary_boxes: Tensor | None = None,
    target_image_indices: Tensor | None = None,
    target_weights: Tensor | None = None,
    ignored_boxes: Tensor | None = None,
    ignored_image_indices: Tensor | None = None,
    image_size: Sequence[float] | Sequence[Sequence[float]] | Array | None = None,
    ignored_threshold: float | None = 0.5,
    class_cost: float | None = 2,
    bbox_cost: float | None = 5,
    giou_cost: float | None = 2,
    matcher_alpha: float | None = 0.25,
    matcher_gamma: float | None = 2,
    alpha: float | None = 0.75,
    gamma: float | None = 2,
    class_weights: Sequence[float] | Array | None = None,
    normalizer: float | None = None,
    classification_weight: float | None = 1,
    bbox_l1_weight: float | None = 5,
    bbox_giou_weight: float | None = 2,
    auxiliary_weight: float | None = 1,
    details: bool | None = False,
    log: MutableMapping[str, Any] | None = None,
    client: Client | None = None,
) -> Tensor:
    """RT-DETR's training loss: queries paired with objects, varifocal loss of IoU-aware scores, L1 and GIoU.

    L = w_c Σ (α p^γ [q = 0] + q) BCE(p, q)/N + w_l Σ_pairs |b−b*|₁/N + w_g Σ_pairs (1−GIoU)/N,  q = IoU at a pair's class, else 0

    Source: Zhao et al. 2024, «DETRs Beat YOLOs on Real-time Object Detection», eq. 2; Hugging Face, RTDetrLoss

    Args:
        class_logits: (Q, C) or (B, Q, C). C logits per query, one per class; each has a sigmoid of its own.
        boxes: (Q, 4) or (B, Q, 4). cx, cy, w, h as parts of the image, after the head's sigmoid.
        target_boxes: (M, 4). The objects of all images, x1, y1, x2, y2; width and height > 0.
        target_labels: (M,), whole numbers. The class index of each object.
        auxiliary_logits: (L, Q, C) or (L, B, Q, C). The logits of L other layers of the decoder. Optional; otherwise
            none.
        auxiliary_boxes: (L, Q, 4) or (L, B, Q, 4). Their boxes. Optional; otherwise none.
        target_image_indices: (M,), whole numbers. The image of the batch that each object is in, from 0. Optional;
            otherwise all 0, of one image.
        target_weights: (M,). What rows that learn each object count in every term, ≥ 0. No N takes notice of them.
            Optional; otherwise all 1.
        ignored_boxes: (I, 4). Regions of which no row learns anything, such as crowds, x1, y1, x2, y2. Optional;
            otherwise none.
        ignored_image_indices: (I,), whole numbers. The image of the batch that each region is in, from 0. Optional;
            otherwise all 0, of one image.
        image_size: A list of 2 numbers > 0, or a list of lists of 2 numbers > 0. [height, width], or one per image,
            in the unit of target_boxes. None: these are parts of the image already.
        ignored_threshold: A number from 0 to 1. With ignored_boxes: queries by their boxes of whose area a region
            covers more than this share have no class term, unless they are paired. Default: 0.5.
        class_cost: A number ≥ 0. What the class, a focal loss as a positive less that as a negative, counts in the
            pairing. Default: 2.
        bbox_cost: A number ≥ 0. What |b − b*|₁ counts in the pairing. Default: 5.
        giou_cost: A number ≥ 0. What −GIoU counts in the pairing. Default: 2.
        matcher_alpha: A number from 0 to 1. α of the pairing's focal loss. Default: 0.25.
        matcher_gamma: A number ≥ 0. γ of the pairing's focal loss. Default: 2.
        alpha: A number ≥ 0. α: the weight of negatives. Default: 0.75.
        gamma: A number ≥ 0. γ ≥ 0: the exponent of a negative's score. Default: 2.
        class_weights: A list of numbers ≥ 0. K weights, one for what each class costs. None: all 1.
        normalizer: A number > 0. N, such as the mean over several machines. None: the objects of the batch, at least
            1.
        classification_weight: A number ≥ 0. What the term classification counts in the loss. Default: 1.
        bbox_l1_weight: A number ≥ 0. What the term bbox_l1 counts in the loss. Default: 5.
        bbox_giou_weight: A number ≥ 0. What the term bbox_giou counts in the loss. Default: 2.
        auxiliary_weight: A number ≥ 0. What the term auxiliary counts in the loss. Default: 1.
        details: Adds which row was matched to which object, at which IoU, and what was left over. Default: False.
        log: Takes the answer's other fields, such as the components of a detector's loss.
        client: Whom to ask; None: the default client.

    Returns:
        The loss, differentiable by class_logits, boxes, auxiliary_logits, auxiliary_boxes.

    Raises:
        focald.InvalidRequest: Something is wrong; `errors` says where.
    """
    ...
