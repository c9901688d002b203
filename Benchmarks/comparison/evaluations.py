"""Evaluations: two COCO files, or their columns, to the twelve numbers. CPU seconds beside wall; memory; ten times the problem."""

import contextlib
import json
import os
import pathlib
import struct
import subprocess
import tempfile
import time

import numpy as np

from . import building, checks, clients
from .building import log
from .contestants import Process, Unavailable, repeated

EVALUATE, FORM, COLUMNS = "focald evaluate, files", "focald HTTP, form of two files", "focald HTTP, columns (tensor file)"
ULTRAFAST, HOTCOCO, FASTER, PYCOCO = "ultrafast-pycocotools", "hotcoco", "faster-coco-eval", "pycocotools"
ULTRAFAST_WITHIN, LIMIT, TENTH = "ultrafast-pycocotools in process", "the limit", "focald evaluate, a tenth of 10 × the problem"
WORK = ["evaluation", "evaluation-memory", "evaluation-growth"]
DETECTIONS = 500_000
# A peer that takes longer runs once.
SLOW = 10
SUMMARY = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"]


def process(command):
    """Wall and CPU seconds of a process, start included, and what it has printed."""
    with tempfile.TemporaryFile() as complaints:
        start = time.perf_counter()
        child = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=complaints)
        said = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.stdout.close()
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            complaints.seek(0)
            lines = complaints.read().decode(errors="replace").strip().splitlines()
            raise Unavailable(lines[-1] if lines else f"status {child.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, said


class EvaluationMatches:
    """`matches` plays and records."""

    def __init__(self, matches, focald):
        self.matches, self.focald = matches, focald

    def _files(self, scale=1):
        folder = building.ROOT / ".build" / "benchmark-evaluation" / str(scale)
        if not (folder / "whole").exists():
            building.run(building.sys.executable, building.PEERS / "make_evaluation_problem.py", folder, "--scale", str(scale))
            (folder / "whole").touch()
        return folder / "gt.json", folder / "dt.json"

    def play(self, kind):
        {"evaluation": self._play, "evaluation-memory": self._memory, "evaluation-growth": self._growth}[kind]()

    def _evaluate(self, files):
        return [self.focald, "evaluate", "--json", "--ground-truth", files[0], "--detections", files[1]]

    # ---- Processes from files, and the same over HTTP

    def _play(self):
        files = self._files()
        peer = building.PEERS / "evaluation_peer.py"
        commands = {EVALUATE: self._evaluate(files)}
        commands |= {tool: [building.sys.executable, peer, tool, *files] for tool in (ULTRAFAST, HOTCOCO, FASTER, PYCOCO)}
        walls, cpus, said, ours = {}, {}, {}, None
        for name, command in commands.items():
            try:
                wall, cpu, text = process(command)
                answer = numbers(json.loads(text)) if name == EVALUATE else json.loads(text)
                if ours is None:
                    ours = answer
                else:
                    said[name] = checks.summary(ours, answer)
                # The first run reads the files from the disk: it counts for who is slow only.
                walls[name], cpus[name] = ([wall], [cpu]) if wall > SLOW else ([], [])
            except (Unavailable, checks.Disagreement) as error:
                said[name] = f"not measured: {error}"
                log(f"  {name}: {error}")
        for _ in range(self.matches.options.turns):
            for name in walls:
                if max(walls[name], default=0) <= SLOW:
                    wall, cpu, _ = process(commands[name])
                    walls[name].append(wall)
                    cpus[name].append(cpu)
        self.matches.record("evaluation", DETECTIONS, walls, said, unit="s")
        self.matches.record("evaluation-cpu", DETECTIONS, cpus, said, unit="s")
        self._over_http(files, ours)

    def _over_http(self, files, ours):
        port, contestants, said = self.matches.focald.port, {}, {}
        with contextlib.ExitStack() as stack:
            # It starts first: the server would close a connection that waits for it.
            peer = Process(ULTRAFAST_WITHIN, [
                building.sys.executable, building.PEERS / "evaluation_peer.py", ULTRAFAST, *files, "--serve"])
            stack.callback(peer.stop)
            try:
                peer.ask("load", "evaluation", DETECTIONS, "-")
                peer.ask("run", "evaluation", DETECTIONS, 0)
                contestants[ULTRAFAST_WITHIN] = peer.timed("evaluation", DETECTIONS)
            except Unavailable as error:
                said[ULTRAFAST_WITHIN] = f"not measured: {error}"
            calls = {
                FORM: ("/v1/evaluations/coco", *form(files)),
                COLUMNS: ("/v1/evaluations/coco?format=xywh", columns(files), "application/x-safetensors"),
            }
            for name, request in calls.items():
                call = clients.post(port, *request)
                said[name] = checks.summary(numbers(call()), ours)
                contestants[name] = repeated(call)
            self.matches.play("evaluation-http", DETECTIONS, contestants, said)

    # ---- Memory and growth

    def _memory(self):
        """The peak of resident memory over the idle server's, by the body's size; a server of its own each time."""
        body, kind = form(self._files())
        shares = []
        for _ in range(3):
            server = building.focald(self.focald)
            try:
                idle = building.resident(server.child.pid)
                clients.post(server.port, "/v1/evaluations/coco", body, kind)()
                shares.append((peak(server.child.pid) - idle) / len(body))
            finally:
                server.stop()
        self.matches.record("evaluation-memory", DETECTIONS, {FORM: shares, LIMIT: [2.2]}, {}, unit="× the body")

    def _growth(self):
        small, large = self._evaluate(self._files()), self._evaluate(self._files(10))
        walls, cpus = ({EVALUATE: [], TENTH: []} for _ in range(2))
        for command in (small, large):
            process(command)
        for _ in range(self.matches.options.turns):
            for name, command, share in ((EVALUATE, small, 1), (TENTH, large, 10)):
                wall, cpu, _ = process(command)
                walls[name].append(wall / share)
                cpus[name].append(cpu / share)
        self.matches.record("evaluation-growth", DETECTIONS, walls, {}, unit="s")
        self.matches.record("evaluation-growth-cpu", DETECTIONS, cpus, {}, unit="s")


def numbers(answer):
    return [answer["summary"][name] for name in SUMMARY]


def peak(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(1024 * int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def form(files):
    """The two files as a browser or curl sends them, and the body's type."""
    mark = "focald-comparison-7f3a"
    parts = b""
    for name, file in zip(("ground_truth", "detections"), files):
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n'
        parts += f"{head}Content-Type: application/json\r\n\r\n".encode() + file.read_bytes() + b"\r\n"
    return parts + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


def columns(files):
    """The same problem as a tensor file: boxes in COCO's xywh, float64 as the files have them, images by their place."""
    truth, rows = (json.loads(file.read_text()) for file in files)
    places = {image["id"]: number for number, image in enumerate(truth["images"])}
    objects = truth["annotations"]
    images = lambda rows: np.array([places[row["image_id"]] for row in rows])
    labels = lambda rows: np.array([row["category_id"] for row in rows])
    boxes = lambda rows: np.array([row["bbox"] for row in rows], np.float64)
    return safetensors({
        "target_boxes": boxes(objects), "target_areas": np.array([row["area"] for row in objects], np.float64),
        "boxes": boxes(rows), "scores": np.array([row["score"] for row in rows], np.float64),
        "target_labels": labels(objects), "target_image_indices": images(objects),
        "target_crowd": np.array([row["iscrowd"] for row in objects]),
        "labels": labels(rows), "image_indices": images(rows), "num_images": np.array(len(places)),
    })


def safetensors(arrays):
    header, end = {}, 0
    for name, array in arrays.items():
        header[name] = {
            "dtype": {"f": "F64", "i": "I64"}[array.dtype.kind], "shape": list(array.shape),
            "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(array.tobytes() for array in arrays.values())
