"""The decision log as a document."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from clerk.core.decisions import Decision, State
from clerk.core.shape import plain

from .links import clean
from .markdown import words

Rendering = Callable[[Iterable[Decision]], str]


def as_json(found: Iterable[Decision]) -> str:
    """People's words are given exactly as said; what is not ASCII is escaped. Times are ISO 8601, UTC."""
    return json.dumps({"decisions": [plain(each) for each in found]}, indent=2) + "\n"


def as_text(found: Iterable[Decision]) -> str:
    return "".join(f"{head(each)}: {clean(each.text)}{tail(each)}\n{under(each)}" for each in found)


def head(d: Decision) -> str:
    return clean(f"D{d.id} {d.kind} {d.at:%Y-%m-%d} {d.place}")


def tail(d: Decision) -> str:
    """By when, and what became of it."""
    why = f": {clean(d.ended_why)}" if d.ended_why else ""
    parts = (
        f"by {d.due}" if d.due else "",
        f"replaces {', '.join(f'D{n}' for n in d.replaces)}" if d.replaces else "",
        f"replaced by D{d.replaced_by}" if d.state is State.REPLACED else "",
        f"{d.state}{why}" if d.state in (State.DONE, State.REVOKED) else "",
        "private" if d.private else "",
    )
    told = "; ".join(filter(None, parts))
    return f" ({told})" if told else ""


def under(d: Decision) -> str:
    return f"  {d.url}\n" if d.url else ""


def as_markdown(found: Iterable[Decision]) -> str:
    rows = (f"* {where(d)}: {words(d.text)}{words(tail(d))}\n" for d in found)
    return "".join(("# Decisions\n\n", *rows))


def where(d: Decision) -> str:
    return f"[{words(head(d))}](<{d.url}>)" if d.url else words(head(d))


FORMATS: dict[str, Rendering] = {"text": as_text, "markdown": as_markdown, "json": as_json}
