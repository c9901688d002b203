"""detections.*: the libraries' own post-processing on random and degenerate heads. detectron2 does not install: its steps are
restated from dense_detector.py (`_decode_per_level_predictions`), retinanet.py and fcos.py (`inference_single_image`),
roi_heads/fast_rcnn.py (`fast_rcnn_inference_single_image`) and postprocessing.py (`detector_postprocess`) of 0.6."""

import math
import types

# Before tensorflow and keras_hub, or it does not load.
import paddle
import torch
from mmdet.models.dense_heads import FCOSHead, RetinaHead, RPNHead, SSDHead
from mmdet.models.dense_heads.detr_head import DETRHead
from mmdet.models.roi_heads.bbox_heads import BBoxHead
from mmengine.config import ConfigDict
from torchvision.models.detection import fcos, retinanet, rpn, ssd
from torchvision.models.detection._utils import BoxCoder, BoxLinearCoder
from torchvision.models.detection.roi_heads import RoIHeads
from torchvision.ops import batched_nms

from . import ppdet
from .vectors import vector

CLASSES = 3
IMAGE = (96, 128)
STRIDES = (32, 64)
SIZES = ((3, 4), (2, 2))
RATIOS = [0.5, 1.0, 2.0]
META = {"img_shape": IMAGE, "pad_shape": IMAGE, "scale_factor": (1.0, 1.0), "ori_shape": IMAGE}


def rounded(tensor):
    return (tensor * 1000).round() / 1000


def random(seed, *shape, scale=1.0, shift=0.0):
    draw = torch.Generator().manual_seed(seed)
    return rounded(torch.randn(*shape, generator=draw, dtype=torch.float64) * scale + shift)


def apart(rows):
    """Millionths that make all logits different."""
    return torch.arange(rows * CLASSES, dtype=torch.float64).reshape(rows, CLASSES) / 1e6


def degenerate(deltas):
    """Offsets that clamp, leave the image, and leave nothing of it."""
    deltas = deltas.clone()
    for row, offsets in enumerate(((0, 0, 9.5, 0.2), (0, 0, -9.0, -7.5), (0, 0, 0.1, -5.25), (-6, 0.5, 0, 0), (9, 9, 0, 0))):
        if row < len(deltas):
            deltas[row, :4] = torch.tensor(offsets, dtype=deltas.dtype)
    return deltas


def answer(boxes, scores, labels):
    return {"0.boxes": boxes.reshape(-1), "0.scores": scores, "0.labels": labels}


def split(rows, counts):
    return list(rows.split(counts))


def as_map(rows, size):
    return rows.reshape(*size, -1).permute(2, 0, 1)[None]


def coco_cfg(**options):
    return ConfigDict(dict(nms_pre=1000, min_bbox_size=0, score_thr=0.05, nms=dict(type="nms", iou_threshold=0.5),
                           max_per_img=100) | options)


def found(instances):
    return answer(instances.bboxes, instances.scores, instances.labels)


def detectron2(boxes, scores, labels, threshold, most=100, size=IMAGE):
    keep = batched_nms(boxes, scores, labels, threshold)[:most]
    boxes = boxes[keep].clone()
    boxes[:, 0::2] = boxes[:, 0::2].clamp(0, size[1])
    boxes[:, 1::2] = boxes[:, 1::2].clamp(0, size[0])
    full = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    return answer(boxes[full], scores[keep][full], labels[keep][full])


def selected(scores, threshold, top_k):
    """(rows, labels, scores) of a level."""
    rows, labels = torch.nonzero(scores > threshold, as_tuple=True)
    best, order = scores[rows, labels].topk(min(top_k, len(rows)))
    return rows[order], labels[order], best


# RetinaNet.

ANCHORS = dict(type="AnchorGenerator", octave_base_scale=1, scales_per_octave=1, ratios=RATIOS, strides=list(STRIDES))
PER_LEVEL = [h * w * len(RATIOS) for h, w in SIZES]


def retina_head():
    coder = dict(type="DeltaXYWHBBoxCoder", target_means=[0.0] * 4, target_stds=[1.0] * 4)
    return RetinaHead(CLASSES, 4, feat_channels=4, stacked_convs=1, anchor_generator=ANCHORS, bbox_coder=coder).double()


def anchors_of(head):
    return [a.double() for a in head.prior_generator.grid_priors(SIZES, dtype=torch.float64, device="cpu")]


def retinanet_cases():
    rows = sum(PER_LEVEL)
    logits, deltas = random(11, rows, CLASSES, scale=2, shift=-1), random(12, rows, 4, scale=0.4)
    yield "random", logits, deltas, 1000
    yield "top-k", random(13, rows, CLASSES, scale=2), random(14, rows, 4, scale=0.3), 6
    # The order of equal scores is the sort's.
    yield "degenerate", random(115, rows, CLASSES, scale=1, shift=1) + apart(rows), degenerate(random(16, rows, 4, scale=0.4)), 1000
    yield "nothing", logits - 20, deltas, 1000


def retinanet_torchvision(logits, deltas, anchors, top_k, threshold=0.05):
    model = types.SimpleNamespace(
        score_thresh=threshold, topk_candidates=top_k, nms_thresh=0.5, detections_per_img=100,
        box_coder=BoxCoder((1.0, 1.0, 1.0, 1.0)))
    heads = {"cls_logits": [r[None] for r in split(logits, PER_LEVEL)],
             "bbox_regression": [r[None] for r in split(deltas, PER_LEVEL)]}
    one = retinanet.RetinaNet.postprocess_detections(model, heads, [anchors], [IMAGE])[0]
    return answer(one["boxes"], one["scores"], one["labels"])


def retinanet_detectron2(logits, deltas, anchors, top_k, threshold=0.05):
    coder, parts = BoxCoder((1.0, 1.0, 1.0, 1.0)), []
    for x, d, a in zip(split(logits, PER_LEVEL), split(deltas, PER_LEVEL), anchors):
        rows, labels, scores = selected(x.sigmoid(), threshold, top_k)
        parts.append((coder.decode_single(d[rows], a[rows]), scores, labels))
    return detectron2(*(torch.cat(part) for part in zip(*parts)), 0.5)


def retinanet_mmdetection(logits, deltas, anchors, top_k, threshold=0.05):
    one = retina_head().predict_by_feat(
        [as_map(r, s) for r, s in zip(split(logits, PER_LEVEL), SIZES)],
        [as_map(r, s) for r, s in zip(split(deltas, PER_LEVEL), SIZES)],
        batch_img_metas=[META], cfg=coco_cfg(nms_pre=top_k, score_thr=threshold), rescale=False)[0]
    return found(one)


def retinanet_keras(logits, deltas, anchors, top_k):
    import keras
    from keras_hub.src.layers.modeling.non_max_supression import NonMaxSuppression
    boxes = keras.utils.bounding_boxes.decode_deltas_to_boxes(
        anchors=torch.cat(anchors).float(), boxes_delta=deltas[None].float(), encoded_format="center_xywh",
        anchor_format="xyxy", box_format="xyxy", image_shape=(*IMAGE, 3))
    layer = NonMaxSuppression("xyxy", from_logits=True)
    one = layer(boxes, logits[None].float())
    count = int(one["num_detections"][0])
    return answer(one["boxes"][0][:count], one["confidence"][0][:count], one["labels"][0][:count])


def retinanet_vectors():
    anchors = anchors_of(retina_head())
    for name, logits, deltas, top_k in retinanet_cases():
        request = {
            "class_logits": logits.tolist(), "box_deltas": deltas.tolist(), "anchors": torch.cat(anchors).tolist(),
            "feature_sizes": [list(s) for s in SIZES], "image_size": list(IMAGE), "top_k": top_k}
        for compat, function in (("torchvision", retinanet_torchvision), ("detectron2", retinanet_detectron2),
                                 ("mmdetection", retinanet_mmdetection)):
            yield vector(name, compat, request, function(logits, deltas, anchors, top_k))
        # Its exponential is not clamped, and of equal zeros its order is its backend's.
        if name in ("random", "nothing"):
            yield vector(name, "keras", {k: v for k, v in request.items() if k != "top_k"},
                         retinanet_keras(logits, deltas, anchors, top_k), 1e-5)
    # σ(0) is the threshold itself: a score that does not pass.
    logits, deltas = random(11, sum(PER_LEVEL), CLASSES, scale=2, shift=-1), random(12, sum(PER_LEVEL), 4, scale=0.4)
    logits[::3, 1] = 0
    request |= {"class_logits": logits.tolist(), "box_deltas": deltas.tolist(), "top_k": 1000}
    for compat, function in (("torchvision", retinanet_torchvision), ("detectron2", retinanet_detectron2),
                             ("mmdetection", retinanet_mmdetection)):
        yield vector("at-threshold", compat, request | {"score_threshold": 0.5},
                     function(logits, deltas, anchors, 1000, 0.5))
    # Its threshold is that already.
    yield vector("at-threshold", "keras", {k: v for k, v in request.items() if k != "top_k"},
                 retinanet_keras(logits, deltas, anchors, 1000), 1e-5)


# FCOS.

CELLS = [h * w for h, w in SIZES]


def points():
    """Anchors of torchvision: boxes of a stride around the corner of each cell."""
    levels = []
    for (height, width), stride in zip(SIZES, STRIDES):
        y, x = torch.meshgrid(torch.arange(height) * stride, torch.arange(width) * stride, indexing="ij")
        centers = torch.stack([x.reshape(-1), y.reshape(-1)] * 2, 1).double()
        levels.append(centers + torch.tensor([-stride, -stride, stride, stride]) / 2)
    return levels


def fcos_torchvision(logits, deltas, centerness, top_k):
    model = types.SimpleNamespace(
        score_thresh=0.2, topk_candidates=top_k, nms_thresh=0.6, detections_per_img=100,
        box_coder=BoxLinearCoder(normalize_by_size=True))
    heads = {name: [r[None] for r in split(rows, CELLS)] for name, rows in (
        ("cls_logits", logits), ("bbox_regression", deltas), ("bbox_ctrness", centerness))}
    one = fcos.FCOS.postprocess_detections(model, heads, [points()], [IMAGE])[0]
    return answer(one["boxes"], one["scores"], one["labels"])


def fcos_detectron2(logits, deltas, centerness, top_k):
    coder, parts = BoxLinearCoder(normalize_by_size=True), []
    levels = zip(split(logits, CELLS), split(deltas, CELLS), split(centerness, CELLS), points(), STRIDES)
    for x, d, c, a, stride in levels:
        rows, labels, scores = selected((x.sigmoid() * c.sigmoid()).sqrt(), 0.2, top_k)
        parts.append((coder.decode(d[rows], a[rows] + stride / 2), scores, labels))
    return detectron2(*(torch.cat(part) for part in zip(*parts)), 0.6)


def fcos_mmdetection(logits, deltas, centerness, top_k):
    head = FCOSHead(CLASSES, 4, feat_channels=4, stacked_convs=1, strides=STRIDES, norm_cfg=None).double()
    maps = [[as_map(r, s) for r, s in zip(split(rows, CELLS), SIZES)] for rows in (logits, deltas, centerness)]
    one = head.predict_by_feat(
        *maps[:2], score_factors=maps[2], batch_img_metas=[META], cfg=coco_cfg(nms_pre=top_k), rescale=False)[0]
    return found(one)


def fcos_vectors():
    rows = sum(CELLS)
    strides = torch.cat([torch.full((n, 1), float(s)) for n, s in zip(CELLS, STRIDES)]).double()
    cases = (("random", 21, 1000, 0), ("top-k", 22, 4, 0), ("outside", 23, 1000, -6), ("nothing", 24, 1000, 0))
    for name, seed, top_k, shift in cases:
        logits = random(seed, rows, CLASSES, scale=2, shift=-20 if name == "nothing" else 0.5)
        deltas = random(seed + 50, rows, 4, scale=0.5, shift=1).abs()
        # Distances from the border outwards: nothing is left of such a box.
        if shift:
            deltas[0] = torch.tensor([9.0, 0.5, 0.0, 1.0])
            deltas[1] = torch.tensor([0.0, 0.0, 0.0, 0.0])
        centerness = random(seed + 90, rows, 1, shift=1)
        for compat, function in (("torchvision", fcos_torchvision), ("detectron2", fcos_detectron2),
                                 ("mmdetection", fcos_mmdetection)):
            distances = rounded(deltas * strides) if compat == "mmdetection" else deltas
            request = {
                "class_logits": logits.tolist(), "box_deltas": distances.tolist(), "centerness": centerness.tolist(),
                "feature_sizes": [list(s) for s in SIZES], "image_size": list(IMAGE), "strides": list(STRIDES),
                "top_k": top_k}
            yield vector(name, compat, request, function(logits, distances, centerness, top_k))


# SSD.

def ssd_torchvision(logits, deltas, anchors, top_k):
    model = types.SimpleNamespace(
        score_thresh=0.01, topk_candidates=top_k, nms_thresh=0.45, detections_per_img=200,
        box_coder=BoxCoder((10.0, 10.0, 5.0, 5.0)))
    heads = {"cls_logits": logits[None], "bbox_regression": deltas[None]}
    one = ssd.SSD.postprocess_detections(model, heads, [anchors], [IMAGE])[0]
    return answer(one["boxes"], one["scores"], one["labels"])


def ssd_head():
    return SSDHead(
        CLASSES, (4, 4), anchor_generator=dict(
            type="SSDAnchorGenerator", scale_major=False, input_size=128, min_sizes=[24, 50], max_sizes=[50, 90],
            strides=list(STRIDES), ratios=[[2], [2]]),
        bbox_coder=dict(type="DeltaXYWHBBoxCoder", target_means=[0.0] * 4, target_stds=[0.1, 0.1, 0.2, 0.2])).double()


def ssd_vectors():
    head = ssd_head()
    # 3.3.0 asks its loss for an activation of its own, and this head has no such member.
    head.loss_cls = None
    anchors = head.prior_generator.grid_priors(SIZES, dtype=torch.float64, device="cpu")
    anchors = [rounded(a.double()) for a in anchors]
    head.prior_generator.grid_priors = lambda *a, **k: anchors
    counts = [len(a) for a in anchors]
    rows = sum(counts)
    for name, seed, top_k in (("random", 31, 400), ("top-k", 32, 5), ("degenerate", 33, 400), ("nothing", 34, 400)):
        logits = random(seed, rows, CLASSES + 1, scale=1.5)
        deltas = random(seed + 50, rows, 4, scale=1.5)
        if name == "degenerate":
            deltas = degenerate(deltas) * torch.tensor([10, 10, 5, 5.0])
        for compat in ("torchvision", "mmdetection"):
            x = logits.clone()
            if name == "nothing":
                x[:, 0 if compat == "torchvision" else -1] += 30
            request = {
                "class_logits": x.tolist(), "box_deltas": deltas.tolist(), "anchors": torch.cat(anchors).tolist(),
                "image_size": list(IMAGE), "top_k": top_k}
            if compat == "torchvision":
                given = ssd_torchvision(x, deltas, torch.cat(anchors), top_k)
            else:
                # Maps, as explicit anchors alone are one level.
                for field, numbers in (("class_logits", x), ("box_deltas", deltas)):
                    request[field] = [as_map(r, s)[0].tolist() for r, s in zip(split(numbers, counts), SIZES)]
                cfg = coco_cfg(nms_pre=top_k, score_thr=0.02, nms=dict(type="nms", iou_threshold=0.45), max_per_img=200)
                given = found(head.predict_by_feat(
                    [as_map(r, s) for r, s in zip(split(x, counts), SIZES)],
                    [as_map(r, s) for r, s in zip(split(deltas, counts), SIZES)],
                    batch_img_metas=[META], cfg=cfg, rescale=False)[0])
            yield vector(name, compat, request, given)


# Faster R-CNN.

def roi_torchvision(logits, deltas, proposals):
    model = types.SimpleNamespace(
        score_thresh=0.05, nms_thresh=0.5, detections_per_img=100, box_coder=BoxCoder((10.0, 10.0, 5.0, 5.0)))
    boxes, scores, labels = RoIHeads.postprocess_detections(model, logits, deltas, [proposals], [IMAGE])
    return answer(boxes[0], scores[0], labels[0])


def roi_detectron2(logits, deltas, proposals):
    scores = logits.softmax(-1)[:, :-1]
    boxes = BoxCoder((10.0, 10.0, 5.0, 5.0)).decode(deltas, [proposals])
    boxes[..., 0::2] = boxes[..., 0::2].clamp(0, IMAGE[1])
    boxes[..., 1::2] = boxes[..., 1::2].clamp(0, IMAGE[0])
    rows, labels = torch.nonzero(scores > 0.05, as_tuple=True)
    return detectron2(boxes[rows, labels], scores[rows, labels], labels, 0.5)


def roi_mmdetection(logits, deltas, proposals):
    head = BBoxHead(num_classes=CLASSES, roi_feat_size=1, in_channels=4).double()
    rois = torch.cat([torch.zeros(len(proposals), 1).double(), proposals], 1)
    cfg = ConfigDict(dict(score_thr=0.05, nms=dict(type="nms", iou_threshold=0.5), max_per_img=100))
    return found(head.predict_by_feat((rois,), (logits,), (deltas,), [META], rcnn_test_cfg=cfg, rescale=False)[0])


def proposals_of(seed, count):
    corners = random(seed, count, 2, scale=30, shift=40).abs()
    sizes = random(seed + 1, count, 2, scale=12, shift=30).abs() + 2
    return torch.cat([corners, corners + sizes], 1)


def roi_vectors():
    for name, seed in (("random", 41), ("degenerate", 42), ("nothing", 43)):
        proposals = proposals_of(seed, 20)
        # One that lies outside: nothing is left of it.
        proposals[6] = torch.tensor([140.0, 10.0, 160.0, 30.0])
        logits = random(seed + 10, 20, CLASSES + 1, scale=1.5)
        deltas = random(seed + 20, 20, 4 * (CLASSES + 1), scale=1.5)
        if name == "degenerate":
            deltas[:, 4:8] = degenerate(deltas[:, 4:8]) * torch.tensor([10, 10, 5, 5.0])
        for compat, function in (("torchvision", roi_torchvision), ("detectron2", roi_detectron2),
                                 ("mmdetection", roi_mmdetection)):
            x = logits.clone()
            if name == "nothing":
                x[:, 0 if compat == "torchvision" else -1] += 30
            d = deltas if compat == "torchvision" else deltas[:, 4:].contiguous()
            request = {"class_logits": x.tolist(), "box_deltas": d.tolist(), "proposals": proposals.tolist(),
                       "image_size": list(IMAGE)}
            yield vector(name, compat, request, function(x, d, proposals))


# Region proposals.

def rpn_torchvision(objectness, deltas, anchors, top_k, threshold=0.0):
    network = rpn.RegionProposalNetwork(
        None, None, 0.7, 0.3, 256, 0.5, dict(training=top_k, testing=top_k), dict(training=1000, testing=1000), 0.7,
        threshold).eval()
    boxes = network.box_coder.decode(deltas, [torch.cat(anchors)]).view(1, -1, 4)
    boxes, scores = network.filter_proposals(boxes, objectness[None], [IMAGE], PER_LEVEL)
    return answer(boxes[0], scores[0], torch.zeros(len(scores[0])))


def rpn_mmdetection(objectness, deltas, anchors, top_k):
    head = RPNHead(4, feat_channels=4, anchor_generator=ANCHORS, bbox_coder=dict(
        type="DeltaXYWHBBoxCoder", target_means=[0.0] * 4, target_stds=[1.0] * 4)).double()
    cfg = ConfigDict(dict(nms_pre=top_k, max_per_img=1000, nms=dict(type="nms", iou_threshold=0.7), min_bbox_size=0))
    one = head.predict_by_feat(
        [as_map(r, s) for r, s in zip(split(objectness, PER_LEVEL), SIZES)],
        [as_map(r, s) for r, s in zip(split(deltas, PER_LEVEL), SIZES)],
        batch_img_metas=[META], cfg=cfg, rescale=False)[0]
    return answer(one.bboxes, one.scores, torch.zeros(len(one.scores)))


def rpn_vectors():
    anchors = anchors_of(retina_head())
    rows = sum(PER_LEVEL)
    for name, seed, top_k in (("random", 51, 1000), ("top-k", 52, 5), ("degenerate", 53, 1000)):
        objectness, deltas = random(seed, rows, 1, scale=2), random(seed + 10, rows, 4, scale=0.4)
        if name == "degenerate":
            deltas = degenerate(deltas)
        request = {
            "objectness": objectness.tolist(), "box_deltas": deltas.tolist(), "anchors": torch.cat(anchors).tolist(),
            "feature_sizes": [list(s) for s in SIZES], "image_size": list(IMAGE), "top_k": top_k}
        for compat, function in (("torchvision", rpn_torchvision), ("mmdetection", rpn_mmdetection)):
            yield vector(name, compat, request, function(objectness, deltas, anchors, top_k))
    # One score is the threshold itself, which is enough; mmdetection has no threshold.
    objectness, deltas = random(54, rows, 1, scale=2), random(64, rows, 4, scale=0.4)
    objectness[7] = 0
    request |= {"objectness": objectness.tolist(), "box_deltas": deltas.tolist(), "score_threshold": 0.5}
    yield vector("at-threshold", "torchvision", request, rpn_torchvision(objectness, deltas, anchors, 1000, 0.5))


# DETR.

def detr_mmdetection(logits, boxes, most, sigmoid):
    loss = dict(type="CrossEntropyLoss", use_sigmoid=sigmoid, loss_weight=1.0)
    head = DETRHead(CLASSES, embed_dims=8, loss_cls=loss, test_cfg=dict(max_per_img=most)).double()
    return found(head._predict_by_feat_single(logits, boxes, META, rescale=False))


def detr_paddle(logits, boxes, most, sigmoid):
    process = ppdet.post_process("DETRBBoxPostProcess")(CLASSES, most, use_focal_loss=sigmoid)
    size = paddle.to_tensor([[float(n) for n in IMAGE]])
    rows, _ = process(
        (paddle.to_tensor(boxes[None].float().numpy()), paddle.to_tensor(logits[None].float().numpy()), None), size,
        paddle.to_tensor([[1.0, 1.0]]))
    rows = torch.tensor(rows.numpy())
    rows = rows[rows[:, 1].argsort(descending=True)]
    return answer(rows[:, 2:], rows[:, 1], rows[:, 0])


def detr_vectors(sigmoid):
    for name, seed, most in (("random", 61, 12), ("few", 62, 4)):
        logits = random(seed, 12, CLASSES + (0 if sigmoid else 1), scale=2)
        boxes = rounded(random(seed + 5, 12, 4, scale=0.8).sigmoid())
        boxes[0] = torch.tensor([0.02, 0.99, 0.5, 0.5])
        request = {"class_logits": logits.tolist(), "boxes": boxes.tolist(), "image_size": list(IMAGE),
                   "max_detections": most}
        yield vector(name, "mmdetection", request, detr_mmdetection(logits, boxes, most, sigmoid))
        # It computes boxes in float32.
        yield vector(name, "paddle", request, detr_paddle(logits, boxes, most, sigmoid), 1e-6)


def operations():
    assert math.isclose(BoxCoder((1.0,) * 4).bbox_xform_clip, math.log(1000 / 16))
    torch.manual_seed(0)
    with torch.no_grad():
        return {
            "detections.retinanet": list(retinanet_vectors()), "detections.fcos": list(fcos_vectors()),
            "detections.ssd": list(ssd_vectors()), "detections.faster-rcnn": list(roi_vectors()),
            "detections.rpn": list(rpn_vectors()), "detections.detr": list(detr_vectors(False)),
            "detections.rtdetr": list(detr_vectors(True)),
        }
