"""Real RetinaNet heads (Tests/Fixtures/shapes), and what torchvision makes of them."""

import json

import numpy as np
from safetensors.numpy import load_file

from support.server import ROOT

FOLDER = ROOT / "Tests/Fixtures/shapes"
IMAGES = sorted(path.stem.removeprefix("heads-") for path in FOLDER.glob("heads-*.safetensors"))
MODEL = "detections.retinanet"
SETTINGS = json.loads((FOLDER / "settings.json").read_text())


def heads(image: str) -> dict[str, np.ndarray]:
    return load_file(FOLDER / f"heads-{image}.safetensors")


def expected(image: str) -> dict[str, np.ndarray]:
    answer = json.loads((FOLDER / f"expected-{image}.json").read_text())
    return {
        "boxes": np.array(answer["boxes"], np.float64).reshape(-1, 4),
        "scores": np.array(answer["scores"], np.float64),
        "labels": np.array(answer["labels"], np.int64),
    }
