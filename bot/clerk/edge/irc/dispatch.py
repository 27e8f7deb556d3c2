"""What Sopel does with every line, done with less work: the outcome is Sopel's own."""
from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from sopel.plugins.rules import AbstractRule, Manager
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


class RulesByEvent(Manager):
    """Sopel tries every rule on every line; most of them are for another event."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.by_event: dict[str, tuple[AbstractRule, ...]] = {}

    def get_triggered_rules(self, bot: Any, pretrigger: PreTrigger) -> tuple[tuple[AbstractRule, Any], ...]:
        rules = self.by_event.get(pretrigger.event)
        if rules is None:
            rules = self.find(pretrigger.event)
        return tuple((rule, match) for rule in rules for match in rule.match(bot, pretrigger))

    def find(self, event: str) -> tuple[AbstractRule, ...]:
        """In Sopel's order: by priority, and among equals by kind and registration."""
        known = self.by_event  # what is registered meanwhile, in another thread, makes this one void
        named = (self._commands, self._nick_commands, self._action_commands)
        every: list[AbstractRule] = [rule for rules in self._rules.values() for rule in rules]
        every += [rule for registry in named for rules in registry.values() for rule in rules.values()]
        every += [rule for rules in self._url_callbacks.values() for rule in rules]
        found = sorted((rule for rule in every if rule.match_event(event)), key=lambda rule: rule.priority_scale)
        if found:  # there is no end of events that nobody wants
            known[event] = tuple(found)
        return tuple(found)

    register = anew(Manager.register)
    register_command = anew(Manager.register_command)
    register_nick_command = anew(Manager.register_nick_command)
    register_action_command = anew(Manager.register_action_command)
    register_url_callback = anew(Manager.register_url_callback)
    unregister_plugin = anew(Manager.unregister_plugin)
