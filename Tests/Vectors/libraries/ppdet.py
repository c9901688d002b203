"""Single classes and functions of PaddleDetection, whose package does not import without its data sets' and trackers' libraries: they
are compiled from its installed source, alone (pip install --no-deps paddledet==2.6.0)."""

import importlib.metadata
import math

import numpy
import paddle

from .sources import definitions


def _file(name):
    return importlib.metadata.distribution("paddledet").locate_file(f"ppdet/modeling/{name}")


def _names():
    return {"np": numpy, "math": math, "paddle": paddle, "F": paddle.nn.functional,
            "bbox_cxcywh_to_xyxy": definitions(_file("transformers/utils.py"), ["bbox_cxcywh_to_xyxy"],
                                               {"paddle": paddle})["bbox_cxcywh_to_xyxy"]}


def post_process(name):
    return definitions(_file("post_process.py"), [name], _names())[name]


def giou_loss():
    return definitions(_file("losses/iou_loss.py"), ["GIoULoss"], _names())["GIoULoss"]()


def bbox_iou():
    return definitions(_file("bbox_utils.py"), ["bbox_iou"], _names())["bbox_iou"]
