"""Rooms' lives for hypothesis: what up to five people at a time may do on IRC, as one server would tell it."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Any, TypeVar

from hypothesis import strategies as st

from chat import CHANNEL, START, own
from clerk.core.commands import AddItem, JoinQueue, Propose, SetTopic
from clerk.core.hearing import NOTES
from clerk.core.lines import Kind, Line, Rank, fold
from clerk.core.parser import bare_command, parse
from clerk.core.rules import Dialect, Keep, Rules, Voice
from clerk.core.words import BARE_BY_NAME, BY_NAME

T = TypeVar("T")
Deed = tuple[Any, ...]  # a method of Server, and what it takes

NICKS = ("alice", "bob", "carol", "dave[m]", "Dave{m}", "erin", "ALICE", "bob_", "bridge", "zuul")
ACCOUNTS = (None, "alice", "bob", "carol")
HOSTS = ("a@one.example", "b@two.example", "c@three.example")
SPLIT = "one.example.net two.example.net"
CLERK = ""  # who says what no connection says


@dataclass(frozen=True)
class Said:
    """A line, and the connection that it came over; unlike nicks, no two connections are ever the same.

    secret: a word that stands in no other line; "" where the line has none.
    """

    line: Line
    connection: str
    secret: str = ""


@dataclass
class Connection:
    nick: str
    host: str
    account: str | None
    number: int
    rank: Rank = Rank.NONE


@dataclass
class Server:
    """What of all that is asked for can happen; and what the bot hears of it."""

    now: datetime = START
    people: dict[int, Connection] = field(default_factory=dict)
    made: int = 0
    lines: int = 0

    def happen(self, deed: Deed) -> Iterator[Said]:
        name, *details = deed
        self.now += timedelta(seconds=1)
        yield from getattr(self, name)(*details)

    def told(self, kind: Kind, text: str) -> Said:
        return Said(own(self.now, kind, text), CLERK)

    def line(self, seat: int, text: str, kind: Kind = Kind.SAID, secret: str = "") -> Said:
        who = self.people[seat]
        line = Line(self.now, CHANNEL, who.nick, text, kind, who.account, who.host, who.rank)
        return Said(line, str(who.number), secret)

    def somebody(self, seat: int) -> Iterator[Said]:
        """Whoever sits there speaks next: they come first, if nobody does."""
        if seat not in self.people:
            yield from self.comes(seat, NICKS[seat], HOSTS[seat % len(HOSTS)], None)

    # --- deeds --------------------------------------------------------------------------------

    def says(self, seat: int, text: str, kind: Kind = Kind.SAID) -> Iterator[Said]:
        yield from self.somebody(seat)
        if seat in self.people:
            self.lines += 1
            secret = ""
            if worded(text, kind):
                secret = f"sesame{self.lines}open"
                text = f"{text} {secret}"
            yield self.line(seat, text, kind, secret)

    def comes(self, seat: int, nick: str, host: str, account: str | None) -> Iterator[Said]:
        if seat in self.people or self.taken(nick):
            return
        self.made += 1
        self.people[seat] = Connection(nick, host, account, self.made)
        yield self.line(seat, "", Kind.JOIN)

    def goes(self, seat: int, kind: Kind, reason: str) -> Iterator[Said]:
        if seat in self.people:
            yield self.line(seat, reason, kind)
            del self.people[seat]

    def splits(self, seats: list[int]) -> Iterator[Said]:
        for seat in seats:
            yield from self.goes(seat, Kind.QUIT, SPLIT)

    def renames(self, seat: int, nick: str) -> Iterator[Said]:
        if seat in self.people and not self.taken(nick):
            yield self.line(seat, nick, Kind.NICK)
            self.people[seat].nick = nick

    def kicks(self, seat: int, other: int) -> Iterator[Said]:
        if seat in self.people and other in self.people:
            yield self.line(seat, f"{self.people[other].nick} out", Kind.KICK)
            del self.people[other]

    def logs_in(self, seat: int, account: str | None) -> Iterator[Said]:
        """Another account than before is another person, whatever the connection."""
        if seat in self.people:
            who = self.people[seat]
            if account and who.account and who.account != account:
                self.made += 1
                who.number = self.made
            who.account = account or who.account
        yield from ()

    def ranks(self, seat: int, rank: Rank) -> Iterator[Said]:
        if seat in self.people:
            self.people[seat].rank = rank
        yield from ()

    def sets_topic(self, seat: int, topic: str) -> Iterator[Said]:
        if seat in self.people:
            yield self.line(seat, topic, Kind.TOPIC)

    def passes(self, minutes: int, ticks: bool) -> Iterator[Said]:
        self.now += timedelta(minutes=minutes)
        if ticks:
            yield self.told(Kind.TICK, "")

    def away(self, minutes: int, unheard: list[Deed]) -> Iterator[Said]:
        """The bot hears nothing of what happens; nobody can tell whether a connection was lost meanwhile."""
        since = self.now
        for deed in unheard:
            list(self.happen(deed))
        self.now += timedelta(minutes=minutes)
        for who in self.people.values():
            self.made += 1
            who.number = self.made
        yield self.told(Kind.BACK, f"{since.isoformat()} away")
        yield self.told(Kind.NAMES, " ".join(who.nick for who in self.people.values()))

    def denies(self) -> Iterator[Said]:
        yield self.told(Kind.DENIED, "")

    def prints(self, what: str, well: bool) -> Iterator[Said]:
        """The press reports; also when nobody asked it anything."""
        if well:
            yield self.told(Kind.WRITTEN, f"{what} https://minutes.example.org/nova .html .txt")
        else:
            yield self.told(Kind.UNWRITTEN, f"{what} no space left on device")

    def taken(self, nick: str) -> bool:
        return fold(nick) in {fold(who.nick) for who in self.people.values()}


def worded(text: str, kind: Kind = Kind.SAID) -> bool:
    """Whether a line stays what it is with one more word in it."""
    bare = bare_command(text)
    if bare is not None:
        return isinstance(bare, AddItem | Propose) or (isinstance(bare, JoinQueue) and bool(bare.note))
    found = parse(text)
    return kind is not Kind.SAID or found is None or isinstance(found, NOTES | SetTopic)


# --- what people say --------------------------------------------------------------------------

PLAUSIBLE = (
    "#startmeeting nova", "#startmeeting", "#endmeeting", "#endmeeting", "#topic Gate", "#subtopic juno", "#undo",
    "#undo", "#meetingtopic weekly", "#meetingtopic none", "#meetingname x/y", "#chair bob", "#chair alice, carol",
    "#chair erin ALICE", "#unchair alice", "#unchair bob carol", "#action bob: triage", "#action alice's",
    "#info green", "#agreed yes", "#help us", "#link https://example.org", "https://example.org/x", "#edit 1 anew",
    "#edit i2 anew", "#drop 1", "#drop 2", "#items", "s/green/red/", "s/e/x/g", "s/anew//", "#off", "#off", "#on",
    "#nick dave", "#nick bob dave[m]", "#here", "#here Bobby", "#startvote Freeze? Yes, No",
    "#startvote Who? alice bob carol", "#vote yes", "#vote No", "#vote n", "#vote alice", "#showvote", "#endvote",
    "#lurk", "#unlurk", "#private", "#restrictlogs", "#save", "#commands", ".help topic", "#acton x", "#help",
    "#vote", "#edit", "hello", "<erin> hi", "<erin> #info from afar", "<erin> #topic no", "<erin> #off",
    "<erin> #vote yes", "q+", "q+", "q+ to say green", "q+ question", "q+ point of order", "q+ bob", "q+ bob carol",
    "qq+ to bob", "q-", "q- bob", "q- zoe", "q?", "queue", "ack", "ack", "ack bob", "ack next", "ack well said",
    "close queue", "open queue", "present+", "present+", "present+ bob zoe", "present-", "present- bob", "regrets+",
    "regrets+ bob zoe", "regrets-", "#present", "#quorum 2", "#quorum 3", "#quorum none", "#quorum 0", "#quorum cores",
    "<erin> q+", "<erin> q+ to say hello", "<erin> present+", ".agenda add Gate", ".agenda add Cells 5m by bob",
    "agenda+ Docs why they rot https://example.org/docs", "agenda+ Docs", ".agenda", ".agenda order 2,1",
    ".agenda drop 1", ".agenda move 3 to 1", ".agenda change 1 Gate status 20m", ".agenda defer 2", ".agenda clear",
    ".update docs green", "#next", "#next", "#next!", "#take 1", "#take docs", "#take gate", "#defer", "#skip",
    "#skip 2", "#agenda", "#time", "#extend 5m", "#length 30m", "agenda?", "next agendum", "take up agendum 2",
    "close this agendum", "#topic Docs", "#motion freeze", "#motion freeze", "+1", "+1", "-1", "-1", "0", "+0",
    "+1 well said", "#vote abstain", "#vote against", "#vote freeze on Friday", "#voters bob, carol", "#voters voiced",
    "#voters everyone", "#voters cores", "#votesrequired 2/3", "#votesrequired 2", "#votesrequired none",
    "#votequorum 2", "#votequorum none", "#propose thaw", "#propose thaw", "PROPOSED: thaw", "RESOLVED: thaw",
    "Resolved: thaw", "#agreed", "#agreed", "#agreed!", "#rejected", "#accepted it", "#concern too early", "#resolve",
    "#resolve 1", "#hold", "#hold until May", "#unhold", "#unhold bob", "<erin> +1", "<erin> #propose from afar",
    ".poll new choice Freeze?", ".poll new ranked Which? A, B, C secret", ".poll",
    ".cast yes", ".cast 1 no", ".cast 1 abstain", ".cast 2 A > B=C", ".cast 1 A > B", ".poll 1", ".poll 2",
    ".poll votes 1", ".poll close 1", ".poll cancel 2 because it is wrong", ".poll casting 1 Yes", "<erin> .cast yes",
    ".org Red Hat",
)  # fmt: skip


def often(*weighted: tuple[int, st.SearchStrategy[T]]) -> st.SearchStrategy[T]:
    """One of them, as often as its weight says. (st.one_of counts each once, however often it is given.)"""
    return st.sampled_from([each for weight, each in weighted for _ in range(weight)]).flatmap(lambda each: each)


words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n\0"), max_size=30)
any_command = st.builds(lambda name, argument: f"#{name} {argument}".strip(), st.sampled_from(sorted(BY_NAME)), words)
any_bare = st.builds(lambda name, rest: f"{name} {rest}".strip(), st.sampled_from(sorted(BARE_BY_NAME)), words)
said = often((8, st.sampled_from(PLAUSIBLE)), (2, any_command), (1, any_bare), (1, words))
seats = st.sampled_from([0, 0, 0, 0, 1, 1, 2, 3, 4])  # the first is mostly the chair
nicks = st.sampled_from(NICKS)
DEED = {
    "says": st.tuples(st.just("says"), seats, said),
    "does": st.tuples(st.just("says"), seats, words, st.sampled_from([Kind.ACTION, Kind.NOTICE])),
    "comes": st.tuples(st.just("comes"), seats, nicks, st.sampled_from(HOSTS), st.sampled_from(ACCOUNTS)),
    "goes": st.tuples(st.just("goes"), seats, st.sampled_from([Kind.PART, Kind.QUIT]), st.sampled_from(["", "lunch"])),
    "splits": st.tuples(st.just("splits"), st.lists(seats, unique=True, max_size=3)),
    "renames": st.tuples(st.just("renames"), seats, nicks),
    "kicks": st.tuples(st.just("kicks"), seats, seats),
    "logs_in": st.tuples(st.just("logs_in"), seats, st.sampled_from(ACCOUNTS)),
    "ranks": st.tuples(st.just("ranks"), seats, st.sampled_from(Rank)),
    "sets_topic": st.tuples(st.just("sets_topic"), seats, st.sampled_from(["", "Gate", "welcome"])),
    "passes": st.tuples(st.just("passes"), st.sampled_from([0, 1, 9, 10, 21, 29, 31, 61]), st.booleans()),
    "denies": st.tuples(st.just("denies")),
}
PRINTS = st.tuples(st.just("prints"), st.sampled_from(["end", "end", "save"]), st.sampled_from([True, True, False]))
unheard = st.lists(st.one_of(DEED["goes"], DEED["comes"], DEED["renames"]), max_size=4)
AWAY = st.tuples(st.just("away"), st.sampled_from([0, 5, 45]), unheard)


def talk(*parts: int | str) -> list[Deed]:
    """Who says what, in turns."""
    return [("says", seat, text) for seat, text in zip(parts[::2], parts[1::2], strict=True)]


def gone(seat: int) -> Deed:
    return ("goes", seat, Kind.QUIT, "")


# What takes more than one deed, with anything in between.
SCENES: list[list[Deed]] = [
    talk(1, "#info mine", 0, "#edit 1 green", 1, "s/green/red/", 2, "#drop 1", 0, "#undo"),
    talk(0, "#startvote Freeze? Yes, No", 1, "#vote yes", 2, "#vote n", 1, "#vote no", 0, "#endvote", 0, "#drop 1"),
    talk(0, "#startvote Who? alice bob carol", 3, "#vote alice", 0, "#undo", 0, "#subtopic juno", 0, "#undo"),
    talk(0, "#topic Gate", 1, "#info one", 0, "#undo", 0, "#undo", 0, "#topic Bugs", 1, "#undo"),
    talk(0, "#chair bob carol", 1, "#topic by bob", 2, "#unchair alice", 0, "#topic by alice", 1, "#chair alice"),
    talk(0, "#off", 1, "hidden", 2, "#info hidden", 0, "#on", 1, "#off", 1, "hidden", 1, "http://hidden.org", 1, "#on"),
    talk(0, "#lurk", 1, "#info quiet", 0, "#unlurk", 0, "#save", 0, "#meetingname x", 0, "#private", 0, "#endmeeting"),
    talk(0, "#startvote Freeze?", 1, "#vote y", 0, "#endmeeting", 0, "#endmeeting", 1, "#info late"),
    talk(1, "q+ to say green", 2, "q+ question", 3, "q+", 1, "q+ to say red", 0, "ack", 0, "ack", 2, "q-", 0, "ack"),
    talk(1, "q+", 0, "#off", 1, "q+ to hide", 2, "q+ hidden", 2, "q+", 0, "ack hidden", 0, "q-", 0, "ack", 0, "#on"),
    talk(0, "close queue", 1, "q+", 0, "#topic Gate", 1, "q+", 0, "q+ carol", 0, "ack bob", 2, "ack", 0, "ack"),
    [*talk(1, "q+", 2, "q+"), gone(1), *talk(0, "ack", 0, "ack", 0, "q- bob")],
    [*talk(1, "q+ to say one", 2, "q+ to say two"), ("logs_in", 1, "bob"), *talk(1, "me"), ("logs_in", 2, "bob"),
     *talk(2, "me too", 0, "q?", 0, "ack", 0, "ack")],
    [*talk(0, "#quorum 2", 0, "present+", 1, "present+"), gone(1), ("passes", 1, True), ("passes", 1, True),
     *talk(1, "present+"), ("passes", 1, True), ("splits", [1, 2]), ("passes", 9, True), *talk(1, "hi", 1, "present-")],
    [*talk(0, "present+ carol zoe", 0, "#quorum 1", 3, "regrets+ dave"), ("logs_in", 1, "bob"), *talk(1, "present+"),
     ("logs_in", 2, "bob"), *talk(2, "present+", 0, "#present"), gone(0), ("passes", 1, True), ("passes", 1, True)],
    talk(1, "hi", 0, "present+ bob", 0, "#off", 0, "present+ bob", 1, "regrets+ carol", 1, "regrets+ carol", 0, "#on"),
    [*talk(1, ".agenda add Gate 5m", 2, "agenda+ Docs", 0, "#next"), ("passes", 9, True), *talk(0, "#skip", 0, "#undo",
     1, ".update gate red", 0, "#next!", 0, "#endmeeting", 0, "#endmeeting", 0, "#startmeeting nova", 0, "#next")],
    talk(0, "#motion freeze", 1, "+1", 2, "-1", 1, "0", 0, "#endvote", 2, "+1", 0, "#motion thaw", 1, "+1", 0, "#undo",
         1, "+1"),
    talk(1, "hi", 2, "hi", 0, "#voters bob carol", 0, "#votequorum 2", 0, "#startvote Freeze?", 1, "#vote yes", 2,
         "#vote abstain", 3, "#vote yes", 0, "#endvote"),
    talk(0, "#votesrequired 2/3", 0, "#motion freeze", 1, "+1", 2, "+1", 3, "-1", 0, "-1", 0, "#endvote"),
    talk(1, "#propose thaw", 2, "+1", 2, "#concern too early", 0, "#agreed", 2, "#resolve", 3, "#hold", 0, "#agreed",
         3, "#unhold", 0, "#agreed", 0, "#undo"),
    talk(1, "#propose thaw", 2, "#concern x", 0, "#agreed!", 1, "PROPOSED: freeze", 1, "#undo", 2, "+1", 0, "#agreed"),
    [*talk(0, "#motion freeze", 1, "+1"), ("renames", 1, "bob_"), *talk(1, "+1"), ("logs_in", 1, "bob"),
     *talk(1, "-1", 2, "+1"), ("logs_in", 2, "bob"), *talk(2, "+1", 0, "#endvote")],
    # Two who turn out to be one.
    [*talk(0, "#startvote Freeze?", 1, "#vote yes", 2, "#vote no"), ("logs_in", 1, "bob"), *talk(1, "me"),
     ("logs_in", 2, "bob"), *talk(2, "me too", 0, "#endvote")],
    [*talk(1, "hi"), ("logs_in", 1, "carol"), *talk(1, "me", 2, "#off"), ("logs_in", 2, "carol"), *talk(2, "hidden")],
    # The chair is gone, and somebody has their nick.
    [gone(0), gone(3), ("comes", 3, "alice", HOSTS[1], None), *talk(3, "#topic mine", 3, "#endmeeting")],
    [gone(0), ("passes", 31, False), ("comes", 0, "alice", HOSTS[0], None), *talk(0, "#topic too late")],
    [gone(0), ("passes", 29, True), ("comes", 0, "alice", HOSTS[0], None), *talk(0, "#topic in time")],
    [gone(0), gone(3), ("comes", 3, "erin", HOSTS[2], None), ("renames", 3, "alice"), *talk(3, "#chair erin")],
]  # fmt: skip
# The same while the bot hears nothing.
UNHEARD: list[list[Deed]] = [
    [("away", 5, [gone(0), gone(3), ("comes", 3, "alice", HOSTS[1], None)]), *talk(3, "#topic mine", 3, "#endmeeting")],
    [("away", 45, [gone(0), ("comes", 0, "alice", HOSTS[0], None)]), *talk(0, "#topic back")],
]


def scene(deeds: list[Deed], between: st.SearchStrategy[list[Deed]]) -> st.SearchStrategy[list[Deed]]:
    gaps = st.lists(between, min_size=len(deeds), max_size=len(deeds))
    return gaps.map(lambda gaps: [each for gap, deed in zip(gaps, deeds, strict=True) for each in (*gap, deed)])


rules = st.builds(
    Rules,
    ask_name=st.booleans(),
    set_topic=st.booleans(),
    prefix=st.sampled_from([".", ".", "!", ""]),
    idle_ask=st.sampled_from([20, 0]),
    idle_end=st.sampled_from([60, 0]),
    anyone_ends=st.sampled_from([60, 0]),
    voice=st.sampled_from([Voice.OPEN, Voice.OPEN, Voice.SHADOW]),
    log=st.sampled_from(Keep),
    bots=st.sampled_from([(), ("zuul",)]),
    relays=st.sampled_from([(), ("bridge",), ("Dave[m]",)]),
    yields=st.sampled_from([(), (), ("info", "topic")]),
    dialect=st.sampled_from(Dialect),
    abstain=st.booleans(),
)


def lives(*, gaps: bool = True, press: bool = True) -> st.SearchStrategy[list[Said]]:
    """What the bot hears of a room's life. It mostly begins with a meeting.

    gaps: the bot is away at times. press: the press reports, though not always what it was asked.
    """
    deeds = often((20, DEED["says"]), *((1, deed) for deed in DEED.values()), (int(gaps), AWAY), (2 * press, PRINTS))
    between = often((5, st.just([])), (1, st.tuples(deeds).map(list)))
    scenes = st.sampled_from(SCENES + UNHEARD * gaps).flatmap(lambda deeds: scene(deeds, between))
    start = st.sampled_from([[("says", 0, "#startmeeting nova")]] * 4 + [[]])
    length = st.sampled_from([0, 4, 8])  # hypothesis makes five acts a life, and rarely more
    act = often((1, scenes), (2, st.lists(deeds, max_size=5)))
    acts = length.flatmap(lambda least: st.lists(act, min_size=least, max_size=least + 5))
    return st.tuples(start, acts).map(lambda parts: told([*parts[0], *chain.from_iterable(parts[1])]))


def told(deeds: list[Deed]) -> list[Said]:
    server = Server()
    return [heard for deed in deeds for heard in server.happen(deed)]
