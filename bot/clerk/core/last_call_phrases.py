"""How proposals outside meetings are told."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from .announcement import PROPOSAL, Wanted
from .last_calls import LIVE, Proposal, Stance, State, Voice, came_to
from .view import View
from .when import relative, said
from .wording import cut

TOLD_FOR = timedelta(days=7)  # how long a result is worth telling
SHORT = 120  # bytes of a text in a list


def results(view: View, now: datetime) -> Iterator[Wanted]:
    """What is to be said of proposals that are over."""
    for each in view.books.all(Proposal):
        if each.state in (State.PASSED, State.FAILED) and each.closed and now < each.closed + TOLD_FOR:
            yield Wanted(each.channel, PROPOSAL, f"proposal {each.id}", each.closed, each.closed + TOLD_FOR,
                         result(each), why=f"{each.nick} proposed it here")  # fmt: skip


def result(p: Proposal) -> tuple[str, ...]:
    """What became of it and why, and who was for it, against it, or not heard."""
    how = "did not pass" if p.state is State.FAILED else "passed, no objection" if p.lazy else "passed"
    return cut(f"P{p.id} {how} (D{p.decision}): {p.text}"), *filter(None, [cut(reasons(p))])


def reasons(p: Proposal) -> str:
    _, why = came_to(p)
    return " ".join(filter(None, (f"{why[0].upper()}{why[1:]}." if why else "", voices(p))))


def opened(p: Proposal, now: datetime) -> list[str]:
    """The proposal, and the rules that hold for it."""
    return [cut(f"P{p.id}, until {until(p, now)}: {p.text}"),
            f"It passes {rule(p)}. .proposal support {p.id}, or against, abstain, concern, hold"]  # fmt: skip


def rule(p: Proposal) -> str:
    of = f" of {p.role}" if p.role else ""
    if p.lazy:
        return f"if nobody{of} is against and no concern is open; silence counts as no objection"
    return (f"with {p.needs}{of} in support beside {p.nick}, fewer against, and no open concern; "
            "silence does not count")  # fmt: skip


def until(p: Proposal, now: datetime) -> str:
    return f"{said(p.ends, now)} ({relative(p.ends, now)})"


def row(p: Proposal, now: datetime) -> str:
    """In a list."""
    when = f"held by {p.hold.nick}" if p.hold else f"until {said(p.ends, now)}"
    return f"P{p.id} {when}: {cut(p.text, SHORT)} ({standing(p)})"


def standing(p: Proposal) -> str:
    """How it stands, in a few words."""
    support, against, concerns = len(p.heard(Stance.SUPPORT)), len(p.heard(Stance.AGAINST)), len(p.concerned())
    parts = (
        "lazy" if p.lazy else "",
        f"{support} in support" if p.lazy else f"{support} of {p.needs} in support",
        f"{against} against" if against else "",
        f"{concerns} concern{'s' if concerns > 1 else ''} open" if concerns else "",
    )
    return ", ".join(filter(None, parts))


def details(p: Proposal, now: datetime) -> list[str]:
    """All of it, in four lines at most."""
    concerns = "; ".join(f"{p.id}.{each.n} {each.nick}: {each.text}" for each in p.concerned())
    live = p.state in LIVE
    lines = [cut(f"P{p.id} ({p.nick}, {state(p, now)}): {p.text}"), f"{standing(p).capitalize()}." if live else "",
             cut(reasons(p) if p.state is State.FAILED else voices(p))]  # fmt: skip
    return [*filter(None, lines), *([cut(f"Concerns: {concerns}")] if concerns else [])]


def state(p: Proposal, now: datetime) -> str:
    match p.state:
        case State.OPEN:
            return f"until {until(p, now)}"
        case State.HELD:
            return f"held by {p.hold.nick}: {p.hold.why}" if p.hold else "held"
    when = f" {said(p.closed, now)}" if p.closed else ""
    return f"{p.state}{when}{f', D{p.decision}' if p.decision else ''}"


def voices(p: Proposal) -> str:
    """Who is for it, against it and so on, and who was asked and has not been heard; "" for nobody at all."""
    groups = [(stance.capitalize(), [spoken(voice) for voice in p.heard(stance)]) for stance in Stance]
    groups += [("Not counted", [f"{voice.nick} ({voice.stance})" for voice in p.uncounted()]),
               (f"Not heard of {p.role}", [each.nick for each in p.unheard()])]  # fmt: skip
    return " ".join(f"{head}: {', '.join(names)}." for head, names in groups if names)


def spoken(voice: Voice) -> str:
    return f"{voice.nick} ({voice.why})" if voice.why else voice.nick


def few(rows: Iterable[str], more: str, at_most: int = 4) -> list[str]:
    """The first rows; where there are more, the last line counts them and says how to see them."""
    rows = list(rows)
    if len(rows) <= at_most:
        return rows
    return [*rows[: at_most - 1], f"… and {len(rows) - at_most + 1} more{more}"]
