"""tritonclient's two clients behind one face, so that every test runs with both."""

import asyncio

import numpy as np
import tritonclient.http as sync
import tritonclient.http.aio as aio

from support.wire import datatype

InferInput = sync.InferInput
InferRequestedOutput = sync.InferRequestedOutput


class Asynchronous:
    """tritonclient.http.aio: a client and an event loop for each call."""

    def __init__(self, address: str):
        self.address = address

    def __getattr__(self, name):
        def call(*arguments, **options):
            async def run():
                async with aio.InferenceServerClient(self.address) as client:
                    return await getattr(client, name)(*arguments, **options)

            return asyncio.run(run())

        return call


def tensor(name: str, array: np.ndarray, binary: bool = True) -> InferInput:
    return InferInput(name, list(array.shape), datatype(array)).set_data_from_numpy(array, binary_data=binary)


def names(result) -> list[str]:
    """The outputs that came, in their order."""
    return [output["name"] for output in result.get_response()["outputs"]]
