"""TLS: who listens hears nothing, a new certificate costs no connection, and the gate judges what was deciphered."""

import concurrent.futures
import shutil
import signal
import ssl
import subprocess
import time

import pytest

import malformed
from support.certificates import Authority
from support.server import BINARY, environment
from support.wire import SMALL, SMALL_ANSWER, ask, connect, eventually, everything, get, read_answer, request, statuses

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl command makes the certificates")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("certificates"), "authority")


@pytest.fixture(scope="module")
def pair(authority):
    return authority.issue("localhost")


def tls_flags(pair):
    return "--tls-certificate", str(pair[0]), "--tls-key", str(pair[1])


def secure(port, authority, certificate=None, timeout=10, **versions):
    context = ssl.create_default_context(cafile=authority.certificate)
    for name, value in versions.items():
        setattr(context, name, value)
    if certificate:
        context.load_cert_chain(*certificate)
    return context.wrap_socket(connect(port, timeout), server_hostname="localhost")


def asked(client, data=SMALL):
    client.sendall(data)
    return read_answer(client)


def test_answers_AreDeciphered(launch, authority, pair):
    server = launch(*tls_flags(pair))
    assert "https://" in server.text()
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        with secure(server.port, authority, minimum_version=version, maximum_version=version) as client:
            assert asked(client)[2] == SMALL_ANSWER
            # Larger than a record, both ways.
            boxes = b"[" + b",".join(b"[0,0,%d,%d]" % (i, i) for i in range(1, 300)) + b"]"
            status, _, body, _ = asked(client, request("/v1/boxes/iou", b'{"boxes":%b,"target_boxes":%b}' % (boxes, boxes)))
            assert status == 200 and len(body) > 300_000
            assert asked(client)[2] == SMALL_ANSWER


def test_old_VersionsAndClearTextAreRefused(launch, authority, pair):
    server = launch(*tls_flags(pair))
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with pytest.raises((ssl.SSLError, ConnectionError)):
            context = ssl.create_default_context(cafile=authority.certificate)
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = version
            context.wrap_socket(connect(server.port), server_hostname="localhost")
    with connect(server.port, 5) as client:
        client.sendall(SMALL)
        got, _ = everything(client)
        assert b"HTTP" not in got


def test_ciphers_AreAuthenticatedAndForwardSecret(launch, authority, pair):
    server = launch(*tls_flags(pair))
    for name in ("AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "DHE-RSA-AES128-GCM-SHA256"):
        context = ssl.create_default_context(cafile=authority.certificate)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(name + ":@SECLEVEL=0")
        with pytest.raises((ssl.SSLError, ConnectionError)):
            context.wrap_socket(connect(server.port), server_hostname="localhost")
    with secure(server.port, authority) as client:
        assert client.cipher()[0] in ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256")


def deliveries():
    def whole(client, data):
        client.sendall(data)

    def in_halves(client, data):
        client.sendall(data[: len(data) // 2])
        time.sleep(0.01)
        client.sendall(data[len(data) // 2 :])

    def in_small_records(client, data):
        for start in range(0, len(data), 37):
            client.sendall(data[start : start + 37])

    return [whole, in_halves, in_small_records]


@pytest.mark.parametrize("deliver", [
    pytest.param(way, marks=[] if index == 0 else [pytest.mark.long]) for index, way in enumerate(deliveries())
], ids=lambda way: way.__name__)
def test_malformed_RequestsGetOneRefusal(launch, authority, pair, deliver):
    """Every row of malformed.py, deciphered."""
    server = launch(*tls_flags(pair))

    def told(row):
        with secure(server.port, authority, timeout=10) as client:
            got = b""
            try:
                deliver(client, row.data + malformed.NEXT)
                while piece := client.recv(1 << 16):
                    got += piece
                end = "closed"
            except TimeoutError:
                end = "open"
            except (ConnectionError, ssl.SSLError):
                end = "closed"
            return row, statuses(got), end

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        refused = list(pool.map(told, malformed.REFUSED))
        taken = list(pool.map(told, malformed.TAKEN))
    wrong = [(row.name, row.clause, row.wanted, codes, end) for row, codes, end in refused
             if len(codes) != 1 or codes[0] not in row.wanted or end != "closed"]
    wrong += [(row.name, row.clause, row.wanted, codes, end) for row, codes, end in taken if codes != list(row.wanted)]
    assert not wrong, wrong


def test_half_HeadsAndHandshakesEnd(launch, authority, pair):
    server = launch(*tls_flags(pair), "--head-timeout", "1s")
    before = server.sockets
    silent = connect(server.port, 5)
    half = connect(server.port, 5)
    half.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01")
    begun = secure(server.port, authority, timeout=5)
    begun.sendall(b"GET / HTTP/1.1\r\nHos")
    assert read_answer(begun)[0] == 408
    assert eventually(lambda: server.sockets <= before, 5)
    for client in (silent, half, begun):
        client.close()
    for _ in range(50):
        client = secure(server.port, authority)
        client.sendall(b"GET / HTTP/1.1\r\nHos")
        client.close()
    assert eventually(lambda: server.sockets <= before, 3)


def test_large_UploadsAreRefusedOnTheWay(launch, authority, pair):
    server = launch(*tls_flags(pair), "--body-limit", "1MiB")
    with secure(server.port, authority) as client:
        client.sendall(b"POST /v1/losses/focal HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
        try:
            for _ in range(64):
                client.sendall(chunk)
        except (ConnectionError, ssl.SSLError):
            pass
        assert read_answer(client)[0] == 413


def test_hangup_BringsANewCertificateAndKeepsConnections(launch, authority, tmp_path):
    first, second = authority.issue("first"), authority.issue("second")
    paths = tmp_path / "certificate.pem", tmp_path / "key.pem"

    def install(pair):
        for source, target in zip(pair, paths, strict=True):
            shutil.copy(source, target)

    def common_name(client):
        return client.getpeercert()["subject"][0][0][1]

    install(first)
    server = launch(*tls_flags(paths))
    kept = secure(server.port, authority)
    assert common_name(kept) == "first" and asked(kept)[2] == SMALL_ANSWER
    install(second)
    lost = []

    def busy():
        end = time.monotonic() + 2
        while time.monotonic() < end:
            try:
                with secure(server.port, authority) as client:
                    assert asked(client)[2] == SMALL_ANSWER
            except (OSError, AssertionError) as error:
                lost.append(error)

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        works = [pool.submit(busy) for _ in range(3)]
        for _ in range(5):
            server.process.send_signal(signal.SIGHUP)
            time.sleep(0.3)
        for work in works:
            work.result()
    assert not lost, lost[:3]
    with secure(server.port, authority) as client:
        assert common_name(client) == "second"
    assert asked(kept)[2] == SMALL_ANSWER
    paths[1].write_text("nonsense")
    server.process.send_signal(signal.SIGHUP)
    assert eventually(lambda: "not read again" in server.text())
    with secure(server.port, authority) as client:
        assert common_name(client) == "second"


def test_client_CertificatesNameTheirClient(launch, authority, pair):
    robot = authority.issue("robot", "clientAuth")
    stranger = Authority(authority.folder, "stranger").issue("thief", "clientAuth")
    wrong_use = authority.issue("webserver", "serverAuth")
    server = launch(*tls_flags(pair), "--tls-client-ca", str(authority.certificate), "--quota", "2/h", "--access-log", "true")
    with secure(server.port, authority) as client:
        assert asked(client)[0] == 401
        assert asked(client, get("/readyz"))[0] == 200
    for bad in (stranger, wrong_use):
        with secure(server.port, authority, bad) as client:
            assert asked(client)[0] in (401, 429)
    for wanted in (200, 200, 429):
        with secure(server.port, authority, robot) as client:
            assert asked(client)[0] == wanted
    server.stop()
    assert '"certificate":"robot"' in server.text() and "thief" not in server.text()


def test_healthcheck_SpeaksTLS(launch, pair):
    server = launch(*tls_flags(pair))
    checked = subprocess.run(
        [BINARY, "healthcheck", "--port", str(server.port), *tls_flags(pair)], env=environment(), capture_output=True,
        timeout=30)
    assert checked.returncode == 0, checked.stderr
    admin = launch(*tls_flags(pair), "--admin-port", "0")
    assert ask(admin.admin_port, get("/readyz"))[0] == 200


@pytest.mark.parametrize("flags, reason", [
    (("--tls-certificate", "CERT"), "both"), (("--tls-key", "KEY"), "both"), (("--tls-client-ca", "CERT"), "both"),
    (("--tls-certificate", "CERT", "--tls-key", "CERT"), "certificate and key"),
    (("--tls-certificate", "KEY", "--tls-key", "KEY"), "certificate and key"),
    (("--tls-certificate", "/nowhere", "--tls-key", "KEY"), "cannot be read"),
    (("--tls-certificate", "CERT", "--tls-key", "KEY", "--tls-client-ca", "KEY"), "client authorities"),
])
def test_files_ThatCannotBeUsedStartNothing(pair, flags, reason):
    named = [str(pair[0]) if flag == "CERT" else str(pair[1]) if flag == "KEY" else flag for flag in flags]
    ended = subprocess.run(
        [BINARY, "serve", "--port", "0", *named], env=environment(), capture_output=True, text=True, timeout=30)
    assert ended.returncode == 78 and reason in ended.stderr, ended.stderr
