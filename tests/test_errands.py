"""What the command line asks for: done by the bot while it runs, and else by the command line itself."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chat import CHANNEL, START, Chat, World, shown
from clerk.cli import main
from clerk.core.agenda import AgendaItem
from clerk.core.lines import Kind
from clerk.errands import WENT_WRONG, ask
from clerk.replay import audit
from clerk.store import errands
from clerk.store.books import history, read_books
from clerk.store.connection import Lock, StoreRefused, connect, read_only
from clerk.store.journal import Reader
from test_chats import Bot

CONFIG = '[core]\nnick = clerk\nhost = irc.example.org\n[clerk]\nstore = bot/clerk.db\nchannels =\n    "#nova"\n{more}'
MEETING = ("project: The {name}\nmeeting_id: {name}\nschedule:\n  - time: '1400'\n    day: Monday\n    irc: nova\n"
           "    frequency: weekly\nchair: alice\ndescription: ''\n")  # fmt: skip
LIST = "- Gate 10m by dave\n  - master\n- Cells\n"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    with closing(Bot(Chat(tmp_path, [], {}), tmp_path / "bot", World())) as bot:
        yield bot


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "bot.cfg").write_text(CONFIG.format(more=""))
    (tmp_path / "list.md").write_text(LIST)
    return tmp_path / "list.md"


def answers(bot: Bot, *rows: str) -> list[str]:
    for row in rows:
        for line in bot.world.heard(row):
            bot.hear(line)
    return [shown(saying) for saying in bot.drain()]


def clerk(file: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["agenda", "import", str(file), "-c", str(file.parent / "bot.cfg"), *more])


def on_agenda(store: Path) -> list[str]:
    return [item.text for item in read_books(read_only(store)).all(AgendaItem)]


def leave(bot: Bot, place: str = CHANNEL, *items: str, kind: str = "agenda") -> int:
    return errands.leave(bot.store, kind, {"place": place, "items": list(items)}, START)


def outcome(bot: Bot, errand: int) -> tuple[bool, str]:
    found = errands.outcome_of(bot.database, errand)
    assert found
    return found.done, found.text


# --- while the bot runs -----------------------------------------------------------------------


def test_the_desk_sees_to_an_errand_at_its_next_tick_and_says_nothing(bot: Bot) -> None:
    answers(bot, "<alice> hello")
    number = leave(bot, CHANNEL, "Gate 10m by dave", "Cells")
    assert errands.outcome_of(bot.database, number) is None
    bot.tick()
    assert outcome(bot, number) == (True, "items 1 to 2 are on the agenda of #nova.")
    assert answers(bot, "<bob> .agenda") == ["-> Agenda: 1. Gate (10 min, dave); 2. Cells"]
    assert [change.record.text for _, change in history(bot.database) if isinstance(change.record, AgendaItem)] == [
        "Gate", "Cells"]  # fmt: skip


def test_an_errand_is_done_once_also_after_a_restart(bot: Bot) -> None:
    leave(bot, CHANNEL, "Gate")
    bot.close()
    bot.open()
    for _ in range(3):
        bot.tick()
    assert answers(bot, "<bob> .agenda") == ["-> Agenda: 1. Gate"]


def test_errands_are_done_in_their_order_and_a_refused_one_changes_nothing(bot: Bot) -> None:
    first, second, third = (leave(bot, CHANNEL, *items) for items in (("Gate",), ("New", "gate"), ("Cells",)))
    bot.tick()
    assert outcome(bot, first) == (True, "1. Gate is on the agenda of #nova.")
    assert outcome(bot, second) == (False, "gate is item 1 of the agenda of #nova already.")
    assert outcome(bot, third)[0]
    assert on_agenda(bot.store) == ["Gate", "Cells"]


def test_an_errand_for_an_open_meeting_is_in_its_record(bot: Bot) -> None:
    """By the meeting's name as by its channel; the meeting can be had again from the store, and audited."""
    answers(bot, "<alice> #startmeeting nova")
    numbers = [leave(bot, "nova", "Gate"), leave(bot, CHANNEL, "Cells")]
    bot.tick()
    assert [outcome(bot, number)[0] for number in numbers] == [True, True]
    assert answers(bot, "<alice> #agenda") == ["-> Agenda: 1. Gate; 2. Cells"]
    room = bot.desk.rooms[CHANNEL]
    assert bot.desk.reader.rebuild(1) == room
    kinds = [line.kind for line in bot.desk.reader.lines(1)]
    assert kinds.count(Kind.ERRAND) == 2
    assert not any(found.differences for found in audit(Reader(bot.database)))
    answers(bot, "<alice> #endmeeting")
    assert "errand" not in next((bot.folder / "minutes").rglob("*.log.html")).read_text()


@pytest.mark.parametrize(("kind", "body", "why"), [
    ("tea", {}, "I know no errand tea."),
    ("agenda", {"place": CHANNEL, "items": []}, "there is no item in it"),
    ("agenda", {"place": CHANNEL, "items": ["Gate 0m"]}, "0m is no time at all"),
    ("agenda", {"place": CHANNEL, "items": [f"item {n}" for n in range(101)]}, "an agenda has room for 100 items"),
    ("agenda", {"items": ["x"]}, WENT_WRONG),
])  # fmt: skip
def test_what_cannot_be_done_is_answered_and_does_not_come_again(
    bot: Bot, kind: str, body: dict[str, object], why: str
) -> None:
    number = errands.leave(bot.store, kind, body, START)
    bot.tick()
    done, text = outcome(bot, number)
    assert not done and why in text
    assert errands.waiting(bot.database) == [] and on_agenda(bot.store) == []


def test_an_errand_that_the_store_cannot_take_comes_again(bot: Bot) -> None:
    number = leave(bot, CHANNEL, "Gate")
    bot.database.execute("PRAGMA query_only = ON")
    bot.tick()
    assert errands.outcome_of(bot.database, number) is None
    bot.database.execute("PRAGMA query_only = OFF")
    bot.tick()
    assert outcome(bot, number)[0] and on_agenda(bot.store) == ["Gate"]


def test_an_errand_that_can_never_be_recorded_does_not_stand_in_the_way(bot: Bot) -> None:
    bad, good = leave(bot, CHANNEL, "Bad"), leave(bot, CHANNEL, "Good")
    bot.database.execute("CREATE TRIGGER no BEFORE INSERT ON agenda_items WHEN NEW.text = 'Bad'"
                         " BEGIN SELECT RAISE(ABORT, 'never'); END")  # fmt: skip
    bot.tick()
    assert outcome(bot, bad) == (False, WENT_WRONG)
    assert outcome(bot, good)[0] and on_agenda(bot.store) == ["Good"]


def test_the_command_line_waits_for_the_bot(bot: Bot) -> None:
    lock = Lock(bot.store)
    found = ask(bot.store, "agenda", {"place": CHANNEL, "items": ["Gate"]}, lambda: START, lambda _: bot.tick())
    lock.release()
    assert found and found.done and found.text == "1. Gate is on the agenda of #nova."


def test_the_command_line_does_not_wait_for_ever(bot: Bot) -> None:
    lock = Lock(bot.store)
    waited: list[float] = []
    assert ask(bot.store, "agenda", {"place": CHANNEL, "items": ["Gate"]}, lambda: START, waited.append) is None
    lock.release()
    assert sum(waited) == pytest.approx(5)
    assert len(errands.waiting(bot.database)) == 1


def test_a_store_without_errands_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="takes no errands"):
        errands.leave(tmp_path / "none.db", "agenda", {}, START)
    assert not (tmp_path / "none.db").exists()


def test_for_a_channel_it_goes_to_the_agenda_that_the_channel_sees(bot: Bot) -> None:
    answers(bot, "<alice> #startmeeting nova", "<alice> #endmeeting")
    number = leave(bot, CHANNEL, "Gate")
    bot.tick()
    assert outcome(bot, number) == (True, "1. Gate is on the agenda of nova.")
    assert answers(bot, "<bob> .agenda")[-1] == "-> Agenda: 1. Gate"


def test_of_several_meetings_in_a_channel_one_has_to_be_named(bot: Bot, file: Path) -> None:
    bot.close()
    (file.parent / "files").mkdir()
    for name in ("gate", "cells"):
        (file.parent / "files" / f"{name}.yaml").write_text(MEETING.format(name=name))
    config = ["-c", str(file.parent / "bot.cfg")]
    assert CliRunner().invoke(main, ["schedule", "import", str(file.parent / "files"), *config]).exit_code == 0
    result = clerk(file)
    assert result.stderr == "clerk: which one: cells, gate? --for NAME says which. Nothing was changed.\n"
    assert clerk(file, "--for", "gate").exit_code == 0
    bot.open()


# --- when no bot runs -------------------------------------------------------------------------


def test_the_command_line_imports_by_itself(bot: Bot, file: Path) -> None:
    bot.close()
    result = clerk(file)
    assert result.output == "items 1 to 2 are on the agenda of #nova. 1 point below another was left out.\n"
    assert result.exit_code == 0
    bot.open()
    assert answers(bot, "<bob> .agenda") == ["-> Agenda: 1. Gate (10 min, dave); 2. Cells"]


def test_it_sees_to_what_was_left_before(bot: Bot, file: Path) -> None:
    leave(bot, CHANNEL, "Left before")
    bot.close()
    assert clerk(file).exit_code == 0
    assert on_agenda(bot.store) == ["Left before", "Gate", "Cells"]
    bot.open()


def test_a_meeting_that_waits_for_its_bot_gets_the_items(bot: Bot, file: Path) -> None:
    answers(bot, "<alice> #startmeeting nova")
    bot.close()
    assert clerk(file, "--for", "Nova").exit_code == 0
    bot.open()
    assert answers(bot, "<alice> #agenda")[-1] == "-> Agenda: 1. Gate (10 min, dave); 2. Cells"


def test_an_import_while_there_is_no_bot_makes_no_gap_shorter(bot: Bot, file: Path) -> None:
    answers(bot, "<alice> #startmeeting nova")
    bot.close()
    assert clerk(file, "--for", "nova").exit_code == 0
    bot.open()
    assert bot.desk.away[CHANNEL] == (bot.world.now, "restarted")


def test_for_a_meeting_that_nobody_has_held_yet(bot: Bot, file: Path) -> None:
    bot.close()
    assert clerk(file, "--for", "Nova").output.startswith("items 1 to 2 are on the agenda of nova.")
    bot.open()
    assert answers(bot, "<alice> #startmeeting nova")[1] == "-> Agenda: 1. Gate (10 min, dave); 2. Cells"


@pytest.mark.parametrize(("content", "why"), [
    (b"", "it is empty"),
    (b"no list at all", "there is no list in it"),
    (b"\x89PNG\r\n\x1a\n\0\0\0", "it is no text"),
    (b"- x\n" * 1_250_000, "it is larger than 1 MB"),
    (b"- " + b"x" * 301, "line 1 has 301 characters"),
    (b"".join(b"- item %d\n" % n for n in range(101)), "it has 101 items"),
    (b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "there is no list in it"),
])  # fmt: skip
def test_a_file_that_is_no_agenda_is_refused_with_a_reason(bot: Bot, file: Path, content: bytes, why: str) -> None:
    bot.close()
    file.write_bytes(content)
    result = clerk(file)
    assert result.exit_code == 2
    assert why in result.stderr and str(file) in result.stderr
    assert on_agenda(bot.store) == []
    bot.open()


def test_a_file_that_is_not_there_is_refused(bot: Bot, file: Path) -> None:
    result = clerk(file.with_name("none.md"))
    assert (result.exit_code, on_agenda(bot.store)) == (2, [])
    assert "cannot be read (No such file or directory)" in result.stderr


def test_what_the_rules_refuse_is_told_and_changes_nothing(bot: Bot, file: Path) -> None:
    bot.close()
    assert clerk(file).exit_code == 0
    result = clerk(file)
    assert result.exit_code == 1
    assert result.stderr == "clerk: Gate is item 1 of the agenda of #nova already. Nothing was changed.\n"
    assert on_agenda(bot.store) == ["Gate", "Cells"]
    bot.open()


@pytest.mark.parametrize(("name", "why"), [
    ("no\x02va", "a name cannot have control characters"),
    ("\udcff", "a name cannot have control characters"),
    ("n" * 201, "a name has at most 200"),
])  # fmt: skip
@pytest.mark.parametrize("runs", [True, False])
def test_what_no_agenda_can_be_called_is_refused(bot: Bot, file: Path, name: str, why: str, runs: bool) -> None:
    lock = Lock(bot.store) if runs else None
    bot.close()
    result = clerk(file, "--for", name)
    assert (result.exit_code, result.stderr.startswith("clerk: ")) == (1, True) and why in result.stderr
    assert on_agenda(bot.store) == []
    bot.open()
    if lock:
        lock.release()


def test_a_store_that_is_full_is_told_and_has_nothing_of_it(bot: Bot, file: Path) -> None:
    bot.database.execute("CREATE TRIGGER full BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'no room'); END")
    bot.close()
    result = clerk(file)
    assert (result.exit_code, "takes no errands: no room" in result.stderr) == (1, True)
    assert on_agenda(bot.store) == []
    bot.open()


def test_of_several_channels_one_has_to_be_named(bot: Bot, file: Path) -> None:
    (file.parent / "bot.cfg").write_text(CONFIG.format(more='    "#glance"\n'))
    result = clerk(file)
    assert result.exit_code == 1
    assert result.stderr == "clerk: whose agenda? --for NAME, or one of: #nova, #glance.\n"


def test_two_command_lines_at_once_lose_nothing(bot: Bot) -> None:
    """The writing connection of a bot that runs, and those of command lines beside it."""
    other = connect(bot.store)
    numbers = [leave(bot, CHANNEL, f"item {n}") for n in range(3)]
    assert [errand.id for errand in errands.waiting(other)] == numbers
    other.conn.close()
    bot.tick()
    assert len(on_agenda(bot.store)) == 3


def test_an_outcome_is_noted_with_its_time(bot: Bot) -> None:
    number = leave(bot, CHANNEL, "Gate")
    bot.tick()
    found = errands.outcome_of(bot.database, number)
    assert found and isinstance(found.at, datetime) and found.at == bot.world.now
