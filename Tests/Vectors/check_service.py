#!/usr/bin/env python3
"""POSTs every vector to a running focald and compares: python check_service.py http://127.0.0.1:8080 [operation …]

Prints the worst relative error of values and of gradients for each operation, in float64. Exit status 1 if one is
over --rtol, or if an answer is missing, misshapen or an error. Whole numbers (indices, labels) must be equal.
"""

import argparse
import json
import math
import sys
import urllib.error
import urllib.request
from pathlib import Path

VECTORS = Path(__file__).resolve().parent / "data"
SMALLEST_NORMAL = 2.2250738585072014e-308


class Failure(Exception):
    pass


def post(url, body, timeout):
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        raise Failure(f"{error.code} {error.read(400).decode(errors='replace')}") from None
    except (OSError, ValueError) as error:
        raise Failure(f"no answer: {error}") from None


def leaves(value):
    return [leaf for item in value for leaf in leaves(item)] if isinstance(value, list) else [value]


def error(truth, answer, greatest):
    """Relative, element by element. Where the truth is 0: relative to the greatest element beside it."""
    if isinstance(truth, list):
        if not isinstance(answer, list) or len(truth) != len(answer):
            return math.inf
        return max((error(t, a, greatest) for t, a in zip(truth, answer)), default=0.0)
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return math.inf
    if truth == answer or max(abs(truth), abs(answer)) < SMALLEST_NORMAL:
        return 0.0
    if isinstance(truth, int):
        return math.inf
    return abs(answer - truth) / (abs(truth) or greatest or 1.0)


def compare(truth, answer):
    """The worst (value, gradient) errors of one vector, over the fields that it has."""
    worst = {False: 0.0, True: 0.0}
    flat = [((k,), v) for k, v in truth.items() if k != "gradients"]
    flat += [(("gradients", k), v) for k, v in truth.get("gradients", {}).items()]
    for path, expected in flat:
        found = answer
        for key in path:
            if not isinstance(found, dict) or key not in found:
                raise Failure(f"no {'.'.join(path)} in the answer")
            found = found[key]
        greatest = max(map(abs, leaves(expected)), default=0.0)
        gradient = len(path) == 2
        worst[gradient] = max(worst[gradient], error(expected, found, greatest))
    return worst[False], worst[True]


def check(path, arguments):
    """One operation: prints its line, returns whether all is well."""
    file = json.loads(path.read_text(encoding="utf-8"))
    family, name = file["operation"].split(".", 1)
    url = f"{arguments.url.rstrip('/')}/v1/{family}/{name}"
    worst, complaints = [(0.0, "")] * 2, []
    for vector in file["vectors"]:
        try:
            errors = compare(vector["answer"], post(url, vector["request"], arguments.timeout))
        except Failure as failure:
            complaints.append(f"{vector['name']}: {failure}")
            continue
        worst = [max(w, (e, vector["name"])) for w, e in zip(worst, errors)]
        if max(errors) > arguments.rtol:
            complaints.append(f"{vector['name']}: value {errors[0]:.1e}, gradient {errors[1]:.1e}")
    columns = "  ".join(f"{e:8.1e} {n:<44.44}" for e, n in worst)
    print(f"{file['operation']:<30}{len(file['vectors']):>4}  {columns}{'FAILED' if complaints else ''}".rstrip())
    for complaint in complaints:
        print(f"    {complaint}")
    return not complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("operations", nargs="*", help="all if none is given")
    parser.add_argument("--rtol", type=float, default=1e-11)
    parser.add_argument("--timeout", type=float, default=30)
    arguments = parser.parse_args()
    paths = sorted(p for p in VECTORS.glob("*.json") if not arguments.operations or p.stem in arguments.operations)
    if not paths:
        parser.error("no such operation")
    print(f"{'operation':<34}  {'worst value, and where':<53}  worst gradient, and where")
    return 0 if all([check(path, arguments) for path in paths]) else 1


if __name__ == "__main__":
    sys.exit(main())
