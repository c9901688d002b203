"""boxes.nms."""

import random

import numpy
import onnx
import onnxruntime
import paddle
import torch
import torchvision.ops as ops
from ultralytics.utils.nms import TorchNMS

from .vectors import vector


def scene(seed, count, classes, low=0, high=60):
    draw = random.Random(seed)
    boxes, labels = [], []
    for _ in range(count):
        x, y = draw.uniform(low, high), draw.uniform(low, high)
        boxes.append([round(v, 2) for v in (x, y, x + draw.uniform(5, 30), y + draw.uniform(5, 30))])
        labels.append(draw.randrange(classes))
    scores = [round(0.99 - 0.9 * i / count, 4) for i in range(count)]
    draw.shuffle(scores)
    return boxes, scores, labels


FLAT = [[0, 0, 10, 10], [5, 5, 5, 9], [5, 5, 5, 9], [5, 5, 5, 5], [5, 5, 5, 5], [1, 1, 11, 11]]
SCENES = {
    "one-class": scene(1, 40, 1), "classes": scene(2, 60, 3), "negative": scene(3, 40, 4, -80, 40),
    "no-area": (FLAT, [0.9, 0.8, 0.7, 0.65, 0.6, 0.55], [0] * 6), "equal-scores": (scene(4, 20, 1)[0], [0.5] * 20, [0] * 20),
    "empty": ([], [], []),
}


def torchvision(boxes, scores, labels, threshold):
    return ops.batched_nms(boxes, scores, labels, threshold).tolist()


def ultralytics(boxes, scores, labels, threshold):
    """What non_max_suppression does of boxes that it has picked: those above conf_thres, shifted by class, the first 300."""
    picked = torch.nonzero(scores > 0.25).squeeze(1)
    picked = picked[scores[picked].argsort(descending=True)]
    shifted = boxes[picked] + labels[picked].double()[:, None] * 7680
    # Without torchvision it asks its own; equal but for boxes without area, which its own treats by their company.
    return picked[ops.nms(shifted, scores[picked], threshold)].tolist()[:300], picked[
        TorchNMS.nms(shifted, scores[picked], threshold)].tolist()[:300]


def run_paddle(boxes, scores, labels, threshold):
    kept = paddle.vision.ops.nms(
        paddle.to_tensor(boxes.numpy()), threshold, paddle.to_tensor(scores.numpy()), paddle.to_tensor(labels.numpy()),
        sorted(set(labels.tolist())))
    return kept.tolist()


def run_paddle_classes(boxes, scores, labels, threshold, is_normalized, most):
    """PaddleDetection's MultiClassNMS: its operator, of boxes that each have a score in one class. In float32 always."""
    by_class = numpy.full((max(labels.tolist()) + 1, len(boxes)), -1, numpy.float32)
    by_class[labels.numpy(), numpy.arange(len(boxes))] = scores.numpy()
    # background, score threshold, top-k of a class, IoU threshold, of all, whether lengths go without the last pixel, eta
    found, rows, _ = paddle._C_ops.multiclass_nms3(
        paddle.to_tensor(boxes.numpy().astype(numpy.float32)[None]), paddle.to_tensor(by_class[None]), None, 0.05, -1, most,
        threshold, is_normalized, 1.0, -1)
    # It answers class by class.
    return [row for _, row in sorted(zip(-found.numpy()[:, 1], rows.numpy()[:, 0].tolist()))]


def run_onnx(boxes, scores, threshold, most):
    """The operator of one class; it takes y1, x1, y2, x2 in float32."""
    node = onnx.helper.make_node("NonMaxSuppression", ["boxes", "scores", "most", "iou"], ["kept"])
    inputs = [
        onnx.helper.make_tensor_value_info("boxes", onnx.TensorProto.FLOAT, [1, None, 4]),
        onnx.helper.make_tensor_value_info("scores", onnx.TensorProto.FLOAT, [1, 1, None]),
        onnx.helper.make_tensor_value_info("most", onnx.TensorProto.INT64, [1]),
        onnx.helper.make_tensor_value_info("iou", onnx.TensorProto.FLOAT, [1]),
    ]
    outputs = [onnx.helper.make_tensor_value_info("kept", onnx.TensorProto.INT64, [None, 3])]
    model = onnx.helper.make_model(
        onnx.helper.make_graph([node], "nms", inputs, outputs), opset_imports=[onnx.helper.make_opsetid("", 11)],
        ir_version=8)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    kept, = session.run(None, {
        "boxes": boxes.numpy().astype(numpy.float32)[None][..., [1, 0, 3, 2]],
        "scores": scores.numpy().astype(numpy.float32)[None, None], "most": numpy.array([most], numpy.int64),
        "iou": numpy.array([threshold], numpy.float32)})
    return kept[:, 2].tolist()


def run_tensorflow(boxes, scores, threshold):
    """In float32 always."""
    import tensorflow as tf
    kept = tf.image.non_max_suppression(
        boxes.numpy()[:, [1, 0, 3, 2]].astype(numpy.float32), scores.numpy().astype(numpy.float32), len(boxes),
        iou_threshold=threshold)
    return kept.numpy().tolist()


def run_keras(boxes, scores, threshold):
    from keras_hub.src.layers.modeling.non_max_supression import non_max_suppression
    kept, count = non_max_suppression(
        boxes[None][..., [1, 0, 3, 2]].float().clone(), scores[None].float().clone(), 100, threshold, 0.5)
    return kept[0][:int(count[0])].tolist()


def vectors():
    for name, (boxes, scores, labels) in SCENES.items():
        request = {"boxes": boxes, "scores": scores, "labels": labels}
        b = torch.tensor(boxes, dtype=torch.float64).reshape(-1, 4)
        s, c = torch.tensor(scores, dtype=torch.float64), torch.tensor(labels, dtype=torch.int64)
        for threshold in (0.5, 0.2):
            given = request | {"iou_threshold": threshold}
            yield vector(f"{name}-{threshold}", "torchvision", given, {"indices": torchvision(b, s, c, threshold)})
            if name not in ("empty", "equal-scores"):
                yield vector(f"{name}-{threshold}", "paddle", given, {"indices": run_paddle(b, s, c, threshold)})
            if name not in ("empty", "equal-scores", "no-area"):
                for is_normalized in (True, False):
                    yield vector(
                        f"{name}-{threshold}-{'plain' if is_normalized else 'pixels'}", "paddle",
                        given | {"score_threshold": 0.05, "pixel_offset": int(not is_normalized), "max_detections": 12},
                        {"indices": run_paddle_classes(b, s, c, threshold, is_normalized, 12)})
            if set(labels) <= {0} and name != "empty":
                for most in (100, 3):
                    yield vector(
                        f"{name}-{threshold}-{most}", "onnx", given | {"max_detections": most, "precision": "float32"},
                        {"indices": run_onnx(b, s, threshold, most)})
            if name != "empty":
                single = {"precision": "float32"}
                if set(labels) <= {0}:
                    yield vector(
                        f"{name}-{threshold}", "tensorflow", given | single,
                        {"indices": run_tensorflow(b, s, threshold)})
                # Its sort leaves the order of equal scores open; it takes a box that lies left of and above 0 for none.
                if name not in ("equal-scores", "negative"):
                    yield vector(f"{name}-{threshold}", "keras", given | single, {"indices": run_keras(b, s, threshold)})
        # Its sort, as paddle's, leaves the order of equal scores open.
        if name == "equal-scores":
            continue
        kept, own = ultralytics(b, s, c, 0.45)
        assert kept == own or name == "no-area", name
        yield vector(name, "ultralytics", request, {"indices": kept})


def operations():
    return {"boxes.nms": list(vectors())}
