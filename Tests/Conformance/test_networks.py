"""Networks over HTTP: as models of tritonclient, over a reload, and where pictures and files are hostile."""

import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import sys
import time
import zlib

import numpy as np
import pytest
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

from support import server as servers
from support import wire

SHIPPED = servers.ROOT / "Examples/networks/shapes.safetensors"
PICTURES = servers.ROOT / "Tests/Fixtures/networks"
MODEL = "networks.shapes"
pytestmark = pytest.mark.own_server


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("networks")
    shutil.copy(SHIPPED, folder)
    return folder


@pytest.fixture(scope="module")
def networks(folder):
    if os.environ.get("FOCALD_URL"):
        pytest.skip("needs a server that the suite starts itself, and FOCALD_URL names another")
    server = servers.start("--networks", str(folder), "--memory", "256MiB")
    yield server
    servers.stop(server)


@pytest.fixture
def triton_client(networks):
    client = triton.InferenceServerClient(networks.address)
    yield client
    client.close()


def expected(number):
    return json.loads((PICTURES / f"expected-00{number}.json").read_text())


def files(*numbers):
    return np.array([(PICTURES / expected(number)["file"]).read_bytes() for number in numbers], np.object_)


def ask(client, array, datatype, **parameters):
    tensor = triton.InferInput("image", list(array.shape), datatype)
    tensor.set_data_from_numpy(array)
    return client.infer(MODEL, [tensor], parameters=parameters)


def test_pictures_are_bytes_of_tritonclient(triton_client):
    answer = ask(triton_client, files(0, 1), "BYTES", score_threshold=0.5)
    images = answer.as_numpy("image_indices")
    for number in (0, 1):
        known = expected(number)
        wanted = [label for label, score in zip(known["labels"], known["scores"]) if score > 0.5]
        assert answer.as_numpy("labels")[images == number].tolist() == wanted
        boxes = np.array(known["boxes"])[: len(wanted)]
        np.testing.assert_allclose(answer.as_numpy("boxes")[images == number], boxes, atol=0.1)


def test_pixels_are_a_tensor(triton_client):
    answer = ask(triton_client, np.full((40, 64, 3), 90, np.uint8), "UINT8")
    assert answer.as_numpy("boxes").shape[1] == 4
    with pytest.raises(InferenceServerException, match="H, W, 3"):
        ask(triton_client, np.zeros((4, 4), np.uint8), "UINT8")
    with pytest.raises(InferenceServerException, match="UINT8"):
        ask(triton_client, np.zeros((4, 4, 3), np.float32), "FP32")


def test_a_network_is_described_like_an_operation(triton_client):
    assert triton_client.is_model_ready(MODEL) and not triton_client.is_model_ready("networks.other")
    metadata = triton_client.get_model_metadata(MODEL)
    assert [tensor["name"] for tensor in metadata["outputs"]] == ["boxes", "scores", "labels", "image_indices"]
    assert triton_client.get_model_config(MODEL)["input"][0]["data_type"] == "TYPE_UINT8"
    before = triton_client.get_inference_statistics(MODEL)["model_stats"][0]["inference_count"]
    ask(triton_client, files(5), "BYTES")
    assert triton_client.get_inference_statistics(MODEL)["model_stats"][0]["inference_count"] == before + 1
    listed = {model["name"] for model in triton_client.get_inference_statistics()["model_stats"]}
    assert listed == {entry["name"] for entry in triton_client.get_model_repository_index()}


def test_stages_are_counted_by_network(networks):
    picture = files(5)[0]
    wire.send(networks, "POST", "/v1/networks/shapes/detect", picture, {"Content-Type": "image/jpeg"})
    text = wire.send(networks, "GET", "/metrics").body.decode()
    for stage in ("decode", "resize", "backbone", "heads", "postprocess"):
        line = next(line for line in text.splitlines() if f'stage="{stage}"' in line and 'network="shapes"' in line)
        assert float(line.split()[-1]) > 0, line


def test_the_log_names_the_network(networks):
    request = {"X-Request-Id": "network-of-the-log", "Content-Type": "image/jpeg"}
    wire.send(networks, "POST", "/v1/networks/shapes/detect", files(5)[0], request)
    deadline = time.monotonic() + 20
    while not (lines := [line for line in networks.process.log if "network-of-the-log" in line]):
        assert time.monotonic() < deadline, "no line of the log"
        time.sleep(0.05)
    assert json.loads(lines[0])["model"] == MODEL


def png(width, height, data):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def resident(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) << 10


def test_a_bomb_is_refused_by_its_header(networks):
    """100 kB that would be 2.7 GB of pixels: not a pixel is decoded, on any way in."""
    bomb = png(30_000, 30_000, zlib.compress(bytes(100_000_000), 9))
    assert 90_000 < len(bomb) < 110_000
    # The first request of all takes memory for itself.
    small = png(8, 8, zlib.compress(bytes(8 * 25)))
    assert wire.send(networks, "POST", "/v1/networks/shapes/detect", small, {"Content-Type": "image/png"}).status == 200
    before, start = resident(networks), time.monotonic()
    for verb in ("detect", "heads"):
        reply = wire.send(networks, "POST", f"/v1/networks/shapes/{verb}", bomb, {"Content-Type": "image/png"})
        assert reply.status == 400 and reply.json["errors"][0]["code"] == "invalid_picture"
        assert "30000 × 30000" in reply.json["detail"]
    head = json.dumps({"inputs": [{
        "name": "image", "datatype": "BYTES", "shape": [1], "parameters": {"binary_data_size": len(bomb) + 4}}]}).encode()
    body = head + struct.pack("<I", len(bomb)) + bomb
    reply = wire.send(networks, "POST", f"/v2/models/{MODEL}/infer", body, {wire.LENGTH: str(len(head))})
    assert reply.status == 400 and "30000 × 30000" in reply.error
    assert time.monotonic() - start < 10
    assert resident(networks) - before < 8 << 20


def test_a_damaged_file_leaves_the_networks_that_are_there(networks, folder):
    """SIGHUP after a file was cut off where it lies, then after it is whole again."""
    picture = files(5)[0]

    def labels():
        reply = wire.send(networks, "POST", "/v1/networks/shapes/detect", picture, {"Content-Type": "image/jpeg"})
        assert reply.status == 200
        return reply.json["images"][0]["labels"]

    def reloaded(words):
        seen = sum(words in line for line in networks.process.log)
        networks.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 60
        while sum(words in line for line in networks.process.log) <= seen:
            assert time.monotonic() < deadline, servers.tail(networks)
            time.sleep(0.05)

    wanted = labels()
    file = folder / SHIPPED.name
    with file.open("r+b") as handle:
        handle.truncate(5000)
    assert labels() == wanted
    reloaded("not read again")
    assert labels() == wanted
    file.write_bytes(SHIPPED.read_bytes())
    reloaded("read again")
    assert labels() == wanted


def test_an_unusable_file_ends_the_start_with_its_name(tmp_path):
    file = tmp_path / "cut.safetensors"
    file.write_bytes(SHIPPED.read_bytes()[:5000])
    with pytest.raises(RuntimeError, match="cut.safetensors"):
        servers.start("--networks", str(file))


# ---- Training

def test_the_loss_falls_over_checkpoints(tmp_path):
    """Examples/network_loss.py as it stands: two checkpoints and the shipped network, and a curve."""
    server = servers.start("--networks", f"{SHIPPED},{SHIPPED.parent / 'checkpoints'}")
    try:
        run = subprocess.run(
            [sys.executable, servers.ROOT / "Examples/network_loss.py", "--url", server.url, "--curve", tmp_path / "loss.svg"],
            capture_output=True, text=True, timeout=300)
    finally:
        servers.stop(server)
    assert run.returncode == 0, run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    assert [line[0] for line in lines] == ["shapes-0100", "shapes-1200", "shapes"]
    totals = [float(line[line.index("total") + 1]) for line in lines]
    assert totals[0] > 1.25 * totals[1] > 1.25 * totals[2]
    assert (tmp_path / "loss.svg").read_text().startswith("<svg")


# ---- bfloat16

HAS_BFLOAT16 = "avx512_bf16" in pathlib.Path("/proc/cpuinfo").read_text()


@pytest.mark.skipif(HAS_BFLOAT16, reason="this processor has AVX512_BF16")
def test_bfloat16_is_refused_where_the_processor_lacks_it():
    with pytest.raises(RuntimeError, match="network_precision: bfloat16 needs a processor with AVX512_BF16"):
        servers.start("--networks", str(SHIPPED), "--network-precision", "bfloat16")


def test_bfloat16_is_not_computed_by_winograds_algorithm():
    with pytest.raises(RuntimeError, match="network_precision: Winograd's algorithm"):
        servers.start(
            "--networks", str(SHIPPED), "--network-precision", "bfloat16", "--network-convolution", "winograd")


@pytest.mark.skipif(not HAS_BFLOAT16, reason="this processor has no AVX512_BF16")
def test_bfloat16_errs_as_its_roundings_do(networks):
    """Heads against float32's: within twice what references/networks.py, Bfloat16Net, gives for the same roundings."""
    server = servers.start("--networks", str(SHIPPED), "--network-precision", "bfloat16")
    try:
        for number in range(6):
            request = (files(number)[0], {"Content-Type": "image/png"})
            exact, rounded = (
                wire.send(each, "POST", "/v1/networks/shapes/heads", *request).json for each in (networks, server))
            for name, bound in (("class_logits", 0.012), ("box_deltas", 0.03)):
                wanted, found = np.array(exact[name]), np.array(rounded[name])
                assert 0 < np.abs(found - wanted).max() < bound * np.abs(wanted).max()
    finally:
        servers.stop(server)
