"""Reading bot.cfg, with as many of its faults as can be found at once. Nothing here connects or creates a file."""
from __future__ import annotations

import os
import re
import ssl
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..core.chances import clock_of, in_span
from ..core.lines import fold
from ..core.rules import Rules
from .settings import Settings, sopel_db
from .table import CLERK, CORE, OURS, RULES, SOPEL, SOPELS, SWITCHES, Option
from .values import CHANNEL, listing, nearest

EARS = "clerk_ears"


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
        core = self.values("core", CORE + SOPEL)
        sopel = {row.name: core.pop(row.name) for row in SOPEL}
        clerk = self.values("clerk", CLERK + RULES)
        rules = Rules(**{row.name: clerk.pop(row.name) for row in RULES})
        pairs = clerk.pop("channels")
        listed = {fold(name): name for name, _ in pairs}
        own = {fold(name): self.channel(name, rules) for name in self.channel_sections(listed)}
        self.judge_idleness("clerk", rules)
        self.judge_quietness("clerk", rules)
        self.judge(core, clerk, pairs)
        if self.faults:
            return None
        return Settings(
            path=self.path, rules=rules, own_rules=own, channels=tuple(listed.values()),
            keys={name: key for name, key in pairs if key},
            sopel={
                **{name: {o: e.value for o, e in found.items()} for name, found in self.sections.items()},
                "core": {option: said for option, said in sopel.items() if said},
            },
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

    def values(self, section: str, table: tuple[Option, ...]) -> dict[str, Any]:
        found = self.sections.get(section, {})
        known = {row.name for row in table}
        for option in sorted(found.keys() - known):
            self.unknown(section, option, known)
        return {row.name: self.value(section, row) for row in table}

    def unknown(self, section: str, option: str, known: set[str]) -> None:
        if section == "core" and option == "channels":
            self.fault(section, option, "the channels stand under [clerk]")
        elif section == "core" and option in OURS:
            self.fault(section, option, "Clerk decides this itself")
        elif section == "core" and option in SOPELS:
            self.fault(section, option, "Clerk does not use this")
        else:
            self.fault(section, option, f"there is no such option{nearest(option, known)}")

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
        found = replace(rules, **own)
        if {"idle_ask", "idle_end"} & set(own):
            self.judge_idleness(section, found)
        if {"announce_at", "quiet_hours"} & set(own):
            self.judge_quietness(section, found)
        return found

    def judge_idleness(self, section: str, rules: Rules) -> None:
        if 0 < rules.idle_end <= rules.idle_ask:
            times = f"idle_end = {rules.idle_end}, idle_ask = {rules.idle_ask}"
            self.fault(section, self.set_in(section, "idle_ask", "idle_end"),
                       f"the bot would end a meeting before it asks ({times})")  # fmt: skip

    def judge_quietness(self, section: str, rules: Rules) -> None:
        never = [each for each in rules.announce_at if in_span(clock_of(each), rules.quiet_hours)]
        if never:
            self.fault(section, self.set_in(section, "announce_at", "quiet_hours"),
                       f"{never[0]} is in the quiet hours ({rules.quiet_hours})")  # fmt: skip

    def set_in(self, section: str, *options: str) -> str:
        """The one of them that the section sets, the last of several."""
        return next((each for each in reversed(options) if each in self.sections.get(section, {})), options[-1])

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
            if core[option] and (reason := unloadable(core[option], own=option == "client_cert_file")):
                self.fault("core", option, reason)
        self.judge_login(core)
        store, minutes = clerk["store"], clerk["minutes"] = self.beside(clerk["store"]), self.beside(clerk["minutes"])
        if store == minutes:
            self.fault("clerk", self.set_in("clerk", "store", "minutes"), "store and minutes are the same path")
        else:
            if reason := unusable(store, sopel_db(self.path, store)):
                self.fault("clerk", "store", reason)
            if reason := unwritable(minutes, directory=True):
                self.fault("clerk", "minutes", reason)
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
        if method == "nickserv" and "" in core["auth_target"].split("@")[1:]:
            self.fault("core", "auth_target", "the host is missing after the @")

    def beside(self, value: str) -> Path:
        return Path(os.path.normpath(self.path.parent / Path(value.strip("\"'")).expanduser()))


def unusable(store: Path, beside: Path) -> str:
    """Why the store could not be opened; "" when it could. beside: another database in its directory."""
    more = [Path(f"{store}{ending}") for ending in (".lock", "-wal", "-shm")]
    return (
        unwritable(store, directory=False)
        or unwritable(store.parent, directory=True)  # SQLite makes files in it, and takes them away
        or next(filter(None, (unwritable(path, directory=False) for path in (*more, beside))), "")
    )


def unwritable(path: Path, directory: bool) -> str:
    """Why path could not be written or created; "" when it could."""
    if os.path.exists(path):
        if path.is_dir() != directory:
            return f"{path} is {'no' if directory else 'a'} directory"
        return "" if may(path, os.W_OK | (os.X_OK if directory else os.R_OK)) else f"{path} cannot be written"
    parent = next(parent for parent in path.parents if os.path.exists(parent))
    if not parent.is_dir():
        return f"{parent} is no directory"
    return "" if may(parent, os.W_OK | os.X_OK) else f"{path} cannot be created"


def may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def unloadable(path: Path, own: bool) -> str:
    """Why the certificates could not be used; "" when they could. own: with their key."""
    if not (path.is_file() and may(path, os.R_OK)):
        return f"{path} cannot be read"
    context = ssl.create_default_context()
    try:
        if own:
            context.load_cert_chain(path, password=locked)
        else:
            context.load_verify_locations(path)
    except (OSError, ValueError) as wrong:
        if isinstance(wrong, ssl.SSLError):
            return f"{path} is no PEM file of {'a certificate and its key' if own else 'certificates'}"
        return f"{path}: {wrong}"
    return ""


def locked() -> str:
    raise ValueError("its key has a passphrase, and nobody will be there to say it")
