"""The part of bot.cfg that Sopel reads, with what Clerk decides for it."""
from __future__ import annotations

import configparser
import logging
import os
import re
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from sopel import config
from sopel.config.core_section import CoreSection
from sopel.config.types import NO_DEFAULT, BaseValidated

from clerk.settings import Settings

LOG = logging.getLogger(__name__)

NOBODY = "nobody@clerk.invalid"  # whom Sopel obeys: it must have an owner, but nothing of it is an owner's


def plugins() -> list[EntryPoint]:
    """Clerk's own plugins, and no others: each of Sopel's costs time on every line."""
    found = {each.name: each for each in entry_points(group="sopel.plugins") if each.name.startswith("clerk_")}
    return [found[name] for name in sorted(found)]


class Config(config.Config):
    """Sopel's settings, from ours; the file is not read a second time, and never written.

    Raises ValueError for what Sopel cannot use. Makes Sopel's own database if there is none, for its owner alone.
    """

    def __init__(self, settings: Settings) -> None:
        self.filename = str(settings.path)
        self.basename = settings.path.stem
        self.parser = configparser.RawConfigParser(allow_no_value=True)
        self.parser.read_dict(settings.sopel)
        self.parser.read_dict({"core": decided(settings)})
        self.core: CoreSection
        self.define_section("core", settled(self))  # type: ignore[no-untyped-call]
        self.get = self.parser.get
        made_private(settings.sopel_db)

    def save(self) -> None:
        LOG.warning("%s is not written by the bot", self.filename)


def made_private(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as wrong:
        raise ValueError(f"{path} cannot be opened: {wrong.strerror}") from wrong


def settled(found: Config) -> type[CoreSection]:
    """[core] with its values read once and for all, and from here alone.

    Sopel's own reads a value anew at each look, takes seven in each line, and lets the environment override it;
    Clerk has looked there already for what may be set so.
    """
    values = {}
    for name in dir(CoreSection):
        option = getattr(CoreSection, name)
        if isinstance(option, BaseValidated):
            said = found.parser.get("core", name, fallback=None)
            if said is not None or option.default is not NO_DEFAULT:
                values[name] = option._parse(said, found, CoreSection)  # type: ignore[no-untyped-call]
    return type("Settled", (CoreSection,), values)


def decided(settings: Settings) -> dict[str, str]:
    """What must be so, whatever the file says. The outbox paces, the launcher joins and tells NickServ."""
    home = settings.store.parent
    prefix = settings.rules.prefix or "."
    login = {
        "auth_method": settings.auth_method,
        "auth_username": settings.auth_username,
        "auth_password": settings.auth_password,
        "auth_target": settings.auth_target,
    }
    return {
        **{option: said for option, said in login.items() if said and settings.auth_method in ("sasl", "server")},
        "owner": NOBODY,
        "nick": settings.nick,
        "user": settings.user,
        "name": settings.name,
        "host": settings.host,
        "port": str(settings.port),
        "use_ssl": "yes" if settings.use_ssl else "no",
        "verify_ssl": "yes" if settings.verify_ssl else "no",
        "ca_certs": str(settings.ca_certs or ""),
        "client_cert_file": str(settings.client_cert_file or ""),
        "bind_host": settings.bind_host,
        "timeout": str(settings.timeout),
        "enable": "\n".join(each.name for each in plugins()),
        "channels": "",
        "prefix": re.escape(prefix),
        "help_prefix": prefix,
        "reply_errors": "no",
        "log_raw": "no",
        "throttle_join": "0",
        "flood_burst_lines": "1000",
        "flood_empty_wait": "0",
        "flood_max_wait": "0",
        "antiloop_threshold": "0",
        "homedir": str(home),
        "logdir": str(home),
        "pid_dir": str(home),
        "db_filename": str(settings.sopel_db),
    }
