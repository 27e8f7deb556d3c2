"""Who is who, where a chat cannot tell it."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from clerk.core.hearing import hear
from clerk.core.lines import Kind, Line
from clerk.core.meeting import Idle, Meeting, Room

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)


def life(*deeds: tuple[str, str, Kind, str]) -> Room:
    """A room after (nick, host, kind, text), a second apart."""
    room: Room = Idle("#nova")
    for n, (nick, host, kind, text) in enumerate(deeds, 1):
        room = hear(room, Line(NOW + timedelta(seconds=n), "#nova", nick, text, kind, host=host, id=n)).room
    return room


@pytest.mark.parametrize(("chair", "other"), [("a[b]", "a{b}"), ("x\\y", "x|y"), ("kevin", "\u212aevin")])
def test_what_some_networks_call_capitals_makes_nobody_chair(chair: str, other: str) -> None:
    """Where CASEMAPPING is ascii these are two people, and Unicode's letters have no capitals on IRC."""
    room = life(
        (chair, "u@one.example", Kind.SAID, "#startmeeting nova"),
        (other, "u@two.example", Kind.JOIN, ""),
        (other, "u@two.example", Kind.SAID, "#endmeeting"),
    )
    assert isinstance(room, Meeting) and room.closing is None
    assert len(room.people.persons) == 2


def test_a_join_ends_what_was_held_by_the_nick_before() -> None:
    """The bot did not hear the chair leave: the server would not let two have one nick."""
    room = life(
        ("alice", "u@one.example", Kind.SAID, "#startmeeting nova"),
        ("alice", "u@two.example", Kind.JOIN, ""),
        ("alice", "u@two.example", Kind.SAID, "#endmeeting"),
    )
    assert isinstance(room, Meeting) and room.closing is None
