"""What Sopel does with every line, done with less work: the outcome is Sopel's own."""
from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from sopel.plugins.rules import AbstractRule, Command, Manager
from sopel.tools import identifiers
from sopel.trigger import PreTrigger

CASEMAPPINGS = {
    "ascii": identifiers.ascii_lower,
    "rfc1459": identifiers.rfc1459_lower,
    "rfc1459-strict": identifiers.rfc1459_strict_lower,
}


@lru_cache(4096)
def identifier(
    name: str, casemapping: str | None = None, chantypes: tuple[str, ...] = identifiers.DEFAULT_CHANTYPES
) -> identifiers.Identifier:
    """name: a plain str. An Identifier is equal to all its spellings, and would be answered with any of them."""
    lower = CASEMAPPINGS.get(casemapping or "", identifiers.rfc1459_lower)
    return identifiers.Identifier(name, casemapping=lower, chantypes=chantypes)


def anew(change: Callable[..., Any]) -> Callable[..., Any]:
    """After this change all is looked for again."""

    @wraps(change)
    def changed(self: RulesByEvent, *args: Any) -> Any:
        try:
            return change(self, *args)
        finally:
            self.by_event = {}

    return changed


@dataclass(frozen=True)
class Candidates:
    """The rules of an event, in Sopel's order. others: all but the commands, which a line without their prefix, that
    is nearly every line, cannot mean."""

    every: tuple[AbstractRule, ...]
    others: tuple[AbstractRule, ...]
    prefixes: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, rules: Sequence[AbstractRule]) -> Candidates:
        commands = [rule for rule in rules if isinstance(rule, Command)]
        written = dict.fromkeys(rule._prefix for rule in commands)
        prefixes = tuple(re.compile(prefix, re.IGNORECASE) for prefix in written)
        return cls(tuple(rules), tuple(rule for rule in rules if rule not in commands), prefixes)

    def on(self, pretrigger: PreTrigger) -> tuple[AbstractRule, ...]:
        text = pretrigger.args[-1] if pretrigger.args else ""
        return self.every if any(prefix.match(text) for prefix in self.prefixes) else self.others


class RulesByEvent(Manager):
    """Sopel tries every rule on every line; most of them are for another event, or a command that it is not."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.by_event: dict[str, Candidates] = {}

    def get_triggered_rules(self, bot: Any, pretrigger: PreTrigger) -> tuple[tuple[AbstractRule, Any], ...]:
        found = self.by_event.get(pretrigger.event)
        if found is None:
            found = self.find(pretrigger.event)
        return tuple((rule, match) for rule in found.on(pretrigger) for match in rule.match(bot, pretrigger))

    def find(self, event: str) -> Candidates:
        """In Sopel's order: by priority, and among equals by kind and registration."""
        known = self.by_event  # what is registered meanwhile, in another thread, makes this one void
        named = (self._commands, self._nick_commands, self._action_commands)
        every: list[AbstractRule] = [rule for rules in self._rules.values() for rule in rules]
        every += [rule for registry in named for rules in registry.values() for rule in rules.values()]
        every += [rule for rules in self._url_callbacks.values() for rule in rules]
        found = sorted((rule for rule in every if rule.match_event(event)), key=lambda rule: rule.priority_scale)
        candidates = Candidates.of(found)
        if found:  # there is no end of events that nobody wants
            known[event] = candidates
        return candidates

    register = anew(Manager.register)
    register_command = anew(Manager.register_command)
    register_nick_command = anew(Manager.register_nick_command)
    register_action_command = anew(Manager.register_action_command)
    register_url_callback = anew(Manager.register_url_callback)
    unregister_plugin = anew(Manager.unregister_plugin)
