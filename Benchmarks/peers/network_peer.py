"""The comparison's networks by another engine, by the commands of lines.py: network_peer.py ENGINE MODELS

ENGINE is eager, compile (both PyTorch), onnxruntime or openvino; MODELS the folder that network_models.py has filled.
All compute in float32 with all threads that they take by themselves.
"""

import pathlib
import sys

import numpy as np

from lines import serve
from network_sizes import SIZES

ENGINE, MODELS = sys.argv[1], pathlib.Path(sys.argv[2])


def eager_or_compiled(size):
    import torch

    import network_models as models

    model = models.resnet50()
    model.load_state_dict(torch.load(MODELS / "resnet50.pth", weights_only=True))
    heads = models.Heads(model)
    if ENGINE == "compile":
        heads = torch.compile(heads)
    return lambda picture: heads(torch.from_numpy(picture))


def onnxruntime(size):
    import onnxruntime as runtime

    session = runtime.InferenceSession(str(MODELS / f"heads-{size}.onnx"), providers=["CPUExecutionProvider"])
    return lambda picture: session.run(["class_logits", "box_deltas"], {"picture": picture})


def openvino(size):
    import openvino as ov

    core = ov.Core()
    # By itself it computes in bfloat16 where the processor has it.
    model = core.compile_model(core.read_model(MODELS / f"heads-{size}.onnx"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda picture: [model([picture])[output] for output in model.outputs]


ENGINES = {"eager": eager_or_compiled, "compile": eager_or_compiled, "onnxruntime": onnxruntime, "openvino": openvino}


def forward(directory, size):
    """The raw heads of the picture that lies in the directory, normalised already."""
    picture = np.fromfile(pathlib.Path(directory) / "picture.f32", np.float32).reshape(1, 3, *SIZES[size])
    heads = ENGINES[ENGINE](size)

    def run():
        logits, deltas = heads(picture)
        return {"class_logits": logits[0], "box_deltas": deltas[0]}

    return without_gradients(run)


def without_gradients(run):
    if ENGINE not in ("eager", "compile"):
        return run
    import torch

    return torch.inference_mode()(run)


def detect(model_of, name):
    """From a picture's file to boxes, by torchvision's model: decoding, transform, network, post-processing."""

    def loaded(_directory, _size):
        import network_models as models

        model = model_of(models)
        return without_gradients(lambda: model([models.picture(MODELS / name)])[0])

    return loaded


def resnet50(models):
    import torch

    model = models.resnet50()
    model.load_state_dict(torch.load(MODELS / "resnet50.pth", weights_only=True))
    return model


WORK = {
    "network-forward": forward,
    "network-detect": detect(resnet50, "resnet50.jpg"),
    "network-small": detect(lambda models: models.described(MODELS / "shapes.safetensors"), "shapes.jpg"),
}

if __name__ == "__main__":
    serve(WORK)
