"""What a figure is worth nothing without: machine, versions, command."""

import datetime
import importlib.metadata
import os
import pathlib
import platform
import shlex
import subprocess
import sys

PACKAGES = [
    "torch", "torchvision", "onnxruntime", "openvino", "numpy", "tritonclient", "fastapi", "pydantic", "uvicorn", "orjson",
    "pycocotools", "faster-coco-eval", "hotcoco", "ultrafast-pycocotools",
]


def said(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "?"


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def widest():
    """The widest vectors of the processor, which decide what its engines can do."""
    flags = set(pathlib.Path("/proc/cpuinfo").read_text().split())
    return next((name for name in ("amx_bf16", "avx512_bf16", "avx512f", "avx2", "avx") if name in flags), "no AVX")


def machine():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) / 2**20
    cores = len(os.sched_getaffinity(0))
    return f"{names[0] if names else platform.machine()}, {widest()}, {cores} cores, {memory:.0f} GiB, Linux {platform.release()}"


def about(options):
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    swift = said("swift", "--version").splitlines() or ["?"]
    libraries = ", ".join(f"{name} {said('pkg-config', '--modversion', name)}" for name in ("libmicrohttpd", "simdjson"))
    return {
        "machine": machine(),
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "command": shlex.join(["python", "Benchmarks/compare.py", *sys.argv[1:]]),
        "built for": options.cpu or f"plain {platform.machine()}",
        "commit": said("git", "describe", "--always", "--dirty"),
        "versions": f"{next((line for line in swift if 'Swift' in line), '?')}; {libraries}; "
        f"Python {platform.python_version()}, {versions}",
    }
