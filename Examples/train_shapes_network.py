#!/usr/bin/env python3
"""Trains a network like the shipped one, Examples/networks/shapes.safetensors, and keeps checkpoints that focald loads.

    OMP_NUM_THREADS=1 python3 Examples/train_shapes_network.py      # focald on 127.0.0.1:8080

Pictures are drawn anew for each step; loss and gradient are losses.retinanet's, by focald.torch. It needs numpy and torch, and
five minutes of a processor. Examples/networks/checkpoints holds what it writes by its defaults: two networks, and training.json,
the loss of each step as a request of figures/training.svg. network_loss.py shows the loss falling from the one to the other.
"""

import argparse
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / folder) for folder in ("Clients/python/src", "Tools", "Tests/Vectors")]
import convert_torchvision as files  # noqa: E402
from references.networks import Net  # noqa: E402

import focald.torch  # noqa: E402

SHIPPED = ROOT / "Examples/networks/shapes.safetensors"
SIZE = 192


def draw(random):
    """A picture (SIZE, SIZE, 3) of 1 to 4 circles, squares and triangles over lines and noise; their boxes and labels."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    picture = np.ones((SIZE, SIZE, 3)) * random.uniform(0, 1, 3)
    for _ in range(random.integers(0, 4)):
        (a, b), angle = random.uniform(0, SIZE, 2), random.uniform(0, np.pi)
        picture[np.abs((x - a) * np.sin(angle) - (y - b) * np.cos(angle)) < random.uniform(0.5, 2)] = random.uniform(0, 1, 3)
    boxes, labels = [], []
    for _ in range(random.integers(1, 5)):
        label, width = int(random.integers(1, 4)), random.uniform(16, 90)
        height = width * random.uniform(0.8, 1.25)
        left, top = random.uniform(0, SIZE - width), random.uniform(0, SIZE - height)
        box = [left, top, left + width, top + height]
        if any(overlap(box, other) > 0.1 for other in boxes):
            continue
        u, v = (x - left) / width, (y - top) / height
        within = (u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)
        shape = [(u - 0.5) ** 2 + (v - 0.5) ** 2 <= 0.25, within, within & (np.abs(u - 0.5) <= v / 2)][label - 1]
        picture[shape] = random.uniform(0, 1, 3)
        boxes.append(box)
        labels.append(label)
    noise = random.normal(0, random.uniform(0, 0.06), picture.shape)
    return np.clip(picture + noise, 0, 1), boxes, labels


def overlap(a, b):
    """Intersection over the smaller box."""
    sides = [max(0, min(a[i + 2], b[i + 2]) - max(a[i], b[i])) for i in (0, 1)]
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])
    return sides[0] * sides[1] / min(area(a), area(b))


class TrainingNet(Net):
    """The network of a file's settings with weights that are trained: statistics of each batch, pictures in batches."""

    def norm(self, x, name):
        weight, bias, mean, variance = (
            self.weights[f"{name}.{part}"] for part in ("weight", "bias", "running_mean", "running_var"))
        return F.batch_norm(x, mean, variance, weight, bias, training=True, momentum=0.1, eps=self.settings["norm_eps"])

    def heads(self, pictures):
        levels = self.pyramid(self.backbone(pictures))
        rows = {}
        for name, head, last, width in (
            ("class_logits", "classification_head", "cls_logits", self.settings["num_classes"]),
            ("box_deltas", "regression_head", "bbox_reg", 4)):
            rows[name] = torch.cat([self.rows(x, f"head.{head}", last, width) for x in levels], 1)
        return rows, [list(x.shape[-2:]) for x in levels]

    def rows(self, x, head, last, width):
        for number in range(self.settings["subnet_convs"]):
            x = F.relu(self.conv(x, f"{head}.conv.{number}.0"))
        return self.conv(x, f"{head}.{last}").permute(0, 2, 3, 1).reshape(len(x), -1, width)


def fresh(shapes, settings, generator):
    """Weights to begin with: He et al. 2015 for the backbone, Lin et al. 2017 for the subnets."""
    weights = {}
    for name, shape in shapes.items():
        if len(shape) == 4:
            deviation = 0.01 if name.startswith("head.") else (2 / (shape[0] * shape[2] * shape[3])) ** 0.5
            weights[name] = torch.randn(shape, generator=generator) * deviation
        else:
            ones = name.endswith("running_var") or (name.endswith(".weight") and "head." not in name)
            weights[name] = torch.ones(shape) if ones else torch.zeros(shape)
    # Objects are rare: every class begins at a probability of 0.01.
    weights["head.classification_head.cls_logits.bias"].fill_(-np.log(99))
    for name, tensor in weights.items():
        tensor.requires_grad_("running_" not in name)
    return weights


def batch(random, count, settings):
    drawn = [draw(random) for _ in range(count)]
    pixels = torch.tensor(np.stack([picture for picture, _, _ in drawn]), dtype=torch.float32).permute(0, 3, 1, 2)
    mean, deviation = (torch.tensor(settings[key]).view(3, 1, 1) for key in ("image_mean", "image_std"))
    truth = {
        "target_boxes": torch.tensor([box for _, boxes, _ in drawn for box in boxes], dtype=torch.float32),
        "target_labels": torch.tensor([label for _, _, labels in drawn for label in labels]),
        "target_image_indices": torch.tensor([number for number, (_, boxes, _) in enumerate(drawn) for _ in boxes]),
    }
    return (pixels - mean) / deviation, truth


def keep(folder, step, weights, settings):
    path = folder / f"shapes-{step:04}.safetensors"
    files.write(path, {name: tensor.detach().half() for name, tensor in weights.items()}, settings)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


class Log:
    """Means of the loss and its components over `EVERY` steps."""

    EVERY = 20

    def __init__(self):
        self.steps, self.values, self.recent = [], [], []

    def add(self, step, components):
        self.names = ["loss", *components]
        self.recent.append([sum(components.values()), *components.values()])
        if step % self.EVERY:
            return
        self.steps.append(step - (self.EVERY - 1) / 2)
        self.values.append([round(float(value), 4) for value in np.mean(self.recent, 0)])
        self.recent = []
        print(f"step {step:4}  " + "  ".join(f"{name} {value:.4f}" for name, value in zip(self.names, self.values[-1])), flush=True)

    def write(self, path):
        """As a request of figures/training.svg."""
        log = {"title": "shapes: loss over training", "names": self.names, "steps": self.steps, "values": self.values}
        path.write_text(json.dumps(log) + "\n")


def train(options):
    shipped, settings = files.read(SHIPPED)
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    weights = fresh({name: tuple(tensor.shape) for name, tensor in shipped.items() if tensor.dim()}, settings,
                    torch.Generator().manual_seed(options.seed))
    net = TrainingNet(weights, settings)
    trained = [tensor for tensor in weights.values() if tensor.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=options.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=options.steps, pct_start=0.1)
    anchors = {key: settings[key] for key in ("anchor_sizes", "aspect_ratios", "anchor_order", "round_anchors", "box_weights")}
    history = Log()
    for step in range(1, options.steps + 1):
        pixels, truth = batch(random, options.batch, settings)
        heads, sizes = net.heads(pixels)
        log = {}
        loss = focald.torch.retinanet(
            **heads, **truth, **anchors, image_size=[SIZE, SIZE], feature_sizes=sizes, allow_low_quality=True, log=log)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 5)
        optimizer.step()
        schedule.step()
        history.add(step, log["components"])
        if step in options.keep:
            keep(options.output, step, weights, settings)
    history.write(options.output / "training.json")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--keep", type=lambda text: [int(word) for word in text.split(",")], default=[100, 1200])
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=pathlib.Path, default=ROOT / "Examples/networks/checkpoints")
    options = parser.parse_args()
    focald.configure(options.url)
    options.output.mkdir(parents=True, exist_ok=True)
    train(options)


if __name__ == "__main__":
    main()
