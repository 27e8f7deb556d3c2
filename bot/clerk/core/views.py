"""A meeting as minutes: what is published of it."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from . import minutes as out
from .actions import owners
from .agenda import State, carried
from .attendance import on_roll
from .ledger import Due, Noted
from .meeting import Item, Meeting
from .proposing import nick_of
from .urls import addresses
from .voting import entitled
from .when.zones import wall_clock


def minutes_of(m: Meeting, log: Callable[[], Iterable[out.LogLine]] = tuple) -> out.Minutes:
    """The minutes of a meeting as it stands. Dropped items and undone topics are left out."""
    place = {index: i for i, index in enumerate(i for i, t in enumerate(m.topics) if not t.undone)}
    people = m.people.present()
    return out.Minutes(
        id=m.id, title=m.title, channel=m.channel or None, network=m.network or None,
        purpose=m.prepared.purpose or None, chairs=m.chair_nicks(), started=m.started,
        ended=m.closing.at if m.closing else None, opened_by=m.people.persons[m.opened_by].nicks[0],
        topics=tuple(out.Topic(t.title, t.nick, t.at, standing(m, t.under, place)) for t in m.topics if not t.undone),
        items=tuple(item_of(m, item, place) for item in m.items if not item.dropped),
        actions=actions(m),
        votes=tuple(vote_of(m, i) for i, vote in enumerate(m.votes) if m.item(vote.n)),
        people=tuple(out.Present(person.nick, person.account, lines) for person, lines in people),
        lines=sum(lines for _, lines in people), log=log, attendance=attendance(m),
        carried=left_over(m), closed=closed(m),
    )  # fmt: skip


def standing(m: Meeting, topic: int | None, place: dict[int, int]) -> int | None:
    """A topic's place in the minutes; of an undone one, that of the topic before it."""
    while topic is not None and topic not in place:
        topic = topic - 1 if topic else None
    return None if topic is None else place[topic]


def item_of(m: Meeting, item: Item, place: dict[int, int]) -> out.Item:
    url = first_url(item.text) if item.kind == "link" else None
    topic = standing(m, item.topic, place)
    return out.Item(item.n, item.kind, item.text, item.nick, item.at, topic, url, item.line)


def actions(m: Meeting) -> tuple[out.Action, ...]:
    """The meeting's action items, each with the nicks of its owners."""
    known = list(m.people.known())
    found = ((item, item.action or Noted(0, item.text)) for item in m.items
             if item.kind == "action" and not item.dropped)  # fmt: skip
    return tuple(action_of(m, item.n, action, known) for item, action in found)


def action_of(m: Meeting, n: int, action: Noted, known: Sequence[tuple[str, int]]) -> out.Action:
    """As it was noted, and as it was said to be since."""
    now = m.revised.get(action.id)
    named = tuple(m.people.persons[i].nick for i in owners(action.text, known))
    owned = tuple(owner.nick for owner in now.owners) if now and now.given_by else named
    return out.Action(n, action.text, owned, action.id or None, date_of(action.due),
                      now.state.value if now else "open")  # fmt: skip


def closed(m: Meeting) -> tuple[out.Closed, ...]:
    """What was promised before this meeting, and was closed in it."""
    over = (action for action in m.revised.values() if not action.is_open and action.meeting != m.id)
    return tuple(out.Closed(action.id, action.text, tuple(owner.nick for owner in action.owners), action.state.value,
                            action.note) for action in over)  # fmt: skip


def date_of(due: Due | None) -> date | None:
    return wall_clock(due.at, due.zone).date() if due else None


def vote_of(m: Meeting, index: int) -> out.Vote:
    vote = m.votes[index]
    voters = {option: tuple(m.people.persons[i].nick for i in vote.tally[option]) for option in vote.shown}
    tally = {option: len(vote.tally[option]) for option in vote.shown}
    question = f"{vote.question}?" if vote.asks == "vote" else vote.question
    concerns = tuple(out.Concern(each.n, each.text, nick_of(m, each.by), each.resolved) for each in vote.concerns)
    held = tuple(out.Hold(nick_of(m, person), why) for person, why in vote.holds)
    return out.Vote(question, vote.shown, tally, voters, vote.outcome, vote.asks, entitled(m, vote.terms.voters),
                    vote.terms.threshold.words, f"{vote.terms.quorum} voters" if vote.terms.quorum else "", concerns,
                    held)  # fmt: skip


def left_over(m: Meeting) -> tuple[out.Carried, ...]:
    """What an ended meeting leaves to the next."""
    left = (item for item in carried(m.agenda, m.secret_since) if item.state is State.WAITING) if m.closing else ()
    return tuple(out.Carried(item.text, item.nick, item.carried) for item in left)


def attendance(m: Meeting) -> out.Attendance | None:
    """The roll; a name that several had stands once."""
    roll = m.roll
    if not (roll.present or roll.regrets or roll.quorum):
        return None
    present, regrets = (tuple(dict.fromkeys(m.people.persons[i].nick for i in on_roll(m, indexes)))
                        for indexes in (roll.present, roll.regrets))  # fmt: skip
    return out.Attendance(present, regrets, roll.quorum.history if roll.quorum else None)


def first_url(text: str) -> str | None:
    """The first address in a text that may become a link."""
    return next((url for _, url in addresses(text)), None)
