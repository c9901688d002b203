"""Connections: kept, shared by threads, left behind by forks, over Unix sockets, with keys and TLS."""

import asyncio
import multiprocessing
import shutil
import ssl
import subprocess
import threading

import numpy as np
import pytest

import focald


def test_requests_ShareOneConnection(server):
    with focald.Client(server.url) as client:
        for _ in range(20):
            client.losses.l1([1.0], [2.0])
        assert len(client._kept) == 1
        socket = client._kept[0].sock
        client.losses.l1([1.0], [2.0])
        assert client._kept[0].sock is socket


def test_threads_ShareAClient(server):
    wrong = []
    with focald.Client(server.url, connections=3) as client:
        def work(number):
            for step in range(25):
                values = np.full(200, float(number * 100 + step))
                if client.losses.l1(values, np.zeros(200)).loss != number * 100 + step:
                    wrong.append((number, step))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert 1 <= len(client._kept) <= 3


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_forks_OpenConnectionsOfTheirOwn(server):
    with focald.Client(server.url) as client:
        client.losses.l1([1.0], [2.0])
        context = multiprocessing.get_context("fork")
        queue = context.SimpleQueue()

        def work(number):
            queue.put([number] + [client.losses.l1([float(number)], [0.0]).loss for _ in range(20)])

        children = [context.Process(target=work, args=(number,)) for number in range(1, 4)]
        for child in children:
            child.start()
        own = [client.losses.l1([7.0], [0.0]).loss for _ in range(20)]
        answers = [queue.get() for _ in children]
        for child in children:
            child.join()
        assert own == [7.0] * 20
        assert all(answer[1:] == [float(answer[0])] * 20 for answer in answers)


def test_unixSockets_AreAddresses(binary, tmp_path):
    path = tmp_path / "focald.sock"
    with focald.start(binary, arguments=["--host", f"unix:{path}"], default=False) as server:
        assert server.client.losses.l1([1.0], [3.0]).loss == 2
        with focald.Client(f"unix:{path}") as client:
            assert client.ready()


def test_unixSockets_AreAddressesInALoop(binary, tmp_path):
    async def ask(url):
        async with focald.AsyncClient(url) as client:
            return (await client.losses.l1([1.0], [3.0])).loss, await client.ready()

    path = tmp_path / "focald.sock"
    with focald.start(binary, arguments=["--host", f"unix:{path}"], default=False):
        assert asyncio.run(ask(f"unix:{path}")) == (2, True)


@pytest.fixture
def guarded(binary, tmp_path):
    """A server that asks for a key and speaks TLS: its address, the key, and what trusts its certificate."""
    if "--api-keys" not in subprocess.run([binary, "serve", "--help"], capture_output=True, text=True).stdout:
        pytest.skip("this program has no API keys")
    if shutil.which("openssl") is None:
        pytest.skip("a certificate is made by openssl, which is not here")
    made = subprocess.run([binary, "key", "new", "tests"], capture_output=True, text=True, check=True)
    (tmp_path / "keys").write_text(made.stdout)
    certificate, private = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", private, "-out", certificate],
        capture_output=True, check=True)
    arguments = [
        "--api-keys", str(tmp_path / "keys"), "--tls-certificate", str(certificate), "--tls-key", str(private)]
    with focald.start(binary, arguments=arguments, default=False) as server:
        yield server.url, made.stderr.strip(), ssl.create_default_context(cafile=certificate)


def test_keysAndCertificates_AreUsed(guarded):
    url, key, context = guarded
    assert url.startswith("https://")
    with focald.Client(url, api_key=key, ssl_context=context) as client:
        assert client.losses.l1([1.0], [3.0]).loss == 2
    with focald.Client(url, ssl_context=context) as client, pytest.raises(focald.Unauthorized, match="key"):
        client.losses.l1([1.0], [3.0])
    with focald.Client(url, api_key=key) as client, pytest.raises(focald.NotReachable, match="(?i)certificate"):
        client.losses.l1([1.0], [3.0])


def test_keysAndCertificates_AreUsedInALoop(guarded):
    url, key, context = guarded

    async def ask(**options):
        async with focald.AsyncClient(url, **options) as client:
            return (await client.losses.l1([1.0], [3.0])).loss

    assert asyncio.run(ask(api_key=key, ssl_context=context)) == 2
    with pytest.raises(focald.Unauthorized):
        asyncio.run(ask(api_key="wrong", ssl_context=context))
    with pytest.raises(focald.NotReachable, match="(?i)certificate"):
        asyncio.run(ask(api_key=key))
