"""RetinaNet as plain functions of PyTorch, from a file's weights and settings alone."""

import torch
import torch.nn.functional as F


def heads(weights, settings, picture, kind=None):
    """Logits (A, K) and deltas (A, 4) of a picture (3, H, W), in the picture's type. `kind`: a network's class."""
    net = (kind or Net)({name: tensor.to(picture.dtype) for name, tensor in weights.items()}, settings)
    with torch.no_grad():
        levels = net.pyramid(net.backbone(picture[None]))
        return {
            "class_logits": net.head(levels, "classification_head", "cls_logits", settings["num_classes"]),
            "box_deltas": net.head(levels, "regression_head", "bbox_reg", 4),
        }


class Net:
    def __init__(self, weights, settings):
        self.weights, self.settings = weights, settings

    def stored(self, x):
        """A map, as it is kept between two layers."""
        return x

    def conv(self, x, name, stride=1):
        weight = self.weights[name + ".weight"]
        return F.conv2d(x, weight, self.weights.get(name + ".bias"), stride=stride, padding=weight.shape[-1] // 2)

    def norm(self, x, name):
        weight, bias, mean, variance = (
            self.weights[f"{name}.{part}"] for part in ("weight", "bias", "running_mean", "running_var"))
        return F.batch_norm(x, mean, variance, weight, bias, eps=self.settings["norm_eps"])

    def block(self, x, name, stride):
        count = 2 if self.settings["block"] == "basic" else 3
        where = 1 if count == 2 or self.settings["stride_on"] == "1x1" else 2
        y = x
        for number in range(1, count + 1):
            y = self.norm(self.conv(y, f"{name}.conv{number}", stride if number == where else 1), f"{name}.bn{number}")
            y = y if number == count else self.stored(F.relu(y))
        if f"{name}.downsample.0.weight" in self.weights:
            x = self.stored(self.norm(self.conv(x, f"{name}.downsample.0", stride), f"{name}.downsample.1"))
        return self.stored(F.relu(x + y))

    def backbone(self, x):
        body, maps = "backbone.body", {}
        x = self.stored(F.max_pool2d(F.relu(self.norm(self.conv(x, f"{body}.conv1", 2), f"{body}.bn1")), 3, 2, 1))
        for stage, depth in enumerate(self.settings["depths"], 1):
            for number in range(depth):
                x = self.block(x, f"{body}.layer{stage}.{number}", 2 if stage > 1 and number == 0 else 1)
            maps[f"layer{stage}"] = x
        return [maps[name] for name in self.settings["fpn_from"]]

    def pyramid(self, maps):
        fpn = "backbone.fpn"
        inner = [self.conv(x, f"{fpn}.inner_blocks.{number}.0") for number, x in enumerate(maps)]
        for number in reversed(range(len(inner) - 1)):
            upper = F.interpolate(self.stored(inner[number + 1]), size=inner[number].shape[-2:], mode="nearest")
            inner[number] = inner[number] + upper
        levels = [self.stored(self.conv(self.stored(x), f"{fpn}.layer_blocks.{number}.0")) for number, x in enumerate(inner)]
        sixth = self.stored(self.conv(
            levels[-1] if self.settings["p6_from"] == "P5" else maps[-1], f"{fpn}.extra_blocks.p6", stride=2))
        return levels + [sixth, self.stored(self.conv(F.relu(sixth), f"{fpn}.extra_blocks.p7", stride=2))]

    def head(self, levels, head, last, width):
        rows = []
        for x in levels:
            for number in range(self.settings["subnet_convs"]):
                name = f"head.{head}.conv.{number}"
                x = self.conv(x, f"{name}.0")
                if f"{name}.1.weight" in self.weights:
                    x = F.group_norm(
                        x, self.settings["head_groups"], self.weights[f"{name}.1.weight"], self.weights[f"{name}.1.bias"])
                x = self.stored(F.relu(x))
            rows.append(self.conv(x, f"head.{head}.{last}")[0].permute(1, 2, 0).reshape(-1, width))
        return torch.cat(rows)


class Bfloat16Net(Net):
    """The roundings of `network_precision: bfloat16`: folded weights but the stem's, and maps; sums are the picture's type."""

    def __init__(self, weights, settings):
        super().__init__(dict(weights), settings)
        for name in [name for name in weights if name.endswith(".weight") and weights[name].dim() == 4]:
            name = name.removesuffix(".weight")
            norm = self.norm_of(name)
            if f"{norm}.running_var" in weights:
                scale = weights[f"{norm}.weight"] / (weights[f"{norm}.running_var"] + settings["norm_eps"]).sqrt()
                self.weights[f"{name}.weight"] = weights[f"{name}.weight"] * scale.view(-1, 1, 1, 1)
                self.weights[f"{name}.bias"] = weights[f"{norm}.bias"] - weights[f"{norm}.running_mean"] * scale
            if name != "backbone.body.conv1":
                self.weights[f"{name}.weight"] = self.stored(self.weights[f"{name}.weight"])

    @staticmethod
    def norm_of(name):
        """The normalisation behind a convolution of the backbone."""
        head, _, last = name.rpartition(".")
        return f"{head}.{last.replace('conv', 'bn')}" if last.startswith("conv") else f"{head}.1"

    def stored(self, x):
        return x.bfloat16().to(x.dtype)

    def norm(self, x, name):
        return x
