"""mmdetection's heads without its compiled operators: its suppression is torchvision's here."""

import importlib.abc
import importlib.machinery
import sys
import types

import torch
from torchvision.ops import boxes as box_ops


class _Operators(types.ModuleType):
    """`mmcv.ops`, which mmcv-lite leaves out: whatever is asked for, of which these functions alone are called."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return batched_nms if name == "batched_nms" else type(name, (torch.nn.Module,), {})


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds `mmcv.ops` and what should be in it."""

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[:2] != ["mmcv", "ops"]:
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return _Operators(spec.name)

    def exec_module(self, module):
        pass


def batched_nms(boxes, scores, labels, nms_cfg, class_agnostic=False):
    """As mmcv's: (boxes with scores, kept), best first."""
    threshold = nms_cfg.get("iou_threshold", 0.5) if isinstance(nms_cfg, dict) else nms_cfg.iou_threshold
    keep = box_ops.batched_nms(boxes, scores, labels, threshold)
    return torch.cat((boxes[keep], scores[keep, None]), 1), keep


def load():
    """`mmdet.models.dense_heads`."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    import mmcv

    # It wants one of before mmcv-lite's, for operators that are not called.
    mmcv.__version__ = "2.1.0"
    import mmdet.models.dense_heads as heads

    return heads
