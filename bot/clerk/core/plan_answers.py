"""The answers about a meeting's purpose and its standing topics."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from . import facts as f
from . import meeting_words as w
from .agenda import LONGEST_TEXT
from .agenda_phrases import in_lines
from .books import puts
from .calendar import Known
from .commands import AnyTime, SetPurpose
from .decision import Answer, Decision, Refusal
from .leaders import leads, leads_series
from .lines import Line, fold
from .meeting import Meeting, Room
from .places import known, meets_in, name_of
from .plans import LONGEST_PURPOSE, MOST_TOPICS, OFFERED, plan_of
from .replies import FEW, replies, reply
from .roles import CHAIRS, is_member
from .view import View


def whose(view: View, room: Room, said: str) -> tuple[str, str] | Refusal:
    """The meeting that words are about, and what is left of them: the one that they begin with, else the one that is
    open here, else the only one that meets here, else the channel itself."""
    names = sorted(known(view.books), key=len, reverse=True)
    for name in names:
        head, rest = said[: len(name)], said[len(name) :]
        if fold(head) == name and (not rest or rest[0] in " :"):
            return name, rest.lstrip(" :")
    here = meets_in(view.books, room)
    if len(here) > 1:
        return Refusal(f"which one: {', '.join(here[:8])}? Its name comes first.")
    return (here[0] if here else fold(room.channel)), said


def purpose(view: View, room: Room, line: Line, command: w.MeetingPurpose) -> Answer | Refusal:
    found = whose(view, room, " ".join(command.said.split()))
    if isinstance(found, Refusal):
        return found
    place, text = found
    if not text:
        now = room.prepared.purpose if isinstance(room, Meeting) and name_of(room.title, room.channel) == place else (
            plan_of(view.books, place, fold(room.channel)).purpose)
        told = f"Purpose of {place}: {now}" if now else unknown(place)
        return Answer((reply(room, line, told),))
    return refused(view, room, line, place, "set the purpose") or set_purpose(view, room, line, place, text)


def unknown(place: str) -> str:
    return f"nobody said yet why {place} meets; .meeting purpose TEXT does."


def refused(view: View, room: Room, line: Line, place: str, deed: str) -> Refusal | None:
    """A meeting's own chairs may anywhere, by the calendar; who leads in a channel, for what meets there."""
    series = view.books.get(Known, place)
    if is_member(view.books, CHAIRS, line) or (series and leads_series(view, room, line, series)):
        return None
    here = place in (fold(room.channel), *meets_in(view.books, room))
    if not leads(view, room, line):
        return Refusal(f"only a chair can {deed}.")
    return None if here else Refusal(f"only a chair of {place} can {deed}, where it meets.")


def set_purpose(view: View, room: Room, line: Line, place: str, text: str) -> Answer | Refusal:
    if too_long := longer(text):
        return too_long
    text = "" if text.lower() == "none" else text
    told = f"Purpose of {place}: {text}" if text else f"{place} has no purpose now."
    if isinstance(room, Meeting) and name_of(room.title, room.channel) == place:
        return Answer((reply(room, line, told),), facts=(f.PurposeSet(text),))
    old = plan_of(view.books, place, fold(room.channel))
    return Answer((reply(room, line, told),), puts(replace(old, purpose=text)))


def set_in_meeting(m: Meeting, line: Line, command: SetPurpose) -> Decision:
    text = " ".join(command.text.split())
    return longer(text) or (f.PurposeSet("" if text.lower() == "none" else text),)


def longer(text: str) -> Refusal | None:
    if len(text) <= LONGEST_PURPOSE:
        return None
    return Refusal(f"that is {len(text)} characters; a purpose has at most {LONGEST_PURPOSE}. What is it in short?")


def topics(view: View, room: Room, line: Line, command: w.MeetingTopics) -> Answer | Refusal:
    found = whose(view, room, " ".join(command.said.split()))
    if isinstance(found, Refusal):
        return found
    place, text = found
    if not text:
        return show_topics(view, room, line, place)
    wanted = () if text.lower() == "none" else tuple(chosen(text))
    if refusal := refused(view, room, line, place, "set the standing topics") or unfit(wanted):
        return refusal
    old = plan_of(view.books, place, fold(room.channel))
    told = f"{place} talks each time about: {'; '.join(wanted)}." if wanted else f"{place} has no standing topics now."
    return Answer((reply(room, line, told),), puts(replace(old, topics=wanted)))


def show_topics(view: View, room: Room, line: Line, place: str) -> Answer:
    now = plan_of(view.books, place, fold(room.channel)).topics
    offered = [f"{n}. {title}" for n, title in enumerate(OFFERED, 1) if title not in now]
    texts = in_lines(f"Standing topics of {place}: ", now, FEW - 1) if now else [f"{place} has no standing topics."]
    offers = in_lines("Offered: ", offered, 1) if offered else []
    return Answer(replies(room, line, [*texts, *offers]))


def chosen(text: str) -> list[str]:
    """Numbers of what is offered, and words of one's own between semicolons: "1 3; Gate status"."""
    titles: list[str] = []
    for part in filter(None, map(str.strip, text.split(";"))):
        if re.fullmatch(r"\d+(?:[,\s]+\d+)*", part):
            titles += [offered(int(n)) for n in re.findall(r"\d+", part)]
        else:
            titles.append(next((title for title in OFFERED if fold(title) == fold(part)), part))
    return titles


def offered(n: int) -> str:
    return OFFERED[n - 1] if 0 < n <= len(OFFERED) else str(n)


def unfit(wanted: Sequence[str]) -> Refusal | None:
    if bad := next((title for title in wanted if title.isdigit()), None):
        return Refusal(f"no topic {bad} is offered; there are 1 to {len(OFFERED)}, or words of your own.")
    if twice := next((title for i, title in enumerate(wanted) if fold(title) in map(fold, wanted[:i])), None):
        return Refusal(f"{twice} is named twice.")
    if len(wanted) > MOST_TOPICS:
        return Refusal(f"those are {len(wanted)}; at most {MOST_TOPICS} can stand on an agenda.")
    if long := next((title for title in wanted if len(title) > LONGEST_TEXT), None):
        return Refusal(f"{long[:30]}… has {len(long)} characters; a topic has at most {LONGEST_TEXT}.")
    return None


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.MeetingPurpose: purpose, w.MeetingTopics: topics,
}  # fmt: skip
