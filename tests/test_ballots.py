"""Ballots that run for days, where no chat reaches: the box of secret ones and its bytes, the recount, any order."""
from __future__ import annotations

import json
import logging
import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from chat import CHANNEL, ME, START, Chat, World, shown
from clerk.cli import main
from clerk.core.books import Books, puts
from clerk.core.hearing import hear
from clerk.core.lines import Kind, Line, Rank
from clerk.core.marking import Spoiled, example, said_vote, vote_of
from clerk.core.meeting import Idle, Room
from clerk.core.poll import Cast, Method, Paper, Poll, Seal, State, Terms, Verdict, Vote
from clerk.core.poll_counting import Voted, count
from clerk.core.poll_reading import new_poll
from clerk.core.private import hear_private
from clerk.core.published import NotBallots, document, read, recounted
from clerk.core.roles import Member
from clerk.core.view import View
from clerk.core.word import Missing
from clerk.store.ballots import BallotBox, fresh_receipt
from clerk.store.connection import StoreRefused
from test_chats import Bot
from test_properties import examples
from test_sopel import Sopel

OPTIONS = ("Cells", "Docs", "Gate", "Gate two")


# --- reading what a new poll shall be -------------------------------------------------------------


def asked(text: str, *members: str) -> Poll:
    line = Line(START, CHANNEL, "alice", f".poll new {text}", rank=Rank.OPERATOR)
    people = (Member(n, "core", who, who, START, "alice") for n, who in enumerate(members, 1))
    room: Room = Idle(CHANNEL, present=("alice", "bob", "carol"))
    return new_poll(View(Books().changed(puts(*people)), {CHANNEL: room}), room, line, text)


TERMS: list[tuple[str, Terms]] = [
    ("choice Freeze?", Terms(Method.CHOICE, ("Yes", "No"))),
    ("Choice: Freeze? secret", Terms(Method.CHOICE, ("Yes", "No"), secret=True)),
    ("approval Which? A,B , C", Terms(Method.APPROVAL, ("A", "B", "C"))),
    ("ranked Which? A, B, C quorum 3 for core", Terms(Method.RANKED, ("A", "B", "C"), whom="role core",
                                                      voters=("bob", "dave", "erin"), quorum=3)),
    ("schulze Which? A, B for everyone", Terms(Method.RANKED, ("A", "B"))),
    ("stv 2 Who? A, B, C", Terms(Method.RANKED, ("A", "B", "C"), seats=2)),
    ("ranked Who? A, B, C seats 2", Terms(Method.RANKED, ("A", "B", "C"), seats=2)),
    ("pick 2 Which? A, B, C", Terms(Method.PICK, ("A", "B", "C"), seats=0, most=2)),
    ("pick up to 2 Which? A, B, C seats 1", Terms(Method.PICK, ("A", "B", "C"), seats=1, most=2)),
    ("dots Which? A, B", Terms(Method.DOTS, ("A", "B"), seats=0, most=5)),
    ("dots 10 Which? A, B", Terms(Method.DOTS, ("A", "B"), seats=0, most=10)),
    ("choice Which? A, B for bob and carol", Terms(Method.CHOICE, ("A", "B"), whom="bob, carol",
                                                   voters=("bob", "~carol"))),
    ("choice Which? A, B for voiced", Terms(Method.CHOICE, ("A", "B"), whom="voiced")),
    ("choice Which? Keep it for now, Drop it", Terms(Method.CHOICE, ("Keep it for now", "Drop it"))),
    ("choice Which? A, time for docs for everyone", Terms(Method.CHOICE, ("A", "time for docs"))),
    ("choice Which? A, B two thirds majority", Terms(Method.CHOICE, ("A", "B"), majorities=((2, 3), (2, 3)))),
    ("choice Which? A, B majority 3:1 quorum 2", Terms(Method.CHOICE, ("A", "B"), quorum=2,
                                                       majorities=((3, 4), (3, 4)))),
    ("ranked Which? A (3:1), B or none", Terms(Method.RANKED, ("A", "B", "none of the above"), none="none of the above",
                                               majorities=((3, 4), (0, 1), (0, 1)))),
    ("ranked Which? A, B, None support 2", Terms(Method.RANKED, ("A", "B", "None"), none="None", support=2)),
    ("choice What now? Wait until Ann is back, Go on", Terms(Method.CHOICE, ("Wait until Ann is back", "Go on"))),
    ("choice Which door? closed, secret passage, open", Terms(Method.CHOICE, ("closed", "secret passage", "open"))),
    ("ranked Which? A, B, C, or none", Terms(Method.RANKED, ("A", "B", "C", "none of the above"),
                                             none="none of the above")),
    ("ranked Which? A, B majority", Terms(Method.RANKED, ("A", "B", "none of the above"), none="none of the above",
                                          majorities=((1, 2), (1, 2), (0, 1)))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "terms"), TERMS, ids=[text for text, _ in TERMS])
def test_the_terms_are_read_in_any_order(text: str, terms: Terms) -> None:
    assert asked(text, "bob", "dave", "erin").terms == terms
    assert asked(f"{text} until friday 18:00", "bob", "dave", "erin").until == START.replace(hour=18)


UNREADABLE = [
    ("yesno Freeze?", "what kind"),
    ("choice 2 Freeze?", "takes no number"),
    ("choice ? A, B", "what is asked"),
    (f"choice Which? {', '.join(map(str, range(200)))}", "200 options are too many: 50 at most, since"),
    ("choice Which? A, B until 2026-11-19", "is past"),
    ("choice Which? A, B until 2028-11-19", "more than a year"),
    ("choice Which? A, B for cors", "there is no role cors"),
    ("choice Which? A, B for bob and zoe", "nobody called zoe"),
    ("choice Which? A, B for core quorum 2", "a quorum of 2 cannot be reached by 1"),
    ("choice Which? A, abstain", "have a meaning"),
    ("choice Which? A, B seats 2", "2 seats need more than 2 options"),
    ("choice Which? A, B, C seats 2", "a choice has one winner"),
    ("ranked Which? A, B, C seats 2 or none", "STV, which knows no"),
    ("dots Which? A, B majority", "choice, approval and ranked have it"),
    ("dots 101 Which? A, B", "101 points are too many"),
    ("approval Which? A, B support 2", "that needs a ranked ballot"),
    (f"choice {'x' * 201}? A, B", "a question has at most 200"),
    (f"choice Which? A, {'x' * 61}", "an option has at most 60"),
    ("choice Which? A, B secret for voiced", "where nobody has voice"),
    ("choice Which? A, B, secret", "is secret an option, or a term"),
    ("choice Which? minority, majority", "is majority an option, or a term"),
]


@pytest.mark.parametrize(("text", "why"), UNREADABLE, ids=[why for _, why in UNREADABLE])
def test_what_cannot_be_says_why(text: str, why: str) -> None:
    with pytest.raises(Missing, match=why.replace("(", r"\(")):
        asked(text, "bob")


KNOWN = (
    "choice", "ranked", "pick 2", "dots", "Which", "?", "A", ",", "B", "C", "secret", "until", "friday", "for", "core",
    "bob", "everyone", "quorum", "3", "seats", "2", "majority", "2/3", "or none", "support", "(3:1)", "10d",
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(KNOWN), max_size=16).map(" ".join)))
@examples(300)
def test_whatever_is_asked_for_is_a_poll_that_can_be_voted_in_or_refused_with_a_reason(text: str) -> None:
    try:
        poll = asked(text, "bob", "dave", "erin")
    except Missing as missing:
        assert str(missing)
        return
    assert said_vote(poll.terms, vote_of(poll.terms, example(poll.terms)))
    assert poll.question.isprintable()
    assert count(poll.terms, []).verdict in (Verdict.NO_VOTES, Verdict.NO_QUORUM)


# --- reading votes --------------------------------------------------------------------------------

RANKED, APPROVAL = Terms(Method.RANKED, OPTIONS), Terms(Method.APPROVAL, OPTIONS)
DOTS = Terms(Method.DOTS, OPTIONS, most=5)
VOTES: list[tuple[Terms, str, str]] = [
    (RANKED, "3 > 1=2 > 4", "Gate > Cells=Docs > Gate two"),
    (RANKED, "gate two>docs", "Gate two > Docs"),
    (RANKED, "C", "Cells"),
    (RANKED, "Abstain", "abstain"),
    (APPROVAL, "cells docs", "Cells, Docs"),
    (APPROVAL, "Gate two", "Gate two"),
    (APPROVAL, "1, 4", "Cells, Gate two"),
    (DOTS, "Gate two=3, Docs=2", "Gate two=3, Docs=2"),
    (DOTS, "gate two = 1 docs: 1", "Gate two=1, Docs=1"),
    (DOTS, "Cells=5 Docs=0", "Cells=5"),
    (Terms(Method.CHOICE, ("2025", "2026")), "2025", "2025"),
    (Terms(Method.CHOICE, ("Yes", "No")), "'yse'", "Yes"),
    (Terms(Method.CHOICE, ("Yes", "No")), "'yex'", "refused"),
    (Terms(Method.CHOICE, ("Victoria", "Wallaby")), "victoira", "Victoria"),
    (Terms(Method.CHOICE, ("2", "3")), "1", "refused"),
    (RANKED, "Gat", "refused"),
    (RANKED, "5", "refused"),
    (RANKED, "0", "refused"),
    (RANKED, "Cells > ", "refused"),
    (RANKED, "Cells > cells", "refused"),
    (RANKED, "Cells, Docs", "refused"),
    (DOTS, "Cells=6", "refused"),
    (DOTS, "Cells=999999999", "refused"),
    (DOTS, "Cells=0", "refused"),
    (DOTS, "Cells=1 Cells=1", "refused"),
    (Terms(Method.PICK, OPTIONS, most=2), "1,2,3", "refused"),
]


@pytest.mark.parametrize(("terms", "text", "back"), VOTES, ids=[f"{terms.method} {text}" for terms, text, _ in VOTES])
def test_votes_as_people_write_them(terms: Terms, text: str, back: str) -> None:
    try:
        found = said_vote(terms, vote_of(terms, text))
    except Spoiled:
        found = "refused"
    assert found == back


def test_an_option_that_begins_with_a_number_needs_no_number_before_it() -> None:
    poll = Poll(1, CHANNEL, "alice", "alice", "When?", Terms(Method.CHOICE, ("3 March", "4 March")), START)
    room: Room = Idle(CHANNEL, present=("bob",))
    line = Line(START, CHANNEL, "bob", ".cast 3 March", account="bob")
    heard = hear(room, line, ME, View(Books().changed(puts(poll)), {CHANNEL: room}))
    assert [change.record for change in heard.changes] == [Cast(1, "bob", "bob", START, Vote((("3 March",),)))]


def test_in_private_a_ballot_is_found_by_its_number_whatever_channels_are_shared() -> None:
    poll = Poll(1, CHANNEL, "alice", "alice", "Freeze?", Terms(Method.CHOICE, ("Yes", "No")), START)
    rooms: dict[str, Room] = {name: Idle(name, present=("bob",)) for name in (CHANNEL, "#cells")}
    rooms["#cells"] = replace(rooms["#cells"], present=("bob", "zoe"))  # type: ignore[arg-type]
    view = View(Books().changed(puts(poll)), rooms)
    said = {nick: hear_private(Line(START, "", nick, "cast 1 yes", Kind.PRIVATE, account=nick), view, ME)
            for nick in ("bob", "zoe")}  # fmt: skip
    assert [type(change.record) for change in said["bob"].changes] == [Cast]
    assert said["zoe"].changes == ()
    assert [shown(saying) for saying in said["zoe"].says] == ["-> (zoe) there is no ballot B1 here; .poll lists them."]


# --- counting -------------------------------------------------------------------------------------


def groups(options: tuple[str, ...]) -> st.SearchStrategy[tuple[tuple[str, ...], ...]]:
    """Any order of any of the options, with equals."""
    ranks = st.lists(st.integers(0, 3), min_size=len(options), max_size=len(options))

    def grouped(given: list[int]) -> tuple[tuple[str, ...], ...]:
        rows = [tuple(o for o, rank in zip(options, given, strict=True) if rank == wanted) for wanted in (1, 2, 3)]
        return tuple(row for row in rows if row)

    return ranks.map(grouped)


def points(options: tuple[str, ...]) -> st.SearchStrategy[Vote]:
    spread = st.lists(st.integers(0, 1), min_size=len(options), max_size=len(options))
    return spread.map(lambda given: Vote(tuple((o,) for o, n in zip(options, given, strict=True) if n),
                                         tuple(n for n in given if n)))  # fmt: skip


METHODS: list[Terms] = [
    Terms(Method.CHOICE, OPTIONS, quorum=3), Terms(Method.CHOICE, OPTIONS, majorities=((1, 2),) * 4), APPROVAL,
    replace(APPROVAL, seats=2), RANKED, replace(RANKED, seats=2), replace(RANKED, none="Gate", support=2,
    majorities=((3, 4), (1, 2), (0, 1), (0, 1))), Terms(Method.PICK, OPTIONS, seats=0, most=3), DOTS,
]  # fmt: skip


def votes_by(terms: Terms) -> st.SearchStrategy[Vote]:
    match terms.method:
        case Method.CHOICE:
            return st.sampled_from(["", *OPTIONS]).map(lambda option: Vote(((option,),) if option else ()))
        case Method.DOTS:
            return points(OPTIONS)
        case Method.RANKED:
            return groups(OPTIONS).map(Vote)
    chosen = st.sets(st.sampled_from(OPTIONS), max_size=terms.most or 4)
    return chosen.map(lambda given: Vote((tuple(sorted(given)),) if given else ()))


elections = st.sampled_from(METHODS).flatmap(
    lambda terms: st.tuples(st.just(terms), st.lists(votes_by(terms), max_size=9))
)


@given(elections, st.randoms(use_true_random=False))
@examples(150)
def test_the_order_of_votes_does_not_matter(election: tuple[Terms, list[Vote]], chance: random.Random) -> None:
    terms, votes = election
    voted = [Voted(vote, f"nick{n}") for n, vote in enumerate(votes)]
    mixed = chance.sample(voted, len(voted))
    assert count(terms, voted) == count(terms, mixed)


@given(elections)
@examples(150)
def test_a_result_is_of_the_options_and_all_who_voted_are_in_it(election: tuple[Terms, list[Vote]]) -> None:
    terms, votes = election
    result = count(terms, map(Voted, votes))
    assert result.turnout == len(votes)
    assert result.abstained == sum(not vote.groups for vote in votes)
    assert {*result.winners, *result.tied} <= {*terms.options}
    assert len(result.winners) <= terms.seats
    assert bool(result.tied) == (result.verdict is Verdict.TIE) == bool(result.left)
    if terms.method is Method.CHOICE and result.rows:
        assert sum(row.count for row in result.rows) == result.turnout - result.abstained


# --- the last vote of each counts, whatever came between ------------------------------------------

CHOICES = ("Yes", "No", "abstain")


@given(st.lists(st.tuples(st.sampled_from(["bob", "carol", "dave"]), st.sampled_from(CHOICES)), max_size=12))
@examples(60)
def test_only_the_last_vote_of_each_counts(casts: list[tuple[str, str]]) -> None:
    poll = Poll(1, CHANNEL, "alice", "alice", "Freeze?", Terms(Method.CHOICE, ("Yes", "No")), START)
    room: Room = Idle(CHANNEL, present=("bob", "carol", "dave"))
    books = Books().changed(puts(poll))
    for who, choice in casts:
        line = Line(START, CHANNEL, who, f".cast 1 {choice}", account=who)
        books = books.changed(hear(room, line, ME, View(books, {CHANNEL: room})).changes)
    kept = {cast.who: said_vote(poll.terms, cast.vote) for cast in books.all(Cast)}
    assert kept == dict(casts)


# --- the box --------------------------------------------------------------------------------------


def paper(vote: str, receipt: str = "") -> Paper:
    return Paper(receipt or fresh_receipt(), vote_of(RANKED, vote))


SECRET = Poll(7, CHANNEL, "alice", "alice", "Which first?",
              replace(RANKED, secret=True, whom="role core", voters=("Bob", "~carol", "dave")), START)  # fmt: skip


@pytest.fixture
def box(tmp_path: Path) -> Iterator[BallotBox]:
    with closing(BallotBox(tmp_path / "ballots.db")) as box:
        yield box


def test_what_was_put_in_is_there_once_it_is_committed(box: BallotBox, tmp_path: Path) -> None:
    box.put([Seal(7, START, "bob", paper("Cells"))])
    with closing(BallotBox(tmp_path / "ballots.db")) as other:
        assert other.sealed(SECRET).papers == ()
        box.roll_back()
        assert box.sealed(SECRET).papers == ()
        box.put([Seal(7, START, "bob", mine := paper("Docs"))])
        box.commit()
        assert other.sealed(SECRET).papers == (mine,)
        assert other.sealed(SECRET).voted == {"Bob"}


def test_a_vote_replaces_the_last_one_of_its_voter_alone(box: BallotBox) -> None:
    for voter, vote, receipt in [("bob", "Cells", "b"), ("carol", "Docs", "c"), ("bob", "Gate > Docs", "a")]:
        box.put([Seal(7, START, voter, paper(vote, receipt))])
    box.put([Seal(8, START, "bob", paper("Cells", "d"))])
    box.commit()
    sealed = box.sealed(SECRET)
    found = [(each.receipt, said_vote(RANKED, each.vote)) for each in sealed.papers]
    assert found == [("a", "Gate > Docs"), ("c", "Docs")]
    assert sealed.voted == {"Bob", "~carol"}


def test_no_row_names_a_voter_or_tells_when(box: BallotBox, tmp_path: Path) -> None:
    for voter in ("bobaccount", "carolaccount"):
        box.put([Seal(7, START, voter, paper("Cells"))])
    box.commit()
    names = [name for (table,) in box.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
             for _, name, *_ in box.db.execute(f"PRAGMA table_info({table})").fetchall()]  # fmt: skip
    assert names == ["poll", "opened", "key", "poll", "voter", "receipt", "vote"]
    with pytest.raises(sqlite3.OperationalError):
        box.db.execute("SELECT rowid FROM ballots")
    assert not [each for each in (b"bobaccount", b"carolaccount") if each in everything(tmp_path)]


def test_what_is_destroyed_is_in_no_byte_of_any_file(box: BallotBox, tmp_path: Path) -> None:
    box.put(Seal(7, START, f"voter{n}", paper("Cells > Docs > Gate")) for n in range(200))
    box.put([Seal(8, START, "bob", kept := paper("Gate", "kept-receipt"))])
    box.commit()
    keys = [key for (key,) in box.db.execute("SELECT key FROM keys WHERE poll = 7").fetchall()]
    rows = box.db.execute("SELECT voter, receipt FROM ballots WHERE poll = 7").fetchall()
    gone = [*keys, *(value if isinstance(value, bytes) else value.encode() for row in rows for value in row)]
    assert all(each in everything(tmp_path) for each in gone[:5])
    box.destroy(7)
    assert not [each for each in gone if each in everything(tmp_path)]
    assert box.sealed(replace(SECRET, id=8)).papers == (kept,)
    assert box.polls() == [8]


def test_votes_of_a_poll_that_a_store_put_back_does_not_know_are_in_no_other(box: BallotBox) -> None:
    box.put([Seal(7, START, "bob", paper("Cells"))])
    box.commit()
    later = replace(SECRET, opened=START + timedelta(days=1))
    assert box.sealed(later).papers == ()
    box.put([Seal(7, later.opened, "carol", mine := paper("Docs"))])
    box.commit()
    assert box.sealed(later).papers == (mine,)
    assert box.sealed(SECRET).papers == ()


def test_a_box_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ballots.db").write_bytes(b"no database at all, but long enough for one" * 50)
    with pytest.raises(StoreRefused, match="cannot be used as a ballot box"):
        BallotBox(tmp_path / "ballots.db")
    with closing(BallotBox(tmp_path / "newer.db")) as newer:
        newer.db.execute("PRAGMA user_version = 2")
    with pytest.raises(StoreRefused, match="a newer Clerk"):
        BallotBox(tmp_path / "newer.db")


def test_the_box_is_for_its_owner_alone(box: BallotBox, tmp_path: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def everything(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


# --- a whole secret ballot, to the bytes ----------------------------------------------------------


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    with closing(Bot(Chat(tmp_path, [], {}), tmp_path / "bot", World())) as bot:
        yield bot


def answers(bot: Bot, *rows: str) -> list[str]:
    for row in rows:
        for line in bot.world.heard(row):
            bot.hear(line)
    return [shown(saying) for saying in bot.drain()]


def passes(bot: Bot, minutes: int = 1) -> list[str]:
    for _ in range(minutes):
        bot.world.now += timedelta(minutes=1)
        bot.tick()
    return [shown(saying) for saying in bot.drain()]


VOTERS = {"bob": "Xylograph", "carol": "Quokkaland", "dave": "Xylograph"}
OPEN = ".poll new choice Which name? Xylograph, Quokkaland, Zymurgist secret"


def held(bot: Bot) -> dict[str, str]:
    """A secret ballot with three voters; their receipts."""
    answers(bot, "! alice is an operator", "<alice> hello", *(f"! {nick} is here" for nick in VOTERS),
            *(f"! {nick} logs in as {nick}account" for nick in VOTERS), "<alice> #startmeeting nova",
            f"<alice> {OPEN}")  # fmt: skip
    receipts = {}
    for nick, vote in VOTERS.items():
        answers(bot, f"({nick}) cast 1 Zymurgist")
        receipts[nick] = answers(bot, f"({nick}) cast 1 {vote}")[-1].rpartition(" ")[2]
    assert all(re.fullmatch(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", receipt) for receipt in receipts.values())
    return receipts


def of_main_store(bot: Bot) -> bytes:
    return b"\0".join(path.read_bytes() for path in bot.folder.glob("clerk.db*"))


def test_the_main_store_never_has_who_voted_what(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    receipts = held(bot)
    answers(bot, "<bob> .cast 1 Quokkaland", "<carol> .ballot 1 Zymurgist", "(dave) cast 1 Nonsense")
    said_in_public = b".cast 1 Quokkaland", b"1 Zymurgist", b"Nonsense"
    inside = of_main_store(bot)
    assert b"Which name?" in inside
    assert not [each for each in (*said_in_public, *(r.encode() for r in receipts.values())) if each in inside]
    assert bot.database.execute("SELECT count(*) FROM casts").fetchone() == (0,)
    answers(bot, "<alice> .poll close 1")
    passes(bot, 2)
    result = json.loads(bot.database.execute("SELECT result FROM polls").fetchone()[0])
    assert (result["turnout"], result["winners"]) == (3, ["Xylograph"])
    assert [row["voters"] for row in result["rows"]] == [[], [], []]
    rows = [str(row) for table in ("lines", "facts", "changes", "polls", "casts")
            for row in bot.database.query(f"SELECT * FROM {table}")]  # fmt: skip
    named = [row for row in rows if any(f"{nick}account" in row for nick in VOTERS)
             and any(option in row for option in VOTERS.values())]  # fmt: skip
    assert not named
    secrets = (*VOTERS.values(), *receipts.values())
    assert not [text for text in caplog.messages if any(secret in text for secret in secrets)]


def test_after_the_close_no_file_links_a_voter_with_a_receipt_or_vote(bot: Bot) -> None:
    receipts = held(bot)
    keys = [key for (key,) in bot.box.db.execute("SELECT key FROM keys").fetchall()]
    digests = [voter for (voter,) in bot.box.db.execute("SELECT voter FROM ballots").fetchall()]
    answers(bot, "<alice> .poll close 1", "<alice> #endmeeting")
    passes(bot, 3)
    published = bot.folder / "minutes" / "ballots" / "B1.json"
    assert all(receipt in published.read_text() for receipt in receipts.values())
    assert not [nick for nick in VOTERS if nick in published.read_text()]
    assert recount(published.read_text())[0] == 0
    for nick, vote in VOTERS.items():
        assert recount(published.read_text(), "--receipt", receipts[nick])[1] == f"{receipts[nick]}: {vote}\n"
    others = b"\0".join(path.read_bytes() for path in bot.folder.rglob("*") if path.is_file() and path != published)
    assert not [each for each in (*keys, *digests) if each in everything(bot.folder)]
    assert not [receipt for receipt in receipts.values() if receipt.encode() in others]
    assert bot.box.polls() == []


def test_no_log_of_ours_or_of_sopel_has_a_secret_vote(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with closing(Sopel(Chat(tmp_path, [], {}), tmp_path / "bot")) as bot:
        receipts = held(bot)
        answers(bot, "<alice> .poll close 1")
        passes(bot, 2)
    assert len(receipts) == 3
    assert caplog.records
    secrets = (*VOTERS.values(), *receipts.values())
    assert not [text for text in caplog.messages if any(secret in text for secret in secrets)]
    logs = [path for path in tmp_path.rglob("*.log") if path.is_file()]
    assert not [path for path in logs if any(each.encode() in path.read_bytes() for each in VOTERS.values())]


def test_receipts_are_in_order_and_the_times_of_votes_are_nowhere(bot: Bot) -> None:
    held(bot)
    answers(bot, "<alice> .poll close 1")
    passes(bot, 2)
    found = json.loads((bot.folder / "minutes" / "ballots" / "B1.json").read_text())
    receipts = [row["receipt"] for row in found["ballots"]]
    assert receipts == sorted(receipts)
    assert {*found["ballots"][0]} == {"receipt", "groups", "points"}
    assert not bot.database.execute("SELECT count(*) FROM lines WHERE nick = 'dave'").fetchone()[0]


# --- when it breaks in the middle -----------------------------------------------------------------


def test_a_crash_between_vote_and_receipt_leaves_a_vote_that_the_next_replaces(bot: Bot) -> None:
    held(bot)
    poll = bot.desk.books.get(Poll, 1)
    assert poll
    bot.box.put([Seal(1, poll.opened, "bobaccount", lost := Paper(fresh_receipt(), vote_of(poll.terms, "Quokkaland")))])
    bot.box.commit()  # and there it dies, before anything is said or recorded elsewhere
    bot.close()
    bot.open()
    assert lost in bot.box.sealed(poll).papers
    answers(bot, "! bob is here")
    assert "sealed: Zymurgist" in answers(bot, "(bob) cast 1 Zymurgist")[0]
    assert lost not in bot.box.sealed(poll).papers
    assert len(bot.box.sealed(poll).papers) == 3


def test_a_crash_between_close_and_publication_loses_nothing(bot: Bot) -> None:
    held(bot)
    answers(bot, "<alice> .poll close 1")
    bot.close()  # before any tick
    bot.open()
    passes(bot, 2)
    assert len(json.loads((bot.folder / "minutes" / "ballots" / "B1.json").read_text())["ballots"]) == 3
    assert bot.box.polls() == []


def test_a_crash_between_publication_and_destruction_is_made_good(bot: Bot) -> None:
    held(bot)
    poll = bot.desk.books.get(Poll, 1)
    assert poll
    answers(bot, "<alice> .poll close 1")
    bot.desk.published(1, "https://minutes.example.org/ballots/B1.json")
    bot.settle()
    assert bot.box.polls() == [1]
    bot.close()
    bot.open()
    passes(bot, 1)
    assert bot.box.polls() == []


def test_votes_stay_until_they_are_published(bot: Bot) -> None:
    held(bot)
    (bot.folder / "minutes").mkdir(exist_ok=True)
    (bot.folder / "minutes" / "ballots").write_text("in the way")
    answers(bot, "<alice> .poll close 1", "<alice> #endmeeting")
    assert passes(bot, 5) == []
    assert bot.box.polls() == [1]
    late = passes(bot, 10)
    assert "-> B1 is closed: Which name? Xylograph 2, Quokkaland 1, Zymurgist 0. Xylograph wins. 3 voted." in late
    (bot.folder / "minutes" / "ballots").unlink()
    passes(bot, 3)
    assert bot.box.polls() == []
    assert "B1.json" in answers(bot, "<bob> .poll 1")[-1]


def test_a_cancelled_ballot_is_destroyed_and_not_published(bot: Bot) -> None:
    held(bot)
    answers(bot, "<alice> .poll cancel 1 because it was wrong")
    passes(bot, 1)
    assert bot.box.polls() == []
    assert not (bot.folder / "minutes" / "ballots").exists()


def test_what_the_store_cannot_record_is_not_in_the_box_either(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    held(bot)
    bad = replace(next(bot.world.heard("(bob) cast 1 Quokkaland")), account="caf\udce9")
    bot.desk.work_off([(bad, False)])
    poll = bot.desk.books.get(Poll, 1)
    assert poll and len(bot.box.sealed(poll).papers) == 3
    assert "cannot record" in caplog.text
    assert "Quokkaland" not in caplog.text


# --- the last second ------------------------------------------------------------------------------


def test_in_the_last_second_the_order_of_the_store_decides(bot: Bot) -> None:
    answers(bot, "! alice is an operator", "<alice> .poll new choice Freeze? until 14:30")
    bot.world.now = START.replace(minute=29, second=58)
    in_time = next(bot.world.heard("<bob> .cast yes"))
    assert in_time.at < START.replace(minute=30)
    bot.hear(in_time)
    late = replace(in_time, nick="carol")
    bot.world.now = START.replace(minute=30)
    bot.tick()
    bot.hear(late)
    said = [shown(saying) for saying in bot.drain()]
    assert said[0] == "-> bob: your vote in B1 is Yes."
    assert said[-1].startswith("-> carol: ")
    poll = bot.desk.books.get(Poll, 1)
    assert poll and poll.result and poll.result.turnout == 1


def test_what_comes_after_the_time_is_too_late_though_the_clock_was_not_asked_yet(bot: Bot) -> None:
    answers(bot, "! alice is an operator", "<alice> .poll new choice Freeze? until 14:30")
    bot.world.now = START.replace(minute=45)
    assert "came too late" in answers(bot, "<bob> .cast 1 yes")[0]
    bot.tick()
    poll = bot.desk.books.get(Poll, 1)
    assert poll and poll.state is State.CLOSED and poll.result and poll.result.verdict is Verdict.NO_VOTES


# --- the recount ----------------------------------------------------------------------------------


def closed(terms: Terms, votes: list[Vote]) -> dict[str, Any]:
    papers = [Paper(f"receipt-{n:03}", vote) for n, vote in enumerate(votes)]
    poll = replace(SECRET, terms=replace(terms, secret=True, voters=("bobaccount", "~carolaccount")))
    result = count(poll.terms, [Voted(each.vote) for each in papers])
    found: dict[str, Any] = json.loads(json.dumps(document(replace(poll, state=State.CLOSED, result=result), papers)))
    return found


@given(elections)
@examples(150)
def test_a_recount_of_what_was_published_gives_the_announced_result(election: tuple[Terms, list[Vote]]) -> None:
    found = closed(*election)
    published = read(found)
    assert recounted(published) == published.result
    assert len(published.papers) == len(election[1])
    assert "account" not in json.dumps(found)


FILE = closed(RANKED, [vote_of(RANKED, text) for text in ("Cells > Docs", "Docs > Cells", "Docs", "abstain")])


def tampered(change: Callable[[dict[str, Any]], object]) -> str:
    found = json.loads(json.dumps(FILE))
    change(found)
    return json.dumps(found)


def recount(text: str, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["recount", "-", *options], input=text)
    return done.exit_code, done.output


def test_the_command_says_whether_the_result_holds() -> None:
    code, text = recount(json.dumps(FILE))
    assert code == 0
    assert "winners: Docs" in text
    assert "This is the announced result." in text


@pytest.mark.parametrize("change", [
    lambda found: found["result"].update(winners=["Cells"]),
    lambda found: found["ballots"].pop(2),
    lambda found: found["ballots"][1].update(groups=[["Cells"]]),
    lambda found: found["result"].update(turnout=5),
])  # fmt: skip
def test_the_command_sees_that_it_does_not(change: Callable[[dict[str, Any]], object]) -> None:
    code, text = recount(tampered(change))
    assert code == 1
    assert "The announced result is another:" in text


def test_a_voter_finds_their_vote() -> None:
    assert recount(json.dumps(FILE), "--receipt", "RECEIPT-001") == (0, "receipt-001: Docs > Cells\n")
    code, text = recount(json.dumps(FILE), "--receipt", "nothing")
    assert code == 1
    assert "no vote has the receipt nothing" in text


def test_a_tie_is_broken_by_a_casting_vote_only() -> None:
    file = json.dumps(closed(replace(RANKED, seats=2), [vote_of(RANKED, each) for each in ("1", "2", "3")]))
    assert "verdict: tie" in recount(file)[1]
    assert "winners: Cells, Docs" in recount(file, "--casting", "docs, cells")[1]
    assert recount(file, "--casting", "Horizon")[0] == 2


@pytest.mark.parametrize(("text", "why"), [
    ("{", "cannot be counted"),
    ("[]", "it is no file of published ballots"),
    ("[" * 100_000, "cannot be counted"),
    (tampered(lambda found: found.pop("terms")), "part of it is missing"),
    (tampered(lambda found: found.update(ballots=3)), "part of it is missing"),
    (tampered(lambda found: found["ballots"][0].update(groups=[["Horizon"]])), "names an option that is unknown"),
    (tampered(lambda found: found["ballots"][0].update(points=[9])), "spreads points"),
    (tampered(lambda found: found["ballots"].append(found["ballots"][0])), "a receipt twice"),
])  # fmt: skip
def test_what_is_no_file_of_ballots_is_refused(text: str, why: str) -> None:
    code, said = recount(text)
    assert code == 2
    assert why in said
    with pytest.raises((NotBallots, ValueError, RecursionError)):
        read(json.loads(text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["recount", str(tmp_path / "none.json")])
    assert done.exit_code == 2
    assert "cannot be read" in done.output


# --- receipts -------------------------------------------------------------------------------------


def test_receipts_are_all_different_and_easily_told_apart() -> None:
    found = {fresh_receipt() for _ in range(1000)}
    assert len(found) == 1000
    assert not set("".join(found)) & set("01ilo")
