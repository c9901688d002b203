"""A thousand damaged requests, the same on every run: each is refused or answered rightly, and the server lives."""

import json
import os
import random

import numpy as np
import pytest

from support import focal, shapes, wire
from support.server import get

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
NUMBERS = [
    -(2**63), -(2**31), -2, -1, 0, 1, 2, 3, 7, 127, 255, 65535, 65537, 2**31 - 1, 2**31, 2**32, 2**32 + 1, 2**53 + 1,
    2**61, 2**62, 2**63 - 1, 2**63, 2**64 - 1, 2**64, 10**40, 0.5, 1e300, -0.0,
]
OTHERS = [None, True, "", "0", "-1", "x", [], [[]], {}, {"a": 1}, "é", "\0", "../../etc/passwd", "x" * 5000]


def seeds():
    """Three good requests: a loss, a softmax loss with integers, detections."""
    logits, targets = focal.inputs(shape=(4, 6))
    heads = {name: array for name, array in shapes.heads(shapes.IMAGES[0]).items()}
    yield focal.MODEL, {"logits": logits, "targets": targets.astype(np.uint8)}, {"gradients": True}
    yield "losses.cross-entropy", {"logits": logits, "targets": np.array([1, 5, 0, 3], np.int64)}, {}
    yield shapes.MODEL, heads, shapes.SETTINGS


class Mutation:
    """Damages one thing or a few; what it does depends on the random numbers alone."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        model, arrays, parameters = self.random.choices(list(seeds()), [6, 3, 1])[0]
        self.model = model
        self.request = {
            "id": "fuzz",
            "inputs": [
                {"name": name, "shape": list(array.shape), "datatype": wire.datatype(array),
                 "parameters": {"binary_data_size": array.nbytes}}
                for name, array in arrays.items()],
            "parameters": {**parameters, "binary_data_output": self.random.random() < 0.5},
        }
        self.tensors = b"".join(array.tobytes() for array in arrays.values())
        self.length_changes, self.head_changes, self.body_changes = [], [], []
        actions = [
            self.shape, self.shape, self.size, self.size, self.datatype, self.field, self.inputs, self.length,
            self.length, self.tail, self.bits_of_head, self.bits_of_tensors, self.parameter, self.outputs]
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            self.random.choice(actions)()

    def tensor(self) -> dict:
        candidates = [tensor for tensor in self.request["inputs"] if isinstance(tensor, dict)]
        return self.random.choice(candidates) if candidates else {}

    def anything(self):
        return self.random.choice(NUMBERS + OTHERS)

    def number_near(self, number):
        return self.random.choice([
            *NUMBERS, *([number + self.random.choice([-8, -4, -1, 1, 4, 8]), number * 2, number // 2, -number]
                        if isinstance(number, int) else [])])

    def shape(self):
        tensor = self.tensor()
        shape = tensor.get("shape")
        if not isinstance(shape, list) or not shape:
            tensor["shape"] = self.anything()
            return
        index = self.random.randrange(len(shape))
        match self.random.randrange(6):
            case 0: shape[index] = self.number_near(shape[index])
            case 1: shape[index] = self.anything()
            case 2: shape.insert(index, self.random.choice(NUMBERS))
            case 3: shape.pop(index)
            case 4: self.random.shuffle(shape)
            case 5: tensor["shape"] = self.anything()

    def size(self):
        tensor = self.tensor()
        parameters = tensor.get("parameters")
        if isinstance(parameters, dict):
            size = parameters.get("binary_data_size", 0)
            parameters["binary_data_size"] = self.random.choice([self.number_near(size), self.anything()])

    def datatype(self):
        self.tensor()["datatype"] = self.random.choice([*wire.DTYPES, "BYTES", "FP8", "fp32", self.anything()])

    def field(self):
        tensor = self.tensor()
        key = self.random.choice([
            "name", "shape", "datatype", "parameters", "data", "extra", "shared_memory_region"])
        if self.random.random() < 0.3:
            tensor.pop(key, None)
        elif key == "shared_memory_region":
            tensor["parameters"] = {key: self.anything(), "shared_memory_byte_size": self.anything()}
        else:
            tensor[key] = self.anything()

    def inputs(self):
        inputs = self.request["inputs"]
        match self.random.randrange(5):
            case 0: self.random.shuffle(inputs)
            case 1 if inputs: inputs.pop(self.random.randrange(len(inputs)))
            case 2 if inputs: inputs.append(json.loads(json.dumps(self.random.choice(inputs))))
            case 3: inputs.append(self.anything())
            case _: self.request["outputs"] = self.request["inputs"]

    def parameter(self):
        key = self.random.choice([*self.request["parameters"], "reduction", "alpha", "precision", "binary_data_output"])
        self.request["parameters"][key] = self.anything()

    def outputs(self):
        self.request["outputs"] = [{
            "name": self.random.choice(["loss", "gradients.logits", "boxes", self.anything()]),
            "parameters": {self.random.choice(["binary_data", "classification", "shared_memory_region"]): self.anything()},
        }]

    def length(self):
        self.length_changes.append(lambda length: self.random.choice([
            length + self.random.choice([-9, -4, -1, 1, 4, 9]), *NUMBERS, "", "x", f"+{length}", f"{length} ",
            f"{length},{length}", f"{length}.0", f"0{length}", f"0x{length:x}"]))

    def tail(self):
        count = self.random.choice([1, 2, 3, 4, 7, 8, 64, 1000])
        self.body_changes.append(self.random.choice([
            lambda body: body[:-count], lambda body: body + self.random.randbytes(count), lambda body: body[:count],
            lambda body: body[count:]]))

    def flip(self, content: bytes) -> bytes:
        content = bytearray(content)
        for _ in range(self.random.choice([1, 1, 2, 5, 20])):
            if content:
                content[self.random.randrange(len(content))] = self.random.randrange(256)
        return bytes(content)

    def bits_of_head(self):
        self.head_changes.append(self.flip)

    def bits_of_tensors(self):
        self.tensors = self.flip(self.tensors)

    def message(self) -> tuple[str, bytes, dict]:
        head = json.dumps(self.request).encode()
        for change in self.head_changes:
            head = change(head)
        length = len(head)
        for change in self.length_changes:
            length = change(length) if isinstance(length, int) else length
        body = head + self.tensors
        for change in self.body_changes:
            body = change(body)
        return wire.infer_path(self.model), body, {wire.LENGTH: length}


def test_damaged_requests(server):
    """Seen here: 4xx in the protocol's form, or 200 with an answer that is right in form."""
    statuses = {}
    with wire.Connection(server) as connection:
        for number in range(REQUESTS):
            path, body, headers = Mutation(SEED * 1_000_003 + number).message()
            try:
                reply = connection.send("POST", path, body, headers)
                statuses[reply.status] = statuses.get(reply.status, 0) + 1
                if reply.status == 200:
                    wire.tensors(reply)
                else:
                    assert 400 <= reply.status < 500, (reply.status, reply.body[:300])
                    assert reply.error
            except Exception as failure:
                if server.is_ours:
                    assert server.process.poll() is None, f"request {number} killed the server"
                raise AssertionError(f"request {number}: {headers} {body[:600]!r}") from failure
    print(statuses)
    assert statuses.get(400, 0) > REQUESTS / 3
    assert statuses.get(200, 0) > REQUESTS / 50, "the mutations should leave some requests whole"
    assert get(server, "/v2/health/live")[0] == 200


def safetensors_bytes(arrays: dict, header=None) -> bytes:
    from safetensors.numpy import save

    return save(arrays)


@pytest.mark.native
def test_damaged_tensor_files(server):
    if not takes_tensor_files(server):
        pytest.skip("the server under test takes no application/x-safetensors")
    logits, targets = focal.inputs(shape=(4, 6))
    good = safetensors_bytes({"logits": logits, "targets": targets})
    statuses = {}
    with wire.Connection(server) as connection:
        for number in range(REQUESTS):
            body = damaged_file(good, random.Random(SEED * 2_000_003 + number))
            try:
                reply = connection.send(
                    "POST", "/v1/losses/focal", body, {"Content-Type": "application/x-safetensors"})
                statuses[reply.status] = statuses.get(reply.status, 0) + 1
                assert reply.status == 200 or 400 <= reply.status < 500, (reply.status, reply.body[:300])
                assert reply.json
            except Exception as failure:
                raise AssertionError(f"file {number}: {body[:600]!r}") from failure
    print(statuses)
    assert get(server, "/v2/health/live")[0] == 200


def takes_tensor_files(server) -> bool:
    logits, targets = focal.inputs()
    reply = wire.send(
        server, "POST", "/v1/losses/focal", safetensors_bytes({"logits": logits, "targets": targets}),
        {"Content-Type": "application/x-safetensors"})
    return reply.status == 200


def damaged_file(good: bytes, dice: random.Random) -> bytes:
    length = int.from_bytes(good[:8], "little")
    header, data = json.loads(good[8: 8 + length]), good[8 + length:]
    lengths = None
    for _ in range(dice.choice([1, 1, 2])):
        tensor = header[dice.choice([name for name in header if isinstance(header[name], dict)] or [None])]
        match dice.randrange(9):
            case 0: tensor["data_offsets"] = [dice.choice(NUMBERS), dice.choice(NUMBERS)]
            case 1 if isinstance(tensor.get("data_offsets"), list):
                tensor["data_offsets"] = [
                    offset + dice.choice([-4, -1, 0, 1, 4]) if isinstance(offset, int) else offset
                    for offset in tensor["data_offsets"]]
            case 2: tensor["shape"] = dice.choice([[dice.choice(NUMBERS)], [dice.choice(NUMBERS), 6], *OTHERS])
            case 3: tensor["dtype"] = dice.choice(["F64", "F16", "I8", "U64", "BOOL", "F8_E4M3", "f32", *OTHERS])
            case 4: tensor[dice.choice(["dtype", "shape", "data_offsets", "extra"])] = dice.choice(NUMBERS + OTHERS)
            case 5: header["__metadata__"] = dice.choice([*OTHERS, {"gamma": "x"}, {"gamma": 1}, {"gamma": "1"}])
            case 6: lengths = dice.choice([0, 1, length - 1, length + 1, 2**31, 2**63, 2**64 - 1, 2**64 - 8])
            case 7: data = dice.choice([data[:-1], data + b"x", b"", data[4:]])
            case _: tensor.pop(dice.choice(["dtype", "shape", "data_offsets"]), None)
    text = json.dumps(header).encode()
    return (len(text) if lengths is None else lengths).to_bytes(8, "little") + text + data
