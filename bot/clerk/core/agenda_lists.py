"""Agendas as people write them down: numbered lists, bullets, Zakim's lines, the topics of a meeting file.

What is no list item is prose, and left out. So are the points below a point: the agenda names what is talked
about, and whoever wants the details reads the list itself.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .agenda import LONGEST_TEXT, MOST_ITEMS

LONGEST_FILE = 1_000_000  # bytes

ZAKIM = re.compile(r"(?:.*?<[^<>\s]{1,64}>\s*)?\s*agenda\+:?\s+(\S.*)", re.IGNORECASE)
MARKED = re.compile(r"(\s*)(?:(\*{2,})\s+|(?:[-*+•‣–]|\(?\d{1,3}[.)])\s+)(\S.*)")
ASKED_FOR = re.compile(r"^agenda\+:?\s+(?=\S)", re.IGNORECASE)  # in a list no part of an item
CHECKBOX = re.compile(r"\[[ xX]\]\s+")
WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
KEY = re.compile(r"(topics|agenda)\s*:\s*(.*)", re.IGNORECASE)
OTHER_KEY = re.compile(r"[A-Za-z_]\w*\s*:(?:\s|$)")
BLOCK = re.compile(r"[|>][+-]?\d?\s*(?:#.*)?")
NUMBER = re.compile(r"(?:^|(?<=\s))\(?(\d{1,3})[.)]\s+(?=\S)")


class Unreadable(Exception):
    """No agenda can be had from it; the message says why, and what would do."""


@dataclass(frozen=True)
class ReadList:
    """left_out: how many points below a point there were."""

    items: tuple[str, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Point:
    """row: where it stands, counting from 1. below: it is a detail of the one before it."""

    row: int
    text: str
    below: bool = False


def read_list(text: str) -> ReadList:
    """The items of a file. Raises Unreadable."""
    if not text.strip():
        raise Unreadable("it is empty")
    points = found_in(text.splitlines())
    items = [point for point in points if not point.below]
    if not items:
        raise Unreadable("there is no list in it: I read numbered lists, bullets, agenda+ lines, and the topics of a"
                         " meeting file")  # fmt: skip
    for point in items:
        if len(point.text) > LONGEST_TEXT:
            raise Unreadable(f"line {point.row} has {len(point.text)} characters; an item has at most {LONGEST_TEXT}")
    if len(items) > MOST_ITEMS:
        raise Unreadable(f"it has {len(items)} items; an agenda has at most {MOST_ITEMS}")
    return ReadList(tuple(point.text for point in items), len(points) - len(items))


def found_in(rows: Sequence[str]) -> list[Point]:
    """agenda+ lines if there are any, else the topics of a meeting file if it is one, else the list."""
    numbered = list(enumerate(rows, 1))
    said = [Point(n, plain(found[1])) for n, row in numbered if (found := ZAKIM.fullmatch(row))]
    if said:
        return said
    keys = [(n, found) for n, row in numbered if (found := KEY.fullmatch(row.rstrip()))]
    if keys:
        return [point for n, found in keys for point in of_key(n, found[2].strip(), rows)]
    return [point for point in points_of(numbered) if point.text]


def of_key(n: int, value: str, rows: Sequence[str]) -> Iterator[Point]:
    """What stands under "topics:" or "agenda:" of a meeting file: a list, in brackets or below, or a block of text."""
    if value.startswith("[") and value.endswith("]"):
        yield from (Point(n, plain(unquoted(part))) for part in value[1:-1].split(",") if part.strip())
        return
    block = []
    for number, row in enumerate(rows[n:], n + 1):
        if OTHER_KEY.match(row) or row.startswith(("---", "...")):
            break
        block.append((number, row))
    points = [Point(p.row, plain(unquoted(p.text)), p.below) for p in points_of(block) if p.text]
    in_words = bool(value) and not BLOCK.fullmatch(value)
    yield from points if points or not in_words else [Point(n, plain(unquoted(value)))]


def unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def points_of(rows: Sequence[tuple[int, str]]) -> list[Point]:
    """The marked lines; an indented line without a mark goes on with the one before it."""
    points: list[Point] = []
    indent: int | None = None
    goes_on = False
    for n, row in rows:
        found = MARKED.fullmatch(row.rstrip().expandtabs(4))
        if found:
            indent = len(found[1]) if indent is None else min(indent, len(found[1]))
            points.append(Point(n, ASKED_FOR.sub("", plain(found[3])), len(found[1]) > indent or bool(found[2])))
            goes_on = True
        elif row.strip() and goes_on and row[:1].isspace():
            last = points[-1]
            points[-1] = Point(last.row, f"{last.text} {plain(row)}", last.below)
        else:
            goes_on = False
    return points


def plain(text: str) -> str:
    """In one line, without marks of wikis and without what cannot be seen."""
    text = WIKI_LINK.sub(r"\1", CHECKBOX.sub("", text, count=1) if CHECKBOX.match(text) else text)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def in_one_line(text: str) -> list[str]:
    """The items of a list that was pasted into one line: "1. … 2. …", or with semicolons between them."""
    starts = counted(text)
    if starts:
        ends = [start for start, _ in starts[1:]] + [len(text)]
        parts = [text[behind:end] for (_, behind), end in zip(starts, ends, strict=True)]
    else:
        parts = re.split(r";(?=\s|$)" if re.search(r";(?=\s)|://", text) else ";", text)
    return [item for part in parts if (item := plain(part.strip(" ;,")))]


def counted(text: str) -> list[tuple[int, int]]:
    """Where "1." and "2." and so on begin and end, if the text begins with the first; else nothing."""
    found: list[tuple[int, int]] = []
    for match in NUMBER.finditer(text):
        if int(match[1]) == len(found) + 1 and (found or not text[: match.start()].strip()):
            found.append((match.start(), match.end()))
    return found
