"""The networks of the comparison in torchvision, and the files that all who take part read.

    network_models.py DIRECTORY   writes what is not there yet:
        resnet50.safetensors, resnet50.pth   RetinaNet with ResNet-50 and FPN, 91 classes, seeded; 136 MB of float32
        resnet50.jpg                         a picture of 800 × 1066
        shapes.safetensors, shapes.jpg       the network that focald ships, and a picture of 192 × 192
        heads-SIZE.onnx                      the first without its post-processing, for pictures of SIZES
"""

import pathlib
import shutil
import sys

import numpy as np
import torch
import torchvision
from PIL import Image, ImageDraw
from torchvision.models.detection import RetinaNet
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.detection.retinanet import RetinaNetHead
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet
from torchvision.ops.feature_pyramid_network import LastLevelP6P7
from torchvision.ops.misc import Conv2dNormActivation

from network_sizes import SIZES

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tools"))
import convert_torchvision as converter  # noqa: E402

CLASSES = 91
# Logits that pass the score threshold, of 14.8 million: about what a trained network has.
PASSING = 2000


class Heads(torch.nn.Module):
    """A RetinaNet's raw heads: what is left without transform, anchors and post-processing."""

    def __init__(self, model):
        super().__init__()
        self.backbone, self.head = model.backbone, model.head

    def forward(self, pictures):
        heads = self.head(list(self.backbone(pictures).values()))
        return heads["cls_logits"], heads["bbox_regression"]


def resnet50():
    return torchvision.models.detection.retinanet_resnet50_fpn(
        weights=None, weights_backbone=None, num_classes=CLASSES).eval()


def seeded_resnet50(picture):
    """Random weights with logits of deviation 1, of which PASSING pass the threshold, and deltas of deviation 0.2."""
    torch.manual_seed(7)
    model = resnet50()
    random = torch.Generator().manual_seed(3)
    for name, values in model.named_buffers():
        if name.endswith("running_mean"):
            values.normal_(0, 0.1, generator=random)
        elif name.endswith("running_var"):
            values.uniform_(0.5, 1.5, generator=random)
    with torch.no_grad():
        inputs, _ = model.transform([picture])
        logits, deltas = Heads(model)(inputs.tensors)
        last, box = model.head.classification_head.cls_logits, model.head.regression_head.bbox_reg
        factor = 1 / logits.std()
        # Anchors agree on their common bias, which shifts all logits alike.
        last.weight.mul_(factor)
        logits = (logits - last.bias[0]) * factor
        threshold = float(np.log(model.score_thresh / (1 - model.score_thresh)))
        last.bias.fill_(threshold - logits.flatten().topk(PASSING).values[-1].item())
        box.weight.mul_(0.2 / deltas.std())
    return model


class Body(ResNet):
    """A residual network of any block, widths and depths."""

    def __init__(self, settings):
        torch.nn.Module.__init__(self)
        norm = lambda channels: torch.nn.BatchNorm2d(channels, eps=settings["norm_eps"])
        self._norm_layer, self.dilation, self.groups, self.base_width = norm, 1, 1, 64
        self.inplanes = settings["stem_channels"]
        self.conv1 = torch.nn.Conv2d(3, self.inplanes, 7, 2, 3, bias=False)
        self.bn1, self.relu = norm(self.inplanes), torch.nn.ReLU(inplace=True)
        self.maxpool = torch.nn.MaxPool2d(3, 2, 1)
        block = {"basic": BasicBlock, "bottleneck": Bottleneck}[settings["block"]]
        for number, (planes, depth) in enumerate(zip(settings["planes"], settings["depths"]), 1):
            setattr(self, f"layer{number}", self._make_layer(block, planes, depth, stride=1 if number == 1 else 2))


def described(path):
    """The network that a file describes, as a model of torchvision."""
    weights, settings = converter.read(path)
    channels, stages = settings["fpn_channels"], settings["fpn_from"]
    widths = [settings["planes"][int(stage[-1]) - 1] * settings["expansion"] for stage in stages]
    source = channels if settings["p6_from"] == "P5" else widths[-1]
    backbone = BackboneWithFPN(
        Body(settings), {stage: str(number) for number, stage in enumerate(stages)}, widths, channels,
        extra_blocks=LastLevelP6P7(source, channels))
    anchors = AnchorGenerator(
        tuple(map(tuple, settings["anchor_sizes"])), (tuple(settings["aspect_ratios"]),) * len(settings["anchor_sizes"]))
    head = RetinaNetHead(channels, settings["anchors_per_location"], settings["num_classes"])
    for part in (head.classification_head, head.regression_head):
        part.conv = torch.nn.Sequential(
            *[Conv2dNormActivation(channels, channels, norm_layer=None) for _ in range(settings["subnet_convs"])])
    model = RetinaNet(
        backbone, settings["num_classes"], anchor_generator=anchors, head=head, min_size=settings["min_size"],
        max_size=settings["max_size"], image_mean=settings["image_mean"], image_std=settings["image_std"],
        score_thresh=settings["score_threshold"], nms_thresh=settings["iou_threshold"],
        detections_per_img=settings["max_detections"], topk_candidates=settings["top_k"])
    missing, unexpected = model.load_state_dict(weights, strict=False)
    wrong = [name for name in [*missing, *unexpected] if not name.endswith("num_batches_tracked")]
    if wrong:
        raise ValueError(f"{path}: {wrong[0]} and {len(wrong) - 1} others do not fit")
    return model.eval()


def draw(path, height, width):
    """A picture with soft ground and forty shapes, as JPEG."""
    random = np.random.default_rng(11)
    ground = Image.fromarray(random.integers(0, 256, (height // 32 + 2, width // 32 + 2, 3), dtype=np.uint8))
    picture = ground.resize((width, height), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for number in range(40):
        x, y, size = random.integers(0, width), random.integers(0, height), random.integers(15, 180)
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        (pen.ellipse if number % 2 else pen.rectangle)([x, y, x + size, y + size], fill=colour)
    picture.save(path, quality=90)


def picture(path):
    """A file's pixels as torchvision's models take them."""
    pixels = torchvision.io.decode_image(torchvision.io.read_file(str(path)), torchvision.io.ImageReadMode.RGB)
    return pixels.float() / 255


def export(model, size, path):
    height, width = SIZES[size]
    names = {"input_names": ["picture"], "output_names": ["class_logits", "box_deltas"]}
    torch.onnx.export(Heads(model).eval(), (torch.zeros(1, 3, height, width),), str(path), external_data=False, **names)


def prepare(directory):
    directory.mkdir(parents=True, exist_ok=True)
    if not (directory / "resnet50.jpg").exists():
        draw(directory / "resnet50.jpg", *SIZES[800])
    if not (directory / "resnet50.safetensors").exists():
        model = seeded_resnet50(picture(directory / "resnet50.jpg"))
        torch.save(model.state_dict(), directory / "resnet50.pth")
        converter.convert(model.state_dict(), converter.of_model(model), directory / "resnet50.safetensors")
    shutil.copyfile(ROOT / "Examples/networks/shapes.safetensors", directory / "shapes.safetensors")
    shutil.copyfile(ROOT / "Examples/shapes.jpg", directory / "shapes.jpg")
    missing = [size for size in SIZES if not (directory / f"heads-{size}.onnx").exists()]
    if missing:
        model = resnet50()
        model.load_state_dict(torch.load(directory / "resnet50.pth", weights_only=True))
        for size in missing:
            # A name of its own until it is whole.
            export(model, size, directory / "heads.onnx")
            (directory / "heads.onnx").rename(directory / f"heads-{size}.onnx")


if __name__ == "__main__":
    prepare(pathlib.Path(sys.argv[1]))
