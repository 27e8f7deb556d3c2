"""One bot in several channels: what is worked off, and who leads, in one of them is not in another."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bots import Clerk, a_clerk
from clerk.core.lines import Kind
from clerk.core.wording import LINE_BYTES


class Channels:
    """A clerk in #nova and #cinder."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk
        for channel in ("#nova", "#cinder"):
            self.says(channel, "zed", "hello")

    def says(self, channel: str, nick: str, *texts: str) -> list[str]:
        for text in texts:
            self.clerk.world.now += timedelta(seconds=15)
            self.clerk.hear(self.clerk.world.line(nick, text, channel=channel))
        return [said.removeprefix(f"-> [{channel}] ").removeprefix("-> ") for said in self.clerk.told()]


@pytest.fixture
def channels(tmp_path: Path) -> Iterator[Channels]:
    with a_clerk(tmp_path / "clerk") as clerk:
        yield Channels(clerk)


@pytest.fixture
def twice(channels: Channels) -> Channels:
    """A meeting in #nova, which has an agenda from last time; and one of the same name in #cinder."""
    channels.says("#nova", "alice", "#startmeeting weekly", ".agenda add Gate", ".agenda add Cells", "#endmeeting")
    channels.says("#nova", "alice", "#startmeeting weekly")
    channels.says("#cinder", "bob", "#startmeeting weekly")
    return channels


def test_an_agenda_is_worked_off_in_one_place_at_a_time(twice: Channels) -> None:
    assert twice.says("#cinder", "bob", "#next")[0].startswith("bob: there is no agenda;")
    twice.says("#nova", "alice", "#next", "#endmeeting")
    twice.says("#cinder", "bob", "#endmeeting")
    assert twice.says("#nova", "alice", ".agenda weekly") == ["Agenda: 1. Cells (alice, second time carried)"]
    assert twice.clerk.audited() == []


def test_a_meeting_has_an_agenda_of_its_own_though_another_has_its_name(twice: Channels) -> None:
    assert twice.says("#cinder", "bob", ".agenda add Volumes") == ["bob: 1. Volumes is on the agenda of #cinder."]
    assert twice.says("#nova", "alice", ".agenda add Quotas") == ["alice: 3. Quotas is on the agenda of weekly."]
    assert twice.clerk.audited() == []


@pytest.mark.parametrize("first", ["#nova", "#cinder"])
def test_what_two_of_one_name_left_over_has_numbers_that_mean_one_item(twice: Channels, first: str) -> None:
    twice.says("#cinder", "bob", ".agenda add Volumes", ".agenda add Backups")
    for channel, nick in sorted({"#nova": "alice", "#cinder": "bob"}.items(), key=lambda one: one[0] != first):
        twice.says(channel, nick, "#endmeeting")
    found = list(twice.clerk.database.execute("SELECT n, text FROM agenda_items WHERE place = 'weekly'"))
    assert {text for _, text in found} == {"Gate", "Cells", "Volumes", "Backups"}
    assert len({n for n, _ in found}) == 4


def test_the_agenda_of_a_channel_is_meant_by_its_name_and_audited_so(channels: Channels) -> None:
    channels.says("#nova", "alice", "#startmeeting nova")
    assert channels.says("#nova", "alice", ".agenda add Far for #cinder") == [
        "alice: 1. Far is on the agenda of #cinder."]  # fmt: skip
    assert channels.clerk.audited() == []


def test_who_chairs_another_meeting_sets_no_purpose_and_no_topics(channels: Channels) -> None:
    channels.says("#nova", "alice", "#startmeeting nova", "#purpose Keep the gate green", "#endmeeting")
    channels.says("#cinder", "mallory", "#startmeeting mine")
    assert channels.says("#cinder", "mallory", ".meeting purpose nova: have fun") == [
        "mallory: only a chair of nova can set the purpose, where it meets."]  # fmt: skip
    assert channels.says("#cinder", "mallory", ".meeting topics nova Fun") == [
        "mallory: only a chair of nova can set the standing topics, where it meets."]  # fmt: skip
    assert channels.says("#nova", "alice", ".meeting purpose nova") == ["alice: Purpose of nova: Keep the gate green"]


def test_the_agenda_of_a_private_meeting_is_shown_in_its_channel_only(channels: Channels) -> None:
    channels.says("#nova", "alice", "#startmeeting nova", "#endmeeting", "#startmeeting nova", "#private")
    channels.says("#nova", "alice", ".agenda add Who leaves")
    for asked in (".agenda nova", ".agenda drop 1 for nova", ".agenda add More for nova"):
        assert channels.says("#cinder", "bob", asked) == [
            "bob: nova is meeting in private in #nova; its agenda is shown there only."]  # fmt: skip
    assert channels.says("#nova", "alice", ".agenda nova") == ["Agenda: 1. Who leaves (alice)"]


@pytest.mark.parametrize("said", [".agenda ", ".meeting ", ".help ", ".agenda ask ", ".tz "])
def test_what_is_not_understood_is_said_back_in_one_line(channels: Channels, said: str) -> None:
    for wide in ("x" * 390, "\u65e5" * 130, "y " * 195):
        world = channels.clerk.world
        channels.clerk.hear(world.line("zed", f"{said}{wide}", channel="#nova"))
        channels.clerk.hear(world.line("zed", f"{said}{wide}", Kind.PRIVATE, channel=""))
        told = channels.clerk.told()
        assert len(told) == 2 and all(len(answer.encode()) <= LINE_BYTES + len("-> (zed) ") for answer in told)
