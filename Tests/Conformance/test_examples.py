"""The Python example runs as it stands."""

import subprocess
import sys

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
