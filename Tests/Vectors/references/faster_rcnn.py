"""losses.faster-rcnn: torchvision's own RegionProposalNetwork and RoIHeads in float64, gradients by autograd.

Matching, encoding and both losses are theirs: `assign_targets_to_anchors` and `compute_loss` of the RPN,
`select_training_samples` of the heads and `fastrcnn_loss`. What torchvision has no parameter for is put in its place: the
box loss, N, labels in float64, what rows that learn an object count, and the sampler, which draws by SplitMix64, or not at all.
Proposals are taken as they are: objects are not added.
"""

from functools import partial
from unittest import mock

import torch
import torch.nn.functional as F
import torchvision.ops as ops
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.models.detection.roi_heads import RoIHeads, fastrcnn_loss
from torchvision.models.detection.rpn import RegionProposalNetwork

from .composites import anchors_of, batched, counted, images_of, weighed
from .geometry import peer_losses
from .inputs import Inputs
from .reduction import by_autograd, double
from .vectors import Operation

MASK = (1 << 64) - 1


class SplitMix64:
    """Steele, Lea and Flood (2014)."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def choose(self, items, count):
        """`count` of the items: the first steps of Fisher and Yates' shuffle."""
        items = list(items)
        if count >= len(items):
            return items
        for i in range(count):
            other = i + (self.next() * (len(items) - i) >> 64)
            items[i], items[other] = items[other], items[i]
        return items[:count]


class Sampler:
    """torchvision's BalancedPositiveNegativeSampler by a seed; without settings everything that is not ignored."""

    def __init__(self, settings, size, fraction):
        self.settings = settings
        if settings is not None:
            self.size = settings.get("batch_size_per_image", size)
            self.fraction = settings.get("positive_fraction", fraction)
            self.seed = settings.get("seed", 0)
        self.sampled = None

    def __call__(self, labels):
        found = [self.masks(image, generator) for image, generator in zip(labels, self.generators(len(labels)))]
        self.sampled = [torch.where((p | n).bool())[0].tolist() for p, n in found]
        return [p for p, _ in found], [n for _, n in found]

    def generators(self, count):
        seeds = SplitMix64(self.seed if self.settings is not None else 0)
        return [SplitMix64(seeds.next()) for _ in range(count)]

    def masks(self, labels, generator):
        positive, negative = torch.where(labels >= 1)[0].tolist(), torch.where(labels == 0)[0].tolist()
        if self.settings is not None:
            positive = generator.choose(positive, min(len(positive), int(self.size * self.fraction)))
            negative = generator.choose(negative, min(len(negative), self.size - len(positive)))
        masks = torch.zeros((2, len(labels)), dtype=torch.uint8)
        masks[0, positive] = 1
        masks[1, negative] = 1
        return masks[0], masks[1]


def box_loss(request, prefix, coder):
    """What stands for smooth_l1_loss, which gets predicted offsets beside targets: encoded, or corners and anchor."""
    kind = request.get(f"{prefix}box_loss", "smooth-l1")
    if kind in ("l1", "smooth-l1", "huber"):
        loss = {
            "l1": F.l1_loss, "smooth-l1": partial(F.smooth_l1_loss, beta=request.get(f"{prefix}beta", 1 / 9)),
            "huber": partial(F.huber_loss, delta=request.get(f"{prefix}delta", 1.0)),
        }[kind]
        return lambda deltas, targets, beta, reduction: loss(deltas, targets, reduction=reduction)
    return lambda deltas, targets, beta, reduction: peer_losses(
        kind, coder.decode_single(deltas, targets[:, 4:]), targets[:, :4]).sum()


def counted_losses(request, box, entropy, counts, positive):
    """Both losses of a stage, of rows that count for something; `positive`: those with a box."""
    if "target_weights" not in request:
        return box, entropy
    return weighed(box, [counts[positive]]), lambda x, wanted: (entropy(x, wanted, reduction="none") * counts).mean()


def regression_targets(request, prefix, coder, objects, anchors):
    """As the box loss wants them."""
    if request.get(f"{prefix}box_loss", "smooth-l1") in ("l1", "smooth-l1", "huber"):
        return coder.encode(objects, anchors)
    return [torch.cat(pair, dim=1) for pair in zip(objects, anchors)]


def matched(matcher, boxes, target):
    """The matched object of each row, or the matcher's marks, and their best IoU."""
    if not len(target["boxes"]):
        return torch.full((len(boxes),), -1), torch.zeros(len(boxes), dtype=torch.float64)
    table = ops.box_iou(target["boxes"], boxes)
    return matcher(table), table.max(dim=0).values


def matcher_of(request, prefix, positive, negative, low_quality):
    return Matcher(
        request.get(f"{prefix}positive_threshold", positive), request.get(f"{prefix}negative_threshold", negative),
        request.get(f"{prefix}allow_low_quality", low_quality))


class Stage:
    """What both stages tell of themselves in the answer."""

    def __init__(self, request, prefix, row_name, sampler, matches, rows, row_numbers):
        self.prefix, self.row_name, self.sampler, self.rows = prefix, row_name, sampler, rows
        self.indices, self.iou = zip(*matches) if matches else ((), ())
        self.row_numbers = row_numbers
        self.positives = [
            [row for row in sampled if index[row] >= 0] for sampled, index in zip(sampler.sampled, self.indices)]

    def number_of_positives(self):
        return {f"{self.prefix}num_positives": [len(p) for p in self.positives]}

    def details(self):
        everything = [(image, row) for image, rows in enumerate(self.positives) for row in rows]
        missed = {
            row for rows, index in zip(self.rows, self.indices) for n, row in enumerate(rows.tolist())
            if not bool((index == n).any())}
        found = {
            "matches": {
                "image_indices": [image for image, _ in everything],
                self.row_name: [self.row_numbers[image][row] for image, row in everything],
                "target_indices": [int(self.rows[i][self.indices[i][row]]) for i, row in everything],
                "iou": [self.iou[image][row].item() for image, row in everything],
            },
            "num_ignored": [len(i) - len(s) for i, s in zip(self.indices, self.sampler.sampled)],
            "unmatched_targets": sorted(missed),
        }
        if self.sampler.settings is not None:
            found["samples"] = {
                "image_indices": [n for n, rows in enumerate(self.sampler.sampled) for _ in rows],
                self.row_name: [self.row_numbers[n][r] for n, rows in enumerate(self.sampler.sampled) for r in rows],
            }
        return {f"{self.prefix}{name}": value for name, value in found.items()}


def by_normalizer(request, prefix, terms, sampler):
    """The terms, which torchvision has divided by the rows that count, divided by another N."""
    count = sum(len(rows) for rows in sampler.sampled)
    divisor = request.get(f"{prefix}normalizer") or count
    return [(name, value * count / divisor) for name, value in terms]


# --- The region proposal network ---


def rpn_stage(request, leaves):
    (leaf, objectness), (given, deltas) = batched(request, "objectness"), batched(request, "rpn_box_deltas")
    leaves.update({"objectness": leaf, "rpn_box_deltas": given})
    anchors = [anchors_of(request)] * len(objectness)
    targets, rows = images_of({"target_labels": [0] * len(request["target_boxes"]), **request}, len(objectness))
    sampler = Sampler(request.get("rpn_sampling"), 256, 0.5)
    rpn = RegionProposalNetwork(None, None, 0.7, 0.3, 256, 0.5, {}, {}, 0.7)
    rpn.proposal_matcher = matcher_of(request, "rpn_", 0.7, 0.3, True)
    rpn.box_coder = BoxCoder(weights=tuple(request.get("rpn_box_weights", (1.0, 1.0, 1.0, 1.0))))
    rpn.fg_bg_sampler = sampler
    labels, objects = rpn.assign_targets_to_anchors(anchors, targets)
    # torchvision's labels are float32, and so would be PyTorch's (1 − label) · logit in the cross entropy.
    labels = [image.double() for image in labels]
    wanted = regression_targets(request, "rpn_", rpn.box_coder, objects, anchors)
    matches = [matched(rpn.proposal_matcher, a, t) for a, t in zip(anchors, targets)]
    # compute_loss has the positives first, then the others; it draws them, and so does this, by the same seed.
    masks = [torch.cat(kind) > 0 for kind in sampler(labels)]
    counts = torch.cat(counted(request, [i for i, _ in matches], rows))
    order = torch.cat([torch.where(mask)[0] for mask in masks])
    box, entropy = counted_losses(
        request, box_loss(request, "rpn_", rpn.box_coder), F.binary_cross_entropy_with_logits, counts[order],
        slice(int(masks[0].sum())))
    with mock.patch("torch.nn.functional.smooth_l1_loss", box), \
            mock.patch("torch.nn.functional.binary_cross_entropy_with_logits", entropy):
        found = rpn.compute_loss(objectness.reshape(-1, 1), deltas.reshape(-1, 4), labels, wanted)
    numbers = [list(range(len(a))) for a in anchors]
    terms = by_normalizer(request, "rpn_", list(zip(("objectness", "rpn_box_reg"), found)), sampler)
    return terms, Stage(request, "rpn_", "anchor_indices", sampler, matches, rows, numbers)


# --- The RoI heads ---


def flat(request, leaves):
    """class_logits, box_deltas and proposals over all images, and by image the rows."""
    names = ("class_logits", "box_deltas", "proposals")
    if "proposal_image_indices" in request:
        tensors = [double(request[name]).requires_grad_(name != "proposals") for name in names]
        leaves.update(dict(zip(names[:2], tensors)))
        images = torch.tensor(request["proposal_image_indices"], dtype=torch.int64)
        count = 1 + max(request["proposal_image_indices"] + request.get("target_image_indices", [0]))
        if "objectness" in request:
            count = len(request["objectness"])
        return tensors, [torch.where(images == i)[0] for i in range(count)], lambda i, rows: rows.tolist()
    pairs = [batched(request, name) for name in names]
    leaves.update({name: leaf for name, (leaf, _) in list(zip(names, pairs))[:2]})
    count, rows = pairs[0][1].shape[:2]
    by_image = [torch.arange(i * rows, (i + 1) * rows) for i in range(count)]
    return [view.flatten(0, 1) for _, view in pairs], by_image, lambda i, found: (found - i * rows).tolist()


def in_torchvisions_order(request, logits, deltas):
    """Background first, and four offsets for each class, background included."""
    classes = logits.shape[1]
    background = request.get("background_class", 0)
    order = [background] + [c for c in range(classes) if c != background]
    if deltas.shape[1] == 4:
        deltas = deltas.repeat(1, classes)
    else:
        if deltas.shape[1] == 4 * (classes - 1):
            deltas = torch.cat([deltas, torch.zeros((len(deltas), 4), dtype=torch.float64)], dim=1)
        deltas = deltas.reshape(-1, classes, 4)[:, order].flatten(1)
    return logits[:, order], deltas, {c: n for n, c in enumerate(order)}


def roi_stage(request, leaves):
    (logits, deltas, proposals), by_image, number = flat(request, leaves)
    logits, deltas, renamed = in_torchvisions_order(request, logits, deltas)
    targets, rows = images_of(request, len(by_image))
    for target in targets:
        target["labels"] = torch.tensor([renamed[int(c)] for c in target["labels"]], dtype=torch.int64)
    sampler = Sampler(request.get("sampling"), 512, 0.25)
    heads = RoIHeads(None, None, None, 0.5, 0.5, 512, 0.25, tuple(request.get("box_weights", (10, 10, 5, 5))), 0, 0, 0)
    heads.proposal_matcher = matcher_of(request, "", 0.5, 0.5, False)
    heads.fg_bg_sampler = sampler
    heads.add_gt_proposals = lambda proposals, objects: proposals
    given = [proposals[rows_] for rows_ in by_image]
    chosen, owners, labels, wanted = heads.select_training_samples(list(given), targets)
    if request.get("box_loss", "smooth-l1") not in ("l1", "smooth-l1", "huber"):
        objects = [
            (t["boxes"] if len(t["boxes"]) else torch.zeros((1, 4), dtype=torch.float64))[o]
            for t, o in zip(targets, owners)]
        wanted = regression_targets(request, "", heads.box_coder, objects, chosen)
    sampled = torch.cat([rows_[s] for rows_, s in zip(by_image, sampler.sampled)])
    weights = request.get("class_weights")
    weights = None if weights is None else torch.tensor(weights, dtype=torch.float64)[list(renamed)]
    plain = partial(F.cross_entropy, weight=weights, label_smoothing=request.get("label_smoothing", 0.0))
    # Rows without an object have a mark for it here, too.
    learned = [torch.where(l > 0, o, -1) for l, o in zip(labels, owners)]
    box, entropy = counted_losses(
        request, box_loss(request, "", heads.box_coder), plain, torch.cat(counted(request, learned, rows)),
        torch.cat(labels) > 0)
    if "target_weights" not in request:
        entropy = lambda x, t: plain(x, t, reduction="sum") / len(t)
    with mock.patch("torch.nn.functional.smooth_l1_loss", box), \
            mock.patch("torch.nn.functional.cross_entropy", entropy):
        found = fastrcnn_loss(logits[sampled], deltas[sampled], labels, wanted)
    matches = [matched(heads.proposal_matcher, p, t) for p, t in zip(given, targets)]
    numbers = [number(i, rows_) for i, rows_ in enumerate(by_image)]
    terms = by_normalizer(request, "", list(zip(("classifier", "box_reg"), found)), sampler)
    return terms, Stage(request, "", "proposal_indices", sampler, matches, rows, numbers)


def peer(request):
    leaves, terms, stages = {}, [], []
    for name, stage in (("objectness", rpn_stage), ("class_logits", roi_stage)):
        if name in request:
            found, told = stage(request, leaves)
            terms += found
            stages.append(told)
    weighted = {name: value * request.get(f"{name}_weight", 1.0) for name, value in terms}
    loss = sum(weighted.values())
    answer = {
        "loss": loss.item(), "components": {name: value.item() for name, value in weighted.items()},
        "unweighted_components": {name: value.item() for name, value in terms},
    }
    for stage in stages:
        answer.update(stage.number_of_positives())
    if request.get("gradients"):
        answer["gradients"] = by_autograd(leaves, loss)
    if request.get("details"):
        for stage in stages:
            answer.update(stage.details())
    return answer


# --- Vectors ---


class Cases:
    """Requests of some objects, with anchors and proposals around them and elsewhere."""

    def __init__(self, inputs):
        self.inputs = inputs

    def boxes(self, objects, count):
        spread = (0.08, 0.2, 0.3)  # an IoU above 0.7, about 0.5, and below
        near = [
            self.inputs.near(objects[i % len(objects)], by=spread[i // len(objects) % 3]) for i in range(count * 2 // 3)
        ] if objects else []
        return near + [self.inputs.box(greatest=0.4) for _ in range(count - len(near))]

    def objects(self, count, classes, images=None):
        boxes = [self.inputs.box(smallest=0.2, greatest=0.5) for _ in range(count)]
        found = {"target_boxes": boxes, "target_labels": self.inputs.integers((count,), 1, classes - 1)}
        if images:
            found["target_image_indices"] = [i for i, n in enumerate(images) for _ in range(n)]
        return found

    def rpn(self, truth, count=15, images=None):
        batch = (len(images),) if images else ()
        return {
            "objectness": self.inputs.numbers((*batch, count, 1), -3, 3),
            "rpn_box_deltas": self.inputs.numbers((*batch, count, 4), -1, 1),
            "anchors": self.boxes(truth["target_boxes"], count),
        }

    def roi(self, truth, count=10, classes=4, images=None, width=None):
        batch = (len(images),) if images else ()
        width = 4 * classes if width is None else width
        proposals = [
            self.boxes([b for b, i in zip(truth["target_boxes"], truth["target_image_indices"]) if i == n], count)
            for n in range(len(images))] if images else self.boxes(truth["target_boxes"], count)
        return {
            "class_logits": self.inputs.numbers((*batch, count, classes), -3, 3),
            "box_deltas": self.inputs.numbers((*batch, count, width), -1, 1), "proposals": proposals,
        }

    def case(self, objects=3, rpn=True, roi=True, images=None, classes=4, anchors=15, proposals=10, width=None, **more):
        truth = self.objects(objects, classes, images)
        request = self.rpn(truth, anchors, images) if rpn else {}
        if roi:
            request.update(self.roi(truth, proposals, classes, images, width))
        return {**request, **truth, "gradients": True, **more}


def ragged(request, keep):
    """The same proposals without the batch's axis, `keep` of each image."""
    rows = [(i, r) for i, count in enumerate(keep) for r in range(count)]
    found = {name: [request[name][i][r] for i, r in rows] for name in ("class_logits", "box_deltas", "proposals")}
    return {**request, **found, "proposal_image_indices": [i for i, _ in rows]}


def operations():
    operation = Operation(
        "losses.faster-rcnn",
        "torchvision's RegionProposalNetwork and RoIHeads in float64; box losses of decoded boxes without eps", None,
        peer)
    cases = Cases(Inputs(operation.name))
    case = cases.case
    add_rpn(operation, case)
    add_roi(operation, case)
    add_sampled(operation, case)
    operation.add("defaults", {**case(), "gradients": False})
    operation.add("one-image", case(details=True))
    operation.add("weights", case(
        objectness_weight=0.5, rpn_box_reg_weight=2, classifier_weight=1.5, box_reg_weight=0.25))
    batch = case(images=[2, 0, 1], details=True)
    operation.add("batch", batch)
    operation.add("batch-ragged", ragged(batch, [7, 3, 9]))
    shuffled = ragged(batch, [6, 5, 8])
    order = cases.inputs.sample(range(19), 19)
    for name in ("class_logits", "box_deltas", "proposals", "proposal_image_indices"):
        shuffled[name] = [shuffled[name][i] for i in order]
    operation.add("batch-ragged-out-of-order", shuffled)
    operation.add("normalizers", {**batch, "rpn_normalizer": 768, "normalizer": 12.5, "details": False})
    operation.add("objects-out-of-order", {
        **case(objects=4, images=[2, 2], details=True), "target_image_indices": [1, 0, 1, 0]})
    operation.add("no-objects", {**case(objects=1, details=True), "target_boxes": [], "target_labels": []})
    operation.add("class-weights", case(rpn=False, class_weights=[0.5, 2, 1.25, 1]))
    operation.add("label-smoothing", case(rpn=False, label_smoothing=0.1))
    last = case(rpn=False, background_class=3, class_weights=[0.5, 2, 1.25, 0.25], label_smoothing=0.25)
    last["target_labels"] = [0, 1, 2]
    operation.add("class-weights-and-smoothing", last)
    uneven = {"target_weights": [0.5, 3, 0, 1.25], "images": [3, 1], "objects": 4}
    operation.add("target-weights", case(**uneven, details=True))
    operation.add("target-weights-sampled", case(
        **uneven, anchors=24, proposals=14, rpn_sampling={"batch_size_per_image": 8, "seed": 1},
        sampling={"batch_size_per_image": 6, "positive_fraction": 0.5, "seed": 2}))
    weighed_roi = case(**uneven, rpn=False, class_weights=[0.5, 2, 1.25, 1], label_smoothing=0.1, box_loss="l1")
    operation.add("target-weights-and-class-weights", weighed_roi)
    return [operation]


def add_rpn(operation, case):
    rpn = partial(case, roi=False)
    without_labels = rpn(details=True)
    del without_labels["target_labels"]
    operation.add("rpn", without_labels)
    operation.add("rpn-without-low-quality", rpn(rpn_allow_low_quality=False, details=True))
    operation.add("rpn-thresholds", rpn(rpn_positive_threshold=0.5, rpn_negative_threshold=0.5, details=True))
    for kind in ("l1", "smooth-l1", "huber", "giou", "diou", "ciou"):
        operation.add(f"rpn-box-{kind}", rpn(rpn_box_loss=kind, rpn_box_weights=[2, 2, 1, 1]))
    operation.add("rpn-beta", rpn(rpn_beta=1))
    operation.add("rpn-delta", rpn(rpn_box_loss="huber", rpn_delta=0.25))
    operation.add("rpn-batch", rpn(images=[2, 0, 1], details=True))
    pyramid = {
        "image_size": [32, 48], "feature_sizes": [[4, 6], [2, 3]], "anchor_sizes": [[8], [16]],
        "aspect_ratios": [0.5, 1, 2], "anchor_order": "ratio-major", "round_anchors": True,
    }
    request = rpn(images=[2, 1], anchors=(4 * 6 + 2 * 3) * 3, details=True, **pyramid)
    del request["anchors"]
    objects = {"target_boxes": [[3.1, 4.2, 17.3, 20.6], [30.4, 8.1, 44.9, 16.2], [9.3, 9.1, 33.4, 30.7]],
               "target_labels": [1, 0, 1]}
    operation.add("rpn-pyramid", {**request, **objects})


def add_roi(operation, case):
    roi = partial(case, rpn=False)
    operation.add("roi", roi(details=True))
    operation.add("roi-agnostic", roi(width=4, details=True))
    operation.add("roi-one-class", roi(classes=2, details=True))
    operation.add("roi-ignored", roi(positive_threshold=0.7, negative_threshold=0.3, details=True))
    operation.add("roi-low-quality", roi(
        positive_threshold=0.9, negative_threshold=0.2, allow_low_quality=True, details=True))
    for kind in ("l1", "smooth-l1", "huber", "giou", "diou", "ciou"):
        operation.add(f"roi-box-{kind}", roi(box_loss=kind))
    operation.add("roi-box-weights", roi(box_weights=[1, 1, 1, 1], beta=0.5, width=4))
    operation.add("roi-delta", roi(box_loss="huber", delta=0.25))
    for background, width in ((3, 16), (3, 12), (1, 16), (3, 4)):
        request = roi(background_class=background, width=width, details=True)
        request["target_labels"] = [(background + n) % 4 for n in (1, 2, 3)]
        operation.add(f"roi-background-{background}-of-{width}", request)
    operation.add("roi-batch", roi(images=[2, 0, 1], details=True))
    operation.add("roi-ragged", ragged(roi(images=[1, 0, 2], details=True), [5, 0, 8]))


def add_sampled(operation, case):
    for name, settings in (
        ("defaults", {}), ("few", {"batch_size_per_image": 6}), ("seed", {"batch_size_per_image": 6, "seed": 7}),
        ("positives", {"batch_size_per_image": 4, "positive_fraction": 1}),
        ("background", {"batch_size_per_image": 5, "positive_fraction": 0}),
        ("odd", {"batch_size_per_image": 7, "positive_fraction": 0.3, "seed": 9007199254740991}),
    ):
        operation.add(f"rpn-sampled-{name}", case(roi=False, anchors=24, rpn_sampling=settings, details=True))
        operation.add(f"roi-sampled-{name}", case(rpn=False, proposals=18, sampling=settings, details=True))
    batch = case(
        images=[2, 0, 1], anchors=24, proposals=14, details=True, rpn_sampling={"batch_size_per_image": 8, "seed": 1},
        sampling={"batch_size_per_image": 6, "positive_fraction": 0.5, "seed": 2})
    operation.add("sampled", batch)
    operation.add("sampled-ragged", ragged(batch, [9, 4, 14]))
