"""The third way to play every chat: people on a real server, and a real Sopel among them."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chat import CHANNEL, CHATS, Chat, World, same
from clerk.core.lines import Kind, Line, Rank
from clerk.core.says import Say, Saying, SetTopic, Tell
from clerk.edge.irc.outbox import Outbox
from network import Client, Net
from test_chats import Bot as StoredBot

ALL = sorted(CHATS.glob("*/*.chat"))


class Sopel(StoredBot):
    """Each person of the chat is a connection; their accounts are NickServ's, their hosts loopback addresses."""

    def __init__(self, chat: Chat, folder: Path) -> None:
        super().__init__(chat, folder, World())
        self.clients: dict[str, Client] = {}
        self.hosts: dict[str, str] = {}
        self.accounts: dict[str, str] = {}
        self.ranks: dict[str, Rank] = {}
        self.split = False
        self.net = Net(folder, self.with_outbox, lambda: self.world.now)
        self.net.connect()
        self.settle()

    def with_outbox(self, outbox: Outbox) -> object:
        self.desk.outbox = outbox
        return self.desk

    def close(self) -> None:
        for client in self.clients.values():
            client.close()
        self.net.close()
        super().close()

    def client(self, nick: str, joins: bool = True) -> Client:
        """A person's connection, as the world knows them."""
        if nick not in self.clients:
            user, _, host = self.world.person(nick).host.partition("@")
            address = self.hosts.setdefault(host, f"127.0.0.{len(self.hosts) + 2}")
            self.clients[nick] = Client(self.net.server.port, nick, user, address)
        if joins and not self.clients[nick].inside:
            self.clients[nick].inside = True
            self.clients[nick].send(f"JOIN {CHANNEL}")
        return self.clients[nick]

    def hear(self, line: Line) -> None:
        """Do on the server what the line says was done."""
        if not line.nick:
            return self.hear_circumstance(line)
        if line.nick in self.world.split:
            return self.split_or_heal(split=line.kind is Kind.QUIT)
        client = self.client(line.nick, joins=line.kind not in (Kind.JOIN, Kind.PRIVATE))
        self.see_to_account(line.nick, client, line.account)
        self.see_to_rank(line.nick, line.rank)
        client.settle()
        self.settle()
        client.send(spoken(line))
        if line.kind is Kind.JOIN:
            client.inside = True
        if line.kind is Kind.NICK:
            for known in (self.clients, self.accounts, self.ranks):
                if line.nick in known:
                    known[line.text] = known.pop(line.nick)  # type: ignore[index]
        if line.kind is Kind.QUIT:
            self.quit(line)
        else:
            client.settle()
        if line.kind is Kind.KICK:
            self.clients.pop(line.text.split()[0]).close()
        if line.kind is Kind.PART:
            self.clients.pop(line.nick).close()
        self.settle()

    def quit(self, line: Line) -> None:
        self.clients.pop(line.nick).close()
        self.accounts.pop(line.nick, None)
        self.net.observer.settle()

    def split_or_heal(self, split: bool) -> None:
        """All at once, as servers do it; the first of the lines that tell of it does."""
        if split and not self.split:
            for nick in self.world.split:
                self.client(nick).settle()
            self.settle()
            self.net.server.split(self.world.split)
        elif not split and self.split:
            self.net.server.heal()
        self.split = split
        self.net.observer.settle()
        self.settle()

    def hear_circumstance(self, line: Line) -> None:
        bot = self.net.bot
        assert bot is not None
        if line.kind is Kind.DENIED:
            raw = f":irc.clerk.test 482 clerk {CHANNEL} :You're not a channel operator"
            self.net.loop.call_soon_threadsafe(bot.on_message, raw)
        for nick, person in self.world.people.items():
            if person.here:
                self.client(nick).settle()
        self.settle()

    def see_to_account(self, nick: str, client: Client, account: str | None) -> None:
        if account and self.accounts.get(nick) != account:
            self.net.server.accounts.register(account, "secret")  # type: ignore[union-attr]
            client.send(f"PRIVMSG NickServ :IDENTIFY {account} secret")
            client.settle()
            self.accounts[nick] = account

    def see_to_rank(self, nick: str, rank: Rank) -> None:
        if self.ranks.get(nick, Rank.NONE) != rank:
            mode = {Rank.OPERATOR: "+o", Rank.VOICED: "+v", Rank.NONE: "-ov"}[rank]
            self.net.server.op(CHANNEL, "observer")
            self.clients[nick].settle()
            self.net.observer.send(f"MODE {CHANNEL} {mode} {nick}")
            self.net.observer.settle()
            self.ranks[nick] = rank

    def settle(self) -> None:
        if getattr(self, "net", None) and self.net.bot:
            self.net.settle()
        super().settle()

    def confirm(self) -> None:
        """The server answers by itself."""
        self.net.flush()
        self.settle()

    def leave(self) -> None:
        self.net.lose()
        super().leave()

    def come_back(self) -> None:
        self.net.connect()
        self.settle()

    def drain(self) -> list[Saying]:
        self.settle()
        self.net.flush()
        said = [saying for line in self.net.observer.take() for saying in read(line)]
        for nick, client in self.clients.items():
            said += [Tell(nick, saying.text) for line in client.take() for saying in told(line, nick)]
        return said


def spoken(line: Line) -> str:
    """What the person's client sends."""
    words = {
        Kind.SAID: f"PRIVMSG {CHANNEL} :{line.text}",
        Kind.ACTION: f"PRIVMSG {CHANNEL} :\x01ACTION {line.text}\x01",
        Kind.NOTICE: f"NOTICE {CHANNEL} :{line.text}",
        Kind.PRIVATE: f"PRIVMSG clerk :{line.text}",
        Kind.JOIN: f"JOIN {CHANNEL}",
        Kind.PART: f"PART {CHANNEL} :{line.text}",
        Kind.NICK: f"NICK {line.text}",
        Kind.TOPIC: f"TOPIC {CHANNEL} :{line.text}",
        Kind.KICK: f"KICK {CHANNEL} {line.text.partition(' ')[0]} :{line.text.partition(' ')[2]}",
        Kind.QUIT: f"QUIT :{line.text}",
    }
    return words[line.kind]


def read(line: str) -> Iterator[Saying]:
    """What the bot said aloud."""
    source, _, rest = line.partition(" ")
    if not source.startswith(":clerk!"):
        return
    command, _, words = rest.partition(f" {CHANNEL} :")
    if command == "PRIVMSG":
        yield Say(CHANNEL, words)
    elif command == "TOPIC":
        yield SetTopic(CHANNEL, words)


def told(line: str, nick: str) -> Iterator[Tell]:
    source, _, rest = line.partition(" ")
    for command in ("PRIVMSG", "NOTICE"):
        start = f"{command} {nick} :"
        if source.startswith(":clerk!") and rest.startswith(start):
            yield Tell(nick, rest.removeprefix(start))


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sopel_answers(path: Path, tmp_path: Path) -> None:
    chat = Chat.read(path)
    with closing(Sopel(chat, tmp_path / "bot")) as bot:
        for row, expected, answers in bot.play(chat):
            assert same(sorted(expected), sorted(answers)), f"{path.name}: after {row}\n" + "\n".join(answers)
