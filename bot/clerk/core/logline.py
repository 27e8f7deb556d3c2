"""A line as rows of the full log."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from . import facts as f
from .lines import Kind, Line
from .minutes import LogLine


def log_rows(line: Line, facts: Iterable[f.Fact] = ()) -> Iterator[LogLine]:
    """The row of a line; before it the gap that a netsplit left, if the line ended one. Nobody saw a private one."""
    if line.kind is Kind.PRIVATE:
        return
    for fact in facts:
        if isinstance(fact, f.SplitHealed):
            yield split_row(line.id, line.at, fact)
    yield LogLine(line.id, line.at, line.nick, line.kind, line.text, line.speaker)


def split_row(n: int, at: datetime, fact: f.SplitHealed) -> LogLine:
    return LogLine(n, at, "", Kind.BACK, f"{fact.since} the other side of a netsplit")
