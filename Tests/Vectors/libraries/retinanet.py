"""losses.retinanet: torchvision's, mmdetection's, keras-hub's and PaddleDetection's own modules; detectron2's first step restated
of fvcore's losses."""

import functools
import random
import types

import fvcore.nn
import keras
# Before keras_hub, which brings tensorflow.
import paddle
import torch
from mmdet.models.dense_heads import RetinaHead
from mmengine.config import ConfigDict
from mmengine.structures import InstanceData
from torchvision.models.detection import retinanet
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.ops import box_iou

from . import ppdet
from .vectors import vector

CLASSES = 3
STRIDE = 32
SIZE = (3, 4)


def mmdet_head():
    return RetinaHead(
        CLASSES, 4, feat_channels=4, stacked_convs=1,
        anchor_generator=dict(
            type="AnchorGenerator", octave_base_scale=1, scales_per_octave=1, ratios=[0.5, 1.0, 2.0], strides=[STRIDE]),
        bbox_coder=dict(type="DeltaXYWHBBoxCoder", target_means=[0.0] * 4, target_stds=[1.0] * 4),
        loss_cls=dict(type="FocalLoss", use_sigmoid=True, gamma=2.0, alpha=0.25, loss_weight=1.0),
        loss_bbox=dict(type="L1Loss", loss_weight=1.0),
        train_cfg=ConfigDict(
            assigner=dict(type="MaxIoUAssigner", pos_iou_thr=0.5, neg_iou_thr=0.4, min_pos_iou=0, ignore_iof_thr=-1),
            sampler=dict(type="PseudoSampler"), allowed_border=-1, pos_weight=-1, debug=False))


def anchors_of(head):
    meta = [{"pad_shape": (SIZE[0] * STRIDE, SIZE[1] * STRIDE)}]
    anchors, _ = head.get_anchors([SIZE], meta, device="cpu")
    return anchors[0][0].double()


def scenes(anchors):
    """By name: the objects of each image."""
    draw = random.Random(5)

    def near(index):
        box = anchors[index].tolist()
        return [round(v + draw.uniform(-4, 4), 2) for v in box]

    tiny = [50.0, 40.0, 57.0, 45.0]
    far = [1000.0, 1000.0, 1030.0, 1040.0]
    return {
        "one-image": [[(near(14), 1), (near(20), 0)]],
        "low-quality": [[(tiny, 2), (near(10), 1)]],
        "two-images": [[(near(14), 1), (tiny, 0), (near(25), 2)], [(near(8), 2)]],
        "no-objects": [[], [(near(16), 0)]],
        "all-negative": [[], []],
        # No anchor overlaps the object: libraries rescue all anchors for it.
        "out-of-reach": [[(far, 1), (near(14), 2)]],
        "same-anchor": [[(near(16), 0), (near(16), 1)]],
    }


def heads(images, rows, seed):
    """Logits of 0 are moved: there paddle's gradient lacks the half, as it is made of max(x, 0) and log(1 + exp(−|x|))."""
    draw = torch.Generator().manual_seed(seed)
    logits = torch.randn(images, rows, CLASSES, generator=draw, dtype=torch.float64).mul(1.5).sub(1)
    deltas = torch.randn(images, rows, 4, generator=draw, dtype=torch.float64).mul(0.4)
    logits = (logits * 1000).round() / 1000
    return torch.where(logits == 0, 0.001, logits).requires_grad_(), ((deltas * 1000).round() / 1000).requires_grad_()


def targets_of(objects):
    boxes = torch.tensor([box for box, _ in objects], dtype=torch.float64).reshape(-1, 4)
    return {"boxes": boxes, "labels": torch.tensor([label for _, label in objects], dtype=torch.int64)}


def matches(anchors, targets):
    matcher = Matcher(0.5, 0.4, allow_low_quality_matches=True)
    return [
        matcher(box_iou(t["boxes"], anchors)) if len(t["boxes"]) else torch.full((len(anchors),), -1) for t in targets]


def torchvision(logits, deltas, anchors, targets):
    head = retinanet.RetinaNetHead(1, 1, CLASSES)
    found = head.compute_loss(
        targets, {"cls_logits": logits, "bbox_regression": deltas}, [anchors] * len(targets), matches(anchors, targets))
    return found["classification"], found["bbox_regression"]


def mmdetection(logits, deltas, anchors, targets):
    head = mmdet_head().double()

    def as_map(rows):
        images, _, columns = rows.shape
        return rows.reshape(images, *SIZE, -1).permute(0, 3, 1, 2)

    objects = [InstanceData(bboxes=t["boxes"], labels=t["labels"]) for t in targets]
    shape = (SIZE[0] * STRIDE, SIZE[1] * STRIDE)
    meta = [{"pad_shape": shape, "img_shape": shape}] * len(targets)
    found = head.loss_by_feat([as_map(logits)], [as_map(deltas)], objects, meta)
    return found["loss_cls"][0], found["loss_bbox"][0]


def detectron2(logits, deltas, anchors, targets):
    """RetinaNet.losses in its first step: the running normalizer begins at 100 with momentum 0.9."""
    indices = matches(anchors, targets)
    positives = sum(int((i >= 0).sum()) for i in indices)
    normalizer = 0.9 * 100 + 0.1 * max(positives, 1)
    coder = BoxCoder((1.0, 1.0, 1.0, 1.0))
    classification = regression = 0
    for n, (t, i) in enumerate(zip(targets, indices)):
        wanted = torch.zeros_like(logits[n])
        wanted[i >= 0, t["labels"][i[i >= 0]]] = 1
        counts = i != -2
        classification += fvcore.nn.sigmoid_focal_loss(
            logits[n][counts], wanted[counts], alpha=0.25, gamma=2.0, reduction="sum")
        if (i >= 0).any():
            offsets = coder.encode_single(t["boxes"][i[i >= 0]], anchors[i >= 0])
            regression += fvcore.nn.smooth_l1_loss(deltas[n][i >= 0], offsets, beta=0.1, reduction="sum")
    return classification / normalizer, regression / normalizer + 0 * deltas.sum()


@functools.cache
def keras_model():
    """Its detector over a level that has as many anchors, and nothing else of a backbone; compiled with its own losses."""
    from keras_hub.src.models.retinanet.retinanet_object_detector import RetinaNetObjectDetector
    image = keras.Input((SIZE[0] * STRIDE, SIZE[1] * STRIDE, 3))
    backbone = keras.Model(image, {"P5": keras.layers.AveragePooling2D(STRIDE)(image)})
    backbone.image_shape, backbone.min_level, backbone.max_level = image.shape[1:], 5, 5

    class Anchors(keras.layers.Layer):
        bounding_box_format, num_base_anchors, boxes = "xyxy", 3, None

        def call(self, images):
            return {"P5": self.boxes}

    return RetinaNetObjectDetector(
        backbone, CLASSES, "xyxy", anchor_generator=Anchors(), pre_logits_num_conv_layers=1)


def run_keras(logits, deltas, anchors, targets):
    """compute_loss gives the sum; each term is what is left with the other's weight at 0."""
    model = keras_model()
    model.anchor_generator.boxes = anchors.float()
    # Batches are padded with boxes of −1, of which there must be one.
    most = max(1, *(len(t["boxes"]) for t in targets))
    boxes = torch.full((len(targets), most, 4), -1.0)
    labels = torch.full((len(targets), most), -1.0)
    for image, t in enumerate(targets):
        boxes[image, :len(t["boxes"])], labels[image, :len(t["boxes"])] = t["boxes"].float(), t["labels"].float()
    images = torch.zeros(len(targets), SIZE[0] * STRIDE, SIZE[1] * STRIDE, 3)

    def loss():
        return model.compute_loss(
            images, {"boxes": boxes, "labels": labels}, {"bbox_regression": deltas.float(), "cls_logits": logits.float()},
            None)

    heads = ("cls_logits", "bbox_regression")
    terms = []
    for name in heads:
        model.compile(loss_weights={key: float(key == name) for key in heads})
        terms.append(loss())
    model.compile()
    assert torch.allclose(loss(), sum(terms))
    return terms


def run_paddle(logits, deltas, anchors, targets):
    """RetinaHead.get_loss of maps; its gradients are paddle's own."""
    parts = ppdet.retinanet()
    head = types.SimpleNamespace(
        num_classes=CLASSES, weights=[1.0] * 4, anchor_generator=lambda maps: [paddle.to_tensor(anchors.numpy())],
        bbox_assigner=parts["MaxIoUAssigner"](0.5, 0.4, True), loss_class=parts["FocalLoss"](),
        loss_bbox=parts["SmoothL1Loss"](beta=0.0))
    rows = [paddle.to_tensor(tensor.detach().numpy(), stop_gradient=False) for tensor in (logits, deltas)]
    maps = [[r.reshape([len(targets), *SIZE, -1]).transpose([0, 3, 1, 2])] for r in rows]
    found = parts["RetinaHead"].get_loss(head, maps, {
        "gt_bbox": [paddle.to_tensor(t["boxes"].numpy()) for t in targets],
        "gt_class": [paddle.to_tensor(t["labels"].numpy()).reshape([-1, 1]) for t in targets]})
    found["loss"].sum().backward()
    for leaf, row in zip((logits, deltas), rows):
        leaf.grad = torch.zeros_like(leaf) if row.grad is None else torch.tensor(row.grad.numpy())
    return [torch.tensor(found[name].numpy()).sum() for name in ("loss_cls", "loss_reg")]


# fvcore's focal loss computes in float32, whatever comes, and so does mmdetection's encoding of boxes.
LIBRARIES = {"torchvision": (torchvision, 1e-12), "mmdetection": (mmdetection, 1e-6), "detectron2": (detectron2, 1e-6),
             "keras": (run_keras, 1e-6), "paddle": (run_paddle, 1e-12)}


def vectors():
    anchors = anchors_of(mmdet_head())
    for number, (name, images) in enumerate(scenes(anchors).items()):
        for compat, (function, tolerance) in LIBRARIES.items():
            logits, deltas = heads(len(images), len(anchors), number)
            targets = [targets_of(objects) for objects in images]
            classification, regression = function(logits, deltas, anchors, targets)
            if logits.grad is None:
                (classification + regression).double().backward()
            objects = [(box, label, n) for n, image in enumerate(images) for box, label in image]
            request = {
                "class_logits": logits.tolist(), "box_deltas": deltas.tolist(), "anchors": anchors.tolist(),
                "target_boxes": [o[0] for o in objects], "target_labels": [o[1] for o in objects],
                "target_image_indices": [o[2] for o in objects], "gradients": True,
            }
            yield vector(name, compat, request, {
                "loss": classification + regression,
                "components": {"classification": classification, "bbox_regression": regression},
                "gradients": {"class_logits": logits.grad, "box_deltas": deltas.grad},
            }, tolerance)


def operations():
    return {"losses.retinanet": list(vectors())}
