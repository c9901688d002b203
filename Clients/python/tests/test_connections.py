"""Connections: kept, shared by threads, left behind by forks, over Unix sockets."""

import multiprocessing
import threading

import numpy as np
import pytest

import focald


def connections(client):
    """How many connections the server has open by its own count."""
    text = client._get("/metrics").body.decode()
    return next(float(line.split()[-1]) for line in text.splitlines() if line.startswith("focald_connections"))


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
    import asyncio

    async def ask(url):
        async with focald.AsyncClient(url) as client:
            return (await client.losses.l1([1.0], [3.0])).loss, await client.ready()

    path = tmp_path / "focald.sock"
    with focald.start(binary, arguments=["--host", f"unix:{path}"], default=False):
        assert asyncio.run(ask(f"unix:{path}")) == (2, True)
