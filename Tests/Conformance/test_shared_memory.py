"""Tensors in POSIX shared memory, with tritonclient's own helpers: no tensor byte goes over the socket.

Needs a server on this machine that allows it, so it runs on the server that the suite starts.
"""

import contextlib
import json
import os
import threading
import time
import uuid

import numpy as np
import pytest
import tritonclient.http as sync
from tritonclient.utils import InferenceServerException
from tritonclient.utils import shared_memory as memory

from support import focal, shapes, wire
from support.server import settings, tail
from support.triton import InferInput, InferRequestedOutput, tensor

pytestmark = pytest.mark.own_server
LOGITS, TARGETS = focal.inputs()
LOSS = focal.elements(LOGITS, TARGETS).mean()


@pytest.fixture(scope="module", autouse=True)
def supported():
    if not os.environ.get("FOCALD_URL") and "--system-shared-memory" not in settings():
        pytest.skip("this build knows no shared memory")


@pytest.fixture(autouse=True)
def none_is_left(server):
    yield
    with sync.InferenceServerClient(server.address) as client:
        client.unregister_system_shared_memory()


@pytest.fixture
def region():
    """Makes regions: region(1024) is (key, handle)."""
    with contextlib.ExitStack() as stack:
        def make(size, *arrays):
            key = f"/conformance-{uuid.uuid4().hex}"
            handle = memory.create_shared_memory_region("region", key, size, create_only=True)
            stack.callback(memory.destroy_shared_memory_region, handle)
            if arrays:
                memory.set_shared_memory_region(handle, list(arrays))
            return key, handle

        yield make


def by_region(name, array, region, offset=0, size=None):
    return InferInput(name, list(array.shape), wire.datatype(array)).set_shared_memory(
        region, array.nbytes if size is None else size, offset)


def inputs(region="in"):
    return [by_region("logits", LOGITS, region), by_region("targets", TARGETS, region, LOGITS.nbytes)]


def registered(client, region, name="in", *arrays):
    arrays = arrays or (LOGITS, TARGETS)
    key, handle = region(sum(array.nbytes for array in arrays), *arrays)
    client.register_system_shared_memory(name, key, sum(array.nbytes for array in arrays))
    return key, handle


def is_right(client):
    """The server lives, and computes."""
    result = client.infer(focal.MODEL, [tensor("logits", LOGITS), tensor("targets", TARGETS)])
    np.testing.assert_allclose(result.as_numpy("loss").reshape(()), LOSS, rtol=2e-6)
    return True


def refused(call, *arguments, words=(), **options):
    with pytest.raises(InferenceServerException) as caught:
        call(*arguments, **options)
    assert caught.value.status() in ("400", "404"), caught.value
    for word in words:
        assert word.lower() in caught.value.message().lower(), caught.value.message()


def test_the_extension_is_announced(client):
    assert "system_shared_memory" in client.get_server_metadata()["extensions"]


def test_register_status_unregister(client, region):
    assert client.get_system_shared_memory_status() == []
    (first, _), (second, _) = region(4096), region(8192)
    client.register_system_shared_memory("a", first, 4096)
    client.register_system_shared_memory("b", second.removeprefix("/"), 4096, offset=1024)
    status = {entry["name"]: entry for entry in client.get_system_shared_memory_status()}
    assert set(status) == {"a", "b"}
    assert (status["a"]["key"], status["a"]["offset"], status["a"]["byte_size"]) == (first, 0, 4096)
    assert (status["b"]["offset"], status["b"]["byte_size"]) == (1024, 4096)
    assert client.get_system_shared_memory_status("a") == [status["a"]]
    client.unregister_system_shared_memory("a")
    assert [entry["name"] for entry in client.get_system_shared_memory_status()] == ["b"]
    client.unregister_system_shared_memory()
    assert client.get_system_shared_memory_status() == []


def test_unregistering_what_is_not_there_is_no_error(client):
    client.unregister_system_shared_memory("nothing")
    client.unregister_system_shared_memory()


def test_a_name_is_registered_once(client, region):
    key, _ = registered(client, region)
    refused(client.register_system_shared_memory, "in", key, 8, words=["in", "already"])


def test_the_status_of_what_is_not_there(client):
    refused(client.get_system_shared_memory_status, "nothing", words=["nothing"])


def test_inputs(client, region):
    registered(client, region)
    result = client.infer(focal.MODEL, inputs())
    np.testing.assert_allclose(result.as_numpy("loss").reshape(()), LOSS, rtol=2e-6)
    assert result.as_numpy("loss").tobytes() == client.infer(
        focal.MODEL, [tensor("logits", LOGITS), tensor("targets", TARGETS)]).as_numpy("loss").tobytes()


def test_inputs_are_read_anew_each_time(client, region):
    _, handle = registered(client, region)
    client.infer(focal.MODEL, inputs())
    memory.set_shared_memory_region(handle, [LOGITS + 1])
    result = client.infer(focal.MODEL, inputs())
    np.testing.assert_allclose(
        result.as_numpy("loss").reshape(()), focal.elements(LOGITS + 1, TARGETS).mean(), rtol=2e-6)


@pytest.mark.parametrize("offset", [1, 3, 4, 8, 4095, 4096, 4097])
def test_offsets(client, region, offset):
    """Of the registration in the object, and of the tensor in the registration; neither on any boundary."""
    key, handle = region(3 * 4097 + LOGITS.nbytes + TARGETS.nbytes)
    memory.set_shared_memory_region(handle, [LOGITS], offset=offset + 5)
    memory.set_shared_memory_region(handle, [TARGETS], offset=offset + 5 + LOGITS.nbytes + 3)
    client.register_system_shared_memory("in", key, LOGITS.nbytes + TARGETS.nbytes + 8, offset=offset)
    result = client.infer(focal.MODEL, [
        by_region("logits", LOGITS, "in", 5), by_region("targets", TARGETS, "in", 5 + LOGITS.nbytes + 3)])
    np.testing.assert_allclose(result.as_numpy("loss").reshape(()), LOSS, rtol=2e-6)


@pytest.mark.parametrize("dtype", wire.DTYPES)
def test_datatypes(client, region, dtype):
    targets = TARGETS.astype(wire.DTYPES[dtype])
    registered(client, region, "in", LOGITS, targets)
    result = client.infer(
        focal.MODEL, [by_region("logits", LOGITS, "in"), by_region("targets", targets, "in", LOGITS.nbytes)])
    np.testing.assert_allclose(result.as_numpy("loss").reshape(()), LOSS, rtol=2e-6)


def test_shared_and_sent_together(client, region):
    registered(client, region)
    for given in ([inputs()[0], tensor("targets", TARGETS)], [tensor("targets", TARGETS, False), inputs()[0]]):
        np.testing.assert_allclose(
            client.infer(focal.MODEL, given).as_numpy("loss").reshape(()), LOSS, rtol=2e-6)


def requested(name, region, size, offset=0):
    output = InferRequestedOutput(name)
    output.set_shared_memory(region, size, offset)
    return output


def test_outputs(client, region):
    key, handle = region(4096)
    client.register_system_shared_memory("out", key, 4096)
    registered(client, region)
    result = client.infer(focal.MODEL, inputs(), outputs=[
        requested("loss", "out", 4, 100), requested("gradients.logits", "out", 1000, 200)])
    for name, size in (("loss", 4), ("gradients.logits", LOGITS.nbytes)):
        output = result.get_output(name)
        assert "data" not in output
        assert output["parameters"]["shared_memory_region"] == "out"
        assert output["parameters"]["shared_memory_byte_size"] == size
        assert "binary_data_size" not in output["parameters"]
    loss = memory.get_contents_as_numpy(handle, np.float32, [1], 100)
    gradients = memory.get_contents_as_numpy(handle, np.float32, list(LOGITS.shape), 200)
    np.testing.assert_allclose(loss[0], LOSS, rtol=2e-6)
    np.testing.assert_allclose(gradients, focal.gradients(LOGITS, TARGETS), rtol=1e-4, atol=1e-8)
    assert not memory.get_contents_as_numpy(handle, np.uint8, [100]).any(), "bytes before the offset were written"
    del loss, gradients


@pytest.mark.parametrize("image", shapes.IMAGES)
def test_detections_equal_those_of_bytes(client, region, image):
    """By shared memory in and out: the request is its description alone."""
    heads = shapes.heads(image)
    registered(client, region, "in", *heads.values())
    key, handle = region(1 << 16)
    client.register_system_shared_memory("out", key, 1 << 16)
    offset, given = 0, []
    for name, array in heads.items():
        given.append(by_region(name, array, "in", offset))
        offset += array.nbytes
    sent = client.infer(
        shapes.MODEL, [tensor(name, array) for name, array in heads.items()], parameters=shapes.SETTINGS)
    result = client.infer(shapes.MODEL, given, parameters=shapes.SETTINGS, outputs=[
        requested("boxes", "out", 16 << 10), requested("scores", "out", 16 << 10, 16 << 10)])
    for name, place in (("boxes", 0), ("scores", 16 << 10)):
        expected = sent.as_numpy(name)
        assert result.get_output(name)["shape"] == list(expected.shape)
        found = memory.get_contents_as_numpy(handle, np.float32, list(expected.shape), place)
        assert found.tobytes() == expected.tobytes()
        del found


# What is wrong


def test_unknown_regions(client, region):
    refused(client.infer, focal.MODEL, inputs("nothing"), words=["nothing"])
    registered(client, region)
    refused(client.infer, focal.MODEL, inputs(), outputs=[requested("loss", "nothing", 4)], words=["nothing"])
    assert is_right(client)


def test_after_unregistering(client, region):
    registered(client, region)
    client.infer(focal.MODEL, inputs())
    client.unregister_system_shared_memory("in")
    refused(client.infer, focal.MODEL, inputs(), words=["in"])
    assert is_right(client)


def test_objects_that_are_not_there(client):
    refused(client.register_system_shared_memory, "a", "/conformance-nothing", 64, words=["conformance-nothing"])


@pytest.mark.parametrize("key", [
    "", "/", "//", ".", "..", "/..", "../etc/passwd", "/../etc/passwd", "a/b", "/a/b", "/dev/shm/x", "a\0b", "x" * 300,
])
def test_keys_that_are_no_names(client, key):
    refused(client.register_system_shared_memory, "a", key, 64)
    assert is_right(client)


def test_names_with_slashes(client, region):
    key, _ = region(64)
    for name in ("a/b", "../a"):
        refused(client.register_system_shared_memory, name, key, 64)


@pytest.mark.parametrize("name", ["a%2Fb", "..%2F..%2Fa", "%2e%2e%2fa", "%2F", ""])
def test_names_with_slashes_in_disguise(server, region, name):
    key, _ = region(64)
    body = json.dumps({"key": key, "byte_size": 64}).encode()
    assert wire.send(server, "POST", f"/v2/systemsharedmemory/region/{name}/register", body).error


@pytest.mark.parametrize("size, offset", [
    (1 << 20, 0), (4096, 1 << 20), (4096, 1), (2**62, 0), (2**63 - 1, 1), (2**63, 0), (2**64, 0), (4096, 2**63 - 1),
    (-1, 0), (64, -1), (0, 0), (1.5, 0), ("64", 0), (None, 0), (64, "0"),
])
def test_registrations_beyond_the_object(client, region, size, offset):
    key, _ = region(4096)
    refused(client.register_system_shared_memory, "a", key, size, offset)
    assert client.get_system_shared_memory_status() == []
    assert is_right(client)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"key": "/x"}', b'{"byte_size": 8}', b'{"key": 1, "byte_size": 8}'])
def test_wrong_registrations(server, body):
    assert wire.send(server, "POST", "/v2/systemsharedmemory/region/a/register", body).error


@pytest.mark.parametrize("size, offset", [
    (LOGITS.nbytes - 4, 0), (LOGITS.nbytes + 4, 0), (1 << 20, 0), (LOGITS.nbytes, 1 << 20),
    (LOGITS.nbytes, LOGITS.nbytes + TARGETS.nbytes), (LOGITS.nbytes, LOGITS.nbytes + TARGETS.nbytes - 4),
    (LOGITS.nbytes, -4), (-LOGITS.nbytes, 0), (LOGITS.nbytes, 2**63 - 1), (LOGITS.nbytes, 2**63), (2**64, 0), (0, 0),
    ("60", 0), (60.5, 0),
])
def test_inputs_beyond_the_region(client, region, size, offset):
    registered(client, region)
    refused(client.infer, focal.MODEL, [by_region("logits", LOGITS, "in", offset, size), inputs()[1]])
    assert is_right(client)


@pytest.mark.parametrize("size, offset", [
    (LOGITS.nbytes - 4, 0), (1 << 20, 0), (LOGITS.nbytes, 4096), (LOGITS.nbytes, 4096 - LOGITS.nbytes + 4),
    (LOGITS.nbytes, -4), (LOGITS.nbytes, 2**63 - 1), (0, 0),
])
def test_outputs_beyond_the_region(client, region, size, offset):
    registered(client, region)
    key, handle = region(4096)
    client.register_system_shared_memory("out", key, 4096)
    refused(
        client.infer, focal.MODEL, inputs(), outputs=[requested("gradients.logits", "out", size, offset)])
    assert is_right(client)


@pytest.mark.parametrize("left", [0, 1, LOGITS.nbytes, LOGITS.nbytes + TARGETS.nbytes - 1])
def test_a_region_that_shrank(client, region, left):
    """Its pages are gone, though the mapping is there: to touch them would be a signal, and death."""
    key, _ = registered(client, region)
    client.infer(focal.MODEL, inputs())
    os.truncate(f"/dev/shm{key}", left)
    refused(client.infer, focal.MODEL, inputs(), words=["in"])
    assert is_right(client)


def test_a_large_region_that_shrank(client, region):
    """Many pages, of which the last ones are gone."""
    logits = np.zeros((1000, 1000), np.float32)
    key, _ = registered(client, region, "in", logits, logits)
    given = [by_region("logits", logits, "in"), by_region("targets", logits, "in", logits.nbytes)]
    client.infer(focal.MODEL, given)
    os.truncate(f"/dev/shm{key}", logits.nbytes + 4096)
    refused(client.infer, focal.MODEL, given)
    assert is_right(client)


def test_a_region_that_shrinks_meanwhile(launch, region):
    """At any moment of a computation: an answer or an error, and the server lives. On a server of its own, as a dead one
    answers no further test."""
    server = launch("--system-shared-memory", "true")
    logits = np.zeros((500, 1000), np.float32)
    size, stopped = 2 * logits.nbytes, threading.Event()

    def shake(path):
        while not stopped.is_set():
            os.truncate(path, 0)
            os.truncate(path, size)

    with sync.InferenceServerClient(server.address) as client:
        key, _ = registered(client, region, "in", logits, logits)
        given = [by_region("logits", logits, "in"), by_region("targets", logits, "in", logits.nbytes)]
        shaking = threading.Thread(target=shake, args=(f"/dev/shm{key}",))
        shaking.start()
        try:
            until = time.monotonic() + 5
            while time.monotonic() < until:
                with contextlib.suppress(InferenceServerException, OSError):
                    client.infer(focal.MODEL, given, outputs=[InferRequestedOutput("loss")])
                status = server.process.poll()
                assert status is None, f"the region shrank, and the server ended with {status}:\n{tail(server)}"
        finally:
            stopped.set()
            shaking.join()
        assert is_right(client)


def test_an_output_region_that_shrank(client, region):
    registered(client, region)
    key, _ = region(1 << 16)
    client.register_system_shared_memory("out", key, 1 << 16)
    os.truncate(f"/dev/shm{key}", 0)
    refused(client.infer, focal.MODEL, inputs(), outputs=[requested("gradients.logits", "out", 4096, 8192)])
    assert is_right(client)


def test_an_object_that_is_unlinked_stays_readable(client):
    """As POSIX has it: a mapping outlives the name."""
    key = f"/conformance-{uuid.uuid4().hex}"
    handle = memory.create_shared_memory_region("in", key, LOGITS.nbytes + TARGETS.nbytes)
    memory.set_shared_memory_region(handle, [LOGITS, TARGETS])
    client.register_system_shared_memory("in", key, LOGITS.nbytes + TARGETS.nbytes)
    memory.destroy_shared_memory_region(handle)
    result = client.infer(focal.MODEL, inputs())
    np.testing.assert_allclose(result.as_numpy("loss").reshape(()), LOSS, rtol=2e-6)


@pytest.mark.parametrize("damage", [
    {"data": [1.0]}, {"parameters": {"shared_memory_region": "in"}},
    {"parameters": {"shared_memory_region": 1, "shared_memory_byte_size": 60}},
    {"parameters": {"shared_memory_region": "in", "shared_memory_byte_size": 60, "binary_data_size": 60}},
    {"parameters": {"shared_memory_byte_size": 60}},
])
def test_wrong_descriptions(server, sync_client, region, damage):
    registered(sync_client, region)
    tensors = [{"name": one.name(), "shape": one.shape(), "datatype": one.datatype(), "parameters": one._parameters}
               for one in inputs()]
    tensors[0] = {**tensors[0], **damage}
    assert wire.infer_json(server, focal.MODEL, {"inputs": tensors}).error


def test_it_is_off_unless_allowed(launch, region):
    server = launch()
    key, _ = region(64)
    with sync.InferenceServerClient(server.address) as client:
        assert "system_shared_memory" not in client.get_server_metadata()["extensions"]
        refused(client.register_system_shared_memory, "a", key, 64)
        refused(client.infer, focal.MODEL, inputs())
