"""What a line asks for. The parser is pure and knows nothing of meetings."""
from __future__ import annotations

import re
from dataclasses import dataclass

from .bare import Speech
from .commands import AddItem, Replace, Spoken
from .word import Missing, Word
from .words import BARE_BY_NAME, BY_NAME, INSISTED, NOUN_BY_NAME

HASH_WORD = re.compile(r"\s*#([^\W\d]\w*!?)(?:[:.,;!?]+\s*|\s+|$)(.*)", re.DOTALL)
BARE_WORD = re.compile(
    rf"\s*({'|'.join(map(re.escape, sorted(BARE_BY_NAME, key=len, reverse=True)))})(?:\s+(.*)|)",
    re.IGNORECASE | re.DOTALL,
)
AGENDA_PLUS = re.compile(r"\s*agenda\+:?\s+(\S.*)", re.IGNORECASE | re.DOTALL)
SUBSTITUTE = re.compile(r"\s*s/([^/]+)/([^/]*)/(g?)\s*")
SAID_WITH_HASH = ("cast",)  # beside #vote; a secret vote must not go unanswered, nor stay in a log
BARE_URL = re.compile(r"\s*(?:(?:https?|ircs?|ftp|ssh)://|mailto:)[^\s<>]+", re.IGNORECASE)


@dataclass(frozen=True)
class Malformed:
    """A known word without what it needs. asks: the question to its speaker."""

    word: Word
    asks: str


@dataclass(frozen=True)
class NearMiss:
    """A word one letter away from a known one."""

    said: str
    word: Word


Parsed = Spoken | Malformed | NearMiss


def parse(text: str, *, prefix: str = ".", me: str = "", yields: tuple[str, ...] = ()) -> Parsed | None:
    """What a line asks for; None when it is speech.

    prefix: of nouns; without one, nouns need the bot's nick before them. me: that nick, as in
    "clerk: help". yields: #words that belong to another bot here.
    """
    if found := HASH_WORD.fullmatch(text):
        return hash_command(found[1].lower(), (found[2] or "").strip(), yields)
    if found := AGENDA_PLUS.fullmatch(text):
        return noun(f"agenda add {found[1]}")
    if found := SUBSTITUTE.fullmatch(text):
        return Replace(found[1], found[2], bool(found[3]))
    if BARE_URL.match(text):
        return AddItem("link", text.strip())
    return noun_command(text, prefix, me)


def private(text: str, me: str = "") -> Parsed | None:
    """What a private line asks for. There a noun needs no prefix."""
    return noun(text) or parse(text, me=me)


def hash_command(name: str, argument: str, yields: tuple[str, ...]) -> Parsed | None:
    name, insists = name.removesuffix("!"), name.endswith("!")
    if name in yields:
        return None
    if insists and name in INSISTED:
        return INSISTED[name](argument)
    if word := BY_NAME.get(name):
        return filled(word, argument)
    if name in SAID_WITH_HASH:
        return noun(f"{name} {argument}")
    near = [word for known, word in BY_NAME.items()
            if len(known) > 2 and known not in yields and one_letter_off(name, known)]  # fmt: skip
    return NearMiss(name, near[0]) if near else None


def bare_command(text: str, yields: tuple[str, ...] = ()) -> Spoken | None:
    """What a line of bare words asks for; None when it is speech. Only an open meeting gives them a meaning.

    yields: as in `parse`; who owns one name of a word owns all, and who owns "queue" owns "close queue".
    """
    found = BARE_WORD.fullmatch(text)
    word = BARE_BY_NAME[found[1].lower()] if found else None
    if not found or not word or {word.name, *word.aliases, word.name.split()[-1]} & set(yields):
        return None
    try:
        return word.make((found[2] or "").strip())
    except Speech:
        return None


def noun_command(text: str, prefix: str, me: str) -> Parsed | None:
    for start in filter(None, (prefix, f"{me}:" if me else "", f"{me}," if me else "")):
        if text.lower().startswith(start.lower()):
            return noun(text[len(start) :])
    return None


def noun(text: str) -> Parsed | None:
    """A noun, its verb and what follows; other bots' .words and chatter are none."""
    name, verb, argument = [*text.split(None, 2), "", "", ""][:3]
    if word := NOUN_BY_NAME.get(f"{name} {verb}".lower()):
        return filled(word, argument.strip())
    word = NOUN_BY_NAME.get(name.lower())
    return filled(word, f"{verb} {argument}".strip()) if word else None


def filled(word: Word, argument: str) -> Spoken | Malformed:
    try:
        return word.make(argument)
    except Missing as missing:
        return Malformed(word, str(missing))


def one_letter_off(said: str, known: str) -> bool:
    """Whether one letter was added, left out, changed, or swapped with its neighbour."""
    if abs(len(said) - len(known)) > 1 or said == known:
        return False
    at = next((i for i, (a, b) in enumerate(zip(said, known, strict=False)) if a != b), min(len(said), len(known)))
    return (
        said[at + 1 :] == known[at + 1 :]
        or said[at + 1 :] == known[at:]
        or said[at:] == known[at + 1 :]
        or (said[at : at + 2] == known[at : at + 2][::-1] and said[at + 2 :] == known[at + 2 :])
    )
