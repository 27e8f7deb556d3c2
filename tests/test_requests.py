"""Time on the agenda of a meeting that is held in another channel."""
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chat import START, shown
from clerk.core.books import Books
from clerk.core.hearing import Heard, hear
from clerk.core.lines import Kind, Line, Rank, Speaker, fold
from clerk.core.meeting import Idle, Meeting, Room
from clerk.core.rules import Rules, Voice
from clerk.core.view import View


class Network:
    """The bot in several channels."""

    def __init__(self, *rooms: Room) -> None:
        self.rooms = {fold(room.channel): room for room in rooms}
        self.books = Books()
        self.now = START

    def hear(self, channel: str, nick: str, text: str, rank: Rank = Rank.NONE) -> list[str]:
        self.now += timedelta(seconds=1)
        line = Line(self.now, channel, nick, text, host=f"{nick}@example", rank=rank)
        heard: Heard = hear(self.rooms[channel], line, "clerk", View(self.books, self.rooms))
        self.rooms[channel] = heard.room
        self.books = self.books.changed(heard.changes)
        return [shown(saying) for saying in heard.says]

    def hold(self, channel: str, title: str) -> None:
        """A meeting that was held there."""
        self.hear(channel, "alice", f"#startmeeting {title}")
        room = self.rooms[channel]
        assert isinstance(room, Meeting)
        self.hear(channel, "alice", "#endmeeting")
        closing = self.rooms[channel]
        line = Line(self.now, channel, "", f"end {room.id}", Kind.WRITTEN, speaker=Speaker.CLERK)
        heard = hear(closing, line, "clerk", View(self.books, self.rooms))
        self.rooms[channel], self.books = heard.room, self.books.changed(heard.changes)


@pytest.fixture
def network() -> Network:
    found = Network(Idle("#nova"), Idle("#cinder"))
    found.hold("#nova", "nova")
    return found


ASK = ".agenda ask nova Quotas on thursday"


def test_the_chairs_hear_of_it_in_their_channel_and_the_asker_in_theirs(network: Network) -> None:
    assert network.hear("#cinder", "bob", ASK) == [
        "-> [#cinder] bob: request 1 to nova for Thu 26 Nov: Quotas. You hear what its chairs say.",
        "-> bob asks nova for time on Thu 26 Nov: Quotas. Its chairs: .agenda accept 1, "
        ".agenda decline 1 because REASON, .agenda offer 1 DATE",
    ]
    assert network.hear("#nova", "oscar", ".agenda accept 1", Rank.OPERATOR) == [
        "-> oscar: bob is told: Quotas is accepted for nova on Thu 26 Nov.",
        "-> [#cinder] bob: Quotas is accepted for nova on Thu 26 Nov.",
    ]


def test_operators_of_another_channel_have_no_say(network: Network) -> None:
    network.hear("#cinder", "bob", ASK)
    for command in ("accept 1", "decline 1 because no", "offer 1 friday"):
        assert network.hear("#cinder", "oscar", f".agenda {command}", Rank.OPERATOR) == [
            "-> [#cinder] oscar: request 1 is for nova: its chairs answer in #nova."]  # fmt: skip


def test_an_offer_is_taken_where_it_was_asked_and_told_to_the_chairs(network: Network) -> None:
    network.hear("#cinder", "bob", ASK)
    network.hear("#nova", "oscar", ".agenda offer 1 friday", Rank.OPERATOR)
    assert network.hear("#cinder", "bob", ".agenda accept 1") == [
        "-> [#cinder] bob: Quotas (bob) is accepted for nova on Fri 27 Nov.",
        "-> Quotas (bob) is accepted for nova on Fri 27 Nov.",
    ]


@pytest.mark.parametrize("silent", ["shadow", "gone"])
def test_where_the_chairs_cannot_be_told_the_asker_is(network: Network, silent: str) -> None:
    if silent == "gone":
        del network.rooms["#nova"]
    else:
        network.rooms["#nova"] = replace(network.rooms["#nova"], rules=Rules(voice=Voice.SHADOW))
    assert network.hear("#cinder", "bob", ASK) == [
        "-> [#cinder] bob: request 1 to nova for Thu 26 Nov: Quotas. You hear what its chairs say. "
        "I cannot tell its chairs from here; .agenda requests shows it to them."]  # fmt: skip


def test_an_accepted_request_survives_many_meetings_until_its_day(network: Network) -> None:
    network.hear("#cinder", "bob", ASK)
    network.hear("#nova", "oscar", ".agenda accept 1", Rank.OPERATOR)
    network.hold("#nova", "nova")
    network.now += timedelta(days=7)
    said = network.hear("#nova", "alice", "#startmeeting Nova")
    assert "-> Agenda: 1. Quotas (bob)" in said
    assert network.hear("#nova", "alice", ".agenda requests") == [
        "-> alice: nobody asks for time here, and you ask for none elsewhere."]  # fmt: skip
