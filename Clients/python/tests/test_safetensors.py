"""The reader and writer of tensor files, against the format's own library where that is installed."""

import json
import struct

import numpy as np
import pytest

from focald import _safetensors

TENSORS = {
    "bytes": np.arange(3, dtype=np.uint8), "scalar": np.array(2.5), "none": np.zeros((0, 4), np.float32),
    "rows": np.arange(12, dtype=np.float32).reshape(3, 4).T, "flags": np.array([True, False]),
    "big": np.arange(4, dtype=">i4"), "half": np.array([1.5], np.float16), "long": np.array([[2**62]]),
}


def joined(tensors, metadata=None):
    return b"".join(map(bytes, _safetensors.write(tensors, metadata)))


def test_tensors_ComeBack():
    read = _safetensors.read(bytearray(joined(TENSORS, {"parameters": "{}"})))
    assert read.keys() == TENSORS.keys()
    for name, tensor in TENSORS.items():
        np.testing.assert_array_equal(read[name], tensor)
        assert read[name].shape == tensor.shape and read[name].dtype == tensor.dtype.newbyteorder("<")


def test_tensors_AreAligned():
    file = joined(TENSORS)
    length = struct.unpack("<Q", file[:8])[0]
    header = json.loads(file[8 : 8 + length])
    sizes = {"F64": 8, "I64": 8, "F32": 4, "I32": 4, "F16": 2}
    for entry in header.values():
        assert (8 + length + entry["data_offsets"][0]) % sizes.get(entry["dtype"], 1) == 0


def test_contiguousArrays_AreNotCopied():
    array = np.arange(1000.0)
    _, part = _safetensors.write({"array": array})
    assert np.shares_memory(np.frombuffer(part, np.uint8), array)


def test_theFormatsOwnLibrary_Agrees():
    library = pytest.importorskip("safetensors.numpy")
    for name, tensor in library.load(joined(TENSORS, {"a": "b"})).items():
        np.testing.assert_array_equal(tensor, TENSORS[name])
    native = {name: np.ascontiguousarray(tensor.astype(tensor.dtype.newbyteorder("="))) for name, tensor in TENSORS.items()}
    for name, tensor in _safetensors.read(library.save(native)).items():
        np.testing.assert_array_equal(tensor, TENSORS[name])


@pytest.mark.parametrize("cut", [0, 5, 9, 100, -1])
def test_cutFiles_AreRefused(cut):
    with pytest.raises(ValueError, match="safetensors"):
        _safetensors.read(joined(TENSORS)[:cut])


def test_typesWithoutAName_AreRefused():
    with pytest.raises(TypeError, match="complex128"):
        joined({"a": np.array([1j])})
