"""What people may say of themselves, at any time: .tz, .away, .back, .ping."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, Missing, Word

PING = re.compile(r"me(?P<no> no more)? for(?:\s+(?P<topic>.*))?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class ShowZone(AnyTime):
    WORD: ClassVar[str] = "tz"
    DEED: ClassVar[str] = "ask for their time zone"
    LOCAL: ClassVar[bool] = False


@dataclass(frozen=True)
class SetZone(AnyTime):
    """name: "" takes it away."""

    WORD: ClassVar[str] = "tz"
    DEED: ClassVar[str] = "set their time zone"
    LOCAL: ClassVar[bool] = False
    name: str


@dataclass(frozen=True)
class ShowAway(AnyTime):
    WORD: ClassVar[str] = "away"
    DEED: ClassVar[str] = "ask who is away"


@dataclass(frozen=True)
class GoAway(AnyTime):
    WORD: ClassVar[str] = "away"
    DEED: ClassVar[str] = "say that they are away"
    LOCAL: ClassVar[bool] = False
    until: str
    why: str


@dataclass(frozen=True)
class ComeBack(AnyTime):
    WORD: ClassVar[str] = "back"
    DEED: ClassVar[str] = "say that they are back"
    LOCAL: ClassVar[bool] = False


@dataclass(frozen=True)
class ShowPings(AnyTime):
    WORD: ClassVar[str] = "ping"
    DEED: ClassVar[str] = "ask what they are called for"
    LOCAL: ClassVar[bool] = False


@dataclass(frozen=True)
class PingMe(AnyTime):
    """wanted: False for no more."""

    WORD: ClassVar[str] = "ping"
    DEED: ClassVar[str] = "be called for something"
    LOCAL: ClassVar[bool] = False
    topic: str
    wanted: bool


@dataclass(frozen=True)
class ShowOrg(AnyTime):
    WORD: ClassVar[str] = "org"
    DEED: ClassVar[str] = "ask for their organisation"
    LOCAL: ClassVar[bool] = False


@dataclass(frozen=True)
class SetOrg(AnyTime):
    """name: "" takes it away."""

    WORD: ClassVar[str] = "org"
    DEED: ClassVar[str] = "say their organisation"
    LOCAL: ClassVar[bool] = False
    name: str


def org(text: str) -> AnyTime:
    return SetOrg("" if text.lower() in ("none", "unset") else text) if text else ShowOrg()


def zone(text: str) -> AnyTime:
    return SetZone("" if text.lower() in ("none", "unset") else text) if text else ShowZone()


def away(text: str) -> AnyTime:
    if not text:
        return ShowAway()
    date, *why = re.split(r"\s+(?:because|why)(?:\s+|$)", text, maxsplit=1, flags=re.IGNORECASE)
    date = re.sub(r"^until(?:\s+|$)", "", date, flags=re.IGNORECASE)
    if not date:
        raise Missing("until when?")
    return GoAway(date, "".join(why))


def ping(text: str) -> AnyTime:
    if not text:
        return ShowPings()
    found = PING.fullmatch(text)
    if not found or not found["topic"]:
        raise Missing("what shall I name you for?")
    return PingMe(found["topic"], not found["no"])


NOUNS = (
    Word("tz", "ZONE|none", "sets your time zone, for the times that you write and read; alone, it shows it",
         ".tz Europe/Paris", ANYONE, zone, section="You", noun=True),
    Word("org", "NAME|none", "says which organisation you are of, for ballots that are shown by organisation; alone, "
         "it shows it", ".org Red Hat", ANYONE, org, section="You", noun=True),
    Word("away", "until DATE [because REASON]", "says that you are away; alone, it shows who of the channel is",
         ".away until 4 december because holidays", ANYONE, away, section="You", noun=True),
    Word("back", "", "ends .away", ".back", ANYONE, lambda _: ComeBack(), section="You", noun=True),
    Word("ping", "me [no more] for TOPIC", "names you when something about a meeting or of a kind is announced; "
         "alone, it lists for what", ".ping me for nova", ANYONE, ping, section="You", noun=True),
)  # fmt: skip
