#!/usr/bin/env python3
"""Writes Tests/PicturesTests/Fixtures: small pictures of each kind with the pixels that Pillow reads from them, and inputs
of a network by torchvision's GeneralizedRCNNTransform. Needs pillow, torch and torchvision."""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torchvision.models.detection.transform import GeneralizedRCNNTransform

DESTINATION = Path(__file__).resolve().parents[1] / "PicturesTests/Fixtures"
MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def scene(width, height, channels=3, depth=8):
    """Slopes with a disc and some noise: what subsampling, filters and turning cannot leave as it is."""
    random = np.random.default_rng(width * 1000 + height)
    y, x = np.mgrid[0:height, 0:width]
    planes = [x / width, y / height, (x + y) / (width + height), 1 - x / (2 * width)][:channels]
    disc = (x - width / 3) ** 2 + (y - height / 2) ** 2 < (min(width, height) / 3) ** 2
    values = np.stack([np.where(disc, 1 - p, p) for p in planes], -1) + random.uniform(-0.08, 0.08, (height, width, channels))
    return np.round(values.clip(0, 1) * (2**depth - 1)).astype(np.uint16 if depth > 8 else np.uint8)


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(orientation, byte_order="<"):
    mark = b"II*\0" if byte_order == "<" else b"MM\0*"
    entry = struct.pack(byte_order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    other = struct.pack(byte_order + "HHII", 0x0100, 4, 1, 7)
    return b"Exif\0\0" + mark + struct.pack(byte_order + "IH", 8, 2) + other + entry + bytes(4)


# PNG by hand: what Pillow does not write.

def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def rows(samples, depth):
    """Unfiltered rows, each behind its filter type."""
    if depth == 16:
        return b"".join(b"\0" + line.astype(">u2").tobytes() for line in samples)
    if depth == 8:
        return b"".join(b"\0" + line.astype(np.uint8).tobytes() for line in samples)
    bits = [np.unpackbits(line.reshape(-1, 1).astype(np.uint8), axis=1)[:, 8 - depth:] for line in samples]
    return b"".join(b"\0" + np.packbits(line.reshape(-1)).tobytes() for line in bits)


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(samples, colour, depth, interlaced=False, extra=b"", after=b""):
    height, width = samples.shape[:2]
    flat = samples.reshape(height, width, -1)
    parts = [flat[y::dy, x::dx] for x, y, dx, dy in PASSES] if interlaced else [flat]
    data = b"".join(rows(part.reshape(part.shape[0], -1), depth) for part in parts if part.size)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    middle = len(zlib.compress(data)) // 2
    packed = zlib.compress(data)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", packed[:middle])
            + chunk(b"IDAT", packed[middle:]) + after + chunk(b"IEND", b""))


def palette(count, transparent=False):
    colours = np.random.default_rng(count).integers(0, 256, (count, 3), np.uint8).tobytes()
    return chunk(b"PLTE", colours) + (chunk(b"tRNS", bytes([0, 128, 255])[:count]) if transparent else b"")


def jpegs():
    rgb, grey = Image.fromarray(scene(37, 27)), Image.fromarray(scene(37, 27, 1)[..., 0])
    for name, sampling in [("444", "4:4:4"), ("422", "4:2:2"), ("420", "4:2:0")]:
        yield f"rgb-{name}.jpg", saved(rgb, "JPEG", subsampling=sampling, quality=90)
    # Its coefficients, said to lie one above the other: the first component's factors in the frame header.
    across = saved(rgb, "JPEG", subsampling="4:2:2", quality=90)
    place = across.index(b"\xff\xc0") + 11
    yield "rgb-440.jpg", across[:place] + b"\x12" + across[place + 1:]
    yield "rgb-untransformed.jpg", saved(rgb, "JPEG", keep_rgb=True, quality=90)
    yield "progressive.jpg", saved(rgb, "JPEG", progressive=True, quality=85)
    yield "progressive-tall.jpg", saved(Image.fromarray(scene(9, 170, 1)[..., 0]), "JPEG", progressive=True)
    yield "restarts.jpg", saved(rgb, "JPEG", restart_marker_blocks=2)
    yield "grey.jpg", saved(grey, "JPEG", quality=90)
    cmyk = saved(Image.fromarray(scene(37, 27, 4), "CMYK"), "JPEG", quality=90)
    yield "cmyk.jpg", cmyk
    # The same coefficients, said to be YCCK: the last byte of Adobe's segment.
    place = cmyk.index(b"Adobe") + 11
    yield "ycck.jpg", cmyk[:place] + b"\2" + cmyk[place + 1:]
    small = Image.fromarray(scene(13, 7))
    for orientation in range(1, 9):
        order = "<>"[orientation % 2]
        yield f"orientation-{orientation}.jpg", saved(small, "JPEG", exif=exif(orientation, order), quality=90)


def pngs():
    small = scene(13, 9)
    for name, colour, channels in [("grey", 0, 1), ("rgb", 2, 3), ("grey-alpha", 4, 2), ("rgba", 6, 4)]:
        for depth in (8, 16):
            yield f"{name}-{depth}.png", png(scene(13, 9, channels, depth), colour, depth)
        yield f"{name}-interlaced.png", png(scene(13, 9, channels), colour, 8, interlaced=True)
    for depth in (1, 2, 4):
        yield f"grey-{depth}.png", png(scene(13, 9, 1, depth), 0, depth)
        yield f"palette-{depth}.png", png(scene(13, 9, 1, depth), 3, depth, extra=palette(2**depth))
    yield "grey-2-interlaced.png", png(scene(13, 9, 1, 2), 0, 2, interlaced=True)
    yield "palette-8.png", png(scene(13, 9, 1), 3, 8, extra=palette(256, transparent=True))
    yield "grey-transparent.png", png(scene(13, 9, 1), 0, 8, extra=chunk(b"tRNS", b"\0\x07"))
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 100_000)) + chunk(b"gAMA", struct.pack(">I", 45455))
    yield "ancillary.png", png(small, 2, 8, extra=text + chunk(b"iCCP", b"p\0\0" + zlib.compress(bytes(4096))))
    yield "filters.png", saved(Image.fromarray(scene(61, 43)), "PNG", optimize=True)
    yield "orientation.png", png(small, 2, 8, extra=chunk(b"eXIf", exif(6)[6:]))
    yield "orientation-after.png", png(small, 2, 8, after=chunk(b"eXIf", exif(8, ">")[6:]))
    yield "one-pixel.png", png(scene(1, 1), 2, 8)


def webps():
    rgb, rgba = Image.fromarray(scene(37, 27)), Image.fromarray(scene(37, 27, 4), "RGBA")
    yield "lossy.webp", saved(rgb, "WEBP", quality=85)
    yield "lossless.webp", saved(rgb, "WEBP", lossless=True)
    yield "lossy-alpha.webp", saved(rgba, "WEBP", quality=85)
    yield "lossless-alpha.webp", saved(rgba, "WEBP", lossless=True, exact=True)
    yield "few-colours.webp", saved(Image.fromarray(scene(37, 27) // 128 * 128), "WEBP", lossless=True)
    yield "orientation-5.webp", saved(Image.fromarray(scene(13, 7)), "WEBP", quality=85, exif=exif(5))
    yield "orientation-7.webp", saved(Image.fromarray(scene(13, 7)), "WEBP", lossless=True, exif=exif(7, ">")[6:])


def pixels(name, file):
    image = Image.open(io.BytesIO(file))
    # Pillow clips 16 bits of grey to 255; it takes the upper byte of RGB, and so does focald of both.
    if image.mode == "I;16":
        return (np.asarray(image) >> 8).astype(np.uint8)[..., None].repeat(3, -1)
    turned = ImageOps.exif_transpose(image)
    if name == "orientation-after.png":
        # Pillow finds EXIF behind the pixels once they are loaded.
        image.load()
        turned = ImageOps.exif_transpose(image)
    return np.asarray(turned.convert("RGB"))


def text(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


# (width, height, min_size, max_size)
TRANSFORMS = [(13, 9, 9, 100), (13, 9, 12, 20), (9, 13, 12, 15), (37, 27, 11, 16), (7, 7, 16, 16), (31, 2, 5, 33)]


def transforms():
    for width, height, smallest, largest in TRANSFORMS:
        image = scene(width, height)
        transform = GeneralizedRCNNTransform(smallest, largest, MEAN, DEVIATION, size_divisible=8).eval()
        planes = torch.from_numpy(image.transpose(2, 0, 1).astype(np.float32)) / 255
        batch, _ = transform([planes])
        yield {
            "width": width, "height": height, "min_size": smallest, "max_size": largest, "divisor": 8,
            "pixels": text(image), "size": list(batch.image_sizes[0]), "padded": list(batch.tensors.shape[-2:]),
            "input": text(batch.tensors[0].numpy()),
        }


SHAPES = Path(__file__).resolve().parents[1] / "Fixtures/shapes"


def hashed(array):
    """FNV-1a of 64 bits."""
    value = 0xCBF29CE484222325
    for byte in array.tobytes():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def shapes():
    """Larger pictures: their pixels as a hash, and each 211th number of an input of the network that they are made for."""
    files = [f"image-{number}.jpg" for number in ("001", "003", "005")]
    arrays = {file: pixels(file, (SHAPES / file).read_bytes()) for file in files}
    transform = GeneralizedRCNNTransform(192, 320, MEAN, DEVIATION).eval()
    planes = torch.from_numpy(arrays["image-003.jpg"].transpose(2, 0, 1).astype(np.float32)) / 255
    batch, _ = transform([planes])
    return {
        "hashes": {file: hashed(array) for file, array in arrays.items()}, "padded": list(batch.tensors.shape[-2:]),
        "input": text(batch.tensors.flatten()[::211].numpy()),
    }


def main():
    DESTINATION.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, file in [*jpegs(), *pngs(), *webps()]:
        (DESTINATION / name).write_bytes(file)
        array = pixels(name, file)
        expected[name] = {"width": array.shape[1], "height": array.shape[0], "pixels": text(array)}
    (DESTINATION / "pixels.json").write_text(json.dumps(expected, indent=1) + "\n")
    (DESTINATION / "transforms.json").write_text(json.dumps(list(transforms()), indent=1) + "\n")
    (DESTINATION / "shapes.json").write_text(json.dumps(shapes(), indent=1) + "\n")
    print(f"{len(expected)} pictures, {sum(p.stat().st_size for p in DESTINATION.iterdir()):,} bytes")


if __name__ == "__main__":
    main()
