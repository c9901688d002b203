#!/usr/bin/env python3
"""Compares Sources/Evaluation with pycocotools, lvis-api and tidecv on random problems.

    pip install pycocotools==2.0.11 && pip install --no-deps lvis==0.5.3 tidecv==1.0.1
    python check_evaluation.py [--cases 40] [--seed 0] [--keep FOLDER]

Writes problems and the peers' answers in the form of Tests/Fixtures/evaluation, then runs the tests of EvaluationTests
on that folder: precision, recall and scores equal to the bit, means within 1e-12. Every fourth problem is degenerate: no
detections or objects, one score for all, boxes without size, crowds everywhere. Every other one is odd: ids that are texts,
negative or of 64 bits, rows of unlisted images and categories, areas on the bounds, scores below 0 and denormal, rows in
any order, parameters of its own. Exit status 1 if one differs.
"""

import argparse
import contextlib
import copy
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import MagicMock

import numpy as np

# What the peers draw with, and a name that numpy has dropped; neither touches a number.
for name in ("cv2", "appdirs", "matplotlib", "matplotlib.pyplot", "matplotlib.lines", "matplotlib.patches", "matplotlib.collections",
             "seaborn", "pandas"):
    sys.modules.setdefault(name, MagicMock())
np.float = float

from lvis import LVIS, LVISEval, LVISResults  # noqa: E402
from pycocotools.coco import COCO  # noqa: E402
from pycocotools.cocoeval import COCOeval  # noqa: E402
from tidecv import TIDE, Data  # noqa: E402

STATS = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"]
REPOSITORY = Path(__file__).resolve().parents[2]


def problem(rng, degenerate):
    images = rng.sample(range(1, 10_000), rng.randint(1, 12))
    categories = rng.sample(range(1, 200), rng.randint(1, 5))
    sizes = [0, 8, 31, 32, 33, 60, 96, 120] if degenerate or rng.random() < 0.5 else list(range(4, 160))
    crowds = rng.choice([0, 0, 0.1, 0.9 if degenerate else 0.2])

    def box():
        return [rng.randint(0, 200), rng.randint(0, 200), rng.choice(sizes), rng.choice(sizes)]

    objects = [
        {"id": n + 1, "image_id": rng.choice(images), "category_id": rng.choice(categories), "bbox": box()}
        for n in range(0 if degenerate and rng.random() < 0.1 else rng.randint(1, 60))
    ]
    for o in objects:
        o["area"] = o["bbox"][2] * o["bbox"][3] * rng.choice([1, 1, 0.5])
        o["iscrowd"] = int(rng.random() < crowds)
    detections = []
    for _ in range(0 if degenerate and rng.random() < 0.1 else rng.randint(1, 250)):
        d = {"image_id": rng.choice(images), "category_id": rng.choice(categories), "bbox": box()}
        if objects and rng.random() < 0.7:
            o = rng.choice(objects)
            d["image_id"], d["bbox"] = o["image_id"], [x + rng.choice([0, 0, 1, 2.5, 7]) for x in o["bbox"]]
            d["category_id"] = o["category_id"] if rng.random() < 0.8 else d["category_id"]
        d["score"] = 0.5 if degenerate and len(images) % 2 else rng.choice([rng.random(), rng.randint(0, 20) / 20])
        detections.append(d)
    truth = {
        "images": [
            {"id": i, "width": 640, "height": 480, "file_name": f"{i}.jpg",
             "neg_category_ids": rng.sample(categories, rng.randint(0, len(categories))),
             "not_exhaustive_category_ids": rng.sample(categories, rng.randint(0, 1))}
            for i in images
        ],
        "categories": [
            {"id": c, "name": f"c{c}", "frequency": rng.choice("rcf"), "image_count": 5} for c in categories
        ],
        "annotations": objects,
    }
    return truth, detections


# Both bounds are inclusive; what lies a bit beside them is not.
EDGES = [1024, 9216, 1024.0000001, 9215.9999999, 0, 1e10, 1e10 + 1]
ODD_SCORES = [-0.0, 0.0, -1.5, 3, 5e-324, -5e-324, 1e300, -1e300]
GRIDS = [[0.5], [0, 1], [1], [0.95, 0.5, 0.5, 0.3], [0.0], np.linspace(0.05, 1, 39).tolist()]
RECALLS = [[0], [1], [0, 1], [0.2, 0.5, 0.9], [n / 100 for n in range(101)], np.linspace(0, 1, 51).tolist()]
BUDGETS = [[1], [100], [3, 1], [10, 1, 100], [1, 10, 300], [2, 5, 7, 9], [1000]]
RANGES = [{"all": [0, 1e10]}, {"all": [0, 1e10], "tiny": [0, 256], "mid": [200, 5000]}, {"x": [0, 0], "all": [0, 1e10]}, {"all": [1, 100]}]


def odd(rng):
    """A problem as files may be, and pycocotools' parameters. Rows of an image keep their order."""
    truth, detections = problem(rng, False)
    names = {
        "small": lambda i: i, "negative": lambda i: i - 5000, "wide": lambda i: 2**63 - 1 - i, "low": lambda i: i - 2**63,
        "beyond doubles": lambda i: 2**53 + i, "text": lambda i: f"{'éZz🙂'[i % 4]}/{i}.jpg", "digits": str}
    name = names[rng.choice(list(names))]
    nowhere = name(10_001)
    for image in truth["images"]:
        image["id"] = name(image["id"])
    for row in truth["annotations"] + detections:
        row["image_id"] = name(row["image_id"])
    for o in truth["annotations"]:
        o["area"] = rng.choice([o["area"], rng.choice(EDGES)])
        if rng.random() < 0.3:
            o["ignore"] = rng.randint(0, 1)
        if rng.random() < 0.3:
            o["segmentation"] = [[1, 2, 3, 4, 5, 6]]
        if rng.random() < 0.05:
            o["category_id"] = 999
        elif rng.random() < 0.05:
            o["image_id"] = nowhere
    scores = rng.choice([None, None, ODD_SCORES])
    for d in detections:
        if rng.random() < 0.1:
            d["bbox"][2:] = rng.choice([[32, 32], [96, 96], [64, 16], [1e5, 1e5], [1e5, 1.0001e5]])
        if rng.random() < 0.05:
            d["category_id"] = 998
        if scores:
            d["score"] = rng.choice(scores)
    detections += [dict(rng.choice(detections)) for _ in range(rng.choice([0, 20]))]
    truth["images"] += rng.choices(truth["images"], k=rng.randint(0, 2))
    for rows in (*truth.values(), detections):
        rng.shuffle(rows)
    parameters = {}
    for key, choices in (("iouThrs", GRIDS), ("recThrs", RECALLS), ("maxDets", BUDGETS)):
        if rng.random() < 0.5:
            parameters[key] = rng.choice(choices)
    if rng.random() < 0.5:
        ranges = rng.choice(RANGES)
        parameters |= {"areaRng": list(ranges.values()), "areaRngLbl": list(ranges)}
    if rng.random() < 0.3:
        parameters["useCats"] = 0
    return truth, detections, parameters


def runs(array, order):
    values = np.transpose(array, order)
    flat, found = values.ravel().tolist(), []
    for value in flat:
        if found and found[-1][0] == value:
            found[-1][1] += 1
        else:
            found.append([value, 1])
    return {"shape": list(values.shape), "runs": found}


def pycocotools(truth, detections, parameters=None):
    gt, dt = COCO(), COCO()
    gt.dataset = copy.deepcopy(truth)
    gt.createIndex()
    if detections:
        dt = gt.loadRes(copy.deepcopy(detections))
    else:
        dt.dataset = dict(gt.dataset, annotations=[])
        dt.createIndex()
    evaluation = COCOeval(gt, dt, "bbox")
    for name, value in (parameters or {}).items():
        setattr(evaluation.params, name, np.array(value) if name.endswith("Thrs") else copy.copy(value))
    evaluation.evaluate()
    evaluation.accumulate()
    arrays = evaluation.eval
    if parameters is None:
        evaluation.summarize()
        means = {"stats": dict(zip(STATS, (float(x) for x in evaluation.stats)))}
    else:
        means = {"parameters": parameters}
    return means | {
        "precision": runs(arrays["precision"], (2, 3, 4, 0, 1)),
        "scores": runs(arrays["scores"], (2, 3, 4, 0, 1)),
        "recall": runs(arrays["recall"], (1, 2, 3, 0)),
    }


def lvis(truth, detections):
    # lvis-api cannot read an empty list, and ignores crowds where `ignore` is absent.
    gt = LVIS.__new__(LVIS)
    import logging
    gt.logger = logging.getLogger("lvis")
    gt.dataset = copy.deepcopy(truth)
    gt._create_index()
    evaluation = LVISEval(gt, LVISResults(gt, copy.deepcopy(detections)), "bbox")
    evaluation.run()
    precision = evaluation.eval["precision"][:, :, :, 0]
    classes = []
    for k, category in enumerate(sorted(c["id"] for c in truth["categories"])):
        of = precision[:, :, k]
        classes.append({"category_id": category, "AP": float(np.mean(of[of > -1])) if (of > -1).any() else -1})
    return {"results": {k: float(v) for k, v in evaluation.results.items()}, "per_class": classes}


def tidecv(truth, detections):
    gt, dt = Data("gt"), Data("dt")
    for image in truth["images"]:
        gt.add_image(image["id"], image["file_name"])
    for category in truth["categories"]:
        gt.add_class(category["id"], category["name"])
    for o in truth["annotations"]:
        (gt.add_ignore_region if o["iscrowd"] else gt.add_ground_truth)(o["image_id"], o["category_id"], o["bbox"])
    for d in detections:
        dt.add_detection(d["image_id"], d["category_id"], d["score"], d["bbox"])
    tide = TIDE()
    run = tide.evaluate(gt, dt, mode=TIDE.BOX, name="run")
    errors = tide.get_all_errors()
    counts = {error.short_name: len(found) for error, found in run.error_dict.items()}
    deltas = {k: float(v) for kind in ("main", "special") for k, v in errors[kind]["run"].items()}
    return {"pos_threshold": 0.5, "bg_threshold": 0.1, "ap": float(run.ap), "delta_ap": deltas, "counts": counts}


def write(folder, truth, detections, parameters=None):
    expected = pycocotools(truth, detections, parameters)
    if detections and parameters is None:
        expected["lvis"] = lvis(truth, detections)
        # tidecv divides by the number of classes, and crashes where a repair leaves none.
        with contextlib.suppress(ZeroDivisionError):
            expected["tide"] = tidecv(truth, detections)
    folder.mkdir(parents=True)
    for name, value in (("gt", truth), ("dt", detections), ("expected", expected)):
        (folder / f"{name}.json").write_text(json.dumps(value))
    return set(expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="write the cases here, and run no tests")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        members = []
        with contextlib.redirect_stdout(io.StringIO()):
            for number in range(options.cases):
                case = odd(rng) if number % 2 else problem(rng, number % 4 == 2)
                members += write(folder / f"random-{number:03}", *case)
        print({name: members.count(name) for name in sorted(set(members))})
        if options.keep:
            return 0
        environment = dict(os.environ, FOCALD_EVALUATION_CASES=str(folder))
        tests = "COCOEvaluationTests|LVISEvaluationTests/numbers|TIDEAnalysisTests/numbers|ShardAccumulationTests/oneShard"
        return subprocess.run(["swift", "test", "--filter", tests], cwd=REPOSITORY, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
