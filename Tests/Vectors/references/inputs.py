"""Seeded inputs. Python's own generator: the same doubles on every machine. Few decimals keep the files small."""

import random

FORMATS = ("xyxy", "xywh", "cxcywh", "cycxhw")


class Inputs(random.Random):
    def numbers(self, shape, low, high, decimals=3):
        """A nested tensor of uniform numbers, none of them 0."""
        if not shape:
            return round(self.uniform(low, high), decimals) or 10.0**-decimals
        return [self.numbers(shape[1:], low, high, decimals) for _ in range(shape[0])]

    def integers(self, shape, low, high):
        """A nested tensor of integers in low...high."""
        if not shape:
            return self.randint(low, high)
        return [self.integers(shape[1:], low, high) for _ in range(shape[0])]

    def box(self, extent=100.0, smallest=0.08, greatest=0.4, decimals=3):
        """An xyxy box inside (0, extent)²."""
        w, h = (self.uniform(smallest, greatest) * extent for _ in range(2))
        x, y = self.uniform(0.01 * extent, 0.99 * extent - w), self.uniform(0.01 * extent, 0.99 * extent - h)
        return [round(v, decimals) for v in (x, y, x + w, y + h)]

    def near(self, box, by=0.2, decimals=3):
        """A box that overlaps the given one, no edge in common."""
        x1, y1, x2, y2 = box
        w, h = x2 - x1, y2 - y1
        sides = ((x1, w), (y1, h), (x2, w), (y2, h))
        return [round(v + self.choice((-1, 1)) * self.uniform(0.04, by) * s, decimals) for v, s in sides]

    def pairs(self, n, format="xyxy", **box):
        """n pairs of overlapping boxes: (boxes, target_boxes)."""
        targets = [self.box(**box) for _ in range(n)]
        decimals = box.get("decimals", 3)
        boxes = [self.near(t, decimals=decimals) for t in targets]
        return [in_format(b, format, decimals) for b in boxes], [in_format(t, format, decimals) for t in targets]


def in_format(box, format, decimals=3):
    """An xyxy box in another format, rounded again to some decimals (so it is a neighbour, not the same box)."""
    x1, y1, x2, y2 = box
    w, h = x2 - x1, y2 - y1
    cx, cy = x1 + w / 2, y1 + h / 2
    forms = {"xyxy": box, "xywh": (x1, y1, w, h), "cxcywh": (cx, cy, w, h), "cycxhw": (cy, cx, h, w)}
    return [round(v, decimals) for v in forms[format]]
