"""What some builds of the libraries lack: torchvision's compiled suppression beside a torch of another build, and mmcv's
compiled operators, which mmcv-lite is without. mmdet's losses and decoding are plain PyTorch and its own; its suppression is
restated, and torchvision's kernel is restated from its source (csrc/ops/cpu/nms_kernel.cpp) only where it cannot load.
"""

import importlib.machinery
import sys
import types

import torch


def install():
    _torchvision()
    _mmcv()


def _torchvision():
    try:
        import torchvision  # noqa: F401
    except RuntimeError:
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        library = torch.library.Library("torchvision", "DEF")
        library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        for name in ("roi_align", "roi_pool", "ps_roi_align", "ps_roi_pool", "deform_conv2d"):
            for ending in ("", "_backward", "_symint"):
                try:
                    library.define(f"{name}{ending}() -> ()")
                except RuntimeError:
                    pass
        library.impl("nms", nms, "CPU")
        _keep.append(library)
        real = torch.library.register_fake
        torch.library.register_fake = lambda name, *a, **k: (lambda f: f) if name.startswith("torchvision::") \
            else real(name, *a, **k)
        import torchvision  # noqa: F401
        torch.library.register_fake = real
        import torchvision.extension
        torchvision.extension._assert_has_ops = lambda: None
        import torchvision.ops.boxes
        torchvision.ops.boxes._assert_has_ops = lambda: None
        print("torchvision's operators do not load beside this torch: nms is restated", file=sys.stderr)


_keep = []


def nms(boxes, scores, threshold):
    """The kernel: areas without a check, NaN compares false, equal scores by index."""
    x1, y1, x2, y2 = boxes.unbind(1)
    areas = (x2 - x1) * (y2 - y1)
    order = scores.sort(stable=True, descending=True)[1].tolist()
    gone, kept = set(), []
    for position, i in enumerate(order):
        if i in gone:
            continue
        kept.append(i)
        for j in order[position + 1:]:
            width = (torch.min(x2[i], x2[j]) - torch.max(x1[i], x1[j])).clamp(min=0)
            height = (torch.min(y2[i], y2[j]) - torch.max(y1[i], y1[j])).clamp(min=0)
            overlap = width * height
            if overlap / (areas[i] + areas[j] - overlap) > threshold:
                gone.add(j)
    return torch.tensor(kept, dtype=torch.int64)


def _mmcv():
    import mmcv
    from mmengine.utils import digit_version
    if digit_version(mmcv.__version__) >= digit_version("2.2.0"):
        # mmdet's own bound; the losses use nothing of it.
        mmcv.__version__ = "2.1.0"
    try:
        import mmcv.ops  # noqa: F401
    except ImportError:
        sys.meta_path.insert(0, _Finder())
        import mmcv.ops  # noqa: F401


class _Finder:
    """Finds mmcv.ops, and whatever is asked for below it, as modules of layers that compute nothing."""

    def find_spec(self, name, path=None, target=None):
        if name != "mmcv.ops" and not name.startswith("mmcv.ops."):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return _Operators(spec.name)

    def exec_module(self, module):
        pass


class _Operators(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "batched_nms":
            return batched_nms
        return type(name, (torch.nn.Module,), {})


def batched_nms(boxes, scores, idxs, nms_cfg, class_agnostic=False):
    """mmcv.ops.batched_nms of type nms, restated from mmcv/ops/nms.py of 2.2.0: classes are shifted, all at once below
    split_thr; its kernel is torchvision's."""
    import torchvision.ops
    assert nms_cfg["type"] == "nms" and len(boxes) < 10000 and not class_agnostic
    shifted = boxes + (idxs.to(boxes) * (boxes.max() + 1))[:, None] if len(boxes) else boxes
    keep = torchvision.ops.nms(shifted, scores, nms_cfg["iou_threshold"])
    return torch.cat([boxes[keep], scores[keep][:, None]], 1), keep
