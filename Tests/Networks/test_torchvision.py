"""torchvision's RetinaNets with ResNet-50, random weights of a seed: converted, loaded, and asked for their heads."""

import asking
import convert_torchvision as converter
import numpy as np
import pytest
import torch
import torchvision
from support import server as servers

NAMES = ["retinanet_resnet50_fpn", "retinanet_resnet50_fpn_v2"]
SIZE = (96, 160)


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """The folder of the converted networks, and each one's module with what its file says."""
    folder, found = tmp_path_factory.mktemp("torchvision"), {}
    for seed, name in enumerate(NAMES):
        torch.manual_seed(seed)
        model = getattr(torchvision.models.detection, name)(weights=None, weights_backbone=None).eval()
        settings = converter.of_model(model) | {"min_size": min(SIZE), "max_size": max(SIZE)}
        found[name] = (model, converter.convert(model.state_dict(), settings, folder / f"{name}.safetensors"))
    return folder, found


@pytest.fixture(scope="module", params=["direct", "winograd"])
def server(request, models):
    server = asking.serving(models[0], "--network-convolution", request.param)
    yield server
    servers.stop(server)


def forward(model):
    """torchvision's own modules, in the type of what they are given."""
    def heads(picture):
        model.to(picture.dtype)
        with torch.no_grad():
            found = model.head(list(model.backbone(picture[None]).values()))
        return {"class_logits": found["cls_logits"][0], "box_deltas": found["bbox_regression"][0]}
    return heads


@pytest.mark.parametrize("name", NAMES)
def test_heads_within_twice_pytorchs_own_error(server, models, name):
    model, settings = models[1][name]
    pixels = np.random.default_rng(4).integers(0, 256, (*SIZE, 3), dtype=np.uint8)
    asking.compare(asking.heads(server, name, pixels), forward(model), pixels, settings, name, times=2)
