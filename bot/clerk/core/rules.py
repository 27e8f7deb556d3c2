"""The settings of a channel that the rules go by. A meeting keeps those it began with."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

VERSION = 3  # of the rules; raised when decide() answers an old line otherwise than before


class Voice(StrEnum):
    OPEN = "open"
    SHADOW = "shadow"  # listens, records, writes minutes, and says nothing


class Keep(StrEnum):
    """Which lines are stored outside meetings."""

    COMMANDS = "commands"
    ALWAYS = "always"


class Dialect(StrEnum):
    """Decides the few words that differ between MeetBots."""

    OPENDEV = "opendev"
    UBUNTU = "ubuntu"  # a chair's #vote TEXT puts a motion
    W3C = "w3c"  # PROPOSED: and RESOLVED: in small letters too


@dataclass(frozen=True)
class Rules:
    """All times in minutes; 0 switches off what waits for them."""

    idle_ask: int = 20  # quiet minutes until the bot asks whether the meeting goes on
    idle_end: int = 60  # quiet minutes until the bot ends it
    anyone_ends: int = 60  # minutes after which anyone may end a meeting
    off_record: int = 10  # minutes until #off ends by itself
    comes_back: int = 30  # minutes in which a nick that left keeps its rights at the same user@host
    set_topic: bool = True  # set the channel's topic, and put the old one back
    ask_name: bool = True  # a meeting must be given a name
    prefix: str = "."  # of .noun commands; "" for none
    voice: Voice = Voice.OPEN
    log: Keep = Keep.COMMANDS
    bots: tuple[str, ...] = ()  # nicks whose lines are logged and are nothing else
    relays: tuple[str, ...] = ()  # nicks that carry others' words as "<nick> words"
    yields: tuple[str, ...] = ()  # commands that another bot here owns
    rights: Mapping[str, str] = field(default_factory=dict)  # command -> anyone|voiced|chair|operator|role NAME
    dialect: Dialect = Dialect.OPENDEV
    abstain: bool = True  # in every vote one may abstain
    timezone: str = "UTC"  # IANA name, for who has set none
    announce_at: tuple[str, ...] = ()  # HH:MM, when the bot says things by itself; empty for at once
    announce_days: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
    quiet_hours: str = "22:00-07:00"  # HH:MM-HH:MM in which it does not; "" for none
    announce_cap: int = 4  # times an hour that it does; 0 for never
    proposal_needs: int = 2  # in support, outside meetings, beside who proposes


def settings_of(rules: Rules) -> dict[str, Any]:
    """As a meeting's first fact keeps them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rules).items()}
