#!/usr/bin/env python3
"""Writes the test vectors: python make_vectors.py [operation …]. See README.md beside this file."""

import sys
from pathlib import Path

from references import (
    anchors, boxes, centernet, classification, decoders, dense, detectors, detr, faster_rcnn, heads, overlap, regression,
    retinanet, rotated, small_boxes, soft_labels, suppression, tiles, yolo, yolo_heads, yolo_tasks, yolov5, yolox,
)

FAMILIES = (
    classification, soft_labels, regression, overlap, small_boxes, rotated, detectors, boxes, suppression, anchors,
    retinanet, faster_rcnn, dense, yolo, yolov5, yolox, centernet, detr, heads, yolo_heads, yolo_tasks, decoders, tiles,
)
DESTINATION = Path(__file__).resolve().parent / "data"


def main(wanted):
    for family in FAMILIES:
        for operation in family.operations():
            if wanted and operation.name not in wanted:
                continue
            text = operation.json()
            (DESTINATION / f"{operation.name}.json").write_text(text, encoding="utf-8")
            print(f"{operation.name}: {len(operation.vectors)} vectors, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
