#!/usr/bin/env python3
"""Trains a tiny detector in numpy, with focald as the loss and its gradient.

The network is one matrix: what a cell of a 6 × 6 grid sees, 8 × 8 averaged colours around it, times W gives the class
logits and box deltas of its three anchors. Each step sends these heads to losses.retinanet, gets loss, components and
gradients, and takes a step of Adam. In the end detections.retinanet turns the heads into boxes, and evaluations.coco says
how good they are.

    python3 Examples/train_linear_detector.py                      # focald on 127.0.0.1:8080
    python3 Examples/train_linear_detector.py --url http://host:port --steps 100 --curve loss.png

It needs numpy, and matplotlib for the curve.
"""

import argparse
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Clients/python/src"))  # pip install Clients/python
import focald  # noqa: E402

SIZE, STRIDE, WINDOW, BIN = 96, 16, 64, 8  # pixels
CELLS = SIZE // STRIDE
NAMES = ("circle", "square", "triangle")
COLOURS = np.array([[0.9, 0.3, 0.2], [0.2, 0.8, 0.3], [0.25, 0.35, 0.95]])
ANCHORS = {
    "image_size": [SIZE, SIZE], "feature_sizes": [[CELLS, CELLS]], "strides": [STRIDE],
    "anchor_sizes": [[20, 28, 40]], "aspect_ratios": [1],
}
PER_CELL = len(ANCHORS["anchor_sizes"][0])
HEAD = {"class_logits": len(NAMES), "box_deltas": 4}


# --- pictures ---


def inside(kind, x, y, box):
    """Which points a shape covers; a triangle stands on its base."""
    x1, y1, x2, y2 = box
    u, v = (x - x1) / (x2 - x1), (y - y1) / (y2 - y1)
    if kind == 0:
        return (u - 0.5) ** 2 + (v - 0.5) ** 2 <= 0.25
    square = (u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)
    return square if kind == 1 else square & (np.abs(u - 0.5) <= v / 2)


def draw(random, shapes):
    """A picture (SIZE, SIZE, 3) of some shapes that do not touch, their boxes and labels."""
    picture = np.full((SIZE, SIZE, 3), 0.5)
    fine = (np.arange(4 * SIZE) + 0.5) / 4  # four samples a pixel and side, so that edges are smooth
    x, y = np.meshgrid(fine, fine)
    boxes, labels = [], []
    while len(boxes) < shapes:
        width, height = random.uniform(18, 42) * random.uniform(0.85, 1.15, 2)
        x1, y1 = random.uniform(2, SIZE - 2 - width), random.uniform(2, SIZE - 2 - height)
        box = [x1, y1, x1 + width, y1 + height]
        if any(box[0] < b[2] + 4 and b[0] < box[2] + 4 and box[1] < b[3] + 4 and b[1] < box[3] + 4 for b in boxes):
            shapes -= random.random() < 0.02  # no room: at last, one shape less
            continue
        kind = int(random.integers(len(NAMES)))
        cover = inside(kind, x, y, box).reshape(SIZE, 4, SIZE, 4).mean((1, 3))[..., None]
        picture = (1 - cover) * picture + cover * COLOURS[kind]
        boxes.append(box)
        labels.append(kind)
    return picture + random.normal(0, 0.02, picture.shape), boxes, labels


class Pictures:
    """Features (B, CELLS², D) and flat ground truth."""

    def __init__(self, random, count):
        drawn = [draw(random, int(random.integers(1, 4))) for _ in range(count)]
        self.features = np.stack([self.cells(picture) for picture, _, _ in drawn])
        self.truth = {
            "target_boxes": [box for _, boxes, _ in drawn for box in boxes],
            "target_labels": [label for _, _, labels in drawn for label in labels],
            "target_image_indices": [i for i, (_, boxes, _) in enumerate(drawn) for _ in boxes],
        }

    @staticmethod
    def cells(picture):
        """What each cell sees: the window around its corner, where its anchors are centred, in bins; and a 1."""
        margin = WINDOW // 2
        padded = np.pad(picture - 0.5, ((margin, margin), (margin, margin), (0, 0)))
        rows = []
        for y in range(0, SIZE, STRIDE):
            for x in range(0, SIZE, STRIDE):
                window = padded[y:y + WINDOW, x:x + WINDOW]
                bins = window.reshape(WINDOW // BIN, BIN, WINDOW // BIN, BIN, 3).mean((1, 3))
                rows.append(np.append(bins.ravel(), 1))
        return np.array(rows)


# --- the network and its training ---


class Linear:
    """One matrix a head; the classes begin as rare as RetinaNet's, at a probability of 0.01."""

    def __init__(self, width):
        self.weights = {name: np.zeros((width, PER_CELL * columns)) for name, columns in HEAD.items()}
        self.weights["class_logits"][-1] = -np.log(99)
        self.moments = {name: (np.zeros_like(w), np.zeros_like(w)) for name, w in self.weights.items()}
        self.steps = 0

    def heads(self, features):
        """(B, A, K) and (B, A, 4): rows by cell, then anchor."""
        return {n: (features @ w).reshape(len(features), -1, HEAD[n]) for n, w in self.weights.items()}

    def step(self, features, gradients, rate):
        """Adam, by the chain rule: ∂loss/∂W = featuresᵀ ∂loss/∂heads."""
        self.steps += 1
        for name, weights in self.weights.items():
            slopes = gradients[name].reshape(*features.shape[:2], -1)
            gradient = np.einsum("bcd,bch->dh", features, slopes)
            mean, square = self.moments[name]
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient**2 - square)
            corrected = mean / (1 - 0.9**self.steps), square / (1 - 0.999**self.steps)
            weights -= rate * corrected[0] / (np.sqrt(corrected[1]) + 1e-8)


def train(pictures, steps):
    network, history = Linear(pictures.features.shape[-1]), []
    for step in range(steps + 1):
        answer = focald.losses.retinanet(
            **network.heads(pictures.features), **pictures.truth, **ANCHORS, allow_low_quality=True, gradients=True)
        history.append({"loss": answer.loss, **answer.components})
        if step % max(1, steps // 20) == 0:
            line = "  ".join(f"{name} {value:.4f}" for name, value in history[-1].items())
            print(f"step {step:4}  {line}  positives {answer.num_positives.sum()}")
        if step < steps:
            network.step(pictures.features, answer.gradients, 0.03 * 0.5 * (1 + np.cos(np.pi * step / steps)))
    return network, history


# --- what it has learnt ---


def detect(heads):
    """The boxes of all pictures as columns, as evaluations take them."""
    images = focald.detections.retinanet(
        **heads, **ANCHORS, score_threshold=0.05, iou_threshold=0.3, class_agnostic=True).images
    return {
        "boxes": np.concatenate([np.reshape(image.boxes, (-1, 4)) for image in images]),
        "scores": np.concatenate([image.scores for image in images]),
        "labels": np.concatenate([image.labels for image in images]),
        "image_indices": np.repeat(np.arange(len(images)), [len(image.scores) for image in images]),
    }


def evaluate(heads, truth, what):
    """COCO's numbers; and how many shapes the boxes with a score of 0.4 or more find, one box a shape."""
    detections = detect(heads)
    sure = {name: column[detections["scores"] >= 0.4] for name, column in detections.items()}
    matches = focald.evaluations.coco(**truth, **sure, num_images=len(heads["class_logits"]), per_image=True).per_image
    found = sum(match["tp"] for match in matches)
    print(f"{what}: {found} of {len(truth['target_labels'])} shapes found, with {len(sure['boxes'])} boxes")
    print(focald.evaluations.coco(**truth, **detections, num_images=len(heads["class_logits"]), text=True).text, end="")


def draw_curve(history, path):
    try:
        import matplotlib
    except ImportError:
        print("no curve: matplotlib is not installed")
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4), layout="constrained")
    for name in history[0]:
        axes.plot([entry[name] for entry in history], label=name)
    axes.set(yscale="log", xlabel="step", ylabel="loss", title="losses.retinanet, a linear detector")
    axes.legend()
    figure.savefig(path, dpi=120)
    print(f"curve: {path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--curve", default="training.png", help="where the curve is drawn")
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    pictures, others = Pictures(random, options.pictures), Pictures(random, options.pictures)
    focald.configure(options.url)
    network, history = train(pictures, options.steps)
    print(f"the loss fell {history[0]['loss'] / history[-1]['loss']:.1f}-fold")
    evaluate(network.heads(pictures.features), pictures.truth, "trained on")
    evaluate(network.heads(others.features), others.truth, "never seen")
    draw_curve(history, options.curve)


if __name__ == "__main__":
    main()
