#!/usr/bin/env python3
"""Trains a small convolutional detector in torch, with focald's loss: focald.torch.retinanet.

    python3 Examples/train_with_torch.py                           # focald on 127.0.0.1:8080
    python3 Examples/train_with_torch.py --url http://host:port --steps 100

It needs numpy and torch. The pictures are those of train_linear_detector.py.
"""

import argparse

import numpy as np
import torch
from train_linear_detector import ANCHORS, CELLS, NAMES, PER_CELL, SIZE, draw, evaluate, focald

import focald.torch  # noqa: E402


class Pictures:
    """Pictures (B, 3, SIZE, SIZE) and flat ground truth."""

    def __init__(self, random, count):
        drawn = [draw(random, int(random.integers(1, 4))) for _ in range(count)]
        self.pixels = torch.tensor(np.stack([picture for picture, _, _ in drawn]), dtype=torch.float32).permute(0, 3, 1, 2)
        self.truth = {
            "target_boxes": torch.tensor([box for _, boxes, _ in drawn for box in boxes]),
            "target_labels": torch.tensor([label for _, _, labels in drawn for label in labels]),
            "target_image_indices": torch.tensor([i for i, (_, boxes, _) in enumerate(drawn) for _ in boxes]),
        }


class Detector(torch.nn.Module):
    """Four strides of two, then a head for classes and one for boxes, as rows by cell, then anchor."""

    def __init__(self):
        super().__init__()
        widths = [3, 16, 32, 32, 64]
        self.body = torch.nn.Sequential(*(
            layer for i, o in zip(widths, widths[1:])
            for layer in (torch.nn.Conv2d(i, o, 3, stride=2, padding=1), torch.nn.BatchNorm2d(o), torch.nn.ReLU())))
        self.classes = torch.nn.Conv2d(64, PER_CELL * len(NAMES), 3, padding=1)
        self.boxes = torch.nn.Conv2d(64, PER_CELL * 4, 3, padding=1)
        torch.nn.init.constant_(self.classes.bias, -np.log(99))  # Classes begin as rare as RetinaNet's.

    def forward(self, pixels):
        features = self.body(pixels - 0.5)
        return {
            "class_logits": self.rows(self.classes(features), len(NAMES)),
            "box_deltas": self.rows(self.boxes(features), 4),
        }

    @staticmethod
    def rows(maps, columns):
        return maps.permute(0, 2, 3, 1).reshape(len(maps), CELLS * CELLS * PER_CELL, columns)


def train(network, pictures, steps):
    optimizer = torch.optim.AdamW(network.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for step in range(steps):
        log = {}
        loss = focald.torch.retinanet(
            **network(pictures.pixels), **pictures.truth, **ANCHORS, allow_low_quality=True, log=log)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % max(1, steps // 20) == 0 or step == steps - 1:
            parts = "  ".join(f"{name} {value:.4f}" for name, value in log["components"].items())
            print(f"step {step:4}  loss {loss.item():.4f}  {parts}")


@torch.no_grad()
def heads(network, pictures):
    network.eval()
    return {name: head.numpy() for name, head in network(pictures.pixels).items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    focald.configure(options.url)
    random = np.random.default_rng(options.seed)
    torch.manual_seed(options.seed)
    pictures, others = Pictures(random, options.pictures), Pictures(random, options.pictures)
    network = Detector()
    train(network, pictures, options.steps)
    for seen, what in ((pictures, "trained on"), (others, "never seen")):
        evaluate(heads(network, seen), {name: column.numpy() for name, column in seen.truth.items()}, what)


if __name__ == "__main__":
    main()
