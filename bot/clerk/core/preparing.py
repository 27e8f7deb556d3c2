"""What a meeting that begins finds prepared in the books."""
from __future__ import annotations

from .lines import Line
from .meeting import Idle
from .prepared import Prepared
from .view import View


def prepare(view: View, room: Idle, line: Line, title: str) -> Prepared:
    """For a meeting of that title in that room."""
    return Prepared()
