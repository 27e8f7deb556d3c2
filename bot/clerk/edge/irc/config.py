"""The part of bot.cfg that Sopel reads, with what Clerk decides for it."""
from __future__ import annotations

import configparser
import logging
import re
from importlib.metadata import EntryPoint, entry_points

from sopel import config
from sopel.config.core_section import CoreSection

from clerk.settings import Settings

LOG = logging.getLogger(__name__)


def plugins() -> list[EntryPoint]:
    """Clerk's own plugins, and no others: each of Sopel's costs time on every line."""
    found = {each.name: each for each in entry_points(group="sopel.plugins") if each.name.startswith("clerk_")}
    return [found[name] for name in sorted(found)]


class Config(config.Config):
    """Sopel's settings, from ours; the file is not read a second time, and never written."""

    def __init__(self, settings: Settings) -> None:
        self.filename = str(settings.path)
        self.basename = settings.path.stem
        self.parser = configparser.RawConfigParser(allow_no_value=True)
        self.parser.read_dict(settings.sopel)
        self.parser.read_dict({"core": decided(settings)})
        if settings.auth_method not in ("sasl", "server"):
            self.parser.remove_option("core", "auth_method")
        self.define_section("core", CoreSection)  # type: ignore[no-untyped-call]
        self.get = self.parser.get

    def save(self) -> None:
        LOG.warning("%s is not written by the bot", self.filename)


def decided(settings: Settings) -> dict[str, str]:
    """What must be so, whatever the file says. The outbox paces, the launcher joins and tells NickServ."""
    home = settings.store.parent
    prefix = settings.rules.prefix or "."
    return {
        "owner": settings.owner,
        "user": settings.user,
        "name": settings.name,
        "port": str(settings.port),
        "use_ssl": "yes" if settings.use_ssl else "no",
        "ca_certs": str(settings.ca_certs or ""),
        "client_cert_file": str(settings.client_cert_file or ""),
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
        "db_filename": str(home / f"{settings.path.stem}.sopel.db"),
    }
