"""The minutes as data; docs/minutes.schema.json says what each field means."""
from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from clerk.core.minutes import Action, Attendance, Closed, Concern, Item, Minutes, Present, Topic, Vote

from .links import ALL

Data = Mapping[str, object]


def render(minutes: Minutes, *, base: str = "", files: Collection[str] = ALL) -> Iterator[str]:
    yield document([minutes])


def document(meetings: Iterable[Minutes]) -> str:
    """People's words are given exactly as said; what is not ASCII is escaped."""
    return json.dumps({"meetings": [meeting(minutes) for minutes in meetings]}, indent=2) + "\n"


def meeting(m: Minutes) -> Data:
    return {
        "id": m.id,
        "network": m.network,
        "channel": m.channel,
        "title": m.title,
        "purpose": m.purpose,
        "chairs": list(m.chairs),
        "started": _time(m.started),
        "ended": _time(m.ended) if m.ended else None,
        "topics": [_topic(topic) for topic in m.topics],
        "items": [_item(item) for item in m.items],
        "actions": [_action(action) for action in m.actions],
        "votes": [_vote(vote) for vote in m.votes],
        "people": [_present(person) for person in m.people],
        "lines": m.lines,
        **({"attendance": _attendance(m.attendance)} if m.attendance else {}),
        **({"carried": [{"text": item.text, "nick": item.nick, "times": item.times} for item in m.carried]}
           if m.carried else {}),
        **({"closed": [_closed(action) for action in m.closed]} if m.closed else {}),
    }


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _topic(topic: Topic) -> Data:
    under = {} if topic.under is None else {"under": topic.under}
    return {"title": topic.title, "nick": topic.nick, "at": _time(topic.at), **under}


def _item(item: Item) -> Data:
    return {
        "n": item.n,
        "kind": item.kind,
        "text": item.text,
        "url": item.url,
        "nick": item.nick,
        "at": _time(item.at),
        "topic": item.topic,
    }


def _action(action: Action) -> Data:
    return {
        "n": action.n,
        "id": action.id,
        "text": action.text,
        "owners": list(action.owners),
        "due": action.due.isoformat() if action.due else None,
        "state": action.state,
    }


def _closed(action: Closed) -> Data:
    return {
        "id": action.id,
        "text": action.text,
        "owners": list(action.owners),
        "state": action.state,
        "note": action.note,
    }


def _vote(vote: Vote) -> Data:
    voters = None if vote.voters is None else {option: list(who) for option, who in vote.voters.items()}
    return {
        "question": vote.question,
        "options": list(vote.options),
        "tally": dict(vote.tally),
        "voters": voters,
        "outcome": vote.outcome,
        **({"kind": vote.kind} if vote.kind != "vote" else {}),
        **{name: text for name in ("entitled", "needed", "quorum") if (text := getattr(vote, name))},
        **({"concerns": [_concern(concern) for concern in vote.concerns]} if vote.concerns else {}),
        **({"held": [{"nick": hold.nick, "why": hold.why} for hold in vote.held]} if vote.held else {}),
    }


def _concern(concern: Concern) -> Data:
    return {"n": concern.n, "text": concern.text, "nick": concern.nick, "resolved": concern.resolved}


def _attendance(attendance: Attendance) -> Data:
    return {
        "present": list(attendance.present),
        "regrets": list(attendance.regrets),
        "quorum": attendance.quorum,
    }


def _present(person: Present) -> Data:
    return {"nick": person.nick, "account": person.account, "lines": person.lines}
