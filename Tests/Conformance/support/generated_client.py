"""Drives a client that a generator made: `generated_client.py GENERATOR FOLDER URL`, in the environment of the
generators. Calls each operation with the catalogue's example and compares the typed answer with the plain one; then
sends one wrong request a family, and looks for a typed problem. Prints a report as one line of JSON."""

import importlib
import inspect
import json
import pathlib
import pkgutil
import sys
import typing
import urllib.error
import urllib.request

GENERATOR, FOLDER, URL = sys.argv[1:]
sys.path.insert(0, FOLDER)


def plain(path, body=None):
    """What the server answers to a client that knows no types: status and JSON."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(URL + path, data=data)) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def folded(name):
    return "".join(character for character in name if character.isalnum()).lower()


def request_type(annotation):
    """The class of a JSON body, out of what the generator wrote: C, C | File | Unset, Optional[C], Annotated[C, …]."""
    if inspect.isclass(annotation) and hasattr(annotation, "from_dict"):
        return annotation
    return next(filter(None, map(request_type, typing.get_args(annotation))), None)


class PythonClient:
    """openapi-python-client: a module an operation, its functions take `client` and `body`."""

    def __init__(self):
        self.client = importlib.import_module("generated").Client(base_url=URL)
        api = importlib.import_module("generated.api")
        self.modules = {
            folded(module.name.rsplit(".", 1)[1]): module.name
            for module in pkgutil.walk_packages(api.__path__, "generated.api.") if not module.ispkg}

    def function(self, name):
        module = self.modules.get(folded(name))
        return module and importlib.import_module(module).sync_detailed

    def body_type(self, function):
        return request_type(inspect.signature(function).parameters["body"].annotation)

    def call(self, function, body):
        answer = function(client=self.client, body=body)
        return int(answer.status_code), answer.parsed


class GeneratorClient:
    """openapi-generator: a class a tag, with a method an operation, which raises what is no success."""

    def __init__(self):
        package = importlib.import_module("generated")
        self.failure = package.exceptions.ApiException
        client = package.ApiClient(package.Configuration(host=URL))
        apis = [kind(client) for name, kind in vars(importlib.import_module("generated.api")).items()
                if name.endswith("Api")]
        self.methods = {
            folded(name): method for api in apis for name, method in inspect.getmembers(api, inspect.ismethod)}

    def function(self, name):
        return self.methods.get(folded(name))

    def body_type(self, function):
        return next(filter(None, map(request_type, typing.get_type_hints(inspect.unwrap(function)).values())), None)

    def call(self, function, body):
        try:
            return 200, function(body)
        except self.failure as error:
            return error.status, error.data


def is_typed(value):
    return type(value).__module__.startswith("generated.models")


def answered(client, name, operation):
    """Why the example's answer is not what it should be; None where it is."""
    function = client.function(name)
    body = client.body_type(function)
    if body is None:
        return "the request has no type"
    status, answer = client.call(function, body.from_dict(operation["example"]))
    expected = plain(operation["path"], operation["example"])
    if (status, 200) != (200, expected[0]) or not is_typed(answer):
        return f"{status}: {answer}"
    found = json.loads(json.dumps(answer.to_dict()))
    return None if is_same(found, expected[1]) else f"{found} is not {expected[1]}"


def is_same(found, expected):
    """Whether they are equal, but for members that may be null: some clients do not tell one that is not there from null."""
    if isinstance(found, dict) and isinstance(expected, dict):
        more = {name: value for name, value in found.items() if name not in expected}
        return all(value is None for value in more.values()) and all(
            name in found and is_same(found[name], value) for name, value in expected.items())
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(is_same, found, expected))
    return found == expected


# Right by type, wrong by value: one a family.
WRONG = {
    "losses.l1": {"predictions": [1, 2], "targets": [1]},
    "boxes.encode": {"boxes": [[0, 0, 1, 1]], "anchors": [[0, 0, 1, 1], [0, 0, 2, 2]]},
    "anchors.match": {"anchors": [[0, 0, 1, 1]], "target_boxes": [[1, 1, 0, 0]]},
    "detections.detr": {
        "class_logits": [[1, 2, 3]], "boxes": [[0.5, 0.5, 1, 1], [0.5, 0.5, 1, 1]], "image_size": [480, 640]},
    "evaluations.coco": {
        "target_boxes": [[10, 10, 50, 60]], "target_labels": [1], "target_image_indices": [0], "boxes": [[11, 12, 5, 6]],
        "scores": [0.9], "labels": [1], "image_indices": [0]},
}


def refused(client, name, path, wrong):
    """Whether the wrong request gives a typed problem that says as much as the plain one."""
    function = client.function(name)
    status, problem = client.call(function, client.body_type(function).from_dict(wrong))
    expected = plain(path, wrong)
    assert status == expected[0] == 422, (name, status, problem)
    assert is_typed(problem) and type(problem).__name__ == "Problem", (name, problem)
    assert all(is_typed(issue) for issue in problem.errors) and problem.errors, (name, problem)
    assert [issue.pointer for issue in problem.errors] == [issue["pointer"] for issue in expected[1]["errors"]]
    assert problem.detail == expected[1]["detail"], name
    return name


client = {"openapi-python-client": PythonClient, "openapi-generator": GeneratorClient}[GENERATOR]()
operations = {operation["name"]: operation for operation in plain("/v1/operations")[1]["operations"]}
there = [name for name in operations if client.function(name)]
faults = {name: answered(client, name, operations[name]) for name in there}
print(json.dumps({
    "missing": [name for name in operations if name not in there],
    "called": there,
    "differences": {name: fault for name, fault in faults.items() if fault},
    "wrong": list(WRONG),
    "refused": [refused(client, name, operations[name]["path"], wrong) for name, wrong in WRONG.items() if name in there],
}))
