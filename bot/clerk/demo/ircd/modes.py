"""MODE: who is operator, who has voice, what a channel allows."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.channel import SIGNS, Channel
from clerk.demo.ircd.client import Client, refusal
from clerk.demo.ircd.commands import command
from clerk.demo.ircd.wire import Message

CHANNEL_MODES = "mnt"
USER_MODES = "iw"

Change = tuple[str, str, str]
"""The sign, the letter, and the nick that it is about ("" for none)."""


@command("MODE", needs=1)
def mode(client: Client, message: Message) -> None:
    name, *rest = message.params
    if not name.startswith("#"):
        return _user_modes(client, name, rest)
    channel = client.find_channel(name)
    if not rest:
        client.reply("channelmodeis", f"{channel.name} +{''.join(sorted(channel.modes))}")
        return client.reply("channelcreate", f"{channel.name} {channel.created}")
    if rest[0].lstrip("+") == "b" and len(rest) == 1:
        return client.reply("endofbanlist", f"{channel.name} :End of channel ban list")
    channel.require_operator(client)
    done = [change for change in _asked(rest) if _apply(client, channel, change)]
    if done:
        channel.tell(client, f"MODE {channel.name} {spell(done)}")


def _asked(words: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each change with its sign, and with its argument where it takes one and one is there."""
    sign, arguments = "+", iter(words[1:])
    for letter in words[0]:
        if letter in "+-":
            sign = letter
        else:
            yield sign, letter, next(arguments, "") if letter in SIGNS or letter == "b" else ""


def _apply(client: Client, channel: Channel, change: Change) -> bool:
    """Whether it changed anything. What cannot be done is answered and does not keep the rest from being done."""
    sign, letter, nick = change
    if letter in CHANNEL_MODES:
        return _flip(channel.modes, sign, letter)
    if letter not in SIGNS:
        client.reply("unknownmode", f"{letter} :is not kept by this server")
        return False
    if not nick:
        return False
    target = client.seek(nick)
    if not target:
        client.reply("nosuchnick", f"{nick} :No such nick/channel")
        return False
    if target not in channel.members:
        client.reply("usernotinchannel", f"{target.nick} {channel.name} :They aren't on that channel")
        return False
    return _flip(channel.members[target], sign, letter)


def _flip(letters: set[str], sign: str, letter: str) -> bool:
    changes = (letter in letters) != (sign == "+")
    if sign == "+":
        letters.add(letter)
    else:
        letters.discard(letter)
    return changes


def spell(changes: Iterable[Change]) -> str:
    """As MODE writes them: +oo-v alice bob carol."""
    letters, nicks, last = "", "", ""
    for sign, letter, nick in changes:
        letters += letter if sign == last else sign + letter
        nicks += f" {nick}" if nick else ""
        last = sign
    return letters + nicks


def _user_modes(client: Client, nick: str, words: list[str]) -> None:
    if fold(nick) != fold(client.nick):
        client.find(nick)
        raise refusal("usersdontmatch", ":Can't change mode for other users")
    if not words:
        return client.reply("umodeis", f"+{''.join(sorted(client.modes))}")
    asked = list(_asked(words[:1]))
    if any(letter not in USER_MODES for _, letter, _ in asked):
        client.reply("umodeunknownflag", ":Unknown MODE flag")
    done = [change for change in asked if change[1] in USER_MODES and _flip(client.modes, change[0], change[1])]
    if done:
        client.deliver(client.outgoing(f"MODE {client.nick} :{spell(done)}"))
