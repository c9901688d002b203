"""COCO files over the wire, as people send them: curl, a form of two files, a body, columns in a tensor file."""

import json
import shutil
import subprocess

import numpy as np
import pytest
from safetensors.numpy import save

from support.server import ROOT

pytestmark = [pytest.mark.native, pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")]

CASE = ROOT / "Tests/Fixtures/evaluation/medium-a"
EXPECTED = json.loads((CASE / "expected.json").read_text())


def curl(server, operation, *arguments, data=None):
    result = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "60", *arguments,
         f"http://{server.address}/v1/evaluations/{operation}"], input=data, capture_output=True)
    return result.returncode, json.loads(result.stdout)


def form(*more):
    return ("-F", f"ground_truth=@{CASE}/gt.json", "-F", f"detections=@{CASE}/dt.json", *more)


def test_form(server):
    """5,000 objects and 40,000 detections, the numbers of pycocotools."""
    status, answer = curl(server, "coco", *form("-F", "text=true"))
    assert status == 0, answer
    assert answer["summary"] == pytest.approx(EXPECTED["stats"], abs=1e-12)
    assert len(answer["text"].splitlines()) == 12


def test_body(server):
    body = b'{"ground_truth":%b,"detections":%b}' % ((CASE / "gt.json").read_bytes(), (CASE / "dt.json").read_bytes())
    status, answer = curl(server, "coco", "--data-binary", "@-", data=body)
    assert status == 0, answer
    assert answer["summary"] == pytest.approx(EXPECTED["stats"], abs=1e-12)


def test_columns(server):
    """The same as tensors, which have no ids: images count from 0."""
    truth, detections = (json.loads((CASE / f"{name}.json").read_text()) for name in ("gt", "dt"))
    place = {image: number for number, image in enumerate(sorted(image["id"] for image in truth["images"]))}
    objects = truth["annotations"]

    def column(rows, name, kind):
        return np.array([row[name] for row in rows], kind)

    def images(rows):
        return np.array([place[row["image_id"]] for row in rows], np.int64)

    body = save({
        "target_boxes": column(objects, "bbox", np.float64), "target_areas": column(objects, "area", np.float64),
        "target_labels": column(objects, "category_id", np.int64), "target_image_indices": images(objects),
        "target_crowd": column(objects, "iscrowd", np.int64), "boxes": column(detections, "bbox", np.float64),
        "scores": column(detections, "score", np.float64), "labels": column(detections, "category_id", np.int64),
        "image_indices": images(detections)})
    status, answer = curl(
        server, f"coco?format=xywh&num_images={len(place)}", "--header", "Content-Type: application/x-safetensors",
        "--data-binary", "@-", data=body)
    assert status == 0, answer
    assert answer["summary"] == pytest.approx(EXPECTED["stats"], abs=1e-12)


def test_row_that_is_wrong(server, tmp_path):
    rows = json.loads((CASE / "dt.json").read_text())
    rows[31_415]["bbox"] = [1, 2, 3]
    (tmp_path / "dt.json").write_text(json.dumps(rows))
    status, problem = curl(server, "coco", "-F", f"ground_truth=@{CASE}/gt.json", "-F", f"detections=@{tmp_path}/dt.json")
    assert status == 22 and problem["status"] == 422
    assert problem["errors"][0]["pointer"] == "/detections/31415/bbox"


def test_shards(server):
    """Two shards, matched apart, give what the whole gives."""
    truth, detections = (json.loads((CASE / f"{name}.json").read_text()) for name in ("gt", "dt"))
    columns = {}
    for part in (0, 1):
        ids = {image["id"] for image in truth["images"][part::2]}
        body = {
            "ground_truth": truth | {
                "images": truth["images"][part::2],
                "annotations": [row for row in truth["annotations"] if row["image_id"] in ids]},
            "detections": [row for row in detections if row["image_id"] in ids]}
        status, answer = curl(server, "match", "--data-binary", "@-", data=json.dumps(body).encode())
        assert status == 0, answer
        for name, column in answer.items():
            columns.setdefault(name, []).extend(column)
    del columns["warnings"]
    status, answer = curl(server, "accumulate", "--data-binary", "@-", data=json.dumps(columns).encode())
    assert status == 0, answer
    _, whole = curl(server, "coco", *form())
    for name in ("summary", "per_class", "counts"):
        assert answer[name] == whole[name]
