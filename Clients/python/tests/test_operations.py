"""Every operation of the catalogue: the same answer as by JSON, from all faces of the package."""

import asyncio
import inspect
import json

import numpy as np
import pytest

import focald
from support import arguments, ask_by_json, call, function, plain


def examples(operations):
    return [(operation["name"], operation["example"]) for operation in operations]


def test_examples_AnswerAsByJSON(server, operations):
    assert len(operations) >= 49
    for name, fields in examples(operations):
        expected = ask_by_json(server.url, name, {"precision": "float64"} | fields)
        answer = server.client.run(call(name, fields))
        # Numbers of JSON are exact; whether one is 2 or 2.0 is not compared.
        assert plain(answer) == expected, name


def test_float32_StaysFloat32(server, operations):
    compared = 0
    for operation in operations:
        reals = {one["name"] for one in operation["inputs"] if one["type"] == "number"}
        given = {name: value for name, value in operation["example"].items() if name in reals and value is not None}
        if not given:
            continue
        narrow = {name: np.asarray(value, np.float32) for name, value in given.items()}
        if any(not np.array_equal(narrow[name], np.asarray(given[name])) for name in given):
            # Compared is what both get: the numbers as float32 holds them.
            given = {name: value.astype(np.float64).tolist() for name, value in narrow.items()}
        fields = operation["example"] | given | {"precision": "float32"}
        expected = ask_by_json(server.url, operation["name"], fields)
        answer = server.client.run(call(operation["name"], operation["example"] | narrow))
        assert as_float32(plain(answer)) == as_float32(expected), operation["name"]
        compared += 1
    assert compared >= 45


def as_float32(value):
    if isinstance(value, dict):
        return {name: as_float32(member) for name, member in value.items()}
    if isinstance(value, list):
        return [as_float32(member) for member in value]
    return float(np.float32(value)) if isinstance(value, float) else value


def test_functionsOfModulesAndClients_AnswerAlike(server, operations, monkeypatch):
    monkeypatch.setattr(focald, "_client", server.client)
    for name, fields in examples(operations):
        family, short = name.split(".")
        method = getattr(getattr(server.client, family), function(name).__name__)
        assert plain(method(**arguments(fields))) == plain(function(name)(**arguments(fields))), name


def test_coroutines_AnswerAlike(server, operations):
    async def ask_all():
        async with focald.AsyncClient(server.url, connections=4) as client:
            return await asyncio.gather(*(client.run(call(name, fields)) for name, fields in examples(operations)))

    for (name, fields), answer in zip(examples(operations), asyncio.run(ask_all())):
        assert plain(answer) == plain(server.client.run(call(name, fields))), name


def test_signatures_HaveEveryFieldAndDefault(operations):
    for operation in operations:
        signature = inspect.signature(function(operation["name"]))
        fields = {one["name"] for one in operation["inputs"] + operation["parameters"]}
        assert {name.rstrip("_") for name in signature.parameters} == fields, operation["name"]
        for one in operation["parameters"]:
            parameter = signature.parameters.get(one["name"]) or signature.parameters[one["name"] + "_"]
            if one["required"]:
                assert parameter.default is inspect.Parameter.empty
            elif one["name"] != "precision" and not isinstance(one["default"], dict):
                assert json.loads(json.dumps(parameter.default)) == one["default"], (operation["name"], one["name"])
            assert f"{parameter.name}:" in function(operation["name"]).__doc__


def test_batches_BecomeOneObjectAnImage(client):
    heads = {
        "class_logits": [[[2, -9], [-9, -9]], [[-9, -9], [-9, -9]], [[0, 1], [3, -9]]],
        "box_deltas": np.zeros((3, 2, 4)),
        "anchors": [[0, 0, 16, 16], [32, 32, 48, 48]],
    }
    answer = client.detections.retinanet(**heads, image_size=[64, 64], explain=True)
    expected = ask_by_json(
        client.url, "detections.retinanet",
        heads | {"box_deltas": heads["box_deltas"].tolist(), "image_size": [64, 64], "explain": True})
    assert [len(image.boxes) for image in answer.images] == [1, 0, 3]
    assert plain(answer) == expected
    first = answer.images[0]
    assert isinstance(first, focald.Detections)
    assert first.boxes.shape == (1, 4) and first.boxes.dtype == np.float64 and first.labels.dtype == np.int64
    assert first.counts["returned"] == 1


def test_anEmptyBatch_HasNoImages(client):
    answer = client.detections.retinanet(
        np.zeros((0, 2, 3)), np.zeros((0, 2, 4)), anchors=np.ones((2, 4)) * [0, 0, 9, 9], image_size=[64, 64])
    assert answer.images == []


def test_maps_AreSentLevelByLevel(client):
    random = np.random.default_rng(1)
    logits = [random.normal(size=(2, 6, 4, 4)), random.normal(size=(2, 6, 2, 2))]
    deltas = [random.normal(size=(2, 12, 4, 4)), random.normal(size=(2, 12, 2, 2))]
    settings = {"image_size": [64, 64], "anchor_sizes": [[16, 24, 32], [32, 48, 64]], "aspect_ratios": [1]}
    answer = client.detections.retinanet(logits, deltas, **settings)
    rows = [
        np.concatenate([m.reshape(2, 3, -1, *m.shape[2:]).transpose(0, 3, 4, 1, 2).reshape(2, -1, m.shape[1] // 3)
                        for m in maps], axis=1)
        for maps in (logits, deltas)]
    expected = client.detections.retinanet(*rows, **settings, feature_sizes=[[4, 4], [2, 2]])
    assert sum(len(image.boxes) for image in answer.images) > 10
    assert plain(answer) == plain(expected)
    assert plain(client.detections.retinanet([m.tolist() for m in logits], deltas, **settings)) == plain(expected)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int8", "uint16", "int64", "bool", ">f8", ">i4"])
def test_typesOfArrays_AreTaken(client, dtype):
    logits = np.array([1, 0, 1, 1]).astype(dtype)
    answer = client.losses.focal(logits, [1, 0, 0, 1], reduction="none")
    expected = client.losses.focal([1.0, 0, 1, 1], [1, 0, 0, 1], reduction="none")
    narrow = dtype in ("float16", "float32")
    # Targets of whole numbers are float64, as numpy's own arithmetic would have it.
    assert answer.loss.dtype == np.float64
    np.testing.assert_array_equal(answer.loss, expected.loss)
    if narrow:
        assert client.losses.focal(logits, logits, reduction="none").loss.dtype == np.float32


def test_stridedArrays_AreTaken(client):
    boxes = np.arange(40.0).reshape(4, 10)[:, 1:9:2] % 7 + np.array([0, 0, 9, 9])
    targets = np.asfortranarray(boxes + 1)
    np.testing.assert_array_equal(
        client.losses.giou(boxes, targets, reduction="none").loss,
        client.losses.giou(boxes.tolist(), targets.tolist(), reduction="none").loss)


def test_answers_MayBeWrittenTo(client):
    gradient = client.losses.l2([1.0, 2.0], [0.0, 0.0], gradients=True).gradients["predictions"]
    gradient *= 2
    np.testing.assert_array_equal(gradient, [2, 4])


def test_parameters_MayBeArrays(client):
    logits, targets = np.zeros((2, 3)), [0, 2]
    weighed = client.losses.cross_entropy(logits, targets, class_weights=np.array([1.0, 2, 3]), reduction="none")
    listed = client.losses.cross_entropy(logits, targets, class_weights=[1, 2, 3], reduction="none")
    np.testing.assert_array_equal(weighed.loss, listed.loss)


def test_emptyLists_AreNoBoxes(client):
    assert client.boxes.nms(np.zeros((0, 4)), []).indices.tolist() == []
    assert client.boxes.iou(np.zeros((0, 4)), [[0, 0, 1, 1]]).iou.shape == (0, 1)


def test_ask_KnowsEveryOperation(client, operations):
    for name, fields in examples(operations):
        assert plain(client.ask(name, **fields)) == ask_by_json(client.url, name, fields), name


def test_arguments_AreChecked(client):
    with pytest.raises(TypeError, match="misses its input targets"):
        client.losses.focal([1.0])
    with pytest.raises(TypeError, match="gama"):
        client.losses.focal([1.0], [1.0], gama=2)
    with pytest.raises(TypeError, match="not of numbers"):
        client.losses.l1(np.array(["one"]), [1.0])
    with pytest.raises(ValueError, match="predictions is no array"):
        client.losses.l1([[1.0], [2.0, 3.0]], [1.0])


# Rows of data sets. Operations that take them may be absent in the program that is tested.

GROUND_TRUTH = {
    "images": [{"id": 1}, {"id": 2}], "categories": [{"id": 3, "name": "cat"}, {"id": 7, "name": "dog"}],
    "annotations": [
        {"id": 1, "image_id": 1, "category_id": 3, "bbox": [0, 0, 10, 10]},
        {"id": 2, "image_id": 2, "category_id": 7, "bbox": [5, 5, 20, 10]},
    ],
}
RESULTS = [
    {"image_id": 1, "category_id": 3, "bbox": [0, 0, 10, 9], "score": 0.75},
    {"image_id": 2, "category_id": 3, "bbox": [5, 5, 20, 10], "score": 0.5},
]


@pytest.fixture
def evaluations(client):
    if not hasattr(client, "evaluations"):
        pytest.skip("the package was made of a program without evaluations")
    return client.evaluations


def test_records_AreFilesOrWhatTheyHold(client, evaluations, tmp_path):
    expected = ask_by_json(client.url, "evaluations.coco", {"ground_truth": GROUND_TRUTH, "detections": RESULTS})
    path = tmp_path / "instances.json"
    path.write_text(json.dumps(GROUND_TRUTH))

    class COCO:  # As pycocotools keeps it.
        dataset = GROUND_TRUTH

    for records in (GROUND_TRUTH, path, str(path), path.read_bytes(), COCO()):
        assert plain(evaluations.coco(records, RESULTS)) == expected
    assert expected["summary"]["AP50"] == pytest.approx(0.5)
    with pytest.raises(FileNotFoundError):
        evaluations.coco(tmp_path / "none.json", RESULTS)


def test_columns_AreArrays(client, evaluations):
    """The same data as arrays, which travel as a tensor file."""
    columns = {
        "target_boxes": [[0, 0, 10, 10], [5, 5, 20, 10]], "target_labels": [3, 7], "target_image_indices": [0, 1],
        "boxes": [[0, 0, 10, 9], [5, 5, 20, 10]], "scores": [0.75, 0.5], "labels": [3, 3], "image_indices": [0, 1],
        "format": "xywh",
    }
    arrays = {name: np.array(value) if name != "format" else value for name, value in columns.items()}
    arrays["labels"] = arrays["labels"].astype(np.float32)  # As networks give them.
    answer = evaluations.coco(**arrays, arrays=True)
    assert plain(answer) == ask_by_json(client.url, "evaluations.coco", columns | {"arrays": True})
    assert answer.summary == evaluations.coco(GROUND_TRUTH, RESULTS).summary
    assert answer.precision.ndim == 5 and answer.precision.dtype == np.float64
    assert answer.per_class[0]["category_id"] == 3


def test_shards_AddUp(evaluations):
    """What `match` answers is what `accumulate` takes: one shard an image, ids as numbers or as texts."""
    for name in (lambda number: number, lambda number: f"image {number}"):
        shards = []
        for image in (1, 2):
            own = {
                "images": [{"id": name(image)}], "categories": GROUND_TRUTH["categories"],
                "annotations": [
                    one | {"image_id": name(image)} for one in GROUND_TRUTH["annotations"] if one["image_id"] == image],
            }
            rows = [one | {"image_id": name(image)} for one in RESULTS if one["image_id"] == image]
            shards.append(evaluations.match(own, rows))
        fields = inspect.signature(focald.evaluations.accumulate).parameters
        columns = {
            field: np.concatenate([np.asarray(getattr(shard, field)) for shard in shards])
            for field in vars(shards[0]) if field in fields}
        together = evaluations.accumulate(**columns)
        whole = evaluations.coco(GROUND_TRUTH, RESULTS)
        assert together.summary == whole.summary
        assert [row["name"] for row in together.per_class] == [row["name"] for row in whole.per_class]


def test_mixedNames_AreAList(evaluations):
    answer = evaluations.confusion_matrix(GROUND_TRUTH, RESULTS)
    assert answer.category_ids == [3, 7, "background"]
    assert answer.matrix.shape == (3, 3) and answer.matrix.dtype == np.int64


def test_names_ComeWithEachImage(client):
    rows = np.array([[[0, 0, 9, 9, 0.9, 1], [20, 20, 30, 30, 0.8, 0]], [[0, 0, 9, 9, 0.7, 2], [0, 0, 1, 1, 0.1, 0]]])
    answer = client.detections.yolov10(rows, class_names=["cat", "dög"])
    assert [image.label_names for image in answer.images] == [["dög", "cat"], ["2"]]
    columns = client.detections.yolov10(rows, class_names=["cat", "dög"], answer_format="columns")
    assert not columns.images and columns.label_names == ["dög", "cat", "2"]
