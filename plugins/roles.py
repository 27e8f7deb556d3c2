"""The noun `.role`.

For Sopel's switches and rate limits: the ears hand on the line, and the core answers it.
"""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("role")
@plugin.example(".role core", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def role(bot: Any, trigger: Any) -> None:
    """Shows who is in a role, and puts people into it."""
    bot.memory["clerk"].let_through = trigger.raw
