"""Makes the playground's examples: shapes-*.json, shapes-*.webp and evaluation-*.json of Sources/Pages/Assets.

    python3 Tests/Browser/make_examples.py http://127.0.0.1:8080 PICTURES

From the raw heads of Tests/Fixtures/shapes come the rows whose best class scores more than 0.02, level by level, with
their anchors, rounded to five digits. PICTURES is a folder with image-000.png and so on. Needs safetensors, numpy, Pillow."""

import json
import pathlib
import sys
import urllib.request

import numpy
import PIL.Image
import safetensors.numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "Tests/Fixtures/shapes"
ASSETS = ROOT / "Sources/Pages/Assets"
CHOSEN = [1, 3, 5]
LOWEST = 0.02


def ask(url, operation, body):
    request = urllib.request.Request(f"{url}/v1/{operation}", json.dumps(body).encode())
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def rounded(rows):
    return [[float(f"{value:.5g}") for value in row] for row in rows.tolist()]


def example(index, settings, anchors):
    heads = safetensors.numpy.load_file(FIXTURES / f"heads-{index:03}.safetensors")
    logits, deltas = heads["class_logits"], heads["box_deltas"]
    kept = numpy.flatnonzero(1 / (1 + numpy.exp(-logits.max(axis=1))) > LOWEST)
    rows = numpy.cumsum([h * w * 9 for h, w in settings["feature_sizes"]])
    levels = numpy.bincount(numpy.searchsorted(rows, kept, side="right"), minlength=len(rows))
    return {
        "image_size": settings["image_size"],
        "feature_sizes": [[int(count), 1] for count in levels],
        "anchors": rounded(anchors[kept]),
        "class_logits": rounded(logits[kept]),
        "box_deltas": rounded(deltas[kept]),
    }


def records(name, source, digits, lowest=0.0):
    folder = ROOT / "Tests/Fixtures/evaluation" / source
    body = {part: json.loads((folder / file).read_text()) for part, file in [("ground_truth", "gt.json"), ("detections", "dt.json")]}
    body["detections"] = [row for row in body["detections"] if row["score"] >= lowest]
    for row in body["detections"]:
        row["bbox"] = [round(value, digits or None) for value in row["bbox"]]
        row["score"] = round(row["score"], 3)
    path = ASSETS / f"evaluation-{name}.json"
    path.write_text(json.dumps(body, separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size, "bytes")


def main(url, pictures):
    settings = json.loads((FIXTURES / "settings.json").read_text())
    shape = ["image_size", "feature_sizes", "strides", "anchor_sizes", "aspect_ratios", "anchor_order", "round_anchors"]
    anchors = numpy.array(ask(url, "anchors/generate", {name: settings[name] for name in shape})["anchors"])
    for index in CHOSEN:
        body = example(index, settings, anchors)
        path = ASSETS / f"shapes-{index}.json"
        path.write_text(json.dumps(body, separators=(",", ":")) + "\n")
        picture = PIL.Image.open(pathlib.Path(pictures) / f"image-{index:03}.png").convert("RGB")
        picture.save(ASSETS / f"shapes-{index}.webp", quality=90, method=6)
        print(path.name, len(body["anchors"]), "rows", path.stat().st_size, "bytes", (ASSETS / f"shapes-{index}.webp").stat().st_size)
    records("shapes", "shapes", 3)
    records("errors", "tide-small", 0, lowest=0.15)


if __name__ == "__main__":
    main(*sys.argv[1:])
