#!/usr/bin/env python3
"""Writes what libraries answer to the requests of their profiles: python make_dialects.py [operation …].

    pip install -r requirements-dialects.txt && python make_dialects.py

A vector is a request, the profile, and the library's own answer: by its function, in float64 where it computes in that, with
gradients by autograd. Where the library gives NaN, in the value or in a gradient, the vector says `undefined`. `tolerance` is
absolute, and relative to numbers greater than 1; it is 1e-12 where the library runs in float64.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")
# torch's and paddle's threads wait for each other's.
os.environ.setdefault("OMP_NUM_THREADS", "1")

from libraries import stand_ins  # noqa: E402  before the libraries themselves

stand_ins.install()

from libraries import cross_entropy, detections, efficient, focal, overlap, pairs, regression, retinanet  # noqa: E402
from libraries import suppression, yolo  # noqa: E402
from libraries.vectors import text  # noqa: E402

DESTINATION = Path(__file__).resolve().parent / "dialects"


def main(wanted):
    modules = (overlap, focal, cross_entropy, regression, pairs, suppression, retinanet, detections, yolo, efficient)
    for module in modules:
        for operation, vectors in module.operations().items():
            if wanted and operation not in wanted:
                continue
            (DESTINATION / f"{operation}.json").write_text(text(operation, vectors), encoding="utf-8")
            undefined = sum(vector.get("undefined", False) for vector in vectors)
            print(f"{operation}: {len(vectors)} vectors, {undefined} of them undefined")


if __name__ == "__main__":
    main(sys.argv[1:])
