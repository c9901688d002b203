"""boxes.nms: a naive, exact reference (rational arithmetic) and torchvision's nms class by class."""

from fractions import Fraction

import torch
import torchvision.ops as ops

from .inputs import Inputs
from .reduction import double
from .vectors import Operation


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def overlap(a, b):
    """IoU, exactly."""
    w = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
    h = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
    union = area(a) + area(b) - w * h
    return w * h / union if union else Fraction(a == b)


def exact_nms(request):
    """Best score first (of equal scores the lower index); each survivor suppresses what overlaps it strictly more."""
    boxes = [[Fraction(v) for v in box] for box in request["boxes"]]
    scores, labels = request["scores"], classes(request)
    threshold = Fraction(request.get("iou_threshold", 0.5))
    kept = []
    for i in sorted(range(len(boxes)), key=lambda i: (-scores[i], i)):
        if scores[i] <= request.get("score_threshold", -1):
            continue
        rivals = [overlap(boxes[i], boxes[k]) for k in kept if labels[k] == labels[i]]
        if any(0 < abs(v - threshold) < 1e-9 for v in rivals):
            raise ValueError("an overlap too near to the threshold to be the same in doubles")
        if not any(v > threshold for v in rivals):
            kept.append(i)
    return {"indices": kept[: request.get("max_detections")]}


def classes(request):
    if request.get("class_agnostic") or "labels" not in request:
        return [0] * len(request["boxes"])
    return request["labels"]


def peer_nms(request):
    boxes, scores, labels = double(request["boxes"], 4), double(request["scores"]), torch.tensor(classes(request))
    passing = scores > request.get("score_threshold", -1)
    kept = []
    for label in set(labels.tolist()):
        among = torch.where(passing & (labels == label))[0]
        kept += among[ops.nms(boxes[among], scores[among], request.get("iou_threshold", 0.5))].tolist()
    kept.sort(key=lambda i: (-request["scores"][i], i))
    return {"indices": kept[: request.get("max_detections")]}


def operations():
    operation = Operation("boxes.nms", "greedy non-maximum suppression; torchvision.ops.nms", exact_nms, peer_nms)
    inputs = Inputs(operation.name)

    def case(n, clusters, **parameters):
        centres = [inputs.box() for _ in range(clusters)]
        boxes = [inputs.near(inputs.choice(centres), by=0.35) for _ in range(n)]
        return {"boxes": boxes, "scores": inputs.numbers((n,), 0.01, 0.99, 4), **parameters}

    def labels(n, classes=3):
        return {"labels": inputs.integers((n,), 0, classes - 1)}

    operation.add("defaults", case(8, 3))
    for threshold in (0.1, 0.3, 0.7):
        operation.add(f"threshold-{threshold}", case(12, 3, iou_threshold=threshold))
    operation.add("threshold-0", case(12, 6, iou_threshold=0))
    operation.add("threshold-1", case(6, 2, iou_threshold=1))
    operation.add("labels", case(14, 3, **labels(14)))
    operation.add("class-agnostic", case(14, 3, **labels(14), class_agnostic=True))
    operation.add("class-agnostic-false", case(14, 3, **labels(14), class_agnostic=False))
    operation.add("labels-far-apart", {
        "boxes": [[0, 0, 10, 10], [0, 1, 10, 11], [1e7, 1e7, 1e7 + 10, 1e7 + 10], [1, 0, 11, 10]],
        "scores": [0.9, 0.8, 0.7, 0.6], "labels": [0, 1000000, 5, 0],
    })
    operation.add("labels-negative-coordinates", {
        "boxes": [[-100, -100, -90, -90], [-99, -100, -89, -90], [-100, -99, -90, -89]], "scores": [0.5, 0.6, 0.7],
        "labels": [1, 2, 2],
    })
    operation.add("score-threshold", case(12, 4, score_threshold=0.4))
    operation.add("score-threshold-equal", {
        "boxes": [[0, 0, 1, 1], [2, 2, 3, 3], [4, 4, 5, 5]], "scores": [0.05, 0.050001, 0.04], "score_threshold": 0.05,
    })
    for most in (1, 3, 100):
        operation.add(f"max-detections-{most}", case(12, 6, max_detections=most))
    twins = [[0, 0, 10, 10], [1, 0, 11, 10], [20, 20, 30, 30], [0, 0, 10, 10]]
    operation.add("equal-scores", {"boxes": twins, "scores": [0.5, 0.5, 0.5, 0.5]})
    operation.add("equal-scores-labels", {"boxes": twins, "scores": [0.5, 0.5, 0.7, 0.5], "labels": [1, 0, 0, 1]})
    ties = case(20, 4, **labels(20, 2))
    ties["scores"] = [inputs.choice((0.25, 0.5, 0.75)) for _ in range(20)]
    operation.add("equal-scores-many", ties)
    half = [[0, 0, 2, 1], [0, 0, 1, 1], [0, 0, 2, 1.125]]  # IoU with the first: exactly 1/2, and 8/9
    operation.add("exactly-the-threshold", {"boxes": half, "scores": [0.9, 0.8, 0.7], "iou_threshold": 0.5})
    chain = [[0, 0, 10, 10], [3, 0, 13, 10], [6, 0, 16, 10]]  # each overlaps the next by 7/13, the one after by 4/16
    operation.add("chain", {"boxes": chain, "scores": [0.9, 0.8, 0.7]})
    operation.add("no-area", {
        "boxes": [[3, 4, 3, 4], [5, 5, 5, 9], [0, 0, 10, 10]], "scores": [0.9, 0.8, 0.7],
    })
    operation.add("single", {"boxes": [[0, 0, 1, 1]], "scores": [0.5]})
    operation.add("empty", {"boxes": [], "scores": []})
    operation.add("empty-labels", {"boxes": [], "scores": [], "labels": []})
    operation.add("none-passes", {"boxes": [[0, 0, 1, 1]], "scores": [0.5], "score_threshold": 0.6})
    operation.add("many", case(150, 25, **labels(150, 4)))
    operation.add("many-one-class", case(200, 30, iou_threshold=0.4, score_threshold=0.1, max_detections=50))
    from .soft_suppression import add_methods, fusion

    add_methods(operation)
    return [operation, fusion()]
