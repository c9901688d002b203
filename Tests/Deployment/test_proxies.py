"""deploy/haproxy.cfg and deploy/nginx.conf: by the proxies' own checkers, and with requests through them."""

import contextlib
import os
import re
import shutil
import socket
import subprocess

import pytest

from facts import seconds
from support.server import Server
from support.wire import SMALL, SMALL_ANSWER, ask, connect, eventually, get, read_answer, request

FORWARDED = ("/metrics", "/livez", "/readyz", "/healthz")
# More than nginx takes by itself (1 MB), more than a buffer of either.
LARGE = request("/v1/losses/l1", b'{"predictions":[' + b"1,"*999_999 + b'1],"targets":[' + b"2,"*999_999 + b"2]}")


def test_haproxy_IsValid(run, deploy):
    said = run("haproxy", "-c", "-f", deploy / "haproxy.cfg", environment=addresses(1, [(2, 3)] * 3))
    assert "WARNING" not in said and "ALERT" not in said


def test_nginx_IsValid(run, deploy, tmp_path):
    run("nginx", "-t", "-c", within(tmp_path, deploy / "nginx.conf"))


def test_nginx_TakesWhatFocaldTakes(deploy, settings):
    text = (deploy / "nginx.conf").read_text()
    found = settings()
    assert f"client_max_body_size {found['body_limit'].removesuffix('iB').lower()};" in text
    assert value(text, "proxy_read_timeout") >= seconds(found["deadline"]) + 5
    assert value(text, "client_header_timeout") == seconds(found["head_timeout"])
    assert value(text, "client_body_timeout") == seconds(found["body_timeout"])
    assert value(text, "keepalive_timeout") < seconds(found["connection_timeout"])


def test_haproxy_WaitsAsLongAsFocald(deploy, settings):
    text, found = (deploy / "haproxy.cfg").read_text(), settings()
    assert value(text, "timeout server") >= seconds(found["deadline"]) + 5
    assert value(text, "timeout server") >= seconds(found["body_timeout"])
    assert value(text, "timeout client") >= seconds(found["body_timeout"])
    assert value(text, "timeout http-request") == seconds(found["head_timeout"])
    most = int(re.search(r" maxconn (\d+) resolvers", text).group(1))
    assert most < int(found["connection_limit"]) / 2, "client_connection_limit: all its connections have one address"


def test_haproxy_TakesRequests(deploy):
    if not (program := shutil.which("haproxy", path="/usr/sbin:/usr/bin:/usr/local/sbin")):
        pytest.skip("NOT CHECKED: haproxy is not installed (apt-get install haproxy)")
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(Server("--admin-port", "0")) for _ in range(3)]
        front = free_port()
        environment = addresses(front, [(one.port, one.admin_port) for one in servers])
        proxy = subprocess.Popen([program, "-f", deploy / "haproxy.cfg"], env=environment, stdout=subprocess.DEVNULL)
        stack.callback(lambda: (proxy.terminate(), proxy.wait(10)))
        check_requests(front)
        # Each of the three has served some.
        for _ in range(9):
            assert ask(front, SMALL)[2] == SMALL_ANSWER
        for one in servers:
            counted = ask(one.admin_port, get("/metrics"))[2].decode()
            assert 'http_server_request_duration_seconds_count{http_route="/v1/losses/focal"' in counted


def test_nginx_TakesRequests(deploy, tmp_path):
    if not (program := shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")):
        pytest.skip("NOT CHECKED: nginx is not installed (apt-get install nginx-light)")
    with contextlib.ExitStack() as stack:
        server, front = stack.enter_context(Server()), free_port()
        path = within(tmp_path, deploy / "nginx.conf", {"127.0.0.1:8080": f"127.0.0.1:{server.port}", "listen 8088": f"listen {front}"})
        proxy = subprocess.Popen([program, "-c", path, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        stack.callback(lambda: (proxy.terminate(), proxy.wait(10)))
        check_requests(front)


def check_requests(front: int):
    """Small ones on one connection, a body of 4 MB, an error's own text, and health and metrics only inside."""
    assert eventually(lambda: answers(front))
    with connect(front) as client:
        for _ in range(20):
            client.sendall(SMALL)
            assert read_answer(client)[::2] == (200, SMALL_ANSWER)
    assert ask(front, LARGE, 60)[::2] == (200, b'{"loss":1}\n')
    status, fields, body = ask(front, request("/v1/losses/focal", b"{"))
    assert status == 400 and fields["content-type"].startswith("application/problem+json") and body
    for path in FORWARDED:
        assert ask(front, get(path))[0] == 404


def answers(port: int) -> bool:
    try:
        return ask(port, SMALL)[0] == 200
    except OSError:
        return False


def addresses(front: int, instances: list) -> dict:
    """The variables of haproxy.cfg."""
    found = {"FRONT": f"127.0.0.1:{front}", "FRONT_METRICS": f"127.0.0.1:{free_port()}"}
    for index, (port, admin) in enumerate(instances, 1):
        found |= {f"FOCALD_{index}": f"127.0.0.1:{port}", f"ADMIN_{index}": str(admin)}
    return found


def within(folder, configuration, replaced: dict | None = None):
    """A whole nginx configuration around the file, which is one for conf.d."""
    text = configuration.read_text()
    for before, after in (replaced or {}).items():
        assert before in text
        text = text.replace(before, after)
    (folder / "focald.conf").write_text(text)
    places = "".join(
        f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    # Its workers write where root alone may.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} pid {folder}/pid; error_log stderr; events {{}} http {{ access_log off; {places} include {folder}/focald.conf; }}")
    return folder / "nginx.conf"


def value(text: str, name: str) -> float:
    """Seconds of a directive; the first, where there are two."""
    return seconds(re.search(rf"^\s*{name} ([0-9]+(?:ms|s|m))", text, re.MULTILINE).group(1))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
