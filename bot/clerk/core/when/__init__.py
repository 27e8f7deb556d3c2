"""Dates and times as people write them: read against the line's own time, in the speaker's zone, and said back in full.

What can be read two ways is refused with two examples, never guessed.
"""
from __future__ import annotations

from .reading import read, trailing
from .saying import relative, said, said_day
from .spans import duration
from .values import Unclear, When
from .zones import zone_named

__all__ = ["Unclear", "When", "duration", "read", "relative", "said", "said_day", "trailing", "zone_named"]
