"""What may come of a line: facts, a refusal, or a question to answer."""
from __future__ import annotations

from dataclasses import dataclass

from . import commands as c
from . import facts as f

Facts = tuple[f.Fact, ...]
NOTHING: Facts = ()


@dataclass(frozen=True)
class Refusal:
    """The rules say no. why: for the speaker, a reason and what would work. Nothing became true.

    aside: for the speaker alone.
    """

    why: str
    aside: bool = False


@dataclass(frozen=True)
class Asked:
    """A question that makes nothing true: the answer is in what the room knows already."""

    command: c.ListItems | c.ShowVote | c.ShowQueue | c.ListPresent | c.ListCommands | c.Help


Decision = Facts | Refusal | Asked
