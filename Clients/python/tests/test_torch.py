"""The losses as functions of torch tensors: gradients against finite differences, and a model that trains."""

import math

import pytest

import focald

torch = pytest.importorskip("torch")
from focald import torch as losses  # noqa: E402


@pytest.fixture(autouse=True)
def default(server, monkeypatch):
    monkeypatch.setattr(focald, "_client", server.client)


def random(seed=0):
    return torch.Generator().manual_seed(seed)


def real(*shape, seed=0, scale=1.0):
    return (torch.randn(*shape, generator=random(seed), dtype=torch.float64) * scale).requires_grad_()


def unit(*shape, seed=0):
    """Numbers in (0.05, 0.95)."""
    return torch.rand(*shape, generator=random(seed), dtype=torch.float64) * 0.9 + 0.05


def boxes(count, seed=0, like=None):
    """Boxes x1, y1, x2, y2 that overlap those they are like."""
    drawn = torch.rand(count, 4, generator=random(seed), dtype=torch.float64)
    if like is not None:
        return like.detach() + drawn - 0.5
    return torch.cat([drawn[:, :2] * 9, drawn[:, :2] * 9 + 3 + 4 * drawn[:, 2:]], 1)


TARGETS = boxes(6, seed=1)
NEAR = boxes(6, seed=2, like=TARGETS)
PYRAMID = {"image_size": [32, 32], "feature_sizes": [[2, 2]], "anchor_sizes": [[16]], "aspect_ratios": [1]}
OBJECTS = {
    "target_boxes": torch.tensor([[1.0, 2, 15, 17], [18, 15, 31, 30], [3, 17, 14, 29]], dtype=torch.float64),
    "target_labels": torch.tensor([0, 2, 1]),
    "target_image_indices": torch.tensor([0, 0, 1]),
}
TURNED = torch.tensor(
    [[50, 60, 40, 20, 0.25], [51, 61, 30, 24, -1.2], [10, 10, 4, 40, 2.9]], dtype=torch.float64)
TURNED_NEAR = torch.tensor(
    [[53, 57, 36, 26, 0.7], [51.5, 60.5, 12, 9, 0.3], [10.5, 9, 38, 5, 1.2]], dtype=torch.float64)
ROTATED = {"boxes": TURNED_NEAR, "target_boxes": TURNED}
ANCHORED = PYRAMID | OBJECTS | {"allow_low_quality": True}
ROWS = {"image_size": [32, 32], "strides": [16]} | OBJECTS


def grid():
    """YOLOv1's predictions: 2 × 2 cells, 2 predictors, 3 classes."""
    return torch.cat([unit(2, 2, 2, 10, seed=3), real(2, 2, 2, 3, seed=4).detach()], -1).requires_grad_()


# name: arguments that are differentiated, the others. Where a loss holds something constant in its gradient, the case
# is one in which that is constant, or the test after this one compares it.
CASES = {
    "binary_cross_entropy": [{"logits": real(4, 3), "targets": unit(4, 3, seed=1), "alpha": 0.3}],
    "cross_entropy": [
        {"logits": real(5, 4), "targets": torch.tensor([0, 3, 1, 1, 2]), "class_weights": [1, 2, 0.5, 1]},
        {"logits": real(2, 4, 3), "targets": torch.tensor([[0, 3, 1], [1, 2, 2]]), "label_smoothing": 0.1},
    ],
    "focal": [
        {"logits": real(4, 3), "targets": unit(4, 3, seed=1).round()},
        {"logits": real(5, 4), "targets": torch.tensor([0, 3, 1, 1, 2]), "activation": "softmax", "gamma": 1.5},
    ],
    "quality_focal": [{"logits": real(4, 3), "targets": unit(4, 3, seed=1)}],
    "varifocal": [{"logits": real(4, 3), "targets": unit(4, 3, seed=1) * torch.tensor([1.0, 0.0, 1.0])}],
    "distribution_focal": [
        {"logits": real(5, 8), "targets": unit(5, seed=1) * 6},
        {"logits": real(5, 4, 8), "targets": unit(5, 4, seed=1) * 6},
    ],
    # Its density is held constant: between two edges of bins it is.
    "ghm_c": [{"logits": real(4, 3), "targets": unit(4, 3, seed=1).round(), "bins": 3}],
    "l1": [{"predictions": real(4, 3), "targets": real(4, 3, seed=1).detach()}],
    "l2": [{"predictions": real(4, 3), "targets": real(4, 3, seed=1).detach()}],
    "huber": [{"predictions": real(4, 3), "targets": real(4, 3, seed=1).detach(), "delta": 0.7}],
    "smooth_l1": [{"predictions": real(4, 3), "targets": real(4, 3, seed=1).detach(), "beta": 0.7}],
    "iou": [{"boxes": NEAR, "target_boxes": TARGETS}, {"boxes": NEAR, "target_boxes": TARGETS, "mode": "log"}],
    "giou": [{"boxes": NEAR, "target_boxes": TARGETS}],
    "diou": [{"boxes": NEAR, "target_boxes": TARGETS}],
    "eiou": [{"boxes": NEAR, "target_boxes": TARGETS}],
    "siou": [{"boxes": NEAR, "target_boxes": TARGETS}],
    "nwd": [{"boxes": NEAR, "target_boxes": TARGETS}],
    "rotated_iou": [ROTATED, ROTATED | {"mode": "log", "weights": torch.tensor([0.5, 2, 1])}],
    "probiou": [ROTATED, ROTATED | {"mode": "bhattacharyya"}],
    "kfiou": [ROTATED, ROTATED | {"function": "log"}],
    "gwd": [ROTATED, ROTATED | {"function": "root"}],
    "faster_rcnn_box": [
        {"deltas": real(6, 4), "target_boxes": TARGETS, "anchors": NEAR},
        {"boxes": NEAR, "target_boxes": TARGETS, "anchors": boxes(6, seed=5, like=TARGETS)},
    ],
    "yolov1_box": [
        {"boxes": NEAR.abs() + 0.1, "target_boxes": TARGETS, "objectness": torch.tensor([1.0, 0, 1, 1, 0, 1])}
    ],
    "yolov3_box": [
        {
            "raw": real(6, 4),
            "target_boxes": torch.tensor([[c + 0.4, c + 0.7, 2, 3] for c in range(6)], dtype=torch.float64),
            "anchors": unit(6, 2, seed=1) + 1,
            "cells": torch.arange(6).repeat(2, 1).T.double(),
        }
    ],
    "retinanet": [
        {"class_logits": real(2, 4, 3), "box_deltas": real(2, 4, 4, seed=1, scale=0.2)} | ANCHORED,
        {"class_logits": real(2, 4, 3), "box_deltas": real(2, 4, 4, seed=1, scale=0.2), "box_loss": "giou"} | ANCHORED,
    ],
    "faster_rcnn": [
        {
            "objectness": real(2, 4, 1), "rpn_box_deltas": real(2, 4, 4, seed=1, scale=0.2),
            "class_logits": real(2, 3, 4, seed=2), "box_deltas": real(2, 3, 16, seed=3, scale=0.2),
            "proposals": torch.tensor(
                [[[1.0, 1, 16, 16], [16, 16, 31, 31], [0, 20, 9, 31]], [[3, 16, 15, 30], [0, 0, 9, 9], [9, 9, 20, 20]]],
                dtype=torch.float64),
        }
        | PYRAMID
        | OBJECTS
        | {"target_labels": torch.tensor([1, 3, 2])}
    ],
    "ssd": [
        {
            "class_logits": real(2, 4, 4), "box_deltas": real(2, 4, 4, seed=1, scale=0.2),
            "anchors": torch.tensor(
                [[0.0, 0, 16, 16], [16, 0, 32, 16], [0, 16, 16, 32], [16, 16, 32, 32]], dtype=torch.float64),
        }
        | OBJECTS
        | {"target_labels": torch.tensor([1, 3, 2])}
    ],
    "fcos": [
        {
            "class_logits": real(2, 4, 3), "box_deltas": (unit(2, 4, 4, seed=1) + 0.5).requires_grad_(),
            "centerness": real(2, 4, 1, seed=2), "image_size": [32, 32], "feature_sizes": [[2, 2]], "strides": [16],
        }
        | OBJECTS
    ],
    # What holds the IoU of a prediction constant is left out by its weight.
    "yolov1": [{"predictions": grid(), "image_size": [32, 32], "objectness_weight": 0} | OBJECTS],
    # So is what holds the IoU of a pair constant.
    "yolox": [{"predictions": real(2, 4, 8, scale=0.5), "classification_weight": 0, "use_l1": True} | ROWS],
    "centernet": [
        {
            "heatmap_logits": real(2, 3, 8, 8), "sizes": real(2, 2, 8, 8, seed=1), "offsets": real(2, 2, 8, 8, seed=2),
        }
        | OBJECTS
    ],
    "detr": [
        {"class_logits": real(2, 5, 4), "boxes": unit(2, 5, 4, seed=1) * 0.5 + 0.2, "image_size": [32, 32]} | OBJECTS
    ],
    "rtdetr": [
        {
            "class_logits": real(2, 5, 3), "boxes": unit(2, 5, 4, seed=1) * 0.5 + 0.2, "image_size": [32, 32],
            "classification_weight": 0,
        }
        | OBJECTS
    ],
    # With iou_ratio 0 the objectness learns 1, and GIoU holds nothing constant.
    "yolov5": [
        {"predictions": real(2, 4, 8, scale=0.5), "anchors": [[[12, 12]]], "iou_ratio": 0, "box_loss": "giou"} | ROWS,
    ],
    "yolov3": [
        {"predictions": real(2, 4, 8, scale=0.5), "anchors": [[[12, 12]]], "ignore_by": "anchor"} | ROWS,
    ],
}
CASES["eiou"] += [{"boxes": NEAR, "target_boxes": TARGETS, "format": "cxcywh"}]


def test_cases_HaveEveryLoss():
    # What CIoU, WIoU and YOLOv8 hold constant is nowhere constant: they are compared with autograd, below.
    assert set(CASES) | {"ciou", "wiou", "yolov8"} == set(losses.__all__)


def cases():
    return [pytest.param(name, case, id=f"{name}-{index}") for name in CASES for index, case in enumerate(CASES[name])]


def differentiable(name, case):
    names = {
        "predictions", "logits", "boxes", "deltas", "raw", "class_logits", "box_deltas", "centerness", "objectness",
        "rpn_box_deltas", "heatmap_logits", "sizes", "offsets",
    }  # fmt: skip
    return [key for key in case if key in names and not (key == "objectness" and name.endswith("_box"))]


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize(("name", "case"), cases())
def test_gradients_AreTheDerivatives(name, case, reduction):
    loss, names = getattr(losses, name), differentiable(name, case)
    if "reduction" in loss.__wrapped__.__annotations__:
        case = case | {"reduction": reduction}
    elif reduction != "mean":
        pytest.skip("has no reduction")
    tensors = [case[key].detach().clone().requires_grad_() for key in names]
    assert names
    assert torch.autograd.gradcheck(
        lambda *given: loss(**case | dict(zip(names, given))), tensors, eps=1e-6, atol=1e-6, rtol=1e-5)


def test_ciou_HoldsAlphaConstant():
    """With α = v/(1 − IoU + v) held, the loss is DIoU's + α v, of which torch knows the derivative of v."""
    near = NEAR.clone().requires_grad_()

    def shape(given):
        w, h = (given[:, 2] - given[:, 0]), (given[:, 3] - given[:, 1])
        return torch.atan(w / h)

    v = 4 / math.pi**2 * (shape(TARGETS) - shape(near)) ** 2
    overlap = 1 - losses.iou(near, TARGETS, reduction="none").detach()
    alpha = v.detach() / (1 - overlap + v.detach())
    expected, = torch.autograd.grad((losses.diou(near, TARGETS, reduction="none") + alpha * v).sum(), near)
    loss = losses.ciou(near, TARGETS, reduction="none")
    torch.testing.assert_close(loss.detach(), (losses.diou(near, TARGETS, reduction="none") + alpha * v).detach(),
                               rtol=1e-12, atol=1e-12)
    given, = torch.autograd.grad(loss.sum(), near)
    torch.testing.assert_close(given, expected, rtol=1e-12, atol=1e-12)


def test_wiou_HoldsHullConstant():
    """v1 is exp(ρ²/c²) (1 − IoU) with c² held, of which torch knows the derivative of ρ²."""
    near = NEAR.clone().requires_grad_()
    hull = torch.maximum(near[:, 2:], TARGETS[:, 2:]) - torch.minimum(near[:, :2], TARGETS[:, :2])
    apart = (near[:, :2] + near[:, 2:] - TARGETS[:, :2] - TARGETS[:, 2:]) / 2
    attention = torch.exp(apart.square().sum(1) / hull.detach().square().sum(1))
    wanted = attention * losses.iou(near, TARGETS, reduction="none")
    loss = losses.wiou(near, TARGETS, version="v1", reduction="none")
    torch.testing.assert_close(loss.detach(), wanted.detach(), rtol=1e-12, atol=1e-12)
    expected, = torch.autograd.grad(wanted.sum(), near)
    given, = torch.autograd.grad(loss.sum(), near)
    torch.testing.assert_close(given, expected, rtol=1e-12, atol=1e-12)


def test_yolov8_HoldsTargetScoresConstant():
    """Of its matches autograd makes the same loss and gradient, with the scores that classes learn detached."""
    reg_max, stride, cells = 4, 16, 2
    predictions = real(2, 4 * reg_max + 3, cells * cells, seed=7, scale=0.7)
    settings = ROWS | {"reg_max": reg_max, "candidates": 1, "overlap": "iou"}
    log = {}
    loss = losses.yolov8(predictions, **settings, details=True, log=log)
    matches = {name: torch.as_tensor(column) for name, column in log["matches"].items()}
    image, point, target = (matches[f"{name}_indices"] for name in ("image", "anchor", "target"))
    assert len(image) == 3

    sides = predictions[image, : 4 * reg_max, point].reshape(-1, 4, reg_max)
    distances = sides.softmax(-1) @ torch.arange(reg_max, dtype=torch.float64)
    centres = torch.stack([point % cells, point // cells], 1) + 0.5
    found = torch.cat([centres - distances[:, :2], centres + distances[:, 2:]], 1)
    wanted = OBJECTS["target_boxes"][target] / stride
    # One candidate an object: the best one, whose target score is its overlap.
    score = matches["iou"]
    total = score.sum().clamp(min=1)
    wanted_sides = torch.cat([centres - wanted[:, :2], wanted[:, 2:] - centres], 1).clamp(0, reg_max - 1 - 0.01)
    box = (score * losses.ciou(found, wanted, reduction="none")).sum() / total
    dfl = (score * losses.distribution_focal(sides, wanted_sides, reduction="none").mean(1)).sum() / total
    scores = torch.zeros(2, 3, cells * cells, dtype=torch.float64)
    scores[image, OBJECTS["target_labels"][target], point] = score
    classes = torch.nn.functional.binary_cross_entropy_with_logits(
        predictions[:, 4 * reg_max :], scores, reduction="sum") / total
    expected = 7.5 * box + 0.5 * classes + 1.5 * dfl
    torch.testing.assert_close(loss, expected, rtol=1e-12, atol=0)
    torch.testing.assert_close(
        torch.autograd.grad(loss, predictions), torch.autograd.grad(expected, predictions), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("name", ["l2", "ciou", "cross_entropy", "focal", "distribution_focal"])
def test_eachValuesWeight_ScalesItsGradient(name):
    """What torch does to the values of reduction "none" reaches the inputs row by row."""
    case = {"boxes": NEAR, "target_boxes": TARGETS} if name == "ciou" else CASES[name][-1]
    key = differentiable(name, case)[0]
    tensor = case[key].detach().clone().requires_grad_()
    values = getattr(losses, name)(**case | {key: tensor}, reduction="none")
    weights = torch.arange(1.0, values.numel() + 1, dtype=torch.float64).reshape(values.shape)
    together, = torch.autograd.grad((weights * values).sum(), tensor)
    apart = torch.zeros_like(tensor)
    for index in range(values.numel()):
        again = getattr(losses, name)(**case | {key: tensor}, reduction="none").reshape(-1)[index]
        apart += torch.autograd.grad(again, tensor)[0] * weights.reshape(-1)[index]
    torch.testing.assert_close(together, apart, rtol=1e-12, atol=1e-12)


def test_losses_AgreeWithTorch():
    logits, targets = real(5, 4), torch.tensor([0, 3, 1, 1, 2])
    expected = torch.nn.functional.cross_entropy(logits, targets)
    given = losses.cross_entropy(logits, targets)
    torch.testing.assert_close(given, expected, rtol=1e-12, atol=0)
    for mine, theirs in zip(torch.autograd.grad(given, logits), torch.autograd.grad(expected, logits)):
        torch.testing.assert_close(mine, theirs, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
def test_types_AreTheInputs(dtype):
    predictions = torch.tensor([1.0, 2.5], dtype=dtype, requires_grad=True)
    loss = losses.l2(predictions, torch.tensor([0.0, 0.5], dtype=dtype))
    loss.backward()
    assert loss.dtype == predictions.grad.dtype == dtype
    assert loss.item() == 2.5
    assert predictions.grad.tolist() == [1, 2]


def test_gradients_AreAskedForOnlyWhereTheyAreWanted(server, monkeypatch):
    asked = []
    run = server.client.run
    monkeypatch.setattr(server.client, "run", lambda call: asked.append(call.arguments["gradients"]) or run(call))
    plain, wanted = torch.zeros(2), torch.zeros(2, requires_grad=True)
    assert not losses.l2(plain, torch.ones(2)).requires_grad
    with torch.no_grad():
        assert not losses.l2(wanted, torch.ones(2)).requires_grad
    assert losses.l2(wanted, torch.ones(2)).requires_grad
    assert asked == [False, False, True]


def test_inputsWithoutADerivative_AreRefused():
    with pytest.raises(ValueError, match="no derivative by targets"):
        losses.l2(torch.zeros(2, requires_grad=True), torch.ones(2, requires_grad=True))


def test_secondDerivatives_AreRefused():
    predictions = torch.zeros(2, requires_grad=True)
    first, = torch.autograd.grad(losses.l2(predictions, torch.ones(2)), predictions, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable|does not require grad"):
        first.sum().backward()


def test_otherFields_GoToTheLog():
    log = {}
    loss = losses.retinanet(**CASES["retinanet"][0], details=True, log=log)
    assert log["loss"] == loss.item() == pytest.approx(sum(log["components"].values()))
    assert log["num_positives"].sum() >= 2
    assert set(log["matches"]) == {"image_indices", "anchor_indices", "target_indices", "iou"}


def test_aClient_MayBeNamed(server, monkeypatch):
    monkeypatch.setattr(focald, "_client", focald.Client("http://127.0.0.1:9"))
    with focald.Client(server.url) as client:
        assert losses.l1(torch.ones(1), torch.zeros(1), client=client).item() == 1


def test_aModel_Trains():
    """A small network learns where squares are and what colour they have, by focald's losses alone."""
    generator = torch.Generator().manual_seed(3)
    torch.manual_seed(3)
    pictures, wanted, labels = [], [], []
    for _ in range(32):
        x, y = (torch.rand(2, generator=generator) * 16).tolist()
        size = 8 + float(torch.rand(1, generator=generator)) * 8
        colour = int(torch.randint(2, (1,), generator=generator))
        picture = torch.zeros(2, 32, 32)
        picture[colour, round(y) : round(y + size), round(x) : round(x + size)] = 1
        pictures.append(picture)
        wanted.append([x, y, x + size, y + size])
        labels.append(colour)
    pictures, wanted, labels = torch.stack(pictures), torch.tensor(wanted), torch.tensor(labels)
    network = torch.nn.Sequential(
        torch.nn.AvgPool2d(2), torch.nn.Flatten(), torch.nn.Linear(512, 32), torch.nn.Tanh(), torch.nn.Linear(32, 6))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    history = []
    for _ in range(150):
        out = network(pictures)
        centre, size = 16 + 16 * out[:, :2], 12 * torch.exp(out[:, 2:4])
        found = torch.cat([centre - size / 2, centre + size / 2], 1)
        box = losses.ciou(found, wanted)
        loss = box + losses.cross_entropy(out[:, 4:], labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        history.append((loss.item(), box.item()))
    assert history[-1][0] < history[0][0] / 5
    overlap = 1 - losses.iou(found.detach(), wanted, reduction="none")
    assert overlap.mean() > 0.7
    assert (out[:, 4:].argmax(1) == labels).all()
