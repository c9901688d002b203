"""Statistics, as performance tools read them between two measurements."""

import numpy as np
import pytest
from tritonclient.utils import InferenceServerException

from support import focal
from support.triton import tensor

DURATIONS = ["success", "fail", "queue", "compute_input", "compute_infer", "compute_output", "cache_hit", "cache_miss"]


def of(client, model):
    (statistics,) = client.get_inference_statistics(model)["model_stats"]
    assert statistics["name"] == model
    return statistics


def test_statistics_have_what_tools_read(client):
    statistics = of(client, focal.MODEL)
    assert statistics["version"] == "1"
    for count in ("last_inference", "inference_count", "execution_count"):
        assert isinstance(statistics[count], int)
    for duration in DURATIONS:
        assert set(statistics["inference_stats"][duration]) == {"count", "ns"}, duration
    assert isinstance(statistics["batch_stats"], list)


def test_statistics_of_all_models(client):
    statistics = client.get_inference_statistics()["model_stats"]
    assert {model["name"] for model in statistics} == {
        entry["name"] for entry in client.get_model_repository_index()}


def test_statistics_count_answers_and_failures(client):
    """Of a model that no other test uses."""
    model = "losses.l1"
    before = of(client, model)
    values = np.arange(4, dtype=np.float32)
    for _ in range(3):
        client.infer(model, [tensor("predictions", values), tensor("targets", values)])
    with pytest.raises(InferenceServerException):
        client.infer(model, [tensor("predictions", values), tensor("targets", values[:2])])
    after = of(client, model)

    def grown(*path):
        start, end = before, after
        for key in path:
            start, end = start[key], end[key]
        return end - start

    assert grown("inference_count") == 3
    assert grown("execution_count") == 3
    assert grown("inference_stats", "success", "count") == 3
    assert grown("inference_stats", "success", "ns") > 0
    assert grown("inference_stats", "compute_infer", "count") == 3
    assert grown("inference_stats", "fail", "count") == 1
    assert after["last_inference"] > before["last_inference"]
