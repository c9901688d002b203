"""Every field of every operation with values that nobody should send: each request is answered, by 200 or by an error that
names a place, in JSON without NaN, and soon."""

import copy
import http.client
import json
import time

import pytest


SECONDS = 5
LONG = "x" * 5000

SCALARS = [
    None, True, "", "ciou", LONG, "\x00", -1, 0, 1, 2, -0.0, 0.5, 1e-320, 1e-308, 1e-40, 1e30, 1e154, 1e308, -1e308, 2**31,
    2**53, 2**53 + 1, 2**63, 2**64, 10**30, -(2**63),
]
CONTAINERS = [
    [], {}, [[]], [[], []], [[[]]], [None], ["x"], [1, "x"], [[1], [1, 2]], [0], [1], [-1], [0, 0], [1e308, -1e308], [[0]],
    [[1, 2, 3, 4]], [[0, 0, 0, 0]], [[5, 5, 1, 1]], [[-1e308, -1e308, 1e308, 1e308]], [[1e-308] * 4], [[[1, 1, 2, 2]]],
    [2**53] * 2, [65536, 65536], [1000000], [[1000000, 1000000]], {"a": 1}, {"": []}, {"shape": [], "data": [1]},
    {"shape": [0], "data": []}, {"shape": [2**62, 4], "data": []}, {"shape": [-1], "data": [1]},
    {"shape": [65536, 0], "data": []}, {"shape": [0, 4], "data": []}, {"shape": [2, 2], "data": [1, 2, 3]},
    {"shape": "x", "data": None}, {"method": "hard"}, {"sizes": []},
]


class Client:
    def __init__(self, server):
        self.connection = http.client.HTTPConnection(server.host, server.port, timeout=120)

    def get(self, path):
        self.connection.request("GET", path)
        return json.loads(self.connection.getresponse().read())

    def post(self, path, body):
        start = time.monotonic()
        self.connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        return response.status, response.read(), time.monotonic() - start


@pytest.fixture(scope="module")
def client(server):
    return Client(server)


def catalogue(client):
    return [client.get(f"/v1/operations/{entry['name']}") for entry in client.get("/v1/operations")["operations"]]


def leaves(value, place=()):
    """The place of every member and of the first elements of every list, down to single numbers."""
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))[:1]
    else:
        return
    for key, child in items:
        yield (*place, key)
        yield from leaves(child, (*place, key))


def replaced(body, place, value):
    body = copy.deepcopy(body)
    target = body
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    return body


def filled(value, number):
    """The same nesting, every number another one."""
    if isinstance(value, list):
        return [filled(item, number) for item in value]
    return number if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def mutations(operation):
    example = operation["example"]
    fields = [field["name"] for kind in ("inputs", "parameters") for field in operation[kind]]
    for name in fields:
        for value in [*SCALARS, *CONTAINERS]:
            yield example | {name: value}
    for name, value in example.items():
        yield {key: other for key, other in example.items() if key != name}
        for number in (0, -1, 0.5, 1e-320, 1e-160, 1e160, 1e308, -1e308, 2**40):
            yield example | {name: filled(value, number)}
            for precision in ("float32", "float64"):
                yield example | {name: filled(value, number), "precision": precision}
    for parameter in operation["parameters"]:
        for member in parameter.get("members", []):
            for value in [*SCALARS, *CONTAINERS]:
                yield example | {parameter["name"]: {member["name"]: value}}
    for place in leaves(example):
        if len(place) > 1:
            for value in (*SCALARS[::3], [], {}, [1], "nan"):
                yield replaced(example, place, value)


def not_json(text):
    raise AssertionError(f"{text} is no JSON")


def fault(path, body, status, answer, seconds):
    """What is wrong with an answer; None: nothing."""
    if status not in (200, 400, 413, 422):
        return f"status {status}"
    if seconds > SECONDS:
        return f"{seconds:.1f} s"
    try:
        content = json.loads(answer, parse_constant=not_json)
    except (ValueError, AssertionError) as error:
        return f"{status}: {error}"
    if status == 200:
        return None
    if not content["errors"] or not all(error["detail"] and error["code"] for error in content["errors"]):
        return "an error without words"
    if not all(error["pointer"] == "" or error["pointer"].startswith("/") for error in content["errors"]):
        return f"a pointer that is none: {content['errors']}"
    if len(answer) > 100_000:
        return f"an error of {len(answer)} bytes"
    return None


@pytest.mark.native
def test_every_field_with_every_value(client):
    faults, count = [], 0
    for operation in catalogue(client):
        for body in mutations(operation):
            status, answer, seconds = client.post(operation["path"], body)
            count += 1
            if found := fault(operation["path"], body, status, answer, seconds):
                faults.append(f"{operation['name']}: {found}: {json.dumps(body)[:400]} → {answer[:300]!r}")
    assert not faults, f"{len(faults)} of {count}:\n" + "\n".join(faults[:40])
    assert count > 10_000
