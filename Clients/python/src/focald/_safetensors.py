"""Writes and reads safetensors files in memory: https://github.com/huggingface/safetensors#format

Eight bytes with the header's length, little-endian; the header, a JSON object; the tensors' bytes. Arrays are written
without a copy where they are contiguous, and read as views of the file.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

_NAMES = {
    "float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16", "int64": "I64", "int32": "I32",
    "int16": "I16", "int8": "I8", "uint64": "U64", "uint32": "U32", "uint16": "U16", "uint8": "U8", "bool": "BOOL",
}  # fmt: skip
_TYPES = {name: np.dtype(dtype) for dtype, name in _NAMES.items() if dtype != "bfloat16"}


def write(
    tensors: Mapping[str, npt.NDArray[Any]], metadata: Mapping[str, str] | None = None
) -> list[bytes | memoryview]:
    """A file's parts, one after the other. Wide elements come first, so that every tensor is aligned."""
    header: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    parts: list[bytes | memoryview] = []
    end = 0
    for name, tensor in sorted(tensors.items(), key=lambda item: -item[1].dtype.itemsize):
        dtype = _NAMES.get(tensor.dtype.name)
        if dtype is None:
            raise TypeError(f"{name} is an array of {tensor.dtype}, which is no type of numbers that can be sent")
        if tensor.dtype.byteorder == ">" or (tensor.dtype.byteorder == "=" and struct.pack("=H", 1) != b"\1\0"):
            tensor = tensor.astype(tensor.dtype.newbyteorder("<"))
        header[name] = {"dtype": dtype, "shape": tensor.shape, "data_offsets": (end, end + tensor.nbytes)}
        end += tensor.nbytes
        if tensor.nbytes:
            parts.append(np.ascontiguousarray(tensor).reshape(-1).view(np.uint8).data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return [struct.pack("<Q", len(text)) + text, *parts]


def texts(file: bytes | bytearray) -> dict[str, list[str]]:
    """The lists of texts in a file's metadata, by name: the format has no tensors of texts."""
    length = struct.unpack_from("<Q", file)[0]
    metadata = json.loads(bytes(memoryview(file)[8 : 8 + length])).get("__metadata__", {})
    return {name: json.loads(text) for name, text in metadata.items() if text.startswith("[")}


def read(file: bytes | bytearray) -> dict[str, npt.NDArray[Any]]:
    """A file's tensors by name: views of it, writable where the file is."""
    if len(file) < 8 or 8 + (length := struct.unpack_from("<Q", file)[0]) > len(file):
        raise ValueError("not a safetensors file: its header is not whole")
    header = json.loads(bytes(memoryview(file)[8 : 8 + length]))
    header.pop("__metadata__", None)
    body = memoryview(file)[8 + length :]
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if not 0 <= begin <= end <= len(body):
            raise ValueError(f"not a whole safetensors file: {name} ends at {end} of {len(body)} bytes")
        data = np.frombuffer(body[begin:end], dtype=_TYPES[entry["dtype"]].newbyteorder("<"))
        tensors[name] = data.reshape(entry["shape"])
    return tensors
