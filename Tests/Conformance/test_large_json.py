"""Large arrays of numbers as JSON, good and damaged: what Python's own reader makes of a body decides."""

import json
import os
import random

import numpy as np
import pytest

from support import focal, wire
from support.server import get

pytestmark = pytest.mark.native
REQUESTS = int(os.environ.get("FUZZ_LARGE_REQUESTS", "200"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
PATH = "/v1/losses/focal"
# Arrays of 16 KiB and more are read in blocks of 128 KiB.
COUNTS = [2500, 4000, 20_000]
PIECES = [
    b"[", b"]", b"{", b"}", b",", b":", b'"', b"\\", b"0", b"-", b".", b"e", b"+", b"1e999", b"-0.0", b"null", b" ",
    b"\n\t  ", b"\0", b"\xff", b"NaN", b"[]", b"[[", b"]]", b"],[", b"1" * 400, b"0." + b"9" * 40, b" " * 200,
]


def body(generator: random.Random) -> bytes:
    """A focal request: flat, in rows, in planes, or as shape and data; with white space or without."""
    count = generator.choice(COUNTS)
    logits = [generator.gauss(0, 3) for _ in range(count)]
    targets = [float(generator.random() < 0.1) for _ in range(count)]
    digits = generator.choice([3, 9, 17])
    logits = [float(f"{value:.{digits}g}") for value in logits]
    shape = generator.choice([(count,), (count // 4, 4), (count // 20, 5, 4), (1, 1, count), (count, 1)])
    fields = {
        name: {"shape": shape, "data": values} if generator.random() < 0.2 else np.reshape(values, shape).tolist()
        for name, values in (("logits", logits), ("targets", targets))}
    fields["gradients"] = generator.random() < 0.5
    fields["reduction"] = generator.choice(["none", "mean"])
    return json.dumps(fields, separators=generator.choice([(",", ":"), (", ", ": "), (" ,\n", " : ")])).encode()


def damage(text: bytes, generator: random.Random) -> bytes:
    place = generator.randrange(len(text))
    piece = generator.choice(PIECES)
    match generator.randrange(6):
        case 0: return text[:place] + piece + text[place:]
        case 1: return text[:place] + piece + text[place + len(piece):]
        case 2: return text[:place] + text[place + generator.choice([1, 1, 2, 5, 100]):]
        case 3: return text[:place] + generator.choice([b"", b" " * 100, piece])
        case 4:
            # A bracket that is there: more is lost with it than with a digit.
            brackets = [at for at in range(len(text)) if text[at] in b"[]{}"]
            place = generator.choice(brackets)
            return text[:place] + generator.choice([b"", b" ", piece]) + text[place + 1:]
        case _:
            start = generator.randrange(len(text))
            return text[:place] + text[start:start + generator.choice([10, 1000, 40_000])] + text[place:]


def is_json(text: bytes) -> bool:
    try:
        wire.strict_json(text)
    except AssertionError:
        return True  # but a key is given twice
    except ValueError:
        return False
    return True


def test_damaged_large_bodies(server):
    statuses = {}
    with wire.Connection(server) as connection:
        for number in range(REQUESTS):
            generator = random.Random(SEED * 3_000_017 + number)
            text = body(generator)
            for _ in range(generator.choice([0, 1, 1, 1, 2])):
                text = damage(text, generator)
            try:
                reply = connection.send("POST", PATH, text, {})
                statuses[reply.status] = statuses.get(reply.status, 0) + 1
                if reply.status == 200:
                    check(wire.strict_json(text), reply.json)
                else:
                    assert reply.status in (400, 422), (reply.status, reply.body[:300])
                    # Well-formed, but wrong: 422. Both: whichever comes first.
                    assert reply.status == 422 or not is_json(text), reply.body[:300]
                    assert reply.json["error"]
            except Exception as failure:
                if server.is_ours:
                    assert server.process.poll() is None, f"request {number} killed the server"
                raise AssertionError(f"request {number}: {text[:200]!r}") from failure
    print(statuses)
    assert min(statuses.get(status, 0) for status in (200, 400, 422)) > REQUESTS / 50, statuses
    assert get(server, "/livez")[0] == 200


def check(request: dict, answer: dict):
    logits, targets = (tensor(request[name]) for name in ("logits", "targets"))
    if request.get("gradients", False):
        assert np.array(answer["gradients"]["logits"]).shape == logits.shape
    if np.isin(targets, [0, 1]).all():
        losses = focal.elements(logits, targets)
        expected = losses if request.get("reduction") == "none" else losses.mean()
        np.testing.assert_allclose(np.array(answer["loss"]), expected, rtol=1e-9, atol=1e-12)


def tensor(field) -> np.ndarray:
    if isinstance(field, dict):
        return np.reshape(field["data"], [int(extent) for extent in field["shape"]]).astype(np.float64)
    return np.array(field, np.float64)


@pytest.mark.parametrize("shape", [(200_000,), (65_537, 2), (3, 5, 20_000)])
def test_large_answers(server, shape):
    """Longer than the blocks that an answer is written in."""
    logits, targets = focal.inputs(shape, np.float64)
    request = {"logits": logits.tolist(), "targets": targets.tolist(), "gradients": True, "reduction": "none"}
    with wire.Connection(server) as connection:
        reply = connection.send("POST", PATH, json.dumps(request).encode(), {})
    assert reply.status == 200 and int(reply.headers["Content-Length"]) == len(reply.body)
    np.testing.assert_allclose(np.array(reply.json["loss"]), focal.elements(logits, targets), rtol=1e-9, atol=1e-12)
    gradients = np.array(reply.json["gradients"]["logits"])
    np.testing.assert_allclose(gradients, focal.gradients(logits, targets) * logits.size, rtol=1e-9, atol=1e-12)
