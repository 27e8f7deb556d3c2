"""What a meeting that begins finds prepared in the books."""
from __future__ import annotations

from .lines import Line
from .meeting import Idle
from .prepared import Prepared
from .roles import members, names
from .view import View


def prepare(view: View, room: Idle, line: Line, title: str) -> Prepared:
    """For a meeting of that title in that room."""
    return Prepared(roles={name: members(view.books, name) for name in names(view.books)})
