"""Reads what the pages have drawn, and asks the API for the same."""

import json
import math
import re
import urllib.request


def ask(server, operation, **body):
    """An operation's answer, without the page."""
    path = operation.replace(".", "/", 1)
    request = urllib.request.Request(f"{server.url}/v1/{path}", json.dumps(body).encode())
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def operations(server):
    with urllib.request.urlopen(f"{server.url}/v1/operations") as response:
        return json.load(response)["operations"]


def axes(plot):
    """A plot's axes: domains, and the pixels between which they lie."""
    return json.loads(plot.get_attribute("data-axes"))


def curve(plot, name):
    """The points of a curve in pixels."""
    path = plot.locator(f'path[data-series="{name}"]').get_attribute("d")
    return [tuple(map(float, point)) for point in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]


def pixel(axis, start, length, value):
    """Where a value stands: the axis runs from start over length."""
    scale = math.log10 if axis["log"] else float
    low, high = map(scale, axis["domain"])
    return start + (scale(value) - low) / (high - low) * length


def value(axis, start, length, at):
    """The value at a pixel of a linear axis."""
    low, high = axis["domain"]
    return low + (at - start) / length * (high - low)


def check_curve(plot, name, xs, ys, within=0.011):
    """That a curve goes through the points: each at most a hundredth of a pixel off, the rounding of the path."""
    lines = axes(plot)
    area = lines["area"]
    points = curve(plot, name)
    assert len(points) == len(xs) == len(ys)
    for (left, top), x, y in zip(points, xs, ys):
        assert abs(left - pixel(lines["x"], area["x"], area["width"], x)) < within
        wanted = pixel(lines["y"], area["y"] + area["height"], -area["height"], max(y, 1e-300) if lines["y"]["log"] else y)
        # Far outside the plot a point stands at a fixed distance.
        low, high = area["y"] + area["height"] - 20 * area["height"], area["y"] + 21 * area["height"]
        assert abs(top - min(max(wanted, low), high)) < within, (x, y, top, wanted)


def number(cell):
    """A number as the page got it."""
    return float(cell.get_attribute("data-value"))
