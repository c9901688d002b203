"""The protocol by hand, byte by byte: what the clients do not let one say."""

import dataclasses
import http.client
import json
import math

import ml_dtypes
import numpy as np

from support.server import Server

LENGTH = "Inference-Header-Content-Length"
DTYPES = {
    "BOOL": np.bool_,
    "INT8": np.int8, "INT16": np.int16, "INT32": np.int32, "INT64": np.int64,
    "UINT8": np.uint8, "UINT16": np.uint16, "UINT32": np.uint32, "UINT64": np.uint64,
    "FP16": np.float16, "BF16": ml_dtypes.bfloat16, "FP32": np.float32, "FP64": np.float64,
}
INTEGERS = [name for name in DTYPES if name.startswith(("INT", "UINT"))] + ["BOOL"]


def datatype(array: np.ndarray) -> str:
    return next(name for name, dtype in DTYPES.items() if np.dtype(dtype) == array.dtype)


@dataclasses.dataclass
class Reply:
    """An answer as it came."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self):
        """The body as strict JSON: no NaN, no Infinity, no key given twice."""
        return strict_json(self.body)

    @property
    def error(self) -> str:
        """The message of an error in the protocol's form."""
        assert 400 <= self.status <= 599, f"{self.status}: {self.body[:300]!r}"
        assert self.headers["Content-Type"] == "application/json", self.headers["Content-Type"]
        assert self.headers["Content-Encoding"] is None
        message = self.json
        assert list(message) == ["error"], message
        assert isinstance(message["error"], str) and message["error"]
        return message["error"]


def strict_json(text: bytes):
    def refuse(word):
        raise ValueError(f"{word} is no JSON")

    def once(pairs):
        assert len({key for key, _ in pairs}) == len(pairs), f"a key is given twice: {[key for key, _ in pairs]}"
        return dict(pairs)

    return json.loads(text.decode("utf-8"), parse_constant=refuse, object_pairs_hook=once)


class Connection:
    """A kept-alive connection that sends what it is told and nothing else."""

    def __init__(self, server: Server, timeout: float = 60):
        self.server, self.timeout, self.connection = server, timeout, None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict | None = None) -> Reply:
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=self.timeout)
        try:
            self.connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                self.connection.putheader(name, str(value))
            if body is not None:
                self.connection.putheader("Content-Length", str(len(body)))
            self.connection.endheaders(body)
            response = self.connection.getresponse()
            reply = Reply(response.status, response.headers, response.read())
        except BaseException:
            self.close()
            raise
        if response.will_close:
            self.close()
        return reply


def send(server: Server, method: str, path: str, body: bytes | None = None, headers: dict | None = None) -> Reply:
    with Connection(server) as connection:
        return connection.send(method, path, body, headers)


def json_input(name: str, array: np.ndarray) -> dict:
    return {
        "name": name, "shape": list(array.shape), "datatype": datatype(array), "data": array.reshape(-1).tolist()}


def binary_request(arrays: dict[str, np.ndarray], **members) -> tuple[bytes, int]:
    """A body whose tensors are bytes, and the length of its JSON part."""
    inputs = [
        {
            "name": name, "shape": list(array.shape), "datatype": datatype(array),
            "parameters": {"binary_data_size": array.nbytes},
        }
        for name, array in arrays.items()
    ]
    head = json.dumps({"inputs": inputs, **members}).encode()
    return head + b"".join(array.tobytes() for array in arrays.values()), len(head)


def infer_path(model: str, version: str | None = None) -> str:
    return f"/v2/models/{model}" + (f"/versions/{version}" if version else "") + "/infer"


def infer(server: Server, model: str, arrays: dict[str, np.ndarray], headers: dict | None = None, **members) -> Reply:
    """Inference with binary tensors in; `members` stand beside `inputs`."""
    body, length = binary_request(arrays, **members)
    return send(server, "POST", infer_path(model), body, {LENGTH: length, **(headers or {})})


def infer_json(server: Server, model: str, request: dict, headers: dict | None = None) -> Reply:
    return send(server, "POST", infer_path(model), json.dumps(request).encode(), headers)


def tensors(reply: Reply, body: bytes | None = None) -> dict[str, np.ndarray]:
    """An answer's tensors, after checking all that the protocol says of its form."""
    assert reply.status == 200, f"{reply.status}: {reply.body[:500]!r}"
    body = reply.body if body is None else body
    length = reply.headers[LENGTH]
    if length is None:
        assert reply.headers["Content-Type"] == "application/json"
        head, rest = body, b""
    else:
        assert reply.headers["Content-Type"] == "application/octet-stream"
        assert 0 < int(length) <= len(body)
        head, rest = body[: int(length)], body[int(length):]
    answer = strict_json(head)
    assert isinstance(answer["id"], str) and answer["id"]
    assert isinstance(answer["model_name"], str)
    found, position = {}, 0
    for output in answer["outputs"]:
        name, shape, dtype = output["name"], output["shape"], np.dtype(DTYPES[output["datatype"]])
        assert name not in found, f"{name} comes twice"
        size = output.get("parameters", {}).get("binary_data_size")
        assert (size is None) == ("data" in output), output
        if size is None:
            elements = np.array(output["data"], dtype)
        else:
            assert size == math.prod(shape) * dtype.itemsize, output
            elements = np.frombuffer(rest[position: position + size], dtype)
            position += size
        found[name] = elements.reshape(shape)
    assert position == len(rest), f"{len(rest) - position} bytes belong to no output"
    return found
