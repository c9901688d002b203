"""Whose requests are: pages of other origins, and clients behind proxies."""

import pytest

from support.wire import FOCAL_BODY, SMALL, SMALL_ANSWER, ask, connect, eventually, get, read_answer, request

PAGE = "Origin: https://page.example"


def preflight(path, origin=PAGE, method="POST"):
    return get(path, origin, f"Access-Control-Request-Method: {method}",
               "Access-Control-Request-Headers: content-type,authorization").replace(b"GET", b"OPTIONS", 1)


def test_preflight_IsAnsweredForThoseThatMayRead(launch, tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("")
    server = launch("--cors-origins", "https://page.example,http://localhost:3000", "--api-keys", str(keys))
    for path in ("/v1/losses/focal", "/v2/models/losses.focal/infer"):
        status, fields, body = ask(server.port, preflight(path))
        assert status == 204 and body == b""
        assert fields["access-control-allow-origin"] == "https://page.example"
        assert "POST" in fields["access-control-allow-methods"]
        assert "Authorization" in fields["access-control-allow-headers"]
        assert fields["vary"] == "Origin" and "access-control-allow-credentials" not in fields
    _, fields, _ = ask(server.port, preflight("/v1/losses/focal", "Origin: https://evil.example"))
    assert "access-control-allow-origin" not in fields and fields["vary"] == "Origin"


def test_answers_AreReadableByThoseThatMay(launch):
    server = launch("--cors-origins", "https://page.example", "--body-limit", "1kB")
    for data, wanted in ((SMALL, 200), (get("/nothing"), 404), (request("/v1/losses/focal", b"{"), 400),
                         (request("/v1/losses/focal", b" " * 5000), 413), (get("/openapi.json"), 200)):
        marked = data.replace(b"Host: a", b"Host: a\r\n" + PAGE.encode(), 1)
        status, fields, _ = ask(server.port, marked)
        assert status == wanted and fields["access-control-allow-origin"] == "https://page.example", data[:40]
        assert "X-Request-Id" in fields["access-control-expose-headers"]
        assert "access-control-allow-origin" not in ask(server.port, data)[1]


def test_all_OriginsAreAStar(launch):
    server = launch("--cors-origins", "*")
    _, fields, _ = ask(server.port, get("/livez", PAGE))
    assert fields["access-control-allow-origin"] == "*" and "vary" not in fields


def test_without_TheSettingNothingIsSaid(server):
    for data in (preflight("/v1/losses/focal"), get("/livez", PAGE)):
        assert not [name for name in ask(server.port, data)[1] if name.startswith("access-control")]


def test_answers_AreNoOtherTypeThanTheySay(server):
    for data in (SMALL, get("/nothing"), get("/"), get("/metrics"), get("/livez"), get("/x", "Bad Name: y")):
        assert ask(server.port, data)[1]["x-content-type-options"] == "nosniff"


def test_proxies_AreBelievedOnlyWhereTheyAreTrusted(launch):
    field = "X-Forwarded-For: 192.0.2.7"
    trusting = launch("--trusted-proxies", "127.0.0.1", "--quota", "2/h", "--access-log", "true")
    assert [ask(trusting.port, get("/v1/operations", field))[0] for _ in range(3)] == [200, 200, 429]
    assert ask(trusting.port, get("/v1/operations", "X-Forwarded-For: 192.0.2.8"))[0] == 200
    assert ask(trusting.port, get("/v1/operations", "Forwarded: for=192.0.2.7"))[0] == 429
    # One that is not named has an address, and no word.
    assert [ask(trusting.port, get("/v1/operations", f"X-Forwarded-For: 192.0.2.{n}"), source="127.0.0.2")[0] for n in range(3)] == [
        200, 200, 429]
    trusting.stop()
    assert '"client":"192.0.2.7"' in trusting.text()
    careful = launch("--quota", "2/h", "--access-log", "true")
    assert [ask(careful.port, get("/v1/operations", f"X-Forwarded-For: 192.0.2.{n}"))[0] for n in range(3)] == [200, 200, 429]
    careful.stop()
    assert '"client":"127.0.0.1"' in careful.text() and "192.0.2" not in careful.text()


def test_proxy_MayHaveAllConnections(launch):
    """The limit for one client is none for one that speaks for many."""
    server = launch("--connection-limit", "40", "--client-connection-limit", "5", "--trusted-proxies", "127.0.0.1")
    clients = [connect(server.port) for _ in range(20)]
    for client in clients:
        client.sendall(request("/v1/losses/focal", FOCAL_BODY)[:-1])
    assert eventually(lambda: server.sockets > 25)
    for client in clients:
        client.sendall(FOCAL_BODY[-1:])
    assert all(read_answer(client)[2] == SMALL_ANSWER for client in clients)


@pytest.mark.parametrize("flags", [("--trusted-proxies", "10.0.0.1/8"), ("--cors-origins", "page.example")])
def test_wrong_ListsStartNothing(launch, flags):
    with pytest.raises(RuntimeError, match="is unusable"):
        launch(*flags)
