"""Counting ballots: Schulze, STV, instant runoff, Borda, approval, plurality, pick up to N, dots.

Every method takes ballots and gives a result. A tie is reported and never broken silently; nothing is random.
"""
from __future__ import annotations

from .election import Election, counted
from .points import approval, borda, dots, picks, plurality
from .runoff import irv
from .schulze import Default, schulze
from .stv import stv
from .values import BadBallots, Ballots, Result, Round

__all__ = [
    "BadBallots", "Ballots", "Default", "Election", "Result", "Round", "approval", "borda", "counted", "dots", "irv",
    "picks", "plurality", "schulze", "stv",
]  # fmt: skip
