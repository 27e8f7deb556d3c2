"""Who is in a role, whoever comes by which nick; and that no words break what is asked for at any time."""
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import CHANNEL, ME, START
from clerk.core.books import Books, puts
from clerk.core.hearing import hear
from clerk.core.lines import Kind, Line, Rank, Speaker, fold
from clerk.core.meeting import Idle, Room
from clerk.core.private import hear_private
from clerk.core.profiles import Profile
from clerk.core.roles import Member, is_member, members
from clerk.core.rules import Rules
from clerk.core.says import SetTopic
from clerk.core.view import View
from clerk.core.words import NOUNS
from test_properties import examples


def line(nick: str, account: str | None = None, text: str = "", **fields: object) -> Line:
    return Line(START, CHANNEL, nick, text, account=account, **fields)  # type: ignore[arg-type]


def books(*who: str, known: tuple[str, ...] = ()) -> Books:
    granted = [Member(n, "core", each, each.lstrip("~"), START, "alice") for n, each in enumerate(who, 1)]
    return Books().changed(puts(*granted, *(Profile(each, each) for each in known)))


@pytest.mark.parametrize(("who", "known", "speaker", "member"), [
    ("bob", (), line("bob", "bob"), True),
    ("bob", (), line("robert", "BOB"), True),
    ("bob", (), line("bob"), False),
    ("bob", (), line("bob", "mallory"), False),
    ("~bob", (), line("BOB"), True),
    ("~bob", (), line("bob", "bob"), True),
    ("~bob", (), line("robert", "Bob"), True),
    ("~bob", (), line("bob", "robert"), True),  # the nick is all that the grant named
    ("~bob", (), line("robert"), False),
    ("~bob", ("bob",), line("bob"), False),
    ("~bob", ("bob",), line("bob", "robert"), False),
    ("~bob", ("bob",), line("robert", "bob"), True),
    ("~bob", ("~bob",), line("bob"), True),
    ("~bob", (), line("bob", speaker=Speaker.RELAYED), False),
    ("bob", (), line("bob", "bob", speaker=Speaker.BOT), False),
    ("", (), line("", None), False),
])  # fmt: skip
def test_who_is_in_a_role(who: str, known: tuple[str, ...], speaker: Line, member: bool) -> None:
    assert is_member(books(*filter(None, [who]), known=known), "core", speaker) is member


def test_the_members_of_a_role() -> None:
    found = books("bob", "~carol", "~Dave", "~carol", known=("carol",))
    taken = replace(next(found.all(Member)), until=START, taken_by="alice")
    assert members(found, "core") == ("bob", "carol", "~Dave")
    assert members(found.changed(puts(taken)), "core") == ("carol", "~Dave")
    assert members(found, "docs") == ()


# --- any words ------------------------------------------------------------------------------------

NICKS = ("alice", "bob", "carol")
ARGUMENTS = st.one_of(
    st.sampled_from([
        "", "core", "core bob", "core bob carol", "chairs alice", "chairs bob", "me for nova", "me no more for nova",
        "Europe/Paris", "none", "until friday", "until tomorrow because ill", "2h", "until 16:00", "off", "meeting",
        "announcement", "Freeze", "Freeze at 15:00", "1", "2", "1 until tuesday", "7", "1 2", "in #nova"]),
    st.text(max_size=40),
    st.text(alphabet="ab \t\x02\x1f#,:@~%…", max_size=12),
)  # fmt: skip
SAID = st.tuples(
    st.sampled_from(NICKS), st.sampled_from([None, None, "alice", "bob", "robert"]),
    st.sampled_from([Rank.NONE, Rank.NONE, Rank.OPERATOR]), st.sampled_from([Kind.SAID, Kind.SAID, Kind.PRIVATE]),
    st.one_of(st.sampled_from([f".{name}" for word in NOUNS for name in (word.name, *word.aliases)]),
              st.sampled_from(["#startmeeting nova", "#endmeeting"])),
    ARGUMENTS,
)  # fmt: skip


@given(st.lists(SAID, max_size=15))
@examples(300)
def test_any_words_from_anybody_are_answered_and_nobody_gets_what_is_not_theirs(life: list[tuple[object, ...]]) -> None:
    room: Room = Idle(CHANNEL, rules=Rules(announce_cap=1), present=NICKS)
    kept, now = Books(), START
    for nick, account, rank, kind, word, argument in life:
        now += timedelta(seconds=1)
        said = Line(now, "" if kind is Kind.PRIVATE else CHANNEL, str(nick), f"{word} {argument}".strip(), Kind(kind),
                    account, f"{nick}@x", Rank(rank) if kind is Kind.SAID else Rank.NONE)  # type: ignore[arg-type]
        view = View(kept, {CHANNEL: room})
        may_grant = said.rank is Rank.OPERATOR or is_member(kept, "chairs", said)
        heard = hear_private(said, view, ME) if said.kind is Kind.PRIVATE else hear(room, said, ME, view)
        before = [each for each in kept.all(Member)]
        room = heard.room if heard.room.channel else room
        kept = kept.changed(heard.changes)
        assert [each for each in kept.all(Member)] == before or may_grant, "somebody granted what they may not"
        mine = {said.account or f"~{fold(said.nick)}", f"~{fold(said.account or said.nick)}"}
        touched = {each.record.who for each in heard.changes if isinstance(each.record, Profile)}
        assert touched <= mine, "somebody changed what is not theirs"
        assert all(len(saying.text.encode()) < 600 for saying in heard.says if not isinstance(saying, SetTopic))
