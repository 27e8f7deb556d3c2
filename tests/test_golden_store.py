"""Stores that released Clerks wrote are opened for ever.

`PYTHONPATH=bot python tests/test_golden_store.py` makes the one of this release; once released, it is never made again.
"""
from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from chat import Chat, World, shown
from clerk import __version__
from clerk.core.meeting import Meeting
from clerk.core.rules import VERSION
from clerk.core.views import minutes_of
from clerk.render import whole
from clerk.replay import audit
from clerk.store.connection import read_only
from clerk.store.journal import Reader
from test_chats import Bot

STORES = Path(__file__).parent / "golden" / "stores"
LIFE = """\
! dave is here
! alice logs in as alice
! alice sets the topic to Nova: compute
! alice is an operator
<alice> .role add cores alice bob
<alice> .tz Europe/Paris
<bob> .ping me for nova
<alice> .meeting topics 1 3; Review priorities
<alice> .meeting purpose Keep compute running
<bob> agenda+ Cells v2 10m by dave why it waits https://review.example.org/1
<carol> .agenda add Docs
<carol> .update cells the job is green
<carol> .bag add a bug day
<alice> .announce Freeze is on Thursday at tomorrow 15:00
<alice> #startmeeting nova
<alice> #quorum 2
<alice> present+ bob
<bob> regrets+ dave
<alice> #take cells
<bob> q+ to ask about the upgrade
<carol> q+ question
<alice> ack
<alice> #extend 5m
<alice> #length 60m
<bob> .agenda add Stable branches 5m
<alice> #defer
<alice> #topic Gate
<bob> #info the gate is gren
<bob> s/gren/green/
<alice> #subtopic stable
<carol> #action bob, dave: triage 1352
<alice> #action carol to write it up
<alice> #drop 3
<alice> #chair bob
! bob is now robert
<robert> #startvote Freeze? Yes, No
<alice> #vote yes
<carol> #vote no
<carol> #vote yes
<robert> #endvote
<alice> #off
<robert> not for the record
<alice> #on
! carol quits irc1.example.org irc2.example.org
@ +1m
! carol joins
! the bot is away
@ +1m
! the bot is back
* robert waves
<alice> #agreed freeze on Thursday
<robert> #acton typo
<alice> #topic Open discussion
<alice> #undo
<alice> #endmeeting
<robert> #startmeeting cells
<robert> #topic Upgrade
<alice> #here Al
<robert> #action Al: test the upgrade
<robert> #startvote Upgrade? Now, Later
<alice> #vote now
"""
MINUTES = ("json",)  # the contract; how the other formats look may change


def minutes(reader: Reader, row: dict[str, object]) -> dict[str, str]:
    line, last = row["line"], row["last_line"]
    meeting = reader.rebuild(line, last)  # type: ignore[arg-type]
    assert isinstance(meeting, Meeting)
    of = minutes_of(meeting, lambda: reader.log(line, last))  # type: ignore[arg-type]
    return {form: whole(form, of) for form in MINUTES}


def write(folder: Path) -> None:
    chat = Chat(folder / "life.chat", [], {})
    chat.turns = Chat.read_rows(LIFE.splitlines())
    work = folder.parent / "work"
    with closing(Bot(chat, work, World())) as bot:
        for _ in bot.play(chat):
            pass
        bot.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder.mkdir(exist_ok=True)
    shutil.copy(work / "clerk.db", folder / "clerk.db")
    shutil.rmtree(work)
    reader = Reader(read_only(folder / "clerk.db"))
    for form, text in minutes(reader, next(reader.meetings())).items():
        (folder / f"ended.{form}").write_text(text)
    reader.db.close()
    for beside in folder.glob("clerk.db-*"):
        beside.unlink()


def test_this_release_has_its_store() -> None:
    assert (STORES / __version__ / "clerk.db").exists()


@pytest.mark.parametrize("folder", sorted(STORES.glob("*")), ids=lambda folder: folder.name)
class TestAStoreOfARelease:
    @pytest.fixture
    def bot(self, folder: Path, tmp_path: Path) -> Path:
        (tmp_path / "bot").mkdir()
        shutil.copy(folder / "clerk.db", tmp_path / "bot" / "clerk.db")
        return tmp_path / "bot"

    def test_has_the_minutes_that_it_had(self, folder: Path, bot: Path) -> None:
        reader = Reader(read_only(bot / "clerk.db"))
        for form, text in minutes(reader, next(reader.meetings())).items():
            assert text == (folder / f"ended.{form}").read_text()
        reader.db.close()

    def test_is_decided_as_it_was(self, folder: Path, bot: Path) -> None:
        reader = Reader(read_only(bot / "clerk.db"))
        of_today = [row["rules"] == VERSION for row in reader.meetings()]
        for found, same_rules in zip(audit(reader), of_today, strict=True):
            assert found.differences == () and bool(found.skipped) is not same_rules
        reader.db.close()

    def test_goes_on_with_its_open_meeting(self, folder: Path, bot: Path) -> None:
        world = World()
        world.now = world.now.replace(hour=16)
        bot.rename(bot.with_name("store"))
        with closing(Bot(Chat(bot, [], {}), bot, world, store=bot.with_name("store") / "clerk.db")) as again:
            for row in ("! robert joins from bob@bob.example", "<robert> #endvote", "<alice> #vote later"):
                for line in world.heard(row):
                    again.hear(line)
            said = [shown(saying) for saying in again.drain()]
        assert said[0].startswith("-> Back; cells goes on. Missed ")
        assert said[1] == "-> Now wins: Now 1 (alice), Later 0."
        assert said[2] == "-> alice: no vote is open."
        reader = Reader(read_only(bot.with_name("store") / "clerk.db"))
        of_today = [row["rules"] == VERSION for row in reader.meetings()]
        assert of_today == [not found.skipped for found in audit(reader)]
        assert of_today == [False, False] or folder.name != "0.1.0", "today's rules did not decide how it began"
        reader.db.close()


if __name__ == "__main__":
    STORES.mkdir(exist_ok=True)
    write(STORES / __version__)
