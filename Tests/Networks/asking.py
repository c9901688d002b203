"""Asks a focald for the raw heads of pixels, and compares them with PyTorch's."""

import http.client
import json
import struct

import numpy as np
import torch
from support import server as servers

TYPES = {"F32": np.float32, "F64": np.float64, "I64": np.int64, "U8": np.uint8}
NAMES = {np.dtype(kind): name for name, kind in TYPES.items()}


def safetensors(arrays):
    header, data, end = {}, b"", 0
    for name, array in arrays.items():
        header[name] = {"dtype": NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [end, end + array.nbytes]}
        data, end = data + array.tobytes(), end + array.nbytes
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def tensors(body):
    (length,) = struct.unpack("<Q", body[:8])
    header = json.loads(body[8 : 8 + length])
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(body, TYPES[entry["dtype"]], offset=8 + length + entry["data_offsets"][0],
                            count=int(np.prod(entry["shape"]))).reshape(entry["shape"])
        for name, entry in header.items()}


def heads(server, network, pixels):
    """The heads that focald gives of pixels (H, W, 3)."""
    connection = http.client.HTTPConnection(server.host, server.port, timeout=120)
    kind = "application/x-safetensors"
    connection.request(
        "POST", f"/v1/networks/{network}/heads", safetensors({"image": pixels}), {"Content-Type": kind, "Accept": kind})
    response = connection.getresponse()
    body = response.read()
    assert response.status == 200, body[:500]
    return tensors(body)


def prepared(pixels, settings, kind):
    """Pixels as a network's input (3, H, W) in a type: normalised, padded. They have the wanted size already."""
    picture = torch.from_numpy(pixels).permute(2, 0, 1).to(kind) * settings["input_scale"]
    if settings["channels"] == "BGR":
        picture = picture.flip(0)
    mean, deviation = (torch.tensor(settings[key], dtype=kind).view(3, 1, 1) for key in ("image_mean", "image_std"))
    picture = (picture - mean) / deviation
    divisor = settings["size_divisible"]
    bottom, right = (-side % divisor for side in picture.shape[1:])
    return torch.nn.functional.pad(picture, (0, right, 0, bottom))


def compare(found, forward, pixels, settings, words, times=4):
    """Each head within so many times PyTorch's own error in float32, or 1e-6 of the largest, where that is more."""
    exact = forward(prepared(pixels, settings, torch.float64))
    plain = forward(prepared(pixels, settings, torch.float32))
    for name in ("class_logits", "box_deltas"):
        largest = exact[name].abs().max().item()
        own = (plain[name].double() - exact[name]).abs().max().item()
        error = np.abs(found[name].astype(np.float64) - exact[name].numpy()).max()
        print(f"{words} {name}: {error / largest:.1e} of the largest, PyTorch's own {own / largest:.1e}")
        assert found[name].shape == tuple(exact[name].shape)
        assert error <= max(times * own, 1e-6 * largest), (words, name)


def serving(folder, *flags):
    return servers.start("--networks", str(folder), "--access-log", "false", *flags)
