"""What a setting's value may be. Each reader takes the words of the file and raises ValueError with what is wrong."""
from __future__ import annotations

import difflib
import ipaddress
import re
import ssl
import string
from collections.abc import Callable
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from ..core.chances import DAYS, clock_of, span_of
from ..core.lines import fold
from ..core.rights import ROLE
from ..core.roles import NAME
from ..core.when import Unclear, zone_named
from ..core.words import BARE_BY_NAME, BY_NAME, GOES_BY, NOUN_BY_NAME

FORMATS = ("html", "txt", "md", "rst", "json", "log.html", "log.txt")
PATTERN_WORDS = ("channel", "name", "network", "year", "month", "day", "date", "time", "id")
WHO = ("anyone", "voiced", "chair", "operator")
CHANNEL = re.compile(r"[#&+!][^\s,:\x07]{0,199}")
LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
NICK = re.compile(r"[^\s\d#&@%+~:!,*?.$-][^\s@!:,*?.]*")


class Durability(StrEnum):
    NORMAL = "normal"  # survives a crash of the bot
    FULL = "full"  # survives a power cut too


def words(value: str) -> str:
    return value


def word(value: str) -> str:
    if re.search(r"\s", value):
        raise ValueError("has a blank in it")
    return value


def nick(value: str) -> str:
    if not NICK.fullmatch(value):
        raise ValueError(f"{value!r} is no nick")
    return value


def host(value: str) -> str:
    """A name or an address."""
    if is_address(value):
        return value
    if ":" in value or "/" in value:
        raise ValueError(f"{value!r} is no host name; the port is a setting of its own, and nothing else belongs here")
    try:
        labels = value.removesuffix(".").encode("idna").decode().split(".")
    except UnicodeError:
        labels = [""]
    if not all(map(LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise ValueError(f"{value!r} is no host name")
    return value


def address(value: str) -> str:
    if not is_address(value):
        raise ValueError(f"{value!r} is no IP address")
    return value


def is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def modes(value: str) -> str:
    if not re.fullmatch(r"[+-]?[A-Za-z]+([+-][A-Za-z]+)*", value):
        raise ValueError(f"{value!r} are no modes")
    return value


def ciphers(value: str) -> str:
    try:
        ssl.create_default_context().set_ciphers(value)
    except ssl.SSLError:
        raise ValueError(f"{value!r} selects no cipher; see `openssl ciphers`") from None
    return value


def tls_version(value: str) -> str:
    known = ("TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3")
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}{nearest(value, known)}")
    return value


def patterns(value: str) -> str:
    """Regular expressions, one a line, or in one line with commas between them."""
    for part in value.split("\n" if "\n" in value else ","):
        try:
            re.compile(part.strip())
        except re.error as wrong:
            raise ValueError(f"{part.strip()!r} is no regular expression: {wrong}") from None
    return value


def as_written(read: Callable[[str], Any]) -> Callable[[str], str]:
    """The words themselves, once they have been found good."""

    def keep(value: str) -> str:
        read(value)
        return value

    return keep


def flag(value: str) -> bool:
    if value.lower() in ("yes", "y", "true", "on", "1"):
        return True
    if value.lower() in ("no", "n", "false", "off", "0"):
        return False
    raise ValueError(f"{value!r} is neither yes nor no")


def whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"[+-]?\d{1,9}", value) or not low <= int(value) <= high:
            raise ValueError(f"{value!r} is no whole number from {low} to {high}")
        return int(value)

    return read


def seconds(value: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,6})?", value):
        raise ValueError(f"{value!r} is no number of seconds")
    return float(value)


def choice(kind: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(value: str) -> StrEnum:
        return kind(one_of(*kind)(value))

    return read


def one_of(*known: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in known:
            raise ValueError(f"{value!r} is none of {', '.join(known)}{nearest(value, known)}")
        return value.lower()

    return read


def listing(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in re.split(r"[\s,]+", value) if part))


def commands(value: str) -> tuple[str, ...]:
    found = tuple(part.lstrip("#").lower() for part in listing(value))
    for name in found:
        if name not in BY_NAME and name not in BARE_BY_NAME:
            raise ValueError(f"there is no command {name!r}{nearest(name, BY_NAME)}")
    return found


def nicks(value: str) -> tuple[str, ...]:
    return tuple(nick(part) for part in listing(value))


def formats(value: str) -> tuple[str, ...]:
    return tuple(one_of(*FORMATS)(part) for part in listing(value))


def channels(value: str) -> tuple[tuple[str, str], ...]:
    """(channel, key) pairs; the key is "" for most."""
    found: dict[str, tuple[str, str]] = {}
    for entry in re.split(r"[\n,]+", value):
        name, _, key = entry.strip().strip("\"'").strip().partition(" ")
        if not name:
            continue
        if not CHANNEL.fullmatch(name):
            raise ValueError(f"{name!r} is no channel")
        if fold(name) in found:
            raise ValueError(f"{name} is listed twice")
        found[fold(name)] = (name, key.strip())
    return tuple(found.values())


def rights(value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in filter(None, map(str.strip, re.split(r"[\n,]+", value))):
        command, colon, who = (part.strip().lower() for part in entry.partition(":"))
        if not colon:
            raise ValueError(f"{entry!r} is not 'command: who'")
        known = BY_NAME.get(command) or NOUN_BY_NAME.get(command) or BARE_BY_NAME.get(command)
        if known is None:
            raise ValueError(f"there is no command {command!r}{nearest(command, BY_NAME)}")
        found[GOES_BY.get(known.name, known.name)] = whom(who)
    return found


def whom(value: str) -> str:
    """One of WHO, or "role" and its name."""
    if not value.startswith(ROLE):
        return one_of(*WHO)(value)
    name = value.removeprefix(ROLE).strip()
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a role")
    return f"{ROLE}{name}"


def zone(value: str) -> str:
    try:
        return zone_named(value)
    except Unclear as unclear:
        raise ValueError(str(unclear)) from None


def times(value: str) -> tuple[str, ...]:
    """Times of day, in their order."""
    return tuple(sorted({f"{clock_of(part):%H:%M}" for part in listing(value)}))


def days(value: str) -> tuple[str, ...]:
    """Days of the week, from monday on."""
    found = {one_of(*DAYS)(part[:3] if part.lower().endswith("day") else part) for part in listing(value)}
    return tuple(day for day in DAYS if day in found)


def hours(value: str) -> str:
    """A time of day, and another; or nothing."""
    return "-".join(f"{each:%H:%M}" for each in span_of(value)) if value else ""


def pattern(value: str) -> str:
    try:
        parts = list(string.Formatter().parse(value))
    except ValueError as wrong:
        raise ValueError(f"{value!r}: {wrong}") from None
    named = [name for _, name, _, _ in parts if name is not None]
    for name in named:
        if name not in PATTERN_WORDS:
            raise ValueError(f"{{{name}}} is none of {', '.join(PATTERN_WORDS)}{nearest(name, PATTERN_WORDS)}")
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise ValueError("only plain {words} may stand in braces")
    if value.startswith(("/", "~")) or "\\" in value or not all(p.strip(".") for p in value.split("/")):
        raise ValueError("must stay below the directory of the minutes")
    if not {"time", "id"} & set(named):
        raise ValueError("two meetings would get the same name; use {time} or {id}")
    return value


def url(value: str) -> str:
    parts = urlsplit(word(value))
    if parts.scheme not in ("http", "https", "file") or (parts.scheme != "file" and not parts.hostname):
        raise ValueError(f"{value!r} is no http, https or file URL")
    return value


def prefix(value: str) -> str:
    if len(value) > 3 or re.search(r"[\s\w#]", value):
        raise ValueError(f"{value!r} is no prefix; use one to three signs, or nothing")
    return value


def nearest(name: str, known: Any) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
