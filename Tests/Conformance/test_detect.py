"""`focald detect` finds objects in files without a server: the lines are what the server answers, the drawings its SVG."""

import json
import os
import pty
import subprocess
import xml.etree.ElementTree

import pytest

from support.server import BINARY, ROOT

NETWORK = ROOT / "Examples/networks/shapes.safetensors"
PICTURES = ROOT / "Tests/Fixtures/networks"
pytestmark = pytest.mark.native


def detect(*arguments, **environment):
    return subprocess.run(
        [BINARY, "detect", *map(str, arguments)], capture_output=True, text=True, timeout=120, cwd=ROOT,
        env={**os.environ, **environment})


def pictures(*numbers):
    return [next(PICTURES.glob(f"image-00{number}.*")) for number in numbers]


@pytest.mark.parametrize("network", [NETWORK, "shapes"])
def test_each_picture_gets_its_line(network):
    files = pictures(0, 1)
    run = detect("--network", network, "--set", "score_threshold=0.5", *files, FOCALD_NETWORKS=str(NETWORK.parent))
    assert (run.returncode, run.stderr) == (0, "")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert [line["file"] for line in lines] == list(map(str, files))
    for number, line in enumerate(lines):
        expected = json.loads((PICTURES / f"expected-00{number}.json").read_text())
        wanted = [label for label, score in zip(expected["labels"], expected["scores"]) if score > 0.5]
        assert line["images"][0]["labels"] == wanted


def test_drawings_are_the_pictures_with_their_boxes(tmp_path):
    files = pictures(1, 5)
    twin = tmp_path / files[0].name
    twin.write_bytes(files[0].read_bytes())
    out = tmp_path / "new" / "out"
    run = detect("--network", NETWORK, "--set", "score_threshold=0.5", "--svg", out, *files, twin)
    assert (run.returncode, run.stderr) == (0, "")
    assert sorted(file.name for file in out.iterdir()) == ["image-001-2.svg", "image-001.svg", "image-005.svg"]
    for line, name in zip(run.stdout.splitlines(), ["image-001", "image-005"]):
        image = json.loads(line)["images"][0]
        drawing = (out / f"{name}.svg").read_text()
        xml.etree.ElementTree.fromstring(drawing)
        assert "data:image/jpeg;base64," in drawing
        for word in image["label_names"]:
            assert word in drawing
    assert (out / "image-001.svg").read_bytes() == (out / "image-001-2.svg").read_bytes()


def test_what_cannot_be_read_is_said_and_the_others_go_on(tmp_path):
    (tmp_path / "not.png").write_text("no picture")
    run = detect("--network", NETWORK, tmp_path / "not.png", tmp_path / "nowhere.jpg", *pictures(5))
    assert run.returncode == 1
    assert len(run.stdout.splitlines()) == 1
    said = run.stderr.splitlines()
    assert len(said) == 2 and "not.png: " in said[0] and "nowhere.jpg: No such file" in said[1]


@pytest.mark.parametrize(("arguments", "status", "words"), [
    (["--network", "shape"], 1, "did you mean shapes?"),
    (["--network", "Makefile"], 1, "Makefile: "),
    (["--network", NETWORK, "--set", "score"], 64, "name=value"),
])
def test_mistakes_are_said(arguments, status, words):
    run = detect(*arguments, *pictures(5), FOCALD_NETWORKS=str(NETWORK))
    assert run.returncode == status and words in run.stderr and run.stdout == ""


def test_a_terminal_shows_progress(tmp_path):
    """Many pictures at a terminal: a line on standard error that is gone at the end; none of it on standard output."""
    ours, theirs = pty.openpty()
    files = pictures(3) * 60
    run = subprocess.Popen(
        [BINARY, "detect", "--network", NETWORK, *files], stdout=subprocess.PIPE, stderr=theirs, cwd=ROOT)
    os.close(theirs)
    lines = run.stdout.read().splitlines()
    assert run.wait(120) == 0 and len(lines) == 60
    said = b""
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:
        pass
    os.close(ours)
    # A fast machine is done within the first second and says nothing.
    if said:
        assert b" of 60 \xe2\x80\xa6 " in said or b"loading" in said
        assert said.endswith(b"\r\x1b[K")
