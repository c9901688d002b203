#!/usr/bin/env python3
"""Evaluates more detections than one machine takes: Dask maps shards of COCO files over focald instances, one request reduces.

Each shard is a pair of COCO files, the ground truth of some images and the detections on them; every shard lists all
categories, and an image is in one shard only. evaluations.match makes columns of a shard, as a tensor file;
evaluations.accumulate makes of all columns, one behind the other, what evaluations.coco answers to all files at once,
to the bit.

    python3 Examples/evaluate_on_dask.py --ground-truth gt.json --detections dt.json --shards 8      # cut here, for a try
    python3 Examples/evaluate_on_dask.py --folder shards --url http://a:8080 --url http://b:8080     # gt-*.json, dt-*.json
    python3 Examples/evaluate_on_dask.py --folder shards --scheduler tcp://host:8786                 # a cluster that runs

It needs distributed and requests. Without --scheduler a local cluster of processes is started.
"""

import argparse
import http.client
import json
import pathlib
import resource
import tempfile
import time
import urllib.parse

import requests
from dask.distributed import Client, LocalCluster

TENSORS = "application/x-safetensors"
BOUNDARY = "the-columns-of-all-shards"


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


def tensors(file):
    """What a tensor file holds, by name: its entry in the header, and its bytes, which are not copied."""
    view = memoryview(file)
    start = 8 + int.from_bytes(view[:8], "little")
    header = json.loads(bytes(view[8:start]))
    header.pop("__metadata__", None)
    return {name: (entry, view[slice(*(start + end for end in entry["data_offsets"]))]) for name, entry in header.items()}


def concatenated(shards):
    """The columns of all shards, one behind the other, as one tensor file: pieces that lie where they lay."""
    shards = [tensors(shard) for shard in shards]
    header, pieces, end = {}, [], 0
    for name, (entry, _) in shards[0].items():
        columns = [shard[name][1] for shard in shards]
        shape = [sum(shard[name][0]["shape"][0] for shard in shards), *entry["shape"][1:]]
        header[name] = {"dtype": entry["dtype"], "shape": shape, "data_offsets": [end, end + sum(map(len, columns))]}
        end = header[name]["data_offsets"][1]
        pieces += columns
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return header, [len(text).to_bytes(8, "little") + text, *pieces]


def integers(shards, name):
    """A column of whole numbers."""
    return [value for shard in shards for value in tensors(shard)[name][1].cast("q")]


def part(name, pieces, kind=None):
    """A part of a form."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n'
    head += f"Content-Type: {kind}\r\n\r\n" if kind else "\r\n"
    return [head.encode(), *pieces, b"\r\n"]


def accumulate(shards, names, url, parameters):
    """evaluations.coco's answer from the columns of all shards, which a form brings. Nothing is copied on the way."""
    header, pieces = concatenated(shards)
    values = {"category_names": [names.get(category, "") for category in integers(shards, "counted_categories")], **parameters}
    form = part("columns", pieces, TENSORS)
    for name, value in values.items():
        form += part(name, [json.dumps(value).encode()])
    form.append(f"--{BOUNDARY}--\r\n".encode())
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=600)
    connection.request("POST", "/v1/evaluations/accumulate", iter(form), {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": str(sum(map(len, form)))})
    response = connection.getresponse()
    answer = json.loads(response.read())
    if response.status != 200:
        raise RuntimeError(answer["detail"])
    return answer, sum(map(len, pieces[1:])), header["scores"]["shape"][0]


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
        "match_seconds": matched - start, "accumulate_seconds": time.perf_counter() - matched,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
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
