"""No small request costs much: every operation's own example, with one field after the other at its extremes."""

import copy
import json
import re
import subprocess
import time

import pytest

from support.server import BINARY, environment
from support.wire import ask, request

pytestmark = pytest.mark.long
# Far above what such requests take, even in a build that is not optimised.
SECONDS, MIB = 30, 256
WHOLE = [1, 10**5, 2**20, 2**24]
INDICES = [2**20, 2**24 - 1, 2**31, 2**53]
REALS = [1e-300, 1e15, 1e300]


def operations():
    said = subprocess.run([BINARY, "operations", "--json"], capture_output=True, text=True, check=True, env=environment())
    return json.loads(said.stdout)["operations"]


def extremes(parameter):
    """The ends of a parameter's range, and pairs and lists of them."""
    kind = parameter["type"]
    ends = [float(end) for end in re.findall(r"(?:from|to|above|below) (-?[\d.e+]+)", kind)]
    values = []
    if "whole number" in kind:
        values = [int(value) for value in {*WHOLE, *ends}]
    elif "number" in kind:
        values = [1e-9, 1e9, *ends]
    if "list" in kind or "pair" in kind:
        values += [shape for value in list(values) for shape in ([value], [value, value], [[value, value]])]
        values += [[16384, 16384], [2**20, 2**20]]
    return values


def with_last(value, number):
    """Nested lists with another last number."""
    if not isinstance(value, list):
        return number
    return value[:-1] + [with_last(value[-1], number)] if value else value


def changes(operation, example):
    for parameter in operation["parameters"]:
        yield from ((parameter["name"], value) for value in extremes(parameter))
    for field in operation["inputs"]:
        given = example.get(field["name"])
        if isinstance(given, list):
            numbers = INDICES if field["type"] == "integer" else REALS
            yield from ((field["name"], with_last(given, number)) for number in numbers)
            yield field["name"], []


@pytest.mark.parametrize("operation", operations(), ids=lambda operation: operation["name"])
def test_extremes_CostLittle(server, operation):
    example, count = operation["example"], 0
    for name, value in changes(operation, example):
        body = copy.deepcopy(example) | {name: value}
        before, begin = server.peak, time.monotonic()
        status, _, answer = ask(server.port, request(operation["path"], json.dumps(body).encode()), 60)
        seconds, grown = time.monotonic() - begin, server.peak - before
        assert status in (200, 422) or status == 400 and b"out of range" in answer, f"{name} {value}: {status} {answer[:300]}"
        assert seconds < SECONDS and grown < MIB, f"{name} {value}: {seconds:.1f} s, {grown} MiB"
        count += 1
    assert count
