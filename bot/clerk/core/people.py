"""Who is who in a meeting.

People are services accounts; without services they are nicks, followed through changes. A
connection keeps what it had for as long as it is seen without a break. After a break the account
proves who somebody is; without accounts the same nick from the same user@host does, within
the time that the settings give. A nick alone proves nothing: it only tells who is meant.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from .lines import TALK, Kind, Line, Speaker, fold


@dataclass(frozen=True, slots=True)
class Person:
    """One person, or one connection of theirs that turned out to be `same` as another.

    nicks: the nicks they went by; aliases: what else they are called. seen: False for a nick that
    was only named so far. chair: they were named as chair before they were seen. moved: they
    joined or left during the meeting. named: somebody said that they count. left: when their
    last connection was lost; None while it holds.
    """

    nick: str
    nicks: tuple[str, ...]
    account: str | None = None
    host: str = ""
    lines: int = 0
    aliases: tuple[str, ...] = ()
    seen: bool = True
    chair: bool = False
    moved: bool = False
    named: bool = False
    left: datetime | None = None
    same: int | None = None


@dataclass(frozen=True, slots=True)
class People:
    """holders: who has proved to hold a nick, by folded nick. here: the nicks in the channel, proved or
    not, by folded nick. A person's index never changes."""

    persons: tuple[Person, ...] = ()
    holders: Mapping[str, int] = field(default_factory=dict)
    here: Mapping[str, str] = field(default_factory=dict)

    def who(self, index: int) -> int:
        """The person behind a connection."""
        while (same := self.persons[index].same) is not None:
            index = same
        return index

    def meant(self, nick: str) -> int | None:
        """Who is meant by a nick: its holder, else the last one who had it."""
        held = self.holders.get(fold(nick))
        if held is not None:
            return self.who(held)
        last = range(len(self.persons) - 1, -1, -1)
        return next((self.who(i) for i in last if fold(self.persons[i].nick) == fold(nick)), None)

    def known(self) -> Iterator[tuple[str, int]]:
        """Every name that anybody here goes by, and whose it is. Of two who share one: first who has it now, then
        who had it, then who is also called so; and IRC's people before a bridge's."""
        rows: list[tuple[int, str, int]] = []
        for index, person in enumerate(self.persons):
            relayed = 4 if " [" in person.nick else 0
            for nick in person.nicks:
                holds = self.holders.get(fold(nick)) == index
                rows.append((relayed + (0 if holds else 1 if fold(nick) == fold(person.nick) else 2), nick, index))
            rows += ((relayed + 3, alias, index) for alias in person.aliases)
        for _, nick, index in sorted(rows, key=lambda row: row[0]):
            yield nick, self.who(index)

    def present(self) -> list[tuple[Person, int]]:
        """Who said something, came, left or was named; and their lines. Most lines first, then as they came."""
        lines: dict[int, int] = {}
        for index, person in enumerate(self.persons):
            if person.lines or person.moved or person.named:
                owner = self.who(index)
                lines[owner] = lines.get(owner, 0) + person.lines
        return [(self.persons[i], n) for i, n in sorted(lines.items(), key=lambda row: -row[1])]

    def called(self, nick: str) -> int | None:
        """Who is meant by a nick, or else by another name: a relayed speaker's plain one, an alias."""
        meant = self.meant(nick)
        if meant is not None:
            return meant
        return next((person for known, person in self.known() if fold(known) == fold(nick)), None)

    def in_channel(self) -> set[int]:
        """Who is in the channel. A nick that nobody has proved to hold is taken for whose it was last."""
        held = {self.who(index) for nick, index in self.holders.items() if nick in self.here}
        unproved = self.here.keys() - self.holders.keys()
        last = {fold(person.nick): index for index, person in enumerate(self.persons)} if unproved else {}
        return held | {self.who(last[nick]) for nick in unproved if nick in last}

    def changed(self, index: int, **changes: object) -> People:
        person = replace(self.persons[index], **changes)  # type: ignore[arg-type]
        return replace(self, persons=(*self.persons[:index], person, *self.persons[index + 1 :]))

    def added(self, person: Person) -> tuple[People, int]:
        return replace(self, persons=(*self.persons, person)), len(self.persons)

    def held(self, nick: str, index: int) -> People:
        return replace(self, holders={**self.holders, fold(nick): index})

    def arrived(self, nick: str) -> People:
        return self if fold(nick) in self.here else replace(self, here={**self.here, fold(nick): nick})

    def gone(self, nick: str) -> People:
        return replace(self, here={key: name for key, name in self.here.items() if key != fold(nick)})


def name(people: People, nick: str, *, chair: bool = False) -> tuple[People, int]:
    """Make a nick known that somebody named. chair: as a chair, which not everybody by that nick shall be."""
    index = people.meant(nick)
    if index is not None:
        if chair and fold(nick) in people.holders:
            people = confirmed(people, nick, index)
        person = people.persons[index]
        return people.changed(index, named=True, chair=person.chair or (chair and not person.seen)), index
    return people.added(Person(nick, (nick,), seen=False, named=True, chair=chair))


def expect(people: People, who: str) -> tuple[People, int]:
    """Make a chair known whom nobody here named. who: an account, which then has to prove itself; or "~" and a nick,
    which whoever has it now need not."""
    account = None if who.startswith("~") else who
    nick = who.removeprefix("~")
    index = by_account(people, account) if account else people.meant(nick)
    return (people, index) if index is not None else people.added(
        Person(nick, (nick,), account, seen=False, chair=True))  # fmt: skip


def mention(people: People, nick: str) -> tuple[People, int]:
    """Make a nick known that somebody named, who need not have been there."""
    index = people.called(nick)
    return (people, index) if index is not None else people.added(Person(nick, (nick,), seen=False))


def confirmed(people: People, nick: str, index: int) -> People:
    """Who was named before they came is the one who holds the nick now: a chair says so."""
    for i, person in enumerate(people.persons):
        if not person.seen and fold(person.nick) == fold(nick) and people.who(i) != index:
            people = people.changed(i, same=index)
    return people


def alias(people: People, index: int, called: str) -> People:
    """Make another name of somebody known; or only that they are here."""
    person = people.persons[index]
    fresh = bool(called) and called not in (*person.nicks, *person.aliases)
    return people.changed(index, aliases=(*person.aliases, called) if fresh else person.aliases, named=True)


def welcome(people: People, nicks: Iterable[str]) -> People:
    """Those who were there before anybody said a word. Nothing proves who holds a nick that was known."""
    nicks = list(dict.fromkeys(nicks))
    known = {fold(nick) for nick, _ in people.known()}
    fresh = [nick for nick in nicks if fold(nick) not in known]
    start = len(people.persons)
    return People(
        (*people.persons, *(Person(nick, (nick,)) for nick in fresh)),
        {**people.holders, **{fold(nick): start + i for i, nick in enumerate(fresh)}},
        {fold(nick): nick for nick in nicks},
    )


def lose_sight(people: People, at: datetime) -> People:
    """The bot was away: every connection has to prove anew whose it is, counting from now."""
    holding = set(people.holders.values())
    persons = (replace(person, left=at) if i in holding else person for i, person in enumerate(people.persons))
    return People(tuple(persons), {}, {})


def attend(people: People, line: Line, comes_back: timedelta) -> People:
    """The people, once this line was heard. Every person's line goes through here before the rules see it."""
    if line.kind is Kind.NAMES:
        return welcome(people, line.text.split())
    if line.speaker in (Speaker.BOT, Speaker.CLERK):
        return leave(people, line.text.partition(" ")[0], line.at) if line.kind is Kind.KICK else people
    if line.kind is Kind.JOIN:
        # Whoever held this nick has gone without our hearing of it.
        people = leave(people, line.nick, line.at)
    people, index = recognise(people, line, comes_back)
    match line.kind:
        case kind if kind in TALK:
            return people.changed(index, lines=people.persons[index].lines + 1)
        case Kind.JOIN:
            return people.changed(index, moved=True)
        case Kind.PART | Kind.QUIT:
            return leave(people.changed(index, moved=True), line.nick, line.at, line.host)
        case Kind.KICK:
            return leave(people, line.text.partition(" ")[0], line.at)
        case Kind.NICK:
            return rename(people, index, line, comes_back)
    return people


def recognise(people: People, line: Line, comes_back: timedelta) -> tuple[People, int]:
    """Whose line this is."""
    people = people.arrived(line.nick)
    index = people.holders.get(fold(line.nick))
    if index is None:
        return enter(people, line, comes_back)
    person = people.persons[index]
    if line.account and line.account != person.account:
        return log_in(people, index, line, comes_back)
    if line.host and line.host != person.host:
        people = people.changed(index, host=line.host)
    return people, index


def log_in(people: People, index: int, line: Line, comes_back: timedelta) -> tuple[People, int]:
    """A nick that we know has an account now. It keeps what it had, unless it had another account."""
    person = people.persons[index]
    if person.account is not None:
        free = {nick: i for nick, i in people.holders.items() if i != index}
        return enter(replace(people.changed(index, left=line.at), holders=free), line, comes_back)
    other = by_account(people, line.account)
    people = people.changed(index, account=line.account, host=line.host or person.host)
    if other is not None and people.who(other) != people.who(index):
        people = people.changed(index, same=people.who(other)).changed(people.who(other), nick=line.nick, left=None)
    return people, index


def enter(people: People, line: Line, comes_back: timedelta) -> tuple[People, int]:
    """A nick that nobody held: somebody who returns, somebody who was named, or somebody new."""
    index = by_account(people, line.account)
    if index is None:
        index = returning(people, line.nick, line, comes_back)
    if index is None and line.speaker is Speaker.PERSON:
        index = awaited(people, line)
    if index is None:
        plain = (line.nick.partition(" [")[0],) if line.speaker is Speaker.RELAYED else ()
        people, index = people.added(Person(line.nick, (line.nick, *plain), line.account, line.host))
        return people.held(line.nick, index), index
    person = people.persons[index]
    nicks = person.nicks if line.nick in person.nicks else (*person.nicks, line.nick)
    people = people.changed(index, nick=line.nick, nicks=nicks, account=line.account or person.account,
                            host=line.host, seen=True, left=None)  # fmt: skip
    return people.held(line.nick, index), index


def awaited(people: People, line: Line) -> int | None:
    """Somebody who was named before they came. Rights need proof: the account of that name, or a log without hosts."""
    for index, person in enumerate(people.persons):
        if not person.seen and fold(person.nick) == fold(line.nick):
            proved = not line.host or (line.account is not None and fold(line.account) == fold(person.nick))
            return index if proved or not person.chair else None
    return None


def by_account(people: People, account: str | None) -> int | None:
    if account is None:
        return None
    return next((people.who(i) for i, person in enumerate(people.persons) if person.account == account), None)


def returning(people: People, nick: str, line: Line, comes_back: timedelta) -> int | None:
    """Somebody without an account who left and is back: the same nick, the same user@host, in time."""
    for index in range(len(people.persons) - 1, -1, -1):
        person = people.persons[index]
        if (
            person.left is not None
            and person.account is None
            and fold(person.nick) == fold(nick)
            and person.host == line.host
            and line.at - person.left <= comes_back
        ):
            return people.who(index)
    return None


def leave(people: People, nick: str, at: datetime, host: str = "") -> People:
    """A nick is free again. Whoever held it left, unless they are here by another nick too."""
    people = people.gone(nick) if fold(nick) in people.here else people
    index = people.holders.get(fold(nick))
    if index is None:
        return people
    holders = {held: i for held, i in people.holders.items() if held != fold(nick)}
    still_here = index in holders.values()
    host = host or people.persons[index].host
    people = people.changed(index, left=None if still_here else at, host=host, moved=True)
    return replace(people, holders=holders)


def rename(people: People, index: int, line: Line, comes_back: timedelta) -> People:
    """A connection takes another nick, and is followed. It is the nick's former owner if it can prove that."""
    person = people.persons[index]
    holders = {nick: i for nick, i in people.holders.items() if nick != fold(line.nick)}
    nicks = person.nicks if line.text in person.nicks else (*person.nicks, line.text)
    renamed = replace(people.changed(index, nick=line.text, nicks=nicks), holders={**holders, fold(line.text): index})
    renamed = renamed.gone(line.nick).arrived(line.text)
    former = returning(people, line.text, line, comes_back)
    if former is None or person.account is not None or renamed.who(former) == renamed.who(index):
        return renamed
    return renamed.changed(renamed.who(index), same=former).changed(former, nick=line.text, left=None)
