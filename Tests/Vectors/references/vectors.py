"""A file of vectors: requests, answered exactly, held against the peer, written as JSON."""

import json
import math

from mpmath import mpf

from .exact import rounded

AGREEMENT = 1e-12  # relative, element by element
COMPOSITE_AGREEMENT = 1e-13  # of the losses of whole detectors: each element by the greatest of its list


class Operation:
    """One operation: its exact reference, its peer, and the vectors made so far.

    Without an exact reference the peer's own answer is recorded: of whole detectors, whose parts have exact vectors of
    their own.
    """

    def __init__(self, name, source, exact, peer, is_composite=False):
        self.name, self.source, self.exact, self.peer, self.is_composite = name, source, exact, peer, is_composite
        self.vectors = []

    def add(self, name, request, because=None):
        """Adds a vector. `because` says why the peer's doubles may disagree here; if they do, mpmath alone decides."""
        if any(v["name"] == name for v in self.vectors):
            raise ValueError(f"{self.name}: two vectors {name}")
        if self.exact is None:
            self.vectors.append({"name": name, "request": request, "answer": self.peer(request)})
            return
        answer = _recorded(self.exact(request))
        theirs = self.peer(request)
        apart = _apart(answer, theirs)
        agrees = apart <= AGREEMENT
        if self.is_composite and _apart(answer, theirs, by_greatest=True) > COMPOSITE_AGREEMENT:
            raise AssertionError(f"{self.name} {name}: the peer is too far away")
        if not agrees and not because:
            raise AssertionError(f"{self.name} {name}: the peer is {apart:.1e} away")
        note = {} if agrees else {"note": f"mpmath decides: {because}"}
        self.vectors.append({"name": name, **note, "request": request, "answer": answer})

    def json(self):
        """Deterministic text: a line for each request and each answer."""
        entries = []
        for vector in self.vectors:
            lines = (f"   {json.dumps(k)}: {_compact(v)}" for k, v in vector.items())
            entries.append("  {\n" + ",\n".join(lines) + "\n  }")
        head = f' "operation": {json.dumps(self.name)},\n "source": {_compact(self.source)},\n'
        return "{\n" + head + ' "vectors": [\n' + ",\n".join(entries) + "\n ]\n}\n"


def _compact(value):
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(", ", ": "))


def _recorded(value):
    """An exact answer as a vector holds it: mpmath's numbers rounded to doubles, whole counts left whole."""
    if isinstance(value, dict):
        return {k: _recorded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_recorded(v) for v in value]
    return rounded(value) if isinstance(value, mpf) else value


def _apart(truth, peer, by_greatest=False, size=None):
    """The greatest relative difference; infinite where the two differ in shape or the peer has no number. What the peer
    does not tell is None. `by_greatest` relates a difference to the greatest number of the innermost list."""
    if peer is None:
        return 0.0
    if isinstance(truth, dict):
        return max((_apart(v, peer[k], by_greatest) for k, v in truth.items()), default=0.0)
    if isinstance(truth, list):
        if len(truth) != len(peer):
            return math.inf
        numbers = [abs(t) for t in truth if by_greatest and isinstance(t, float)]
        return max((_apart(t, p, by_greatest, max(numbers, default=None)) for t, p in zip(truth, peer)), default=0.0)
    if truth == peer:
        return 0.0
    if math.isnan(peer) or isinstance(truth, int):
        return math.inf
    size = size or abs(truth)
    return abs(truth - peer) / size if size else math.inf
