"""losses.iou, losses.giou, losses.diou, losses.ciou, losses.eiou, losses.siou."""

import torchvision.ops as ops
from mpmath import mpf

from .geometry import KINDS, Overlap, edges, peer_edges, peer_losses
from .inputs import FORMATS, Inputs
from .reduction import double, exact_answer, leaf, peer_answer
from .tensors import Variables, rows, shape_and_items
from .vectors import Operation

CANCELS = "the overlap of nearly identical boxes cancels in 1 − IoU"
CENTRES = "a centre is rounded where the distance of two centres would not be"
NO_AREA = "the peer divides 0 by 0 here, or needs an eps"
ANGLE = "an arcsin near its ends loses digits"
PENALTIES = "the peer has the penalties by subtraction"
CLAMPED = "−log 0: IoU is taken at the smallest normal double"

SQUARE = [10, 20, 50, 80]
NEARLY_SQUARE = [10 * (1 + 1e-9), 20 * (1 - 1e-9), 50 * (1 + 2e-9), 80 * (1 + 1e-9)]

SOURCES = {
    "iou": "Yu et al. 2016 (log: UnitBox, eq. 2); torchvision.ops.box_iou",
    "giou": "Rezatofighi et al. 2019; torchvision.ops.generalized_box_iou_loss, eps = 0",
    "diou": "Zheng et al. 2020, eq. 7; torchvision.ops.distance_box_iou_loss, eps = 0",
    "eiou": "Zhang et al. 2021, eq. 6; torchvision's DIoU, and the squared differences of the sides in PyTorch",
    "siou": "Gevorgyan 2022, §2, in PyTorch",
    "ciou": "Zheng et al. 2020, eq. 10; torchvision.ops.complete_box_iou_loss without its eps",
}


def exact(kind):
    def answer(request):
        variables, format = Variables(), request.get("format", "xyxy")
        _, items = variables.tensor("boxes", request["boxes"])
        _, targets = shape_and_items(request["target_boxes"])
        overlaps = [
            Overlap(edges(b, format), edges(t, format))
            for b, t in zip(rows(items, 4), rows(list(map(mpf, targets)), 4))
        ]
        if request.get("gradients") and any(o.has_ties for o in overlaps):
            raise ValueError("equal edges: the gradient is not unique")
        logarithmic = request.get("mode") == "log"
        how = {"power": request.get("power", 1), "theta": request.get("theta", 4)}
        losses = [o.log_loss() if logarithmic else o.loss(kind, **how) for o in overlaps]
        found = exact_answer(request, variables, (len(losses),), losses)
        if request.get("details"):
            found["iou"] = [o.iou().value for o in overlaps]
        return found

    return answer


def peer(kind):
    def answer(request):
        given, format = leaf(request["boxes"], 4), request.get("format", "xyxy")
        boxes, targets = peer_edges(given, format), peer_edges(double(request["target_boxes"], 4), format)
        elements = peer_losses(kind, boxes, targets, request.get("power", 1), request.get("theta", 4))
        if request.get("mode") == "log":
            elements = -ops.box_iou(boxes, targets).diagonal().log()
        found = peer_answer(request, {"boxes": given}, elements)
        if not len(given) and request.get("gradients"):
            found["gradients"] = {"boxes": []}
        if request.get("details"):
            found["iou"] = ops.box_iou(boxes, targets).diagonal().tolist()
        return found

    return answer


def operations():
    made = []
    for kind in (*KINDS, "eiou", "siou"):
        operation = Operation(f"losses.{kind}", SOURCES[kind], exact(kind), peer(kind))
        inputs = Inputs(operation.name)
        _formats(operation, inputs, {})
        _plain(operation, inputs)
        _positions(operation)
        _degenerate(operation)
        if kind == "iou":
            _logarithm(operation, inputs)
        if kind in KINDS:
            _powers(operation, inputs)
        if kind == "siou":
            for theta in (1, 2, 6):
                operation.add(f"theta-{theta}", _request(inputs.pairs(4), gradients=True, theta=theta))
        _weights(operation)
        made.append(operation)
    return made


def _request(pairs, **parameters):
    boxes, targets = pairs
    return {"boxes": boxes, "target_boxes": targets, **parameters}


def _weights(operation):
    inputs = Inputs(operation.name + " weights")
    for reduction in ("none", "mean", "sum"):
        request = _request(inputs.pairs(5), weights=inputs.numbers((5,), 0.1, 3), reduction=reduction, gradients=True)
        operation.add(f"weights-{reduction}", request)
    zero = _request(inputs.pairs(3, "cxcywh"), format="cxcywh", weights=[0, 1, 0.5], gradients=True, details=True)
    operation.add("weights-zero", zero)
    operation.add("weights-many", _request(inputs.pairs(60), weights=inputs.numbers((60,), 0.1, 3), gradients=True))


def _formats(operation, inputs, parameters, prefix=""):
    for format in FORMATS:
        how = {"format": format, "gradients": True, **parameters}
        for reduction in ("none", "mean", "sum"):
            request = _request(inputs.pairs(3, format), **how, reduction=reduction)
            operation.add(f"{prefix}{format}-{reduction}", request)
        request = _request(inputs.pairs(2, format), **how, reduction="sum", normalizer=1.5, details=True)
        operation.add(f"{prefix}{format}-normalizer-details", request)


def _plain(operation, inputs):
    operation.add("defaults", _request(inputs.pairs(4)))
    operation.add("no-gradients", _request(inputs.pairs(2), reduction="none", gradients=False, details=False))
    operation.add("details", _request(inputs.pairs(3), details=True))
    operation.add("single", _request(inputs.pairs(1), gradients=True))
    for reduction in ("none", "mean", "sum"):
        operation.add(f"empty-{reduction}", _request(([], []), reduction=reduction, gradients=True, details=True))
    operation.add("unit-coordinates", _request(inputs.pairs(4, "cxcywh", extent=1.0, decimals=5), format="cxcywh",
                                               gradients=True))
    operation.add("many", _request(inputs.pairs(60), gradients=True, details=True))


def _positions(operation):
    """Where two boxes can lie: values and gradients row by row."""
    how = {"reduction": "none", "gradients": True, "details": True}
    for name, boxes in {
        "contained": [[15, 25, 45, 60], [12.5, 21, 49, 79.5]],
        "containing": [[5, 15, 55, 95], [0, -10, 60, 81]],
        "concentric": [[20, 35, 40, 65]],
        "disjoint": [[60, 90, 75, 100.5], [60, 30, 75, 70], [-30, -40, -5, 10]],
        "crossing": [[0, 40, 60, 60], [20, 0, 30, 100]],
        "corner": [[49.5, 79.25, 90, 95], [-3, 2, 10.125, 20.5]],
        "negative-coordinates": [[-10, -20, 40, 60]],
    }.items():
        if operation.name == "losses.siou":  # has no derivative where the centres lie on an axis
            boxes = [[x1 + 0.375, y1 - 0.4375, x2 + 0.375, y2 - 0.4375] for x1, y1, x2, y2 in boxes]
        operation.add(name, _request((boxes, [SQUARE] * len(boxes)), **how))
    touching = [[50, 30, 70, 60], [10, 80, 50, 90], [50, 80, 60, 100]]
    values = {"reduction": "none", "details": True}
    operation.add("touching", _request((touching, [SQUARE] * 3), **values))
    same = [SQUARE, [0.1, 0.2, 0.3, 0.7]]
    operation.add("identical", _request((same, same), **values), because=NO_AREA)
    operation.add("shared-edges", _request(([[10, 20, 30, 80], [10, 20, 50, 50]], [SQUARE] * 2), **values))
    near = [NEARLY_SQUARE, [10 + 1e-8, 20 + 2e-8, 50 - 1e-8, 80 - 3e-8]]
    if operation.name == "losses.siou":
        near[1][0] = 10 + 3e-8
    operation.add("nearly-identical", _request((near, [SQUARE] * 2), **how), because=CANCELS)
    _nearly_identical_formats(operation, how)
    far, away = [[1000000.25, 1999999.5, 1000040.75, 2000060.125]], [[1000003.5, 2000001.25, 1000050, 2000050.5]]
    far, away = far + [[1e6, 1e6, 3e6, 2.5e6]], away + [[1.1e6, 1.2e6, 2.9e6, 2.7e6]]
    far, away = far + [[999000.5, 1e6, 1000100.25, 1000200.5]], away + [[999010, 1000003, 1000111, 1000190]]
    if operation.name == "losses.siou":
        far[1][2] += 1e5
    operation.add("big-coordinates", _request((far, away), **how))
    tiny = [[1e-6, 2e-6, 4e-6, 7e-6], [1e-60, 2e-60, 4e-60, 7e-60]]
    small = [[1.5e-6, 1e-6, 5e-6, 6e-6], [1.5e-60, 1e-60, 5e-60, 6e-60]]
    operation.add("tiny-boxes", _request((tiny, small), **how))
    speck, other = [0.5, 0.5, 0.5000001, 0.5000002], [0.50000002, 0.49999997, 0.50000012, 0.50000015]
    operation.add("tiny-boxes-far-from-zero", _request(([speck], [other]), **how), because=CENTRES)
    thin = [[0, 10, 1000, 10.001], [5, 0, 5.001, 300]]
    if operation.name == "losses.siou":
        thin[0][2] += 0.5
    others = [[1, 10.0005, 999, 10.002], [5.0002, 1, 5.0015, 290]]
    operation.add("thin-boxes", _request((thin, others), **how), because=ANGLE if "siou" in operation.name else None)


def _nearly_identical_formats(operation, how):
    """Differences of 2⁻³⁰ in formats whose way to the edges is exact for these numbers."""
    step = 2.0**-30
    for format in FORMATS[1:]:
        target = [24.0, 32.0, 16.0, 8.0]
        box = [target[0] + step, target[1] - step, target[2] + 4 * step, target[3] + 8 * step]
        name = f"nearly-identical-{format}"
        operation.add(name, _request(([box], [target]), format=format, **how), because=CANCELS)


def _degenerate(operation):
    """Boxes without area: values only."""
    values = {"reduction": "none", "details": True}
    point, line = [3, 4, 3, 4], [0, 2, 6, 2]
    for name, pair in {
        "same-point": (point, point),
        "same-line": (line, line),
        "two-points": (point, [5, 4, 5, 4]),
        "point-on-line": ([3, 2, 3, 2], line),
        "two-lines": (line, [2, 2, 9, 2]),
        "crossing-lines": (line, [3, 0, 3, 5]),
        "point-in-box": (point, [0, 0, 10, 8]),
        "line-and-box": (line, [1, 1, 4, 9]),
        "box-and-line-outside": ([1, 3, 4, 9], line),
    }.items():
        operation.add(f"no-area-{name}", _request(([pair[0]], [pair[1]]), **values), because=NO_AREA)
    mixed = _request(([point, [0, 0, 2, 2]], [point, [1, 1, 3, 4]]), details=True)
    operation.add("no-area-mean", mixed, because=NO_AREA)


def _powers(operation, inputs):
    """α-IoU."""
    for power in (0.5, 2, 3):
        for format in ("xyxy", "cxcywh"):
            request = _request(inputs.pairs(4, format), format=format, power=power, gradients=True)
            operation.add(f"power-{power}-{format}", request, because=PENALTIES)
    apart = _request(([[60, 90, 75, 100.5], [60, 30, 75, 70]], [SQUARE] * 2), power=3, reduction="none", gradients=True)
    operation.add("power-3-disjoint", apart, because=PENALTIES)
    operation.add("power-1", _request(inputs.pairs(3), power=1, gradients=True, details=True))


def _logarithm(operation, inputs):
    _formats(operation, inputs, {"mode": "log"}, prefix="log-")
    operation.add("linear-said", _request(inputs.pairs(2), mode="linear", gradients=True))
    how = {"reduction": "none", "gradients": True, "mode": "log"}
    near = _request(([NEARLY_SQUARE], [SQUARE]), **how)
    operation.add("log-nearly-identical", near, because=CANCELS)
    operation.add("log-sliver", _request(([[0, 0, 10, 10]], [[9.999, 9.9999, 30, 20]]), **how))
    disjoint = _request(([[0, 0, 1, 1]], [[5, 6, 7, 8]]), mode="log", reduction="none")
    operation.add("log-disjoint-clamped", disjoint, because=CLAMPED)
