"""The answers about action items: in a meeting or at any time, by channel or in private."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from . import action_words as w
from . import facts as f
from .action_lists import may_see
from .action_phrases import added, finished, in_full, one, over, owners_of, short
from .actions import without_head
from .announcement_answers import start_of
from .books import puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .ledger import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    MOST_AT_ONCE,
    ActionItem,
    Actions,
    Noted,
    State,
    Step,
    apart,
    closed,
    due_at,
    due_said,
    given,
    put_off,
    read_due,
    reopened,
)
from .lines import Line, fold, identity
from .meeting import Idle, Meeting, Room
from .noting import next_number
from .owners import anywhere, owners_named
from .places import place_of
from .plans import Held
from .profiles import zone_of
from .record import covered, off_record
from .replies import replies, reply
from .rights import not_allowed_any_time
from .view import View
from .when import Unclear, read, relative, said, said_day
from .wording import listed, one_line, unfit


def show_one(view: View, room: Room, line: Line, command: w.ShowAction) -> Answer | Refusal:
    found = find(view, room, line, command, (command.n,))
    if isinstance(found, Refusal):
        return found
    action = found[0]
    held = view.books.get(Held, action.meeting) if action.meeting else None
    return Answer(replies(room, line, one(action, line.at, held if held and held.title else None)))


# --- a new one ----------------------------------------------------------------------------------


def add(view: View, room: Room, line: Line, command: w.AddAction) -> Answer | Refusal:
    if isinstance(room, Meeting) and covered(room, line):
        return off_record(room)
    text = one_line(command.text)
    if wrong := unfit(text, "an action item", LONGEST_TEXT):
        return Refusal(wrong)
    try:
        rest, due = apart(text, line.at, zone_of(view.books, line, room))
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    people = owners_named(view, room, line, rest)
    what = without_head(rest, [owner.nick for owner in people])
    if not what or fold(what) in [fold(owner.nick) for owner in people]:
        return Refusal("what is to be done? .action add OWNER: TEXT [due DATE]")
    if isinstance(room, Meeting) and not room.closing:
        action = Noted(next_number(view, room), rest, due)
        names = ", ".join(owner.nick for owner in people)
        told = in_full(action.id, what, names, due_said(due, line.at) if due else "")
        absent = tuple(owner.nick for owner in people if room.people.called(owner.nick) is None)
        noted = f.ItemAdded(len(room.items) + 1, "action", text, action)
        return Answer((reply(room, line, told),), facts=(f.NicksNamed(absent), noted) if absent else (noted,))
    new = ActionItem(
        view.books.next_id(ActionItem), what, people, place_of(view, room), fold(room.channel), line.nick,
        identity(line), line.at, due, steps=(Step("noted", line.nick, line.at),),
    )  # fmt: skip
    return Answer((reply(room, line, added(new, line.at)),), puts(new))


# --- those that are there -----------------------------------------------------------------------


def find(view: View, room: Room, line: Line, command: AnyTime, numbers: Sequence[int]) -> Actions | Refusal:
    """The action items of these numbers, if the speaker may do that to all of them where they belong."""
    if len(numbers) > MOST_AT_ONCE:
        return Refusal(f"{len(numbers)} are too many at once; {MOST_AT_ONCE} will do.")
    found = []
    for n in numbers:
        action = view.books.get(ActionItem, n)
        if action is None:
            return Refusal(f"there is no A{n}; .actions lists what is open.")
        if not may_see(room, action):
            return Refusal(f"A{n} is of a private meeting; it is spoken of only where that was held, "
                           "and in no meeting that is published.")  # fmt: skip
        there = view.rooms.get(action.channel)
        if there and there is not room and (refusal := not_allowed_any_time(view, there, line, command)):
            return refusal
        found.append(action)
    return tuple(found)


def find_open(view: View, room: Room, line: Line, command: AnyTime, numbers: Sequence[int]) -> Actions | Refusal:
    found = find(view, room, line, command, numbers)
    if isinstance(found, Refusal):
        return found
    gone = next((action for action in found if not action.is_open), None)
    if gone:
        return Refusal(f"A{gone.id} is {over(gone, line.at)}; .action reopen {gone.id} opens it again.")
    return found


def revised(room: Room, line: Line, actions: Actions, text: str, why: str = "") -> Answer | Refusal:
    """The answer that changes action items: as facts of the meeting that is open here, or else in the books."""
    says = (reply(room, line, text),)
    if isinstance(room, Idle) or room.closing:
        return Answer(says, puts(*actions, why=why))
    return Answer(says, facts=(f.ActionsRevised(actions),))


def finish(view: View, room: Room, line: Line, command: w.FinishActions) -> Answer | Refusal:
    return close(view, room, line, command, State.DONE, command.note)


def drop(view: View, room: Room, line: Line, command: w.DropActions) -> Answer | Refusal:
    return close(view, room, line, command, State.DROPPED, command.why)


def close(view: View, room: Room, line: Line, command: w.FinishActions | w.DropActions, state: State,
          note: str) -> Answer | Refusal:  # fmt: skip
    found = find_open(view, room, line, command, command.numbers)
    if isinstance(found, Refusal):
        return found
    if wrong := unfit(note, "what came of it" if state is State.DONE else "a reason", LONGEST_NOTE):
        return Refusal(wrong)
    now = tuple(closed(action, state, note, line.nick, line.at) for action in found)
    return revised(room, line, now, finished(now, state, note), note)


def set_due(view: View, room: Room, line: Line, command: w.SetDue) -> Answer | Refusal:
    found = find_open(view, room, line, command, command.numbers)
    if isinstance(found, Refusal):
        return found
    try:
        due = read_due(command.date, line.at, zone_of(view.books, line, room)) if command.date else None
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    now = tuple(due_at(action, due, line.nick, line.at) for action in found)
    told = due_said(due, line.at) if due else "due on no date now"
    return revised(room, line, now, f"{names(now)} {'is' if len(now) == 1 else 'are'} {told}.")


def give(view: View, room: Room, line: Line, command: w.GiveActions) -> Answer | Refusal:
    found = find_open(view, room, line, command, command.numbers)
    if isinstance(found, Refusal):
        return found
    people = anywhere(view, room, line)
    nicks = [line.nick if nick.lower() == "me" else nick for nick in command.nicks]
    if strangers := [nick for nick in nicks if fold(nick) not in people]:
        hint = f"; #nick {strangers[0]} says that they count" if isinstance(room, Meeting) else ""
        return Refusal(f"I know no {strangers[0][:40]}, here or from before{hint}.")
    owners = tuple({owner.who: owner for owner in (people[fold(nick)] for nick in nicks)}.values())
    same = next((action for action in found if action.owners == owners), None)
    if same:
        return Refusal(f"A{same.id} is {owners_of(same)}'s already.")
    now = tuple(given(action, owners, line.nick, line.at) for action in found)
    verb = "is" if len(now) == 1 else "are"
    return revised(room, line, now, f"{names(now)} {verb} {listed([owner.nick for owner in owners])}'s now.")


def reopen(view: View, room: Room, line: Line, command: w.ReopenActions) -> Answer | Refusal:
    found = find(view, room, line, command, command.numbers)
    if isinstance(found, Refusal):
        return found
    already = next((action for action in found if action.is_open and not action.is_put_off(line.at)), None)
    if already:
        return Refusal(f"A{already.id} is open already.")
    now = tuple(reopened(action, line.nick, line.at) for action in found)
    return revised(room, line, now, f"{names(now)} {'is' if len(now) == 1 else 'are'} open again.")


def put_them_off(view: View, room: Room, line: Line, command: w.PutOffActions) -> Answer | Refusal:
    found = find_open(view, room, line, command, command.numbers)
    if isinstance(found, Refusal):
        return found
    zone = zone_of(view.books, line, room)
    try:
        when = read(command.until, line.at, zone)
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    begins = start_of(when)
    until = said(begins, line.at, zone) if when.timed else said_day(when.day, line.at)
    if begins <= line.at:
        return Refusal(f"{until} is not ahead; say when it shall come back, such as: in 2 weeks")
    if wrong := unfit(command.why, "a reason", LONGEST_NOTE):
        return Refusal(wrong)
    now = tuple(put_off(action, begins, command.why, line.nick, line.at) for action in found)
    verb = "comes" if len(now) == 1 else "come"
    told = f"{names(now)} {verb} back {until} ({relative(when.at, line.at)}): {command.why}"
    return revised(room, line, now, told, command.why)


def names(actions: Actions) -> str:
    return listed([short(action) for action in actions]) if len(actions) <= 3 else listed(
        [f"A{action.id}" for action in actions])


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ShowAction: show_one, w.AddAction: add,
    w.FinishActions: finish, w.DropActions: drop, w.SetDue: set_due, w.GiveActions: give, w.ReopenActions: reopen,
    w.PutOffActions: put_them_off,
}  # fmt: skip
