"""Vectors as they are written."""

import importlib.metadata
import json

import torch

PACKAGES = {
    "torchvision": "torchvision", "detectron2": "fvcore", "mmdetection": "mmdet", "ultralytics": "ultralytics",
    "keras": "keras", "tensorflow": "tensorflow-cpu", "paddle": "paddlepaddle", "onnx": "onnxruntime",
}


def text(operation, vectors):
    """One vector a line."""
    versions = {
        name: importlib.metadata.version(PACKAGES[name]) for name in dict.fromkeys(v["compat"] for v in vectors)
    }
    rows = ",\n".join(json.dumps(vector, ensure_ascii=False) for vector in vectors)
    head = json.dumps({"operation": operation, "libraries": versions}, ensure_ascii=False)[:-1]
    return f'{head}, "vectors": [\n{rows}\n]}}\n'


def plain(value):
    """A tensor, or a number, as JSON has it."""
    if isinstance(value, torch.Tensor):
        return value.detach().double().tolist()
    return value


def is_finite(value):
    if isinstance(value, dict):
        return all(is_finite(member) for member in value.values())
    if isinstance(value, list) and all(isinstance(element, str) for element in value):
        return True
    return bool(torch.isfinite(torch.as_tensor(value, dtype=torch.float64)).all())


def vector(name, compat, request, answer, tolerance=1e-12):
    """A vector of what a library answers; `undefined` where that is no number."""
    if compat == "keras":
        # Its operators on torch compute in float32, whatever comes.
        tolerance = max(tolerance, 1e-6)
    entry = {"name": f"{compat}-{name}", "compat": compat, "request": request}
    answer = {key: plain(value) if not isinstance(value, dict) else {k: plain(v) for k, v in value.items()}
              for key, value in answer.items()}
    if is_finite(answer):
        return entry | {"answer": answer, "tolerance": tolerance}
    return entry | {"undefined": True}
