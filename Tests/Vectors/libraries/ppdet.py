"""Single classes and functions of PaddleDetection, whose package does not import without its data sets' and trackers' libraries: they
are compiled from its installed source, alone (pip install --no-deps paddledet==2.6.0)."""

import importlib.metadata
import math
import types

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


def overlap_losses():
    """IouLoss, GIoULoss, DIouLoss and SIoULoss. DIouLoss multiplies numbers by truths, which paddle has refused since."""
    def greater_than(a, b):
        return paddle.greater_than(a, b).astype(a.dtype)

    given = _names() | definitions(_file("bbox_utils.py"), ["bbox_iou"], _names())
    given["paddle"] = types.SimpleNamespace(**vars(paddle) | {"greater_than": greater_than})
    return definitions(_file("losses/iou_loss.py"), ["IouLoss", "GIoULoss", "DIouLoss", "SIoULoss"], given)


def retinanet():
    """RetinaHead and what its get_loss is given."""
    names = _names() | {"nn": paddle.nn}
    names |= definitions(_file("bbox_utils.py"), ["bbox_overlaps", "bbox_area", "bbox2delta"], names)
    names |= definitions(_file("proposal_generator/target.py"), ["label_box"], names)
    names |= definitions(_file("assigners/max_iou_assigner.py"), ["MaxIoUAssigner"], names)
    names |= definitions(_file("losses/focal_loss.py"), ["FocalLoss"], names)
    names |= definitions(_file("losses/smooth_l1_loss.py"), ["SmoothL1Loss"], names)
    return definitions(_file("heads/retina_head.py"), ["RetinaHead"], names)
