"""A line as a row of the full log."""
from __future__ import annotations

from .lines import Line
from .minutes import LogLine


def log_line(line: Line) -> LogLine:
    return LogLine(line.id, line.at, line.nick, line.kind, line.text, line.speaker)
