"""Real clients of focald and of the JSON services: from arrays to arrays, over loopback."""

import http.client
import json
import os
import sys

import numpy as np
import tritonclient.http as triton
import tritonclient.utils.shared_memory as shared_memory

from .building import ROOT

sys.path.insert(0, str(ROOT / "Clients/python"))
import benchmark as training  # noqa: E402


class Triton:
    """tritonclient, with binary tensors or with tensors in shared memory."""

    def __init__(self, port):
        self.client = triton.InferenceServerClient(f"127.0.0.1:{port}", network_timeout=300, connection_timeout=60)
        self.regions = []

    def infer(self, model, arrays, parameters, outputs):
        """Every call hands the arrays over anew, as a client with a new image would."""

        def call():
            inputs = []
            for name, array in arrays.items():
                tensor = triton.InferInput(name, array.shape, "FP32")
                tensor.set_data_from_numpy(array)
                inputs.append(tensor)
            return self._answer(model, inputs, parameters, outputs)

        return call

    def infer_shared(self, model, arrays, parameters, outputs, copied):
        """The tensors lie in shared memory: put there by whoever made them, or copied there at each call."""
        key = f"/focald-comparison-{os.getpid()}-{len(self.regions)}"
        size = sum(array.nbytes for array in arrays.values())
        region = shared_memory.create_shared_memory_region(key[1:], key, size)
        self.regions.append(region)
        shared_memory.set_shared_memory_region(region, list(arrays.values()))
        self.client.register_system_shared_memory(key[1:], key, size)
        inputs, offset = [], 0
        for name, array in arrays.items():
            tensor = triton.InferInput(name, array.shape, "FP32")
            tensor.set_shared_memory(key[1:], array.nbytes, offset)
            inputs.append(tensor)
            offset += array.nbytes

        def call():
            if copied:
                shared_memory.set_shared_memory_region(region, list(arrays.values()))
            return self._answer(model, inputs, parameters, outputs)

        return call

    def _answer(self, model, inputs, parameters, outputs):
        wanted = [triton.InferRequestedOutput(name, binary_data=True) for name in outputs]
        result = self.client.infer(model, inputs, outputs=wanted, parameters=parameters)
        return {name: result.as_numpy(name) for name in outputs}

    def close(self):
        self.client.unregister_system_shared_memory()
        for region in self.regions:
            shared_memory.destroy_shared_memory_region(region)
        self.client.close()


def plain_infer(port, model, arrays, parameters, outputs):
    """The same request by Python's own http.client, which sends arrays without copying them first."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def call():
        head = json.dumps(
            {
                "inputs": [
                    {
                        "name": name,
                        "shape": array.shape,
                        "datatype": "FP32",
                        "parameters": {"binary_data_size": array.nbytes},
                    }
                    for name, array in arrays.items()
                ],
                "outputs": [{"name": name, "parameters": {"binary_data": True}} for name in outputs],
                "parameters": parameters,
            }
        ).encode()
        length = len(head) + sum(array.nbytes for array in arrays.values())
        headers = {"Content-Length": str(length), "Inference-Header-Content-Length": str(len(head))}
        parts = [head] + [memoryview(array).cast("B") for array in arrays.values()]
        connection.request("POST", f"/v2/models/{model}/infer", iter(parts), headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(body[:300])
        return _arrays(body, int(response.headers["Inference-Header-Content-Length"]))

    return call


def _arrays(body, head_length):
    answer, at = {}, head_length
    for output in json.loads(body[:head_length])["outputs"]:
        size = output["parameters"]["binary_data_size"]
        kind = {"FP32": np.float32, "INT64": np.int64}[output["datatype"]]
        answer[output["name"]] = np.frombuffer(body[at : at + size], kind).reshape(output["shape"])
        at += size
    return answer


def json_post(port, path, body):
    """A finished JSON text by a kept connection; the answer stays text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def call():
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(answer[:300])
        return answer

    return call


def detect(port, network, file):
    """A picture's file to a network's detections, as arrays."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    kinds = {"boxes": np.float32, "scores": np.float32, "labels": np.int64}

    def call():
        connection.request("POST", f"/v1/networks/{network}/detect", file.read_bytes(), {"Content-Type": "image/jpeg"})
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(answer[:300])
        image = json.loads(answer)["images"][0]
        return {name: np.array(image[name], kind).reshape((-1, 4) if name == "boxes" else -1) for name, kind in kinds.items()}

    return call


def post(port, path, body, kind):
    """A finished body of a type by a kept connection; the answer read as JSON."""
    call = raw(port, path, body, kind)
    return lambda: json.loads(call())


def raw(port, path, body, kind):
    """The same; the answer stays bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def call():
        connection.request("POST", path, body, {"Content-Type": kind})
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(answer[:300])
        return answer

    return call


def training_step(port, images):
    """One step's request of a detector's training, by the Python package and by lists of numbers in JSON."""
    url, tensors = f"http://127.0.0.1:{port}", training.step(images, np.float32)
    package, lists = training.Package(url), training.Lists(url)
    return lambda: package(tensors), lambda: lists(tensors)
