"""The lists of action items: of a channel, of a meeting, somebody's own; and who may see what."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from . import action_words as w
from .action_phrases import shown
from .agenda_phrases import in_lines
from .commands import AnyTime
from .decision import Answer, Refusal
from .ledger import ActionItem, listed, owned_by
from .lines import Kind, Line, fold
from .meeting import Meeting, Room
from .owners import all_names, anywhere
from .places import known, meets_in, named
from .replies import replies, reply
from .view import View
from .wording import is_nick

MOST_PRIVATE, MOST_ALOUD = 12, 4  # lines of a list


def may_see(room: Room, action: ActionItem) -> bool:
    """What was promised in a private meeting is told in its channel only, and in no meeting that is published."""
    published = isinstance(room, Meeting) and not room.private
    return not action.private or (action.channel == fold(room.channel) and not published)


def rows_of(room: Room, line: Line, head: str, found: Sequence[ActionItem], *, whose: bool = True) -> Answer:
    rows = [shown(action, line.at, whose=whose, channel=room.channel) for action in found]
    at_most = MOST_PRIVATE if line.kind is Kind.PRIVATE else MOST_ALOUD
    return Answer(replies(room, line, in_lines(f"{head}: ", rows, at_most)))


def show_list(view: View, room: Room, line: Line, command: w.ShowActions) -> Answer | Refusal:
    place, channel = named(command.place), fold(command.place or room.channel)
    if command.place and place not in known(view.books) and channel not in view.rooms:
        return Refusal(f"I know no meeting {command.place}; .actions lists those of this channel.")
    by_channel = not command.place or channel in view.rooms
    places = (place, fold(room.channel)) if place in meets_in(view.books, room) else (place,)
    found = [action for action in listed(view.books.all(ActionItem), line.at) if may_see(room, action)
             and (action.channel == channel if by_channel else action.place in places)]  # fmt: skip
    where = command.place or room.channel
    if command.overdue:
        found = [action for action in found if action.is_overdue(line.at)]
        return rows_of(room, line, f"Overdue in {where}", found) if found else say(
            room, line, f"no action item of {where} is overdue.")
    if not found:
        return say(room, line, f"no action item of {where} is open.")
    return rows_of(room, line, f"Action items of {where}", found)


def show_list_of(view: View, room: Room, line: Line, command: w.ShowActionsOf) -> Answer | Refusal:
    nick = command.nick
    if nick and not is_nick(nick):
        return Refusal(f"{nick[:40]!r} is no nick; .actions mine, NICK, overdue or for NAME.")
    names = all_names(view, room, line, nick)
    found = [action for action in listed(view.books.all(ActionItem), line.at)
             if may_see(room, action) and owned_by(action, names)]  # fmt: skip
    if found:
        return rows_of(room, line, f"{nick or line.nick}'s action items", found, whose=False)
    if nick and fold(nick) not in anywhere(view, room, line):
        return Refusal(f"I know no {nick}; .actions mine, NICK, overdue or for NAME.")
    return say(room, line, f"nothing is open for {nick or 'you'}.")


def say(room: Room, line: Line, text: str) -> Answer:
    return Answer((reply(room, line, text),))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ShowActions: show_list, w.ShowActionsOf: show_list_of,
}  # fmt: skip
