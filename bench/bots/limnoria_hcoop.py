"""Limnoria with hcoop-meetbot. By default it says one line a second; that brake is off unless throttled."""
from __future__ import annotations

import json

from ..client import Message
from . import URL, Bot

PLUGINS = ["Admin", "Misc", "User", "Owner", "Config", "Channel", "HcoopMeetbot"]
CONFIG = """supybot.nick: {nick}
supybot.ident: bot
supybot.user: bot
supybot.networks: testnet
supybot.networks.testnet.servers: {host}:{port}
supybot.networks.testnet.channels: {channels}
supybot.networks.testnet.ssl: False
supybot.networks.testnet.sasl.required: False
supybot.plugins: {plugins}
{enabled}
supybot.directories.conf: {directory}/conf
supybot.directories.data: {directory}/data
supybot.directories.data.tmp: {directory}/data/tmp
supybot.directories.data.web: {directory}/data/web
supybot.directories.log: {directory}/logs
supybot.directories.backup: {directory}/backup
supybot.log.level: INFO
supybot.log.stdout: False
supybot.reply.whenAddressedBy.chars: @
supybot.protocols.irc.throttleTime: {throttle}
supybot.capabilities: -owner admin -aka.add -aka.set -aka.remove -alias.add -alias.remove
supybot.capabilities.default: True
supybot.drivers.maxReconnectWait: 10.0
"""
PLUGIN_CONFIG = """[HcoopMeetbot]
logDir = {out}
urlPrefix = {url}
pattern = {{name}}.%Y%m%d.%H%M%S
timezone = UTC
useChannelTopic = False
"""


class Adapter(Bot):
    name = "limnoria-hcoop"

    def configure(self) -> None:
        for part in ("conf", "data/tmp", "data/web", "logs", "backup"):
            (self.directory / part).mkdir(parents=True, exist_ok=True)
        for part in ("channels", "ignores", "networks", "users"):
            (self.directory / "conf" / f"{part}.conf").touch()
        (self.directory / "conf" / "HcoopMeetbot.conf").write_text(
            PLUGIN_CONFIG.format(out=self.out, url=URL.rstrip("/"))
        )
        (self.directory / "bot.conf").write_text(
            CONFIG.format(
                nick=self.nick,
                host=self.host,
                port=self.port,
                channels=" ".join(self.channels),
                plugins=" ".join(PLUGINS),
                enabled="\n".join(f"supybot.plugins.{plugin}: True" for plugin in PLUGINS),
                directory=self.directory,
                throttle=1.0 if self.throttled else 0.0,
            )
        )

    def command(self) -> list[str]:
        supybot = self.python.with_name("supybot")
        return [str(self.python), str(supybot), "--allow-root", str(self.directory / "bot.conf")]

    def is_ended(self, message: Message) -> bool:
        return self.says(message, "Minutes: ") and message.text.endswith(".html")

    def logged(self) -> list[tuple[str, str]]:
        raw = json.loads(self.file(".log.json").read_text())
        return [(row["sender"], row["payload"]) for row in raw["messages"]]

    def minutes(self) -> str:
        return self.file(".html", but=".log.html").read_text()
