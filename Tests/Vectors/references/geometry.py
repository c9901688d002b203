"""Boxes: the four formats as edges, and the overlap of two boxes. No eps anywhere; 0/0 is 0."""

import torch
import torchvision.ops as ops
from mpmath import mp, mpf

from .exact import absolute, atan2, exp, lift, log, maximum, minimum, power, total

KINDS = ("iou", "giou", "diou", "ciou")


def edges(box, format):
    """(x1, y1, x2, y2) of a box in any format."""
    a, b, c, d = map(lift, box)
    if format == "xyxy":
        return a, b, c, d
    if format == "xywh":
        return a, b, a + c, b + d
    x, y, w, h = (a, b, c, d) if format == "cxcywh" else (b, a, d, c)
    return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def centre_and_size(box, format):
    """(cx, cy, w, h) of a box in any format."""
    a, b, c, d = map(lift, box)
    if format == "cxcywh":
        return a, b, c, d
    if format == "cycxhw":
        return b, a, d, c
    if format == "xywh":
        return a + c / 2, b + d / 2, c, d
    return (a + c) / 2, (b + d) / 2, c - a, d - b


def ratio(a, b):
    return a / b if b.value else lift(0)


class Overlap:
    """Two boxes given by their edges."""

    def __init__(self, box, other):
        self.box, self.other = box, other
        x1, y1, x2, y2 = box
        u1, v1, u2, v2 = other
        self.size, self.other_size = (x2 - x1, y2 - y1), (u2 - u1, v2 - v1)
        meet = (minimum(x2, u2) - maximum(x1, u1), minimum(y2, v2) - maximum(y1, v1))
        self.intersection = maximum(meet[0], 0) * maximum(meet[1], 0)
        self.union = self.size[0] * self.size[1] + self.other_size[0] * self.other_size[1] - self.intersection
        self.hull = (maximum(x2, u2) - minimum(x1, u1), maximum(y2, v2) - minimum(y1, v1))
        self.same = all(a.value == b.value for a, b in zip(box, other))
        self.has_ties = self.same or any(a.value == b.value for a, b in zip(box, other)) or 0 in (
            meet[0].value, meet[1].value
        )

    def iou(self):
        """|∩|/|∪|; of two boxes without area 1 if they are the same, else 0."""
        if not self.union.value:
            return lift(1 if self.same else 0)
        return self.intersection / self.union

    def loss(self, kind, power=1, theta=4):
        """1 − IoU, and for the other kinds penalties more, each to a power."""
        return total([1 - self.raised(self.iou(), power)] + [self.raised(p, power) for p in self.penalties(kind, theta)])

    @staticmethod
    def raised(term, power_):
        return term if power_ == 1 else power(term, power_)

    def penalties(self, kind, theta):
        if kind == "giou":
            hull = self.hull[0] * self.hull[1]
            return [ratio(hull - self.union, hull)]
        if kind == "siou":
            return [self.angled_distance() / 2, self.side_shape(theta) / 2]
        if kind == "ciou":
            return [self.distance(), self.shape()]
        if kind == "eiou":
            return [self.distance(), self.sides()]
        return [self.distance()] if kind == "diou" else []

    def sides(self):
        """((w − w*)/c_w)² + ((h − h*)/c_h)²."""
        squares = [ratio(a - b, c) for a, b, c in zip(self.size, self.other_size, self.hull)]
        return squares[0] * squares[0] + squares[1] * squares[1]

    def angled_distance(self):
        """Σ 1 − exp(−(2 − sin 2α) ρ_t), ρ_t the squared distance along an axis, by the hull's side."""
        (x1, y1, x2, y2), (u1, v1, u2, v2) = self.box, self.other
        dx, dy = (x1 + x2 - u1 - u2) / 2, (y1 + y2 - v1 - v2) / 2
        angle = ratio(2 * absolute(dx * dy), dx * dx + dy * dy)
        parts = [ratio(d, c) for d, c in zip((dx, dy), self.hull)]
        return total(1 - exp(-(2 - angle) * p * p) for p in parts)

    def side_shape(self, theta):
        """Σ (1 − exp(−|w − w*|/max(w, w*)))^θ."""
        parts = [ratio(absolute(a - b), maximum(a, b)) for a, b in zip(self.size, self.other_size)]
        return total(power(1 - exp(-p), theta) for p in parts)

    def log_loss(self):
        """−log IoU, IoU not below the smallest normal double."""
        iou = self.iou()
        return -log(maximum(iou, mpf(2) ** -1022))

    def distance(self):
        """ρ²/c²: between the centres, over the diagonal of the hull."""
        (x1, y1, x2, y2), (u1, v1, u2, v2) = self.box, self.other
        dx, dy = (x1 + x2 - u1 - u2) / 2, (y1 + y2 - v1 - v2) / 2
        return ratio(dx * dx + dy * dy, self.hull[0] * self.hull[0] + self.hull[1] * self.hull[1])

    def shape(self):
        """αv: v = 4/π² (arctan w*/h* − arctan w/h)², α = v/(1 − IoU + v) held constant."""
        apart = atan2(*self.other_size) - atan2(*self.size)
        v = apart * apart * (4 / mp.pi**2)
        denominator = 1 - self.iou().value + v.value
        alpha = v.value / denominator if denominator else mpf(0)
        return alpha * v


# --- the peers ---


def peer_edges(boxes, format):
    """torchvision's conversion; it has no cycxhw, so the columns are turned first."""
    if format == "cycxhw":
        boxes, format = boxes[:, [1, 0, 3, 2]], "cxcywh"
    return ops.box_convert(boxes, format, "xyxy")


def peer_losses(kind, boxes, others, power=1, theta=4):
    """torchvision's losses without their eps (its CIoU cannot do without: there DIoU + αv)."""
    linear = 1 - ops.box_iou(boxes, others).diagonal()
    if kind == "siou":
        return linear + peer_siou(boxes, others, theta)
    if power != 1:
        whole = [peer_losses(k, boxes, others) for k in {"ciou": ("diou", "ciou")}.get(kind, (kind,))]
        penalties = [b - a for a, b in zip([linear] + whole, whole)]
        return 1 - (1 - linear) ** power + sum(p.clamp(min=0) ** power for p in penalties)
    if kind == "eiou":
        hull = torch.maximum(boxes[:, 2:], others[:, 2:]) - torch.minimum(boxes[:, :2], others[:, :2])
        apart = (boxes[:, 2:] - boxes[:, :2]) - (others[:, 2:] - others[:, :2])
        return peer_losses("diou", boxes, others) + (apart / hull).square().sum(1)
    if kind == "iou":
        return linear
    if kind == "giou":
        return ops.generalized_box_iou_loss(boxes, others, eps=0)
    diou = ops.distance_box_iou_loss(boxes, others, eps=0)
    return diou if kind == "diou" else diou + peer_shape(boxes, others)


def peer_siou(boxes, others, theta):
    """(Δ + Ω)/2 with the angle as the paper writes it."""
    hull = torch.maximum(boxes[:, 2:], others[:, 2:]) - torch.minimum(boxes[:, :2], others[:, :2])
    apart = ((others[:, :2] + others[:, 2:]) - (boxes[:, :2] + boxes[:, 2:])) / 2
    sine = apart[:, 1].abs() / apart.norm(dim=1)
    angle = 1 - 2 * torch.sin(torch.arcsin(sine) - torch.pi / 4) ** 2
    distance = (1 - torch.exp(-(2 - angle)[:, None] * (apart / hull) ** 2)).sum(1)
    sizes, targets = boxes[:, 2:] - boxes[:, :2], others[:, 2:] - others[:, :2]
    omega = (sizes - targets).abs() / torch.maximum(sizes, targets)
    return (distance + ((1 - torch.exp(-omega)) ** theta).sum(1)) / 2


def peer_shape(boxes, others):
    def angle(b):
        return torch.atan((b[:, 2] - b[:, 0]) / (b[:, 3] - b[:, 1]))

    v = 4 / torch.pi**2 * (angle(others) - angle(boxes)) ** 2
    alpha = v / (1 - ops.box_iou(boxes, others).diagonal() + v)
    return alpha.detach() * v
