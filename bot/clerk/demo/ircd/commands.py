"""The table of the server's commands, and how a line finds its own."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from irc.server import IRCError

from clerk.demo.ircd.client import Client
from clerk.demo.ircd.wire import Message

Handler = Callable[[Client, Message], None]


@dataclass(frozen=True, slots=True)
class Command:
    """needs: how many parameters it cannot do without. early: allowed before the client has introduced itself."""

    handler: Handler
    needs: int
    early: bool


COMMANDS: dict[str, Command] = {}


def command(*names: str, needs: int = 0, early: bool = False) -> Callable[[Handler], Handler]:
    """Enter a function into the table."""

    def enter(handler: Handler) -> Handler:
        COMMANDS.update({name: Command(handler, needs, early) for name in names})
        return handler

    return enter


def obey(client: Client, message: Message) -> None:
    """Do what the line asks, or answer why not."""
    entry = COMMANDS.get(message.command)
    if not entry:
        return client.reply("unknowncommand", f"{message.command} :Unknown command")
    if not (client.registered or entry.early):
        return client.reply("notregistered", ":You have not registered")
    if len(message.params) < entry.needs:
        return client.reply("needmoreparams", f"{message.command} :Not enough parameters")
    try:
        entry.handler(client, message)
    except IRCError as error:
        client.answer(error.code, error.value)
