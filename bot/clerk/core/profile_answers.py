"""The answers to what people say of themselves."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from . import profile_words as w
from .commands import AnyTime
from .decision import Answer, Refusal
from .ledger import TOPIC
from .lines import Line, Speaker, fold
from .meeting import Room, present
from .profiles import (
    LONGEST_ORG,
    LONGEST_REASON,
    LONGEST_TOPIC,
    MOST_PINGS,
    Profile,
    by_nick,
    kept,
    profile_of,
    topic_named,
    zone_of,
)
from .replies import FEW, replies, reply
from .view import View
from .when import Unclear, read, relative, said, said_day, zone_named
from .when.zones import wall_clock
from .wording import one_line, unfit, visible

RELAYED = Refusal("I know people of IRC only: from across a bridge I cannot tell who you are.")


def show_zone(view: View, room: Room, line: Line, command: w.ShowZone) -> Answer:
    zone = profile_of(view.books, line).zone
    if zone:
        return say(room, line, f"your zone is {zone}; {there(line.at, zone)}.")
    return say(room, line, f"you have set none, so I take {room.rules.timezone}. For example: .tz Europe/Paris")


def there(at: datetime, zone: str) -> str:
    wall = wall_clock(at, zone)
    return f"it is {wall:%a} {wall:%H:%M} there"


def set_zone(view: View, room: Room, line: Line, command: w.SetZone) -> Answer | Refusal:
    mine = profile_of(view.books, line)
    if not command.name:
        if not mine.zone:
            return Refusal("you have set no zone.")
        text = f"{mine.zone} is forgotten; I take {room.rules.timezone} for you."
        return Answer((reply(room, line, text),), kept(view.books, line, replace(mine, zone="")))
    try:
        zone = zone_named(visible(command.name))
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    text = f"your zone is {zone}; {there(line.at, zone)}."
    return Answer((reply(room, line, text),), kept(view.books, line, replace(mine, zone=zone)))


def show_away(view: View, room: Room, line: Line, command: w.ShowAway) -> Answer:
    known, here = by_nick(view.books), set(map(fold, present(room)))
    away = [each for nick, each in known.items() if each.away(line.at)
            and (nick in here or each.away_in == fold(room.channel))]  # fmt: skip
    if not away:
        return say(room, line, f"nobody of {room.channel} is away, as far as I was told.")
    away.sort(key=lambda each: each.away_until or line.at)
    rows = [absence(each, line.at, each.zone or room.rules.timezone) for each in away]
    more = [f"… and {len(rows) - FEW + 1} more."] if len(rows) > FEW else []
    return Answer(replies(room, line, [*rows[: FEW - len(more)], *more]))


def absence(profile: Profile, now: datetime, zone: str) -> str:
    assert profile.away_until
    day = wall_clock(profile.away_until, zone).date()
    why = f": {profile.away_why}" if profile.away_why else ""
    return f"{profile.nick} is away until {said_day(day, now)}{why}"


def go_away(view: View, room: Room, line: Line, command: w.GoAway) -> Answer | Refusal:
    zone = zone_of(view.books, line, room)
    try:
        until = read(visible(command.until), line.at, zone)
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    if until.at <= line.at:
        return Refusal(f"{said(until.at, line.at, zone)} is past; .back says that you are here.")
    why = one_line(command.why)
    if wrong := unfit(why, "a reason", LONGEST_REASON):
        return Refusal(wrong)
    mine = replace(profile_of(view.books, line), away_until=until.at, away_why=why, away_in=fold(room.channel))
    text = f"away until {said(until.at, line.at, zone)} ({relative(until.at, line.at)}); .back ends it."
    return Answer((reply(room, line, text),), kept(view.books, line, mine))


def come_back(view: View, room: Room, line: Line, command: w.ComeBack) -> Answer | Refusal:
    mine = profile_of(view.books, line)
    if not mine.away(line.at):
        return Refusal("you are not away, as far as I was told.")
    mine = replace(mine, away_until=None, away_why="", away_in="")
    return Answer((reply(room, line, "welcome back."),), kept(view.books, line, mine))


def show_org(view: View, room: Room, line: Line, command: w.ShowOrg) -> Answer:
    mine = profile_of(view.books, line).org
    if mine:
        return say(room, line, f"you said that you are of {mine}.")
    return say(room, line, "you have named none. For example: .org Red Hat")


def set_org(view: View, room: Room, line: Line, command: w.SetOrg) -> Answer | Refusal:
    mine, name = profile_of(view.books, line), one_line(command.name)
    if wrong := unfit(name, "an organisation", LONGEST_ORG):
        return Refusal(wrong)
    if not name and not mine.org:
        return Refusal("you have named none.")
    text = f"you are of {name}, as you say." if name else f"{mine.org} is forgotten."
    return Answer((reply(room, line, text),), kept(view.books, line, replace(mine, org=name)))


def show_pings(view: View, room: Room, line: Line, command: w.ShowPings) -> Answer:
    pings = profile_of(view.books, line).pings
    if pings:
        return say(room, line, f"I name you for {', '.join(pings)}. To end one: .ping me no more for {pings[0]}")
    return say(room, line, "I name you for nothing. For example: .ping me for nova")


def ping_me(view: View, room: Room, line: Line, command: w.PingMe) -> Answer | Refusal:
    mine, topic = profile_of(view.books, line), topic_named(command.topic)
    if wrong := unfit(topic, "a topic", LONGEST_TOPIC):
        return Refusal(wrong)
    if command.wanted is (topic in mine.pings):
        return Refusal(f"I do so already: {', '.join(mine.pings)}." if command.wanted
                       else f"I do not name you for {topic}; .ping shows for what I do.")  # fmt: skip
    if not command.wanted:
        mine = replace(mine, pings=tuple(each for each in mine.pings if each != topic))
        return Answer((reply(room, line, f"I name you for {topic} no more."),), kept(view.books, line, mine))
    if len(mine.pings) >= MOST_PINGS:
        return Refusal(f"that would be more than {MOST_PINGS}; .ping me no more for {mine.pings[0]} makes room.")
    mine = replace(mine, pings=(*mine.pings, topic))
    text = f"I name you when something about {topic} is announced where you are, unless you are away."
    if topic == TOPIC:
        text = ("I tell you privately what you have promised, when you are here: on Mondays from 09:00 in your zone, "
                "and on the day before a meeting.")
    return Answer((reply(room, line, text),), kept(view.books, line, mine))


def say(room: Room, line: Line, text: str) -> Answer:
    return Answer((reply(room, line, text),))


def known(answer: Callable[..., Answer | Refusal]) -> Callable[..., Answer | Refusal]:
    """Only for who is on IRC: a bridge's names prove nothing. Whoever is logged in is known from then on."""

    def ask(view: View, room: Room, line: Line, command: AnyTime) -> Answer | Refusal:
        if line.speaker is not Speaker.PERSON:
            return RELAYED
        given, mine = answer(view, room, line, command), profile_of(view.books, line)
        if isinstance(given, Refusal) or given.changes or not line.account:
            return given
        stands = view.books.get(Profile, mine.who) == mine
        return given if stands else replace(given, changes=kept(view.books, line, mine))

    return ask


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ShowZone: known(show_zone),
    w.SetZone: known(set_zone),
    w.ShowAway: show_away,
    w.GoAway: known(go_away),
    w.ComeBack: known(come_back),
    w.ShowPings: known(show_pings),
    w.ShowOrg: known(show_org),
    w.SetOrg: known(set_org),
    w.PingMe: known(ping_me),
}
