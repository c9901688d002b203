"""COCO files as people have them: sent as a form, evaluated by `focald evaluate`, and in shards by Dask."""

import gzip
import importlib.util
import json
import os
import pty
import shutil
import subprocess
import sys

import pytest
import requests

from support import wire
from support.server import BINARY, ROOT

CASES = ROOT / "Tests/Fixtures/evaluation"
CROWD = CASES / "crowd"
PATH = "/v1/evaluations/coco"
pytestmark = pytest.mark.native


@pytest.fixture(autouse=True)
def supported(operations):
    if "evaluations.coco" not in operations:
        pytest.skip("the server under test has no evaluations")


@pytest.fixture(scope="module")
def problem(tmp_path_factory):
    """A COCO problem of a thousandth to a hundredth of the usual size: a folder with gt.json and dt.json."""
    folder = tmp_path_factory.mktemp("problem")
    subprocess.run([sys.executable, ROOT / "Benchmarks/peers/make_evaluation_problem.py", folder, "--scale", "0.02"], check=True)
    return folder


def as_json(server, folder, path=PATH, **parameters):
    body = {"ground_truth": json.loads((folder / "gt.json").read_bytes()),
            "detections": json.loads((folder / "dt.json").read_bytes()), **parameters}
    reply = wire.send(server, "POST", path, json.dumps(body).encode())
    assert reply.status == 200, reply.body
    return reply.body


def as_form(server, folder, path=PATH, headers=None, **parameters):
    with open(folder / "gt.json", "rb") as truth, open(folder / "dt.json", "rb") as results:
        return requests.post(
            server.url + path, headers=headers, timeout=120,
            files={"ground_truth": truth, "detections": results,
                   **{name: (None, value) for name, value in parameters.items()}})


@pytest.mark.parametrize("kind", ["coco", "voc", "tide", "sweep", "confusion-matrix", "match"])
def test_forms_equal_json(server, problem, kind):
    reply = as_form(server, problem, f"/v1/evaluations/{kind}")
    assert reply.status_code == 200, reply.text
    assert reply.content == as_json(server, problem, f"/v1/evaluations/{kind}")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_as_people_type_it(server, problem):
    words = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail-with-body", "-F", f"ground_truth=@{problem}/gt.json",
         "-F", f"detections=@{problem}/dt.json", "-F", "iou_thresholds=0.5,0.75", "-F", "compat=pycocotools",
         server.url + PATH], capture_output=True, check=True).stdout
    assert words == as_json(server, problem, iou_thresholds=[0.5, 0.75], compat="pycocotools")


def test_compressed(server, problem):
    form = requests.Request("POST", server.url + PATH, files={
        "ground_truth": (problem / "gt.json").read_bytes(), "detections": (problem / "dt.json").read_bytes()}).prepare()
    reply = wire.send(server, "POST", PATH, gzip.compress(form.body),
                      {"Content-Type": form.headers["Content-Type"], "Content-Encoding": "gzip"})
    assert reply.status == 200 and reply.body == as_json(server, problem)


BAD_ROWS = [
    ({"image_id": 1, "category_id": 1, "bbox": [1, 2, 3], "score": 0.5}, "/3/bbox"),
    ({"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, "4"], "score": 0.5}, "/3/bbox/3"),
    ({"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}, "/3/score"),
    ({"image_id": 99999, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}, "/3/image_id"),
    ({"image_id": 1, "category_id": 1, "bbox": [1, 2, -3, 4], "score": 0.5}, "/3/bbox"),
]


@pytest.fixture
def damaged(tmp_path, request):
    """The crowd case with row 3 of the detections replaced."""
    rows = json.loads((CROWD / "dt.json").read_bytes())
    rows[3:3] = [request.param[0]]
    (tmp_path / "dt.json").write_text(json.dumps(rows))
    shutil.copy(CROWD / "gt.json", tmp_path)
    return tmp_path, request.param[1]


@pytest.mark.parametrize("damaged", BAD_ROWS, indirect=True)
def test_bad_rows_are_named(server, damaged):
    folder, place = damaged
    reply = as_form(server, folder)
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["pointer"] == f"/detections{place}"


def test_cut_files_are_named(server, tmp_path):
    (tmp_path / "dt.json").write_bytes((CROWD / "dt.json").read_bytes()[:-3])
    shutil.copy(CROWD / "gt.json", tmp_path)
    reply = as_form(server, tmp_path)
    assert reply.status_code == 400 and reply.json()["errors"][0]["pointer"].startswith("/detections")


# `focald evaluate`


def evaluate(folder, *arguments, **options):
    return subprocess.run(
        [BINARY, "evaluate", "--ground-truth", folder / "gt.json", "--detections", folder / "dt.json", *arguments],
        capture_output=True, timeout=120, **options)


@pytest.mark.own_server
@pytest.mark.parametrize("kind", ["coco", "voc", "tide", "sweep", "confusion-matrix"])
def test_the_command_answers_as_the_server(server, problem, kind):
    result = evaluate(problem, "--kind", kind)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout == as_json(server, problem, f"/v1/evaluations/{kind}")


@pytest.mark.own_server
def test_the_command_takes_parameters(server, problem):
    result = evaluate(problem, "--set", "iou_thresholds=0.5,0.75", "--set", 'area_ranges={"all": [0, 1e9]}')
    assert result.stdout == as_json(server, problem, iou_thresholds=[0.5, 0.75], area_ranges={"all": [0, 1e9]})


@pytest.mark.own_server
@pytest.mark.parametrize("damaged", BAD_ROWS, indirect=True)
def test_the_command_ends_with_the_row(damaged):
    folder, place = damaged
    result = evaluate(folder)
    assert result.returncode == 1 and result.stdout == b""
    assert f"{folder / 'dt.json'}, {place}: ".encode() in result.stderr


@pytest.mark.own_server
@pytest.mark.parametrize("content", [b"", b"[", b"{}", b"\x1f\x8b", b"[1]", None])
def test_the_command_refuses_what_is_no_file_of_results(tmp_path, content):
    shutil.copy(CROWD / "gt.json", tmp_path)
    if content is not None:
        (tmp_path / "dt.json").write_bytes(content)
    result = evaluate(tmp_path)
    assert result.returncode == 1 and str(tmp_path / "dt.json").encode() in result.stderr


@pytest.mark.own_server
@pytest.mark.parametrize("words", [("--kind", "cocoo"), ("--set", "gama=1"), ("--set", "gama")])
def test_the_command_refuses_what_it_does_not_know(words):
    result = evaluate(CROWD, *words)
    assert result.returncode == 64 and words[-1].split("=")[0].encode() in result.stderr


@pytest.mark.own_server
def test_the_command_reads_pipes(problem):
    """As `focald evaluate --detections <(zcat dt.json.gz)` has it."""
    with open(problem / "dt.json", "rb") as results:
        piped = subprocess.run(
            f'"{BINARY}" evaluate --ground-truth "{problem}/gt.json" --detections <(cat "{problem}/dt.json")', shell=True,
            executable="/bin/bash", capture_output=True, check=True).stdout
    assert piped == evaluate(problem).stdout


@pytest.mark.own_server
def test_the_command_prints_a_table_at_a_terminal(problem):
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [BINARY, "evaluate", "--ground-truth", problem / "gt.json", "--detections", problem / "dt.json"], stdout=slave,
        stderr=subprocess.PIPE)
    os.close(slave)
    text = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
    assert process.wait(timeout=60) == 0
    lines = text.decode().replace("\r\n", "\n")
    assert " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = " in lines
    assert "per_class\n" in lines and "class 80" in lines
    assert not lines.startswith("{")


# Shards


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="distributed is not installed")
@pytest.mark.parametrize("shards", [1, 5])
def test_shards_on_dask_equal_one_request(server, problem, shards):
    words = subprocess.run(
        [sys.executable, ROOT / "Examples/evaluate_on_dask.py", "--url", server.url, "--ground-truth", problem / "gt.json",
         "--detections", problem / "dt.json", "--shards", str(shards)],
        capture_output=True, check=True, timeout=300).stdout
    answer = json.loads(words)
    measured = answer.pop("measured")
    assert measured["shards"] == shards and measured["detections"] > 0
    expected = json.loads(as_json(server, problem))
    # Warnings are said of each shard by evaluations.match.
    answer.pop("warnings"), expected.pop("warnings")
    assert answer == expected
