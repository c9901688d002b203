"""The same losses behind the same JSON API, as one would write it in Python: FastAPI, uvicorn, torchvision.

PEER_VARIANT=orjson reads and writes bodies with orjson and hands arrays over by numpy; pydantic declares the fields
and lets the framework do it, as FastAPI's tutorial does.
"""

import os

import numpy as np
import orjson
import torch
from fastapi import FastAPI, Request, Response
from pydantic import BaseModel
from torchvision.ops import sigmoid_focal_loss

app = FastAPI()


def focal(logits, targets, alpha, gamma, reduction, gradients):
    logits = logits.requires_grad_(gradients)
    loss = sigmoid_focal_loss(logits, targets, alpha=-1 if alpha is None else alpha, gamma=gamma, reduction=reduction)
    if not gradients:
        return loss, None
    loss.sum().backward()
    return loss.detach(), logits.grad


if os.environ.get("PEER_VARIANT", "orjson") == "orjson":

    @app.post("/v1/losses/focal")
    async def focal_orjson(request: Request):
        body = orjson.loads(await request.body())
        loss, gradient = focal(
            torch.from_numpy(np.array(body["logits"], np.float32)),
            torch.from_numpy(np.array(body["targets"], np.float32)),
            body.get("alpha", 0.25),
            body.get("gamma", 2.0),
            body.get("reduction", "mean"),
            body.get("gradients", False),
        )
        answer = {"loss": loss.numpy() if loss.ndim else loss.item()}
        if gradient is not None:
            answer["gradients"] = {"logits": gradient.numpy()}
        return Response(orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json")

else:

    class FocalRequest(BaseModel):
        logits: list[float]
        targets: list[float]
        alpha: float | None = 0.25
        gamma: float = 2.0
        reduction: str = "mean"
        gradients: bool = False
        precision: str = "float32"

    class FocalAnswer(BaseModel):
        loss: float | list[float]
        gradients: dict[str, list[float]] | None = None

    @app.post("/v1/losses/focal")
    async def focal_pydantic(body: FocalRequest) -> FocalAnswer:
        loss, gradient = focal(
            torch.tensor(body.logits), torch.tensor(body.targets), body.alpha, body.gamma, body.reduction, body.gradients
        )
        return FocalAnswer(
            loss=loss.tolist(), gradients=None if gradient is None else {"logits": gradient.tolist()}
        )
