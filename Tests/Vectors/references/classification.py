"""losses.binary-cross-entropy, losses.cross-entropy, losses.focal."""

import math

import torch
import torch.nn.functional as F
import torchvision.ops as ops
from mpmath import mpf

from .exact import clamped_log, exp, lift, log1p, power, total
from .inputs import Inputs
from .reduction import class_weighted, double, exact_answer, kept, leaf, peer_answer, per_class, weights_of
from .tensors import Variables, shape_and_items
from .vectors import Operation

SATURATED = "1 − σ(x) and σ(x) − 1 cancel in doubles at a saturated logit"
CLAMPED = "PyTorch clamps logarithms and denominators elsewhere (−100, 1e-12)"


# --- the exact side: sigmoid ---


def unit_targets(request):
    """Targets in [0,1]; signed ones (y = ±1) mapped there."""
    shape, items = shape_and_items(request["targets"])
    ignored = request.get("ignore_index")
    if request.get("target_encoding") == "signed":
        items = [y if y == ignored else (1 + mpf(y)) / 2 for y in items]
    return shape, [None if ignored is not None and t == ignored else mpf(t) for t in items]


def sigmoid_terms(request, variables):
    """For each element (−log p, −log(1 − p), p, 1 − p), none of them by a subtraction that cancels."""
    if "probabilities" in request:
        shape, ps = variables.tensor("probabilities", request["probabilities"])
        return shape, [(-clamped_log(p), -clamped_log(1 - p), p, 1 - p) for p in ps]
    shape, xs = variables.tensor("logits", request["logits"])
    return shape, [(log1p(exp(-x)), log1p(exp(x)), 1 / (1 + exp(-x)), 1 / (1 + exp(x))) for x in xs]


def binary_focal_element(terms, t, gamma, alpha, positive=1, smoothing=0):
    """Lin et al. (2017), soft targets as torchvision: α_t (1 − p_t)^γ CE; PyTorch's pos_weight, Keras' label smoothing."""
    nll, nll_of_not, p, not_p = terms
    t = t * (1 - mpf(smoothing)) + mpf(smoothing) / 2
    ce = mpf(positive) * t * nll + (1 - t) * nll_of_not
    one_minus_p_t = not_p * t + p * (1 - t)
    alpha_t = 1 if alpha is None else mpf(alpha) * t + (1 - mpf(alpha)) * (1 - t)
    return alpha_t * power(one_minus_p_t, gamma) * ce


def exact_binary(request, gamma, alpha):
    variables = Variables()
    shape, terms = sigmoid_terms(request, variables)
    _, targets = unit_targets(request)

    def of_class(value, i):
        return value[i % len(value)] if isinstance(value, list) else value

    elements = [
        lift(0) if t is None else binary_focal_element(
            e, t, gamma, of_class(alpha, i), of_class(request.get("pos_weight") or 1, i),
            request.get("label_smoothing", 0))
        for i, (e, t) in enumerate(zip(terms, targets))
    ]
    elements = class_weighted(request, shape, elements)
    return exact_answer(request, variables, shape, elements, mean_over=sum(t is not None for t in targets))


# --- the exact side: softmax ---


def positions(shape):
    """For each target, row-major, the flat positions of its C class entries in a tensor (N, C, …)."""
    n, c, inner = shape[0], shape[1], math.prod(shape[2:])
    return [[(i * c + k) * inner + j for k in range(c)] for i in range(n) for j in range(inner)]


class Softmax:
    """One element's classes: −log p_k and 1 − p_k, from logits or from probabilities."""

    def __init__(self, logits=None, probabilities=None):
        self.logits, self.probabilities = logits, probabilities

    def others(self, k):
        """Σ_{c≠k} e^{x_c − x_k} = (1 − p_k)/p_k."""
        return total(exp(x - self.logits[k]) for c, x in enumerate(self.logits) if c != k)

    def nll(self, k):
        return log1p(self.others(k)) if self.logits else -clamped_log(self.probabilities[k])

    def one_minus_p(self, k):
        if not self.logits:
            return 1 - self.probabilities[k]
        others = self.others(k)
        return others / (1 + others)


def softmax_elements(request, variables):
    """The shape of the targets, and (classes, target) for each element; the target None where ignored."""
    name = "logits" if "logits" in request else "probabilities"
    shape, items = variables.tensor(name, request[name])
    _, targets = shape_and_items(request["targets"])
    ignored = request.get("ignore_index")
    classes = [Softmax(**{name: [items[p] for p in row]}) for row in positions(shape)]
    return (shape[0], *shape[2:]), [(s, None if t == ignored else t) for s, t in zip(classes, targets)]


def exact_cross_entropy(request):
    """PyTorch's: (1 − ε) w_y (−log p_y) + (ε/C) Σ_c w_c (−log p_c); the mean is over Σ w_y."""
    variables = Variables()
    if "target_probabilities" in request:
        return exact_soft_cross_entropy(request, variables)
    shape, elements = softmax_elements(request, variables)
    smoothing, weights = mpf(request.get("label_smoothing", 0)), request.get("class_weights")
    losses, weight_sum = [], mpf(0)
    own = weights_of(request, shape) or [1] * len(elements)
    for (softmax, y), v in zip(elements, own):
        if y is None:
            losses.append(lift(0))
            continue
        w = [mpf(v) for v in weights or [1] * len(softmax.logits or softmax.probabilities)]
        weight_sum += v * w[y]
        loss = (1 - smoothing) * w[y] * softmax.nll(y)
        if smoothing:
            loss += smoothing / len(w) * total(w_c * softmax.nll(c) for c, w_c in enumerate(w))
        losses.append(loss)
    return exact_answer(request, variables, shape, losses, mean_over=weight_sum)


def exact_soft_cross_entropy(request, variables):
    """−Σ_c w_c ((1 − ε) t_c + ε/C) log p_c; the mean is over elements, or over their weights."""
    name = "logits" if "logits" in request else "probabilities"
    shape, items = variables.tensor(name, request[name])
    targets = [mpf(t) for t in shape_and_items(request["target_probabilities"])[1]]
    smoothing = mpf(request.get("label_smoothing", 0))
    losses = []
    for row in positions(shape):
        softmax = Softmax(**{name: [items[p] for p in row]})
        weights = [mpf(w) for w in request.get("class_weights") or [1] * len(row)]
        shares = [(1 - smoothing) * targets[p] + smoothing / len(row) for p in row]
        losses.append(total(w * s * softmax.nll(c) for c, (w, s) in enumerate(zip(weights, shares)) if w * s))
    own = weights_of(request, (shape[0], *shape[2:]))
    return exact_answer(
        request, variables, (shape[0], *shape[2:]), losses, mean_over=len(losses) if own is None else sum(own))


def exact_softmax_focal(request):
    """−α_y (1 − p_y)^γ log p_y, or with smoothing the sum of all classes'; the mean is over the elements not ignored."""
    variables = Variables()
    shape, elements = softmax_elements(request, variables)
    gamma, alpha, smoothing = request.get("gamma", 2), class_alphas(request), mpf(request.get("label_smoothing", 0))

    def element(s, y):
        classes = range(len(s.logits or s.probabilities)) if smoothing else [y]
        shares = {c: (1 - smoothing if c == y else 0) + smoothing / len(s.logits or s.probabilities) for c in classes}
        return total((mpf(alpha[c]) if alpha else 1) * shares[c] * power(s.one_minus_p(c), gamma) * s.nll(c)
                     for c in classes)

    losses = [lift(0) if y is None else element(s, y) for s, y in elements]
    return exact_answer(request, variables, shape, losses, mean_over=sum(y is not None for _, y in elements))


def class_alphas(request):
    """A list as it is; one number α, with two classes, read [α, 1 − α]."""
    alpha = request.get("alpha")
    return [alpha, 1 - mpf(alpha)] if isinstance(alpha, (int, float)) else alpha


# --- the peers ---


def peer_unit_targets(request):
    targets = double(request["targets"])
    if request.get("target_encoding") == "signed":
        targets = torch.where(kept(request, targets), (targets + 1) / 2, targets)
    return targets


def peer_binary_answer(request, leaves, elements, counted):
    """Elements times class_weights; those that are ignored cost nothing."""
    weights = per_class(request, "class_weights")
    elements = elements if weights is None else elements * weights
    return peer_answer(request, leaves, torch.where(counted, elements, 0.0), mean_over=int(counted.sum()))


def peer_binary_cross_entropy(request):
    name = "logits" if "logits" in request else "probabilities"
    x, t, alpha = leaf(request[name]), peer_unit_targets(request), request.get("alpha")
    counted = kept(request, double(request["targets"]))
    t, positive = torch.where(counted, t, 0.0), per_class(request, "pos_weight")
    if name == "logits":
        positive = None if positive is None else torch.as_tensor(positive, dtype=torch.float64)
        elements = F.binary_cross_entropy_with_logits(x, t, reduction="none", pos_weight=positive)
    elif positive is None:
        elements = F.binary_cross_entropy(x, t, reduction="none")
    else:
        elements = -positive * t * x.log() - (1 - t) * (-x).log1p()
    if alpha is not None:
        elements = (alpha * t + (1 - alpha) * (1 - t)) * elements
    return peer_binary_answer(request, {name: x}, elements, counted)


def peer_sigmoid_focal(request):
    t, gamma, alpha = peer_unit_targets(request), request.get("gamma", 2), per_class(request, "alpha", 0.25)
    counted, smoothing = kept(request, double(request["targets"])), request.get("label_smoothing", 0)
    t = torch.where(counted, t, 0.0) * (1 - smoothing) + smoothing / 2
    if "logits" in request:
        x = leaf(request["logits"])
        plain = alpha is None or torch.is_tensor(alpha)
        elements = ops.sigmoid_focal_loss(x, t, alpha=-1 if plain else alpha, gamma=gamma)
        if torch.is_tensor(alpha):
            elements = (alpha * t + (1 - alpha) * (1 - t)) * elements
        return peer_binary_answer(request, {"logits": x}, elements, counted)
    p = leaf(request["probabilities"])
    p_t = p * t + (1 - p) * (1 - t)
    elements = F.binary_cross_entropy(p, t, reduction="none") * (1 - p_t) ** gamma
    if alpha is not None:
        elements = (alpha * t + (1 - alpha) * (1 - t)) * elements
    return peer_binary_answer(request, {"probabilities": p}, elements, counted)


def peer_class_targets(request):
    shape, items = shape_and_items(request["targets"])
    return torch.tensor(items, dtype=torch.int64).reshape(shape)


def ignored_index(request):
    ignored = request.get("ignore_index")
    return -(10**9) if ignored is None else ignored  # PyTorch's own default, −100, is not focald's


def peer_cross_entropy(request):
    """F.cross_entropy, each reduction its own; from probabilities, its documented formula over their logarithms."""
    name = "logits" if "logits" in request else "probabilities"
    if "target_probabilities" in request:
        return peer_soft_cross_entropy(request, name)
    x, y = leaf(request[name]), peer_class_targets(request)
    weights = request.get("class_weights")
    weights = None if weights is None else double(weights)
    ignored, smoothing = ignored_index(request), request.get("label_smoothing", 0.0)
    if name == "logits":
        elements = F.cross_entropy(
            x, y, weight=weights, ignore_index=ignored, reduction="none", label_smoothing=smoothing
        )
    else:
        per_class = torch.ones(x.shape[1], dtype=x.dtype) if weights is None else weights
        broadcast = per_class.reshape(1, -1, *[1] * (x.dim() - 2))
        nll = F.nll_loss(x.log(), y, weight=weights, ignore_index=ignored, reduction="none")
        smooth = -(x.log() * broadcast).sum(1) / x.shape[1] * (y != ignored)
        elements = (1 - smoothing) * nll + smoothing * smooth
    kept = y != ignored
    mean_over = kept.sum().item() if weights is None else weights[y[kept]].sum().item()
    own = request.get("weights")
    if own is not None:
        own = double(own)
        own = own.reshape(*own.shape, *[1] * (y.dim() - own.dim())).expand(y.shape)[kept]
        mean_over = (own if weights is None else own * weights[y[kept]]).sum().item()
    answer = peer_answer(request, {name: x}, elements, mean_over=mean_over)
    if request.get("reduction", "mean") == "mean" and name == "logits" and mean_over and own is None:
        answer["loss"] = F.cross_entropy(
            x, y, weight=weights, ignore_index=ignored, label_smoothing=smoothing
        ).item()
    return answer


def peer_soft_cross_entropy(request, name):
    """F.cross_entropy with class probabilities; from probabilities, its formula over their logarithms."""
    x, t = leaf(request[name]), double(request["target_probabilities"])
    weights, smoothing = per_class(request, "class_weights"), request.get("label_smoothing", 0.0)
    if name == "logits":
        elements = F.cross_entropy(x, t, weight=weights, reduction="none", label_smoothing=smoothing)
    else:
        broadcast = (torch.ones(x.shape[1]).double() if weights is None else weights).reshape(1, -1, *[1] * (x.dim() - 2))
        elements = -(broadcast * (t * (1 - smoothing) + smoothing / x.shape[1]) * x.log()).sum(1)
    own = request.get("weights")
    mean_over = None
    if own is not None:
        own = double(own)
        mean_over = own.reshape(*own.shape, *[1] * (elements.dim() - own.dim())).expand(elements.shape).sum().item()
    answer = peer_answer(request, {name: x}, elements, mean_over=mean_over)
    if request.get("reduction", "mean") == "mean" and name == "logits" and own is None and len(x):
        answer["loss"] = F.cross_entropy(x, t, weight=weights, label_smoothing=smoothing).item()
    return answer


def peer_softmax_focal(request):
    name = "logits" if "logits" in request else "probabilities"
    x, y = leaf(request[name]), peer_class_targets(request)
    kept = y != ignored_index(request)
    log_p = F.log_softmax(x, dim=1) if name == "logits" else x.log()
    if request.get("label_smoothing"):
        return peer_smoothed_focal(request, name, x, log_p, y, kept)
    log_p_y = log_p.gather(1, (y * kept).unsqueeze(1)).squeeze(1)
    elements = -((1 - log_p_y.exp()) ** request.get("gamma", 2)) * log_p_y * kept
    alphas = class_alphas(request)
    if alphas is not None:
        elements = torch.tensor([float(a) for a in alphas], dtype=torch.float64)[y * kept] * elements
    return peer_answer(request, {name: x}, elements, mean_over=kept.sum().item())


def peer_smoothed_focal(request, name, x, log_p, y, kept):
    """Keras' CategoricalFocalCrossentropy: the focal losses of all classes, by their share of the smoothed target."""
    smoothing, classes = request["label_smoothing"], x.shape[1]
    shares = F.one_hot(y * kept, classes).movedim(-1, 1).double() * (1 - smoothing) + smoothing / classes
    alphas = class_alphas(request)
    if alphas is not None:
        shares = shares * torch.tensor([float(a) for a in alphas], dtype=torch.float64).reshape(1, -1, *[1] * (x.dim() - 2))
    elements = -(shares * (1 - log_p.exp()) ** request.get("gamma", 2) * log_p).sum(1) * kept
    return peer_answer(request, {name: x}, elements, mean_over=kept.sum().item())


# --- the vectors ---


def operations():
    return [binary_cross_entropy(), cross_entropy(), focal()]


def binary_weights(operation, **parameters):
    """Weights by element, row and class, and targets that are ignored."""
    inputs = Inputs(operation.name + " weights")

    def case(**more):
        return {"logits": inputs.numbers((4, 3), -4, 4), "targets": inputs.integers((4, 3), 0, 1), **parameters, **more}

    for name, shape in (("elements", (4, 3)), ("rows", (4,))):
        reductions(operation, f"weights-{name}", lambda: case(weights=inputs.numbers(shape, 0.1, 3)))
    operation.add("weights-zero", case(weights=[0, 1, 0, 2.5], gradients=True))
    operation.add("weights-all-zero", case(weights=[0, 0, 0, 0], gradients=True))
    classes = {"class_weights": [0.5, 2, 1.25]}
    reductions(operation, "class-weights", lambda: case(**classes), ("none", "mean"))
    operation.add("class-weights-and-weights", case(**classes, weights=[1, 0.5, 2, 3], gradients=True))
    ignored = {"ignore_index": -1, "targets": [[1, -1, 0], [-1, -1, -1], [0, 1, 1], [0, 0, -1]]}
    reductions(operation, "ignore", lambda: case(**ignored), ("none", "mean"))
    operation.add("ignore-weights", case(**ignored, **classes, weights=[1, 0.5, 2, 3], gradients=True))
    operation.add("ignore-all", {
        "logits": [0.5, 2], "targets": [255, 255], "ignore_index": 255, **parameters, "gradients": True,
    })
    chances = {**case(weights=[1, 0.5, 2, 3]), "gradients": True}
    chances["probabilities"] = inputs.numbers((4, 3), 0.05, 0.95)
    del chances["logits"]
    operation.add("weights-probabilities", chances)
    many = {"logits": inputs.numbers((19, 21), -4, 4), "targets": inputs.integers((19, 21), 0, 1), **parameters}
    operation.add("weights-many", {
        **many, "weights": inputs.numbers((19,), 0.1, 3), "class_weights": inputs.numbers((21,), 0.1, 3),
        "gradients": True,
    })
    return inputs, case


def reductions(operation, prefix, inputs_of, variants=("none", "mean", "sum", "normalizer")):
    """The four reductions with gradients, each on its own numbers."""
    for variant in variants:
        how = {"reduction": "sum", "normalizer": 3} if variant == "normalizer" else {"reduction": variant}
        operation.add(f"{prefix}-{variant}", {**inputs_of(), **how, "gradients": True})


def binary_common(operation, inputs):
    """What binary cross entropy and the sigmoid focal loss share: kinds of targets and inputs, shapes, the ends."""

    def logits(*shape, **targets):
        hard = {"targets": inputs.integers(shape, 0, 1)}
        return {"logits": inputs.numbers(shape, -4, 4), **(targets or hard)}

    def probabilities(*shape):
        return {"probabilities": inputs.numbers(shape, 0.05, 0.95), "targets": inputs.integers(shape, 0, 1)}

    reductions(operation, "logits", lambda: logits(6))
    reductions(operation, "probabilities", lambda: probabilities(2, 3))
    reductions(operation, "soft", lambda: logits(5, targets=inputs.numbers((5,), 0.05, 0.95, 2)), ("none", "mean"))
    soft = {"probabilities": inputs.numbers((4,), 0.1, 0.9), "targets": inputs.numbers((4,), 0.05, 0.95, 2)}
    operation.add("soft-probabilities", {**soft, "reduction": "none", "gradients": True})
    signed = {"targets": [1, -1, -1, 1], "target_encoding": "signed"}
    operation.add("signed", {"logits": [0.3, -1.2, 2.1, -0.4], **signed, "reduction": "none", "gradients": True})
    operation.add("signed-probabilities", {"probabilities": [0.8, 0.3, 0.6, 0.2], **signed, "gradients": True})
    operation.add("defaults", logits(7))
    operation.add("no-gradients", {**logits(2, 2), "reduction": "none", "gradients": False})
    operation.add("rank-3", {**logits(2, 2, 3), "gradients": True})
    operation.add("single", {"logits": [0.25], "targets": [1], "gradients": True})
    for reduction in ("none", "mean", "sum"):
        operation.add(f"empty-{reduction}", {"logits": [], "targets": [], "reduction": reduction, "gradients": True})
    operation.add("many", {**logits(16, 12), "gradients": True})
    return logits, probabilities


EXTREMES = [50, -50, 700, -700, 1e4, -1e4]


def binary_cross_entropy():
    operation = Operation(
        "losses.binary-cross-entropy",
        "torch.nn.functional.binary_cross_entropy_with_logits; balanced: Lin et al. 2017, eq. 3",
        lambda r: exact_binary(r, 0, r.get("alpha")),
        peer_binary_cross_entropy,
    )
    logits, probabilities = binary_common(operation, Inputs(operation.name))
    for alpha in (0.25, 0.9):
        reductions(operation, f"alpha-{alpha}", lambda: {**logits(5), "alpha": alpha}, ("none", "mean"))
    operation.add("alpha-probabilities", {**probabilities(5), "alpha": 0.25, "reduction": "none", "gradients": True})
    soft = {"targets": [0.1, 0.65, 0.9]}
    operation.add("alpha-soft", {"logits": [0.4, -2, 3.5], **soft, "alpha": 0.3, "gradients": True})
    operation.add("alpha-signed", {
        "logits": [0.4, -2, 3.5], "targets": [1, -1, 1], "target_encoding": "signed", "alpha": 0.75,
        "reduction": "sum", "gradients": True,
    })
    for alpha in (0, 1):
        operation.add(f"alpha-{alpha}", {**logits(4), "alpha": alpha, "reduction": "none", "gradients": True})
    operation.add("alpha-null", {**logits(4), "alpha": None})
    extremes(operation, {})
    extremes(operation, {"alpha": 0.25}, ("none",))
    wrong_side(operation, {})
    wrong_side(operation, {"alpha": 0.25})
    positive_weights(operation)
    return operation


def positive_weights(operation):
    inputs, case = binary_weights(operation)
    for name, weight in (("number", 2.5), ("classes", [0.5, 3, 1.75])):
        reductions(operation, f"pos-weight-{name}", lambda: case(pos_weight=weight))
        soft = case(pos_weight=weight, targets=inputs.numbers((4, 3), 0.05, 0.95, 2))
        operation.add(f"pos-weight-{name}-soft", {**soft, "reduction": "none", "gradients": True})
        chances = {"probabilities": inputs.numbers((4, 3), 0.05, 0.95), "targets": inputs.integers((4, 3), 0, 1)}
        operation.add(f"pos-weight-{name}-probabilities", {**chances, "pos_weight": weight, "gradients": True})
        operation.add(f"pos-weight-{name}-alpha-ignore", case(
            pos_weight=weight, alpha=0.3, ignore_index=2, weights=[1, 2, 0.5, 0.25], gradients=True,
            targets=[[1, 2, 0], [2, 2, 2], [0, 1, 1], [0, 0, 2]]))
    wide = {"logits": inputs.numbers((5, 37), -4, 4), "targets": inputs.integers((5, 37), 0, 1)}
    operation.add("pos-weight-37-classes", {**wide, "pos_weight": inputs.numbers((37,), 0.1, 9), "gradients": True})


def extremes(operation, parameters, kinds=("none", "mean"), prefix=""):
    """Logits of ±50, ±700, ±1e4 under both targets."""
    both = {"logits": EXTREMES * 2, "targets": [1] * 6 + [0] * 6, **parameters}
    name = prefix + "extreme-logits-" + "".join(f"{k}-{v}-" for k, v in parameters.items())
    for kind in kinds:
        operation.add(name + kind, {**both, "reduction": kind, "gradients": True}, because=SATURATED)


def wrong_side(operation, parameters):
    """Probabilities of exactly 0 and 1, on the wrong side and on the right one."""
    name = "".join(f"-{k}-{v}" for k, v in parameters.items())
    how = {**parameters, "reduction": "none", "gradients": True}
    wrong = {"probabilities": [0, 1, 0.5], "targets": [1, 0, 1]}
    operation.add(f"probabilities-wrong-side{name}", {**wrong, **how}, because=CLAMPED)
    soft = {"probabilities": [0, 1, 0, 1], "targets": [0.25, 0.25, 0.75, 0.75]}
    operation.add(f"probabilities-wrong-side-soft{name}", {**soft, **how}, because=CLAMPED)
    right = {"probabilities": [1, 0], "targets": [1, 0]}
    operation.add(f"probabilities-right-side{name}", {**right, **how}, because=CLAMPED)
    tiny = {"probabilities": [1e-30, 1e-30, 1e-300, 0.9999999999], "targets": [0, 1, 1, 1]}
    operation.add(f"probabilities-tiny{name}", {**tiny, **how}, because=CLAMPED)


def cross_entropy():
    operation = Operation(
        "losses.cross-entropy", "torch.nn.functional.cross_entropy", exact_cross_entropy, peer_cross_entropy
    )
    inputs = Inputs(operation.name)

    def case(n, c, *inner, name="logits", **parameters):
        low, high = (-4, 4) if name == "logits" else (0.05, 0.5)
        values, targets = inputs.numbers((n, c, *inner), low, high), inputs.integers((n, *inner), 0, c - 1)
        return {name: values, "targets": targets, **parameters}

    softmax_common(operation, case)
    weights = {"class_weights": [0.5, 2, 1.25]}
    for label, more in (
        ("weights", weights),
        ("weights-ignore", {**weights, "ignore_index": 1}),
        ("smoothing", {"label_smoothing": 0.1}),
        ("smoothing-weights", {**weights, "label_smoothing": 0.2}),
        ("smoothing-weights-ignore", {**weights, "label_smoothing": 0.2, "ignore_index": 2}),
    ):
        reductions(operation, label, lambda: case(5, 3, **more), ("none", "mean"))
    operation.add("weights-normalizer", {
        **case(4, 3, **weights), "reduction": "sum", "normalizer": 2.5, "gradients": True,
    })
    operation.add("weights-one-zero", {**case(6, 3, class_weights=[0, 1, 3]), "gradients": True})
    operation.add("smoothing-1", {**case(3, 4, label_smoothing=1), "gradients": True})
    operation.add("smoothing-rank-4", {**case(2, 3, 2, 2, label_smoothing=0.1, **weights), "gradients": True})
    operation.add("probabilities-smoothing-weights-ignore", {
        **case(6, 3, name="probabilities", label_smoothing=0.2, ignore_index=0, **weights), "gradients": True,
    })
    softmax_ends(operation, {}, {"label_smoothing": 0.1})
    soft_targets(operation)
    return operation


def softmax_weights(operation, prefix="", **parameters):
    """Weights by element and row, with every other way to weigh."""
    inputs = Inputs(operation.name + " softmax weights")

    def case(n, c, *inner, **more):
        values, targets = inputs.numbers((n, c, *inner), -4, 4), inputs.integers((n, *inner), 0, c - 1)
        return {"logits": values, "targets": targets, **parameters, **more}

    reductions(operation, f"{prefix}weights-elements", lambda: case(4, 3, weights=inputs.numbers((4,), 0.1, 3)))
    reductions(operation, f"{prefix}weights-rank-3", lambda: case(2, 3, 4, weights=inputs.numbers((2, 4), 0.1, 3)))
    operation.add(f"{prefix}weights-rows", case(2, 3, 4, weights=[0.5, 2], gradients=True))
    operation.add(f"{prefix}weights-zero", case(3, 3, weights=[0, 0, 0], gradients=True))
    operation.add(f"{prefix}weights-ignore", case(6, 3, weights=inputs.numbers((6,), 0.1, 3), ignore_index=1, gradients=True))
    return inputs, case


def soft_targets(operation):
    inputs, case = softmax_weights(operation)
    everything = {"class_weights": [0.5, 2, 1.25], "label_smoothing": 0.2, "ignore_index": 2}
    operation.add("weights-everything", case(5, 3, weights=[1, 0.5, 2, 0, 3], **everything, gradients=True))

    def soft(*shape, **more):
        return {"logits": inputs.numbers(shape, -4, 4), "target_probabilities": inputs.numbers(shape, 0.05, 0.95, 2), **more}

    reductions(operation, "soft-targets", lambda: soft(4, 3))
    reductions(operation, "soft-targets-rank-3", lambda: soft(2, 3, 2), ("none", "mean"))
    classes = {"class_weights": [0.5, 2, 1.25], "label_smoothing": 0.2}
    reductions(operation, "soft-targets-weights", lambda: soft(4, 3, **classes), ("none", "mean"))
    operation.add("soft-targets-rows", soft(4, 3, **classes, weights=[1, 0.5, 2, 3], gradients=True))
    hard = [[0, 1, 0], [1, 0, 0], [0, 0, 0]]
    operation.add("soft-targets-hard", {**soft(3, 3), "target_probabilities": hard, "gradients": True})
    chances = {"probabilities": inputs.numbers((3, 3), 0.05, 0.9), "target_probabilities": inputs.numbers((3, 3), 0.05, 0.9)}
    operation.add("soft-targets-probabilities", {**chances, "class_weights": [0.5, 2, 1.25], "gradients": True})
    for reduction in ("none", "mean"):
        empty = {"shape": [0, 3], "data": []}
        operation.add(f"soft-targets-empty-{reduction}", {
            "logits": empty, "target_probabilities": empty, "reduction": reduction,
        })


def softmax_common(operation, case, **parameters):
    """What cross entropy and the softmax focal loss share."""
    prefix = "softmax-" if parameters else ""
    reductions(operation, f"{prefix}rank-2", lambda: case(3, 4, **parameters))
    reductions(operation, f"{prefix}rank-3", lambda: case(2, 3, 2, **parameters), ("none", "mean", "sum"))
    reductions(operation, f"{prefix}class-probabilities", lambda: case(3, 3, name="probabilities", **parameters))
    operation.add(f"{prefix}rank-4", {**case(2, 3, 2, 2, **parameters), "gradients": True})
    operation.add(f"{prefix}defaults", case(4, 3, **parameters))
    operation.add(f"{prefix}no-gradients", {**case(4, 3, **parameters), "reduction": "sum", "gradients": False})
    reductions(operation, f"{prefix}ignore", lambda: case(6, 3, ignore_index=1, **parameters), ("none", "mean"))
    outside = case(4, 3, ignore_index=-100, **parameters)
    outside["targets"][1] = outside["targets"][2] = -100
    operation.add(f"{prefix}ignore-outside", {**outside, "gradients": True})
    ignored = case(2, 3, ignore_index=255, **parameters)
    ignored["targets"] = [255, 255]
    operation.add(f"{prefix}all-ignored", {**ignored, "gradients": True})
    operation.add(f"{prefix}single", {**case(1, 2, **parameters), "gradients": True})
    operation.add(f"{prefix}one-class", {**case(2, 1, **parameters), "gradients": True})
    empty = {"logits": {"shape": [0, 3], "data": []}, "targets": [], **parameters}
    for reduction in ("none", "mean", "sum"):
        operation.add(f"{prefix}empty-{reduction}", {**empty, "reduction": reduction})
    operation.add(f"{prefix}many", {**case(30, 8, **parameters), "gradients": True})


def softmax_ends(operation, parameters, smoothing=None, prefix=""):
    """Logits of ±50, ±700, ±1e4; probabilities of exactly 0 and 1."""
    logits = [[1e4, -1e4, 0], [700, -700, 0], [50, -50, 0], [-1e4, 1e4, 1e4], [0, 0, 0]]
    ends = {"reduction": "none", "gradients": True}
    for label in range(3):
        case = {"logits": logits, "targets": [label] * len(logits), **parameters, **ends}
        operation.add(f"{prefix}extreme-logits-target-{label}", case, because=SATURATED)
    if smoothing:
        case = {"logits": logits, "targets": [0, 1, 2, 0, 1], **smoothing, **ends}
        operation.add("extreme-logits-smoothing", case)
    wrong = {"probabilities": [[0, 1], [1, 0], [0.25, 0.75]], "targets": [0, 0, 1], **parameters, **ends}
    operation.add(f"{prefix}class-probabilities-wrong-side", wrong, because=CLAMPED)


def focal():
    def exact(request):
        if request.get("activation") == "softmax":
            return exact_softmax_focal(request)
        return exact_binary(request, request.get("gamma", 2), request.get("alpha", 0.25))

    def peer(request):
        softmax = request.get("activation") == "softmax"
        return peer_softmax_focal(request) if softmax else peer_sigmoid_focal(request)

    operation = Operation(
        "losses.focal", "Lin et al. 2017, eq. 5; torchvision.ops.sigmoid_focal_loss; softmax: −α_y (1 − p_y)^γ log p_y",
        exact, peer,
    )
    inputs = Inputs(operation.name)
    logits, probabilities = binary_common(operation, inputs)
    for gamma in (0, 0.5, 2, 5):
        for alpha in (None, 0.25):
            parameters = {"gamma": gamma, "alpha": alpha}
            reductions(operation, f"gamma-{gamma}-alpha-{alpha}", lambda: {**logits(6), **parameters}, ("none", "mean"))
            operation.add(f"gamma-{gamma}-alpha-{alpha}-probabilities", {
                **probabilities(4), **parameters, "reduction": "none", "gradients": True,
            })
        extremes(operation, {"gamma": gamma, "alpha": None}, ("none",))
        wrong_side(operation, {"gamma": gamma})
    extremes(operation, {}, ("mean",))
    for alpha in (0, 0.75, 1):
        operation.add(f"alpha-{alpha}", {**logits(4), "alpha": alpha, "reduction": "none", "gradients": True})
    operation.add("gamma-0.5-soft", {
        "logits": [0.4, -2, 3.5], "targets": [0.1, 0.65, 0.9], "gamma": 0.5, "reduction": "none", "gradients": True,
    })
    for gamma in (0.1, 0.5, 0.999, 1):
        certain = {"logits": [20, 40, 100, 400, 800, 2e4], "targets": [1] * 6, "gamma": gamma}
        operation.add(f"certain-gamma-{gamma}", {**certain, "reduction": "none", "gradients": True}, because=SATURATED)
    softmax_focal(operation, inputs)
    focal_weights(operation)
    return operation


def focal_weights(operation):
    """Weights, an α per class, label smoothing."""
    inputs, case = binary_weights(operation)
    alphas = {"alpha": [0.25, 0.9, 0.5]}
    reductions(operation, "alpha-classes", lambda: case(**alphas))
    for gamma in (0, 0.5, 3):
        operation.add(f"alpha-classes-gamma-{gamma}", case(**alphas, gamma=gamma, reduction="none", gradients=True))
    soft = case(**alphas, targets=inputs.numbers((4, 3), 0.05, 0.95, 2))
    operation.add("alpha-classes-soft", {**soft, "gradients": True})
    wide = {"logits": inputs.numbers((5, 37), -4, 4), "targets": inputs.integers((5, 37), 0, 1)}
    operation.add("alpha-37-classes", {**wide, "alpha": inputs.numbers((37,), 0.1, 0.9), "gradients": True})
    for smoothing in (0.1, 1e-6, 1):
        for gamma in (0, 0.5, 2):
            smooth = {"label_smoothing": smoothing, "gamma": gamma, "reduction": "none", "gradients": True}
            operation.add(f"smoothing-{smoothing}-gamma-{gamma}", case(**smooth))
    operation.add("smoothing-alpha-classes", case(**alphas, label_smoothing=0.2, gradients=True))
    operation.add("smoothing-ignore", case(
        label_smoothing=0.2, ignore_index=7, targets=[[1, 7, 0], [7, 7, 7], [0, 1, 1], [0, 0, 7]], gradients=True))
    chances = {"probabilities": inputs.numbers((4, 3), 0.05, 0.95), "targets": inputs.integers((4, 3), 0, 1)}
    operation.add("smoothing-probabilities", {**chances, "label_smoothing": 0.1, "gradients": True})
    softmax = {"activation": "softmax"}
    inputs, case = softmax_weights(operation, "softmax-", **softmax)
    operation.add("softmax-weights-alpha", case(4, 3, alpha=[0.2, 1, 0.65], weights=[1, 0, 2, 0.5], gradients=True))
    for gamma in (0, 0.5, 2):
        smooth = {"label_smoothing": 0.1, "gamma": gamma, "reduction": "none", "gradients": True}
        operation.add(f"softmax-smoothing-gamma-{gamma}", case(4, 3, **smooth))
        operation.add(f"softmax-smoothing-alpha-gamma-{gamma}", case(3, 3, 2, **smooth, alpha=[0.2, 1, 0.65]))
    operation.add("softmax-smoothing-ignore", case(6, 3, label_smoothing=0.3, ignore_index=1, gradients=True))
    chances = {"probabilities": inputs.numbers((3, 3), 0.05, 0.6), "targets": [0, 2, 1], **softmax}
    operation.add("softmax-smoothing-probabilities", {**chances, "label_smoothing": 0.1, "gradients": True})


def softmax_focal(operation, inputs):
    def case(n, c, *inner, name="logits", **parameters):
        low, high = (-3, 3) if name == "logits" else (0.05, 0.6)
        values, targets = inputs.numbers((n, c, *inner), low, high), inputs.integers((n, *inner), 0, c - 1)
        return {name: values, "targets": targets, **parameters}

    softmax = {"activation": "softmax"}
    softmax_common(operation, case, **softmax)
    for gamma in (0, 0.5, 2, 5):
        parameters = {**softmax, "gamma": gamma}
        for label, c, alpha in (("null", 3, None), ("list", 3, [0.2, 1, 0.65]), ("number", 2, 0.25)):
            kinds = ("none", "mean") if gamma == 2 else ("none",)
            with_alpha = {**parameters, "alpha": alpha}
            reductions(operation, f"softmax-gamma-{gamma}-alpha-{label}", lambda: case(3, c, **with_alpha), kinds)
        softmax_ends(operation, parameters, prefix=f"softmax-gamma-{gamma}-")
    operation.add("softmax-alpha-list-ignore-rank-3", {
        **case(2, 3, 3, **softmax, alpha=[0.2, 1, 0.65], ignore_index=0), "gradients": True,
    })
    operation.add("softmax-alpha-probabilities", {
        **case(4, 2, name="probabilities", **softmax, alpha=0.25, gamma=0.5), "reduction": "none", "gradients": True,
    })
