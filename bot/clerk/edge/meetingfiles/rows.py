"""One mapping of a meeting file: its keys read one by one, each fault told, what is left over kept."""
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import TypeVar

import yaml

from .yamltext import Found, as_text, is_null, line_of

Value = TypeVar("Value")


class Row:
    """Keys are taken out by what reads them; `rest` is what nobody took."""

    def __init__(self, node: yaml.MappingNode, found: Found) -> None:
        self.line = line_of(node)
        self.found = found
        self.values: dict[str, yaml.Node] = {}
        for key, value in node.value:
            self.add(key, value)

    def add(self, key: yaml.Node, value: yaml.Node) -> None:
        if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
            self.found.fault(line_of(key), "a key has to be a word, such as project")
        elif key.value in self.values:
            self.found.fault(line_of(key), f"{key.value} is there a second time; keep one")
        else:
            self.values[key.value] = value

    def line_at(self, key: str) -> int:
        return line_of(self.values[key]) if key in self.values else self.line

    def has(self, key: str) -> bool:
        return key in self.values and not is_null(self.values[key])

    def fault(self, key: str, message: str) -> None:
        self.found.fault(self.line_at(key), message)

    def need(self, key: str, right: str) -> bool:
        """Whether a key has a value; a fault where it has none."""
        if key in self.values and not self.has(key):
            self.fault(key, f"{key} is empty; {right}")
        return self.need_key(key, right) and self.has(key)

    def need_key(self, key: str, right: str) -> bool:
        """Whether a key is there, be it empty; a fault where it is not."""
        if key in self.values:
            return True
        slip = next(iter(get_close_matches(key, self.values, 1)), "")
        if slip:
            self.fault(slip, f"{key} is missing; is {slip} a slip for it?")
        else:
            self.fault(key, f"{key} is missing; {right}")
        return False

    def text(self, key: str) -> str:
        """What was written, stripped; "" where nothing was."""
        node = self.values.get(key)
        return "" if node is None else self.scalar(key, node)

    def one_line(self, key: str) -> str:
        return " ".join(self.text(key).split())

    def parsed(self, key: str, parse: Callable[[str], Value], otherwise: Value) -> Value:
        """parse raises ValueError with what is wrong and what would be right."""
        if not self.has(key):
            return otherwise
        faults = len(self.found.faults)
        written = self.one_line(key)
        try:
            return otherwise if len(self.found.faults) > faults else parse(written)
        except ValueError as wrong:
            self.fault(key, f"{key} {written!r}: {wrong}")
            return otherwise

    def texts(self, key: str) -> list[str]:
        """The stripped texts of a list, without empty ones."""
        return [text for node in self.nodes(key) if (text := " ".join(self.scalar(key, node).split()))]

    def nodes(self, key: str) -> list[yaml.Node]:
        node = self.values.get(key)
        if node is None or is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(key, f"{key} has to be a list: begin each of its entries with a dash")
            return []
        return list(node.value)

    def rows(self, key: str, example: str) -> Iterator[Row]:
        for node in self.nodes(key):
            if isinstance(node, yaml.MappingNode):
                yield Row(node, self.found)
            else:
                self.found.fault(line_of(node), f"an entry of {key} needs keys, such as {example}")

    def is_list(self, key: str) -> bool:
        return isinstance(self.values.get(key), yaml.SequenceNode)

    def scalar(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.found.fault(line_of(node), f"{key} has to be text, not a list or keys of its own")
            return ""
        if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in node.value):
            self.found.fault(line_of(node), f"{key} has a control character; write plain text")
            return ""
        return "" if is_null(node) else str(node.value).strip()

    def rest(self, known: frozenset[str]) -> tuple[tuple[str, str], ...]:
        return tuple((key, as_text(node)) for key, node in self.values.items() if key not in known)
