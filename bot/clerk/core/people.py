"""Who is who in a meeting.

People are services accounts; without services they are nicks, followed through changes. A
connection keeps what it had for as long as it is seen without a break. After a break the account
proves who somebody is; without accounts the same nick from the same user@host does, within
the time that the settings give. A nick alone proves nothing.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from .lines import TALK, Kind, Line, Speaker, fold


@dataclass(frozen=True, slots=True)
class Person:
    """One person, or one connection of theirs that turned out to be `same` as another.

    nicks: every name they went by. seen: False for a nick that was only named so far.
    moved: they joined or left during the meeting. named: somebody said that they count.
    left: when their last connection was lost; None while it holds.
    """

    nick: str
    nicks: tuple[str, ...]
    account: str | None = None
    host: str = ""
    lines: int = 0
    seen: bool = True
    moved: bool = False
    named: bool = False
    left: datetime | None = None
    same: int | None = None


@dataclass(frozen=True, slots=True)
class People:
    """holders: who holds a nick now, by folded nick. A person's index never changes."""

    persons: tuple[Person, ...] = ()
    holders: Mapping[str, int] = field(default_factory=dict)

    def who(self, index: int) -> int:
        """The person behind a connection."""
        while (same := self.persons[index].same) is not None:
            index = same
        return index

    def holder(self, nick: str) -> int | None:
        """Who holds this nick now, or the nobody-seen-yet who was named by it."""
        index = self.holders.get(fold(nick))
        return index if index is not None else self.named(nick)

    def named(self, nick: str) -> int | None:
        """A nick that was named and has not been seen."""
        return next((i for i, person in enumerate(self.persons)
                     if not person.seen and fold(person.nick) == fold(nick)), None)  # fmt: skip

    def known(self) -> Iterator[tuple[str, int]]:
        """Every name that anybody here goes by, and whose it is. IRC's alice before a bridge's."""
        rows = [(nick, index) for index, person in enumerate(self.persons) for nick in person.nicks]
        for nick, index in sorted(rows, key=lambda row: " [" in self.persons[row[1]].nick):
            yield nick, self.who(index)

    def present(self) -> list[tuple[Person, int]]:
        """Who said something, came, left or was named; and their lines. Most lines first, then as they came."""
        lines: dict[int, int] = {}
        for index, person in enumerate(self.persons):
            if person.lines or person.moved or person.named:
                owner = self.who(index)
                lines[owner] = lines.get(owner, 0) + person.lines
        return [(self.persons[i], n) for i, n in sorted(lines.items(), key=lambda row: -row[1])]

    def changed(self, index: int, **changes: object) -> People:
        person = replace(self.persons[index], **changes)  # type: ignore[arg-type]
        return replace(self, persons=(*self.persons[:index], person, *self.persons[index + 1 :]))

    def added(self, person: Person, *, holds: bool) -> tuple[People, int]:
        index = len(self.persons)
        holders = {**self.holders, fold(person.nick): index} if holds else self.holders
        return People((*self.persons, person), holders), index


def name(people: People, nick: str) -> tuple[People, int]:
    """Make a nick known that somebody named. The one who holds it, if anybody does."""
    index = people.holder(nick)
    if index is not None:
        return people.changed(index, named=True), index
    return people.added(Person(nick, (nick,), seen=False, named=True), holds=False)


def alias(people: People, index: int, nick: str) -> People:
    """Make another name of somebody known."""
    person = people.persons[index]
    nicks = person.nicks if nick in person.nicks else (*person.nicks, nick)
    return people.changed(index, nicks=nicks, named=True)


def welcome(people: People, nicks: Iterable[str]) -> People:
    """Those who were there before anybody said a word. Nothing proves who holds a nick that was known."""
    known = {fold(nick) for nick, _ in people.known()}
    fresh = [nick for nick in dict.fromkeys(nicks) if fold(nick) not in known]
    start = len(people.persons)
    holders = {**people.holders, **{fold(nick): start + i for i, nick in enumerate(fresh)}}
    return People((*people.persons, *(Person(nick, (nick,)) for nick in fresh)), holders)


def lose_sight(people: People, at: datetime) -> People:
    """The bot was away: every connection has to prove anew whose it is, counting from now."""
    holding = set(people.holders.values())
    return People(
        tuple(replace(person, left=at) if i in holding else person for i, person in enumerate(people.persons)), {}
    )


def attend(people: People, line: Line, comes_back: timedelta) -> People:
    """The people, once this line was heard. Every person's line goes through here before the rules see it."""
    if line.kind is Kind.NAMES:
        return welcome(people, line.text.split())
    if line.speaker in (Speaker.BOT, Speaker.CLERK):
        return leave(people, line.text.partition(" ")[0], line.at) if line.kind is Kind.KICK else people
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
    index = people.holders.get(fold(line.nick))
    if index is None:
        return enter(people, line, comes_back)
    person = people.persons[index]
    if line.account and line.account != person.account:
        return log_in(people, index, line, comes_back)
    if (line.host and line.host != person.host) or not person.seen:
        people = people.changed(index, host=line.host or person.host, seen=True)
    return people, index


def log_in(people: People, index: int, line: Line, comes_back: timedelta) -> tuple[People, int]:
    """A nick that we know has an account now. It keeps what it had, unless it had another account."""
    person = people.persons[index]
    if person.account is not None:
        free = {nick: i for nick, i in people.holders.items() if i != index}
        return enter(replace(people.changed(index, left=line.at), holders=free), line, comes_back)
    other = by_account(people, line.account)
    people = people.changed(index, account=line.account, host=line.host or person.host, seen=True)
    if other is not None and people.who(other) != people.who(index):
        people = people.changed(index, same=people.who(other)).changed(people.who(other), nick=line.nick, left=None)
    return people, index


def enter(people: People, line: Line, comes_back: timedelta) -> tuple[People, int]:
    """A nick that nobody held: somebody who returns, somebody who was named, or somebody new."""
    index = by_account(people, line.account)
    if index is None:
        index = returning(people, line.nick, line, comes_back)
    if index is None:
        index = people.named(line.nick) if line.speaker is Speaker.PERSON else None
    if index is None:
        plain = (line.nick.partition(" [")[0],) if line.speaker is Speaker.RELAYED else ()
        return people.added(Person(line.nick, (line.nick, *plain), line.account, line.host), holds=True)
    person = people.persons[index]
    nicks = person.nicks if line.nick in person.nicks else (*person.nicks, line.nick)
    people = people.changed(index, nick=line.nick, nicks=nicks, account=line.account or person.account,
                            host=line.host, seen=True, left=None)  # fmt: skip
    return replace(people, holders={**people.holders, fold(line.nick): index}), index


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
    former = returning(people, line.text, line, comes_back)
    if former is None or person.account is not None or renamed.who(former) == renamed.who(index):
        return renamed
    return renamed.changed(renamed.who(index), same=former).changed(former, nick=line.text, left=None)
