"""The generated files are what the generator makes of this binary, and the types hold."""

import pathlib
import re
import subprocess
import sys

import pytest

import focald

PROJECT = pathlib.Path(__file__).resolve().parents[1]


def test_generatedFiles_AreThoseOfTheBinary(binary):
    done = subprocess.run(
        [sys.executable, PROJECT / "generate.py", "--check", binary], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_versions_AreOne(binary):
    program = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout
    project = re.search(r'(?m)^version = "(.*)"$', (PROJECT / "pyproject.toml").read_text())[1]
    assert project == focald.__version__
    assert re.search(rf"\b{re.escape(project)}\b", program)


def test_types_Hold():
    pytest.importorskip("mypy")
    pytest.importorskip("torch")
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_typesOfCallers_AreKnown(tmp_path):
    """A reader of the types sees arguments and answers, in modules, clients and coroutines alike."""
    pytest.importorskip("mypy")
    (tmp_path / "caller.py").write_text(
        "import focald, numpy as np\n"
        "client, later = focald.Client(), focald.AsyncClient()\n"
        "reveal_type(focald.losses.ciou(np.ones((1, 4)), [[0, 0, 1, 1]]).iou)\n"
        "reveal_type(client.detections.retinanet([], [], image_size=[1, 2]).images[0].boxes)\n"
        "async def f() -> None:\n"
        "    reveal_type(await later.boxes.nms([], []))\n"
        "client.losses.ciou([], [], format='xyxz')\n"
        "focald.losses.ciou([])\n"
        "focald.losses.l1([], [], gama=2)\n")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", tmp_path / "caller.py"], cwd=tmp_path, capture_output=True,
        text=True, timeout=300, env={"MYPYPATH": str(PROJECT / "src"), "PATH": "/usr/bin:/bin"})
    lines = [line for line in done.stdout.splitlines() if "caller.py" in line]
    assert "ndarray" in lines[0] and "floating" in lines[0] and "None" in lines[0], done.stdout
    assert "ndarray" in lines[1], done.stdout
    assert "BoxesNmsAnswer" in lines[2], done.stdout
    assert [line.split(":")[1] for line in lines[3:] if "error" in line] == ["7", "8", "9"], done.stdout
