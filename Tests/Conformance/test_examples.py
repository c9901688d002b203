"""The Python examples run as they stand."""

import re
import subprocess
import sys

import pytest

from support import shapes
from support.server import ROOT


def test_the_python_example(server):
    image = shapes.IMAGES[1]
    output = subprocess.run(
        [sys.executable, ROOT / "Examples/triton_client.py", server.address, shapes.FOLDER / f"heads-{image}.safetensors",
         shapes.FOLDER / "settings.json"], capture_output=True, text=True, check=True, timeout=60).stdout
    expected = shapes.expected(image)
    assert [int(line.split()[0]) for line in output.splitlines()] == expected["labels"].tolist()
    assert [float(line.split()[1]) for line in output.splitlines()] == [round(score, 4) for score in expected["scores"]]


@pytest.mark.native
def test_the_training_example(server, tmp_path):
    """A few steps over a few pictures: the loss falls tenfold, and every shape of them is found."""
    output = subprocess.run(
        [sys.executable, ROOT / "Examples/train_linear_detector.py", "--url", f"http://{server.address}", "--steps", "80",
         "--pictures", "6", "--curve", tmp_path / "curve.png"],
        capture_output=True, text=True, check=True, timeout=300).stdout
    lines = [line.split() for line in output.splitlines() if line.startswith("step")]
    assert lines[0][:3] == ["step", "0", "loss"] and lines[-1][1] == "80"
    for line in lines:
        loss, classification, regression = (float(line[i]) for i in (3, 5, 7))
        assert line[4] == "classification" and line[6] == "bbox_regression"
        assert loss == pytest.approx(classification + regression, abs=2e-4)
    assert float(re.search(r"the loss fell ([0-9.]+)-fold", output)[1]) >= 10
    found, shapes_drawn = map(int, re.search(r"trained on: (\d+) of (\d+) shapes", output).groups())
    assert found == shapes_drawn > 0
    # The twelve lines of COCO, of the pictures it was trained on and of others.
    seen, others = (float(value) for value in re.findall(r"IoU=0\.50 .* all .*maxDets=100 \] = ([0-9.]+)", output))
    assert len(re.findall(r"^ Average (?:Precision|Recall) ", output, re.M)) == 24
    assert seen > 0.9 and 0 <= others <= 1
    assert (tmp_path / "curve.png").exists() or "matplotlib is not installed" in output
