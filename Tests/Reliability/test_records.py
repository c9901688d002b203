"""Records that nobody should send: a clear error, memory within the budget, and the next request is answered."""

import json
import time

import pytest

from support.wire import SMALL, SMALL_ANSWER, ask, eventually, request

MIB = 1 << 20
COCO = "/v1/evaluations/coco"
ROW = '{"image_id":1,"category_id":1,"bbox":[1,2,3,4],"score":0.5}'
TRUTH = ('{"images":[{"id":1}],"categories":[{"id":1}],'
         '"annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}]}')
# The machine may be busy; each of these takes well under a second of work in a release build.
SECONDS = 60


def body(truth=TRUTH, rows=ROW):
    return ('{"ground_truth":%s,"detections":[%s]}' % (truth, rows)).encode()


def with_(member, value):
    """The row with one member's text replaced."""
    changed = json.loads(ROW)
    changed[member] = "@"
    return json.dumps(changed).replace('"@"', value)


def last_of(count, row):
    """So many good rows, and that one behind them."""
    return ",".join([ROW] * count + [row])


MEMBERS = "{" + ",".join(f'"m{number}":0' for number in range(1_000_000)) + ","
LONG = "x" * 10_000
OBJECTS = ",".join(f'{{"id":{number},"image_id":1,"category_id":1,"bbox":[1,2,3,4]}}' for number in range(20_000))

HOSTILE = {
    "unknown members of the whole": (body(TRUTH.replace("{", MEMBERS, 1)), 200, "", ""),
    "unknown members of a row": (body(rows=ROW.replace("{", MEMBERS, 1)), 200, "", ""),
    "unknown members of the body": (body().replace(b"{", MEMBERS.encode(), 1), 422, "unknown_field", ""),
    "ids of 10 kB": (body(rows=last_of(500, with_("image_id", f'"{LONG}"'))), 422, "unknown_id", "/detections/500/image_id"),
    "an id twice": (
        body(TRUTH.replace('"annotations":[', f'"annotations":[{OBJECTS},')), 422, "duplicate_id",
        "/ground_truth/annotations/20000/id"),
    "a box of three": (body(rows=last_of(20_000, with_("bbox", "[1,2,3]"))), 422, "shape_mismatch", "/detections/20000/bbox"),
    "a box of five": (body(rows=last_of(20_000, with_("bbox", "[1,2,3,4,5]"))), 422, "shape_mismatch", "/detections/20000/bbox"),
    "a box of a million": (
        body(rows=last_of(10, with_("bbox", "[" + "1," * 1_000_000 + "1]"))), 422, "shape_mismatch", "/detections/10/bbox"),
    "NaN in a box": (body(rows=last_of(20_000, with_("bbox", "[1,NaN,3,4]"))), 400, "invalid_json", "/detections/20000/bbox/1"),
    "NaN as a score": (body(rows=last_of(20_000, with_("score", "NaN"))), 400, "invalid_json", "/detections/20000/score"),
    "a score beyond doubles": (body(rows=last_of(9, with_("score", "1e999"))), 422, "number_out_of_range", "/detections/9/score"),
    "a negative width": (body(rows=last_of(20_000, with_("bbox", "[1,2,-3,4]"))), 422, "inverted_box", "/detections/20000/bbox"),
    "a negative height": (
        body(TRUTH.replace("[1,2,3,4]", "[1,2,3,-4]")), 422, "inverted_box", "/ground_truth/annotations/0/bbox"),
    "cut within a row": (body(rows=last_of(20_000, ROW))[:-40], 400, "invalid_json", "/detections/20000"),
    "cut between rows": (body(rows=last_of(20_000, ROW))[:-3 - len(ROW)], 400, "invalid_json", "/detections/19999"),
    "nested too deep": (body(rows=last_of(9, ROW.replace("{", '{"x":' + "[" * 100_000 + ",", 1))), 422, "too_deep", "/detections/9"),
    "results where a ground truth should be": (body(f"[{ROW}]"), 422, "wrong_type", "/ground_truth"),
    "a ground truth where results should be": (
        f'{{"ground_truth":{TRUTH},"detections":{TRUTH}}}'.encode(), 422, "wrong_type", "/detections"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_records_ThatAreHostileGetAnAnswer(server, kind):
    sent, status, code, pointer = HOSTILE[kind]
    # The most that the tests before have needed.
    before = server.peak
    start = time.monotonic()
    found, _, answer = ask(server.port, request(COCO, sent), SECONDS)
    assert found == status, answer[:1000]
    if status != 200:
        problem = json.loads(answer)
        assert problem["errors"][0]["code"] == code, problem
        assert problem["errors"][0]["pointer"].startswith(pointer), problem
        # What was sent is not sent back.
        assert len(answer) < 20_000
    # The body, its numbers and what is computed from them; far from a gigabyte of values.
    assert server.peak < before + 8 * len(sent) // MIB + 64
    assert time.monotonic() - start < SECONDS
    assert ask(server.port, SMALL, SECONDS)[2] == SMALL_ANSWER


def test_rows_BeyondTheBodyLimitAreRefusedByTheirLength(server):
    """10⁷ rows; what was sent of them is thrown away."""
    before = server.peak
    head = request(COCO, b"").replace(b"Content-Length: 0", b"Content-Length: %d" % (10**7 * len(ROW)))
    status, fields, answer = ask(server.port, head + body()[:100], SECONDS)
    assert status == 413 and b"body_limit" in answer, answer
    assert server.peak < before + 16


def many(rows):
    """A text of some 45 MB."""
    ids = ",".join(f'{{"id":{id}}}' for id in range(3_000_000)) if rows in ("images", "categories") else ""
    if rows == "detections":
        return body(rows=",".join([ROW] * 700_000))
    if rows == "images":
        return body(TRUTH.replace('{"id":1}', ids, 1))
    if rows == "categories":
        return body(TRUTH.replace('"categories":[{"id":1}', f'"categories":[{ids}'))
    return body(TRUTH.replace('"annotations":[', '"annotations":[' + "".join(
        f'{{"id":{id + 2},"image_id":1,"category_id":1,"bbox":[1,2,3,4]}},' for id in range(650_000))))


@pytest.mark.long
@pytest.mark.parametrize("rows", ["detections", "images", "categories", "annotations"])
@pytest.mark.parametrize("budget", [64, 256])
def test_rows_StayWithinTheBudget(launch, budget, rows):
    """The text alone fits into the small budget; with its columns it does not, and they are refused before they are made."""
    server = launch("--memory", f"{budget}MiB", "--deadline", f"{SECONDS}s")
    before = server.resident
    sent = many(rows)
    assert len(sent) < 60 * MIB
    status, fields, answer = ask(server.port, request(COCO, sent), 2 * SECONDS)
    if budget == 64:
        assert status == 503 and fields["retry-after"], answer[:1000]
    else:
        assert status in (200, 422, 503, 504), answer[:1000]
    assert server.peak < before + budget + 64
    assert ask(server.port, SMALL, SECONDS)[2] == SMALL_ANSWER
    assert eventually(lambda: server.resident < before + 64, 10)
