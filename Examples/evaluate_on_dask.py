#!/usr/bin/env python3
"""Evaluates more detections than one machine takes: Dask maps shards of COCO files over focald instances, one request reduces.

Each shard is a pair of COCO files, the ground truth of some images and the detections on them; every shard lists all
categories, and an image is in one shard only. evaluations.match makes columns of a shard, as a tensor file;
evaluations.accumulate makes of all columns, one behind the other, what evaluations.coco answers to all files at once,
to the bit.

    python3 Examples/evaluate_on_dask.py --ground-truth gt.json --detections dt.json --shards 8      # cut here, for a try
    python3 Examples/evaluate_on_dask.py --folder shards --url http://a:8080 --url http://b:8080     # gt-*.json, dt-*.json
    python3 Examples/evaluate_on_dask.py --folder shards --scheduler tcp://host:8786                 # a cluster that runs

It needs distributed, numpy, requests and safetensors. Without --scheduler a local cluster of processes is started.
"""

import argparse
import json
import pathlib
import tempfile
import time

import numpy as np
import requests
from dask.distributed import Client, LocalCluster
from safetensors.numpy import load, save

TENSORS = "application/x-safetensors"


def cut(ground_truth, detections, shards, folder):
    """Writes shards of two files: images in turn, and what is on them."""
    truth, results = json.loads(ground_truth.read_bytes()), json.loads(detections.read_bytes())
    place = {image["id"]: n % shards for n, image in enumerate(truth["images"])}
    parts = [{"images": [], "annotations": [], "categories": truth["categories"]} for _ in range(shards)]
    rows = [[] for _ in range(shards)]
    for name in ("images", "annotations"):
        for row in truth[name]:
            key = row["id"] if name == "images" else row["image_id"]
            if key in place:
                parts[place[key]][name].append(row)
    for row in results:
        rows[place[row["image_id"]]].append(row)
    for n in range(shards):
        (folder / f"gt-{n:05}.json").write_text(json.dumps(parts[n]))
        (folder / f"dt-{n:05}.json").write_text(json.dumps(rows[n]))


def match(pair, url, parameters):
    """The columns of a shard, as bytes of a tensor file. Runs on a worker, which reads the files."""
    truth, results = pair
    with open(truth, "rb") as ground_truth, open(results, "rb") as detections:
        answer = requests.post(
            f"{url}/v1/evaluations/match", headers={"Accept": TENSORS}, timeout=600,
            files={"ground_truth": ground_truth, "detections": detections,
                   **{name: (None, json.dumps(value)) for name, value in parameters.items()}})
    if answer.status_code != 200:
        raise RuntimeError(f"{truth}, {results}: {answer.json()['detail']}")
    return answer.content


def accumulate(shards, names, url, parameters):
    """evaluations.coco's answer from the columns of all shards: they are concatenated, a form brings them."""
    shards = [load(shard) for shard in shards]
    columns = {name: np.concatenate([shard[name] for shard in shards]) for name in shards[0]}
    names = [names.get(category, "") for category in columns["counted_categories"].tolist()]
    answer = requests.post(
        f"{url}/v1/evaluations/accumulate", timeout=600,
        files={"columns": ("columns.safetensors", save(columns), TENSORS), "category_names": (None, json.dumps(names)),
               **{name: (None, json.dumps(value)) for name, value in parameters.items()}})
    if answer.status_code != 200:
        raise RuntimeError(answer.json()["detail"])
    return answer.json(), sum(array.nbytes for array in columns.values()), len(columns["scores"])


def evaluate(client, pairs, urls, parameters):
    """The answer, with how long each step took and how large the columns are."""
    start = time.perf_counter()
    tasks = [client.submit(match, pair, urls[n % len(urls)], parameters, pure=False) for n, pair in enumerate(pairs)]
    shards = client.gather(tasks)
    matched = time.perf_counter()
    names = {row["id"]: row.get("name", "") for row in json.loads(pathlib.Path(pairs[0][0]).read_bytes())["categories"]}
    answer, size, detections = accumulate(shards, names, urls[0], parameters)
    answer["measured"] = {
        "shards": len(pairs), "detections": detections, "bytes": size, "bytes_per_detection": size / max(detections, 1),
        "match_seconds": matched - start, "accumulate_seconds": time.perf_counter() - matched}
    return answer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", action="append", help="a focald instance, as often as there are some")
    parser.add_argument("--folder", type=pathlib.Path, help="shards: gt-*.json and dt-*.json")
    parser.add_argument("--ground-truth", type=pathlib.Path)
    parser.add_argument("--detections", type=pathlib.Path)
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scheduler", help="the address of a Dask cluster that runs already")
    parser.add_argument("--parameters", type=json.loads, default={}, help="of evaluations.coco, as a JSON object")
    options = parser.parse_args()
    if not options.folder and not (options.ground_truth and options.detections):
        parser.error("give --folder, or --ground-truth and --detections")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or pathlib.Path(scratch)
        if not options.folder:
            cut(options.ground_truth, options.detections, options.shards, folder)
        pairs = list(zip(map(str, sorted(folder.glob("gt-*.json"))), map(str, sorted(folder.glob("dt-*.json"))), strict=True))
        cluster = options.scheduler or LocalCluster(
            n_workers=options.workers, threads_per_worker=1, processes=True, dashboard_address=None)
        with Client(cluster) as client:
            answer = evaluate(client, pairs, options.url or ["http://127.0.0.1:8080"], options.parameters)
        if not options.scheduler:
            cluster.close()
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
