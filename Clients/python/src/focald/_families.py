"""The operations as methods of clients."""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.

from __future__ import annotations

from . import anchors, boxes, detections, evaluations, losses
from ._calls import AsyncFamily, AsyncMethod, Family, Method, Runs, RunsLater

__all__ = ["anchors", "boxes", "detections", "evaluations", "losses"]


class AnchorsFamily(Family):
    """Anchors: making, matching and fitting them."""

    generate = Method(anchors.generate)
    match = Method(anchors.match)
    fit = Method(anchors.fit)


class AsyncAnchorsFamily(AsyncFamily):
    """Anchors: making, matching and fitting them."""

    generate = AsyncMethod(anchors.generate)
    match = AsyncMethod(anchors.match)
    fit = AsyncMethod(anchors.fit)


class BoxesFamily(Family):
    """Boxes: overlap, formats, offsets, suppression."""

    iou = Method(boxes.iou)
    convert = Method(boxes.convert)
    encode = Method(boxes.encode)
    decode = Method(boxes.decode)
    clip = Method(boxes.clip)
    nms = Method(boxes.nms)
    fuse = Method(boxes.fuse)
    tile = Method(boxes.tile)
    stitch = Method(boxes.stitch)


class AsyncBoxesFamily(AsyncFamily):
    """Boxes: overlap, formats, offsets, suppression."""

    iou = AsyncMethod(boxes.iou)
    convert = AsyncMethod(boxes.convert)
    encode = AsyncMethod(boxes.encode)
    decode = AsyncMethod(boxes.decode)
    clip = AsyncMethod(boxes.clip)
    nms = AsyncMethod(boxes.nms)
    fuse = AsyncMethod(boxes.fuse)
    tile = AsyncMethod(boxes.tile)
    stitch = AsyncMethod(boxes.stitch)


class DetectionsFamily(Family):
    """Raw outputs of detectors to boxes."""

    retinanet = Method(detections.retinanet)
    faster_rcnn = Method(detections.faster_rcnn)
    rpn = Method(detections.rpn)
    fcos = Method(detections.fcos)
    ssd = Method(detections.ssd)
    yolov1 = Method(detections.yolov1)
    yolov3 = Method(detections.yolov3)
    yolov5 = Method(detections.yolov5)
    yolov8 = Method(detections.yolov8)
    yolov8_pose = Method(detections.yolov8_pose)
    yolov8_seg = Method(detections.yolov8_seg)
    yolov8_obb = Method(detections.yolov8_obb)
    yolov10 = Method(detections.yolov10)
    yolox = Method(detections.yolox)
    nanodet = Method(detections.nanodet)
    gfl = Method(detections.gfl)
    centernet = Method(detections.centernet)
    detr = Method(detections.detr)
    rtdetr = Method(detections.rtdetr)
    dfine = Method(detections.dfine)
    efficient_nms = Method(detections.efficient_nms)


class AsyncDetectionsFamily(AsyncFamily):
    """Raw outputs of detectors to boxes."""

    retinanet = AsyncMethod(detections.retinanet)
    faster_rcnn = AsyncMethod(detections.faster_rcnn)
    rpn = AsyncMethod(detections.rpn)
    fcos = AsyncMethod(detections.fcos)
    ssd = AsyncMethod(detections.ssd)
    yolov1 = AsyncMethod(detections.yolov1)
    yolov3 = AsyncMethod(detections.yolov3)
    yolov5 = AsyncMethod(detections.yolov5)
    yolov8 = AsyncMethod(detections.yolov8)
    yolov8_pose = AsyncMethod(detections.yolov8_pose)
    yolov8_seg = AsyncMethod(detections.yolov8_seg)
    yolov8_obb = AsyncMethod(detections.yolov8_obb)
    yolov10 = AsyncMethod(detections.yolov10)
    yolox = AsyncMethod(detections.yolox)
    nanodet = AsyncMethod(detections.nanodet)
    gfl = AsyncMethod(detections.gfl)
    centernet = AsyncMethod(detections.centernet)
    detr = AsyncMethod(detections.detr)
    rtdetr = AsyncMethod(detections.rtdetr)
    dfine = AsyncMethod(detections.dfine)
    efficient_nms = AsyncMethod(detections.efficient_nms)


class EvaluationsFamily(Family):
    """How good detections are."""

    coco = Method(evaluations.coco)
    voc = Method(evaluations.voc)
    lvis = Method(evaluations.lvis)
    tide = Method(evaluations.tide)
    confusion_matrix = Method(evaluations.confusion_matrix)
    sweep = Method(evaluations.sweep)
    compare = Method(evaluations.compare)
    match = Method(evaluations.match)
    accumulate = Method(evaluations.accumulate)


class AsyncEvaluationsFamily(AsyncFamily):
    """How good detections are."""

    coco = AsyncMethod(evaluations.coco)
    voc = AsyncMethod(evaluations.voc)
    lvis = AsyncMethod(evaluations.lvis)
    tide = AsyncMethod(evaluations.tide)
    confusion_matrix = AsyncMethod(evaluations.confusion_matrix)
    sweep = AsyncMethod(evaluations.sweep)
    compare = AsyncMethod(evaluations.compare)
    match = AsyncMethod(evaluations.match)
    accumulate = AsyncMethod(evaluations.accumulate)


class LossesFamily(Family):
    """Losses of object detectors, with their gradients."""

    binary_cross_entropy = Method(losses.binary_cross_entropy)
    cross_entropy = Method(losses.cross_entropy)
    focal = Method(losses.focal)
    quality_focal = Method(losses.quality_focal)
    varifocal = Method(losses.varifocal)
    distribution_focal = Method(losses.distribution_focal)
    ghm_c = Method(losses.ghm_c)
    l1 = Method(losses.l1)
    l2 = Method(losses.l2)
    huber = Method(losses.huber)
    smooth_l1 = Method(losses.smooth_l1)
    iou = Method(losses.iou)
    giou = Method(losses.giou)
    diou = Method(losses.diou)
    ciou = Method(losses.ciou)
    eiou = Method(losses.eiou)
    siou = Method(losses.siou)
    wiou = Method(losses.wiou)
    nwd = Method(losses.nwd)
    rotated_iou = Method(losses.rotated_iou)
    probiou = Method(losses.probiou)
    kfiou = Method(losses.kfiou)
    gwd = Method(losses.gwd)
    faster_rcnn_box = Method(losses.faster_rcnn_box)
    yolov1_box = Method(losses.yolov1_box)
    yolov3_box = Method(losses.yolov3_box)
    retinanet = Method(losses.retinanet)
    faster_rcnn = Method(losses.faster_rcnn)
    ssd = Method(losses.ssd)
    fcos = Method(losses.fcos)
    yolov1 = Method(losses.yolov1)
    yolov3 = Method(losses.yolov3)
    yolov5 = Method(losses.yolov5)
    yolov8 = Method(losses.yolov8)
    yolox = Method(losses.yolox)
    centernet = Method(losses.centernet)
    detr = Method(losses.detr)
    rtdetr = Method(losses.rtdetr)


class AsyncLossesFamily(AsyncFamily):
    """Losses of object detectors, with their gradients."""

    binary_cross_entropy = AsyncMethod(losses.binary_cross_entropy)
    cross_entropy = AsyncMethod(losses.cross_entropy)
    focal = AsyncMethod(losses.focal)
    quality_focal = AsyncMethod(losses.quality_focal)
    varifocal = AsyncMethod(losses.varifocal)
    distribution_focal = AsyncMethod(losses.distribution_focal)
    ghm_c = AsyncMethod(losses.ghm_c)
    l1 = AsyncMethod(losses.l1)
    l2 = AsyncMethod(losses.l2)
    huber = AsyncMethod(losses.huber)
    smooth_l1 = AsyncMethod(losses.smooth_l1)
    iou = AsyncMethod(losses.iou)
    giou = AsyncMethod(losses.giou)
    diou = AsyncMethod(losses.diou)
    ciou = AsyncMethod(losses.ciou)
    eiou = AsyncMethod(losses.eiou)
    siou = AsyncMethod(losses.siou)
    wiou = AsyncMethod(losses.wiou)
    nwd = AsyncMethod(losses.nwd)
    rotated_iou = AsyncMethod(losses.rotated_iou)
    probiou = AsyncMethod(losses.probiou)
    kfiou = AsyncMethod(losses.kfiou)
    gwd = AsyncMethod(losses.gwd)
    faster_rcnn_box = AsyncMethod(losses.faster_rcnn_box)
    yolov1_box = AsyncMethod(losses.yolov1_box)
    yolov3_box = AsyncMethod(losses.yolov3_box)
    retinanet = AsyncMethod(losses.retinanet)
    faster_rcnn = AsyncMethod(losses.faster_rcnn)
    ssd = AsyncMethod(losses.ssd)
    fcos = AsyncMethod(losses.fcos)
    yolov1 = AsyncMethod(losses.yolov1)
    yolov3 = AsyncMethod(losses.yolov3)
    yolov5 = AsyncMethod(losses.yolov5)
    yolov8 = AsyncMethod(losses.yolov8)
    yolox = AsyncMethod(losses.yolox)
    centernet = AsyncMethod(losses.centernet)
    detr = AsyncMethod(losses.detr)
    rtdetr = AsyncMethod(losses.rtdetr)


class Families:
    """The families of operations, of one client."""

    def __init__(self, client: Runs) -> None:
        self.anchors = AnchorsFamily(client)
        self.boxes = BoxesFamily(client)
        self.detections = DetectionsFamily(client)
        self.evaluations = EvaluationsFamily(client)
        self.losses = LossesFamily(client)


class AsyncFamilies:
    """The families of operations, of one client."""

    def __init__(self, client: RunsLater) -> None:
        self.anchors = AsyncAnchorsFamily(client)
        self.boxes = AsyncBoxesFamily(client)
        self.detections = AsyncDetectionsFamily(client)
        self.evaluations = AsyncEvaluationsFamily(client)
        self.losses = AsyncLossesFamily(client)
