"""The nouns `.decision`, `.decisions` and `.proposal`.

For Sopel's switches and rate limits: the ears hand on the line, and the core answers it.
"""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("decision")
@plugin.example(".decision 31 replaces 12", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def decision(bot: Any, trigger: Any) -> None:
    """Shows a decision; with a verb: replace, done, revoke, reopen."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("decisions")
@plugin.example(".decisions about cells since march", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def decisions(bot: Any, trigger: Any) -> None:
    """Lists what was decided, newest first."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("proposal")
@plugin.example(".proposal new Drop Python 2 for 10d", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def proposal(bot: Any, trigger: Any) -> None:
    """Lists the proposals that are open; with a verb: new, support, against, abstain, concern, resolve, hold."""
    bot.memory["clerk"].let_through = trigger.raw
