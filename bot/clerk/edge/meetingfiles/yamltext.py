"""YAML as far as a meeting file needs it: nodes with their lines, and nothing that could grow when it is read.

Scalars stay the text that was written: 0600 is a time here and no octal number, and `yes` may be a name.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

LARGEST = 256 * 1024  # bytes of one file
DEEPEST = 20  # levels; meeting files have five
MOST_FAULTS = 20  # told of one file
# libyaml's reader is about ten times as fast; PyYAML has it in most of its wheels.
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TAG = "tag:yaml.org,2002:"
PLAIN_TAGS = {TAG + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "value", "seq", "map")}


class Fault(NamedTuple):
    """What is wrong in a file, and what would be right. line: from 1; 0 where it is the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class Unreadable(Exception):
    """The file has no structure to look into."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class Found:
    """The faults of one file, as they are found."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, message))

    def all(self) -> tuple[Fault, ...]:
        ordered = sorted(self.faults, key=lambda fault: fault.line)
        if len(ordered) > MOST_FAULTS:
            more = Fault(self.file, 0, f"and {len(ordered) - MOST_FAULTS} faults more; mend these first")
            return (*ordered[:MOST_FAULTS], more)
        return tuple(ordered)


def compose(data: bytes) -> yaml.MappingNode:
    """The one mapping that the file is. Raises Unreadable."""
    text = decoded(data)
    try:
        refuse_what_grows(text)
        node = yaml.compose(text, LOADER)
    except yaml.MarkedYAMLError as error:
        raise unreadable(error, text) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        raise Unreadable(f"this is no YAML: {str(error).splitlines()[0]}") from None
    if node is None:
        raise Unreadable("the file is empty; it should begin with project: and the meeting's name")
    if not isinstance(node, yaml.MappingNode):
        raise Unreadable("a meeting file has keys at the top, such as project: and schedule:", line_of(node))
    return node


def decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        raise Unreadable(f"the file has more than {LARGEST // 1024} KB; a meeting needs under 5")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("the file is not UTF-8; save it as UTF-8", data.count(b"\n", 0, error.start) + 1) from None
    if "\0" in text:
        raise Unreadable("there is a NUL; a meeting file is text", text.count("\n", 0, text.index("\0")) + 1)
    return text


def refuse_what_grows(text: str) -> None:
    """A few aliases of aliases are gigabytes once they are read, and deep nesting ends any reader."""
    depth = 0
    for event in yaml.parse(text, LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if getattr(event, "anchor", None) is not None:
            raise Unreadable("anchors and aliases (&name, *name) are not read; write it out", line)
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!" and tag not in PLAIN_TAGS:
            raise Unreadable(f"the tag {tag} is not read; write plain text", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(f"it is nested more than {DEEPEST} levels deep; a meeting needs five", line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def unreadable(error: yaml.MarkedYAMLError, text: str) -> Unreadable:
    mark = error.problem_mark
    line = mark.line + 1 if mark else 0
    rows = text.splitlines()
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return Unreadable("a tab cannot indent in YAML; use blanks", line)
    if error.context_mark and "quoted scalar" in str(error.context):
        return Unreadable("a quote is opened here and not closed", error.context_mark.line + 1)
    if "single document" in str(error.context):
        return Unreadable("a second document begins here (---); one file is one meeting", line)
    wrong = error.problem or error.context
    return Unreadable(f"this is no YAML: {wrong}; look for a missing quote, colon or blank", line)


def line_of(node: yaml.Node) -> int:
    """From 1."""
    return int(node.start_mark.line) + 1


def is_null(node: yaml.Node) -> bool:
    return node.tag == TAG + "null"


def as_text(node: yaml.Node) -> str:
    """Of any node the YAML that reads back to it."""
    written: str = yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True)
    return written.removesuffix("...\n")
