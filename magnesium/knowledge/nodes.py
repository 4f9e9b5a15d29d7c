"""YAML files into typed records, every problem reported as file:line with the likely fix."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Loader(_Base):  # type: ignore[misc]
    """Safe YAML in which yes, no, on and off are words, not true and false: people answer with them."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:bool"]
    for first, rules in _Base.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file. `warning` ones are shown but do not stop the load."""

    file: str
    line: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {'warning: ' if self.warning else ''}{self.message}"


class Record(BaseModel):
    """A frozen record that refuses unknown keys, so that a typo is an error."""

    class Config:
        frozen = True
        extra = "forbid"


@dataclass(frozen=True)
class Document:
    """A YAML file: its plain value, and the nodes that remember the lines."""

    file: str
    value: Any
    node: yaml.Node | None

    def line(self, path: tuple[str | int, ...] = ()) -> int:
        """The 1-based line of the value at `path`, or of the nearest thing above it that exists."""
        node, line = self.node, 1
        while node is not None:
            line = node.start_mark.line + 1
            if not path:
                break
            step, path = path[0], path[1:]
            if isinstance(node, yaml.MappingNode):
                found = [(k, v) for k, v in node.value if k.value == str(step)]
                if not found:
                    break
                line, node = found[0][0].start_mark.line + 1, found[0][1]
                if not path:
                    break
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                break
        return line

    def problem(self, path: tuple[str | int, ...], message: str, warning: bool = False) -> Problem:
        where = ".".join(str(p) for p in path)
        return Problem(self.file, self.line(path), f"{where}: {message}" if where else message, warning)


def read(file: Path, root: Path) -> Document | Problem:
    """Read one YAML file. A file that is no YAML comes back as a Problem."""
    name = str(file.relative_to(root.parent))
    try:
        loader = Loader(file.read_text(encoding="utf-8"))
        try:
            node = loader.get_single_node()
            return Document(name, loader.construct_document(node) if node else None, node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Problem(name, line, f"this is not valid YAML: {error.problem}; check indentation, colons and quotes")
    except UnicodeDecodeError:
        return Problem(name, 1, "this file is not UTF-8 text; save it as UTF-8")


R = TypeVar("R", bound=Record)


def build(model: type[R], document: Document, path: tuple[str | int, ...], value: Any) -> R | list[Problem]:
    """Make a record of `value`, found at `path` of `document`; all its problems at once when it is not one."""
    if not isinstance(value, dict):
        return [document.problem(path, f"expected a record with keys {', '.join(model.__fields__)}; found {value!r}")]
    try:
        return model.parse_obj(value)
    except ValidationError as error:
        return [
            document.problem((*path, *e["loc"]), _explain(e, model))
            for e in error.errors()
            if "__root__" not in e["loc"]
        ] or [document.problem(path, error.errors()[0]["msg"])]


def _explain(error: Any, model: type[Record]) -> str:
    if error["type"] == "value_error.extra":
        near = difflib.get_close_matches(str(error["loc"][-1]), list(model.__fields__), n=1)
        known = f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(model.__fields__)}"
        return f"unknown key; {known}"
    if error["type"] == "value_error.missing":
        return "this key is missing; add it"
    message: str = error["msg"]
    return message
