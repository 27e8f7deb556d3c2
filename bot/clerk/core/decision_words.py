"""What may be said of decisions at any time: `.decisions`, `.decision N`, and what becomes of one."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, CHAIR, Missing, Word

BECAUSE = re.compile(r"^(?:because|why)(?!\s+of\b)(?:\s+|$)", re.IGNORECASE)
NUMBER = re.compile(r"#?D?(\d{1,9})", re.IGNORECASE)
KEYS = re.compile(r"(?:^|\s+)(for|about|since)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class ShowDecisions(AnyTime):
    """parts: "for", "about" or "since", each with the words behind it, as they came."""

    WORD: ClassVar[str] = "decisions"
    DEED: ClassVar[str] = "list the decisions"
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ShowDecision(AnyTime):
    WORD: ClassVar[str] = "decision"
    DEED: ClassVar[str] = "look up a decision"
    n: int


@dataclass(frozen=True)
class ReplaceDecision(AnyTime):
    """n: the older one. by: the one that holds in its place."""

    WORD: ClassVar[str] = "decision replace"
    DEED: ClassVar[str] = "replace a decision"
    n: int
    by: int


@dataclass(frozen=True)
class DecisionDone(AnyTime):
    WORD: ClassVar[str] = "decision done"
    DEED: ClassVar[str] = "say that a decision is carried out"
    n: int
    note: str


@dataclass(frozen=True)
class RevokeDecision(AnyTime):
    WORD: ClassVar[str] = "decision revoke"
    DEED: ClassVar[str] = "revoke a decision"
    n: int
    why: str


@dataclass(frozen=True)
class ReopenDecision(AnyTime):
    WORD: ClassVar[str] = "decision reopen"
    DEED: ClassVar[str] = "put a decision in force again"
    n: int


def number(text: str) -> int:
    found = NUMBER.fullmatch(text)
    if not found:
        raise Missing("which decision? .decisions lists them;")
    return int(found[1])


def decisions(text: str) -> AnyTime:
    before, *rest = KEYS.split(text)
    if KEYS.match(f"{before} "):
        raise Missing("about what, of which meeting, since when?")
    if before.strip():
        raise Missing(f"about what? .decisions about {before.strip()[:60]}; or:")
    return ShowDecisions(tuple((key.lower(), words.strip()) for key, words in zip(rest[::2], rest[1::2], strict=True)))


def decision(text: str) -> AnyTime:
    if not text:
        return ShowDecisions()
    if found := re.fullmatch(r"(\S+)\s+replaces\s+(\S+)", text, re.IGNORECASE):
        return ReplaceDecision(number(found[2]), number(found[1]))
    return ShowDecision(number(text))


def replaced(text: str) -> AnyTime:
    found = re.fullmatch(r"(\S+)\s+(?:with|by)\s+(\S+)", text, re.IGNORECASE)
    if not found:
        raise Missing("which decision, with which?")
    return ReplaceDecision(number(found[1]), number(found[2]))


def done(text: str) -> AnyTime:
    n, _, note = text.partition(" ")
    return DecisionDone(number(n), " ".join(note.split()))


def revoke(text: str) -> AnyTime:
    n, _, words = text.partition(" ")
    id, why = number(n), BECAUSE.sub("", " ".join(words.split()))
    if not why:
        raise Missing("why? Who looks it up later wants to know;")
    return RevokeDecision(id, why)


SECTION = "Decisions"
NOUNS: tuple[Word, ...] = (
    Word("decisions", "[for NAME] [about WORDS] [since DATE]", "lists what was decided here, newest first",
         ".decisions about cells since march", ANYONE, decisions, section=SECTION, noun=True),
    Word("decision", "N", "shows a decision: when, where, by when, what became of it", ".decision 31", ANYONE, decision,
         section=SECTION, noun=True),
    Word("decision replace", "N with M", "says that decision M holds in place of N; also: .decision M replaces N",
         ".decision replace 12 with 31", CHAIR, replaced, section=SECTION, noun=True),
    Word("decision done", "N [NOTE]", "says that a decision is carried out; it comes back in no meeting",
         ".decision done 12 merged last night", ANYONE, done, section=SECTION, noun=True),
    Word("decision revoke", "N because REASON", "says that a decision no longer holds",
         ".decision revoke 12 because the gate is still red", CHAIR, revoke, section=SECTION, noun=True),
    Word("decision reopen", "N", "puts a decision in force again", ".decision reopen 12", CHAIR,
         lambda text: ReopenDecision(number(text)), section=SECTION, noun=True),
)  # fmt: skip
