"""Networks: a picture's way to raw heads, to boxes over HTTP, and how soon and how small a server with a network is."""

import contextlib
import pathlib
import tempfile
import threading
import time

from . import building, checks, clients
from .building import log
from .contestants import Process, Unavailable, repeated

DIRECT, WINOGRAD = "focald, direct", "focald, winograd"
EAGER, COMPILED_NETWORK, ONNX, OPENVINO = "PyTorch eager", "torch.compile, network", "ONNX Runtime", "OpenVINO"
IN_PROCESS, LIMIT = "torchvision in process", "the limit"
EIGHT, ONE = "focald, eight clients", "focald, one client"
METHODS = {DIRECT: "direct", WINOGRAD: "winograd"}
ENGINES = {EAGER: "eager", COMPILED_NETWORK: "compile", ONNX: "onnxruntime", OPENVINO: "openvino"}
WORK = ["network-forward", "network-detect", "network-small", "network-many", "network-load"]
SMALL = b'{"logits":[0.5,-1.5,2.0,-0.25],"targets":[1,0,1,0]}'
# Seconds until a server with 136 MB of weights is ready.
READY = 1.5


class NetworkMatches:
    """`matches` plays and records."""

    def __init__(self, matches, focald, kernels):
        self.matches, self.focald, self.kernels = matches, focald, kernels
        self.models = building.ROOT / ".build" / "benchmark-networks"
        self.is_prepared = False

    def prepare(self):
        """Weights, pictures and graphs, which are made once a machine."""
        if not self.is_prepared:
            building.run(building.sys.executable, building.PEERS / "network_models.py", self.models)
            self.is_prepared = True

    def play(self, kind, sizes):
        self.prepare()
        if kind == "network-forward":
            for size in sizes:
                self._forward(size)
        else:
            {"network-detect": self._detect, "network-small": self._small, "network-many": self._many,
             "network-load": self._load}[kind]()

    def _peer(self, stack, name):
        peer = Process(name, [building.sys.executable, building.PEERS / "network_peer.py", ENGINES[name], self.models])
        stack.callback(peer.stop)
        return peer

    # ---- Heads only

    def _forward(self, size):
        kind = "network-forward"
        with contextlib.ExitStack() as stack:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
            contestants, said, ours = {}, {}, None
            for name, method in METHODS.items():
                kernels = Process(name, [self.kernels, "--serve"], environment={
                    "FOCALD_BENCHMARK_NETWORK": str(self.models / "resnet50.safetensors"),
                    "FOCALD_BENCHMARK_CONVOLUTION": method})
                stack.callback(kernels.stop)
                heads = checks.read(folder, kernels.ask("dump", kind, size, folder)["outputs"])
                if ours is None:
                    ours = heads
                else:
                    said[name] = checks.heads(heads, ours)
                contestants[name] = kernels.timed(kind, size)
            for name in ENGINES:
                if name == COMPILED_NETWORK and self.matches.options.no_compile:
                    continue
                try:
                    self._add_engine(self._peer(stack, name), name, kind, size, folder, ours, contestants, said)
                except (Unavailable, checks.Disagreement) as error:
                    said[name] = f"not measured: {error}"
                    log(f"  {name}: {error}")
            self.matches.play(kind, size, contestants, said)

    def _add_engine(self, peer, name, kind, size, folder, ours, contestants, said):
        peer.ask("load", kind, size, folder)
        # The peer overwrites what the kernels have dumped; that is read already.
        said[name] = checks.heads(checks.read(folder, peer.ask("dump", kind, size, folder)["outputs"]), ours)
        contestants[name] = peer.timed(kind, size)

    # ---- A file over HTTP

    def _server(self, stack, name, network):
        server = building.focald(
            self.focald, "--networks", self.models / network, "--network-convolution", METHODS[name])
        stack.callback(server.stop)
        return server

    def _detect(self):
        """A picture's file to boxes, and then what the processes take."""
        with contextlib.ExitStack() as stack:
            servers, peer = self._over_http(stack, "network-detect", "resnet50", 800)
            sizes = {name: [building.resident(server.child.pid)] for name, server in servers.items()}
            sizes[IN_PROCESS] = [peer.ask("memory", "network-detect", 800, "-")["bytes"]]
            self.matches.record("network-memory", 800, sizes, {}, unit="bytes")

    def _small(self):
        with contextlib.ExitStack() as stack:
            self._over_http(stack, "network-small", "shapes", 192)

    def _over_http(self, stack, kind, network, size):
        """Servers by both settings against torchvision's model in process; answers are compared first."""
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        peer = self._peer(stack, EAGER)
        peer.ask("load", kind, size, folder)
        expected = checks.read(folder, peer.ask("dump", kind, size, folder)["outputs"])
        servers, contestants, said = {}, {}, {}
        for name in METHODS:
            servers[name] = self._server(stack, name, f"{network}.safetensors")
            call = clients.detect(servers[name].port, network, self.models / f"{network}.jpg")
            said[name] = checks.boxes(call(), expected)
            contestants[name] = repeated(call)
        contestants[IN_PROCESS] = peer.timed(kind, size)
        self.matches.play(kind, size, contestants, said)
        return servers, peer

    # ---- Many clients

    def _many(self):
        """Pictures a second and the slowest hundredth of the times, by eight clients and by one; and that of small requests
        meanwhile."""
        with contextlib.ExitStack() as stack:
            server = self._server(stack, DIRECT, "shapes.safetensors")
            picture = (self.models / "shapes.jpg").read_bytes()
            detect = lambda: clients.raw(server.port, "/v1/networks/shapes/detect", picture, "image/jpeg")
            small = lambda: clients.raw(server.port, "/v1/losses/focal", SMALL, "application/json")
            detect()(), small()()
            rates, times, waits = {EIGHT: [], ONE: []}, {EIGHT: [], ONE: []}, {EIGHT: [], ONE: []}
            for _ in range(self.matches.options.turns):
                for name, count in {EIGHT: 8, ONE: 1}.items():
                    pictures, others = crowd({detect: count, small: 1}, self.matches.options.load_seconds)
                    rates[name].append(len(pictures) / self.matches.options.load_seconds)
                    times[name].append(slowest_hundredth(pictures))
                    waits[name].append(slowest_hundredth(others))
            self.matches.record("network-many", 8, rates, {}, unit="requests/s")
            self.matches.record("network-many-p99", 8, times, {}, unit="s")
            self.matches.record("network-many-small-p99", 8, waits, {}, unit="s")

    # ---- Start

    def _load(self):
        """From the start of the process until /readyz says 200."""
        times = {name: [] for name in METHODS}
        for _ in range(self.matches.options.turns):
            for name, method in METHODS.items():
                flags = ["--networks", self.models / "resnet50.safetensors", "--network-convolution", method]
                times[name].append(building.time_to_ready(self.focald, *flags))
        self.matches.record("network-load", 136, times | {LIMIT: [READY]}, {}, unit="s")


def crowd(groups, seconds):
    """Clients that all ask at once, by what makes one and how many: the times that each group's requests took."""
    end = time.perf_counter() + seconds
    times = [[] for _ in groups]

    def client(make, taken):
        call = make()
        while (start := time.perf_counter()) < end:
            call()
            taken.append(time.perf_counter() - start)

    threads = [
        threading.Thread(target=client, args=(make, taken))
        for (make, count), taken in zip(groups.items(), times) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def slowest_hundredth(times):
    return sorted(times)[len(times) * 99 // 100]
