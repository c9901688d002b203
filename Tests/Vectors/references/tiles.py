"""boxes.tile and boxes.stitch: sahi's slices and its greedy merging."""

from sahi.postprocess.combine import GreedyNMMPostprocess, NMSPostprocess
from sahi.prediction import ObjectPrediction
from sahi.slicing import get_slice_bboxes

from .inputs import Inputs
from .vectors import Operation


def tile(request):
    (height, width), (h, w) = request["image_size"], request["tile_size"]
    overlap = request.get("overlap", 0.2)
    y, x = overlap if isinstance(overlap, list) else (overlap, overlap)
    return {"tiles": get_slice_bboxes(height, width, h, w, False, y, x)}


def stitch(request):
    tiles, labels = request["tiles"], request.get("labels") or [0] * len(request["boxes"])
    predictions = []
    for box, score, label, number in zip(request["boxes"], request["scores"], labels, request["tile_indices"]):
        x, y = tiles[number][:2]
        moved = [box[0] + x, box[1] + y, box[2] + x, box[3] + y]
        if request.get("image_size"):
            height, width = request["image_size"]
            moved = [min(max(v, 0), b) for v, b in zip(moved, (width, height) * 2)]
        predictions.append(ObjectPrediction(bbox=moved, category_id=label, category_name=str(label), score=score))
    merge = {"merge": GreedyNMMPostprocess, "hard": NMSPostprocess}[request.get("method", "merge")]
    found = merge(
        match_threshold=request.get("iou_threshold", 0.5), match_metric=request.get("metric", "ios").upper(),
        class_agnostic=request.get("class_agnostic", False))(predictions)
    found.sort(key=lambda p: -p.score.value)
    return {"boxes": [p.bbox.to_xyxy() for p in found], "scores": [p.score.value for p in found],
            "labels": [p.category.id for p in found],
            "indices": [request["scores"].index(p.score.value) for p in found]}


def tiles():
    operation = Operation("boxes.tile", "sahi: get_slice_bboxes", None, tile)
    operation.add("defaults", {"image_size": [1080, 1920], "tile_size": [640, 640]})
    operation.add("both-axes", {"image_size": [100, 90], "tile_size": [40, 30], "overlap": [0.1, 0.25]})
    operation.add("no-overlap", {"image_size": [64, 96], "tile_size": [32, 32], "overlap": 0})
    operation.add("smaller-than-a-tile", {"image_size": [20, 30], "tile_size": [64, 64]})
    operation.add("one-short-axis", {"image_size": [20, 100], "tile_size": [64, 40], "overlap": 0.5})
    return operation


def stitched():
    operation = Operation("boxes.stitch", "sahi: GreedyNMMPostprocess, NMSPostprocess", None, stitch)
    inputs = Inputs(operation.name)
    tiles = [[0, 0, 64, 64], [52, 0, 116, 64], [0, 52, 64, 116], [52, 52, 116, 116]]

    def request(n, classes=2):
        whole = [inputs.box(116.0, 0.1, 0.35) for _ in range(n // 3)]
        boxes, numbers = [], []
        for _ in range(n):
            number = inputs.randrange(4)
            x, y = tiles[number][:2]
            # sahi has no coordinates below 0.
            near = [max(v, 0.5) for v in inputs.near(inputs.choice(whole), by=0.15)]
            boxes.append([round(v - s, 3) for v, s in zip(near, (x, y, x, y))])
            numbers.append(number)
        scores = inputs.sample([round(0.05 + 0.9 * k / n, 4) for k in range(n)], n)
        return {"boxes": boxes, "scores": scores, "labels": inputs.integers((n,), 0, classes - 1),
                "tile_indices": numbers, "tiles": tiles}

    operation.add("defaults", request(24))
    operation.add("iou", {**request(24), "metric": "iou", "iou_threshold": 0.3})
    operation.add("class-agnostic", {**request(18, 3), "class_agnostic": True})
    operation.add("hard", {**request(18), "method": "hard"})
    operation.add("picture", {**request(18), "image_size": [116, 116]})
    return operation


def operations():
    return [tiles(), stitched()]
