#!/usr/bin/env python3
"""Writes ../Fixtures/assignment/cases.json: costs, and the totals of scipy.optimize.linear_sum_assignment (pip install scipy).

A cost that is null is infinite; a total that is null stands for costs that leave no assignment.
"""

import json
import random
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment


def main():
    draw, cases = random.Random("assignment"), []
    for rows, columns in ((1, 1), (1, 5), (5, 1), (3, 3), (4, 7), (7, 4), (12, 12), (20, 9), (9, 20), (30, 30)):
        plain = [draw.uniform(-5, 5) for _ in range(rows * columns)]
        ties = [float(draw.randint(0, 3)) for _ in range(rows * columns)]
        wide = [draw.choice((-1, 1)) * 10.0 ** draw.randint(-6, 6) for _ in range(rows * columns)]
        same = [2.5] * (rows * columns)
        for costs in (plain, ties, wide, same, gaps(draw, plain, 0.3), gaps(draw, ties, 0.6)):
            cases.append(case(costs, rows, columns))
    cases.append(case([float("inf")] * 6, 2, 3))
    cases.append(case([1, float("inf"), float("inf"), float("inf")], 2, 2))
    destination = Path(__file__).resolve().parent.parent / "Fixtures" / "assignment" / "cases.json"
    destination.write_text('{"cases": [\n' + ",\n".join(json.dumps(c) for c in cases) + "\n]}\n", encoding="utf-8")


def gaps(draw, costs, share):
    return [float("inf") if draw.random() < share else c for c in costs]


def case(costs, rows, columns):
    table = np.array(costs, dtype=np.float64).reshape(rows, columns)
    try:
        total = float(table[linear_sum_assignment(table)].sum())
    except ValueError:
        total = None
    return {"rows": rows, "columns": columns, "costs": [None if c == float("inf") else c for c in costs], "total": total}


if __name__ == "__main__":
    main()
