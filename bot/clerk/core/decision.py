"""What may come of a line: facts, a refusal, an answer with changes to the books, or a question to answer."""
from __future__ import annotations

from dataclasses import dataclass

from . import commands as c
from . import facts as f
from .books import Changes
from .poll import Seal
from .says import Saying

Facts = tuple[f.Fact, ...]
NOTHING: Facts = ()


@dataclass(frozen=True)
class Refusal:
    """The rules say no. why: for the speaker, a reason and what would work. Nothing became true.

    aside: for the speaker alone. forget: of the line its bare word alone may be stored.
    """

    why: str
    aside: bool = False
    forget: bool = False


@dataclass(frozen=True)
class Asked:
    """A question that makes nothing true: the answer is in what the room knows already."""

    command: (c.ListItems | c.ShowVote | c.ListAgenda | c.ShowTime | c.ShowQueue | c.ListPresent | c.ListCommands
              | c.Help)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What comes of a command that may be asked for at any time. says: only once all of it is stored.

    facts: what it makes true in the meeting that is open in its room; `project` makes changes of those. seals: votes
    for the boxes of secret polls; of their line nothing at all is stored elsewhere.
    """

    says: tuple[Saying, ...] = ()
    changes: Changes = ()
    facts: Facts = ()
    seals: tuple[Seal, ...] = ()


Decision = Facts | Refusal | Asked | Answer
