"""The matches: who does which work, at which sizes, after their answers have been compared."""

import contextlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile

import numpy as np
import orjson

from . import building, checks, clients, stages
from .evaluations import EvaluationMatches
from .networks import NetworkMatches
from .building import log
from .contestants import Process, Unavailable, repeated, take_turns

KERNEL, ONE_CORE, TORCH, COMPILED = "focald kernel", "focald kernel, one core", "torchvision", "torch.compile"
BINARY, PLAIN = "focald HTTP, binary (tritonclient)", "focald HTTP, binary (http.client)"
SHARED, COPIED = "focald HTTP, shared memory", "focald HTTP, shared memory, copied there"
FOCALD, ORJSON, PYDANTIC, BARE = "focald HTTP", "FastAPI + orjson", "FastAPI + pydantic", "bare libmicrohttpd"
NUMBA, JAX, RUNTIME = "numba", "JAX, jitted", "ONNX Runtime's NonMaxSuppression"
PACKAGE, LISTS = "focald HTTP, Python package", "focald HTTP, lists in JSON (http.client)"
FOUNDATION, ONDEMAND, MEMCPY = "Foundation's JSONDecoder", "simdjson On-Demand", "memcpy"

CHECKS = {
    "focal": checks.loss,
    "ciou": checks.box_loss,
    "pairwise-iou": checks.overlaps,
    "nms": checks.indices,
    "nms-dense": checks.indices,
    "batched-nms": checks.indices,
    "retinanet": checks.detections,
}
# Compilation takes a minute a size, so only where a target is.
COMPILED_SIZES = {("focal", 1_000_000), ("ciou", 100_000), ("batched-nms", 50_000)}
# What else one would take: a process each, by its name, and what it does.
OTHERS = {
    NUMBA: ("numba_peer.py", ("focal", "ciou")), JAX: ("jax_peer.py", ("focal", "ciou")),
    RUNTIME: ("onnx_peer.py", ("nms", "nms-dense")),
}
FOCAL = {"reduction": "sum", "gradients": True}


class Matches:
    """Everything that takes part, started; `results` fills up."""

    def __init__(self, options, focald, kernels):
        self.options = options
        self.results = []
        self.directory = tempfile.TemporaryDirectory()
        peer = building.PEERS / "torch_peer.py"
        self.kernels = Process("the kernels", [kernels, "--serve"])
        self.one_core = Process("the kernels on one core", [kernels, "--serve"], cores={min(os.sched_getaffinity(0))})
        self.torch = Process("PyTorch", [building.sys.executable, peer])
        self.compiled = Process("torch.compile", [building.sys.executable, peer, "--compile"])
        self.others = {
            name: Process(name, [building.sys.executable, building.PEERS / program]) for name, (program, _) in OTHERS.items()}
        self.ondemand = Process("simdjson", [building.peer("ondemand.cpp", "-lsimdjson")])
        self.focald = building.focald(focald)
        self.triton = clients.Triton(self.focald.port)
        self.networks = NetworkMatches(self, focald, kernels)
        self.evaluations = EvaluationMatches(self, focald)

    def close(self):
        self.triton.close()
        for child in (
            self.kernels, self.one_core, self.torch, self.compiled, *self.others.values(), self.ondemand, self.focald):
            child.stop()
        self.directory.cleanup()

    # ---- Kernels, and the same work over HTTP

    def kernel(self, kind, size):
        directory = pathlib.Path(self.directory.name)
        for old in directory.iterdir():
            old.unlink()
        dumped = self.kernels.ask("dump", kind, size, directory)
        inputs = checks.read(directory, dumped["inputs"])
        ours = inputs | checks.read(directory, dumped["outputs"])
        if kind == "json":
            return self.play(kind, size, *self._json_parsers(size, directory, ours))
        contestants, said = {KERNEL: self.kernels.timed(kind, size)}, {}
        self._add_peer(self.torch, TORCH, kind, size, directory, ours, contestants, said)
        more = {name: self.others[name] for name, (_, work) in OTHERS.items() if kind in work}
        if (kind, size) in COMPILED_SIZES and not self.options.no_compile:
            more[COMPILED] = self.compiled
        for name, process in more.items():
            try:
                self._add_peer(process, name, kind, size, directory, ours, contestants, said)
            except (Unavailable, checks.Disagreement) as error:
                said[name] = f"not measured: {error}"
        if kind == "focal":
            contestants[MEMCPY] = self.kernels.timed("memcpy", size)
            contestants[ONE_CORE] = self.one_core.timed(kind, size)
            if size <= 4_000_000:
                self._add_http("losses.focal", inputs, FOCAL, ours, contestants, said)
        if kind == "retinanet":
            self._add_retinanet(inputs, ours, contestants, said)
        self.play(kind, size, contestants, said)

    def _add_peer(self, process, name, kind, size, directory, ours, contestants, said):
        process.ask("load", kind, size, directory)
        outputs = process.ask("dump", kind, size, directory, timeout=300)["outputs"]
        said[name] = CHECKS[kind](ours, checks.read(directory, outputs))
        contestants[name] = process.timed(kind, size)

    def _json_parsers(self, size, directory, ours):
        self.ondemand.ask("load", "json", size, directory)
        outputs = self.kernels.ask("dump", "foundation-json", size, directory)["outputs"]
        said = {FOUNDATION: checks.numbers(ours, checks.read(directory, outputs))}
        return {
            KERNEL: self.kernels.timed("json", size),
            ONDEMAND: self.ondemand.timed("json", size),
            FOUNDATION: self.kernels.timed("foundation-json", size),
        }, said

    def _add_http(self, model, inputs, parameters, ours, contestants, said):
        arrays = {"logits": inputs["logits"], "targets": inputs["targets"]}
        names = ["loss", "gradients.logits"]
        calls = {
            BINARY: self.triton.infer(model, arrays, parameters, names),
            PLAIN: clients.plain_infer(self.focald.port, model, arrays, parameters, names),
        }
        for name, call in calls.items():
            answer = call()
            said[name] = checks.loss({"loss": answer[names[0]], "gradient": answer[names[1]]}, ours)
            contestants[name] = repeated(call)

    def _add_retinanet(self, inputs, ours, contestants, said):
        model, names = "detections.retinanet", ["boxes", "scores", "labels"]
        parameters = {
            "image_size": inputs["image_size"].tolist(),
            "feature_sizes": inputs["feature_sizes"].reshape(-1, 2).tolist(),
            "anchor_sizes": [[s, int(s * 2 ** (1 / 3)), int(s * 2 ** (2 / 3))] for s in (32, 64, 128, 256, 512)],
            "aspect_ratios": [0.5, 1, 2],
        }
        arrays = {name: inputs[name] for name in ("class_logits", "box_deltas")}
        calls = {
            BINARY: self.triton.infer(model, arrays, parameters, names),
            PLAIN: clients.plain_infer(self.focald.port, model, arrays, parameters, names),
            SHARED: self.triton.infer_shared(model, arrays, parameters, names, copied=False),
            COPIED: self.triton.infer_shared(model, arrays, parameters, names, copied=True),
        }
        for name, call in calls.items():
            said[name] = checks.detections(call(), ours)
            contestants[name] = repeated(call)

    # ---- JSON over HTTP

    def json_service(self, sizes, gradients):
        """Focal loss of values as JSON text; float32, like the peers'."""
        with contextlib.ExitStack() as stack:
            services = {
                ORJSON: building.fastapi("orjson", many_small=False),
                PYDANTIC: building.fastapi("pydantic", many_small=False),
            }
            for service in services.values():
                stack.callback(service.stop)
            self._json_service(sizes, gradients, services)

    def _json_service(self, sizes, gradients, services):
        kind = "focal-json-gradient" if gradients else "focal-json"
        for size in sizes:
            values = focal_values(size) | {"gradients": gradients, "precision": "float32"}
            body = orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)
            ports = {FOCALD: self.focald.port} | {name: service.port for name, service in services.items()}
            calls = {name: clients.json_post(port, "/v1/losses/focal", body) for name, port in ports.items()}
            ours, said = json.loads(calls[FOCALD]()), {}
            for name in services:
                theirs = json.loads(calls[name]())
                said[name] = checks.close(np.array([ours["loss"]]), np.array([theirs["loss"]]), 1e-4, 0)
                if gradients:
                    pair = (np.array(answer["gradients"]["logits"]) for answer in (ours, theirs))
                    said[name] += "; gradient: " + checks.close(*pair, 1e-3, 2e-6 / size)
            self.play(kind, size, {name: repeated(call) for name, call in calls.items()}, said)

    # ---- A training step

    def training_step(self, images):
        """losses.retinanet with its gradients, from arrays to arrays, by the Python package and as one would without."""
        package, lists = clients.training_step(self.focald.port, images)
        (loss, gradients), (expected, slopes) = package(), lists()
        said = checks.close(np.array([loss]), np.array([expected]), 1e-4, 0)
        for name, gradient in gradients.items():
            said += f"; {name}: {checks.close(gradient, slopes[name], 1e-3, 2e-6)}"
        self.play("training-step", images, {PACKAGE: repeated(package), LISTS: repeated(lists)}, {PACKAGE: said})

    # ---- Small requests

    def throughput(self):
        """Requests a second over 32 connections: one at a time is loaded, in turns."""
        generator = str(building.load_generator())
        bare = building.peer("bare.c", "-lmicrohttpd")
        with contextlib.ExitStack() as stack:
            services = {
                BARE: building.bare(bare),
                ORJSON: building.fastapi("orjson", many_small=True),
                PYDANTIC: building.fastapi("pydantic", many_small=True),
            }
            for service in services.values():
                stack.callback(service.stop)
            self._throughput(generator, {FOCALD: self.focald} | services)

    def _throughput(self, generator, services):
        path, body = "/v1/losses/focal", '{"logits":[0.5,-1.5,2.0,-0.25],"targets":[1,0,1,0]}'
        answers = {name: json.loads(clients.json_post(s.port, path, body)()) for name, s in services.items()}
        said = {
            name: checks.close(np.array([answers[FOCALD]["loss"]]), np.array([answers[name]["loss"]]), 1e-6, 0)
            for name in (ORJSON, PYDANTIC)
        }
        rates = {name: [] for name in services}
        for _ in range(self.options.turns):
            for name, service in services.items():
                rates[name].append(requests_per_second(generator, service.port, path, body, self.options.load_seconds))
        self.record("small-request", 4, rates, said, unit="requests/s")

    # ---- Stages

    def stages(self, name):
        """The stages of one kind of work, and the whole, in turns."""
        chain = stages.CHAINS[name]
        call = repeated(getattr(self, f"_{chain.http[1]}_request")()) if chain.http else None
        self.play(f"stages-{name}", 1, stages.contestants(chain, self.kernels, call), {})

    def _json_request(self):
        values = focal_values(10**6) | {"precision": "float32"}
        body = orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)
        return clients.json_post(self.focald.port, "/v1/losses/focal", body)

    def _binary_request(self):
        names = ["loss", "gradients.logits"]
        return clients.plain_infer(self.focald.port, "losses.focal", focal_values(10**6), FOCAL, names)

    # ---- Results

    def play(self, kind, size, contestants, said):
        samples = take_turns(contestants, self.options.turns, self.options.seconds)
        self.record(kind, size, samples, said, unit="s")

    def record(self, kind, size, samples, said, unit):
        result = {"work": kind, "n": size, "unit": unit, "checks": said, "contestants": {}}
        for name, values in samples.items():
            result["contestants"][name] = {
                "median": statistics.median(values),
                "min": min(values),
                "max": max(values),
                "repetitions": len(values),
            }
        self.results.append(result)
        for name, values in result["contestants"].items():
            log(f"  {kind} {size}: {name}: {values['median']:.6g} {unit}  {said.get(name, '')}")


def focal_values(size):
    """Logits and targets of a focal loss."""
    random = np.random.default_rng(7)
    return {
        "logits": random.normal(-2, 3, size).astype(np.float32),
        "targets": (random.random(size) < 0.01).astype(np.float32),
    }


def requests_per_second(generator, port, path, body, seconds):
    if pathlib.Path(generator).name != "wrk":
        command = [generator, port, 32, seconds, path, body]
        return float(subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(f"wrk.method = 'POST'\nwrk.body = '{body}'\nwrk.headers['Content-Type'] = 'application/json'\n")
        script.flush()
        command = [generator, "-t1", "-c32", f"-d{seconds}s", "-s", script.name, f"http://127.0.0.1:{port}{path}"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(said)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
