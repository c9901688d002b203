"""The examples that use the package: Triton's step against a stub of its backend, and training in torch."""

import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import types

import numpy as np
import pytest

from support import ask_by_json

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "Examples"
TYPES = {"TYPE_FP32": np.float32, "TYPE_INT32": np.int32}


def read_config(path):
    """A model's configuration as Triton hands it over: protobuf's text as the dictionary of its JSON form."""
    text = re.sub(r"(?m)^\s*#.*$", "", path.read_text())
    words = re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', text)
    fields, rest = fields_of(words)
    assert rest == []
    parameters = {row["key"]: row["value"] for row in fields.get("parameters", [])}
    return fields | {"parameters": parameters}


def fields_of(words):
    fields = {}
    while words and words[0] != "}":
        name, words = words[0], words[1:]
        words = words[1:] if words[0] == ":" else words
        fields[name], words = value_of(words)
        words = words[1:] if words[:1] == [","] else words
    return fields, words


def value_of(words):
    if words[0] == "{":
        fields, words = fields_of(words[1:])
        return fields, words[1:]
    if words[0] == "[":
        values, words = [], words[1:]
        while words[0] != "]":
            value, words = value_of(words)
            values.append(value)
            words = words[1:] if words[0] == "," else words
        return values, words[1:]
    word = words[0]
    return (json.loads(word) if word[0] in '"-' or word[0].isdigit() else word), words[1:]


class Stub(types.ModuleType):
    """What triton_python_backend_utils has, as far as a step uses it."""

    class Tensor:
        def __init__(self, name, values):
            self.name, self.values = name, values

        def as_numpy(self):
            return self.values

    class TritonError(Exception):
        pass

    class InferenceResponse:
        def __init__(self, output_tensors=(), error=None):
            self.tensors, self.error = {tensor.name: tensor.values for tensor in output_tensors}, error

    class Request:
        def __init__(self, outputs, **tensors):
            self.outputs = outputs
            self.tensors = {name: Stub.Tensor(name, values) for name, values in tensors.items()}

        def requested_output_names(self):
            return self.outputs

    @staticmethod
    def get_input_tensor_by_name(request, name):
        return request.tensors[name]

    @staticmethod
    def triton_string_to_numpy(name):
        return TYPES[name]


@pytest.fixture
def config(server):
    config = read_config(EXAMPLES / "triton-ensemble/focald_retinanet/config.pbtxt")
    config["parameters"]["FOCALD_URL"]["string_value"] = server.url
    return config


@pytest.fixture
def model(config, monkeypatch):
    monkeypatch.setitem(sys.modules, "triton_python_backend_utils", Stub("triton_python_backend_utils"))
    spec = importlib.util.spec_from_file_location("step", EXAMPLES / "triton-ensemble/focald_retinanet/1/model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = module.TritonPythonModel()
    model.initialize({"model_config": json.dumps(config)})
    yield model
    model.finalize()


def heads(images, seed=1):
    random = np.random.default_rng(seed)
    rows = 9 * sum(side * side for side in (24, 12, 6, 3, 2))
    return {
        "class_logits": random.normal(-5, 1.5, (images, rows, 4)).astype(np.float32),
        "box_deltas": random.normal(0, 0.2, (images, rows, 4)).astype(np.float32),
    }


def test_tritonsStep_AnswersWhatFocaldAnswers(server, config, model):
    wanted = [output["name"] for output in config["output"]]
    tensors = heads(2)
    # The second image has nothing to show.
    tensors["class_logits"][1] = -20
    response, = model.execute([Stub.Request(wanted, **tensors)])
    assert response.error is None
    parameters = json.loads(config["parameters"]["FOCALD_PARAMETERS"]["string_value"])
    fields = {name: values.tolist() for name, values in tensors.items()} | parameters | {"precision": "float32"}
    images = ask_by_json(server.url, "detections.retinanet", fields)["images"]
    counts = [len(image["scores"]) for image in images]
    assert counts[0] > 20 and counts[1] == 0
    assert response.tensors["num_detections"].tolist() == [[count] for count in counts]
    for output in config["output"]:
        values = response.tensors[output["name"]]
        assert values.shape == (2, *output["dims"]) and values.dtype == TYPES[output["data_type"]]
    for name, key in (("boxes", "boxes"), ("scores", "scores"), ("classes", "labels")):
        values = response.tensors[f"detection_{name}"][0]
        np.testing.assert_array_equal(values[: counts[0]], np.asarray(images[0][key], values.dtype))
        assert not values[counts[0] :].any()


def test_tritonsStep_AnswersWrongRequestsOneByOne(config, model):
    wrong = heads(1) | {"box_deltas": np.zeros((1, 7, 4), np.float32)}
    first, second, third = model.execute([
        Stub.Request(["num_detections"], **heads(1)), Stub.Request(["num_detections"], **wrong),
        Stub.Request(["detection_scores"], **heads(1, seed=2))])
    assert first.error is None and list(first.tensors) == ["num_detections"]
    assert "box_deltas" in str(second.error)
    assert third.error is None and list(third.tensors) == ["detection_scores"]


def test_tritonsEnsemble_FitsItsSteps(config):
    ensemble = read_config(EXAMPLES / "triton-ensemble/retinanet_pipeline/config.pbtxt")
    network, step = ensemble["ensemble_scheduling"]["step"]
    assert ensemble["output"] == config["output"]
    assert step["model_name"] == config["name"]
    assert [row["key"] for row in step["input_map"]] == [tensor["name"] for tensor in config["input"]]
    assert [row["key"] for row in step["output_map"]] == [tensor["name"] for tensor in config["output"]]
    made = {row["value"] for row in network["output_map"]}
    assert {row["value"] for row in step["input_map"]} <= made
    assert {row["value"] for row in step["output_map"]} == {tensor["name"] for tensor in ensemble["output"]}


def test_torchsTraining_LearnsItsPictures(server):
    pytest.importorskip("torch")
    done = subprocess.run(
        [sys.executable, EXAMPLES / "train_with_torch.py", "--url", server.url, "--steps", "60", "--pictures", "6"],
        # One thread: two that wait for each other take minutes where others use the processors.
        env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, done.stderr
    losses = [float(line.split()[3]) for line in done.stdout.splitlines() if line.startswith("step")]
    assert losses[-1] < losses[0] / 10
    found, shapes = map(int, re.search(r"trained on: (\d+) of (\d+) shapes", done.stdout).groups())
    assert found >= 0.8 * shapes > 0
