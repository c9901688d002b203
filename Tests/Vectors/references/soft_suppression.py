"""boxes.nms beyond the hard method, and boxes.fuse: with mpmath's numbers, and in doubles the way libraries do it."""

import heapq

import torch
import torchvision.ops as ops
from mpmath import exp, mpf

from .inputs import Inputs
from .suppression import classes, overlap
from .vectors import Operation


def exactly(box):
    return [mpf(v) for v in box]


def factor(kernel, sigma, convention):
    """f(IoU) of a decay, for either kind of number."""
    if kernel == "linear":
        return lambda iou: 1 - iou
    scale = 1 / sigma if convention == "paper" else 1 / (2 * sigma)
    return lambda iou: exp(-iou * iou * scale) if isinstance(iou, mpf) else float(exp(mpf(-iou * iou * scale)))


def settings(request):
    object = request["suppression"]
    kernel = "linear" if object["method"] == "soft-linear" else object.get("kernel", "gaussian")
    decay = factor(kernel, mpf(object.get("sigma", 0.5)), object.get("sigma_convention", "paper"))
    # As many scores as are given pass where nothing is said.
    least = object.get("score_threshold", request.get("score_threshold", -1))
    return object["method"], object.get("iou_threshold", 0.5), decay, least


def groups(request):
    """The indices of each class that pass, best first."""
    scores, labels = request["scores"], classes(request)
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    order = [i for i in order if scores[i] > request.get("score_threshold", -1)]
    return [[i for i in order if labels[i] == label] for label in sorted(set(labels))]


def ordered(kept, request, boxes=None):
    kept.sort(key=lambda pair: (-pair[1], pair[0]))
    kept = kept[: request.get("max_detections")]
    answer = {"indices": [i for i, _ in kept], "scores": [s for _, s in kept]}
    if boxes is not None:
        answer["boxes"] = [boxes[i] for i, _ in kept]
    return answer


def exact_nms(request):
    method, threshold, decay, least = settings(request)
    boxes, scores = [exactly(b) for b in request["boxes"]], [mpf(s) for s in request["scores"]]
    kept, merged = [], {}
    for order in groups(request):
        if method == "matrix":
            worst = {j: max((overlap(boxes[i], boxes[j]) for i in order[:n]), default=mpf(0)) for n, j in enumerate(order)}
            for n, j in enumerate(order):
                ratios = [decay(mpf(overlap(boxes[i], boxes[j]))) / decay(mpf(worst[i]))
                          for i in order[:n] if decay(mpf(worst[i])) > 0]
                kept.append((j, scores[j] * min(ratios + [mpf(1)])))
        elif method == "weighted-box-fusion":
            for members, box in exact_clusters(order, boxes, scores, threshold):
                among = [scores[i] for i in members]
                wants_best = request["suppression"].get("score") == "max"
                kept.append((members[0], max(among) if wants_best else sum(among) / len(among)))
                merged[members[0]] = box
        else:
            left = {i: scores[i] for i in order}
            while left := {i: s for i, s in left.items() if s > least}:
                best = min(left, key=lambda i: (-left[i], i))
                kept.append((best, left.pop(best)))
                for i in left:
                    iou = mpf(overlap(boxes[best], boxes[i]))
                    if method == "soft-gaussian" or iou > threshold:
                        left[i] *= decay(iou)
    kept = [(i, s) for i, s in kept if method == "weighted-box-fusion" or s > least]
    return ordered(kept, request, merged if method == "weighted-box-fusion" else None)


def exact_clusters(order, boxes, scores, threshold):
    """Clusters of one class: who joins moves the mean."""
    clusters = []
    for i in order:
        overlaps = [overlap(box, boxes[i]) for _, box in clusters]
        best = max(range(len(clusters)), key=lambda c: (overlaps[c], -c), default=None)
        if best is None or not overlaps[best] > threshold:
            clusters.append(([i], boxes[i]))
            continue
        members = clusters[best][0] + [i]
        total = sum(scores[m] for m in members)
        clusters[best] = (members, [sum(scores[m] * boxes[m][e] for m in members) / total for e in range(4)])
    return clusters


def peer_nms(request):
    """Matrix NMS as SOLO's own code, whole matrices; Soft-NMS as TensorFlow's queue, which decays a box when it comes up."""
    method, threshold, decay, least = settings(request)
    boxes = torch.tensor(request["boxes"], dtype=torch.float64).reshape(-1, 4)
    scores, kept, merged = request["scores"], [], {}
    iou = ops.box_iou(boxes, boxes)
    for order in groups(request):
        if method == "matrix":
            upper = iou[order][:, order].triu(diagonal=1)
            shape = (lambda m: 1 - m) if request["suppression"].get("kernel") == "linear" else (
                lambda m: torch.exp(-m**2 / request["suppression"].get("sigma", 0.5)))
            worst = upper.max(0).values.expand(len(order), len(order)).T
            decays = (shape(upper) / shape(worst)).nan_to_num(nan=1, posinf=1).min(0).values.clamp(max=1)
            kept += [(j, scores[j] * float(d)) for j, d in zip(order, decays)]
        elif method == "weighted-box-fusion":
            for members, box in peer_clusters(order, request["boxes"], scores, threshold):
                among = [scores[i] for i in members]
                wants_best = request["suppression"].get("score") == "max"
                kept.append((members[0], max(among) if wants_best else sum(among) / len(among)))
                merged[members[0]] = box
        else:
            queue = [(-scores[i], i, 0) for i in order]
            heapq.heapify(queue)
            selected = []
            while queue:
                negative, i, seen = heapq.heappop(queue)
                score = -negative
                for rival in selected[seen:]:
                    value = float(iou[rival, i])
                    if method == "soft-gaussian" or value > threshold:
                        score *= decay(value)
                if score <= least:
                    continue
                if score == -negative:
                    selected.append(i)
                    kept.append((i, score))
                else:
                    heapq.heappush(queue, (-score, i, len(selected)))
    kept = [(i, float(s)) for i, s in kept if method == "weighted-box-fusion" or s > least]
    return ordered(kept, request, merged if method == "weighted-box-fusion" else None)


def peer_clusters(order, boxes, scores, threshold):
    """As ensemble-boxes: weights of running sums."""
    sums, members = torch.empty(0, 5, dtype=torch.float64), []
    for i in order:
        box = torch.tensor([boxes[i]], dtype=torch.float64)
        row = torch.cat([box * scores[i], torch.tensor([[scores[i]]], dtype=torch.float64)], 1)
        values = ops.box_iou(sums[:, :4] / sums[:, 4:], box)[:, 0]
        best = int(values.argmax()) if len(values) else -1
        if best < 0 or values[best] <= threshold:
            sums, members = torch.cat([sums, row]), members + [[i]]
        else:
            sums[best] += row[0]
            members[best].append(i)
    return list(zip(members, (sums[:, :4] / sums[:, 4:]).tolist()))


def fused(request, number, clusters):
    """boxes.fuse with one kind of number and one way to cluster."""
    count = len(request["boxes"])
    models = request.get("model_indices", [0] * count)
    weights = [number(w) for w in request.get("weights", [1] * (max(models, default=0) + 1))]
    labels, kind = classes(request), request.get("conf_type", "avg")
    scores = [number(s) * weights[m] for s, m in zip(request["scores"], models)]
    boxes = [[number(v) for v in box] for box in request["boxes"]]
    order = [i for i in sorted(range(count), key=lambda i: (-scores[i], i))
             if request["scores"][i] >= request.get("skip_box_threshold", 0)]
    found = []
    for label in sorted(set(labels)):
        among = [i for i in order if labels[i] == label]
        for members, box in clusters(among, boxes, scores, request.get("iou_threshold", 0.55)):
            n, total, all = len(members), sum(scores[i] for i in members), sum(weights)
            present = {models[i] for i in members}
            taken = sum(weights[models[i]] for i in members)
            score = {
                "avg": total / n * (n if request.get("allows_overflow") else min(n, len(weights))) / all,
                "max": max(scores[i] for i in members) / max(weights),
                "box_and_model_avg": total / taken * sum(weights[m] for m in present) / all,
                "absent_model_aware_avg":
                    total / (taken + sum(w for m, w in enumerate(weights) if m not in present)),
            }[kind]
            found.append((score, members, box, label))
    found.sort(key=lambda f: (-f[0], f[1][0]))
    indices = [-1] * count
    for number_of, (_, members, _, _) in enumerate(found):
        for i in members:
            indices[i] = number_of
    return {"boxes": [f[2] for f in found], "scores": [f[0] for f in found], "labels": [f[3] for f in found],
            "sizes": [len(f[1]) for f in found], "cluster_indices": indices}


def fusion():
    operation = Operation(
        "boxes.fuse", "weighted boxes fusion (Solovyev et al. 2019)",
        lambda request: fused(request, mpf, exact_clusters), lambda request: fused(request, float, peer_clusters))
    inputs = Inputs(operation.name)

    def case(n, clusters, models, **parameters):
        centres = [inputs.box() for _ in range(clusters)]
        boxes = [inputs.near(inputs.choice(centres), by=0.2) for _ in range(n)]
        return {"boxes": boxes, "scores": inputs.numbers((n,), 0.01, 0.99, 4),
                "model_indices": inputs.integers((n,), 0, models - 1), "weights": [2.0, 1.0, 3.0][:models], **parameters}

    for kind in ("avg", "max", "box_and_model_avg", "absent_model_aware_avg"):
        operation.add(kind, case(18, 3, 3, conf_type=kind, labels=inputs.integers((18,), 0, 1)))
    operation.add("allows-overflow", case(16, 2, 2, allows_overflow=True))
    operation.add("skip", case(14, 2, 2, skip_box_threshold=0.4, iou_threshold=0.3))
    operation.add("one-model", {k: v for k, v in case(12, 3, 1).items() if k not in ("model_indices", "weights")})
    operation.add("empty", {"boxes": [], "scores": []})
    return operation


def add_methods(operation):
    """The vectors of boxes.nms whose methods are not hard."""
    soft = Operation(operation.name, "", exact_nms, peer_nms)
    inputs = Inputs("boxes.nms.methods")

    def case(n, clusters, object, **parameters):
        centres = [inputs.box() for _ in range(clusters)]
        boxes = [inputs.near(inputs.choice(centres), by=0.3) for _ in range(n)]
        return {"boxes": boxes, "scores": inputs.numbers((n,), 0.01, 0.99, 4), "suppression": object, **parameters}

    for name, object in {
        "soft-linear": {"method": "soft-linear", "iou_threshold": 0.3},
        "soft-linear-pruned": {"method": "soft-linear", "score_threshold": 0.2},
        "soft-gaussian": {"method": "soft-gaussian"},
        "soft-gaussian-sigma": {"method": "soft-gaussian", "sigma": 0.3, "score_threshold": 0.1},
        "soft-gaussian-tensorflow": {"method": "soft-gaussian", "sigma": 0.5, "sigma_convention": "tensorflow"},
        "matrix": {"method": "matrix", "score_threshold": 0.05},
        "matrix-sigma": {"method": "matrix", "sigma": 2.0},
        "matrix-linear": {"method": "matrix", "kernel": "linear", "score_threshold": 0.1},
        "weighted-box-fusion": {"method": "weighted-box-fusion", "iou_threshold": 0.4},
        "weighted-box-fusion-max": {"method": "weighted-box-fusion", "score": "max"},
    }.items():
        soft.add(name, case(16, 3, object))
        soft.add(f"{name}-labels", case(20, 3, object, labels=inputs.integers((20,), 0, 2), score_threshold=0.03))
    operation.vectors += soft.vectors
