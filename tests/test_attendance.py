"""A quorum of a role's members: who of them counts, and how many it takes."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from clerk.core import facts as f
from clerk.core.decide import decide
from clerk.core.decision import Refusal
from clerk.core.hearing import Heard, hear
from clerk.core.lines import Kind, Line
from clerk.core.meeting import Idle, Meeting
from clerk.core.prepared import Prepared
from clerk.core.says import Say
from clerk.core.views import minutes_of

START = datetime(2026, 11, 20, 14, tzinfo=UTC)
ROLES = {"cores": ("bob", "carol", "Dave"), "liaisons": ("erin",), "nobody": ()}


class Room:
    """A meeting with roles, led by alice."""

    def __init__(self) -> None:
        self.now = START
        opened = hear(Idle("#nova"), self.line("alice", "#startmeeting nova")).room
        assert isinstance(opened, Meeting)
        self.meeting = replace(opened, prepared=Prepared(roles=ROLES))

    def line(self, nick: str, text: str, kind: Kind = Kind.SAID, account: str | None = None) -> Line:
        self.now += timedelta(seconds=1)
        return Line(self.now, "#nova", nick, text, kind, account, f"{nick}@{nick}.example")

    def hear(self, nick: str, text: str, kind: Kind = Kind.SAID, account: str | None = None) -> Heard:
        heard = hear(self.meeting, self.line(nick, text, kind, account))
        assert isinstance(heard.room, Meeting)
        self.meeting = heard.room
        return heard


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.mark.parametrize(("role", "n"), [("cores", 2), ("CORES", 2), ("liaisons", 1)])
def test_it_takes_more_than_half_of_the_members(room: Room, role: str, n: int) -> None:
    name = role.lower()
    assert room.hear("alice", f"#quorum {role}").facts == (f.QuorumSet(n, name, ROLES[name]),)


@pytest.mark.parametrize(("members", "n"), [(1, 1), (2, 2), (3, 2), (4, 3), (9, 5), (10, 6)])
def test_half_is_not_enough(room: Room, members: int, n: int) -> None:
    names = tuple(f"core{i}" for i in range(members))
    room.meeting = replace(room.meeting, prepared=Prepared(roles={"cores": names}))
    assert room.hear("alice", "#quorum cores").facts == (f.QuorumSet(n, "cores", names),)


@pytest.mark.parametrize(("role", "reason"), [
    ("owners", "there is no role owners here; .role add owners NICK makes one."),
    ("nobody", "nobody is in the role nobody; .role add nobody NICK changes that."),
])  # fmt: skip
def test_what_role_it_cannot_be(room: Room, role: str, reason: str) -> None:
    assert decide(room.meeting, room.line("alice", f"#quorum {role}")) == Refusal(reason)


def test_members_count_by_account_or_else_by_nick_and_once(room: Room) -> None:
    said = room.hear("alice", "#quorum cores").says
    assert said == (Say("#nova", "Quorum: 2 of 3 cores needed, 0 present so far. Say present+ to be counted."),)
    for nick, account in (("alice", None), ("dave", "mallory"), ("bob_away", "bob"), ("bob", None)):
        assert not [fact for fact in room.hear(nick, "present+", account=account).facts
                    if isinstance(fact, f.QuorumReached)]  # fmt: skip
    heard = room.hear("carol", "present+")
    assert heard.facts == (f.PresenceSaid(()), f.QuorumReached(2))
    assert heard.says == (Say("#nova", "There is a quorum: 2 present, 2 of 3 cores needed."),)


def test_the_members_are_those_of_the_day(room: Room) -> None:
    """Who joins the role later is not asked after."""
    room.hear("alice", "#quorum cores")
    room.meeting = replace(room.meeting, prepared=Prepared())
    room.hear("bob", "present+")
    assert room.hear("carol", "present+").facts[1:] == (f.QuorumReached(2),)
    attendance = minutes_of(room.meeting).attendance
    assert attendance and attendance.quorum == "2 of 3 cores needed; reached at 14:00"


def test_who_is_named_before_they_come_counts_once_they_are_there(room: Room) -> None:
    room.hear("alice", "#quorum 1")
    assert room.hear("alice", "present+ zoe").facts == (f.PresenceSaid(("zoe",)),)
    assert room.hear("zoe", "", Kind.JOIN, account="zoe").facts == (f.QuorumReached(1),)
    assert room.hear("zoe", "bye", Kind.QUIT).facts == ()
    room.now += timedelta(minutes=1)
    assert room.hear("", "", Kind.TICK).facts == (f.QuorumLost(0),)
    assert room.hear("zoe", "", Kind.JOIN, account="zoe").facts == (), "not twice within a minute"
    room.now += timedelta(minutes=1)
    assert room.hear("", "", Kind.TICK).facts == (f.QuorumReached(1),)


@pytest.mark.parametrize(("here", "facts"), [("alice bob", ()), ("alice", (f.QuorumLost(1),))])
def test_who_went_while_the_bot_was_away_is_missed_a_minute_after(
    room: Room, here: str, facts: tuple[f.Fact, ...]
) -> None:
    room.hear("alice", "present+")
    room.hear("bob", "present+")
    assert room.hear("alice", "#quorum 2").facts[1:] == (f.QuorumReached(2),)
    since = room.now
    room.now += timedelta(minutes=5)
    assert room.hear("", f"{since.isoformat()} away", Kind.BACK).facts == (f.Missed(since.isoformat(), "away"),)
    assert room.hear("", "", Kind.TICK).facts == (), "nobody has said yet who is here"
    assert room.hear("", here, Kind.NAMES).facts == ()
    room.now += timedelta(minutes=1)
    assert room.hear("", "", Kind.TICK).facts == facts
