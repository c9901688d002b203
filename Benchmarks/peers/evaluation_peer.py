"""COCO's twelve numbers of two files by a peer: evaluation_peer.py TOOL GROUND_TRUTH DETECTIONS

TOOL is pycocotools, faster-coco-eval, hotcoco or ultrafast-pycocotools. Prints the numbers as a list; with --serve answers the
commands of lines.py, each run from the files on.
"""

import contextlib
import importlib
import json
import os
import sys

# Classes of the ground truth and of the evaluation, by the name on PyPI: module and names.
TOOLS = {
    "pycocotools": (("pycocotools.coco", "COCO"), ("pycocotools.cocoeval", "COCOeval")),
    "faster-coco-eval": (("faster_coco_eval", "COCO"), ("faster_coco_eval", "COCOeval_faster")),
    "hotcoco": (("hotcoco", "COCO"), ("hotcoco", "COCOeval")),
    "ultrafast-pycocotools": (("ultrafast_pycocotools.coco", "COCO"), ("ultrafast_pycocotools.cocoeval", "COCOeval")),
}


def evaluation(tool, truth, detections):
    coco, evaluator = (getattr(importlib.import_module(module), name) for module, name in TOOLS[tool])

    def run():
        # They print as they go.
        with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
            known = coco(truth)
            found = evaluator(known, known.loadRes(detections), "bbox")
            found.evaluate()
            found.accumulate()
            found.summarize()
        return [float(number) for number in found.stats[:12]]

    return run


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--serve"]
    work = evaluation(*words)
    if "--serve" in sys.argv:
        from lines import serve

        serve({"evaluation": lambda _directory, _size: lambda: {"stats": work()}})
    else:
        print(json.dumps(work()))
