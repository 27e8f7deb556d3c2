"""The desk where no chat reaches it: clocks that go back, faults that no retry mends, minutes of somebody else."""
from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest

from chat import Chat, World, own, shown
from clerk.core.lines import Kind
from clerk.core.meeting import Meeting
from test_chats import Bot


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    with closing(Bot(Chat(tmp_path, [], {}), tmp_path / "bot", World())) as bot:
        yield bot


def answers(bot: Bot, *rows: str) -> list[str]:
    for row in rows:
        for line in bot.world.heard(row):
            bot.hear(line)
    return [shown(saying) for saying in bot.drain()]


def ids(bot: Bot) -> list[str]:
    return [row["id"] for row in bot.desk.reader.meetings()]


def test_a_clock_that_is_set_back_gives_no_id_twice(bot: Bot) -> None:
    at = bot.world.now
    for seconds in (0, -30, -1, 0, 60):
        bot.world.now = at + timedelta(seconds=seconds)
        assert "-> Meeting started: nova. Chair: alice. Commands: #commands" in answers(
            bot, "<alice> #startmeeting nova", "<alice> #endmeeting")  # fmt: skip
    assert len(set(ids(bot))) == 5


def test_what_can_never_be_recorded_is_dropped_alone_and_said(bot: Bot) -> None:
    answers(bot, "<alice> #startmeeting nova")
    good, bad, better = (next(bot.world.heard(f"<bob> {text}")) for text in ("one", "caf\udce9", "two"))
    bot.desk.work_off([(line, False) for line in (good, bad, better)])
    assert answers(bot) == ["-> Something went wrong with the last line, and it was not kept; the rest was."]
    said = [line.text for line in bot.desk.reader.lines(1)]
    assert said == ["#startmeeting nova", "one", "two"]


def test_the_address_of_another_meeting_is_not_said(bot: Bot) -> None:
    """A press that is slow: its report comes when the next meeting waits for its own."""
    answers(bot, "<alice> #startmeeting secret", "<alice> #private", "<alice> #endmeeting", "<alice> #startmeeting two")
    room = bot.desk.rooms["#nova"]
    assert isinstance(room, Meeting)
    bot.desk.rooms["#nova"] = replace(room, saving="alice")
    late = own(bot.world.now, Kind.WRITTEN, f"save {ids(bot)[0]} https://minutes.example.org/secret .html")
    bot.hear(late)
    assert answers(bot) == []


def test_a_topic_that_the_server_cut_is_still_ours(bot: Bot) -> None:
    long = "Gate status of all that we have, and of all that we shall ever have"
    answers(bot, "! alice sets the topic to Nova: compute", "<alice> #startmeeting nova", f"<alice> #topic {long}")
    bot.hear(own(bot.world.now, Kind.TOPIC, long[:50]))
    assert answers(bot, "<alice> #endmeeting")[-1] == "=> Nova: compute"


def test_a_topic_left_behind_is_put_back_on_arrival(bot: Bot) -> None:
    """The bot died between the end of the meeting and the topic."""
    answers(bot, "! alice sets the topic to Nova: compute", "<alice> #startmeeting nova", "<alice> #topic Gate",
            "<alice> #endmeeting")  # fmt: skip
    bot.close()
    bot.open()
    bot.hear(own(bot.world.now, Kind.TOPIC, "Gate (Meeting topic: nova)"))
    assert answers(bot) == ["=> Nova: compute"]
    bot.hear(own(bot.world.now, Kind.TOPIC, "something else"))
    assert answers(bot) == []


def test_a_draft_that_is_out_is_restricted_with_the_logs(bot: Bot) -> None:
    answers(bot, "<alice> #startmeeting nova", "<alice> #save", "<alice> #restrictlogs")
    files = [path for path in (bot.folder / "minutes").rglob("*") if path.is_file()]
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600] * 3
    answers(bot, "<alice> #endmeeting")
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600] * 3


def test_the_store_is_for_its_owner_alone(bot: Bot) -> None:
    answers(bot, "<alice> #startmeeting nova")
    assert {path.stat().st_mode & 0o777 for path in bot.folder.glob("clerk.db*")} == {0o600}


def test_pages_link_to_each_other_whatever_the_meeting_is_called(bot: Bot) -> None:
    answers(bot, "<alice> #startmeeting café & co", "<alice> #endmeeting")
    page = next(path for path in (bot.folder / "minutes").rglob("*.html") if not path.name.endswith(".log.html"))
    inside = [unquote(found) for found in re.findall(r'href="([^"#]+)', page.read_text())]
    assert inside
    assert [name for name in inside if not (page.parent / name).exists()] == []
