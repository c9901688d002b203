"""Many requests at once: each is answered, with its own numbers."""

import asyncio
import concurrent.futures

import numpy as np
import tritonclient.http as sync
import tritonclient.http.aio as aio

from support import focal
from support.triton import tensor

REQUESTS = 100


def request(index):
    logits, targets = focal.inputs(shape=(1 + index % 37, 50), seed=index)
    return [tensor("logits", logits), tensor("targets", targets)], focal.elements(logits, targets).mean()


def check(index, result, expected):
    assert result.get_response()["id"] == str(index)
    np.testing.assert_allclose(result.as_numpy("loss").reshape(()), expected, rtol=1e-5)


def test_async_infer(sync_client):
    pending = []
    for index in range(REQUESTS):
        inputs, expected = request(index)
        pending.append((sync_client.async_infer(focal.MODEL, inputs, request_id=str(index)), expected))
    for index, (handle, expected) in enumerate(pending):
        check(index, handle.get_result(timeout=60), expected)


def test_asyncio(server):
    async def run():
        async with aio.InferenceServerClient(server.address) as client:
            requests = [request(index) for index in range(REQUESTS)]
            results = await asyncio.gather(
                *(client.infer(focal.MODEL, inputs, request_id=str(index))
                  for index, (inputs, _) in enumerate(requests)))
            for index, (result, (_, expected)) in enumerate(zip(results, requests)):
                check(index, result, expected)

    asyncio.run(run())


def test_threads(server):
    def worker(number):
        with sync.InferenceServerClient(server.address) as client:
            for index in range(number, REQUESTS, 8):
                inputs, expected = request(index)
                check(index, client.infer(focal.MODEL, inputs, request_id=str(index)), expected)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for finished in [pool.submit(worker, number) for number in range(8)]:
            finished.result(timeout=120)
