"""The `.meeting` noun, for Sopel's switches and rate limits. The ears hand on the line, and the core answers it."""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("meeting")
@plugin.example(".meeting purpose nova Keep the gate green", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def meeting(bot: Any, trigger: Any) -> None:
    """Says what is known of a meeting: its purpose, its standing topics."""
    bot.memory["clerk"].let_through = trigger.raw
