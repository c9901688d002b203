"""What the losses of whole detectors share: batches of heads, flat ground truth, matching, and the form of the answer."""

import torch
import torchvision.ops as ops
from torchvision.models.detection._utils import BoxCoder, Matcher

from .anchors import peer_generate
from .reduction import by_autograd, double
from .tensors import shape_and_items


def batched(request, name, rank=2):
    """A network's output as a leaf, and a view of it with the batch in front."""
    leaf = double(request[name]).requires_grad_()
    return leaf, leaf if leaf.dim() > rank else leaf.unsqueeze(0)


def anchors_of(request):
    return double(request["anchors"] if "anchors" in request else peer_generate(request)["anchors"], 4)


def images_of(request, count):
    """torchvision's targets, one an image, and the row in the flat ground truth of each object."""
    boxes = double(request["target_boxes"], 4)
    labels = torch.tensor(shape_and_items(request["target_labels"])[1], dtype=torch.int64)
    images = torch.tensor(request.get("target_image_indices") or [0] * len(boxes), dtype=torch.int64)
    rows = [torch.where(images == i)[0] for i in range(count)]
    return [{"boxes": boxes[r], "labels": labels[r]} for r in rows], rows


def matched(request, anchors, targets, positive, negative, low_quality):
    """torchvision's matched_idxs of every image, as its detectors compute them; and the IoU with each anchor's own."""
    matcher = Matcher(
        request.get("positive_threshold", positive), request.get("negative_threshold", negative),
        request.get("allow_low_quality", low_quality))
    found, iou = [], []
    for target in targets:
        if not len(target["boxes"]):
            found.append(torch.full((len(anchors),), -1, dtype=torch.int64))
            iou.append(torch.zeros(len(anchors), dtype=torch.float64))
            continue
        table = ops.box_iou(target["boxes"], anchors)
        found.append(matcher(table))
        iou.append(table.max(dim=0).values)
    return found, iou


def covered(request, boxes, image):
    """Which of some boxes (N, 4) a crowd of the image covers, as mmdetection's ignore_iof_thr asks (N,)."""
    regions = double(request.get("ignored_boxes") or [], 4)
    images = torch.tensor(request.get("ignored_image_indices") or [0] * len(regions), dtype=torch.int64)
    regions = regions[images == image]
    low, high = torch.maximum(boxes[:, None, :2], regions[:, :2]), torch.minimum(boxes[:, None, 2:], regions[:, 2:])
    share = (high - low).clamp(min=0).prod(2) / (boxes[:, 2:] - boxes[:, :2]).prod(1)[:, None]
    return (share > request.get("ignored_threshold", 0.5)).any(1)


def modulated(request, logits, wanted, entropy):
    """YOLOv5's FocalLoss around a cross entropy, where there is a gamma."""
    if not request.get("gamma"):
        return entropy
    alpha, p = request.get("alpha", 0.25), logits.sigmoid()
    p_t = wanted * p + (1 - wanted) * (1 - p)
    return entropy * (wanted * alpha + (1 - wanted) * (1 - alpha)) * (1 - p_t) ** request["gamma"]


def yes_no_classes(request, logits, labels, quality=1.0, counts=1.0):
    """Σ over rows and classes of the cross entropy of yes-or-no classes; `counts`: what each row counts (N, 1)."""
    e = request.get("label_smoothing", 0)
    wanted = torch.nn.functional.one_hot(labels, logits.shape[1]).double() * quality
    positive = torch.full((logits.shape[1],), float(request.get("class_pos_weight", 1)), dtype=torch.float64)
    wanted = wanted * (1 - e) + e / 2
    each = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, wanted, weight=double(request.get("class_weights") or [1.0] * logits.shape[1]), pos_weight=positive,
        reduction="none")
    return (modulated(request, logits, wanted, each) * counts).sum()


def target_weights(request, targets):
    """What the rows that learn some objects count (N,)."""
    weights = request.get("target_weights")
    return double(weights)[targets] if weights else torch.ones(len(targets), dtype=torch.float64)


def counted(request, indices, rows):
    """By image and row what each counts (N,); `indices`: its object, or none; `rows`: the objects of each image."""
    return [
        torch.where(i >= 0, target_weights(request, r[i.clamp(min=0)]), 1.0) if len(r) else torch.ones(len(i)).double()
        for i, r in zip(indices, rows)]


def weighed(loss, counts, rows=0):
    """A loss that is called once an image, of rows that each count for something; `rows`: the first of its arguments that has them."""
    counts = iter(counts)

    def each(*given, **options):
        own = next(counts)
        found = sum(v.sum() for v in given[rows:]) * 0.0
        for n, count in enumerate(own):
            found = found + count * loss(*given[:rows], *(v[n : n + 1] for v in given[rows:]), **options)
        return found

    return each


def coder(request):
    return BoxCoder(weights=tuple(request.get("box_weights", (1.0, 1.0, 1.0, 1.0))))


def answer(request, leaves, terms, indices, iou, rows):
    """The answer: `terms` are (name, unweighted value), `indices` the matched ones of every image."""
    weighted = {name: value * request.get(f"{name}_weight", 1.0) for name, value in terms}
    loss = sum(weighted.values())
    found = {
        "loss": loss.item(),
        "components": {name: value.item() for name, value in weighted.items()},
        "unweighted_components": {name: value.item() for name, value in terms},
        "num_positives": [int((i >= 0).sum()) for i in indices],
    }
    if request.get("gradients"):
        found["gradients"] = by_autograd(leaves, loss)
    if request.get("details"):
        found.update(details(indices, iou, rows))
    return found


def details(indices, iou, rows, matched_name="anchor_indices"):
    positives = [torch.where(i >= 0)[0] for i in indices]
    targets = [r[i[p]] for r, i, p in zip(rows, indices, positives)]
    columns = {
        "image_indices": [n for n, p in enumerate(positives) for _ in p],
        matched_name: torch.cat(positives).tolist(),
        "target_indices": torch.cat(targets).tolist(),
        "iou": torch.cat([v[p] for v, p in zip(iou, positives)]).tolist(),
    }
    missed = sorted(set(torch.cat(rows).tolist()) - set(columns["target_indices"]))
    return {"matches": columns, "num_ignored": [int((i == -2).sum()) for i in indices], "unmatched_targets": missed}
