"""What may be said of what the bot says by itself, at any time."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, CHAIR, Missing, Word


@dataclass(frozen=True)
class ListWaiting(AnyTime):
    WORD: ClassVar[str] = "announce list"
    DEED: ClassVar[str] = "list what waits to be announced"


@dataclass(frozen=True)
class Announce(AnyTime):
    WORD: ClassVar[str] = "announce"
    DEED: ClassVar[str] = "have something announced"
    text: str


@dataclass(frozen=True)
class Hold(AnyTime):
    WORD: ClassVar[str] = "announce hold"
    DEED: ClassVar[str] = "hold announcements"
    n: int
    until: str


@dataclass(frozen=True)
class Release(AnyTime):
    WORD: ClassVar[str] = "announce release"
    DEED: ClassVar[str] = "release announcements"
    n: int


@dataclass(frozen=True)
class Drop(AnyTime):
    WORD: ClassVar[str] = "announce drop"
    DEED: ClassVar[str] = "drop announcements"
    n: int


@dataclass(frozen=True)
class Why(AnyTime):
    WORD: ClassVar[str] = "why"
    DEED: ClassVar[str] = "ask why I said something"


@dataclass(frozen=True)
class ShowQuiet(AnyTime):
    WORD: ClassVar[str] = "quiet"
    DEED: ClassVar[str] = "ask whether I am quiet"


@dataclass(frozen=True)
class BeQuiet(AnyTime):
    """how_long: "2h"; until: "friday"; one of them is "". Both are when it ends now."""

    WORD: ClassVar[str] = "quiet"
    DEED: ClassVar[str] = "make me quiet"
    how_long: str = ""
    until: str = ""


@dataclass(frozen=True)
class ShowMuted(AnyTime):
    WORD: ClassVar[str] = "mute"
    DEED: ClassVar[str] = "ask what is muted"
    LOCAL: ClassVar[bool] = False
    PERSONAL: ClassVar[bool] = True


@dataclass(frozen=True)
class Mute(AnyTime):
    WORD: ClassVar[str] = "mute"
    DEED: ClassVar[str] = "mute anything"
    LOCAL: ClassVar[bool] = False
    PERSONAL: ClassVar[bool] = True
    kind: str


@dataclass(frozen=True)
class Unmute(AnyTime):
    WORD: ClassVar[str] = "unmute"
    DEED: ClassVar[str] = "unmute anything"
    LOCAL: ClassVar[bool] = False
    PERSONAL: ClassVar[bool] = True
    kind: str


def announce(text: str) -> AnyTime:
    return Announce(text) if text else ListWaiting()


def listing(text: str) -> AnyTime:
    """Words that begin with "list" may be announced, too."""
    return Announce(f"list {text}") if text else ListWaiting()


def hold(text: str) -> AnyTime:
    found = re.fullmatch(r"(\d{1,6})\s+until\s+(\S.*)", text, re.IGNORECASE | re.DOTALL)
    if not found:
        raise Missing("which one, and until when?")
    return Hold(int(found[1]), found[2])


def number(make: Callable[[int], AnyTime]) -> Callable[[str], AnyTime]:
    def parse_number(text: str) -> AnyTime:
        if not re.fullmatch(r"\d{1,6}", text):
            raise Missing("which one? .announce lists what waits;")
        return make(int(text))

    return parse_number


def quiet(text: str) -> AnyTime:
    if not text:
        return ShowQuiet()
    if text.lower() == "off":
        return BeQuiet()
    until = re.fullmatch(r"until(?:\s+(.*))?", text, re.IGNORECASE | re.DOTALL)
    if until and not until[1]:
        raise Missing("until when?")
    return BeQuiet(until=until[1]) if until else BeQuiet(how_long=re.sub(r"^for\s+", "", text, flags=re.IGNORECASE))


def mute(text: str) -> AnyTime:
    return Mute(text.lower()) if text else ShowMuted()


def unmute(text: str) -> AnyTime:
    if not text:
        raise Missing("what shall I speak of again? .mute lists what is muted;")
    return Unmute(text.lower())


SECTION = "What I say by myself"
NOUNS = (
    Word("announce", "TEXT [at TIME]", "has it announced in the channel, when the channel allows that, or at a time; "
         "alone, it lists what waits", ".announce The freeze begins at thursday 15:00", CHAIR, announce,
         section=SECTION, noun=True),
    Word("announce list", "", "lists what waits to be announced", ".announce list", ANYONE, listing,
         section=SECTION, noun=True),
    Word("announce hold", "N until DATE", "holds announcement N back (yours; a chair: anybody's)",
         ".announce hold 7 until monday", ANYONE, hold, section=SECTION, noun=True),
    Word("announce release", "N", "ends that", ".announce release 7", ANYONE, number(Release), section=SECTION,
         noun=True),
    Word("announce drop", "N", "takes announcement N back (yours; a chair: anybody's)", ".announce drop 7", ANYONE,
         number(Drop), section=SECTION, noun=True),
    Word("why", "", "says why I last spoke by myself, for whom, whether it was heard, and how to stop it", ".why",
         ANYONE, lambda _: Why(), section=SECTION, noun=True),
    Word("quiet", "2h|until TIME|off", "has me say nothing by myself in the channel, for a week at most; alone, it "
         "shows until when", ".quiet 2h", ANYONE, quiet, section=SECTION, noun=True),
    Word("mute", "KIND", "has me announce nothing of that kind in the channel; in private, never name you for it; "
         "alone, it lists the kinds", ".mute meeting", ANYONE, mute, section=SECTION, noun=True),
    Word("unmute", "KIND", "ends that", ".unmute meeting", ANYONE, unmute, section=SECTION, noun=True),
)  # fmt: skip
