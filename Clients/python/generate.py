#!/usr/bin/env python3
"""Writes the functions of the package from the catalogue and the contract of a focald: python3 generate.py BINARY

With --check it writes nothing and fails where what is there is not what it would write. It needs Python alone.
"""

from __future__ import annotations

import argparse
import difflib
import json
import keyword
import os
import pathlib
import re
import subprocess
import sys
import textwrap
import urllib.request
from collections.abc import Iterator
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent
PACKAGE = ROOT / "src/focald"
WIDTH = 118
Entry = dict[str, Any]

HEADER = '''"""{}"""

# Written by generate.py; `make docs` writes it anew. Declarations: a decorator makes the functions.
# mypy: disable-error-code="empty-body"

from __future__ import annotations
'''
FAMILIES = {
    "losses": "Losses of object detectors, with their gradients.",
    "boxes": "Boxes: overlap, formats, offsets, suppression.",
    "anchors": "Anchors: making, matching and fitting them.",
    "detections": "Raw outputs of detectors to boxes.",
    "evaluations": "How good detections are.",
}
#: Lists of objects that become lists of dataclasses; the members of all operations together.
ITEMS = {"images": "Detections"}


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the functions of the package from a focald's catalogue.")
    parser.add_argument("binary", help="the program focald")
    parser.add_argument("--check", action="store_true", help="only say what differs")
    options = parser.parse_args()
    files = Package(*documents(options.binary)).files()
    stale = {name: text for name, text in files.items() if not equal(PACKAGE / name, text)}
    if not options.check:
        for name, text in stale.items():
            (PACKAGE / name).write_text(text, encoding="utf-8")
        return
    for name, text in stale.items():
        old = (PACKAGE / name).read_text(encoding="utf-8") if (PACKAGE / name).exists() else ""
        sys.stderr.writelines(list(difflib.unified_diff(old.splitlines(True), text.splitlines(True), name, "new"))[:60])
    if stale:
        sys.exit("Clients/python is not what the operations say: run make docs")


def equal(path: pathlib.Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def documents(binary: str) -> tuple[list[Entry], Entry]:
    """The catalogue and the contract, as a server of this program gives them."""
    command = [binary, "serve", "--port", "0", "--log-format", "json"]
    # Its own settings alone: it refuses a FOCALD_BINARY.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FOCALD_")}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as server:
        try:
            for line in server.stderr or ():
                if match := re.search(r"listening on (http://[^\s\"]+)", line):
                    return get(match[1] + "/v1/operations")["operations"], get(match[1] + "/openapi.json")
        finally:
            server.terminate()
    sys.exit(f"{binary} did not begin to listen")


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


class Package:
    def __init__(self, catalogue: list[Entry], contract: Entry) -> None:
        self.operations = [Operation(entry, contract) for entry in catalogue]
        self.families: dict[str, list[Operation]] = {}
        for operation in self.operations:
            self.families.setdefault(operation.family, []).append(operation)

    def files(self) -> dict[str, str]:
        files = {"answers.py": self.answers(), "options.py": self.options(), "_families.py": self.accessors()}
        for family in self.families:
            files[f"{family}.py"] = self.module(family)
        files["torch.py"] = self.torch()
        return files

    # The answers' dataclasses.

    def answers(self) -> str:
        lines = [
            HEADER.format("What operations answer: a dataclass each.").replace(
                '# mypy: disable-error-code="empty-body"\n', ""
            ),
            "from dataclasses import dataclass, field\nfrom typing import Any\n\nfrom ._types import FoundIds, Integers, Reals\n",
        ]
        for name, members in self.items().items():
            doc = "What was found in one image; fields that an operation does not give are None."
            lines += dataclass_lines(name, doc, members)
        for operation in self.operations:
            lines += dataclass_lines(operation.answer, f"The answer of {operation.id}.", operation.members())
        return "\n".join(lines)

    def items(self) -> dict[str, list[Member]]:
        """The dataclasses of lists' items: what all operations give is there always, the rest perhaps."""
        found: dict[str, list[list[Member]]] = {}
        for operation in self.operations:
            for item, members in operation.items():
                found.setdefault(item, []).append(members)
        return {name: union(lists) for name, lists in found.items()}

    # Parameters that are objects.

    def options(self) -> str:
        lines = [
            HEADER.format("Parameters that are objects.").replace('# mypy: disable-error-code="empty-body"\n', ""),
            "from collections.abc import Sequence\nfrom typing import Any, Literal, TypedDict\n\n"
            "from ._types import Array\n",
        ]
        written: dict[str, str] = {}
        for operation in self.operations:
            for parameter in operation.parameters:
                if "members" not in parameter.entry:
                    continue
                text = "\n".join(parameter.typed_dict())
                if written.setdefault(parameter.dictionary, text) == text and text not in lines:
                    lines.append(text)
                elif written[parameter.dictionary] != text:
                    sys.exit(f"{operation.id}: {parameter.dictionary} is another object elsewhere")
        return "\n".join(lines)

    # Functions.

    def module(self, family: str) -> str:
        operations = self.families[family]
        names = ", ".join(f'"{operation.function}"' for operation in operations)
        body = [line for operation in operations for line in operation.declaration()]
        text = "\n".join(body)
        lines = [
            HEADER.format(FAMILIES.get(family, f"The operations {family}.*")),
            *imports(text, operations),
            "",
            *wrapped(f"__all__ = [{names}]", "    "),
            *body,
        ]
        return "\n".join(lines) + "\n"

    def torch(self) -> str:
        losses = [operation for operation in self.families["losses"] if operation.differentiable]
        names = ", ".join(f'"{operation.function}"' for operation in losses)
        body = [line for operation in losses for line in operation.torch()]
        doc = (
            "The losses as differentiable functions of torch tensors: loss = focald.torch.ciou(boxes, targets);\n"
            "loss.backward(). The gradient comes with the loss, in one request. There are no second derivatives.\n"
        )
        lines = [HEADER.format(doc), *imports("\n".join(body), losses, torch=True), ""]
        return "\n".join([*lines, *wrapped(f"__all__ = [{names}]", "    "), *body]) + "\n"

    def accessors(self) -> str:
        families = sorted(self.families)
        lines = [
            HEADER.format("The operations as methods of clients.").replace(
                '# mypy: disable-error-code="empty-body"\n', ""
            ),
            f"from . import {', '.join(families)}",
            "from ._calls import AsyncFamily, AsyncMethod, Family, Method, Runs, RunsLater",
            "",
            "__all__ = [" + ", ".join(f'"{name}"' for name in families) + "]",
        ]
        for family in families:
            for prefix in ("", "Async"):
                doc = FAMILIES.get(family, f"The operations {family}.*")
                lines += ["", "", f"class {prefix}{camel(family)}Family({prefix}Family):", f'    """{doc}"""', ""]
                lines += [
                    f"    {operation.function} = {prefix}Method({family}.{operation.function})"
                    for operation in self.families[family]
                ]
        for prefix, runs in (("", "Runs"), ("Async", "RunsLater")):
            lines += ["", "", f"class {prefix}Families:", '    """The families of operations, of one client."""', ""]
            lines.append(f"    def __init__(self, client: {runs}) -> None:")
            lines += [f"        self.{family} = {prefix}{camel(family)}Family(client)" for family in families]
        return "\n".join(lines) + "\n"


class Member:
    """A field of an answer."""

    def __init__(self, wire: str, schema: Entry, optional: bool, contract: Entry) -> None:
        self.wire = wire
        self.name = safe(wire)
        self.schema = schema
        self.optional = optional
        self.contract = contract

    @property
    def kind(self) -> str:
        """reals, integers, real, integer, item, objects, or a Python type."""
        schema = resolved(self.schema, self.contract)
        if self.wire in ITEMS and is_list_of_objects(schema, self.contract):
            return "items"
        return leaf_kind(schema, self.contract)

    @property
    def annotation(self) -> str:
        words = {
            "reals": "Reals", "integers": "Integers", "number or reals": "float | Reals", "number": "float",
            "integer": "int", "items": f"list[{ITEMS.get(self.wire)}]",
        }  # fmt: skip
        # Of lists of objects that are not there there are none.
        return words.get(self.kind, self.kind) + (" | None" if self.optional and self.kind != "items" else "")

    def line(self) -> str:
        marks = []
        if self.kind in ("reals", "number or reals", "number"):
            marks.append('"focald": "reals"')
        elif self.kind == "integers":
            marks.append('"focald": "integers"')
        elif self.kind == "items":
            marks.append(f'"focald": {ITEMS[self.wire]}')
        if self.name != self.wire:
            marks.append(f'"name": "{self.wire}"')
        nothing = "default_factory=list, " if self.kind == "items" else "default=None, "
        default = nothing if self.optional else ""
        if marks:
            return f"    {self.name}: {self.annotation} = field({default}metadata={{{', '.join(marks)}}})"
        return f"    {self.name}: {self.annotation}" + (" = None" if self.optional else "")

    def comment(self) -> list[str]:
        text = resolved_description(self.schema, self.contract)
        return [f"    #: {line}" for line in textwrap.wrap(text, WIDTH - 7)]


def union(lists: list[list[Member]]) -> list[Member]:
    members: dict[str, Member] = {}
    for member in (member for one in lists for member in one):
        known = members.setdefault(member.wire, member)
        if member.optional:
            known.optional = True
    for name, member in members.items():
        if any(name not in [other.wire for other in one] for one in lists):
            member.optional = True
    return list(members.values())


def dataclass_lines(name: str, doc: str, members: list[Member]) -> list[str]:
    lines = ["", "@dataclass(frozen=True, eq=False)", f"class {name}:", f'    """{doc}"""', ""]
    for member in [m for m in members if not m.optional] + [m for m in members if m.optional]:
        lines += [*member.comment(), member.line()]
    return [*lines, ""]


class Parameter:
    """A parameter of an operation, or a member of one."""

    def __init__(self, entry: Entry, schema: Entry, contract: Entry) -> None:
        self.entry = entry
        self.name = safe(entry["name"])
        self.schema = schema
        self.contract = contract

    @property
    def required(self) -> bool:
        return bool(self.entry["required"])

    @property
    def dictionary(self) -> str:
        """The name of the TypedDict of an object."""
        return camel(self.entry["name"])

    @property
    def annotation(self) -> str:
        annotation = self.dictionary if "members" in self.entry else python_type(self.schema, self.contract)
        if self.entry["name"] == "precision":
            annotation = 'Literal["float64", "float32"]'
        if self.required:
            return annotation
        return annotation if annotation.endswith("| None") else f"{annotation} | None"

    @property
    def default(self) -> str:
        # What arrays come in decides, where nothing is said.
        return "None" if self.entry["name"] == "precision" else literal(self.entry.get("default"))

    @property
    def words(self) -> str:
        if self.entry["name"] == "precision":
            return (
                "The arithmetic, and the type of the answer's numbers. None: float32 where no real input has more, "
                "else float64."
            )
        kind = self.entry["type"]
        meaning = str(self.entry["meaning"])
        # The annotation says as much of words, switches and objects.
        is_clear = "choices" in self.entry or "members" in self.entry or kind == "true or false"
        return meaning if is_clear else f"{kind[0].upper()}{kind[1:]}. {meaning}"

    @property
    def documentation(self) -> str:
        default = self.entry.get("default")
        if isinstance(default, dict):
            return f"{self.words} Default: {json.dumps(default)}."
        if self.required or self.default == "None":
            return self.words.replace("null", "None")
        return f"{self.words} Default: {self.default}.".replace("null", "None")

    def signature(self) -> str:
        return f"{self.name}: {self.annotation}" + ("" if self.required else f" = {self.default}")

    def typed_dict(self) -> list[str]:
        lines = ["", f"class {self.dictionary}(TypedDict, total=False):"]
        lines += [f'    """The members of a parameter `{self.name}`; what is left out is at its default."""', ""]
        schema = object_schema(self.schema, self.contract)
        for member in self.entry["members"]:
            parameter = Parameter(member, schema["properties"][member["name"]], self.contract)
            lines += [f"    #: {line}" for line in textwrap.wrap(parameter.documentation, WIDTH - 7)]
            lines.append(f"    {parameter.name}: {parameter.annotation}")
        return [*lines, ""]


class Input:
    """An input of an operation."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.name = safe(entry["name"])
        presence = entry["presence"]
        group = presence.removeprefix("exactly one of ").split(", ") if presence.startswith("exactly one of") else []
        self.group: list[str] = group
        self.is_required = presence == "required"

    @property
    def is_tensor(self) -> bool:
        return self.entry["type"] in ("number", "integer")

    @property
    def has_levels(self) -> bool:
        return "of each level" in str(self.entry.get("shape"))

    @property
    def annotation(self) -> str:
        if self.entry["type"] == "id":
            return "Ids"
        return "Records" if not self.is_tensor else "Maps" if self.has_levels else "Numbers"

    @property
    def words(self) -> str:
        shape = str(self.entry.get("shape", ""))
        whole = ", whole numbers" if self.entry["type"] == "integer" else ""
        holds = str(self.entry["holds"])
        presence = self.entry["presence"]
        note = "" if self.is_required else f" {presence[0].upper()}{presence[1:]}."
        if self.entry["type"] == "id":
            whole = ", whole numbers or texts"
        kind = f"{shape}{whole}" if self.is_tensor or whole else "A file, or what it holds"
        return f"{kind}. {holds}{note}"


class Operation:
    def __init__(self, entry: Entry, contract: Entry) -> None:
        self.entry = entry
        self.contract = contract
        self.id: str = entry["name"]
        self.family, name = self.id.split(".", 1)
        self.function = safe(name.replace("-", "_"))
        self.answer = camel(self.family) + camel(name) + "Answer"
        self.inputs = [Input(one) for one in entry["inputs"]]
        post = contract["paths"][entry["path"]]["post"]
        self.description = str(post.get("description", ""))
        request = post["requestBody"]["content"]["application/json"]["schema"]
        properties = resolved(request, contract)["properties"]
        self.parameters = [Parameter(one, properties[one["name"]], contract) for one in entry["parameters"]]
        answer = post["responses"]["200"]["content"]["application/json"]["schema"]
        self.answer_schema = resolved(answer, contract)

    @property
    def differentiable(self) -> list[Input]:
        return [one for one in self.inputs if one.entry.get("differentiable")]

    def members(self) -> list[Member]:
        return object_members(self.answer_schema, self.contract)

    def items(self) -> Iterator[tuple[str, list[Member]]]:
        for member in self.members():
            if member.kind == "items":
                schema = resolved(resolved(member.schema, self.contract)["items"], self.contract)
                yield ITEMS[member.wire], object_members(schema, self.contract)

    # How an input may be given: the first of a group in place, the others by name.

    def positional(self) -> list[Input]:
        return [one for one in self.inputs if one.is_required or (one.group and one.entry["name"] == one.group[0])]

    def signature(self, torch: bool = False) -> tuple[list[str], list[str]]:
        """Arguments in place, and arguments by name."""
        in_place, optional = [], False
        for one in self.positional():
            # What follows an argument that may be left out may be left out, too.
            optional = optional or bool(one.group)
            kind = "Tensor" if torch else one.annotation
            in_place.append(f"{one.name}: {kind} | None = None" if optional else f"{one.name}: {kind}")
        by_name = [
            f"{one.name}: {'Tensor' if torch else one.annotation} | None = None"
            for one in self.inputs
            if one not in self.positional()
        ]
        parameters = [one for one in self.parameters if not torch or one.name not in ("gradients", "precision")]
        by_name += [one.signature() for one in parameters if one.required]
        by_name += [one.signature() for one in parameters if not one.required]
        return in_place, by_name

    def late(self) -> list[str]:
        """Required inputs that the signature must let be left out."""
        names, optional = [], False
        for one in self.positional():
            optional = optional or bool(one.group)
            if optional and one.is_required:
                names.append(str(one.entry["name"]))
        return names

    def declaration(self) -> list[str]:
        marks = {
            "reals": [one for one in self.inputs if one.entry["type"] == "number"],
            "integers": [one for one in self.inputs if one.entry["type"] == "integer"],
            "levels": [one for one in self.inputs if one.has_levels],
            "ids": [one for one in self.inputs if one.entry["type"] == "id"],
            "records": [one for one in self.inputs if not one.is_tensor and one.entry["type"] != "id"],
        }
        words = [f'"{self.id}"', self.answer]
        words += [f"{key}={names([str(one.entry['name']) for one in value])}" for key, value in marks.items() if value]
        if self.late():
            words.append(f"required={names(self.late())}")
        if any(map(has_text, self.members())):
            words.append("by_json=True")
        lines = ["", "", *wrapped(f"@operation({', '.join(words)})", "    ")]
        lines += definition(self.function, *self.signature(), self.answer)
        return [*lines, *self.docstring(), "    ..."]

    def torch(self) -> list[str]:
        words = [f"losses.{self.function}", names([str(one.entry["name"]) for one in self.differentiable])]
        # Where a loss has an axis less than its input: the classes' (of a softmax) or the last one (of a box).
        words.append(f"axis={1 if {one.entry['shape'] for one in self.differentiable} <= {'S', '(N, C, …)'} else -1}")
        in_place, by_name = self.signature(torch=True)
        by_name += ["log: MutableMapping[str, Any] | None = None", "client: Client | None = None"]
        lines = ["", "", *wrapped(f"@loss({', '.join(words)})", "    ")]
        lines += definition(self.function, in_place, by_name, "Tensor")
        return [*lines, *self.docstring(torch=True), "    ..."]

    def docstring(self, torch: bool = False) -> list[str]:
        lines = [f'    """{self.entry["summary"]}', ""]
        lines += [f"    {line}".rstrip() for line in str(self.entry["formula"]).splitlines()] + [""]
        lines += paragraph(f"Source: {self.entry['source']}", "    ") + [""]
        lines += ["    Args:"]
        by_name = {one.name: one.words for one in self.inputs}
        by_name |= {one.name: one.documentation for one in self.parameters}
        in_place, named = self.signature(torch)
        for argument in [*in_place, *named]:
            name = argument.split(":")[0]
            if name in by_name:
                lines += paragraph(f"{name}: {by_name[name]}", "        ", "    ")
        if torch:
            lines += paragraph(
                "log: Takes the answer's other fields, such as the components of a detector's loss.", "        ", "    "
            )
            lines += paragraph("client: Whom to ask; None: the default client.", "        ", "    ")
            lines += ["", "    Returns:"]
            lines += paragraph("The loss, differentiable by " + listed(self.differentiable) + ".", "        ", "    ")
        else:
            lines += ["", "    Returns:"]
            fields = ", ".join(output_words(one) for one in self.entry["outputs"])
            lines += paragraph(f"{self.answer}: {fields}.", "        ", "    ")
        lines += ["", "    Raises:", "        focald.InvalidRequest: Something is wrong; `errors` says where.", '    """']
        return lines


# Words.


def safe(name: str) -> str:
    name = re.sub(r"\W", "_", name)
    if name[:1].isdigit():
        name = f"_{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"[-_]", name))


def names(words: list[str]) -> str:
    return "(" + ", ".join(f'"{word}"' for word in words) + ("," if len(words) == 1 else "") + ")"


def listed(inputs: list[Input]) -> str:
    return ", ".join(one.name for one in inputs)


def output_words(output: Entry) -> str:
    when = "" if output["when"] == "always" else f" (if {output['when']})"
    return f"{output['name']} {output['shape']}{when}"


def literal(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        # Immutable, as defaults should be.
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, dict):
        return "None"
    return repr(value)


def paragraph(text: str, indent: str, outdent: str = "") -> list[str]:
    return textwrap.wrap(
        text.replace("\\", "\\\\"), WIDTH, initial_indent=indent, subsequent_indent=indent + outdent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def wrapped(text: str, indent: str) -> list[str]:
    """A bracketed line; on several lines where it is long."""
    if len(text) <= WIDTH:
        return [text]
    opening = min(index for index in (text.find("("), text.find("[")) if index >= 0)
    inner = textwrap.wrap(
        text[opening + 1 : -1], WIDTH - 4, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    inner[-1] += ","
    return [text[: opening + 1], *inner, text[-1]]


def definition(name: str, in_place: list[str], by_name: list[str], answer: str) -> list[str]:
    arguments = [*in_place, *(["*"] if by_name else []), *by_name]
    return [f"def {name}(", *(f"    {argument}," for argument in arguments), f") -> {answer}:"]


def imports(text: str, operations: list[Operation], torch: bool = False) -> list[str]:
    def used(words: list[str]) -> str:
        return ", ".join(word for word in words if re.search(rf"\b{word}\b", text))

    parameters = [parameter for operation in operations for parameter in operation.parameters]
    dictionaries = sorted({parameter.dictionary for parameter in parameters if "members" in parameter.entry})
    lines = []
    if abstract := used(["Mapping", "MutableMapping", "Sequence"]):
        lines.append(f"from collections.abc import {abstract}")
    if typing := used(["Any", "Literal"]):
        lines.append(f"from typing import {typing}")
    lines.append("")
    if torch:
        lines += ["from torch import Tensor", "", "from . import losses", "from ._autograd import loss"]
        lines += ["from ._client import Client"]
    else:
        lines.append("from ._calls import operation")
    if types := used(["Array", "Ids", "Maps", "Numbers", "Records"]):
        lines.append(f"from ._types import {types}")
    if not torch:
        found = sorted(set(re.findall(r"\) -> (\w+):", text)))
        lines += ["from .answers import (", *(f"    {name}," for name in found), ")"]
    if options := used(dictionaries):
        lines.append(f"from .options import {options}")
    return lines


# Schemas.


def resolved(schema: Entry, contract: Entry) -> Entry:
    while "$ref" in schema:
        place: Any = contract
        for part in schema["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        schema = place
    return schema


def resolved_description(schema: Entry, contract: Entry) -> str:
    """What a field says of itself, and what its type says."""
    own = str(schema.get("description", ""))
    kind = str(resolved(schema, contract).get("description", ""))
    return own if own == kind else f"{kind} {own}".strip()


def object_members(schema: Entry, contract: Entry) -> list[Member]:
    required = schema.get("required", [])
    return [
        Member(name, member, name not in required, contract) for name, member in schema.get("properties", {}).items()
    ]


def is_list_of_objects(schema: Entry, contract: Entry) -> bool:
    return schema.get("type") == "array" and resolved(schema["items"], contract).get("type") == "object"


# Lists of objects that an answer has only if a parameter asks for them, as _requests.py knows, and the names of labels,
# which stand in a tensor file's metadata.
APART = {"decisions", "results", "label_names"}


def has_text(member: Member) -> bool:
    """Whether a field of an answer holds what has no form as tensors: texts, or rows that are not an image's."""
    if member.wire in APART:
        return False
    if member.kind == "items":
        item = resolved(resolved(member.schema, member.contract)["items"], member.contract)
        return any(has_text(one) for one in object_members(item, member.contract))
    return "string" in types_in(member.schema, member.contract) or member.kind.startswith("list[")


def types_in(schema: Entry, contract: Entry) -> set[str]:
    """All types that a schema names, at any depth."""
    schema = resolved(schema, contract)
    kind = schema.get("type", [])
    found = set(kind) if isinstance(kind, list) else {str(kind)}
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", []), *schema.get("oneOf", [])]
    inner += [one for one in (schema.get("items"), schema.get("additionalProperties")) if isinstance(one, dict)]
    return found.union(*(types_in(one, contract) for one in inner))


def leaf_kind(schema: Entry, contract: Entry) -> str:
    schema = resolved(schema, contract)
    alternatives = [leaf_kind(one, contract) for one in schema.get("anyOf") or schema.get("oneOf") or []]
    if alternatives:
        kinds = sorted({one for one in alternatives if one != "None"})
        if set(kinds) <= {"number", "reals", "integers", "integer"} and len(kinds) > 1:
            return "number or reals"
        null = " | None" if "None" in alternatives else ""
        return (kinds[0] if len(kinds) == 1 else "Any") + null
    kind = schema.get("type")
    if isinstance(kind, list):
        rest = [one for one in kind if one != "null"]
        return leaf_kind({**schema, "type": rest[0]}, contract) + " | None" if len(rest) == 1 else "Any"
    if kind == "array":
        return list_kind(schema, contract)
    if kind == "object":
        return object_kind(schema, contract)
    return {"number": "number", "integer": "integer", "string": "str", "boolean": "bool", "null": "None"}.get(
        str(kind), "Any"
    )


def list_kind(schema: Entry, contract: Entry) -> str:
    item = resolved(schema.get("items", {}), contract)
    while item.get("type") == "array":
        item = resolved(item.get("items", {}), contract)
    if not item:
        return "reals"
    if {str(one.get("type")) for one in item.get("anyOf", [])} == {"integer", "string"}:
        return "FoundIds"
    kind = leaf_kind(item, contract)
    arrays = {"number": "reals", "integer": "integers", "reals": "reals", "integers": "integers"}
    return arrays.get(kind, f"list[{kind}]")


def object_kind(schema: Entry, contract: Entry) -> str:
    members = [leaf_kind(one, contract) for one in schema.get("properties", {}).values()]
    extra = schema.get("additionalProperties")
    if isinstance(extra, dict):
        members.append(leaf_kind(extra, contract))
    kinds = set(members)
    if kinds == {"integer"}:
        return "dict[str, int]"
    if kinds and kinds <= {"number", "integer"}:
        return "dict[str, float]"
    if kinds and kinds <= {"reals", "number or reals"}:
        return "dict[str, Reals]"
    if kinds and kinds <= {"integers"}:
        return "dict[str, Integers]"
    return "dict[str, Any]"


def object_schema(schema: Entry, contract: Entry) -> Entry:
    """The object among the alternatives of a parameter."""
    schema = resolved(schema, contract)
    for one in schema.get("anyOf", []):
        if resolved(one, contract).get("type") == "object":
            return resolved(one, contract)
    return schema


def python_type(schema: Entry, contract: Entry) -> str:
    """What a parameter may be in Python."""
    schema = resolved(schema, contract)
    if "enum" in schema:
        words = ", ".join(json.dumps(word, ensure_ascii=False) for word in schema["enum"] if word is not None)
        return f"Literal[{words}]"
    if "anyOf" in schema:
        kinds = [python_type(one, contract) for one in schema["anyOf"] if one.get("type") != "null"]
        flat = [word for kind in kinds for word in kind.split(" | ")]
        arrays = ["Array"] if "Array" in flat else []
        return " | ".join(dict.fromkeys([word for word in flat if word != "Array"] + arrays))
    kind = schema.get("type")
    if isinstance(kind, list):
        return python_type({**schema, "type": next(one for one in kind if one != "null")}, contract)
    if kind == "array":
        inner = python_type(schema.get("items", {}), contract).replace(" | Array", "")
        array = " | Array" if re.search(r"\b(float|int)\b", inner) else ""
        return f"Sequence[{inner}]{array}"
    if kind == "object":
        extra = schema.get("additionalProperties")
        is_open = isinstance(extra, dict) and extra and not schema.get("properties")
        inner = python_type(extra, contract) if is_open and isinstance(extra, dict) else "Any"
        return f"Mapping[str, {inner}]"
    return {"number": "float", "integer": "int", "string": "str", "boolean": "bool"}.get(str(kind), "Any")


if __name__ == "__main__":
    main()
