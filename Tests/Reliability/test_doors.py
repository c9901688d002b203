"""Keys and quotas: who does not belong stays out, and no one has more than their share."""

import json
import signal
import subprocess
import time

import pytest

from support.server import BINARY, environment
from support.wire import FOCAL_BODY, SMALL, SMALL_ANSWER, ask, connect, eventually, get, read_answer, request

INFER = json.dumps({"inputs": [
    {"name": "logits", "shape": [1], "datatype": "FP64", "data": [2]},
    {"name": "targets", "shape": [1], "datatype": "FP64", "data": [1]}]}).encode()


def new_key(name, *flags):
    """The line, and the key."""
    made = subprocess.run(
        [BINARY, "key", "new", name, *flags], env=environment(), capture_output=True, text=True, timeout=30, check=True)
    return made.stdout, made.stderr.strip()


def bearer(key):
    return f"Authorization: Bearer {key}"


@pytest.fixture
def keys(tmp_path):
    """A file with a key for everything and one for boxes only."""
    (whole, all_), (narrow, boxes) = new_key("all"), new_key("narrow", "--scopes", "boxes")
    path = tmp_path / "keys"
    path.write_text(f"# ours\n{whole}{narrow}")
    return path, all_, boxes


def test_keys_AreAskedOfEveryoneButProbesAndPages(launch, keys):
    path, all_, boxes = keys
    server = launch("--api-keys", str(path), "--access-log", "true")
    # Pages are open, too: what they ask for is not.
    for probe in ("/livez", "/readyz", "/v2/health/live", "/v2/health/ready", "/", "/docs", "/docs/losses.focal", "/pages/main.js"):
        assert ask(server.port, get(probe))[0] == 200
    for field in (bearer(all_), f"X-API-Key: {all_}"):
        assert ask(server.port, request("/v1/losses/focal", FOCAL_BODY, "POST", field))[2] == SMALL_ANSWER
        assert ask(server.port, request("/v2/models/losses.focal/infer", INFER, "POST", field))[0] == 200
    for path in ("/v1/losses/focal", "/v2/models/losses.focal/infer", "/nothing", "/v1/operations", "/metrics", "/"):
        for fields in ((), (bearer(all_ + "0"),), ("X-API-Key: x",)):
            status, answer, body = ask(server.port, request(path, FOCAL_BODY, "POST", *fields))
            assert status == 401 and answer["www-authenticate"].startswith('Bearer realm="focald"')
            assert ("invalid_token" in answer["www-authenticate"]) is bool(fields)
            if path.startswith("/v2"):
                assert list(json.loads(body)) == ["error"]
            else:
                assert json.loads(body)["errors"][0]["code"] == "unauthorized"
    status, answer, body = ask(server.port, request("/v1/losses/focal", FOCAL_BODY, "POST", bearer(boxes)))
    assert status == 403 and 'scope="losses"' in answer["www-authenticate"] and b"losses" in body
    status, _, body = ask(server.port, request("/v2/models/losses.focal/infer", INFER, "POST", bearer(boxes)))
    assert status == 403 and b"losses" in body
    assert ask(server.port, get("/metrics", bearer(boxes)))[0] == 403
    assert ask(server.port, get("/v1/operations", bearer(boxes)))[0] == 200
    server.stop()
    assert '"key":"all"' in server.text() and '"client":"127.0.0.1"' in server.text()
    # The log has names, and no key.
    assert all_ not in server.text() and boxes not in server.text()


def test_refusal_OfASmallBodyKeepsItsConnection_OfALargeOneComesBeforeIt(launch, keys):
    path, all_, _ = keys
    server = launch("--api-keys", str(path))
    with connect(server.port) as client:
        client.sendall(SMALL)
        assert read_answer(client)[0] == 401
        client.sendall(request("/v1/losses/focal", FOCAL_BODY, "POST", bearer(all_)))
        assert read_answer(client)[0] == 200
    with connect(server.port, 5) as client:
        client.sendall(b"POST /v1/losses/focal HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n")
        assert read_answer(client)[0] == 401


def test_admin_PortNeedsNoKey(launch, keys):
    server = launch("--api-keys", str(keys[0]), "--admin-port", "0")
    for path in ("/livez", "/readyz", "/healthz", "/metrics"):
        assert ask(server.admin_port, get(path))[0] == 200
    checked = subprocess.run(
        [BINARY, "healthcheck", "--port", str(server.port)], env=environment(), capture_output=True, timeout=30)
    assert checked.returncode == 0


def test_hangup_ReadsTheKeysAgain(launch, keys):
    path, all_, _ = keys
    server = launch("--api-keys", str(path))
    line, fresh = new_key("fresh")
    kept = connect(server.port)
    asked = lambda key: request("/v1/losses/focal", FOCAL_BODY, "POST", bearer(key))
    kept.sendall(asked(all_))
    assert read_answer(kept)[0] == 200
    path.write_text(line)
    assert ask(server.port, asked(fresh))[0] == 401
    server.process.send_signal(signal.SIGHUP)
    assert eventually(lambda: ask(server.port, asked(fresh))[0] == 200)
    # The connection lives on, and its key does not.
    kept.sendall(asked(all_))
    assert read_answer(kept)[0] == 401
    # What cannot be read changes nothing.
    path.write_text("nonsense")
    server.process.send_signal(signal.SIGHUP)
    assert eventually(lambda: "not read again" in server.text())
    assert ask(server.port, asked(fresh))[0] == 200


@pytest.mark.parametrize("text, reason", [("a b\n", "line 1"), (None, "cannot be read")])
def test_files_ThatCannotBeUsedStartNothing(tmp_path, text, reason):
    path = tmp_path / "keys"
    if text:
        path.write_text(text)
    ended = subprocess.run(
        [BINARY, "serve", "--port", "0", "--api-keys", str(path)], env=environment(), capture_output=True, text=True,
        timeout=30)
    assert ended.returncode == 78 and reason in ended.stderr and str(path) in ended.stderr


def test_quota_OfRequestsIsCountedByAddress(launch):
    server = launch("--quota", "3/h")
    for left in (2, 1, 0):
        status, fields, _ = ask(server.port, SMALL)
        assert status == 200
        assert fields["ratelimit-policy"] == '"requests-per-hour";q=3;w=3600'
        assert fields["ratelimit"].startswith(f'"requests-per-hour";r={left};t=')
    for path in ("/v1/losses/focal", "/v2/models/losses.focal/infer"):
        status, fields, body = ask(server.port, request(path, FOCAL_BODY))
        assert status == 429 and 1000 < int(fields["retry-after"]) <= 1200 and b"3/h" in body
    assert ask(server.port, get("/livez"))[0] == 200
    assert ask(server.port, SMALL, source="127.0.0.2")[0] == 200


def test_quota_IsWholeAgainAfterItsTime(launch):
    server = launch("--quota", "5/s")
    codes = [ask(server.port, SMALL)[0] for _ in range(40)]
    assert 429 in codes
    time.sleep(1.1)
    assert ask(server.port, SMALL)[0] == 200


def test_quota_OfBytesStopsUploadsBeforeTheyCome(launch):
    server = launch("--quota", "1MiB/h")
    assert ask(server.port, request("/v1/losses/l1", b" " * (2 << 20)))[0] == 400
    with connect(server.port, 5) as client:
        client.sendall(b"POST /v1/losses/focal HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n")
        assert read_answer(client)[0] == 429


def test_guesses_AreCounted(launch, keys):
    server = launch("--api-keys", str(keys[0]), "--quota", "10/h")
    with connect(server.port) as client:
        codes = []
        for index in range(12):
            client.sendall(get("/v1/operations", f"X-API-Key: {index}"))
            codes.append(read_answer(client)[0])
    assert codes == [401] * 10 + [429] * 2
    # Who has a key is not in their way.
    assert ask(server.port, get("/v1/operations", bearer(keys[1])))[0] == 200


@pytest.mark.parametrize("flags", [("a b",), ("a", "--scopes", "loses"), ("a", "--quota", "9")])
def test_keyNew_RefusesWhatTheServerWouldNotRead(flags):
    made = subprocess.run([BINARY, "key", "new", *flags], env=environment(), capture_output=True, text=True, timeout=30)
    assert made.returncode == 64 and made.stdout == "" and "focald" in made.stderr
