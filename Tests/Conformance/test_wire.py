"""The rules of the wire, byte by byte: headers, lengths, encodings, errors, forwarding."""

import gzip
import json
import socket
import zlib

import numpy as np
import pytest

from support import focal, shapes, wire
from support.wire import LENGTH

PATH = wire.infer_path(focal.MODEL)
LOGITS, TARGETS = focal.inputs()
ARRAYS = {"logits": LOGITS, "targets": TARGETS}
BODY, HEAD = wire.binary_request(ARRAYS)
JSON_REQUEST = {"inputs": [wire.json_input(name, array) for name, array in ARRAYS.items()]}
JSON_BODY = json.dumps(JSON_REQUEST).encode()
LOSS = focal.elements(LOGITS, TARGETS).mean()
UNPACK = {"gzip": gzip.decompress, "deflate": zlib.decompress}
PACK = {"gzip": gzip.compress, "deflate": zlib.compress}


def post(server, body=BODY, headers=None):
    return wire.send(server, "POST", PATH, body, headers)


def is_right(reply):
    np.testing.assert_allclose(wire.tensors(reply)["loss"].reshape(()), LOSS, rtol=2e-6)
    return True


# Content-Type


@pytest.mark.parametrize("kind", [
    None, "application/octet-stream", "application/json", "application/json; charset=utf-8",
    "application/x-www-form-urlencoded",
])
def test_any_usual_content_type_is_taken(server, kind):
    """Synchronous clients send none, asynchronous ones octet-stream, curl -d the form's."""
    headers = {} if kind is None else {"Content-Type": kind}
    assert is_right(post(server, BODY, {LENGTH: HEAD, **headers}))
    assert is_right(post(server, JSON_BODY, headers))


def test_success_is_200_and_says_what_it_is(server):
    reply = post(server, JSON_BODY)
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.headers[LENGTH] is None
    reply = wire.infer(server, focal.MODEL, ARRAYS, parameters={"binary_data_output": True})
    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/octet-stream"
    assert int(reply.headers[LENGTH]) < len(reply.body)


# Inference-Header-Content-Length


def test_without_the_header_the_whole_body_is_json(server):
    assert is_right(post(server, JSON_BODY))
    assert is_right(post(server, JSON_BODY, {LENGTH: len(JSON_BODY)}))
    assert post(server, BODY).error


@pytest.mark.parametrize("change", [-HEAD, -HEAD + 1, -100, -1, 1, 8, len(BODY) - HEAD])
def test_a_wrong_header_length_is_refused(server, change):
    assert post(server, BODY, {LENGTH: HEAD + change}).error


@pytest.mark.parametrize("length", [
    len(BODY) + 1, 2**31, 2**32 + HEAD, 2**63 - 1, 2**63, 2**64, 2**64 + HEAD, 10**30, -1, -HEAD, -(2**63),
])
def test_a_header_length_that_cannot_be_is_refused(server, length):
    assert LENGTH.lower() in post(server, BODY, {LENGTH: length}).error.lower()


@pytest.mark.parametrize("length", [
    "", "x", f"{HEAD}x", f"{HEAD}.0", f"0x{HEAD:x}", f"{HEAD}, {HEAD}", "1e2", "NaN", f"{HEAD} {HEAD}",
])
def test_a_header_length_that_is_no_number_is_refused(server, length):
    assert post(server, BODY, {LENGTH: length}).error


# binary_data_size


def request(**changes):
    """The usual binary request with the second input's description changed; `data_size` stands in parameters."""
    tensor = {
        "name": "targets", "shape": list(TARGETS.shape), "datatype": "FP32",
        "parameters": {"binary_data_size": TARGETS.nbytes},
    }
    if "data_size" in changes:
        tensor["parameters"] = {"binary_data_size": changes.pop("data_size")}
    tensor = {key: value for key, value in {**tensor, **changes}.items() if value is not ...}
    first = {
        "name": "logits", "shape": list(LOGITS.shape), "datatype": "FP32",
        "parameters": {"binary_data_size": LOGITS.nbytes},
    }
    head = json.dumps({"inputs": [first, tensor]}).encode()
    return head + LOGITS.tobytes() + TARGETS.tobytes(), {LENGTH: len(head)}


def test_the_unchanged_request_is_right(server):
    assert is_right(post(server, *request()))


@pytest.mark.parametrize("size", [
    0, 1, TARGETS.nbytes - 4, TARGETS.nbytes + 4, 2**31, 2**63 - 1, 2**63, 2**64 + TARGETS.nbytes, -1, -(2**63),
    TARGETS.nbytes + 0.5, str(TARGETS.nbytes), None, True, [TARGETS.nbytes], {},
])
def test_a_wrong_binary_data_size_is_refused(server, size):
    assert post(server, *request(data_size=size)).error


@pytest.mark.parametrize("shape", [
    ..., None, 15, "15", [-1, 15], [3, -5], [-3, -5], [3.5, 5], ["3", 5], [[3, 5]], [3, 5, 2], [2**31, 2**31],
    [2**32, 2**32], [2**62, 4], [2**63, 1], [2**64, 15], [0, 2**63 - 1], [1] * 1000, [True, 15], [None, 5], [],
])
def test_a_wrong_shape_is_refused(server, shape):
    assert post(server, *request(shape=shape)).error


@pytest.mark.parametrize("changes", [
    {"datatype": ...}, {"datatype": None}, {"datatype": 32}, {"datatype": "FP64"}, {"datatype": "INT8"},
    {"name": ...}, {"name": None}, {"name": 1}, {"name": ""}, {"name": "logits"},
    {"parameters": ...}, {"parameters": None}, {"parameters": {}}, {"parameters": []}, {"parameters": 60},
    {"data": TARGETS.tolist()},
])
def test_a_wrong_description_is_refused(server, changes):
    assert post(server, *request(**changes)).error


@pytest.mark.parametrize("head", [
    b"", b"null", b"[]", b"1", b'"inputs"', b"{}", b'{"inputs": null}', b'{"inputs": {}}', b'{"inputs": [1]}',
    b'{"inputs": [null]}', b'{"inputs": [[]]}', b'{"inputs": []', b"{\"inputs\": []}}", b"\xff\xfe",
    b'{"inputs": [], "outputs": 1}', b'{"inputs": [], "parameters": []}', b'{"inputs": [], "inputs": []}',
    b'{"id": 7, "inputs": []}', b"[" * 10_000,
])
@pytest.mark.parametrize("has_length", [True, False])
def test_a_wrong_head_is_refused(server, head, has_length):
    assert post(server, head, {LENGTH: len(head)} if has_length else {}).error


@pytest.mark.parametrize("outputs", [
    [{}], [{"name": 1}], [1], ["loss"], [{"name": "loss", "parameters": []}],
    [{"name": "loss", "parameters": {"binary_data": "yes"}}],
    [{"name": "loss"}, {"name": "loss"}],
])
def test_wrong_requested_outputs_are_refused(server, outputs):
    assert wire.infer_json(server, focal.MODEL, {**JSON_REQUEST, "outputs": outputs}).error


# Bodies that are too long or too short


@pytest.mark.parametrize("extra", [1, 3, 4, 60, 10_000])
def test_bytes_that_belong_to_no_input_are_refused(server, extra):
    assert post(server, BODY + b"\0" * extra, {LENGTH: HEAD}).error


@pytest.mark.parametrize("missing", [1, 3, 4, TARGETS.nbytes, TARGETS.nbytes + 1, len(BODY) - HEAD])
def test_a_body_that_is_too_short_is_refused(server, missing):
    assert post(server, BODY[:-missing], {LENGTH: HEAD}).error


@pytest.mark.parametrize("sent", [0, 1, HEAD - 1, HEAD, HEAD + 1, len(BODY) - 1])
def test_a_sender_who_leaves_early_does_no_harm(server, sent):
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\n{LENGTH}: {HEAD}\r\n\r\n"
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.sendall(head.encode() + BODY[:sent])
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert not answer or answer.startswith(b"HTTP/1.1 4")
    assert is_right(post(server, BODY, {LENGTH: HEAD}))


def test_chunked_bodies(server):
    """Without Content-Length, in pieces that end where no tensor does."""
    connection = wire.http.client.HTTPConnection(server.host, server.port, timeout=20)
    pieces = (BODY[start: start + 37] for start in range(0, len(BODY), 37))
    connection.request("POST", PATH, pieces, {LENGTH: str(HEAD)}, encode_chunked=True)
    response = connection.getresponse()
    assert is_right(wire.Reply(response.status, response.headers, response.read()))
    connection.close()


# Content-Encoding


@pytest.mark.parametrize("encoding", PACK)
@pytest.mark.parametrize("binary", [True, False])
def test_packed_requests(server, encoding, binary):
    """The header's length is that of the JSON before it was packed."""
    body, headers = (BODY, {LENGTH: HEAD}) if binary else (JSON_BODY, {})
    assert is_right(post(server, PACK[encoding](body), {"Content-Encoding": encoding, **headers}))


@pytest.mark.parametrize("encoding", PACK)
@pytest.mark.parametrize("damage", [
    pytest.param(lambda packed: b"", id="nothing"),
    pytest.param(lambda packed: packed[:1], id="first byte"),
    pytest.param(lambda packed: packed[: len(packed) // 2], id="first half"),
    pytest.param(lambda packed: packed[:-1], id="last byte missing"),
    pytest.param(lambda packed: packed[1:], id="first byte missing"),
    pytest.param(lambda packed: packed + b"x", id="one byte more"),
    pytest.param(lambda packed: packed[:-4] + bytes(4), id="wrong checksum"),
    pytest.param(lambda packed: packed[:20] + bytes(20) + packed[40:], id="hole"),
    pytest.param(lambda packed: BODY, id="not packed at all"),
])
def test_damaged_packing_is_refused(server, encoding, damage):
    assert post(server, damage(PACK[encoding](BODY)), {"Content-Encoding": encoding, LENGTH: HEAD}).error


@pytest.mark.parametrize("encoding", ["br", "compress", "gzip, gzip", "gzip, deflate", "x", "zip"])
def test_unknown_packing_is_refused(server, encoding):
    reply = post(server, BODY, {"Content-Encoding": encoding, LENGTH: HEAD})
    assert reply.status in (400, 415) and reply.error


def test_identity_is_no_packing(server):
    assert is_right(post(server, BODY, {"Content-Encoding": "identity", LENGTH: HEAD}))


@pytest.mark.parametrize("encoding", PACK)
def test_a_small_body_that_grows_without_end_is_refused(server, encoding):
    """1 GiB of zeros in 1 MB."""
    if encoding == "gzip":
        packer = zlib.compressobj(9, wbits=31)
    else:
        packer = zlib.compressobj(9)
    block = bytes(1 << 24)
    bomb = b"".join([packer.compress(block) for _ in range(64)]) + packer.flush()
    reply = post(server, bomb, {"Content-Encoding": encoding, LENGTH: HEAD})
    assert reply.status in (400, 413) and reply.error
    assert is_right(post(server, BODY, {LENGTH: HEAD}))


@pytest.mark.parametrize("encoding", UNPACK)
@pytest.mark.parametrize("binary", [True, False])
def test_packed_answers(server, encoding, binary):
    logits = np.zeros((300, 100), np.float32)
    arrays = {"logits": logits, "targets": logits}
    parameters = {"gradients": True, "binary_data_output": binary}
    plain = wire.infer(server, focal.MODEL, arrays, parameters=parameters)
    packed = wire.infer(server, focal.MODEL, arrays, {"Accept-Encoding": encoding}, parameters=parameters)
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == encoding
    assert "accept-encoding" in (packed.headers["Vary"] or "").lower()
    assert len(packed.body) < len(plain.body)
    body = UNPACK[encoding](packed.body)
    unpacked = wire.tensors(packed, body)
    for name, array in wire.tensors(plain).items():
        assert unpacked[name].tobytes() == array.tobytes()


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0", "*;q=0, identity", ""])
def test_answers_are_not_packed_for_whom_cannot_unpack(server, accepted):
    reply = wire.infer(
        server, focal.MODEL, ARRAYS, {"Accept-Encoding": accepted}, parameters={"binary_data_output": True})
    assert reply.headers["Content-Encoding"] is None
    assert is_right(reply)


@pytest.mark.parametrize("encoding", PACK)
def test_errors_are_never_packed(server, encoding):
    reply = post(server, PACK[encoding](b"{"), {"Content-Encoding": encoding, "Accept-Encoding": encoding})
    assert reply.headers["Content-Encoding"] is None
    assert reply.error


# Errors


@pytest.mark.parametrize("body, path", [
    (b"{", PATH), (JSON_BODY, wire.infer_path("losses.nothing")), (JSON_BODY, wire.infer_path(focal.MODEL, "3")),
    (b'{"inputs": []}', PATH), (json.dumps({**JSON_REQUEST, "parameters": {"gamma": -1}}).encode(), PATH),
])
def test_errors_are_json_with_one_member(server, body, path):
    reply = wire.send(server, "POST", path, body)
    assert reply.status in (400, 404)
    assert reply.error


def test_an_image_is_no_request(server):
    reply = post(server, b"\x89PNG\r\n\x1a\n", {"Content-Type": "image/png"})
    assert reply.status in (400, 415) and reply.error


# Answers


def test_answers_always_have_id_and_model(server):
    for given in ({}, {"id": ""}, {"id": None}):
        answer = wire.infer_json(server, focal.MODEL, {**JSON_REQUEST, **given}).json
        assert isinstance(answer["id"], str) and answer["id"], given
        assert answer["model_name"] == focal.MODEL
        assert answer["outputs"]
    assert wire.infer_json(server, focal.MODEL, {**JSON_REQUEST, "id": "42"}).json["id"] == "42"


def test_members_that_servers_name_themselves_are_taken(server):
    """KServe's client repeats the model's name in the body."""
    request = {**JSON_REQUEST, "model_name": focal.MODEL, "model_version": "1"}
    assert is_right(wire.infer_json(server, focal.MODEL, request))


# Forwarding


def test_an_answer_is_taken_as_a_request(server):
    """An inference graph sends the previous step's answer as it is: its outputs are the inputs."""
    answer = {
        "model_name": "resnet", "model_version": "3", "id": "step-1",
        "outputs": [wire.json_input("logits", LOGITS), wire.json_input("targets", TARGETS)],
    }
    reply = wire.infer_json(server, focal.MODEL, answer)
    assert is_right(reply)
    assert reply.json["id"] == "step-1"
    assert is_right(wire.infer_json(server, focal.MODEL, {**answer, "parameters": {}}))


def test_a_binary_answer_is_taken_as_a_request(server):
    head = json.loads(BODY[:HEAD])
    head = json.dumps({"model_name": "resnet", "outputs": head["inputs"]}).encode()
    assert is_right(post(server, head + BODY[HEAD:], {LENGTH: len(head)}))


def test_with_inputs_the_outputs_are_those_requested(server):
    reply = wire.infer_json(server, focal.MODEL, {**JSON_REQUEST, "outputs": [{"name": "gradients.logits"}]})
    assert list(wire.tensors(reply)) == ["gradients.logits"]


def test_a_chain_of_two_steps(server):
    """Boxes decoded by one model go to the next as they came."""
    boxes = np.array([[0, 0, 10, 10], [1, 1, 11, 11], [50, 50, 60, 60]], np.float32)
    first = wire.infer_json(server, "boxes.clip", {
        "inputs": [wire.json_input("boxes", boxes)], "parameters": {"image_size": [55, 55]}})
    clipped = wire.tensors(first)["boxes"]
    answer = first.json
    answer["outputs"].append(wire.json_input("scores", np.array([0.5, 0.9, 0.7], np.float32)))
    second = wire.tensors(wire.infer_json(server, "boxes.nms", answer))
    assert clipped.max() == 55
    assert second["indices"].tolist() == [1, 2]


# FP16 and BF16 as JSON


@pytest.mark.parametrize("dtype", ["FP16", "BF16"])
def test_half_precision_numbers_in_json_are_rounded_to_it(server, dtype):
    values = np.array([0.1, -2.718281828, 3.14159265, 1e-3], np.float64)
    rounded = values.astype(wire.DTYPES[dtype])
    targets = wire.json_input("targets", np.array([1, 0, 1, 0], np.int64))
    exact = {"inputs": [
        {"name": "logits", "shape": [4], "datatype": dtype, "data": values.tolist()}, targets]}
    reply = wire.tensors(wire.infer_json(server, focal.MODEL, {**exact, "parameters": {"reduction": "none"}}))
    again = wire.tensors(wire.infer(
        server, focal.MODEL, {"logits": rounded, "targets": np.array([1, 0, 1, 0])}, parameters={"reduction": "none"}))
    assert reply["loss"].tobytes() == again["loss"].tobytes()


def test_booleans_in_json(server):
    for data in ([True, False, True], [1, 0, 1]):
        reply = wire.infer_json(server, focal.MODEL, {"inputs": [
            wire.json_input("logits", np.array([1, 2, 3], np.float32)),
            {"name": "targets", "shape": [3], "datatype": "BOOL", "data": data}]})
        wanted = focal.elements([1, 2, 3], [1, 0, 1]).mean()
        np.testing.assert_allclose(wire.tensors(reply)["loss"].reshape(()), wanted, rtol=2e-6)


@pytest.mark.parametrize("dtype, data", [
    ("UINT8", [256, 0, 0]), ("UINT8", [-1, 0, 0]), ("INT8", [128, 0, 0]), ("INT32", [2**31, 0, 0]),
    ("INT64", [0.5, 0, 0]), ("UINT64", [-1, 0, 0]), ("BOOL", [2, 0, 0]), ("FP16", [70000, 0, 0]),
])
def test_json_numbers_beyond_their_datatype_are_refused(server, dtype, data):
    inputs = [
        wire.json_input("logits", np.zeros((3, 2), np.float32)),
        {"name": "targets", "shape": [3], "datatype": dtype, "data": data}]
    message = wire.infer_json(server, "losses.cross-entropy", {"inputs": inputs}).error
    assert dtype in message or "class index" not in message, message


def test_no_detections(server):
    """No detection at all: outputs of no rows, of the right rank."""
    heads = shapes.heads(shapes.IMAGES[0])
    heads["class_logits"] = np.full_like(heads["class_logits"], -30)
    for binary in (True, False):
        answer = wire.tensors(wire.infer(
            server, shapes.MODEL, heads, parameters={**shapes.SETTINGS, "binary_data_output": binary}))
        assert answer["boxes"].shape == (0, 4)
        assert answer["scores"].shape == answer["labels"].shape == answer["image_indices"].shape == (0,)
