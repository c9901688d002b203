"""Do builds for newer processors answer the same bytes? levels.py PLAIN OTHER…; `make levels` runs it.

Every vector of Tests/Vectors in both precisions, and some larger requests, so that the widest lanes are used. A build that this
processor cannot run is passed over, and said to be. Python's standard library is enough.
"""

import http.client
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

DATA = pathlib.Path(__file__).resolve().parents[1] / "Vectors/data"


class Server:
    """A program that serves on a port of its own until the end of the `with`; `port` is None if it does not run here."""

    def __init__(self, program):
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [program, "serve", "--port", "0", "--log-format", "text"], stderr=self.log)
        self.port = None
        while self.port is None and self.process.poll() is None:
            time.sleep(0.1)
            self.log.seek(0)
            if found := re.search(r"listening on http://127\.0\.0\.1:(\d+)", self.log.read()):
                self.port = int(found[1])
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def answer(self, operation, body):
        self.connection.request("POST", "/v1/" + operation.replace(".", "/"), body, {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        return response.status, response.read()


def larger():
    """Requests of some thousand numbers."""
    numbers = random.Random(1)
    few = [numbers.gauss(-1, 3) for _ in range(5003)]
    other = [numbers.gauss(0, 2) for _ in few]
    targets = [numbers.randrange(2) for _ in few]
    corners = [[numbers.uniform(0, 400), numbers.uniform(0, 400)] for _ in range(2003)]
    boxes = [[x, y, x + numbers.uniform(1, 90), y + numbers.uniform(1, 90)] for x, y in corners]
    moved = [[value + numbers.uniform(0, 9) for value in box[:2]] + [value + 20 for value in box[2:]] for box in boxes]
    for name in ("focal", "binary-cross-entropy", "quality-focal", "varifocal"):
        yield f"losses.{name}", {"logits": few, "targets": targets, "gradients": True}
    for name in ("l1", "l2", "huber", "smooth-l1"):
        yield f"losses.{name}", {"predictions": few, "targets": other, "gradients": True}
    for name in ("iou", "giou", "diou", "ciou", "eiou", "siou"):
        yield f"losses.{name}", {"boxes": boxes, "target_boxes": moved, "gradients": True}
    yield "boxes.iou", {"boxes": boxes[:200], "target_boxes": moved[:200]}
    yield "boxes.nms", {"boxes": boxes, "scores": [numbers.random() for _ in boxes], "iou_threshold": 0.4}


def requests():
    for path in sorted(DATA.glob("*.json")):
        vectors = json.loads(path.read_text())
        for vector in vectors["vectors"]:
            yield f"{vectors['operation']} {vector['name']}", vectors["operation"], vector["request"]
    for operation, request in larger():
        yield f"{operation}, larger", operation, request


def compare(plain, other):
    """How many answers were equal; ends at the first that is not."""
    count = 0
    for name, operation, request in requests():
        for precision in ("float64", "float32"):
            body = json.dumps({**request, "precision": precision})
            expected, found = plain.answer(operation, body), other.answer(operation, body)
            if found != expected:
                sys.exit(f"{name} in {precision} differs:\n{expected[1][:500]!r}\n{found[1][:500]!r}")
            count += expected[0] == 200
    return count


def main(plain, *others):
    for program in others:
        with Server(program) as other:
            if other.port is None:
                print(f"{program}: NOT COMPARED, this processor cannot run it", file=sys.stderr)
                continue
            with Server(plain) as one:
                print(f"{program}: {compare(one, other)} answers, all equal to the byte")


if __name__ == "__main__":
    main(*sys.argv[1:])
