"""bot.cfg: one table of what can be set, from which come the reader, its faults and bot.cfg.example.

The file is Sopel's (configparser without interpolation), and Sopel gets its own part of it. Nothing here connects,
and nothing here creates a file.
"""
from __future__ import annotations

import difflib
import os
import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sopel.config.core_section import CoreSection

from .core.commands import BY_NAME, NOUN_BY_NAME
from .core.lines import fold
from .core.rules import Keep, Rules, Voice

FORMATS = ("html", "txt", "md", "rst", "json", "log.html", "log.txt")
PATTERN_WORDS = ("channel", "name", "network", "year", "month", "day", "date", "time", "id")
WHO = ("anyone", "voiced", "chair", "operator")
EARS = "clerk_ears"
CHANNEL = re.compile(r"[#&+!][^\s,:\x07]{0,199}")
NICK = re.compile(r"[^\s\d#&@%+~:!,*?.$-][^\s@!:,*?.]*")


class Durability(StrEnum):
    NORMAL = "normal"  # survives a crash of the bot
    FULL = "full"  # survives a power cut too


@dataclass(frozen=True)
class Fault:
    """What is wrong in which line. line_no 0: nothing in the file is wrong, but something is missing."""

    line_no: int
    section: str
    option: str
    message: str

    def __str__(self) -> str:
        where = " ".join(part for part in (f"[{self.section}]" if self.section else "", self.option) if part)
        return f"{self.line_no or 1}: {where}: {self.message}" if where else f"{self.line_no or 1}: {self.message}"


class Faulty(Exception):
    """The file cannot be used as it is. str() says every fault, one a line, as FILE:LINE: …"""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{path.name}:{fault}" for fault in faults))
        self.faults = faults


# --- What a value may be. Each reader takes the words of the file and raises ValueError with what is wrong.


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
        known = BY_NAME.get(command) or NOUN_BY_NAME.get(command)
        if known is None:
            raise ValueError(f"there is no command {command!r}{nearest(command, BY_NAME)}")
        found[known.name] = one_of(*WHO)(who)
    return found


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


# --- The table.


@dataclass(frozen=True)
class Option:
    """A row. shown: how the example writes it; None: commented out, with its default."""

    name: str
    read: Callable[[str], Any]
    default: Any
    comment: str
    shown: str | None = None
    empty: bool = False  # whether "" means something else than the default


CORE = (
    Option("nick", nick, "", "The bot's nick. Must be set.", "clerk"),
    Option("user", word, "clerk", "The name before the @ in user@host."),
    Option("name", words, "Clerk, who writes the minutes", "The real name that /whois shows."),
    Option("host", word, "", "The IRC server. Must be set.", "irc.example.org"),
    Option("port", whole(1, 65535), 0, "Its port; without one 6697 with TLS, 6667 without."),
    Option("use_ssl", flag, True, "Speak TLS."),
    Option("verify_ssl", flag, True, "Check the server's certificate."),
    Option("ca_certs", words, "", "A file of certificates to trust beside the system's own."),
    Option("client_cert_file", words, "", "The bot's own certificate and key in one PEM file, for SASL EXTERNAL."),
    Option("bind_host", word, "", "The local address to connect from."),
    Option("timeout", whole(10, 3600), 60, "Seconds of silence after which the server counts as gone."),
    Option("auth_method", one_of("sasl", "nickserv", "server"), "",
           "How to log in: sasl, nickserv, or server (a password for the server itself)."),
    Option("auth_username", word, "", "The account; without one the nick."),
    Option("auth_password", words, "", "Its password. Better in the environment: SOPEL_CORE_AUTH_PASSWORD."),
    Option("auth_target", word, "", "For sasl the mechanism, PLAIN or EXTERNAL; for nickserv whom to tell."),
    Option("owner", word, "nobody@clerk.invalid", "The nick or user@host whom Sopel obeys; nobody is fine."),
)  # fmt: skip

CLERK = (
    Option("channels", channels, (), 'The channels to be in, one a line, in quotes; a key may follow: "#staff sesame".',
           '\n    "#nova"'),
    Option("network", word, "", "What to call the network; without it, what the server calls it."),
    Option("store", words, "clerk.db", "The SQLite file that remembers everything. Paths start at this file."),
    Option("minutes", words, "minutes", "The directory of the minutes."),
    Option("url", url, "", "Where that directory is published; without it, links are file:// ones."),
    Option("pattern", pattern, "{channel}/{year}/{channel}.{date}-{time}",
           f"The files of a meeting, below that directory. Words: {' '.join(PATTERN_WORDS)}."),
    Option("formats", formats, FORMATS, "What to write of each meeting."),
    Option("durability", choice(Durability), Durability.NORMAL,
           "normal survives a crash of the bot, full a power cut too."),
    Option("burst", whole(1, 1000), 5, "Lines that may go out at once, then"),
    Option("pace", seconds, 0.8, "one every so many seconds; 0 for no limit."),
    Option("join_unidentified", flag, False, "Join before NickServ has let the bot in."),
)  # fmt: skip

MINUTES = whole(0, 100_000)
DEFAULT_RULES = Rules()
RULES = tuple(
    Option(name, read, getattr(DEFAULT_RULES, name), comment, empty=name == "prefix")
    for name, read, comment in (
        ("idle_ask", MINUTES, "Quiet minutes until the bot asks whether the meeting goes on; 0 for never."),
        ("idle_end", MINUTES, "Quiet minutes until the bot ends it; 0 for never."),
        ("anyone_ends", MINUTES, "Minutes after which anyone may end a meeting; 0 for never."),
        ("off_record", MINUTES, "Minutes until #off ends by itself; 0 for never."),
        ("comes_back", MINUTES, "Minutes in which a nick that left keeps its rights at the same user@host."),
        ("set_topic", flag, "Set the channel's topic, and put the old one back."),
        ("ask_name", flag, "A meeting must be given a name."),
        ("prefix", prefix, "What stands before commands such as .help; empty for nothing."),
        ("voice", choice(Voice), "open, or shadow: listen, record, write minutes and say nothing."),
        ("log", choice(Keep), "Which lines to store outside meetings: commands or always."),
        ("bots", nicks, "Nicks whose lines are logged and are nothing else."),
        ("relays", nicks, "Nicks that carry others' words as <nick> words."),
        ("yields", listing, "Commands that another bot here owns."),
        ("rights", rights, f"Who may, a line each, as topic: anyone. Who: {', '.join(WHO)}. A channel adds to these."),
    )
)

# Sopel's own switches for a channel.
SWITCHES = ("disable_plugins", "disable_commands")

# What the launcher decides, or what would say, store or join something behind Clerk's back.
OURS = frozenset(
    name
    for name in dir(CoreSection)
    if name.startswith(("flood_", "antiloop_", "throttle_", "db_", "nick_auth_", "server_auth_", "logging_channel"))
) | {"channels", "enable", "exclude", "extra", "reply_errors", "log_raw", "homedir", "logdir", "pid_dir",
     "not_configured", "prefix", "help_prefix"}  # fmt: skip
PASSED_ON = frozenset(name for name in vars(CoreSection) if not name.startswith("_")) - OURS


@dataclass(frozen=True)
class Settings:
    """All that bot.cfg says. Paths are absolute. sopel: the sections as written, for Sopel's own reader."""

    path: Path
    nick: str
    user: str
    name: str
    host: str
    port: int
    use_ssl: bool
    verify_ssl: bool
    ca_certs: Path | None
    client_cert_file: Path | None
    bind_host: str
    timeout: int
    auth_method: str
    auth_username: str
    auth_password: str = field(repr=False)
    auth_target: str
    owner: str
    channels: tuple[str, ...]
    keys: Mapping[str, str] = field(repr=False)  # channel -> its key, where it has one
    network: str
    store: Path
    minutes: Path
    url: str  # ends with /
    pattern: str
    formats: tuple[str, ...]
    durability: Durability
    burst: int
    pace: float
    join_unidentified: bool
    rules: Rules
    own_rules: Mapping[str, Rules]  # folded channel -> its rules, where it has a section
    sopel: Mapping[str, Mapping[str, str]] = field(repr=False)

    def rules_for(self, channel: str) -> Rules:
        return self.own_rules.get(fold(channel), self.rules)


def load(path: str | Path) -> Settings:
    """Raises Faulty."""
    reading = Reading(Path(path).absolute())
    settings = reading.settings()
    if settings is None:
        raise Faulty(reading.path, reading.faults)
    return settings


def check(path: str | Path) -> list[Fault]:
    reading = Reading(Path(path).absolute())
    reading.settings()
    return sorted(reading.faults, key=lambda fault: fault.line_no)


# --- Reading.


@dataclass(frozen=True)
class Entry:
    line_no: int
    value: str


class Reading:
    """One reading of one file; finds as many faults as it can."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.sections: dict[str, dict[str, Entry]] = {}
        self.headers: dict[str, int] = {}

    def fault(self, section: str, option: str, message: str) -> None:
        entry = self.sections.get(section, {}).get(option)
        self.faults.append(Fault(entry.line_no if entry else self.headers.get(section, 0), section, option, message))

    def settings(self) -> Settings | None:
        try:
            text = self.path.read_text("utf-8-sig")
        except (OSError, UnicodeError) as wrong:
            self.faults.append(Fault(0, "", "", f"cannot be read: {getattr(wrong, 'strerror', None) or wrong}"))
            return None
        self.split(text)
        core = self.values("core", CORE, PASSED_ON)
        clerk = self.values("clerk", CLERK + RULES)
        rules = Rules(**{row.name: clerk.pop(row.name) for row in RULES})
        pairs = clerk.pop("channels")
        listed = {fold(name): name for name, _ in pairs}
        own = {fold(name): self.channel(name, rules) for name in self.channel_sections(listed)}
        self.judge(core, clerk, pairs)
        if self.faults:
            return None
        return Settings(
            path=self.path, rules=rules, own_rules=own, channels=tuple(listed.values()),
            keys={name: key for name, key in pairs if key},
            sopel={name: {o: e.value for o, e in found.items()} for name, found in self.sections.items()},
            **core, **clerk,
        )  # fmt: skip

    def split(self, text: str) -> None:
        """The file as configparser reads it, but with line numbers, and with bare channels where it sees comments."""
        section = option = ""
        indent = 0
        for line_no, raw in enumerate(text.splitlines(), 1):
            line = raw.strip()
            depth = len(raw) - len(raw.lstrip())
            continues = bool(option) and depth > indent
            bare = continues and option == "channels" and re.fullmatch(r"#+\w\S*", line)
            if not line or (line[0] in "#;" and not bare):
                continue
            if continues:
                entry = self.sections[section][option]
                self.sections[section][option] = replace(entry, value=f"{entry.value}\n{line}".strip())
            elif header := re.fullmatch(r"\[(.+)\]", line):
                section, option = header[1], ""
                self.open(section, line_no)
            else:
                option, indent = self.entry(section, line, line_no), depth

    def open(self, section: str, line_no: int) -> None:
        if fold(section) in map(fold, self.headers):
            self.faults.append(Fault(line_no, section, "", "this section stands twice"))
        self.headers.setdefault(section, line_no)
        self.sections.setdefault(section, {})

    def entry(self, section: str, line: str, line_no: int) -> str:
        """The option's name, or "" when the line is none."""
        found = re.fullmatch(r"([^=:]+?)\s*[=:]\s*(.*)", line)
        if not found or not section:
            self.faults.append(Fault(line_no, section, "", f"{line!r} is not 'option = value'"
                                     if not found else f"{line!r} stands before any [section]"))  # fmt: skip
            return ""
        option = found[1].lower()
        if option in self.sections[section]:
            self.faults.append(Fault(line_no, section, option, "is set twice"))
        self.sections[section][option] = Entry(line_no, found[2])
        return option

    def values(
        self, section: str, table: tuple[Option, ...], passed_on: frozenset[str] = frozenset()
    ) -> dict[str, Any]:
        found = self.sections.get(section, {})
        known = {row.name for row in table}
        for option in sorted(found.keys() - known):
            self.unknown(section, option, known | passed_on)
        return {row.name: self.value(section, row) for row in table}

    def unknown(self, section: str, option: str, known: set[str] | frozenset[str]) -> None:
        if section == "core" and option == "channels":
            self.fault(section, option, "the channels stand under [clerk]")
        elif section == "core" and option in OURS:
            self.fault(section, option, "Clerk decides this itself")
        elif option not in known:
            self.fault(section, option, f"there is no such option{nearest(option, known)}")
        else:
            try:
                getattr(CoreSection, option).parse(self.sections[section][option].value)
            except ValueError as wrong:
                self.fault(section, option, str(wrong))

    def value(self, section: str, row: Option) -> Any:
        entry = self.sections.get(section, {}).get(row.name)
        said = os.environ.get(f"SOPEL_CORE_{row.name.upper()}") if section == "core" else None
        if said is None and entry:
            said = entry.value
        if said is None or (not said and not row.empty):
            return row.default
        try:
            return row.read(said)
        except ValueError as wrong:
            self.fault(section, row.name, str(wrong))
            return row.default

    def channel_sections(self, listed: dict[str, str]) -> list[str]:
        found = []
        for section in self.sections.keys() - {"core", "clerk"}:
            if fold(section) in listed:
                found.append(section)
            elif CHANNEL.fullmatch(section):
                near = nearest(section, listed.values())
                self.fault(section, "", f"the bot does not join {section}{near or '; list it under channels'}")
            else:
                self.fault(section, "", f"there is no such section{nearest(section, ['core', 'clerk'])}")
        return found

    def channel(self, section: str, rules: Rules) -> Rules:
        entries = self.sections[section]
        known = {row.name for row in RULES} | set(SWITCHES)
        for option in sorted(entries.keys() - known):
            self.fault(section, option, f"a channel has no such option{nearest(option, known)}")
        if set(listing(entries.get("disable_plugins", Entry(0, "")).value)) & {"*", EARS}:
            self.fault(section, "disable_plugins", "the bot would be deaf here; take the channel out instead")
        own = {row.name: self.value(section, row) for row in RULES if row.name in entries}
        if "rights" in own:
            own["rights"] = {**rules.rights, **own["rights"]}
        return replace(rules, **own)

    def judge(self, core: dict[str, Any], clerk: dict[str, Any], pairs: tuple[tuple[str, str], ...]) -> None:
        """What no single value shows. Fills in what follows from other values."""
        for option in ("nick", "host"):
            if not core[option] and not any(f.option == option for f in self.faults):
                self.fault("core", option, "must be set")
        if not pairs and not any(f.option == "channels" for f in self.faults):
            self.fault("clerk", "channels", "there is no channel to be in")
        core["port"] = core["port"] or (6697 if core["use_ssl"] else 6667)
        for option in ("ca_certs", "client_cert_file"):
            core[option] = self.beside(core[option]) if core[option] else None
            if core[option] and not (core[option].is_file() and os.access(core[option], os.R_OK)):
                self.fault("core", option, f"{core[option]} cannot be read")
        self.judge_login(core)
        for option in ("store", "minutes"):
            clerk[option] = self.beside(clerk[option])
            if reason := unwritable(clerk[option], directory=option == "minutes"):
                self.fault("clerk", option, reason)
        clerk["url"] = (clerk["url"] or clerk["minutes"].as_uri()).rstrip("/") + "/"

    def judge_login(self, core: dict[str, Any]) -> None:
        method, password = core["auth_method"], core["auth_password"]
        if not method:
            if password:
                self.fault("core", "auth_password", "would not be used; set auth_method")
            return
        mechanism = (core["auth_target"] or "PLAIN").upper()
        if method == "sasl" and mechanism not in ("PLAIN", "EXTERNAL"):
            self.fault("core", "auth_target", f"{mechanism} is neither PLAIN nor EXTERNAL")
        elif method == "sasl" and mechanism == "EXTERNAL":
            if not core["client_cert_file"] or not core["use_ssl"]:
                self.fault("core", "auth_target", "EXTERNAL needs use_ssl and client_cert_file")
        elif not password:
            self.fault("core", "auth_method", f"{method} needs auth_password")

    def beside(self, value: str) -> Path:
        return Path(os.path.normpath(self.path.parent / Path(value.strip("\"'")).expanduser()))


def unwritable(path: Path, directory: bool) -> str:
    """Why path could not be written or created; "" when it could."""
    if path.exists():
        if path.is_dir() != directory:
            return f"{path} is {'no' if directory else 'a'} directory"
        return "" if os.access(path, os.W_OK) else f"{path} cannot be written"
    parent = next(parent for parent in path.parents if parent.exists())
    if not parent.is_dir():
        return f"{parent} is no directory"
    return "" if os.access(parent, os.W_OK | os.X_OK) else f"{path} cannot be created"


# --- The example.


def example() -> str:
    """The text of bot.cfg.example."""
    return "\n".join((
        "# Clerk's settings. Copy this to bot.cfg; `clerk check bot.cfg` says what is wrong with it.",
        "# What is commented out shows its default.",
        "", "[core]", *map(shown, CORE),
        "", "[clerk]", *map(shown, CLERK),
        "", "# What follows holds for every channel that has no word of its own.", *map(shown, RULES),
        "", "# A section named after a channel changes any of these for it. Sopel's own switches work there too.",
        "#[#nova]", "#idle_end = 0", "#rights =", "#    startmeeting: operator", "#disable_plugins = clerk_help", "",
    ))  # fmt: skip


def shown(row: Option) -> str:
    if row.shown is not None:
        return f"\n# {row.comment}\n{row.name} ={row.shown if row.shown[0] == chr(10) else ' ' + row.shown}"
    return f"\n# {row.comment}\n#{row.name} = {written(row.default)}".rstrip()


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | dict):
        return " ".join(value)
    return "" if value in ("", 0) and not isinstance(value, float) else str(value)
