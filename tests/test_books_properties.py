"""Whatever is asked of the books in whatever order: nothing breaks, and what they hold makes sense."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chat import CHANNEL, ME, START, own
from clerk.core import facts as f
from clerk.core.agenda import AgendaItem, waiting
from clerk.core.bag import Wish
from clerk.core.books import Books
from clerk.core.hearing import Heard, hear
from clerk.core.lines import Kind, Line, Rank
from clerk.core.meeting import Idle, Meeting, Room
from clerk.core.plans import Plan
from clerk.core.records import RECORDS
from clerk.core.requests import LIVE, Request
from clerk.core.says import SetTopic
from clerk.core.view import View
from clerk.store.books import record_of, row_of

NUMBERS = st.integers(-1, 4).map(str)
WORDS = st.sampled_from(["Gate", "gate", "Cells 10m", "Docs by bob", "none", "nova", "é;;", "1", "x" * 250, "a; b; A"])
DAYS = st.sampled_from(["thursday", "2026-11-01", "2026-11-20", "31 February", "soon", "tomorrow"])
ASKS = st.one_of(
    st.sampled_from([
        *["#startmeeting nova", "#endmeeting"] * 4, "#startmeeting glance", "#next!", "#private", "#lurk",
        "#unlurk",
        ".bag", ".agenda", ".agenda requests", ".agenda clear", ".meeting topics", ".meeting purpose",
        ".meeting topics 1 2 3", ".meeting topics none",
    ]),
    st.builds("{} {}".format, st.sampled_from([
        "#purpose", "#topic", "#action", "#info", ".agenda add", ".agenda from", ".meeting purpose", ".meeting topics",
        ".bag add", ".meeting purpose nova", ".meeting topics nova", "#action bob:",
    ]), WORDS),
    st.builds("{} {}".format, st.sampled_from([
        ".bag +1", ".bag -1", ".bag drop", ".bag pick", ".agenda accept", ".agenda drop", ".agenda defer", "#take",
    ]), NUMBERS),
    st.builds(".agenda ask {} {} on {}".format, st.sampled_from(["nova", CHANNEL, "nobody"]), WORDS, DAYS),
    st.builds(".agenda offer {} {}".format, NUMBERS, DAYS),
    st.builds(".agenda decline {} because {}".format, NUMBERS, WORDS),
)  # fmt: skip
NICKS, RANKS = st.sampled_from(["alice", "bob"]), st.sampled_from([Rank.NONE, Rank.OPERATOR])
LIVES = st.lists(st.tuples(NICKS, RANKS, st.integers(1, 200_000), ASKS), min_size=20, max_size=60)


def lived(life: Sequence[tuple[str, Rank, int, str]]) -> tuple[Books, Room, list[Heard]]:
    """life: who, with which rank, how many seconds later, what."""
    room: Room = Idle(CHANNEL)
    books, now, steps = Books(), START, []
    for number, (nick, rank, later, text) in enumerate(life, 1):
        now += timedelta(seconds=later)
        coming = [Line(now, CHANNEL, nick, text, host=nick, rank=rank, id=number)]
        while coming:
            step = hear(room, coming.pop(), ME, View(books, {CHANNEL: room}))
            room, books = step.room, books.changed(step.changes)
            steps.append(step)
            if isinstance(room, Meeting) and any(isinstance(fact, f.EndAsked) for fact in step.facts):
                coming.append(own(now, Kind.WRITTEN, f"end {room.id} https://example.org/x .html"))
    return books, room, steps


@settings(max_examples=300, deadline=None)
@given(LIVES)
def test_whatever_is_asked_the_books_make_sense(life: list[tuple[str, Rank, int, str]]) -> None:
    books, room, steps = lived(life)
    for step in steps:
        for saying in step.says:
            assert isinstance(saying, SetTopic) or len(saying.text.encode()) < 1000
    for wish in books.all(Wish):
        assert len(set(wish.wanted_by)) == len(wish.wanted_by)
    for request in books.all(Request):
        assert (request.offered is None) or request.state not in LIVE or request.state == "offered"
    for place, items in by_place(books).items():
        assert not [n for n, count in Counter(item.n for item in items).items() if count > 1], place
    if isinstance(room, Meeting):
        assert {item.id for item in room.agenda} <= {item.id for item in books.all(AgendaItem)}
    for plan in books.all(Plan):
        assert len(plan.purpose) <= 200 and len(plan.topics) <= 10


def by_place(books: Books) -> dict[str, list[AgendaItem]]:
    found: dict[str, list[AgendaItem]] = {}
    for item in waiting(books.all(AgendaItem)):
        found.setdefault(item.place, []).append(item)
    return found


@settings(max_examples=100, deadline=None)
@given(LIVES)
def test_every_record_survives_the_store(life: list[tuple[str, Rank, int, str]]) -> None:
    books, _, _ = lived(life)
    for kind in RECORDS:
        for record in books.all(kind):
            row = {name: json.loads(json.dumps(value)) for name, value in row_of(record).items()}
            assert record_of(kind, row) == record
