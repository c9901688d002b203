#!/usr/bin/env python3
"""RetinaNet's heads to boxes with Triton's own client: triton_client.py [host:port] heads.safetensors settings.json

pip install 'tritonclient[http]' safetensors
"""
import json
import sys

import tritonclient.http as triton
from safetensors.numpy import load_file
from tritonclient.utils import np_to_triton_dtype

*address, heads, settings = sys.argv[1:]
inputs = []
for name, array in load_file(heads).items():  # class_logits (A, K) and box_deltas (A, 4)
    tensor = triton.InferInput(name, array.shape, np_to_triton_dtype(array.dtype))
    inputs.append(tensor.set_data_from_numpy(array))
with open(settings) as file:  # image_size, feature_sizes, anchor_sizes, …
    parameters = json.load(file)
with triton.InferenceServerClient(*address or ["localhost:8080"]) as client:
    result = client.infer("detections.retinanet", inputs, parameters=parameters)
boxes, scores, labels = (result.as_numpy(name) for name in ("boxes", "scores", "labels"))
for box, score, label in zip(boxes, scores, labels):
    print(label, f"{score:.4f}", *(f"{edge:.1f}" for edge in box))
