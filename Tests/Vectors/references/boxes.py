"""boxes.iou, boxes.convert, boxes.encode, boxes.decode, boxes.clip: values only."""

import math

import torchvision.ops as ops
from mpmath import mp, mpf
from torchvision.models.detection._utils import BoxCoder, encode_boxes

from .detectors import encoded
from .geometry import KINDS, Overlap, centre_and_size, edges, peer_edges, peer_shape
from .inputs import FORMATS, Inputs, in_format
from .reduction import double
from .tensors import rows, shape_and_items
from .vectors import Operation

NO_AREA = "the peer divides 0 by 0 here, or needs an eps"
SCALE_CLAMP = math.log(1000 / 16)  # torchvision's bbox_xform_clip


def exact_rows(value):
    return rows([mpf(x) for x in shape_and_items(value)[1]], 4)


def values(duals):
    return [d.value if hasattr(d, "value") else d for d in duals]


# --- iou ---


def exact_iou(request):
    kind, format = request.get("kind", "iou"), request.get("format", "xyxy")
    boxes, others = ([edges(b, format) for b in exact_rows(request[k])] for k in ("boxes", "target_boxes"))
    return {"iou": [[1 - Overlap(b, o).loss(kind).value for o in others] for b in boxes]}


def peer_iou(request):
    kind, format = request.get("kind", "iou"), request.get("format", "xyxy")
    boxes, others = (peer_edges(double(request[k], 4), format) for k in ("boxes", "target_boxes"))
    if kind == "iou":
        return {"iou": ops.box_iou(boxes, others).tolist()}
    if kind == "giou":
        return {"iou": ops.generalized_box_iou(boxes, others).tolist()}
    diou = ops.distance_box_iou(boxes, others, eps=0)
    if kind == "ciou":
        n, m = diou.shape
        left, right = boxes.repeat_interleave(m, 0), others.repeat(n, 1)
        diou = diou - peer_shape(left, right).reshape(n, m)
    return {"iou": diou.tolist()}


def iou():
    operation = Operation(
        "boxes.iou", "torchvision.ops.box_iou and its generalized, distance and complete kin, eps = 0",
        exact_iou, peer_iou,
    )
    inputs = Inputs(operation.name)

    def case(n, m, **parameters):
        format = parameters.get("format", "xyxy")
        boxes, others = ([in_format(inputs.box(), format) for _ in range(k)] for k in (n, m))
        return {"boxes": boxes, "target_boxes": others, **parameters}

    operation.add("defaults", case(3, 2))
    for kind in KINDS:
        operation.add(kind, case(4, 5, kind=kind))
        operation.add(f"{kind}-single", case(1, 1, kind=kind))
        operation.add(f"{kind}-disjoint", {
            "boxes": [[0, 0, 1, 1]], "target_boxes": [[3, 4, 5, 7], [1, 1, 2, 2], [-8, 0.25, -7, 0.75]], "kind": kind,
        })
        operation.add(f"{kind}-nested", {
            "boxes": [[0, 0, 10, 20]], "target_boxes": [[1, 2, 4, 9], [-5, -6, 12, 25], [0, 0, 10, 7]], "kind": kind,
        })
        same = {"boxes": [[0.1, 0.2, 0.7, 0.9]], "target_boxes": [[0.1, 0.2, 0.7, 0.9]], "kind": kind}
        operation.add(f"{kind}-identical", same, because=NO_AREA)
        point, line = [3, 4, 3, 4], [0, 4, 9, 4]
        flat = {"boxes": [point, line], "target_boxes": [point, line, [1, 1, 6, 7]], "kind": kind}
        operation.add(f"{kind}-no-area", flat, because=NO_AREA)
        for format in FORMATS:
            operation.add(f"{kind}-{format}", case(3, 3, kind=kind, format=format))
    operation.add("no-boxes", {"boxes": [], "target_boxes": [[0, 0, 1, 1]]})
    operation.add("no-targets", {"boxes": [[0, 0, 1, 1], [2, 2, 3, 3]], "target_boxes": []})
    operation.add("empty", {"boxes": [], "target_boxes": []})
    operation.add("many", case(18, 20))
    return operation


# --- convert ---


def exact_convert(request):
    return {"boxes": [_in_format(b, request["from"], request["to"]) for b in exact_rows(request["boxes"])]}


def _in_format(box, source, target):
    x, y, w, h = values(centre_and_size(box, source))
    x1, y1, x2, y2 = values(edges(box, source))
    return {
        "xyxy": [x1, y1, x2, y2], "xywh": [x1, y1, w, h], "cxcywh": [x, y, w, h], "cycxhw": [y, x, h, w],
    }[target]


def peer_convert(request):
    target = request["to"]
    boxes = peer_edges(double(request["boxes"], 4), request["from"])
    boxes = ops.box_convert(boxes, "xyxy", "cxcywh" if target == "cycxhw" else target)
    return {"boxes": (boxes[:, [1, 0, 3, 2]] if target == "cycxhw" else boxes).tolist()}


def convert():
    operation = Operation("boxes.convert", "torchvision.ops.box_convert", exact_convert, peer_convert)
    inputs = Inputs(operation.name)
    for source in FORMATS:
        for target in FORMATS:
            boxes = [in_format(inputs.box(), source) for _ in range(3)]
            operation.add(f"{source}-to-{target}", {"boxes": boxes, "from": source, "to": target})
    operation.add("empty", {"boxes": [], "from": "xyxy", "to": "cxcywh"})
    operation.add("single-no-area", {"boxes": [[3, 4, 3, 9]], "from": "xyxy", "to": "cycxhw"})
    operation.add("negative", {"boxes": [[-10.5, -3, -2, 4.25]], "from": "xyxy", "to": "xywh"})
    far = [[1000000.25, 2000000.5, 30.125, 12.75]]
    operation.add("far", {"boxes": far, "from": "cxcywh", "to": "xyxy"})
    return operation


# --- encode and decode ---


def exact_encode(request):
    weights = request.get("box_weights", [1, 1, 1, 1])
    pairs = zip(exact_rows(request["boxes"]), exact_rows(request["anchors"]))
    centred = ((centre_and_size(b, "xyxy"), centre_and_size(a, "xyxy")) for b, a in pairs)
    return {"deltas": [values(encoded(b, a, weights)) for b, a in centred]}


def peer_encode(request):
    weights = double(request.get("box_weights", [1, 1, 1, 1]))
    return {"deltas": encode_boxes(double(request["boxes"], 4), double(request["anchors"], 4), weights).tolist()}


def exact_decode(request):
    clamp = mpf(request.get("scale_clamp", SCALE_CLAMP))
    weights = [mpf(w) for w in request.get("box_weights", [1, 1, 1, 1])]
    decoded = []
    for deltas, anchor in zip(exact_rows(request["deltas"]), exact_rows(request["anchors"])):
        dx, dy, dw, dh = (d / w for d, w in zip(deltas, weights))
        ax, ay, aw, ah = values(centre_and_size(anchor, "xyxy"))
        x, y, w, h = ax + dx * aw, ay + dy * ah, aw * mp.exp(min(dw, clamp)), ah * mp.exp(min(dh, clamp))
        decoded.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return {"boxes": decoded}


def peer_decode(request):
    coder = BoxCoder(request.get("box_weights", [1, 1, 1, 1]), request.get("scale_clamp", SCALE_CLAMP))
    return {"boxes": coder.decode_single(double(request["deltas"], 4), double(request["anchors"], 4)).tolist()}


WEIGHTS = [10, 10, 5, 5]


def encode():
    operation = Operation("boxes.encode", "torchvision's BoxCoder.encode", exact_encode, peer_encode)
    inputs = Inputs(operation.name)

    def case(n, **parameters):
        boxes, anchors = inputs.pairs(n)
        return {"boxes": boxes, "anchors": anchors, **parameters}

    operation.add("defaults", case(4))
    operation.add("single", case(1))
    operation.add("empty", {"boxes": [], "anchors": []})
    operation.add("weights", case(4, box_weights=WEIGHTS))
    operation.add("weights-uneven", case(3, box_weights=[1.5, 2.5, 0.75, 0.1]))
    operation.add("itself", {"boxes": [[1, 2, 5, 10]], "anchors": [[1, 2, 5, 10]]})
    operation.add("doubled", {"boxes": [[0, 0, 8, 8]], "anchors": [[2, 2, 6, 6]]})
    operation.add("far-apart", {"boxes": [[0, 0, 0.001, 5000], [1e6, 1e6, 1e6 + 64, 1e6 + 32]],
                                "anchors": [[500, 400, 900, 450], [0, 0, 16, 16]]})
    for i in range(4):
        operation.add(f"random-{i}", case(5))
    operation.add("many", case(50))
    return operation


def decode():
    operation = Operation("boxes.decode", "torchvision's BoxCoder.decode_single", exact_decode, peer_decode)
    inputs = Inputs(operation.name)

    def case(n, reach=1.5, **parameters):
        anchors = [inputs.box() for _ in range(n)]
        return {"deltas": inputs.numbers((n, 4), -reach, reach), "anchors": anchors, **parameters}

    operation.add("defaults", case(4))
    operation.add("single", case(1))
    operation.add("empty", {"deltas": [], "anchors": []})
    operation.add("weights", case(4, reach=6, box_weights=WEIGHTS))
    operation.add("zeros", {"deltas": [[0, 0, 0, 0]], "anchors": [[1, 2, 5, 10]]})
    operation.add("clamped", {"deltas": [[0.1, -0.2, 5, 80], [0, 0, -50, 4.1]], "anchors": [[1, 2, 5, 10]] * 2})
    operation.add("clamped-weights", {
        "deltas": [[0.1, -0.2, 25, 80]], "anchors": [[1, 2, 5, 10]], "box_weights": WEIGHTS,
    })
    operation.add("scale-clamp", {"deltas": [[0.1, -0.2, 0.75, 2]], "anchors": [[1, 2, 5, 10]], "scale_clamp": 1})
    for i in range(4):
        operation.add(f"random-{i}", case(5))
    operation.add("many", case(50))
    return operation


# --- clip ---


def exact_clip(request):
    h, w = map(mpf, request["image_size"])
    limits = (w, h, w, h)
    return {"boxes": [[min(max(v, mpf(0)), top) for v, top in zip(b, limits)] for b in exact_rows(request["boxes"])]}


def peer_clip(request):
    return {"boxes": ops.clip_boxes_to_image(double(request["boxes"], 4), tuple(request["image_size"])).tolist()}


def clip():
    operation = Operation("boxes.clip", "torchvision.ops.clip_boxes_to_image", exact_clip, peer_clip)
    inputs = Inputs(operation.name)

    def case(n, size):
        corners = (inputs.numbers((n, 2), -60, 80), inputs.numbers((n, 2), 80, 260))
        return {"boxes": [a + b for a, b in zip(*corners)], "image_size": size}

    operation.add("inside", {"boxes": [[1.5, 2.25, 30, 40]], "image_size": [50, 60]})
    operation.add("outside", {"boxes": [[70, 2, 90, 40], [-9, -8, -2, -1]], "image_size": [50, 60]})
    operation.add("all-sides", {"boxes": [[-5, -6, 100, 110]], "image_size": [50, 60]})
    operation.add("on-the-edge", {"boxes": [[0, 0, 60, 50]], "image_size": [50, 60]})
    operation.add("no-area", {"boxes": [[70, 70, 70, 70]], "image_size": [50, 60]})
    operation.add("empty", {"boxes": [], "image_size": [50, 60]})
    for size in ([100, 200], [200, 100], [127, 63], [1, 1]):
        operation.add(f"random-{size[0]}-{size[1]}", case(5, size))
    operation.add("many", case(50, [150, 180]))
    return operation


def operations():
    return [iou(), convert(), encode(), decode(), clip()]
