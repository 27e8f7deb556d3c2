"""Occurrences and conflicts as a table to read, and as data."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from clerk.core.conflicts import Conflict
from clerk.core.schedule import Occurrence

SHARED = {"channel": "in", "chair": "chaired by"}
Fault = tuple[str, int, str]  # file, line from 1 or 0 for the whole file, what is wrong


def document(found: Iterable[Occurrence], conflicts: Iterable[Conflict], faults: Iterable[Fault]) -> str:
    """JSON with the keys occurrences, conflicts and errors; times in UTC, channels with their #.

    Two meetings that share both channel and chair are one conflict here, with its first date.
    """
    pairs: dict[tuple[str, str], datetime] = {}
    for conflict in conflicts:
        pairs.setdefault((conflict.a, conflict.b), conflict.start)
    data = {
        "occurrences": [row(each) for each in found],
        "conflicts": [{"a": a, "b": b, "start": zulu(start)} for (a, b), start in pairs.items()],
        "errors": [{"file": file, "line": line, "message": message} for file, line, message in faults],
    }
    return json.dumps(data, indent=2) + "\n"


def row(each: Occurrence) -> dict[str, object]:
    return {
        "meeting": each.meeting,
        "project": each.project,
        "start": zulu(each.start),
        "end": zulu(each.end),
        "channel": each.place,
        "chairs": list(each.chairs),
        "skipped": each.skipped,
    }


def table(found: Iterable[Occurrence], doubles: Iterable[tuple[str, date, date]]) -> Iterator[str]:
    """A line for each occurrence, in columns. doubles: meeting, and its dates in week 53 and week 1."""
    rows = [cells(each) for each in found]
    if not rows:
        yield "No meetings in these weeks."
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for each in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(each, widths, strict=True)).rstrip()
    for meeting, first, second in sorted(doubles):
        why = f"{first.isocalendar().year} has 53 weeks"
        yield f"{meeting}: {brief(first)} and again next week, {brief(second)}: {why}."


def cells(each: Occurrence) -> tuple[str, ...]:
    end = "24:00" if each.end.time() == each.start.time() else f"{each.end:%H:%M}"
    last = f"skipped: {each.skipped}" if each.skipped is not None else ", ".join(each.chairs)
    return (f"{each.start:%Y-%m-%d %a}", f"{each.start:%H:%M}–{end} UTC", each.place, each.meeting, last)


def conflict_rows(conflicts: list[Conflict]) -> Iterator[str]:
    """conflicts: in order of start, then of their meetings' names."""
    if not conflicts:
        yield "No conflicts."
    for (start, a, b), both in groupby(conflicts, key=lambda each: (each.start, each.a, each.b)):
        pair = f"{a} and {b}" if a != b else f"{a} with itself"
        shared = " and ".join(f"{SHARED[each.why]} {each.what}" for each in both)
        yield f"{pair}: both {shared}, first on {brief(start)}, {start:%H:%M} UTC"


def brief(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def zulu(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
