"""Comparisons of libraries, sync and async."""

import asyncio

import numpy as np
import pytest

import focald

BOXES = np.array([[0.0, 0, 20, 20]])
TARGETS = np.array([[15.0, 5, 35, 65]])
PROFILES = ["torchvision", "mmdetection"]


def test_compare_SaysWhatMakesTheDifference(server):
    answer = server.client.compare("losses.ciou", PROFILES, boxes=BOXES, target_boxes=TARGETS)
    assert [row["profile"] for row in answer["profiles"]] == PROFILES
    for row in answer["profiles"]:
        own = server.client.losses.ciou(BOXES, TARGETS, compat=row["profile"])
        assert row["answer"]["loss"] == own.loss
    difference, = answer["differences"]
    loss, = [quantity for quantity in difference["quantities"] if quantity["name"] == "loss"]
    shares = [share["share"] for cause in difference["causes"] for share in cause["shares"] if share["name"] == "loss"]
    assert sum(shares) == pytest.approx(loss["difference"], abs=1e-15)
    assert any(cause["fields"] == ["alpha_gate"] for cause in difference["causes"])


def test_compare_InACoroutine_IsTheSame(server):
    async def compare():
        async with focald.AsyncClient(server.url) as client:
            return await client.compare("losses.ciou", PROFILES, boxes=BOXES, target_boxes=TARGETS)

    assert asyncio.run(compare()) == server.client.compare("losses.ciou", PROFILES, boxes=BOXES, target_boxes=TARGETS)


def test_compare_OfOneProfile_IsAnError(server):
    with pytest.raises(focald.InvalidRequest) as caught:
        server.client.compare("losses.ciou", ["torchvision"], boxes=BOXES, target_boxes=TARGETS)
    assert caught.value.errors[0].pointer == "/profiles"
