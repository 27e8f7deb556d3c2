"""What may be said of action items at any time: `.action` and its verbs, `.actions`; in a meeting also `#done`."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime, Spoken
from .word import ANYONE, Missing, Word, needs

ONE = r"[Aa#]?\d{1,7}"
SURELY_MORE = rf"{ONE}(?:(?:\s*,\s*|\s+(?:and|&)\s+|\s+(?=[Aa]\d)){ONE})*"
WITH_COMMAS = re.compile(rf"({SURELY_MORE})(?:[\s,:;]+(\S.*))?", re.DOTALL)
BARE_LIST = re.compile(rf"({ONE}(?:\s+{ONE})*)(?:\s+(\w+://.*|because\s.*))?", re.DOTALL | re.IGNORECASE)
REASON = re.compile(r"(?:because|why|for)(?:\s+(?P<why>.*))?", re.DOTALL | re.IGNORECASE)
LATER = re.compile(r"(.*?)\s+until(?:\s+(.*?))?(?:\s+(?:because|why)(?:\s+(.*))?)?", re.DOTALL | re.IGNORECASE)
NOBODY = frozenset({"nobody", "none", "noone"})


@dataclass(frozen=True)
class ShowActions(AnyTime):
    """place: the meeting or channel that was named, "" for this channel."""

    WORD: ClassVar[str] = "actions"
    DEED: ClassVar[str] = "list the action items"
    place: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class ShowActionsOf(AnyTime):
    """nick: "" for the speaker's own."""

    WORD: ClassVar[str] = "actions"
    DEED: ClassVar[str] = "list somebody's action items"
    LOCAL: ClassVar[bool] = False
    nick: str = ""


@dataclass(frozen=True)
class ShowAction(AnyTime):
    WORD: ClassVar[str] = "action"
    DEED: ClassVar[str] = "see an action item"
    LOCAL: ClassVar[bool] = False
    n: int


@dataclass(frozen=True)
class AddAction(AnyTime):
    WORD: ClassVar[str] = "action add"
    DEED: ClassVar[str] = "note action items"
    text: str


@dataclass(frozen=True)
class FinishActions(AnyTime):
    """note: what came of them, or where."""

    WORD: ClassVar[str] = "action done"
    DEED: ClassVar[str] = "say that an action item is done"
    LOCAL: ClassVar[bool] = False
    numbers: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True)
class DropActions(AnyTime):
    WORD: ClassVar[str] = "action drop"
    DEED: ClassVar[str] = "drop action items"
    LOCAL: ClassVar[bool] = False
    numbers: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class SetDue(AnyTime):
    """date: as it was written; "" takes it off."""

    WORD: ClassVar[str] = "action due"
    DEED: ClassVar[str] = "say when action items are due"
    LOCAL: ClassVar[bool] = False
    numbers: tuple[int, ...]
    date: str


@dataclass(frozen=True)
class GiveActions(AnyTime):
    WORD: ClassVar[str] = "action give"
    DEED: ClassVar[str] = "give action items to somebody"
    LOCAL: ClassVar[bool] = False
    numbers: tuple[int, ...]
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class ReopenActions(AnyTime):
    WORD: ClassVar[str] = "action reopen"
    DEED: ClassVar[str] = "open action items again"
    LOCAL: ClassVar[bool] = False
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class PutOffActions(AnyTime):
    """until: a date as it was written."""

    WORD: ClassVar[str] = "action later"
    DEED: ClassVar[str] = "put action items off"
    LOCAL: ClassVar[bool] = False
    numbers: tuple[int, ...]
    until: str
    why: str


Closing = FinishActions | DropActions | SetDue | GiveActions | ReopenActions | PutOffActions


def numbers_and_rest(text: str) -> tuple[tuple[int, ...], str]:
    """The numbers that a text begins with, and the rest. Without commas or an A, several count only before nothing, an
    address or a reason: "12 3 patches" is of 12. Raises Missing."""
    found = BARE_LIST.fullmatch(text) or WITH_COMMAS.fullmatch(text)
    if not found:
        raise Missing("which one? .actions lists them;")
    numbers = tuple(dict.fromkeys(int(each) for each in re.findall(r"\d+", found[1])))
    return numbers, " ".join((found[2] or "").split())


def show(text: str) -> AnyTime:
    if not text:
        return ShowActions()
    found = WITH_COMMAS.fullmatch(text)
    numbers, rest = numbers_and_rest(text) if found else ((), text)
    if rest or len(numbers) != 1:
        raise Missing("after .action go add, done, drop, due, give, reopen, later, or one number:")
    return ShowAction(numbers[0])


def listing(text: str) -> AnyTime:
    word, _, rest = text.partition(" ")
    match word.lower():
        case "":
            return ShowActions()
        case "mine" | "me" if not rest:
            return ShowActionsOf()
        case "overdue" | "late" if not rest:
            return ShowActions(overdue=True)
        case "overdue" if rest.lower().startswith("for "):
            return ShowActions(rest[4:].strip(), overdue=True)
        case "for" if rest:
            return ShowActions(rest.strip())
        case "for":
            raise Missing("for which meeting?")
    if rest:
        raise Missing("whose? mine, a nick, overdue, or for a meeting:")
    return ShowActionsOf(word.lstrip("@"))


def done(text: str) -> FinishActions:
    return FinishActions(*numbers_and_rest(text))


def drop(text: str) -> DropActions:
    numbers, rest = numbers_and_rest(text)
    found = REASON.fullmatch(rest)
    why = found["why"] if found else rest
    if not why:
        raise Missing("why? Whoever asks for it later wants to know.")
    return DropActions(numbers, reason(why))


def reason(why: str) -> str:
    """What stands behind "because", in one line; "because of" stays together."""
    why = " ".join(why.split())
    return f"because {why}" if why.lower().startswith("of ") else why


def due(text: str) -> SetDue:
    found = WITH_COMMAS.fullmatch(text)
    if not found:
        raise Missing("which one? .actions lists them;")
    if not found[2]:
        raise Missing("when is it due? none takes a date off;")
    numbers, _ = numbers_and_rest(found[1])
    return SetDue(numbers, "" if found[2].lower() in ("none", "never") else found[2])


def give(text: str) -> GiveActions:
    before, _, behind = [*re.split(r"\s+(to)(?:\s+|$)", text, maxsplit=1, flags=re.IGNORECASE), "", ""][:3]
    numbers, rest = numbers_and_rest(before)
    nicks = tuple(dict.fromkeys(each.lstrip("@") for each in re.split(r"[\s,;&]+", f"{rest} {behind}")
                                if each and each.lower() != "and"))  # fmt: skip
    if not nicks or any(nick.lower() in NOBODY for nick in nicks):
        raise Missing("to whom? What nobody does, .action drop N because REASON ends;")
    return GiveActions(numbers, nicks)


def reopen(text: str) -> ReopenActions:
    numbers, rest = numbers_and_rest(text)
    if rest:
        raise Missing("which one? Only numbers;")
    return ReopenActions(numbers)


def later(text: str) -> PutOffActions:
    found = LATER.fullmatch(f"{text} ")
    numbers, rest = numbers_and_rest(found[1] if found else text)
    until, why = ((found[2] or "").strip(), (found[3] or "").strip()) if found else ("", "")
    if rest or not until:
        raise Missing("until when?")
    if not why:
        raise Missing("why? Whoever waits for it wants to know.")
    return PutOffActions(numbers, until, reason(why))


def word(name: str, usage: str, does: str, example: str, make: Callable[[str], Spoken]) -> Word:
    return Word(name, usage, does, example, ANYONE, make, section=SECTION, noun=True)


SECTION = "Action items"
NOUNS: tuple[Word, ...] = (
    word("actions", "mine|NICK|overdue|for NAME",
         "lists what is open: of this channel, your own, somebody's, of a meeting", ".actions mine", listing),
    word("action", "N", "shows an action item and what became of it", ".action 12", show),
    word("action add", "OWNER: TEXT [due DATE]", "notes what somebody will do, in a meeting or not",
         ".action add bob: triage 1352 due friday", needs("who will do what?", AddAction)),
    word("action done", "N … [NOTE|URL]", "says that it is done, and what came of it; in a meeting also #done N",
         ".action done 12 https://review.example.org/98765", done),
    word("action drop", "N … because REASON", "says that it will not be done", ".action drop 12 because cells is gone",
         drop),
    word("action due", "N … DATE|none", "says when it is due", ".action due 12 friday", due),
    word("action give", "N … to NICK …", "makes it somebody's, and nobody else's", ".action give 12 to carol", give),
    word("action reopen", "N …", "opens it again", ".action reopen 12", reopen),
    word("action later", "N … until DATE because REASON", "puts it off: until then it is not asked for",
         ".action later 12 until 4 december because of the freeze", later),
)  # fmt: skip
DONE = Word("done", "N … [NOTE|URL]", "says that an action item is done; .action N shows it", "#done 12", ANYONE, done)
