"""detections.efficient-nms: what other runtimes' operators make of decoded boxes and scores of several classes."""

import numpy
import onnx
import onnxruntime
import torch

from .suppression import FLAT, scene
from .vectors import vector

CLASSES = 3


def scores_of(seed, count):
    draw = torch.Generator().manual_seed(seed)
    return (torch.rand(count, CLASSES, generator=draw, dtype=torch.float64) * 0.98 + 0.01).mul(1e5).round().div(1e5)


def answer(boxes, scores, kept):
    """Pairs (row, class), best score first."""
    kept = sorted(kept, key=lambda pair: -scores[pair[0], pair[1]])
    rows, labels = [row for row, _ in kept], [label for _, label in kept]
    return {"0.boxes": torch.tensor([boxes[row] for row in rows]).reshape(-1),
            "0.scores": torch.tensor([float(scores[pair]) for pair in kept]), "0.labels": torch.tensor(labels)}


def run_onnx(boxes, scores, most, iou):
    node = onnx.helper.make_node("NonMaxSuppression", ["boxes", "scores", "most", "iou"], ["kept"])
    kinds = (("boxes", onnx.TensorProto.FLOAT, [1, None, 4]), ("scores", onnx.TensorProto.FLOAT, [1, CLASSES, None]),
             ("most", onnx.TensorProto.INT64, [1]), ("iou", onnx.TensorProto.FLOAT, [1]))
    graph = onnx.helper.make_graph(
        [node], "nms", [onnx.helper.make_tensor_value_info(*kind) for kind in kinds],
        [onnx.helper.make_tensor_value_info("kept", onnx.TensorProto.INT64, [None, 3])])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 11)], ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    kept, = session.run(None, {
        "boxes": numpy.array(boxes, numpy.float32)[None][..., [1, 0, 3, 2]],
        "scores": scores.numpy().astype(numpy.float32).T[None], "most": numpy.array([most], numpy.int64),
        "iou": numpy.array([iou], numpy.float32)})
    return [(int(row), int(label)) for _, label, row in kept]


def run_tensorflow(boxes, scores, most, total):
    import tensorflow as tf
    found = tf.image.combined_non_max_suppression(
        numpy.array(boxes, numpy.float32)[None, :, None][..., [1, 0, 3, 2]], scores.numpy().astype(numpy.float32)[None],
        most, total, clip_boxes=False)
    count = int(found.valid_detections[0])
    numbers = [getattr(found, name)[0][:count].numpy() for name in ("nmsed_boxes", "nmsed_scores", "nmsed_classes")]
    boxes, kept, labels = (torch.tensor(n) for n in numbers)
    return {"0.boxes": boxes[:, [1, 0, 3, 2]].reshape(-1), "0.scores": kept, "0.labels": labels}


def vectors():
    for name, boxes in (("random", scene(71, 40, 1)[0]), ("no-area", FLAT)):
        scores = scores_of(len(boxes), len(boxes))
        for most, total in ((100, 200), (3, 200), (5, 8)):
            request = {"boxes": boxes, "scores": scores.tolist(), "precision": "float32", "max_detections": total,
                       "max_detections_per_class": most}
            yield vector(
                f"{name}-{most}-{total}", "tensorflow", request, run_tensorflow(boxes, scores, most, total), 1e-6)
            if total == 200:
                kept = run_onnx(boxes, scores, most, 0.45)
                yield vector(f"{name}-{most}", "onnx", request | {"iou_threshold": 0.45}, answer(boxes, scores, kept), 1e-6)


def operations():
    return {"detections.efficient-nms": list(vectors())}
