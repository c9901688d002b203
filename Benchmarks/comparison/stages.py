"""Where the time goes: what a request passes through, each stage by itself, and the whole. All take turns."""

import dataclasses


@dataclasses.dataclass
class Chain:
    """Parts are timed by themselves; a whole contains every part and the whole before it, and the rest has a name."""

    title: str
    # What nothing could be faster than: (label, kind, size).
    limit: tuple
    parts: list
    # (label, kind, size, what is in it besides the parts and the whole before)
    wholes: list
    # (label, name of the client, what is in it besides)
    http: tuple | None = None


MILLION = 10**6
CHAINS = {
    # Each element is read twice, 4 bytes, and written once: as many bytes as a copy of 1.5 floats moves.
    "focal": Chain(
        "Focal loss + gradient, 10⁶ float32, in process",
        ("memcpy that moves as many bytes", "memcpy", MILLION * 3 // 2),
        [],
        [("the pass", "focal", MILLION, "the pass")],
    ),
    "ciou": Chain(
        "CIoU loss + gradient, 10⁵ boxes float32, in process",
        ("memcpy that moves as many bytes", "memcpy", 600_000),
        [],
        [("checks of the boxes and the pass", "ciou", 10**5, "checks of the boxes and the pass")],
    ),
    "retinanet": Chain(
        "RetinaNet post-processing, 163,206 × 91 float32, in process",
        ("memcpy that moves as many bytes", "memcpy", 163_206 * 91 // 2),
        [("every logit against the threshold", "retinanet-sift", 1)],
        [("the whole", "retinanet", 1, "scores, top-k, boxes, suppression")],
    ),
    "json": Chain(
        "Focal loss of 10⁶ values as JSON",
        ("simdjson reads the logits into a tensor", "json", MILLION),
        [("simdjson reads the logits into a tensor", "json", MILLION), ("the pass, with gradient", "focal", MILLION)],
        [("the service", "request-json", MILLION, "the targets' text, float64 to float32, checks, the answer")],
        ("over HTTP", "json", "loopback, libmicrohttpd, the client"),
    ),
    "binary": Chain(
        "Focal loss + gradient, 10⁶ float32, binary",
        ("memcpy of what arrives and leaves", "memcpy", MILLION * 3),
        [("the pass", "focal", MILLION)],
        [("the service", "request-binary", MILLION, "reading the head, checks, the answer")],
        ("over HTTP", "binary", "loopback, libmicrohttpd, the client"),
    ),
}


def contestants(chain, kernels, call):
    """By label, everybody who is timed."""
    timed = [chain.limit, *chain.parts, *(whole[:3] for whole in chain.wholes)]
    found = {label: kernels.timed(kind, size) for label, kind, size in timed}
    return found | ({chain.http[0]: call} if chain.http else {})


def rows(chain, medians):
    """(stage, seconds) of what is left over besides parts and the whole before, in order."""
    stages = [(label, medians[label]) for label, *_ in chain.parts]
    spent = sum(seconds for _, seconds in stages)
    wholes = [(label, rest) for label, _, _, rest in chain.wholes]
    for label, rest in wholes + ([chain.http[::2]] if chain.http else []):
        stages.append((rest, max(medians[label] - spent, 0)))
        spent = max(medians[label], spent)
    return stages


def markdown(results, amount):
    """A table a chain."""
    lines = []
    for result in results:
        if not result["work"].startswith("stages-"):
            continue
        chain = CHAINS[result["work"].removeprefix("stages-")]
        medians = {name: values["median"] for name, values in result["contestants"].items()}
        stages = rows(chain, medians)
        whole = sum(seconds for _, seconds in stages)
        lines += [f"### {chain.title}", "", "| stage | time | share |", "|---|--:|--:|"]
        lines += [f"| {label} | {amount(seconds, 's')} | {seconds / whole:.0%} |" for label, seconds in stages]
        limit = medians[chain.limit[0]]
        lines += [f"| **together** | **{amount(whole, 's')}** | |"]
        lines += [f"| the limit: {chain.limit[0]} | {amount(limit, 's')} | {limit / whole:.0%} |", ""]
    return lines
