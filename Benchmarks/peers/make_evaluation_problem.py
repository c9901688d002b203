#!/usr/bin/env python3
"""Writes a COCO problem of benchmark size: python make_evaluation_problem.py FOLDER [--scale 1] [--seed 0] [--shards 0]

5,000 images, 80 classes, 36,000 objects and 500,000 detections at scale 1: gt.json, and dt.json of 48 MB. The same bytes
from the same seed. Half of the detections lie near an object, of its class four times of five. With --shards the same rows are
written once more, as gt-00000.json, dt-00000.json, …, each with as many images, in the folder shards.
"""

import argparse
import json
import random
from pathlib import Path


def size(rng):
    return 5 + 250 * rng.random() * rng.random()


def box(rng):
    w, h = size(rng), size(rng)
    return [round(v, 2) for v in (rng.random() * (640 - w), rng.random() * (480 - h), w, h)]


def near(rng, other):
    return [round(max(v + (rng.random() - 0.5) * 20, 0), 2) for v in other]


class Rows:
    """A list of rows, written as they come."""

    def __init__(self, path):
        self.file, self.is_empty = path.open("w"), True

    def add(self, text):
        self.file.write(("[" if self.is_empty else ",") + text)
        self.is_empty = False

    def close(self):
        self.file.write("[]" if self.is_empty else "]")
        self.file.close()


def write_truth(path, images, annotations):
    path.write_text(json.dumps({
        "images": [{"id": i, "width": 640, "height": 480, "file_name": f"{i:012}.jpg"} for i in images],
        "categories": [{"id": c, "name": f"class {c}"} for c in range(1, 81)],
        "annotations": annotations,
    }))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shards", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    images, objects, detections = (int(n * options.scale) for n in (5_000, 36_000, 500_000))
    ids = [139 + 116 * n for n in range(images)]
    annotations = []
    for n in range(objects):
        b = box(rng)
        annotations.append(
            {"id": n + 1, "image_id": ids[n * images // objects], "category_id": rng.randint(1, 80), "bbox": b,
             "area": round(b[2] * b[3] * 0.8, 2), "iscrowd": int(rng.random() < 0.01)})
    options.folder.mkdir(parents=True, exist_ok=True)
    write_truth(options.folder / "gt.json", ids, annotations)
    shards = options.folder / "shards"
    shard_of = {image: n * options.shards // images for n, image in enumerate(ids)}
    parts = []
    for shard in range(options.shards):
        shards.mkdir(exist_ok=True)
        parts.append(Rows(shards / f"dt-{shard:05}.json"))
        write_truth(
            shards / f"gt-{shard:05}.json", [i for i in ids if shard_of[i] == shard],
            [o for o in annotations if shard_of[o["image_id"]] == shard])
    whole = Rows(options.folder / "dt.json")
    for n in range(detections):
        o = annotations[n * objects // detections]
        is_near = rng.random() < 0.5
        text = json.dumps({
            "image_id": o["image_id"],
            "category_id": o["category_id"] if is_near and rng.random() < 0.8 else rng.randint(1, 80),
            "bbox": near(rng, o["bbox"]) if is_near else box(rng),
            "score": round(rng.random() if is_near else rng.random() * rng.random(), 5),
        })
        whole.add(text)
        if parts:
            parts[shard_of[o["image_id"]]].add(text)
    for rows in [whole, *parts]:
        rows.close()


if __name__ == "__main__":
    main()
