"""Who is meant when an action item is given to somebody, or asked for by somebody's nick, in a meeting or not."""
from __future__ import annotations

from collections.abc import Iterator

from .actions import BETWEEN_NAMES, CONNECTIVES, HEAD
from .actions import owners as indexes
from .ledger import ActionItem, Owner, Owners
from .ledger_changes import who_is
from .lines import Line, fold, identity
from .meeting import Meeting, Room, present
from .profiles import Profile
from .roles import account_of
from .view import View


def here(view: View, room: Room, line: Line) -> Iterator[tuple[str, Owner]]:
    """Every name by which somebody in the channel goes, and whose it is; of two by one name the first counts."""
    yield line.nick, Owner(identity(line), line.nick)
    if isinstance(room, Meeting):
        for name, index in room.people.known():
            person = room.people.persons[index]
            yield name, Owner(who_is(person), person.nick)
    for nick in present(room):
        yield nick, owner_by(view, nick, line)


def anywhere(view: View, room: Room, line: Line) -> dict[str, Owner]:
    """By folded name: who is here, whom the bot knows from before, and who is where it is. An audit sees one meeting's
    room alone: there, somebody elsewhere has to be known."""
    found: dict[str, Owner] = {}
    rooms = () if isinstance(room, Meeting) else view.rooms.values()
    names = [*here(view, room, line), *((nick, owner_by(view, nick, line)) for each in rooms for nick in present(each)),
             *((each.nick, Owner(each.who, each.nick)) for each in view.books.all(Profile)),
             *((owner.nick, owner) for action in view.books.all(ActionItem) for owner in action.owners)]  # fmt: skip
    for name, owner in names:
        found.setdefault(fold(name), owner)
    return found


def owner_by(view: View, nick: str, line: Line) -> Owner:
    return Owner(account_of(view, nick, line) or f"~{fold(nick)}", nick)


def owners_named(view: View, room: Room, line: Line, text: str) -> Owners:
    """Whose an action item is: before a colon whoever is known at all, elsewhere in it who is in the channel."""
    if head := HEAD.match(text):
        known = anywhere(view, room, line)
        words = [fold(word) for word in BETWEEN_NAMES.split(head[1]) if fold(word) not in CONNECTIVES]
        if words and all(word in known for word in words):
            return unique(known[word] for word in words)
    people = list(here(view, room, line))
    return unique(people[i][1] for i in indexes(text, [(name, i) for i, (name, _) in enumerate(people)]))


def unique(found: Iterator[Owner]) -> Owners:
    return tuple({owner.who: owner for owner in reversed(list(found))}.values())[::-1]


def all_names(view: View, room: Room, line: Line, nick: str = "") -> frozenset[str]:
    """What somebody goes by, as the books name people. nick: "" for the speaker."""
    names = {f"~{fold(nick or line.nick)}"}
    if not nick:
        names |= {identity(line), *([f"~{fold(line.account)}"] if line.account else [])}
    else:
        names |= {nick, fold(nick)}
    if nick and (owner := anywhere(view, room, line).get(fold(nick))):
        names |= {owner.who, f"~{fold(owner.nick)}"}
    if isinstance(room, Meeting) and (index := room.people.called(nick or line.nick)) is not None:
        person = room.people.persons[index]
        names |= {who_is(person), *(f"~{fold(each)}" for each in person.nicks)}
    return frozenset(names)
