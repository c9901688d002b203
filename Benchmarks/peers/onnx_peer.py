"""ONNX Runtime's NonMaxSuppression, which exported detectors bring with them."""

import sys

import numpy as np
import onnxruntime
from onnx import TensorProto, helper

from lines import read, serve


def session():
    """A graph of that one node."""
    inputs = [
        helper.make_tensor_value_info("boxes", TensorProto.FLOAT, [1, None, 4]),
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, 1, None]),
        helper.make_tensor_value_info("most", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("iou", TensorProto.FLOAT, [1]),
    ]
    node = helper.make_node("NonMaxSuppression", [value.name for value in inputs], ["kept"])
    kept = helper.make_tensor_value_info("kept", TensorProto.INT64, [None, 3])
    model = helper.make_model(
        helper.make_graph([node], "suppression", inputs, [kept]), opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def suppression(directory, size):
    runner = session()
    feed = {
        # Corners in any order: x before y does no harm to an overlap.
        "boxes": read(directory, "boxes", "f32", 1, -1, 4), "scores": read(directory, "scores", "f32", 1, 1, -1),
        "most": np.array([size], np.int64), "iou": np.array([0.5], np.float32),
    }
    return lambda: {"indices": np.ascontiguousarray(runner.run(None, feed)[0][:, 2])}


if __name__ == "__main__":
    sys.exit(serve({"nms": suppression, "nms-dense": suppression}))
