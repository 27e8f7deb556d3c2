"""Whatever happens in a room: nothing breaks, nothing is lost, nobody gets what is not theirs.

CLERK_EXAMPLES=5000 looks longer.
"""
from __future__ import annotations

import json
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots import Clerk, a_clerk
from chat import CHANNEL, ME, own
from clerk.core import facts as f
from clerk.core.agenda import AgendaItem, State
from clerk.core.attendance import CALM
from clerk.core.books import Books
from clerk.core.commands import Replace
from clerk.core.evolve import evolve
from clerk.core.hearing import NOTES, Heard, hear
from clerk.core.lines import Kind, Line, Rank, Speaker, fold
from clerk.core.logline import log_rows
from clerk.core.meeting import Idle, Meeting, Room, heard
from clerk.core.parser import NearMiss, parse
from clerk.core.queueing import waiting
from clerk.core.records import RECORDS
from clerk.core.rules import Keep, Rules
from clerk.core.says import Say, SetTopic, Tell
from clerk.core.view import View
from clerk.core.views import minutes_of
from clerk.render import FORMATS, whole
from clerk.replay import before_the_first
from lives import CLERK, Said, lives, rules, told


def examples(count: int) -> settings:
    return settings(max_examples=int(os.environ.get("CLERK_EXAMPLES", count)), deadline=None,
                    suppress_health_check=[HealthCheck.too_slow])  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One line of a life, and what came of it."""

    said: Said
    line: Line
    before: Room
    books: Books  # before
    heard: Heard


def lived(life: Iterable[Said], settings: Rules, *, printed: bool = False) -> list[Step]:
    """The life of a room with the pure core in it. printed: minutes are out as soon as they are asked for."""
    room: Room = Idle(CHANNEL, rules=settings)
    books = Books()
    steps: list[Step] = []
    stored = 0
    coming = deque(life)
    while coming:
        said = coming.popleft()
        line = replace(said.line, id=stored + 1)
        step = Step(said, line, room, books, hear(room, line, ME, View(books, {fold(CHANNEL): room})))
        steps.append(step)
        stored += step.heard.stored is not None
        room, books = step.heard.room, books.changed(step.heard.changes)
        if printed and any(isinstance(fact, f.EndAsked) for fact in step.heard.facts):
            coming.appendleft(Said(own(line.at, Kind.WRITTEN, "end"), CLERK))
    return steps


def meetings(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps of each meeting, from the line that opened it to the one that ended it."""
    steps_of: list[Step] = []
    for step in steps:
        if isinstance(step.heard.room, Meeting) or isinstance(step.before, Meeting):
            steps_of.append(step)
        if isinstance(step.heard.room, Idle) and steps_of:
            yield steps_of
            steps_of = []
    if steps_of:
        yield steps_of


def again(fact: f.Fact) -> f.Fact:
    """A fact as it comes back from the store."""
    return f.lift(type(fact).__name__, f.VERSION, json.loads(json.dumps(f.detail(fact))))


# --- nothing breaks, nothing is lost ----------------------------------------------------------


@examples(200)
@given(lives(), rules)
def test_whatever_happens_is_answered_in_words_that_irc_can_carry(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        for saying in step.heard.says:
            assert isinstance(saying, Say | Tell | SetTopic)
            assert isinstance(saying, Tell) or saying.channel == CHANNEL
            assert isinstance(saying, SetTopic) or saying.text.strip()


@examples(200)
@given(lives(), rules)
def test_facts_survive_the_store(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        for fact in step.heard.facts:
            assert again(fact) == fact
        assert not step.heard.facts or step.heard.stored, "every fact has its line"


@examples(200)
@given(lives(), rules)
def test_a_meeting_is_the_fold_of_what_is_stored(life: list[Said], settings: Rules) -> None:
    for steps in meetings(lived(life, settings)):
        first = steps[0]
        assert first.heard.stored
        room: Room = Idle(CHANNEL)
        for step in steps:
            if step.heard.stored:
                room = heard(room, step.heard.stored)
                for fact in step.heard.facts:
                    room = evolve(room, step.heard.stored, again(fact))
            if isinstance(step.heard.room, Meeting):
                assert room == step.heard.room


@examples(200)
@given(lives(), rules)
def test_the_stored_lines_decided_again_give_the_same_facts(life: list[Said], settings: Rules) -> None:
    last = ""
    for steps in meetings(lived(life, settings)):
        stored = [step for step in steps if step.heard.stored]
        room: Room = before_the_first(replace(stored[0].line), stored[0].heard.facts, last)
        for step in stored:
            assert step.heard.stored
            decided = hear(room, step.heard.stored, view=View(step.books, {fold(CHANNEL): room}))
            assert decided.facts == step.heard.facts, step.line
            room = decided.room
        last = next(step.heard.room.id for step in steps if isinstance(step.heard.room, Meeting))


@examples(60)
@given(lives(), rules)
def test_minutes_render_in_every_format_at_any_time(life: list[Said], settings: Rules) -> None:
    for steps in meetings(lived(life, settings)):
        rows = [row for step in steps if step.heard.stored for row in log_rows(step.heard.stored, step.heard.facts)]
        states = [step.heard.room for step in steps if isinstance(step.heard.room, Meeting)]
        for state in states[-1:] + states[len(states) // 2 : len(states) // 2 + 1]:
            minutes = minutes_of(state, rows.copy)
            for name in FORMATS:
                assert whole(name, minutes)


# --- numbers and votes ------------------------------------------------------------------------


@examples(200)
@given(lives(), rules)
def test_the_number_of_an_item_is_given_once(life: list[Said], settings: Rules) -> None:
    for steps in meetings(lived(life, settings)):
        facts = (fact for step in steps for fact in step.heard.facts)
        given_out = [fact.n for fact in facts if isinstance(fact, f.ItemAdded | f.VoteClosed)]
        assert given_out == list(range(1, len(given_out) + 1))


@examples(200)
@given(lives(gaps=False), rules)
def test_nobody_has_two_votes(life: list[Said], settings: Rules) -> None:
    """Not over one connection, and not by one account."""
    for steps in meetings(lived(life, settings)):
        voters: set[str] = set()
        for step in steps:
            for fact in step.heard.facts:
                if isinstance(fact, f.VoteOpened):
                    voters = set()
                if isinstance(fact, f.VoteCast):
                    voters.add(step.said.line.account or step.said.connection)
                if isinstance(fact, f.VoteClosed) and isinstance(step.heard.room, Meeting):
                    tally = step.heard.room.votes[-1].tally
                    counted = [voter for who in tally.values() for voter in who]
                    accounts = [step.heard.room.people.persons[voter].account for voter in counted]
                    assert len(set(counted)) == len(counted) <= len(voters)
                    named = [account for account in accounts if account]
                    assert len(set(named)) == len(named)


@examples(200)
@given(lives(), rules)
def test_every_voter_is_in_the_tally_once(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        room = step.heard.room
        if isinstance(room, Meeting) and room.ballot:
            counted = [voter for who in room.tally().values() for voter in who]
            assert sorted(counted) == sorted({room.people.who(voter) for voter, _ in room.ballot.casts})


@examples(300)
@given(lives(), rules)
def test_what_wins_has_more_votes_than_anything_else(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        for fact in step.heard.facts:
            if isinstance(fact, f.VoteClosed) and isinstance(step.heard.room, Meeting):
                vote = step.heard.room.votes[-1]
                counts = {option: len(who) for option, who in vote.tally.items()}
                votes = sorted((n for option, n in counts.items() if option != vote.abstain), reverse=True)
                if fact.ended in ("won", "carried"):
                    assert counts[fact.winner] == votes[0] > votes[1] and fact.winner != vote.abstain
                    assert sum(counts.values()) >= vote.terms.quorum
                    assert vote.terms.threshold.met(votes[0], sum(votes))
                if votes[0] == votes[1]:
                    assert not fact.winner and fact.ended != "denied"


@examples(200)
@given(lives(), rules)
def test_a_vote_is_cast_where_one_is_open_by_those_who_may(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        for fact in step.heard.facts:
            if isinstance(fact, f.VoteCast):
                m = heard_by(step)
                assert m.ballot and fact.option in m.ballot.choices and step.line.speaker is Speaker.PERSON
                voters = m.ballot.terms.voters
                assert voters.whose != "voiced" or step.line.rank is not Rank.NONE
                assert voters.whose != "named" or m.speaker(step.line) in map(m.people.who, voters.people)


@examples(200)
@given(lives(), rules)
def test_a_proposal_is_agreed_where_nothing_stands_in_its_way(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        for fact in step.heard.facts:
            if isinstance(fact, f.ProposalClosed):
                m = heard_by(step)
                assert m.ballot and m.ballot.asks == "proposal"
                assert fact.ended == "rejected" or not m.ballot.holds
                assert fact.ended == "rejected" or not m.ballot.open_concerns or "!" in step.line.text


# --- the floor and the roll call --------------------------------------------------------------


@examples(200)
@given(lives(), rules)
def test_nobody_has_two_places_in_the_queue(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        room = step.heard.room
        if isinstance(room, Meeting):
            persons = [place.who for place in waiting(room)]
            assert len(set(persons)) == len(persons)
            assert all(room.people.who(person) == person for person in persons)


@examples(200)
@given(lives(), rules)
def test_only_who_waits_is_given_the_floor(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        for fact in step.heard.facts:
            if isinstance(fact, f.Acked):
                assert isinstance(step.before, Meeting) and isinstance(step.heard.room, Meeting)
                assert len(waiting(step.heard.room)) == len(waiting(heard_by(step))) - 1
                assert step.heard.room.queue.speaking is not None


def heard_by(step: Step) -> Meeting:
    """The meeting when its rules were asked about a line."""
    room = heard(step.before, step.heard.stored or step.line)
    assert isinstance(room, Meeting)
    return room


@examples(300)
@given(lives(), rules)
def test_a_quorum_is_reached_and_lost_in_turns_and_calmly(life: list[Said], settings: Rules) -> None:
    for steps in meetings(lived(life, settings)):
        last: f.Fact | None = None
        at: datetime | None = None
        for step in steps:
            for fact in step.heard.facts:
                if isinstance(fact, f.QuorumSet | f.QuorumLifted):
                    last = at = None
                elif isinstance(fact, f.QuorumReached | f.QuorumLost):
                    assert isinstance(fact, f.QuorumReached) is not isinstance(last, f.QuorumReached)
                    assert at is None or step.line.at - at >= CALM
                    last, at = fact, step.line.at


# --- who may ----------------------------------------------------------------------------------


@dataclass
class Lineage:
    """Everybody who may be one person: by an unbroken connection, an account, or as user@host in time.

    Kept apart from Clerk's own People, and more generous than they are: what it forbids is forbidden.
    """

    connections: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    left: dict[tuple[str, str], datetime] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    def notes(self, said: Said) -> bool:
        """Whether this may be them; then their connection and account are theirs too."""
        line = said.line
        nicks = {fold(line.nick), fold(line.text)} if line.kind is Kind.NICK else {fold(line.nick)}
        back = [at for nick in nicks if (at := self.left.get((nick, line.host)))]
        them = (
            said.connection in self.connections
            or line.account in self.accounts
            or bool(nicks & self.named)
            or any(line.at - at <= timedelta(minutes=30) for at in back)
        )
        if them:
            self.connections.add(said.connection)
            self.accounts |= {line.account} if line.account else set()
            self.left.update({(nick, line.host): line.at for nick in nicks})
        return them

    def lost(self, at: datetime) -> None:
        """After a gap each of them may come back as they last were."""
        self.left = {known: at for known in self.left}


def born(said: Said) -> Lineage:
    lineage = Lineage({said.connection})
    assert lineage.notes(said)
    return lineage


STEERS = (
    f.TopicTaken, f.MeetingTopicSet, f.MeetingNamed, f.ChairsRemoved, f.EndHeld, f.LogsRestricted,
    f.KeptPrivate, f.Lurked, f.Unlurked, f.SaveAsked, f.TopicUndone, f.TermsSet, f.ProposalClosed,
    f.Acked, f.QueueClosed, f.QueueOpened, f.QuorumSet, f.QuorumLifted,
)  # fmt: skip


def asks_a_chair(fact: f.Fact, line: Line, m: Meeting) -> bool:
    """Whether only a chair may have made this true, by the default rights."""
    operator = line.rank is Rank.OPERATOR
    match fact:
        case f.EndAsked("idle"):
            assert line.kind is Kind.TICK
            return False
        case f.EndAsked("operator"):
            assert operator
            return False
        case f.EndAsked("long"):
            assert line.at - m.started >= timedelta(minutes=m.rules.anyone_ends) and m.rules.anyone_ends
            return False
        case f.VoteClosed() if line.kind is Kind.TICK or operator or line.at - m.started >= timedelta(minutes=60):
            return False
        case f.ChairsAdded():
            return not operator
        case f.EndHeld() if operator or line.at - m.started >= timedelta(minutes=60):
            return False
        case f.ItemAdded(_, kind, _):
            return kind in ("agreed", "accepted", "rejected")
        case f.WentOff(everybody):
            return everybody
        case f.EndAsked() | f.VoteClosed():
            return True
        case f.VoteOpened(asks="proposal"):
            return False
        case f.VoteOpened():
            return True
        case f.VoteWithdrawn():
            return m.ballot is None or m.ballot.asks != "proposal"
    return isinstance(fact, STEERS)


@examples(300)
@given(lives(), rules)
def test_nobody_steers_who_was_never_a_chair(life: list[Said], settings: Rules) -> None:
    for steps in meetings(lived(life, settings)):
        chairs = born(steps[0].said)
        crowd = Crowd()
        crowd.has(steps[0].said.line.nick, steps[0].said)
        for step in steps[1:]:
            may = follow(chairs, crowd, step.said)
            for fact in step.heard.facts:
                assert isinstance(step.before, Meeting)
                assert may or not asks_a_chair(fact, step.line, step.before), (step.line, fact)
                if isinstance(fact, f.ChairsAdded):
                    admit(chairs, crowd, fact.nicks)


@dataclass
class Crowd:
    """Who holds which nick, as heard; and who held it last, also before a gap."""

    present: dict[str, Said] = field(default_factory=dict)
    last: dict[str, Said] = field(default_factory=dict)

    def has(self, nick: str, said: Said) -> None:
        self.present[fold(nick)] = self.last[fold(nick)] = said

    def lost(self, nick: str) -> Said | None:
        return self.present.pop(fold(nick), None)


def follow(lineage: Lineage, crowd: Crowd, said: Said) -> bool:
    """Take note of a line; whether its speaker may be of the lineage."""
    line = said.line
    if line.kind is Kind.BACK:
        lineage.lost(line.at)
        crowd.present.clear()
    if said.connection == CLERK:
        return False
    them = lineage.notes(said)
    if line.kind in (Kind.PART, Kind.QUIT):
        crowd.lost(line.nick)
    elif line.kind is Kind.NICK:
        crowd.lost(line.nick)
        crowd.has(line.text, said)
    else:
        crowd.has(line.nick, said)
    if line.kind is Kind.KICK and (kicked := crowd.lost(line.text.partition(" ")[0])):
        for nick, host in list(lineage.left):
            if host == kicked.line.host:
                lineage.left[nick, host] = line.at
    return them


def admit(chairs: Lineage, crowd: Crowd, nicks: Iterable[str]) -> None:
    """Who is named is whoever holds the nick; else whoever held it last, if they can prove that they are back."""
    for nick in nicks:
        if holder := crowd.present.get(fold(nick)):
            chairs.connections.add(holder.connection)
            chairs.notes(holder)
            chairs.left[fold(nick), holder.line.host] = holder.line.at
            continue
        chairs.named.add(fold(nick))
        if gone := crowd.last.get(fold(nick)):
            chairs.accounts |= {gone.line.account} if gone.line.account else set()


@examples(200)
@given(lives(), rules)
def test_nobody_changes_the_item_of_another(life: list[Said], settings: Rules) -> None:
    for steps in meetings(lived(life, settings)):
        chairs, crowd = born(steps[0].said), Crowd()
        crowd.has(steps[0].said.line.nick, steps[0].said)
        authors: dict[int, Lineage] = {}
        for step in steps[1:]:
            chair = follow(chairs, crowd, step.said)
            them = {n for n, author in authors.items() if follow(author, Crowd(), step.said)}
            for fact in step.heard.facts:
                if isinstance(fact, f.ChairsAdded):
                    admit(chairs, crowd, fact.nicks)
                if isinstance(fact, f.ItemAdded | f.VoteClosed):
                    authors[fact.n] = born(step.said)
                if isinstance(fact, f.ItemEdited | f.ItemDropped):
                    assert chair or fact.n in them or step.line.kind is Kind.TICK, (step.line, fact)


# --- off the record ---------------------------------------------------------------------------


def off_the_record(steps: list[Step], settings: Rules) -> set[str]:
    """The secrets of those who were told that their words are not kept, said before they were told otherwise."""
    secrets: set[str] = set()
    everybody: datetime | None = None
    own_words: dict[str, datetime] = {}
    for step in steps:
        line = step.line
        words = parse(line.text, prefix=settings.prefix, yields=settings.yields) if line.kind is Kind.SAID else None
        covered = (everybody and line.at < everybody) or line.at < own_words.get(step.said.connection, line.at)
        if covered and (words is None or isinstance(words, NOTES | Replace | NearMiss)):
            secrets |= {step.said.secret} if step.said.secret else set()
        for fact in step.heard.facts:
            match fact:
                case f.WentOff(True):
                    everybody = line.at + timedelta(minutes=10)
                case f.WentOff(False):
                    own_words[step.said.connection] = line.at + timedelta(minutes=10)
                case f.WentOn(None):
                    everybody = None
                case f.WentOn():
                    own_words = {}
        if isinstance(step.heard.room, Idle) or step.heard.room.closing:
            everybody, own_words = None, {}
    return secrets


@examples(300)
@given(lives(), rules)
def test_what_is_off_the_record_is_neither_stored_nor_true(life: list[Said], settings: Rules) -> None:
    steps = lived(life, replace(settings, relays=(), bots=()))
    kept = " ".join(f"{step.heard.stored} {step.heard.facts} {step.heard.says}" for step in steps)
    assert not [secret for secret in off_the_record(steps, settings) if secret in kept]
    for steps_of in meetings(steps):
        assert not [secret for secret in off_the_record(steps_of, settings) if secret in repr(steps_of[-1].heard.room)]


def test_who_went_off_the_record_stays_off_it_after_logging_in() -> None:
    """Also where somebody with that account was there before, by another nick."""
    steps = lived(told([
        ("comes", 1, "bob", "b@two.example", "bob"),
        ("comes", 2, "bob_", "c@three.example", None),
        ("says", 0, "#startmeeting nova"),
        ("says", 1, "hello"),
        ("says", 2, "#off"),
        ("logs_in", 2, "bob"),
        ("says", 2, "hidden"),
    ]), Rules())  # fmt: skip
    assert off_the_record(steps, Rules()) and steps[-1].heard.stored is None


# --- the agenda -------------------------------------------------------------------------------


@examples(200)
@given(lives(), rules)
def test_the_books_have_the_agenda_that_the_meeting_has(life: list[Said], settings: Rules) -> None:
    for step in lived(life, settings):
        books = step.books.changed(step.heard.changes)
        if isinstance(step.heard.room, Meeting):
            for item in step.heard.room.agenda:
                assert books.get(AgendaItem, item.id) == item
        assert sum(item.state is State.TAKEN for item in books.all(AgendaItem)) <= isinstance(step.heard.room, Meeting)


@examples(200)
@given(lives(), rules)
def test_nothing_on_the_agenda_is_lost(life: list[Said], settings: Rules) -> None:
    """An item waits until it was talked about or taken off; its number is nobody else's while it does."""
    for step in lived(life, settings):
        before, after = step.books, step.books.changed(step.heard.changes)
        for item in before.all(AgendaItem):
            now = after.get(AgendaItem, item.id)
            assert now and now.carried - item.carried in (0, 1) and now.first == item.first
            assert item.state is not State.DROPPED or now.state is State.DROPPED
        open_items = [item for item in after.all(AgendaItem) if item.state not in (State.DONE, State.DROPPED)]
        assert len({(item.place, item.n) for item in open_items}) == len(open_items)


# --- the same through a real store ------------------------------------------------------------


@contextmanager
def clerks(settings: Rules, count: int) -> Iterator[list[Clerk]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        yield [stack.enter_context(a_clerk(Path(folder) / str(i), rules=settings)) for i in range(count)]


def restart(clerk: Clerk, like: Clerk) -> None:
    """Start again without a gap; in an idle channel the server tells who and what is there."""
    away = dict(clerk.desk.away)
    clerk.killed_and_started()
    clerk.desk.away = away
    room = like.room()
    if isinstance(room, Idle) and clerk.room() is None:
        if room.topic is not None:
            clerk.hear(own(clerk.world.now, Kind.TOPIC, room.topic))
        clerk.hear(own(clerk.world.now, Kind.NAMES, " ".join(room.present)))


def store(clerk: Clerk) -> list[tuple[object, ...]]:
    tables = ("lines", "facts", "meetings", "changes", *(kind.TABLE for kind in RECORDS))
    return [row for table in tables for row in clerk.database.execute(f"SELECT * FROM {table}")]


@examples(40)
@given(lives(gaps=False, press=False), rules, st.integers(0, 40))
def test_a_restart_anywhere_changes_nothing(life: list[Said], settings: Rules, place: int) -> None:
    settings = replace(settings, log=Keep.COMMANDS)
    with clerks(settings, 2) as (steady, restarted):
        for i, said in enumerate(life):
            steady.world.now = restarted.world.now = said.line.at
            if i == place % len(life):
                restart(restarted, steady)
                restarted.told()
            steady.hear(said.line)
            restarted.hear(said.line)
            assert steady.told() == restarted.told(), said.line
            rooms = steady.room(), restarted.room()
            assert rooms[0] == rooms[1] or isinstance(rooms[0], Idle), said.line
        assert store(steady) == store(restarted)
        assert steady.audited() == []


@examples(30)
@given(lives(gaps=False, press=False), rules)
def test_what_is_off_the_record_is_in_no_file(life: list[Said], settings: Rules) -> None:
    """Not in a page of SQLite, its log of writes, or any minutes."""
    settings = replace(settings, relays=(), bots=())
    secrets = off_the_record(lived(life, settings, printed=True), settings)
    with clerks(settings, 1) as (clerk,):
        for said in life:
            clerk.world.now = said.line.at
            clerk.hear(said.line)
        written = b"".join(path.read_bytes() for path in clerk.folder.rglob("*") if path.is_file())
        assert CHANNEL.encode() in written or not clerk.texts()
        assert not [secret for secret in secrets if secret.encode() in written]
