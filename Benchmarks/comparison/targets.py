"""What focald wants to reach: ratios of a peer's median and its own, in the same run; the lowest of all runs counts."""

import dataclasses

from .evaluations import COLUMNS, DETECTIONS, EVALUATE, FASTER, FORM, HOTCOCO, LIMIT, PYCOCO, TENTH, ULTRAFAST, ULTRAFAST_WITHIN
from .matches import *  # the contestants' names
from .networks import COMPILED_NETWORK, DIRECT, EAGER, EIGHT, IN_PROCESS, ONE, ONNX, OPENVINO, WINOGRAD
from .runs import ENOUGH


@dataclasses.dataclass
class Target:
    label: str
    work: str
    n: int
    ours: str
    peer: str
    at_least: float
    # If it is not met: what stands in the way, and what was tried.
    why: str = ""


FOCAL_BINARY = "focal + gradient, 10⁶ float32, HTTP, binary"
SERVER = (
    "half of the server's time is focald's code and Swift's runtime, a tenth libc's, for forty small allocations; the profile "
    "is flat. Tried: one look-up of the route, small bodies answered on the network thread, ids without a system call, arrays "
    "instead of hashing, inputs by reference, the parser's tape in small blocks (a sixth fewer instructions together)"
)
CLIENT = (
    "most of it is the client, which copies the tensors before it sends them. Tried: http.client, in the next line, which "
    "does not"
)
WRITING = (
    "a third of the server's time is std::to_chars, which writes 10⁶ shortest numbers; they are 14 MB over loopback. Tried: "
    "blocks written on both processors, pieces sent as they are, memory of earlier requests (page faults were a quarter), "
    "Dragonbox (a seventh faster than std::to_chars)"
)
VECTORS = (
    "bound by its instructions, some fifteen an element with AVX2. Tried: polynomials in pairs (a quarter less), one logistic for "
    "both signs, eight lanes instead of sixteen (slower), the exponentials of a piece ahead of the rest (an eighth less). Fused "
    "multiply-add would take another fifth, and give each level of processors bits of its own"
)
FOUR = (
    "bound by its instructions, some 120 a box with AVX2. Tried: four boxes at a time, masks by bits (both slower)"
)
STAGES = "a third is the scan of 59 MB, at the speed of memory; the rest top-k, decoding and suppression, on one processor"
SOCKET = (
    "most of it is 71 MB over loopback, in pieces of 16 KiB. Tried: one buffer that is never moved, scans on both processors, "
    "memory of earlier requests (half of the server's processor time)"
)
COPIES = (
    "two thirds are the copy of 71 MB, at the speed of memory, as a client may change the region meanwhile. Tried: all on both "
    "processors, memory that stays (three times faster together), the search for infinities while a piece is near"
)
LOOPBACK = (
    "loopback, libmicrohttpd and the client take about as long as reading the text. Tried: arrays read in blocks on both processors "
    "(the parser three times faster), text freed before computing, memory of earlier requests (a third of the server's processor time)"
)
FUSED = (
    "bias, rectification and sums within the kernels, maps in blocks of channels from the first to the last, weights packed once, one "
    "memory for all maps"
)
WIDE = (
    "3 × 3 convolutions at stride 1 are Winograd's, on AVX2 by kernels of our own (by themselves three to four times as fast as direct "
    "ones); all others are oneDNN's direct ones. Products of tiles are 45 % of the time, their transforms 12 %, the other kernels a "
    f"third. Tried: {FUSED}, tiles in chunks that stay in the caches, bfloat16 (1.7 to 2 times slower without AMX)"
)
DIRECTLY = (
    f"both multiply as often, and the processor's multiplications bound both. Tried: {FUSED}, the library's own choice of algorithm (never "
    "Winograd's), bfloat16 and float16 (1.7 to 2 times slower without AMX). With AVX-512 a prototype took 0.65 to 0.72 of PyTorch's "
    "time, 0.97 to 1.01 of ONNX Runtime's; AVX2 is the default there, too, as its figures are the tested ones"
)
PIECES = (
    "what stays are packed weights, the maps of the largest picture and its heads. Tried: the file mapped and its pages given back, folded "
    "weights one layer at a time, the heap's holes returned (130 MB), maps that share places"
)
PACKING = (
    "most of it is folding and packing 34 million weights. Tried: the file mapped, tensors read where they lie, each layer packed by "
    "both processors"
)
SMALL = (
    "runs differ by a third on the machine of these figures. winograd took 5.7 to 7.1 ms in the same runs; the default is direct, whose "
    "bits do not hang on the number of threads"
)
GIVING_WAY = (
    "the clients, who ask for small answers as well, are threads of one Python process on the same two processors, and the network gives "
    "way to them. From processes of their own eight get 1.57 times one's pictures (`make reliability PYTEST=\"-k EightClients -s\"`)"
)
FIFTY = "RetinaNet R50-FPN, raw heads of {}, "


def forward(size, label):
    """Rows of one size: the faster setting, and the one that gives the same bits on any number of threads."""
    rows = [
        (WINOGRAD, EAGER, 2.2), (WINOGRAD, COMPILED_NETWORK, 1.5), (WINOGRAD, ONNX, 1.5), (WINOGRAD, OPENVINO, 1.5),
        (DIRECT, EAGER, 1.4), (DIRECT, ONNX, 1),
    ]
    return [
        Target(
            FIFTY.format(label) + ours.removeprefix("focald, "), "network-forward", size, ours, peer, least,
            WIDE if ours == WINOGRAD else DIRECTLY)
        for ours, peer, least in rows
    ]


TARGETS = [
    Target("focal loss + gradient, 10⁶ float32, kernel", "focal", 10**6, KERNEL, TORCH, 14, VECTORS),
    Target("CIoU loss + gradient, 10⁵ boxes float32, kernel", "ciou", 10**5, KERNEL, TORCH, 18, FOUR),
    Target("NMS, 10⁴ random boxes, kernel", "nms", 10**4, KERNEL, TORCH, 120),
    Target("NMS, 10⁴ random boxes on top of each other, kernel", "nms-dense", 10**4, KERNEL, TORCH, 40),
    Target("NMS, 5·10⁴ random boxes, kernel", "nms", 50_000, KERNEL, TORCH, 300),
    Target("NMS, 5·10⁴ random boxes on top of each other, kernel", "nms-dense", 50_000, KERNEL, TORCH, 80),
    Target("batched NMS, 5·10⁴ boxes, 80 classes, kernel", "batched-nms", 50_000, KERNEL, TORCH, 20),
    Target("pairwise IoU 2000 × 2000", "pairwise-iou", 2000, KERNEL, TORCH, 14),
    Target("RetinaNet post-processing, 163,206 × 91 float32, kernel", "retinanet", 1, KERNEL, TORCH, 18, STAGES),
    Target("the same over HTTP, binary body (tritonclient)", "retinanet", 1, BINARY, TORCH, 3, CLIENT),
    Target("the same over HTTP, binary body (http.client)", "retinanet", 1, PLAIN, TORCH, 3, SOCKET),
    Target("the same by shared memory", "retinanet", 1, SHARED, TORCH, 8, COPIES),
    Target(FOCAL_BINARY + " (tritonclient)", "focal", 10**6, BINARY, TORCH, 1.5, CLIENT),
    Target(FOCAL_BINARY + " (http.client)", "focal", 10**6, PLAIN, TORCH, 1.5),
    Target("focal, 10⁶ values as JSON over HTTP", "focal-json", 10**6, FOCALD, PYDANTIC, 20, LOOPBACK),
    Target("focal, 10⁶ values as JSON over HTTP", "focal-json", 10**6, FOCALD, ORJSON, 8, LOOPBACK),
    Target("focal + gradient, 10⁶ values as JSON over HTTP", "focal-json-gradient", 10**6, FOCALD, PYDANTIC, 12, WRITING),
    Target("focal + gradient, 10⁶ values as JSON over HTTP", "focal-json-gradient", 10**6, FOCALD, ORJSON, 8, WRITING),
    Target("a training step, 24 × 108 anchors, from arrays to arrays", "training-step", 24, PACKAGE, LISTS, 5),
    Target("JSON text → tensor, 10⁶ numbers", "json", 10**6, KERNEL, FOUNDATION, 10),
    Target("JSON text → tensor, 10⁶ numbers", "json", 10**6, KERNEL, ONDEMAND, 4),
    Target("small request (4 logits), requests/s, 32 connections", "small-request", 4, FOCALD, BARE, 0.75, SERVER),
    Target("small request (4 logits), requests/s, 32 connections", "small-request", 4, FOCALD, ORJSON, 20, SERVER),
    Target("a second core, focal loss + gradient, 10⁷ elements", "focal", 10**7, KERNEL, ONE_CORE, 1.8),
    *forward(800, "800 × 1066"),
    *forward(512, "512 × 512"),
    Target("picture file → detections over HTTP, R50, 800 × 1066", "network-detect", 800, WINOGRAD, IN_PROCESS, 2, WIDE),
    Target("resident memory after it", "network-memory", 800, DIRECT, IN_PROCESS, 3, PIECES),
    Target("the shipped network, 192 × 192 JPEG → boxes over HTTP, p50", "network-small", 192, DIRECT, IN_PROCESS, 3, SMALL),
    Target("the shipped network, eight clients at once, pictures/s", "network-many", 8, EIGHT, ONE, 1, GIVING_WAY),
    Target("start until ready, 136 MB of weights", "network-load", 136, DIRECT, LIMIT, 1, PACKING),
    Target("evaluate 5·10⁵ detections, files in, CPU", "evaluation-cpu", DETECTIONS, EVALUATE, ULTRAFAST, 2),
    Target("the same, wall", "evaluation", DETECTIONS, EVALUATE, ULTRAFAST, 3),
    Target("the same, wall", "evaluation", DETECTIONS, EVALUATE, HOTCOCO, 4),
    Target("the same, wall", "evaluation", DETECTIONS, EVALUATE, FASTER, 25),
    Target("the same, wall", "evaluation", DETECTIONS, EVALUATE, PYCOCO, 150),
    Target("the same over HTTP, a form of the two files", "evaluation-http", DETECTIONS, FORM, ULTRAFAST_WITHIN, 2),
    Target("the same over HTTP, columns in a tensor file", "evaluation-http", DETECTIONS, COLUMNS, ULTRAFAST_WITHIN, 4),
    Target("the form's peak of memory, by its size", "evaluation-memory", DETECTIONS, FORM, LIMIT, 1),
    Target("10 × the problem in at most 10.5 × the time", "evaluation-growth", DETECTIONS, TENTH, EVALUATE, 0.952),
]


def ratio(result, ours, peer):
    """Above 1 where ours is better; None if one of them did not take part."""
    contestants = result["contestants"] if result else {}
    if ours not in contestants or peer not in contestants:
        return None
    quotient = contestants[peer]["median"] / contestants[ours]["median"]
    return 1 / quotient if result["unit"] == "requests/s" else quotient


def verdicts(runs):
    """Every target with its ratios in all runs. It is met if the lowest of enough runs is high enough."""
    tables = [{(result["work"], result["n"]): result for result in results} for results in runs]
    rows = []
    for target in TARGETS:
        found = []
        for table in tables:
            result = table.get((target.work, target.n))
            one = ratio(result, target.ours, target.peer)
            if one is not None:
                found.append((one, result))
        found.sort(key=lambda pair: pair[0])
        row = dataclasses.asdict(target) | {"ratios": [one for one, _ in found], "ratio": None, "met": None}
        if found:
            middle, result = found[len(found) // 2]
            row |= {"ratio": found[0][0], "ratio_median": middle, "ratio_highest": found[-1][0], "unit": result["unit"]}
            row["is_enough"] = len(found) >= ENOUGH
            row["met"] = found[0][0] >= target.at_least
            row["ours_median"] = result["contestants"][target.ours]["median"]
            row["peer_median"] = result["contestants"][target.peer]["median"]
        rows.append(row)
    return rows
