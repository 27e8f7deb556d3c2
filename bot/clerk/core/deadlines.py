"""What time alone changes in the books, whoever is there: something was open until an instant, and that is over."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from .books import Books, Changes
from .last_calls import closed

# Each: (books, now) -> what changes, once; asked once per tick.
DEADLINES: tuple[Callable[[Books, datetime], Changes], ...] = (closed,)


def passed(books: Books, now: datetime) -> Changes:
    changes: Changes = ()
    for deadline in DEADLINES:
        changes += deadline(books.changed(changes), now)
    return changes
