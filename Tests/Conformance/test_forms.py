"""multipart/form-data on focald's own routes, by the clients that people send forms with; and byte by byte where those
are too well-behaved."""

import asyncio
import gzip
import json
import shutil
import subprocess

import aiohttp
import pytest
import requests
from safetensors.numpy import save

from support import focal, wire

PATH = "/v1/losses/focal"
BOUNDARY = "x" * 20
KIND = f"multipart/form-data; boundary={BOUNDARY}"
pytestmark = pytest.mark.native


def example(server, name):
    """The path of an operation and the fields of its example."""
    reply = wire.send(server, "GET", f"/v1/operations/{name}")
    return reply.json["path"], reply.json["example"]


def as_json(server, path, fields):
    reply = wire.send(server, "POST", path, json.dumps(fields).encode())
    assert reply.status == 200, reply.body
    return reply.body


def part(name, content, *lines) -> bytes:
    head = "\r\n".join((f'Content-Disposition: form-data; name="{name}"', *lines))
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + b"\r\n"


def post(server, body, kind=KIND, **headers):
    return wire.send(server, "POST", PATH, body, {"Content-Type": kind, **headers})


END = f"--{BOUNDARY}--\r\n".encode()
GOOD = part("logits", b"[2, -1, 0.5, -3]") + part("targets", b"[1, 0, 0, 1]") + END


def test_every_example_by_requests(server, operations):
    for name in operations:
        path, fields = example(server, name)
        reply = requests.post(
            server.url + path, files={key: (None, json.dumps(value)) for key, value in fields.items()}, timeout=60)
        assert reply.status_code == 200, (name, reply.text)
        assert reply.content == as_json(server, path, fields), name


def test_files_and_values_by_aiohttp(server):
    fields = {"logits": [2, -1, 0.5, -3], "targets": [1, 0, 0, 1], "gamma": 1.5, "reduction": "sum"}

    async def send():
        form = aiohttp.FormData()
        form.add_field("logits", json.dumps(fields["logits"]).encode(), filename="logits.json",
                       content_type="application/json")
        form.add_field("targets", json.dumps(fields["targets"]))
        form.add_field("gamma", "1.5")
        form.add_field("reduction", "sum")
        async with aiohttp.ClientSession() as session, session.post(server.url + PATH, data=form) as reply:
            return reply.status, await reply.read()

    assert asyncio.run(send()) == (200, as_json(server, PATH, fields))


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_files_by_curl(server, tmp_path):
    """As people type it: files, bare words and numbers, a tensor file."""
    logits, targets = focal.inputs(dtype="float64")
    (tmp_path / "logits.json").write_text(json.dumps(logits.tolist()))
    (tmp_path / "targets.safetensors").write_bytes(save({"targets": targets}))
    words = subprocess.run(
        ["curl", "--silent", "--show-error", "--fail-with-body", "-F", f"logits=@{tmp_path}/logits.json",
         "-F", f"t=@{tmp_path}/targets.safetensors;type=application/x-safetensors", "-F", "gamma=1.5",
         "-F", "gradients=true", "-F", "reduction=mean", server.url + PATH], capture_output=True, check=True).stdout
    fields = {"logits": logits.tolist(), "targets": targets.tolist(), "gamma": 1.5, "gradients": True}
    assert words == as_json(server, PATH, fields)


def test_compressed(server):
    reply = post(server, gzip.compress(GOOD), **{"Content-Encoding": "gzip"})
    assert reply.status == 200
    assert reply.body == post(server, GOOD).body


@pytest.mark.parametrize("body, status, place", [
    pytest.param(b"", 400, None, id="nothing"),
    pytest.param(GOOD.replace(BOUNDARY.encode(), b"y" * 20), 400, "x" * 20, id="another boundary"),
    pytest.param(GOOD[:-len(END)], 400, "part 2", id="never closed"),
    pytest.param(GOOD.replace(b"\r\n", b"\n"), 400, "CRLF", id="LF alone"),
    pytest.param(b"preamble\r\n" + GOOD + b"epilogue", 200, None, id="preamble and epilogue"),
    pytest.param(part("logits", b"1", "X: " + "x" * 2**20) + END, 400, "part 1", id="a header of 1 MB"),
    pytest.param(part("logits", b"1") * 2 + END, 422, "parts 1 and 2", id="a name twice"),
    pytest.param(part("lo%22gits", b"1") + END, 422, 'lo"gits', id="a quote in the name"),
    pytest.param(part("löss", b"1") + END, 422, "löss", id="UTF-8 in the name"),
    pytest.param(part("logits", b"1", "Content-Transfer-Encoding: base64") + END, 400, "part 1", id="base64"),
    pytest.param(part("logits", b"1", "Content-Type: text/plain; charset=utf-16") + END, 400, "part 1", id="charset"),
    pytest.param(
        part("logits", b"--y--", "Content-Type: multipart/mixed; boundary=y") + END, 400, "part 1", id="nested"),
    pytest.param(part("image", b"\x89PNG", "Content-Type: image/png") + END, 422, "image", id="a picture"),
    pytest.param(part("logits", b"[1,") + END, 400, "/logits", id="cut JSON"),
    pytest.param(part("logits", b"[[1],[2,3]]") + END, 422, "/logits/1", id="ragged"),
])
def test_hostile_forms(server, body, status, place):
    reply = post(server, body)
    assert reply.status == status, reply.body
    if status != 200:
        assert place is None or place in reply.json["detail"]


@pytest.mark.parametrize("kind", [
    "multipart/form-data", "multipart/form-data; boundary=", f"multipart/form-data; boundary={'x' * 71}",
    "multipart/form-data; boundary=a; boundary=b"])
def test_boundaries_that_are_none(server, kind):
    reply = post(server, GOOD, kind)
    assert reply.status == 400 and reply.json["errors"][0]["code"] == "invalid_multipart"


@pytest.mark.own_server
@pytest.mark.parametrize("body", [
    pytest.param(part("logits", b"1") * 500_000, id="half a million parts"),
    pytest.param(part("logits", b"\r\n--" + b"x" * 19) + part("a", b"\r\n" * 2_500_000), id="line breaks"),
    pytest.param(b"\r" * 5_000_000, id="carriage returns"),
])
def test_large_hostile_forms_are_refused_at_once(server, body):
    """The time is the server's own, so that a busy machine does not count."""
    def seconds():
        fields = open(f"/proc/{server.process.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    start = seconds()
    reply = post(server, body)
    assert 400 <= reply.status < 500
    assert seconds() - start < 10
