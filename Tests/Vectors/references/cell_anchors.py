"""anchors.generate of the kinds ssd and yolo."""

import torch
from mpmath import mp, mpf
from torchvision.models.detection.anchor_utils import DefaultBoxGenerator
from torchvision.models.detection.image_list import ImageList


def image_of(request):
    return request.get("padded_size") or request.get("image_size")


def exact_strides(request):
    """[y, x] per level: what was given, else the padded size over the feature size."""
    if request.get("strides") is not None:
        return [s if isinstance(s, list) else [s, s] for s in request["strides"]]
    return [[mpf(side) / mpf(cells) for side, cells in zip(image_of(request), f)] for f in request["feature_sizes"]]


def laid_out(request, shapes):
    """(w, h) lists per level, around the middle of every cell."""
    return [
        [(x + mpf(0.5)) * dx - w / 2, (y + mpf(0.5)) * dy - h / 2, (x + mpf(0.5)) * dx + w / 2, (y + mpf(0.5)) * dy + h / 2]
        for (rows, columns), (dy, dx), level in zip(request["feature_sizes"], exact_strides(request), shapes)
        for y in range(rows) for x in range(columns) for w, h in level
    ]


# --- ssd ---


def ratios_of(request):
    ratios = request["aspect_ratios"]
    return ratios if ratios and isinstance(ratios[0], list) else [ratios] * len(request["feature_sizes"])


def exact_ssd(request):
    height, width = map(mpf, image_of(request))
    levels = len(request["feature_sizes"])
    low, high = map(mpf, request.get("scale_range", [0.15, 0.9]))
    scales = request.get("scales")
    if scales is None and levels > 1:
        scales = [low + (high - low) * k / (levels - 1) for k in range(levels)] + [mpf(1)]
    scales = [low, high] if scales is None else list(map(mpf, scales))
    shapes = []
    for k, ratios in enumerate(ratios_of(request)):
        relative = [(scales[k],) * 2, (mp.sqrt(scales[k] * scales[k + 1]),) * 2]
        for r in map(mpf, ratios):
            wide = scales[k] * mp.sqrt(r), scales[k] / mp.sqrt(r)
            relative += [wide, wide[::-1]]
        if request.get("clip_sizes", True):
            relative = [(min(w, mpf(1)), min(h, mpf(1))) for w, h in relative]
        shapes.append([(w * width, h * height) for w, h in relative])
    return {"anchors": laid_out(request, shapes)}


def peer_ssd(request):
    """torchvision's DefaultBoxGenerator; its steps are one number a level."""
    low, high = request.get("scale_range", [0.15, 0.9])
    generator = DefaultBoxGenerator(
        ratios_of(request), low, high, request.get("scales"), request.get("strides"), request.get("clip_sizes", True)
    )
    default = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        generator._wh_pairs = generator._generate_wh_pairs(len(request["feature_sizes"]), dtype=torch.float64)
        maps = [torch.empty(1, 1, *f, dtype=torch.float64) for f in request["feature_sizes"]]
        size = tuple(image_of(request))
        (boxes,) = generator(ImageList(torch.empty(1, 1, *size), [size]), maps)
    finally:
        torch.set_default_dtype(default)
    return {"anchors": boxes.tolist()}


# --- yolo ---


def exact_yolo(request):
    return {"anchors": laid_out(request, [[tuple(map(mpf, a)) for a in level] for level in request["cell_anchors"]])}


def peer_yolo(request):
    anchors = []
    for (rows, columns), stride, level in zip(request["feature_sizes"], exact_strides(request), request["cell_anchors"]):
        dy, dx = map(float, stride)
        y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
        centres = (torch.stack((x, y), -1).double() + 0.5) * torch.tensor([dx, dy], dtype=torch.float64)
        half = torch.tensor(level, dtype=torch.float64).reshape(-1, 2) / 2
        both = torch.cat((centres[:, :, None] - half, centres[:, :, None] + half), -1)
        anchors += both.reshape(-1, 4).tolist()
    return {"anchors": anchors}


# --- the vectors ---


def add(operation):
    ssd = {
        "kind": "ssd", "image_size": [60, 90], "feature_sizes": [[3, 4], [2, 2], [1, 1]],
        "aspect_ratios": [[2], [2, 3], [2]],
    }
    operation.add("ssd", ssd)
    operation.add("ssd-one-level", {
        **ssd, "feature_sizes": [[2, 3]], "aspect_ratios": [1.5, 2], "scale_range": [0.2, 0.95],
    })
    operation.add("ssd-scales", {**ssd, "scales": [0.07, 0.15, 0.33, 0.51]})
    operation.add("ssd-scales-steps", {**ssd, "scales": [0.1, 0.3, 0.6, 1.05], "strides": [16, 32, 64]})
    operation.add("ssd-unclipped", {**ssd, "scale_range": [0.28, 0.9], "clip_sizes": False})
    operation.add("ssd-clipped", {**ssd, "scale_range": [0.28, 0.9], "clip_sizes": True})
    operation.add("ssd-padded", {**ssd, "padded_size": [64, 96], "scale_range": [0.28, 0.9]})
    operation.add("ssd-no-ratios", {**ssd, "aspect_ratios": [[], [], []]})
    yolo = {
        "kind": "yolo", "image_size": [64, 96], "feature_sizes": [[4, 6], [2, 3]],
        "cell_anchors": [[[10, 13], [16, 30], [33, 23]], [[30, 61], [62, 45], [59.5, 119]]],
    }
    operation.add("yolo", yolo)
    operation.add("yolo-strides", {**yolo, "strides": [8, [16, 24]]})
    operation.add("yolo-not-a-multiple", {**yolo, "image_size": [70, 100]})
