"""Answers are compared before anybody is timed: a wrong answer is not worth a time."""

import pathlib

import numpy as np

TYPES = {"f32": np.float32, "f64": np.float64, "i64": np.int64, "u8": np.uint8}


class Disagreement(Exception):
    pass


def read(directory, arrays):
    """What a dump wrote."""
    return {
        array["name"]: np.fromfile(
            pathlib.Path(directory) / f"{array['name']}.{array['type']}", TYPES[array["type"]]
        ).reshape(array["shape"])
        for array in arrays
    }


def close(ours, theirs, relative, absolute):
    """The largest difference, as a share of what is allowed; at most 1."""
    if ours.shape != theirs.shape:
        raise Disagreement(f"shapes {ours.shape} and {theirs.shape}")
    allowed = absolute + relative * np.abs(theirs.astype(np.float64))
    difference = np.abs(ours.astype(np.float64) - theirs)
    worst = float((difference / allowed).max(initial=0))
    if not worst <= 1:
        at = int((difference / allowed).argmax())
        raise Disagreement(f"{ours.reshape(-1)[at]} and {theirs.reshape(-1)[at]} at {at}")
    return f"largest difference {float(difference.max(initial=0)):.1e}"


def loss(ours, theirs):
    # A float32 sum over 10⁷ elements is the peer's; the gradient is element by element.
    said = close(ours["loss"].reshape(-1), theirs["loss"].reshape(-1), 2e-4, 1e-6)
    return f"loss: {said}; gradient: {close(ours['gradient'], theirs['gradient'], 1e-3, 2e-6)}"


def box_loss(ours, theirs):
    """Where two edges coincide there is no derivative: there everybody may choose a side."""
    coincide = ours["boxes"] == ours["targets"]
    for answer in (ours, theirs):
        answer["gradient"] = np.where(coincide, 0, answer["gradient"])
    return loss(ours, theirs) + (f" (without {coincide.sum()} coinciding edges)" if coincide.any() else "")


def overlaps(ours, theirs):
    return close(ours["iou"], theirs["iou"], 1e-5, 1e-6)


def indices(ours, theirs):
    """The same boxes stay, but for those whose IoU rounds to the other side of the threshold, and what follows."""
    mine, others = set(ours["indices"].tolist()), set(theirs["indices"].tolist())
    differing = len(mine ^ others)
    if differing > max(2, len(others) // 500):
        raise Disagreement(f"{differing} of {len(others)} kept boxes differ")
    return f"{len(mine)} kept, {differing} differ"


def detections(ours, theirs):
    if not np.array_equal(ours["labels"], theirs["labels"]):
        raise Disagreement("labels differ")
    said = close(ours["scores"], theirs["scores"], 1e-5, 1e-6)
    return f"{len(ours['labels'])} detections; scores: {said}; boxes: {close(ours['boxes'], theirs['boxes'], 1e-5, 1e-2)}"


def numbers(ours, theirs):
    return close(ours["numbers"], theirs["numbers"], 0, 1e-300)


def heads(ours, theirs):
    """Raw heads, each within 2e-5 of its largest number: float32's own error through fifty layers is a tenth of that."""
    said = []
    for name in ("class_logits", "box_deltas"):
        largest = float(np.abs(theirs[name]).max())
        close(ours[name], theirs[name], 0, 2e-5 * largest)
        error = float(np.abs(ours[name].astype(np.float64) - theirs[name]).max())
        said.append(f"{name}: {error / largest:.1e} of the largest")
    return "; ".join(said)


def boxes(ours, theirs):
    """Detections from a file: each has its like within 0.5 pixels and 1e-3 of score, but for one of fifty, whose neighbours
    rounding has ordered otherwise."""
    spare = list(range(len(ours["labels"])))
    lost = 0
    for box, score, label in zip(theirs["boxes"], theirs["scores"], theirs["labels"]):
        like = (number for number in spare if ours["labels"][number] == label
                and abs(ours["scores"][number] - score) < 1e-3 and np.abs(ours["boxes"][number] - box).max() < 0.5)
        found = next(like, None)
        if found is None:
            lost += 1
        else:
            spare.remove(found)
    if max(lost, len(spare)) > len(theirs["labels"]) // 50:
        raise Disagreement(f"{lost} of {len(theirs['labels'])} detections are not found, {len(spare)} are others")
    return f"{len(theirs['labels'])} detections, {lost} differ"


def summary(ours, theirs):
    """The twelve numbers of an evaluation."""
    return close(np.array(ours, np.float64), np.array(theirs, np.float64), 0, 1e-9)
