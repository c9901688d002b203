#!/usr/bin/env python3
"""The loss of pictures under checkpoints of a network, and its curve: networks/{name}/loss, figures/training.svg.

    FOCALD_NETWORKS=Examples/networks,Examples/networks/checkpoints make run
    python3 Examples/network_loss.py --curve loss.svg

A checkpoint is a network whose name ends in its step: shapes-0600. The last line is the shipped network, shapes, whose own steps
are not known: it is not on the curve. Nothing to install.
"""

import argparse
import base64
import json
import pathlib
import re
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
PICTURES = ROOT / "Tests/Fixtures/networks"


def ask(url, body=None):
    request = urllib.request.Request(url, body and json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read()


def pictures():
    """Files with the objects that are in them."""
    for file in sorted(PICTURES.glob("expected-*.json")):
        known = json.loads(file.read_text())
        truth = known["ground_truth"]
        yield {
            "image": base64.b64encode((PICTURES / known["file"]).read_bytes()).decode(),
            "target_boxes": [item["box"] for item in truth], "target_labels": [item["label"] for item in truth],
        }


def losses(url, network, examples):
    """The mean of loss and components over pictures."""
    answers = [json.loads(ask(f"{url}/v1/networks/{network}/loss", example)) for example in examples]
    rows = [{"total": answer["loss"], **answer["components"]} for answer in answers]
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--name", default="shapes")
    parser.add_argument("--curve", type=pathlib.Path, help="a file for the curve, SVG")
    options = parser.parse_args()
    names = [network["name"] for network in json.loads(ask(f"{options.url}/v1/networks"))["networks"]]
    steps = {name: int(found[1]) for name in names if (found := re.fullmatch(rf"{re.escape(options.name)}-(\d+)", name))}
    if not steps:
        parser.error(f"no checkpoints of {options.name} are loaded, but {', '.join(names) or 'no network at all'}")
    order = sorted(steps, key=steps.get)
    examples = list(pictures())
    rows = {name: losses(options.url, name, examples) for name in [*order, *({options.name} & set(names))]}
    for name, row in rows.items():
        print(f"{name:14}" + "  ".join(f"{part} {value:.4f}" for part, value in row.items()))
    if options.curve:
        parts = list(rows[order[0]])
        options.curve.write_bytes(ask(f"{options.url}/v1/figures/training.svg", {
            "title": f"{options.name}: loss over checkpoints", "names": parts,
            "steps": [steps[name] for name in order],
            "values": [[rows[name][part] for part in parts] for name in order]}))


if __name__ == "__main__":
    main()
