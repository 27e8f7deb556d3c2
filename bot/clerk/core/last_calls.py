"""Proposals outside meetings: each has a last call, a period in which people speak up, and then a result.

The rules are those of its opening. One account has one voice, and the last one counts. Silence supports nothing, unless
the proposal said so when it was opened (lazy).
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from .books import Books, Changes, Record, puts
from .decisions import Decision, Outcome
from .lines import Kind, Line, Speaker, fold, identity

SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=90)
USUAL = timedelta(days=7)
MOST_OPEN = 30  # in a channel
MOST_CONCERNS = 20  # of a proposal


class Stance(StrEnum):
    SUPPORT = "in support"
    AGAINST = "against"
    ABSTAIN = "abstaining"


class State(StrEnum):
    OPEN = "open"
    HELD = "held"
    PASSED = "passed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


LIVE = frozenset({State.OPEN, State.HELD})


@dataclass(frozen=True)
class Asked:
    """A member of the role that is asked. who: as the books name people."""

    who: str
    nick: str


@dataclass(frozen=True)
class Voice:
    """member: which of those who were asked this is, as `Asked.who`; "" for anybody else."""

    who: str
    nick: str
    stance: Stance
    at: datetime
    why: str = ""
    member: str = ""


@dataclass(frozen=True)
class Concern:
    """n: its number in its proposal. resolved_by: the nick of who said that it is resolved, "" while it is open; how:
    in their words."""

    n: int
    who: str
    nick: str
    text: str
    at: datetime
    member: str = ""
    resolved_by: str = ""
    how: str = ""


@dataclass(frozen=True)
class Hold:
    who: str
    nick: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Proposal(Record):
    """channel, place: as of a decision. nick, who: who proposed it. minutes: its period. ends: when that is over; of
    one that is held, when it would have been. needs: how many in support, beside who proposed it; 0 for a lazy one.
    role: the only one whose voices count, "" for anybody's; asked: its members then. voices: one each, oldest first.
    decision: what came of it; closed: when.
    """

    TABLE: ClassVar[str] = "proposals"

    id: int
    channel: str
    place: str
    text: str
    nick: str
    who: str
    at: datetime
    ends: datetime
    minutes: int
    needs: int
    role: str = ""
    asked: tuple[Asked, ...] = ()
    voices: tuple[Voice, ...] = ()
    concerns: tuple[Concern, ...] = ()
    hold: Hold | None = None
    state: State = State.OPEN
    decision: int | None = None
    closed: datetime | None = None

    @property
    def lazy(self) -> bool:
        return not self.needs

    def heard(self, stance: Stance) -> list[Voice]:
        """Whose voice counts, and is that."""
        return [voice for voice in self.voices if voice.stance is stance and (voice.member or not self.role)]

    def uncounted(self) -> list[Voice]:
        return [voice for voice in self.voices if self.role and not voice.member]

    def concerned(self) -> list[Concern]:
        """The concerns that are open."""
        return [concern for concern in self.concerns if not concern.resolved_by]

    def unheard(self) -> list[Asked]:
        """Who was asked, and has said nothing."""
        heard = {voice.member for voice in self.voices} | {concern.member for concern in self.concerns}
        return [each for each in self.asked if each.who not in heard]

    def over(self, now: datetime) -> bool:
        """Whether its period is over, perhaps just now."""
        return self.state not in LIVE or (self.state is State.OPEN and self.ends <= now)


def in_channel(books: Books, channel: str) -> list[Proposal]:
    return [each for each in books.all(Proposal) if each.channel == fold(channel)]


def is_of(who: str, line: Line) -> bool:
    """Whether the speaker is who spoke then; who had no account and has one now is known by their nick."""
    return who == identity(line) or (line.account is not None and who == f"~{fold(line.nick)}")


def with_voice(proposal: Proposal, voice: Voice, line: Line) -> Proposal:
    """The speaker's only voice; one that they gave before is gone, also by another name of the member that they are."""
    others = tuple(each for each in proposal.voices
                   if not is_of(each.who, line) and (not voice.member or each.member != voice.member))  # fmt: skip
    return replace(proposal, voices=(*others, voice))


def followed(books: Books, line: Line) -> Changes:
    """Who spoke without an account is the same person by another nick, unless somebody spoke by that one before."""
    if line.kind is not Kind.NICK or line.account or line.speaker is not Speaker.PERSON:
        return ()
    old, new = f"~{fold(line.nick)}", f"~{fold(line.text)}"
    live = (each for each in books.all(Proposal) if each.state in LIVE)
    moved = ((each, renamed(each, old, new, line.text)) for each in live if new not in speakers(each))
    return puts(*(now for each, now in moved if now != each))


def speakers(proposal: Proposal) -> set[str]:
    holder = {proposal.hold.who} if proposal.hold else set()
    return {proposal.who, *(each.who for each in proposal.voices), *(each.who for each in proposal.concerns), *holder}


def renamed(p: Proposal, old: str, new: str, nick: str) -> Proposal:
    """A member of the role that is asked spoke as the one that the role names, and stays that."""
    own = p.who == old
    return replace(
        p, who=new if own else p.who, nick=nick if own else p.nick,
        voices=tuple(replace(each, who=new, nick=nick) if each.who == old and not each.member else each
                     for each in p.voices),
        concerns=tuple(replace(each, who=new, nick=nick) if each.who == old else each for each in p.concerns),
        hold=replace(p.hold, who=new, nick=nick) if p.hold and p.hold.who == old else p.hold,
    )  # fmt: skip


def came_to(proposal: Proposal) -> tuple[Outcome, str]:
    """What a proposal comes to when its period is over, and why it fails; "" where it passes."""
    support, against = len(proposal.heard(Stance.SUPPORT)), proposal.heard(Stance.AGAINST)
    if concerns := proposal.concerned():
        first, more = concerns[0], len(concerns) - 1
        others = f" and {more} more are" if more else " is"
        return Outcome.FAILED, f"concern {proposal.id}.{first.n} of {first.nick}{others} open"
    if proposal.lazy:
        return (Outcome.FAILED, "there was an objection") if against else (Outcome.PASSED, "")
    if support < proposal.needs:
        return Outcome.FAILED, f"{support} of the {proposal.needs} it needs were in support"
    if len(against) >= support:
        return Outcome.FAILED, f"{len(against)} were against, and {support} in support"
    return Outcome.PASSED, ""


# --- by time alone --------------------------------------------------------------------------------


def closed(books: Books, now: datetime) -> Changes:
    """The proposals whose period is over, with what was decided."""
    changes: Changes = ()
    over = [each for each in books.all(Proposal) if each.state is State.OPEN and each.ends <= now]
    for id, proposal in enumerate(over, books.next_id(Decision) if over else 1):
        kind, _ = came_to(proposal)
        state = State.PASSED if kind is Outcome.PASSED else State.FAILED
        decision = Decision(id, proposal.place, proposal.channel, proposal.ends, kind, proposal.text, proposal.nick,
                            proposal=proposal.id)  # fmt: skip
        changes += puts(decision, replace(proposal, state=state, decision=id, closed=proposal.ends))
    return changes
