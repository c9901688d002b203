"""What schemathesis must know of focald's contract beyond the contract. Loaded by SCHEMATHESIS_HOOKS; see test_contract.py.

Everything that is left out of the judgement stands here by its name, with the reason.
"""

import collections
import copy
import json
import os
import threading
import zlib

import jsonschema_rs
import schemathesis

# Why a request that fits its schema may still be refused: what JSON Schema cannot state, by the error's code. For tensors,
# which are arrays of anything to the schema, as generators of clients make nothing of a recursive one:
OF_TENSORS = {
    "wrong_rank": "a tensor's rank follows from other fields",
    "ragged_array": "arrays of one length each, at any depth",
    "invalid_shape": "the product of a flat tensor's extents is the length of its data",
    "out_of_range": "class indices are below the number of classes; targets in [0, 1] or −1 and 1, by another field",
    "inverted_box": "x2 ≥ x1",
}

# Whole numbers that doubles cannot tell apart.
BEYOND_DOUBLES = "out_of_range, within ±9007199254740992"

# For any field:
OF_FIELDS = {
    "shape_mismatch": "one for each image, class, level or box: the same extent as in other fields",
    "answer_too_large": "the product of numbers that are each in range",
    "overflow": "what an answer's numbers become",
    "undefined": "what a library that compat names gives NaN for",
    "number_out_of_range": "precision float32 holds less than a double",
    "too_many_values": "2²¹ values in all",
    BEYOND_DOUBLES: "the contract's introduction says it once; as bounds the next number is read as the bound itself",
}

# Relations between parameters, by code and field.
RELATIONS = {
    ("wrong_type", "alpha"): "one number with the sigmoid, or two classes; a list of weights with the softmax",
    ("conflicting_fields", "strides"): "strides or feature_sizes, where the one follows from the other",
    ("conflicting_fields", "negative_threshold"): "not greater than positive_threshold",
    ("conflicting_fields", "positive_threshold"): "not less than negative_threshold",
    ("conflicting_fields", "probability_eps"): "less than ½, and without ignore_index",
    ("conflicting_fields", "ignore_index"): "not one of the two classes of signed targets",
    ("conflicting_fields", "clusters"): "not more than there are different sizes",
    ("conflicting_fields", "weights"): "as many as models",
    ("conflicting_fields", "suppression"): "thresholds for each class want labels; iou_threshold is said once",
    ("conflicting_fields", "iou_threshold"): "one for each class, where there are classes",
    ("conflicting_fields", "objectness"): "level by level, as box_deltas are",
    ("missing_field", "strides"): "or padded_size, to derive them from",
    ("missing_field", "image_size"): "where boxes are relative to cells",
    ("missing_field", "original_size"): "scale leads back to it",
    ("missing_field", "feature_sizes"): "or explicit anchors",
    ("missing_field", "anchor_sizes"): "for the kind of anchors, unless anchors are explicit",
    ("missing_field", "aspect_ratios"): "likewise",
    ("missing_field", "target_labels"): "for the method of matching",
    ("missing_field", "level_sizes"): "likewise",
    ("conflicting_fields", "rpn_negative_threshold"): "not greater than rpn_positive_threshold",
    ("conflicting_fields", "anchors"): "of as many levels as the grid",
    ("conflicting_fields", "class_logits"): "level by level, as box_deltas are",
    ("conflicting_fields", "box_deltas"): "level by level, as class_logits are",
    ("missing_field", "anchors"): "unless the kind of head has its own",
    ("missing_field", "objectness"): "with rpn_box_deltas",
    ("missing_field", "rpn_box_deltas"): "with objectness",
    ("out_of_range", "recall_points"): "one at least",
    ("out_of_range", "bg_threshold"): "not greater than pos_threshold",
    ("out_of_range", "area_ranges"): "1 to 64 ranges beside their unit",
    ("out_of_range", "feature_sizes"): "cells that can be counted",
    ("out_of_range", "strides"): "cells that keep an extent in this precision",
    ("out_of_range", "keypoint_shape"): "[k, 2] or [k, 3]",
    ("missing_field", "logits"): "or probabilities, one of both",
    ("missing_field", "targets"): "or target_probabilities, one of both",
    ("conflicting_fields", "boxes"): "near enough to the objects for the cost of pairing to be a number",
    ("conflicting_fields", "box_distributions"): "level by level, as class_logits are",
    ("conflicting_fields", "score_threshold"): "one for each class goes with classes that are kept apart by label",
    ("conflicting_fields", "max_detections_per_class"): "likewise",
}

# For the evaluations, which no field is always given to: what stands for it cannot be asked for at another field.
OF_EVALUATIONS = {
    "missing_field": "a COCO object or columns, a results list or columns; the columns of one side go together",
    "conflicting_fields": "the same, of two ways to give one side",
    "unknown_id": "images that detections are on, categories that shards count",
    "duplicate_id": "ids of annotations",
}

# Null is a value there, and not "not given". The contract does not offer it, as some generated clients send null for what
# they were not given.
NULL_IS_A_VALUE = ("alpha", "background_class")

# Routes that refuse what fits their schema, whole.
ELSEWHERE = {
    "cudasharedmemory": "there for clients that ask; the answer says that this server computes on the CPU",
    "systemsharedmemory": "a key names an object of the machine, a region one that was registered: test_shared_memory.py",
    "/v1/compare/": "the fields are those of the operation that the path names: ComparisonEndpointTests.swift",
    "/v1/networks/": "a network is one that the server has loaded, and pictures cannot be stated: NetworkRouteTests.swift",
    "/v2/repository/models/": "there for clients that ask; models are part of the program",
    "/infer": "what a model's inputs are its metadata says, not the contract: test_infer.py, test_fuzz.py",
}

# Tensors by operation: the names of the fields, and what each of the contract's examples has for them.
tensors: dict[str, set[str]] = {}
examples: dict[str, list[dict]] = {}
validators: dict[str, jsonschema_rs.Validator] = {}
counts = collections.Counter()
lock = threading.Lock()


@schemathesis.hook
def before_load_schema(context, raw_schema):
    schemas = raw_schema["components"]["schemas"]
    for path, item in raw_schema["paths"].items():
        for method, operation in item.items():
            if not isinstance(operation, dict) or "requestBody" not in operation:
                continue
            content = operation["requestBody"]["content"]
            # The bytes of a file, of tensors or of a form's parts cannot be stated; test_tensor_files.py, test_infer.py and
            # test_forms.py have them.
            for media in ("application/x-safetensors", "application/octet-stream", "multipart/form-data"):
                content.pop(media, None)
            # What is no operation with a body of its own (networks, comparisons, figures) is not learned.
            json_body = content.get("application/json", {})
            if path.startswith("/v1/") and "examples" in json_body and "$ref" in json_body["schema"]:
                # The query goes with a tensor file. Beside JSON it is refused, which OpenAPI cannot tie to a media type.
                operation["parameters"] = [one for one in operation["parameters"] if "Query" not in one.get("$ref", "")]
                learn(path, json_body, schemas)
    # Nested arrays of numbers, to any depth: of a recursive schema generators of clients make nothing, so the contract says
    # arrays of anything, and words. Five levels do here; false and true are 0 and 1.
    for name, number in (("Tensor", "number"), ("IntegerTensor", "integer")):
        schemas[name]["anyOf"][0] = {"type": "array", "items": nested({"type": [number, "boolean"]}, 4)}
    for schema in schemas.values():
        for name in NULL_IS_A_VALUE:
            if name in schema.get("properties", {}):
                schema["properties"][name] = {"anyOf": [schema["properties"][name], {"type": "null"}]}
    # An annotation's id may be null, "not given"; sizes of images are read where areas are fractions of them, and skipped
    # otherwise. Clients that state their types send numbers.
    rows = schemas["COCOObject"]["properties"]
    rows["annotations"]["items"]["properties"]["id"]["anyOf"].append({"type": "null"})
    for name in ("width", "height"):
        del rows["images"]["items"]["properties"][name]
    # Text to a client, but schemathesis reads it.
    answer = raw_schema["paths"]["/openapi.yaml"]["get"]["responses"]["200"]["content"]
    answer["application/yaml"]["schema"] = {"type": "object"}
    for path in examples:
        reference = raw_schema["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        validators[path] = jsonschema_rs.validator_for({**reference, "components": raw_schema["components"]})


def nested(element: dict, depth: int) -> dict:
    if not depth:
        return element
    return {"anyOf": [element, {"type": "array", "items": nested(element, depth - 1)}]}


def learn(path: str, content: dict, schemas: dict):
    properties = schemas[content["schema"]["$ref"].rsplit("/", 1)[1]]["properties"]
    tensors[path] = {name for name, schema in properties.items() if "Tensor'" in str(schema)}
    examples[path] = [example["value"] for example in content["examples"].values()]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Gives three of four requests tensors that fit each other, those of one of the operation's examples, so that every
    parameter, right or wrong, is tried on a request that is right otherwise. The fourth keeps what was generated; the
    contract's own examples are sent as they stand."""
    path, meta = case.operation.path, case.meta
    if path not in tensors or not isinstance(case.body, dict) or meta.phase.name == "examples":
        return
    # A schema cannot say that samples times images are bounded.
    if path.endswith("/compare") and type(images := case.body.get("num_images")) is int and 1000 < images <= 1 << 24:
        case.body["num_images"] = 1000
    chance = zlib.crc32(json.dumps(case.body, sort_keys=True).encode())
    if chance % 4 == 0:
        return
    fitting = [one for one in examples[path] if fits(one, case.body, path)]
    example = fitting[chance // 4 % len(fitting)] if fitting else examples[path][0]
    body = {name: value for name, value in case.body.items() if name not in tensors[path]}
    # With the parameters that give its tensors their meaning, unless the body has them; in half of the cases.
    all_of_it = not fitting and chance % 8 > 4
    body |= {name: copy.deepcopy(value) for name, value in example.items() if all_of_it or name in tensors[path]}
    # What was right stays right, and what was wrong wrong: not where a parameter now stands without the tensor that it goes
    # with, or the wrong tensor is gone.
    if validators[path].is_valid(body) == meta.generation.mode.is_positive:
        case.body = body


def fits(example: dict, body: dict, path: str) -> bool:
    """Whether the body has the parameters that give the example's tensors their meaning."""
    return all(
        body.get(name) == value for name, value in example.items()
        if name not in tensors[path] and name not in ("gradients", "reduction", "precision", "details"))


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """False drops a failure."""
    if type(failure).__name__ != "RejectedPositiveData":
        return True
    path = case.operation.path
    if any(part in path for part in ELSEWHERE):
        return False
    return not all(is_unstated(path, code, pointer) for code, pointer in errors(response))


def is_unstated(path: str, code: str, pointer: str) -> bool:
    field = pointer.split("/")[1] if "/" in pointer else ""
    if code in OF_TENSORS and field in tensors.get(path, ()):
        return True
    if code in OF_EVALUATIONS and path.startswith("/v1/evaluations/"):
        return True
    return code in OF_FIELDS or (code, field) in RELATIONS


@schemathesis.hook
def after_call(context, case, response):
    """Counts answers by what the request was, and refusals of valid ones by code; others than the known ones by place."""
    mode = "valid" if case.meta and case.meta.generation.mode.is_positive else "invalid"
    path = case.operation.path
    found = [f"{mode} {response.status_code}"]
    if mode == "valid" and response.status_code in (400, 422):
        if any(part in path for part in ELSEWHERE):
            found.append("refused elsewhere")
        else:
            found += {
                f"refused {code}" if is_unstated(path, code, pointer) else f"refused {code} {path} {pointer}"
                for code, pointer in errors(response)}
    with lock:
        counts.update(found)
        if place := os.environ.get("CONTRACT_COUNTS"):
            with open(place, "w") as file:
                json.dump(counts, file)


def errors(response):
    """Code and pointer of a problem's errors; of another answer, one that is no code."""
    try:
        found = json.loads(response.content)["errors"]
        return [(BEYOND_DOUBLES if "within ±9007199254740992" in one["detail"] else one["code"], one["pointer"]) for one in found]
    except (ValueError, KeyError, TypeError):
        return [("no problem", "")]
