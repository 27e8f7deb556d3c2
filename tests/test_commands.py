"""The parser, as a table: what is a command, what is speech, and what is nearly a command."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from clerk.core import commands as c
from clerk.core.decide import DECIDE, meaning
from clerk.core.hearing import hear
from clerk.core.lines import Line, Rank
from clerk.core.meeting import Idle, Meeting
from clerk.core.parser import Malformed, NearMiss, bare_command, one_letter_off, parse
from clerk.core.rights import DEEDS, may, who_may, word_of
from clerk.core.rules import Rules
from clerk.core.word import ANYONE, CHAIR, KEEPERS, Word
from clerk.core.words import BARE, BY_NAME, GOES_BY, INSISTED, NOUN_BY_NAME, NOUNS, REPLACE, WORDS

NAMES = [(name, word) for word in WORDS for name in (word.name, *word.aliases)]
every_name = pytest.mark.parametrize(("name", "word"), NAMES, ids=[name for name, _ in NAMES])
every_word = pytest.mark.parametrize("word", [*WORDS, *NOUNS, REPLACE], ids=lambda word: word.name)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ALIASES = {"progress": "subtopic", "agree": "agreed", "accept": "accepted", "reject": "rejected", "halp": "help"}
# Asked of the clerk in a meeting and outside alike: nothing there to decide.
# Bare words that go by the right of another word.
IN_OTHER_WORDS = {
    "qq+": "q+", "agenda?": "agenda", "next agendum": "next", "take up agendum": "take", "skip agendum": "skip",
    "close agendum": "next", "close this agendum": "next", "+1": "vote", "-1": "vote", "0": "vote",
    "proposed:": "propose", "resolved:": "agreed",
}  # fmt: skip
ASKED_ANYWHERE = {c.ListCommands, c.Help}


def argument(word: Word) -> str:
    """What the word's example gives it."""
    return word.example.lstrip(".#").removeprefix(word.name).strip()


def items(*rows: tuple[str, str, str]) -> list[tuple[str, c.Command]]:
    return [(said, c.AddItem(kind, text)) for said, kind, text in rows]  # type: ignore[arg-type]


# --- every word -------------------------------------------------------------------------------


@every_name
def test_a_word_means_the_same_in_any_case_behind_blanks_and_before_a_colon(name: str, word: Word) -> None:
    meant = word.make(argument(word))
    rest = f" {argument(word)}".rstrip()
    for said in (f"#{name}{rest}", f"#{name.upper()}{rest}", f"#{name.title()}{rest}", f"   #{name}{rest}",
                 f"\t#{name}{rest}", f"#{name}:{rest}", f"#{name}{rest}   ", f"#{name}   {rest}".rstrip(),
                 f"#{name}\t{rest}".rstrip()):  # fmt: skip
        assert parse(said) == meant, said


@every_name
def test_a_word_within_speech_is_speech(name: str, word: Word) -> None:
    for said in (f"say #{name} {argument(word)}", f"{name} {argument(word)}", f"##{name}", f"# {name}",
                 f"#{name}-x", f"#{name}/x", f"<bob> #{name}", f"'#{name}'", f"#{name}'s"):  # fmt: skip
        assert parse(said) is None, said


@every_name
def test_punctuation_behind_a_word_changes_nothing(name: str, word: Word) -> None:
    for sign in (":", ",", ".", "::", *(() if name in INSISTED else "!")):
        assert parse(f"#{name}{sign} {argument(word)}") == parse(f"#{name} {argument(word)}")


@every_name
def test_a_word_that_another_bot_owns_is_speech(name: str, word: Word) -> None:
    assert parse(f"#{name} {argument(word)}", yields=(name,)) is None
    assert parse(f"#{name.upper()} {argument(word)}", yields=(name,)) is None


def test_yielding_one_word_leaves_the_others() -> None:
    assert parse("#topic x", yields=("info",)) == c.SetTopic("x")


def test_the_aliases_are_meetbots() -> None:
    assert {alias: word.name for word in WORDS for alias in word.aliases} == ALIASES


def test_no_word_stands_twice() -> None:
    assert len(NAMES) == len(BY_NAME)


@every_word
def test_the_example_of_a_word_is_its_own(word: Word) -> None:
    parsed = parse(word.example)
    if word is REPLACE:
        assert isinstance(parsed, c.Replace)
        return
    assert parsed == word.make(argument(word)) and not isinstance(parsed, Malformed | NearMiss)
    assert f"{word.example.lstrip('#.')} ".startswith(f"{word.name} ")
    any_time = (word.noun and word.name != "help") or word.name in GOES_BY
    assert isinstance(parsed, c.AnyTime if any_time else get_args(c.Command))


@every_word
def test_a_word_says_what_it_does_and_asks_for_what_its_usage_says(word: Word) -> None:
    assert word.does and word.section and word.who in (ANYONE, CHAIR, KEEPERS)
    if word is not REPLACE:
        shows = bool(argument(word)) or word.usage.startswith("[")
        assert bool(word.usage) == shows, "the example shows the usage, where it cannot be left out"


ASKED = [(name, word) for name, word in NAMES if isinstance(parse(f"#{name}"), Malformed)]


@pytest.mark.parametrize(("name", "word"), ASKED, ids=[name for name, _ in ASKED])
def test_a_word_that_lacks_something_asks_for_it(name: str, word: Word) -> None:
    parsed = parse(f"#{name}   ")
    assert isinstance(parsed, Malformed) and parsed.word is word and parsed.asks.strip()


def test_the_words_that_ask_are_those_that_need_something() -> None:
    needy = {word.name for word in WORDS if word.usage and not word.usage.startswith("[")}
    needy -= {"startmeeting", "here", "help"}
    assert {word.name for _, word in ASKED} == needy


# --- the tables belong together ---------------------------------------------------------------


@pytest.mark.parametrize("command", get_args(c.Command), ids=lambda command: command.__name__)
def test_every_command_has_its_rights_and_its_decision(command: type[c.Command]) -> None:
    assert command is c.AddItem or command in DEEDS
    assert (command in DECIDE) is (command not in ASKED_ANYWHERE)


def test_every_right_is_of_a_word_and_every_word_has_a_right() -> None:
    deeds = {word for word, _ in DEEDS.values()}
    worded = [word for word in WORDS if word.usage in ("TEXT", "[TEXT]")]
    of_items = {word.name for word in worded if isinstance(word.make("x"), c.AddItem)}
    bare = {word.name for word in BARE} - {*IN_OTHER_WORDS}
    assert bare <= deeds <= set(BY_NAME) | bare
    assert {word.name for word in WORDS} == deeds - bare | of_items | {"link", *GOES_BY}


@every_name
def test_a_command_goes_by_the_right_of_its_own_word(name: str, word: Word) -> None:
    command = word.make(argument(word))
    if isinstance(command, c.AnyTime):
        assert GOES_BY[word.name] == command.WORD and NOUN_BY_NAME[command.WORD].who == word.who
        return
    assert word_of(command) is (BY_NAME["help"] if word.name == "help" else word)
    assert who_may(command, Rules()) == word.who
    assert who_may(command, Rules(rights={word.name: "operator"})) == "operator"


@pytest.mark.parametrize(("who", "bob", "voiced", "operator", "chair"), [
    ("anyone", True, True, True, True),
    ("voiced", False, True, True, True),
    ("chair", False, False, False, True),
    ("operator", False, False, True, False),
])  # fmt: skip
def test_who_may(who: str, bob: bool, voiced: bool, operator: bool, chair: bool) -> None:
    room = meeting(Rules(rights={"topic": who}))
    command = c.SetTopic("x")
    assert may(room, line("bob", ""), command) is bob
    assert may(room, replace(line("bob", ""), rank=Rank.VOICED), command) is voiced
    assert may(room, replace(line("bob", ""), rank=Rank.OPERATOR), command) is operator
    assert may(room, line("alice", ""), command) is chair


def line(nick: str, text: str) -> Line:
    return Line(datetime(2026, 11, 20, 14, tzinfo=UTC), "#nova", nick, text, host=f"{nick}@example")


def meeting(rules: Rules) -> Meeting:
    room = hear(Idle("#nova", rules=rules), line("alice", "#startmeeting nova")).room
    assert isinstance(room, Meeting)
    after = hear(room, line("bob", "hello")).room
    assert isinstance(after, Meeting)
    return after


# --- what the words take ----------------------------------------------------------------------


@pytest.mark.parametrize(("said", "meant"), [
    ("#startmeeting nova", c.StartMeeting("nova")),
    ("#startmeeting", c.StartMeeting("")),
    ("#startmeeting Nova/Weekly: «été»", c.StartMeeting("Nova/Weekly: «été»")),
    ("#endmeeting", c.EndMeeting()),
    ("#endmeeting thanks all", c.EndMeeting()),
    ("#topic: x", c.SetTopic("x")),
    ("#topic x: y", c.SetTopic("x: y")),
    ("#topic #1234 and #info", c.SetTopic("#1234 and #info")),
    ("#topic one\ntwo", c.SetTopic("one\ntwo")),
    ("#progress x", c.SetSubtopic("x")),
    ("#meetingtopic Nova weekly", c.SetMeetingTopic("Nova weekly")),
    ("#meetingtopic none", c.SetMeetingTopic("")),
    ("#meetingtopic None", c.SetMeetingTopic("")),
    ("#meetingtopic unset", c.SetMeetingTopic("")),
    ("#meetingtopic none of that", c.SetMeetingTopic("none of that")),
    ("#chair bob", c.AddChairs(("bob",))),
    ("#chair bob carol", c.AddChairs(("bob", "carol"))),
    ("#chair bob, carol,dave ,erin", c.AddChairs(("bob", "carol", "dave", "erin"))),
    ("#chair bob bob", c.AddChairs(("bob",))),
    ("#unchair bob,carol", c.RemoveChairs(("bob", "carol"))),
    ("#nick dave[m]", c.NameNicks(("dave[m]",))),
    ("#here", c.SayHere("")),
    ("#here Bobby Tables", c.SayHere("Bobby Tables")),
    ("#help", c.ListCommands()),
    ("#halp", c.ListCommands()),
    ("#vote  no, never ", c.CastVote("no, never")),
    ("#off the boss is here", c.GoOff()),
    ("#drop 7", c.DropItem(7)),
    ("#drop i7", c.DropItem(7)),
    ("#drop I7", c.DropItem(7)),
    ("#edit 7 x", c.EditItem(7, "x")),
    ("#edit i7 x y", c.EditItem(7, "x y")),
    ("#edit I7   x", c.EditItem(7, "x")),
    ("#edit 007 x", c.EditItem(7, "x")),
    *items(
        ("#help with docs", "help", "with docs"),
        ("#halp with docs", "help", "with docs"),
        ("#agree x", "agreed", "x"),
        ("#accept x", "accepted", "x"),
        ("#reject x", "rejected", "x"),
        ("#link https://example.org the docs", "link", "https://example.org the docs"),
        ("#link no address at all", "link", "no address at all"),
        ("#action   bob:  x", "action", "bob:  x"),
    ),
])  # fmt: skip
def test_what_a_command_takes(said: str, meant: c.Command) -> None:
    assert parse(said) == meant


@pytest.mark.parametrize("said", [
    "#edit", "#edit 7", "#edit i7 ", "#edit x 7", "#edit 7x y", "#edit -7 x", "#edit 1234567 x", "#edit ii7 x",
    "#drop", "#drop all", "#drop 7 8", "#drop i", "#drop 1234567", "#chair", "#chair , ,", "#nick ,",
])  # fmt: skip
def test_what_a_command_cannot_use_it_asks_about(said: str) -> None:
    assert isinstance(parse(said), Malformed)


# --- votes ------------------------------------------------------------------------------------

YES_NO = ("Yes", "No")


@pytest.mark.parametrize(("said", "question", "options"), [
    ("Freeze? Yes, No", "Freeze", YES_NO),
    ("Freeze? Yes,No", "Freeze", YES_NO),
    ("Freeze? Yes No", "Freeze", YES_NO),
    ("Freeze?Yes No", "Freeze", YES_NO),
    ("Freeze? Yes , No ,", "Freeze", YES_NO),
    ("Freeze?", "Freeze", YES_NO),
    ("Freeze ?  ", "Freeze", YES_NO),
    ("Freeze? Yes, No, Not now", "Freeze", ("Yes", "No", "Not now")),
    ("What? Really? Yes, No", "What? Really", YES_NO),
    ("Who? alice bob carol", "Who", ("alice", "bob", "carol")),
    ("Freeze? Yes, No, yes, YES", "Freeze", YES_NO),
    ("Freeze? no No nO maybe", "Freeze", ("no", "maybe")),
    ("1, 2 or 3? 1, 2, 3", "1, 2 or 3", ("1", "2", "3")),
])  # fmt: skip
def test_a_vote_has_a_question_and_options(said: str, question: str, options: tuple[str, ...]) -> None:
    assert parse(f"#startvote {said}") == c.OpenVote(question, options)


@pytest.mark.parametrize("said", ["", "Freeze", "Freeze Yes, No", "?", "? Yes, No", "Freeze? Yes", "Freeze? Yes, yes"])
def test_no_vote_without_a_question_or_with_one_option(said: str) -> None:
    assert isinstance(parse(f"#startvote {said}"), Malformed)


# --- what is no command -----------------------------------------------------------------------


@pytest.mark.parametrize("said", [
    "", "   ", "hello", "#", "# ", "##", "#1234", "#1234 is fixed", "#7", "#7 x", "#openstack-nova is quiet",
    "#nova is quiet", "#nova", "#c++ rocks", "#_x", "#unknown words", "#-", "#!/bin/sh", "C# topic", "#été fini",
    "the link is https://example.org", "<https://example.org>", "http://", "javascript:alert(1)", "data:text/html,x",
    "mailto:", "topic x", "!topic x", "/topic x", "@topic x", "q+", "+1",
])  # fmt: skip
def test_speech(said: str) -> None:
    assert parse(said, me="clerk") is None


@pytest.mark.parametrize("said", [
    "https://example.org", "http://example.org/a(b)?c=d#e the rebase", "  https://example.org", "HTTPS://EXAMPLE.ORG",
    "irc://irc.example.org/nova", "ircs://irc.example.org", "mailto:bob@example.org and ask", "ftp://example.org/x",
    "ssh://review.example.org:29418",
])  # fmt: skip
def test_an_address_at_the_start_of_a_line_is_a_link_with_what_follows(said: str) -> None:
    assert parse(said) == c.AddItem("link", said.strip())


# --- s/old/new/ -------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "old", "new", "everywhere"), [
    ("s/gren/green/", "gren", "green", False),
    ("s/gren/green/g", "gren", "green", True),
    ("  s/a/b/  ", "a", "b", False),
    ("s/a//", "a", "", False),
    ("s/a.*b/$1 \\1/", "a.*b", "$1 \\1", False),
    ("s/a b/c d/", "a b", "c d", False),
])  # fmt: skip
def test_a_substitution_is_literal(said: str, old: str, new: str, everywhere: bool) -> None:
    assert parse(said) == c.Replace(old, new, everywhere)


@pytest.mark.parametrize("said", ["s/a/b", "s/a", "s//b/", "s/a/b/c/", "s/a/b/i", "s/a/b/ ok?", "S/a/b/", "s|a|b|",
                                  "as/a/b/", "s /a/b/", "bob: s/a/b/"])  # fmt: skip
def test_anything_else_with_slashes_is_speech(said: str) -> None:
    assert parse(said) is None


# --- near misses ------------------------------------------------------------------------------


def one_off(word: str) -> set[str]:
    """Every spelling with one letter added, left out, changed, or swapped with its neighbour."""
    added = {word[:i] + x + word[i:] for i in range(len(word) + 1) for x in LETTERS}
    left_out = {word[:i] + word[i + 1 :] for i in range(len(word))}
    changed = {word[:i] + x + word[i + 1 :] for i in range(len(word)) for x in LETTERS}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return (added | left_out | changed | swapped) - {word}


LONG = [(name, word) for name, word in NAMES if len(name) > 2]


@pytest.mark.parametrize(("name", "word"), LONG, ids=[name for name, _ in LONG])
def test_one_letter_off_is_a_near_miss(name: str, word: Word) -> None:
    for said in one_off(name) - set(BY_NAME):
        assert one_letter_off(said, name), said
        near = parse(f"#{said} x")
        assert isinstance(near, NearMiss) and near.said == said, said
        assert one_letter_off(said, near.word.name) or any(one_letter_off(said, a) for a in near.word.aliases)


@pytest.mark.parametrize(("name", "word"), LONG, ids=[name for name, _ in LONG])
def test_two_letters_off_is_speech(name: str, word: Word) -> None:
    reach = {near for known, _ in LONG for near in one_off(known)} | set(BY_NAME)
    two_off = {"zz" + name, name + "zz", "z" + name + "z", name[::-1]} - reach
    assert two_off
    for said in two_off:
        assert not one_letter_off(said, name)
        assert parse(f"#{said} x") is None, said


@pytest.mark.parametrize("said", ["o", "n", "no", "in", "onn", "ion", "onx", "won", "no x"])
def test_nothing_is_near_a_word_of_two_letters(said: str) -> None:
    """#on has two: half of English is one letter from it."""
    assert parse(f"#{said}") is None


@pytest.mark.parametrize(("said", "known"), [
    ("#acton", "action"), ("#acction", "action"), ("#actiom", "action"), ("#cation", "action"), ("#ACTON x", "action"),
    ("#infoo x", "info"), ("#strtmeeting", "startmeeting"), ("#endmeting", "endmeeting"), ("#topci x", "topic"),
    ("#hepl x", "help"), ("#halpp", "help"), ("#progres", "subtopic"), ("#agreedd", "agreed"), ("#vot yes", "vote"),
])  # fmt: skip
def test_the_right_word_is_told(said: str, known: str) -> None:
    near = parse(said)
    assert isinstance(near, NearMiss) and near.word.name == known


def test_the_yielded_word_itself_is_no_near_miss() -> None:
    assert parse("#votes 1", yields=("votes",)) is None


def test_nothing_is_near_a_word_that_another_bot_owns() -> None:
    assert isinstance(parse("#acton x"), NearMiss)
    assert parse("#acton x", yields=("action",)) is None


# --- nouns, by prefix and by name -------------------------------------------------------------

HELP, HELP_ON = c.Help(""), c.Help("topic")


@pytest.mark.parametrize(("said", "prefix", "me", "meant"), [
    (".help", ".", "", HELP),
    (".help topic", ".", "", HELP_ON),
    (".HELP topic", ".", "", HELP_ON),
    (".help  topic ", ".", "", HELP_ON),
    (". help", ".", "", HELP),
    ("clerk: help", ".", "clerk", HELP),
    ("clerk, help topic", ".", "clerk", HELP_ON),
    ("Clerk:help", ".", "clerk", HELP),
    ("CLERK: HELP", ".", "Clerk", HELP),
    ("!help topic", "!", "", HELP_ON),
    ("clerk: help", "", "clerk", HELP),
    ("clerk, help topic", "!", "clerk", HELP_ON),
])  # fmt: skip
def test_help_is_asked_for(said: str, prefix: str, me: str, meant: c.Command) -> None:
    assert parse(said, prefix=prefix, me=me) == meant


@pytest.mark.parametrize(("said", "prefix", "me"), [
    (".NET is slow", ".", "clerk"),
    ("./run", ".", "clerk"),
    (".", ".", "clerk"),
    ("...", ".", "clerk"),
    (".seen bob", ".", "clerk"),
    (".helpme", ".", "clerk"),
    (".topic x", ".", "clerk"),
    ("!help", ".", "clerk"),
    (".help", "!", "clerk"),
    (".help", "", "clerk"),
    ("help", ".", "clerk"),
    ("help", "", "clerk"),
    ("help topic", "", "clerk"),
    ("please help", "", "clerk"),
    ("clerk", ".", "clerk"),
    ("clerk help", ".", "clerk"),
    ("clerk: how are you?", ".", "clerk"),
    ("clerk: #topic", ".", "clerk"),
    ("clerks: help", ".", "clerk"),
    ("bob: help", ".", "clerk"),
    (": help", ".", ""),
    (", help", ".", ""),
])  # fmt: skip
def test_other_bots_words_and_chatter_are_speech(said: str, prefix: str, me: str) -> None:
    assert parse(said, prefix=prefix, me=me) is None


def test_a_hash_word_needs_no_prefix() -> None:
    assert parse("#topic x", prefix="!") == parse("#topic x", prefix="") == c.SetTopic("x")


# --- words without a # ------------------------------------------------------------------------

BARE_NAMES = [(name, word) for word in BARE for name in (word.name, *word.aliases)]
every_bare_name = pytest.mark.parametrize(("name", "word"), BARE_NAMES, ids=[name for name, _ in BARE_NAMES])


@every_bare_name
def test_a_bare_word_is_the_whole_line_in_any_case(name: str, word: Word) -> None:
    rest = argument(word) if word.usage else ""
    meant = word.make(rest)
    for said in (f"{name} {rest}", f"{name.upper()} {rest}", f"  {name}   {rest}  ", f"{name.title()} {rest}".strip()):
        assert bare_command(said) == meant, said
    for said in (f"#{name} {rest}", f"bob: {name} {rest}", f".{name}", f"{name}x", f"x{name}", f"'{name}'"):
        assert bare_command(said) is None, said
    assert parse(name) is None, "the parser of lines that stand for themselves knows none"


@every_bare_name
def test_a_bare_word_goes_by_the_right_of_its_own_row(name: str, word: Word) -> None:
    command = word.make(argument(word) if word.usage else "")
    known = IN_OTHER_WORDS.get(word.name, word.name)
    assert isinstance(command, c.Bare) or known in BY_NAME
    assert word_of(command).name == known
    assert who_may(command, Rules()) == word.who
    assert who_may(command, Rules(rights={known: "operator"})) == "operator"


def test_no_bare_word_stands_twice_or_with_a_hash() -> None:
    names = [name for name, _ in BARE_NAMES]
    assert len(names) == len(set(names)) and not {*names} & {*BY_NAME}


@pytest.mark.parametrize("yields", [("queue",), ("q?",)])
def test_who_owns_a_bare_word_owns_its_other_names(yields: tuple[str, ...]) -> None:
    assert bare_command("q?", yields) is bare_command("queue", yields) is None
    assert bare_command("q+", yields) == c.JoinQueue()
    assert (bare_command("close the queue", yields) is None) is (yields == ("queue",))


@pytest.mark.parametrize(("said", "meant"), [
    ("q+", c.JoinQueue()),
    ("q+ to say that it is red", c.JoinQueue("", "say that it is red")),
    ("q+ to thank bob", c.JoinQueue("", "thank bob")),
    ("q+ TO  thank   bob", c.JoinQueue("", "thank bob")),
    ("q+ re cells", c.JoinQueue("", "speak re cells")),
    ("q+ on cells", c.JoinQueue("", "speak on cells")),
    ("q+ about cells", c.JoinQueue("", "speak about cells")),
    ("q+ to", c.JoinQueue("", "say to", ("to",))),
    ("q+ bob", c.JoinQueue("", "say bob", ("bob",))),
    ("q+ bob, carol", c.JoinQueue("", "say bob, carol", ("bob", "carol"))),
    ("q+ bob and carol bob", c.JoinQueue("", "say bob and carol bob", ("bob", "carol"))),
    ("q+ point of order", c.JoinQueue("point of order")),
    ("q+ Point of Order to say we are late", c.JoinQueue("point of order", "say we are late")),
    ("q+ point of order: we are late", c.JoinQueue("point of order", "say we are late")),
    ("q+ point of view", c.JoinQueue("", "say point of view", ("point", "of", "view"))),
    ("q+ question", c.JoinQueue("question")),
    ("q+ question who is on it?", c.JoinQueue("question", "ask who is on it?")),
    ("q+ question about cells", c.JoinQueue("question", "speak about cells")),
    ("q+ questionable", c.JoinQueue("", "say questionable", ("questionable",))),
    ("q+ reply", c.JoinQueue("reply")),
    ("q+ reply to bob", c.JoinQueue("reply", "reply to bob")),
    ("q+ reply to say no", c.JoinQueue("reply", "say no")),
    ("qq+", c.JoinQueue("reply")),
    ("qq+ no", c.JoinQueue("reply", "say no")),
    ("qq+ question", c.JoinQueue("reply", "say question")),
    ("q-", c.LeaveQueue(())),
    ("q- bob carol", c.LeaveQueue(("bob", "carol"))),
    ("q?", c.ShowQueue()),
    ("queue", c.ShowQueue()),
    ("ack", c.Ack("")),
    ("ack next", c.Ack("")),
    ("ACK Next", c.Ack("")),
    ("ack bob", c.Ack("bob")),
    ("close the queue", c.CloseQueue()),
    ("open queue", c.OpenQueue()),
    ("present+", c.SayPresent(())),
    ("present+ bob, carol", c.SayPresent(("bob", "carol"))),
    ("present-", c.TakePresent(())),
    ("regrets+ dave and erin", c.SayRegrets(("dave", "erin"))),
    ("regrets- dave", c.TakeRegrets(("dave",))),
    ("+1", c.Respond("+1")),
    ("-1", c.Respond("-1")),
    ("0", c.Respond("0")),
    (" +0 ", c.Respond("0")),
    ("-0", c.Respond("0")),
    ("PROPOSED: freeze", c.Propose("freeze")),
    ("Proposal: freeze", c.Propose("freeze")),
    ("RESOLVED: freeze", c.AddItem("agreed", "freeze")),
    ("RESOLUTION:  freeze", c.AddItem("agreed", "freeze")),
])  # fmt: skip
def test_what_a_bare_word_takes(said: str, meant: c.Command) -> None:
    assert bare_command(said) == meant


@pytest.mark.parametrize("said", [
    "q", "q +", "q++", "q+1", "q+bob", "q=", "q= bob", "q: note", "q? bob", "queue is long", "the queue", "queues",
    "ack, will do", "ack bob now", "acked", "close queue now", "close my queue", "open", "present", "present++",
    "regrets", "+1 from me", "+1!", "+2", "1", "0 of them", "", "proposed x", "proposed:x", "resolved:", "PROPOSED:",
])  # fmt: skip
def test_what_only_looks_like_a_bare_word(said: str) -> None:
    assert bare_command(said) is None


@pytest.mark.parametrize(("said", "meant"), [
    ("#quorum 5", c.SetQuorum(5)),
    ("#quorum +5", c.SetQuorum(5)),
    ("#quorum -5", c.SetQuorum(-5)),
    ("#quorum cores", c.SetQuorum(0, "cores")),
    ("#quorum nova-cores", c.SetQuorum(0, "nova-cores")),
    ("#quorum none", c.LiftQuorum()),
    ("#quorum OFF", c.LiftQuorum()),
])  # fmt: skip
def test_a_quorum_is_a_number_or_a_role(said: str, meant: c.Command) -> None:
    assert parse(said) == meant


@pytest.mark.parametrize("name", [word.name for word in BARE])
def test_a_bare_word_is_speech_where_no_meeting_is_open(name: str) -> None:
    said = line("bob", name)
    assert meaning(Idle("#nova"), said) is None
    closed = hear(meeting(Rules()), line("alice", "#endmeeting")).room
    assert isinstance(closed, Meeting) and closed.closing
    assert meaning(closed, said) is None and not hear(closed, said).says


@pytest.mark.parametrize(("name", "word"), [row for row in NAMES if row[1].who == CHAIR])
def test_what_chairs_do_is_refused_to_others(name: str, word: Word) -> None:
    heard = hear(meeting(Rules()), line("bob", f"#{name} {argument(word)}"))
    assert not heard.facts and heard.says
    assert isinstance(heard.room, Meeting) and heard.room.closing is None
