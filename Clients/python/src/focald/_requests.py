"""Builds requests: tensors as a safetensors file, or JSON where rows of a data set come in."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import numpy.typing as npt

from . import _safetensors

if TYPE_CHECKING:
    from ._calls import Inputs

SAFETENSORS = "application/x-safetensors"
JSON = "application/json"


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str]
    #: The body, part by part.
    parts: list[bytes | memoryview]
    #: The shapes of a tensor file's tensors.
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return sum(len(part) for part in self.parts)

    def place(self, pointer: str) -> str:
        """A place of the request. In tensor files the server counts elements flat: "/boxes/6" is "/boxes/1/2"."""
        name, _, position = pointer.removeprefix("/").partition("/")
        shape = self.shapes.get(name, ())
        if len(shape) < 2 or not position.isdecimal() or int(position) >= math.prod(shape):
            return pointer
        return "/".join(["", name, *map(str, np.unravel_index(int(position), shape))])


def wire_name(name: str) -> str:
    """The name of a field by that of a Python argument, where a keyword of the language ends in "_"."""
    return name[:-1] if name.endswith("_") else name


def plain_request(name: str, fields: Mapping[str, Any]) -> Request:
    """The request that asks an operation by JSON alone."""
    return Request(_path(name), {"Content-Type": JSON, "Accept": JSON}, [_text(dict(fields))])


def _path(name: str) -> str:
    return "/v1/" + quote(name).replace(".", "/", 1)


def request(name: str, inputs: Inputs, arguments: Mapping[str, Any]) -> Request:
    """The request that asks an operation. Arguments that are None are sent as null only where they are parameters."""
    path = _path(name)
    tensors: dict[str, npt.NDArray[Any]] = {}
    records: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    for key, value in arguments.items():
        if key not in inputs.reals | inputs.integers | inputs.ids | inputs.records:
            parameters[key] = value
        elif value is not None and (key in inputs.records or (key in inputs.ids and not _is_numeric(value))):
            records[key] = list(value) if key in inputs.ids else value
        elif value is not None:
            tensors.update(_tensors(key, value, inputs))
    if "precision" not in parameters or parameters["precision"] is None:
        parameters["precision"] = _precision(tensors, inputs)
    if records:
        return Request(path, {"Content-Type": JSON, "Accept": JSON}, _object(records, tensors, parameters))
    file = _safetensors.write(tensors, {"parameters": json.dumps(parameters, default=_plain, allow_nan=False)})
    # Lists of objects, which some parameters ask for, have no form as tensors.
    has_objects = bool(parameters.get("decisions")) or parameters.get("answer_format") == "coco"
    accept = JSON if inputs.by_json or has_objects else f"{SAFETENSORS}, {JSON};q=0.5"
    headers = {"Content-Type": SAFETENSORS, "Accept": accept}
    return Request(path, headers, file, {name: array.shape for name, array in tensors.items()})


def _tensors(name: str, value: Any, inputs: Inputs) -> dict[str, npt.NDArray[Any]]:
    """An input as one array, or as one a level."""
    if name in inputs.levels and isinstance(value, (list, tuple)) and value:
        levels = [_array(level, name in inputs.reals, f"{name}.{index}") for index, level in enumerate(value)]
        # Rows of a batch are lists of matrices; maps have three axes or four.
        if all(level.ndim >= 3 for level in levels):
            return {f"{name}.{index}": level for index, level in enumerate(levels)}
    return {name: _array(value, name in inputs.reals, name)}


def _array(value: Any, is_real: bool, name: str) -> npt.NDArray[Any]:
    if hasattr(value, "detach"):  # A torch tensor, perhaps on another device.
        value = value.detach().cpu()
    try:
        array = np.asarray(value)
        if array.dtype == object:
            array = np.asarray(value, dtype=np.float64 if is_real else np.int64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} is no array of numbers: {error}") from None
    if not array.size and not isinstance(value, np.ndarray):
        return array.astype(np.float64 if is_real else np.int64)
    if is_real and array.dtype.kind in "biu":
        return array.astype(np.float64)
    if not is_real and array.dtype.kind == "f" and np.array_equal(whole := _whole(array), array):
        return whole
    if array.dtype.kind in "fiub" or array.dtype.name == "bfloat16":
        return array.astype(np.float64) if array.dtype.itemsize > 8 else array
    raise TypeError(f"{name} is an array of {array.dtype}, not of numbers")


def _whole(array: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    with np.errstate(invalid="ignore"):
        return array.astype(np.int64)


def _is_numeric(ids: Any) -> bool:
    return bool(np.asarray(ids).dtype.kind in "iu")


def _precision(tensors: Mapping[str, npt.NDArray[Any]], inputs: Inputs) -> str:
    """float32 where no real number comes with more, else float64."""
    types = [array.dtype for name, array in tensors.items() if name.split(".")[0] in inputs.reals]
    return "float32" if types and all(dtype.itemsize < 8 for dtype in types) else "float64"


def _object(
    records: Mapping[str, Any], tensors: Mapping[str, npt.NDArray[Any]], parameters: Mapping[str, Any]
) -> list[bytes | memoryview]:
    """A JSON object; files go into it as they are."""
    texts: list[tuple[str, bytes | memoryview]] = [(name, _rows(rows)) for name, rows in records.items()]
    texts += [(name, _text(array)) for name, array in tensors.items()]
    texts += [(name, _text(value)) for name, value in parameters.items()]
    parts: list[bytes | memoryview] = []
    for index, (name, text) in enumerate(texts):
        parts += [("{" if index == 0 else ",").encode() + json.dumps(name).encode() + b":", text]
    return [*parts, b"}"]


def _rows(rows: Any) -> bytes | memoryview:
    """The JSON text of records."""
    if isinstance(rows, (bytes, bytearray, memoryview)):
        return bytes(rows)
    if isinstance(rows, (str, os.PathLike)):
        with open(rows, "rb") as file:
            return file.read()
    return _text(getattr(rows, "dataset", rows))  # pycocotools keeps the file's object there.


def _text(value: Any) -> bytes:
    return json.dumps(value, default=_plain, allow_nan=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    """Arrays and numpy's numbers as JSON knows them."""
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset, range)):
        return list(value)
    raise TypeError(f"{value!r} cannot be sent as a parameter")
