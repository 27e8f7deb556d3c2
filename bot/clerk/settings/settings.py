"""All that bot.cfg says, as a value."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..core.lines import fold
from ..core.rules import Rules
from .values import Durability


@dataclass(frozen=True)
class Settings:
    """All that bot.cfg says. Paths are absolute.

    sopel: for Sopel's own reader, the channels' sections as written, and of [core] what Sopel alone uses.
    """

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

    @property
    def sopel_db(self) -> Path:
        return sopel_db(self.path, self.store)

    def rules_for(self, channel: str) -> Rules:
        return self.own_rules.get(fold(channel), self.rules)


def sopel_db(config: Path, store: Path) -> Path:
    """Where Sopel keeps what it knows, for the configuration and the store."""
    return store.parent / f"{config.stem}.sopel.db"
