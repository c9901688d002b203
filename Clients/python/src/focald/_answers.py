"""Reads answers, tensors or JSON alike, into the dataclasses that operations declare."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np

from . import _safetensors

T = TypeVar("T")
Tree = dict[str, Any]

#: How a field of an answer is read: dataclasses.field(metadata={KIND: …}). Without it, as it comes.
KIND = "focald"


def tree(body: bytes | bytearray, media: str) -> Tree:
    """An answer as nested dictionaries with arrays, numbers and texts at the leaves."""
    if media.startswith("application/json"):
        read = json.loads(body)
        return {name: _leaf(value) for name, value in read.items()}
    tensors: Tree = {}
    for name, tensor in _safetensors.read(body).items():
        *groups, last = name.split(".")
        place = tensors
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = tensor if tensor.ndim else tensor.item()
    # Texts, a list of which stands for each output of texts.
    return {**tensors, **_safetensors.texts(body)}


def _leaf(value: Any) -> Any:
    """Lists of numbers as arrays, everything else as it is."""
    if isinstance(value, dict):
        return {name: _leaf(member) for name, member in value.items()}
    if not isinstance(value, list):
        return value
    if _is_numeric(value):
        try:
            array = np.asarray(value)
        except ValueError:  # Ragged: rows of their own.
            array = np.zeros(0, object)
        if array.dtype.kind in "iuf":  # Not of names, some of which are numbers.
            return array
    return [_leaf(member) for member in value]


def _is_numeric(value: Any) -> bool:
    while isinstance(value, list):
        if not value:
            return True
        value = value[0]
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def read(kind: type[T], answer: Tree, columns: bool = False) -> T:
    """The dataclass of an answer. What a newer server adds is left out. `columns`: rows of all images stay together."""
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    values: Tree = {}
    # Tensors do not say whether they are columns or images: what is the images' is not said twice.
    taken: set[str] = set()
    for field in fields:
        how = field.metadata.get(KIND)
        if isinstance(how, type):
            values[field.name] = [] if columns else _items(how, field.name, answer)
            if not columns and "image_indices" in answer:
                taken |= {_wire(one) for one in dataclasses.fields(how)} | {"image_indices"}
    for field in fields:
        how = field.metadata.get(KIND)
        if not isinstance(how, type):
            values[field.name] = None if _wire(field) in taken else _value(answer.get(_wire(field)), how)
    return kind(**values)


def _wire(field: dataclasses.Field[Any]) -> str:
    return str(field.metadata.get("name", field.name))


def _value(value: Any, how: Any) -> Any:
    """JSON does not say which numbers are real, nor which those of an empty list are."""
    if how == "reals":
        if isinstance(value, np.ndarray):
            return value.astype(np.float64) if value.dtype.kind in "iu" else value
        return float(value) if isinstance(value, int) else value
    if how == "integers" and isinstance(value, np.ndarray) and not value.size:
        return value.astype(np.int64)
    return value


def _items(kind: type[Any], name: str, answer: Tree) -> list[Any]:
    """The list of objects, one an image: as JSON has it, or out of tensors with all images' rows."""
    if name in answer:
        return [read(kind, item) for item in answer[name]]
    rows = _rows(answer)
    if "image_indices" not in rows:
        return []
    return [read(kind, _image(rows, image)) for image in range(_count(rows))]


def _rows(answer: Tree) -> Tree:
    return {name: value for name, value in answer.items() if isinstance(value, (dict, list, np.ndarray))}


def _count(rows: Tree) -> int:
    """How many images an answer is of: as many as there are counts."""
    counts = rows.get("counts")
    if isinstance(counts, Mapping) and counts:
        return len(next(iter(counts.values())))
    indices = rows["image_indices"]
    return int(indices.max()) + 1 if indices.size else 0


def _image(rows: Tree, image: int) -> Tree:
    """What is one image's: of columns its rows, of a number an image its own."""
    indices = rows.get("image_indices")
    part: Tree = {}
    for name, value in rows.items():
        if isinstance(value, dict):
            part[name] = _image(value, image)
        elif name == "image_indices":
            continue
        elif indices is None:
            part[name] = value[image].item()
        elif len(value) == len(indices):
            begin, end = np.searchsorted(indices, (image, image + 1))
            part[name] = value[begin:end]
    return part
