"""GPU memory: refused in the protocol's form."""

import base64

import pytest
from tritonclient.utils import InferenceServerException

from support import wire


def refused(call, *arguments):
    with pytest.raises(InferenceServerException, match="not supported") as caught:
        call(*arguments)
    assert caught.value.status() in ("400", "404", "501")


def test_cuda_shared_memory_is_not_supported(client):
    refused(client.register_cuda_shared_memory, "a", base64.b64encode(bytes(64)), 0, 64)
    refused(client.get_cuda_shared_memory_status)
    refused(client.get_cuda_shared_memory_status, "a")
    refused(client.unregister_cuda_shared_memory)
    refused(client.unregister_cuda_shared_memory, "a")


def test_it_is_not_announced(client):
    assert "cuda_shared_memory" not in client.get_server_metadata()["extensions"]


def test_the_errors_form(server):
    reply = wire.send(server, "GET", "/v2/cudasharedmemory/status")
    assert "not supported" in reply.error
