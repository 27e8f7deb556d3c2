"""What may stand behind the words that have no # before them. Each takes the rest of its line, or it is speech."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from .commands import Ack, Command, JoinQueue, QueueKind

BETWEEN_NICKS = re.compile(r"[,\s]+")
KIND = re.compile(r"(point of order|question|reply)(?:\s*[:,-]\s*|\s+|$)(.*)", re.IGNORECASE | re.DOTALL)
ABOUT = re.compile(r"(?:re|on|about|regarding|concerning)\s", re.IGNORECASE)
PURPOSE = re.compile(r"to\s+(.+)", re.IGNORECASE | re.DOTALL)


class Speech(Exception):
    """It begins like a bare word, and is none."""


def split_nicks(text: str) -> tuple[str, ...]:
    """The nicks of a list, each once."""
    return tuple(dict.fromkeys(nick for nick in BETWEEN_NICKS.split(text) if nick not in ("", "and", "&")))


def alone(command: Command) -> Callable[[str], Command]:
    def parse_nothing(text: str) -> Command:
        if text:
            raise Speech
        return command

    return parse_nothing


def rest(make: Callable[[str], Command]) -> Callable[[str], Command]:
    def parse_rest(text: str) -> Command:
        if not text:
            raise Speech
        return make(text)

    return parse_rest


def rest_number(make: Callable[[int | None], Command]) -> Callable[[str], Command]:
    def parse_number(text: str) -> Command:
        if not re.fullmatch(r"\d{1,6}", text):
            raise Speech
        return make(int(text))

    return parse_number


def ack(text: str) -> Command:
    """Whoever is next, or one nick. "ack, will do" is speech."""
    if len(text.split()) > 1:
        raise Speech
    return Ack("" if text.lower() == "next" else text)


def join_queue(text: str, kind: QueueKind = "") -> Command:
    """A kind, a note, or nicks: whether words are nicks, only the meeting knows."""
    text = " ".join(text.split())
    found = None if kind else KIND.fullmatch(text)
    if found:
        kind, text = cast(QueueKind, found[1].lower()), found[2]
    plain = not kind and not ABOUT.match(text) and not PURPOSE.fullmatch(text)
    return JoinQueue(kind, note(text, kind), split_nicks(text) if plain else ())


def note(text: str, kind: QueueKind) -> str:
    """What they want to do, as in "you wanted to ..."."""
    if not text:
        return ""
    if ABOUT.match(text):
        return f"speak {text}"
    if found := PURPOSE.fullmatch(text):
        says = found[1].lower().startswith(("say ", "ask "))
        return f"reply {text}" if kind == "reply" and not says else found[1]
    return f"{'ask' if kind == 'question' else 'say'} {text}"
