"""The answers about time on another meeting's agenda: asked for, accepted, declined, another day offered."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from . import request_words as w
from .agenda import Wanted
from .agenda_answers import put_on
from .agenda_phrases import in_lines
from .books import puts
from .calendar import Known, nearest, next_held, on_days
from .calendar_phrases import near_dates
from .commands import AnyTime
from .decision import Answer, Refusal
from .leaders import leads
from .lines import Kind, Line, fold, identity
from .meeting import Meeting, Room
from .places import known, name_of, open_meeting
from .plans import last_held
from .profiles import zone_of
from .replies import FEW, aloud, replies, reply, to_person
from .requests import LIVE, LONGEST_REQUEST, MOST_REQUESTS, Request, Stand, live, same
from .says import Saying
from .schedule import instant
from .view import View
from .when import Unclear, read, said_day, trailing
from .wording import quoted


def channel_of(view: View, place: str) -> str:
    """Where a meeting is held, as far as anybody can tell; folded."""
    if place.startswith("#"):
        return place
    if found := open_meeting(view, place) or last_held(view.books, place):
        return fold(found.channel)
    known = view.books.get(Known, place)
    return next((fold(slot.channel) for slot in known.series.slots if slot.channel), "") if known else ""


def ask(view: View, room: Room, line: Line, command: w.AskForTime) -> Answer | Refusal:
    place, rest = addressed(view, " ".join(command.said.split()))
    if not place:
        names = ", ".join([*known(view.books)][:8]) or "none yet"
        unknown = quoted(rest.split()[0])
        return Refusal(f"I know no meeting {unknown} (known: {names}). .agenda ask MEETING TEXT on DATE")
    zone = zone_of(view.books, line, room)
    found = trailing(rest, ["on"], line.at, zone)
    if found is None or not found[0]:
        return no_day(rest, line, zone)
    text, day = found[0], found[2].first
    if refusal := unfit(view, place, text, day, line):
        return refusal
    request = Request(view.books.next_id(Request), place, room.channel, line.kind is Kind.PRIVATE, line.nick,
                      identity(line), text, day, line.at)  # fmt: skip
    asker = f"request {request.id} to {place} for {on(request, line)}: {text}. You hear what its chairs say."
    return told(view, room, line, request, asking(request, line), asker)


def addressed(view: View, said: str) -> tuple[str, str]:
    """The known meeting that words begin with, or "", and what follows."""
    meetings = (room for room in view.rooms.values() if isinstance(room, Meeting))
    names = {*known(view.books), *view.rooms, *(name_of(room.title, room.channel) for room in meetings)}
    for name in sorted(names, key=len, reverse=True):
        if fold(said[: len(name)]) == name and said[len(name) :].startswith((" ", ":")):
            return name, said[len(name) :].lstrip(" :")
    return "", said


def no_day(rest: str, line: Line, zone: str) -> Refusal:
    text, on_, after = rest.rpartition(" on ")
    if on_ and text:
        try:
            read(after, line.at, zone)
        except Unclear as unclear:
            return Refusal(f"{unclear}. .agenda ask MEETING TEXT on DATE")
    return Refusal("what about, and on which day? .agenda ask MEETING TEXT on DATE")


def unfit(view: View, place: str, text: str, day: date, line: Line) -> Refusal | None:
    if day < line.at.date():
        return Refusal(f"{said_day(day, line.at)} is past.")
    if len(text) > LONGEST_REQUEST:
        return Refusal(f"that is {len(text)} characters; a request has at most {LONGEST_REQUEST}. What is it in short?")
    if known_one := same(view.books, place, text, day):
        return Refusal(f"that is request {known_one.id} already ({known_one.state}).")
    if sum(request.place == place for request in live(view.books)) >= MOST_REQUESTS:
        return Refusal(f"{MOST_REQUESTS} requests wait for {place} already.")
    return off_calendar(view, place, day, line)


def off_calendar(view: View, place: str, day: date, line: Line) -> Refusal | None:
    """Why a day cannot be meant: a meeting of the calendar has set times."""
    known = view.books.get(Known, place)
    if known is None or not next_held(view.books, place, line.at):
        return None
    if any(each.at.skipped is None for each in on_days(view.books, place, day, day, "UTC")):
        return None
    near = near_dates(nearest(view.books, place, instant(day), line.at), line.at, "UTC")
    return Refusal(f"{known.series.meeting} does not meet on {said_day(day, line.at)}. {near}")


def on(request: Request, line: Line) -> str:
    return said_day(request.day, line.at)


def asking(request: Request, line: Line) -> str:
    n = request.id
    return (f"{request.nick} asks {request.place} for time on {on(request, line)}: {request.text}. "
            f"Its chairs: .agenda accept {n}, .agenda decline {n} because REASON, .agenda offer {n} DATE")  # fmt: skip


def told(view: View, room: Room, line: Line, request: Request, chairs: str, asker: str) -> Answer:
    """The request as it is now. Its chairs hear of it where their meeting is held; who asks is answered."""
    channel = channel_of(view, request.place)
    here = fold(room.channel) == channel and line.kind is not Kind.PRIVATE
    says = aloud(view, channel, chairs)
    if not says:
        asker += " I cannot tell its chairs from here; .agenda requests shows it to them."
    return Answer(says if here and says else (reply(room, line, asker), *says), puts(request))


def to_asker(view: View, request: Request, text: str) -> tuple[Saying, ...]:
    """Where they asked: who asked in private is told so while they are about."""
    if request.private and (says := to_person(view, request.nick, text)):
        return says
    return aloud(view, request.channel, f"{request.nick}: {text}")


def find(view: View, n: int) -> Request | Refusal:
    request = view.books.get(Request, n)
    if request is None:
        return Refusal(f"there is no request {n}; .agenda requests lists them.")
    if request.state not in LIVE:
        why = f" ({request.answer})" if request.answer else ""
        state = "on the agenda" if request.state is Stand.PLACED else request.state
        return Refusal(f"request {n} is {state} already{why}.")
    return request


def not_theirs(view: View, room: Room, line: Line, request: Request) -> Refusal | None:
    """Chairs answer in the channel where the meeting is held."""
    channel = channel_of(view, request.place)
    if channel and channel != fold(room.channel):
        return Refusal(f"request {request.id} is for {request.place}: its chairs answer in {channel}.")
    if leads(view, room, line):
        return None
    return Refusal(f"only a chair of {request.place} can answer request {request.id}.")


def accept(view: View, room: Room, line: Line, command: w.AcceptRequest) -> Answer | Refusal:
    request = find(view, command.n)
    if isinstance(request, Refusal):
        return request
    if request.state is Stand.ACCEPTED:
        return Refusal(f"request {request.id} is accepted already, for {on(request, line)}.")
    if request.state is Stand.OFFERED and request.who == identity(line):
        return take_offer(view, room, line, request)
    if refusal := not_theirs(view, room, line, request):
        return refusal
    if request.day < line.at.date():
        return Refusal(f"{on(request, line)} is past; .agenda offer {request.id} DATE.")
    accepted = replace(request, state=Stand.ACCEPTED)
    text = f"{request.text} is accepted for {request.place} on {on(request, line)}."
    return placed(view, room, line, accepted, answered(view, room, line, request, text))


def take_offer(view: View, room: Room, line: Line, request: Request) -> Answer | Refusal:
    assert request.offered is not None, "a day was offered"
    accepted = replace(request, state=Stand.ACCEPTED, day=request.offered, offered=None)
    if accepted.day < line.at.date():
        return Refusal(f"{on(accepted, line)} is past; ask anew: .agenda ask {request.place} TEXT on DATE.")
    text = f"{request.text} ({request.nick}) is accepted for {request.place} on {on(accepted, line)}."
    answer = told(view, room, line, accepted, text, text)
    return placed(view, room, line, accepted, answer.says)


def placed(view: View, room: Room, line: Line, request: Request, says: tuple[Saying, ...]) -> Answer | Refusal:
    """For a later day it waits; a meeting of that day which is open already takes it at once."""
    meeting = open_meeting(view, request.place) or view.rooms.get(request.place)
    if not isinstance(meeting, Meeting) or request.day > line.at.date():
        return Answer(says, puts(request))
    done = put_on(view, room, line, meeting.prepared.place, [Wanted(request.text, nick=request.nick)])
    if isinstance(done, Refusal):
        return done
    return replace(done, says=says, changes=(*done.changes, *puts(replace(request, state=Stand.PLACED))))


def answered(view: View, room: Room, line: Line, request: Request, text: str, how: str = "") -> tuple[Saying, ...]:
    """What the chairs said: to them, and to who asked; once where that is one place. how: to go on, for who asked."""
    to_them = to_asker(view, request, " ".join(filter(None, (text, how))))
    same_place = not request.private and fold(request.channel) == fold(room.channel)
    if same_place and line.kind is not Kind.PRIVATE:
        return to_them
    return (reply(room, line, f"{request.nick} is told: {text}"), *to_them)


def decline(view: View, room: Room, line: Line, command: w.DeclineRequest) -> Answer | Refusal:
    request = find(view, command.n)
    if isinstance(request, Refusal):
        return request
    if request.who == identity(line):
        text = f"{request.nick} takes back request {request.id} to {request.place}: {request.text} ({command.why})."
        withdrawn = replace(request, state=Stand.WITHDRAWN, answer=command.why)
        return told(view, room, line, withdrawn, text, f"request {request.id} is taken back.")
    if refusal := not_theirs(view, room, line, request):
        return refusal
    declined = replace(request, state=Stand.DECLINED, answer=command.why)
    text = f"{request.place} declines {request.text}: {command.why}."
    return Answer(answered(view, room, line, request, text), puts(declined, why=command.why))


def offer(view: View, room: Room, line: Line, command: w.OfferDay) -> Answer | Refusal:
    request = find(view, command.n)
    if isinstance(request, Refusal):
        return request
    if refusal := not_theirs(view, room, line, request):
        return refusal
    try:
        day = read(command.day, line.at, zone_of(view.books, line, room)).first
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    if day < line.at.date():
        return Refusal(f"{said_day(day, line.at)} is past.")
    if refusal := off_calendar(view, request.place, day, line):
        return refusal
    if day == (request.offered or request.day):
        return Refusal(f"request {request.id} is for {said_day(day, line.at)} already.")
    offered = replace(request, state=Stand.OFFERED, offered=day)
    text = f"{request.place} offers {said_day(day, line.at)} for {request.text}."
    how = f".agenda accept {request.id}, or .agenda decline {request.id} because REASON"
    return Answer(answered(view, room, line, request, text, how), puts(offered))


def show(view: View, room: Room, line: Line, command: w.ShowRequests) -> Answer:
    """Those to the meetings that are held here, and those that were asked for here or by the asker."""
    here, me = fold(room.channel), identity(line)
    found = [request for request in live(view.books) if request.who == me
             or here == channel_of(view, request.place)
             or (here == fold(request.channel) and not request.private)]  # fmt: skip
    if not found:
        return Answer((reply(room, line, "nobody asks for time here, and you ask for none elsewhere."),))
    rows = (f"{r.id}. {r.place}, {on(r, line)}: {r.text} ({r.nick}, {stand(r, line)})" for r in found)
    return Answer(replies(room, line, in_lines("Requests: ", rows, FEW)))


def stand(request: Request, line: Line) -> str:
    return f"offered {said_day(request.offered, line.at)}" if request.offered else str(request.state)


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.AskForTime: ask, w.ShowRequests: show, w.AcceptRequest: accept, w.DeclineRequest: decline, w.OfferDay: offer,
}  # fmt: skip
