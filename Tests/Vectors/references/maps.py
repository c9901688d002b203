"""Heads as the network's convolutions give them: a list of levels, each (a·C, H, W), or (B, a·C, H, W)."""

from types import SimpleNamespace

import torch
from torchvision.models.detection.fcos import FCOSClassificationHead, FCOSRegressionHead
from torchvision.models.detection.retinanet import RetinaNetClassificationHead, RetinaNetRegressionHead
from torchvision.models.detection.rpn import concat_box_prediction_layers
from torchvision.models.detection.ssd import SSDScoringHead


def depth(value):
    return 1 + depth(value[0]) if isinstance(value, list) and value else int(isinstance(value, list))


def are_given(request):
    return depth(request["box_deltas"]) > 3


def flat(request, names):
    """The same request with plain rows: level by level, then y, x, anchor."""
    if not are_given(request):
        return request
    own = {name: [_batch(level) for level in request[name]] for name in names}
    anchors = [len(level[0]) // 4 for level in own["box_deltas"]]
    sizes = [[len(level[0][0]), len(level[0][0][0])] for level in own["box_deltas"]]
    rows = {
        name: [[row for level, a in zip(levels, anchors) for row in _rows(level[image], a)] for image in range(len(levels[0]))]
        for name, levels in own.items()
    }
    levels = ranges([h * w * a for (h, w), a in zip(sizes, anchors)])
    return {**request, "feature_sizes": sizes, "levels": levels, **rows}


def ranges(counts):
    """The first row of each level, and the first that is not of it."""
    return [(sum(counts[:i]), sum(counts[: i + 1])) for i in range(len(counts))]


def _batch(level):
    return level if depth(level) == 4 else [level]


def _rows(maps, anchors):
    channels = len(maps) // anchors
    return [
        [maps[a * channels + c][y][x] for c in range(channels)]
        for y in range(len(maps[0])) for x in range(len(maps[0][0])) for a in range(anchors)
    ]


def peer(request, names, permute):
    """The same by torchvision's own heads, their convolutions left out."""
    if not are_given(request):
        return request
    levels = {n: [torch.tensor(_batch(v), dtype=torch.float64) for v in request[n]] for n in names}
    return {**flat(request, names), **{n: rows.tolist() for n, rows in permute(levels).items()}}


def same(*tensors):
    return tensors[0]


def _classes(levels):
    logits, deltas = levels["class_logits"][0], levels["box_deltas"][0]
    return logits.shape[1] * 4 // deltas.shape[1]


def retinanet(levels):
    scores = SimpleNamespace(conv=same, cls_logits=same, num_classes=_classes(levels))
    boxes = SimpleNamespace(conv=same, bbox_reg=same)
    return {
        "class_logits": RetinaNetClassificationHead.forward(scores, levels["class_logits"]),
        "box_deltas": RetinaNetRegressionHead.forward(boxes, levels["box_deltas"]),
    }


def fcos(levels):
    scores = SimpleNamespace(conv=same, cls_logits=same, num_classes=_classes(levels))
    both = [torch.cat(pair, 1) for pair in zip(levels["box_deltas"], levels["centerness"])]
    boxes = SimpleNamespace(conv=same, bbox_reg=lambda x: x[:, :4], bbox_ctrness=lambda x: x[:, 4:])
    deltas, centerness = FCOSRegressionHead.forward(boxes, both)
    return {"class_logits": FCOSClassificationHead.forward(scores, levels["class_logits"]), "box_deltas": deltas,
            "centerness": centerness}


def ssd(levels):
    def rows(name, columns):
        return SSDScoringHead.forward(SimpleNamespace(_get_result_from_module_list=same, num_columns=columns), levels[name])

    return {"class_logits": rows("class_logits", _classes(levels)), "box_deltas": rows("box_deltas", 4)}


def rpn(levels):
    images = len(levels["objectness"][0])
    objectness, deltas = concat_box_prediction_layers(levels["objectness"], levels["box_deltas"])
    return {"objectness": objectness.reshape(images, -1, 1), "box_deltas": deltas.reshape(images, -1, 4)}
