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
