"""What the bot says by itself, on real servers: confirmed by them, and after kill -9 not said again."""
from __future__ import annotations

import re
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk.demo.ircd.client import Client as Seat
from clerk.demo.ircd.commands import COMMANDS
from clerk.demo.ircd.wire import Message
from clerk.demo.server import Server as Embedded
from e2e.servers import PATIENCE, Client, Server
from e2e.test_meetings import Channel, Clerk, served

ALWAYS = "announce_days = mon tue wed thu fri sat sun\nquiet_hours =\n"


@pytest.fixture(params=["ngircd", "inspircd"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served(request.param, tmp_path_factory.mktemp(request.param))


def states(folder: Path) -> list[str]:
    with sqlite3.connect(f"file:{folder / 'clerk.db'}?mode=ro", uri=True) as store:
        return [state for (state,) in store.execute("SELECT state FROM announcements ORDER BY id")]


def test_what_was_said_is_confirmed_by_the_server(server: Server, tmp_path: Path) -> None:
    with Client(server, "alice") as alice, Clerk(tmp_path, server, ALWAYS):
        channel = Channel(alice)
        channel.clerk_comes()
        channel.says("alice", ".announce Freeze is on Thursday")
        channel.answered(r"alice announces: Freeze is on Thursday \(\.why\)")
        until = time.monotonic() + PATIENCE
        while "confirmed" not in why(channel) and time.monotonic() < until:
            pass  # each round waits for the bot's answer
        assert states(tmp_path) == ["confirmed"]


def why(channel: Channel) -> str:
    """What it says; and what the store has by then."""
    channel.says("alice", ".why")
    line = channel.hears(r"was said")
    return "confirmed" if "the server took it" in line else line


class Deaf:
    """The embedded server, which answers no receipts until it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.deaf, self.asked = True, threading.Event()
        ping = COMMANDS["PING"]

        def answer(client: Seat, message: Message) -> None:
            if self.deaf and message.params[0].startswith("said-"):
                self.asked.set()
            else:
                ping.handler(client, message)

        monkeypatch.setitem(COMMANDS, "PING", type(ping)(answer, ping.needs, ping.early))
        self.server = Embedded(("127.0.0.1", 0)).start()
        self.port = self.server.port


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deaf]:
    deaf = Deaf(monkeypatch)
    yield deaf
    deaf.server.stop()


def test_killed_before_the_answer_it_is_not_said_again(deaf: Deaf, tmp_path: Path) -> None:
    with Client(deaf, "alice") as alice, Clerk(tmp_path, deaf, ALWAYS) as clerk:  # type: ignore[arg-type]
        channel = Channel(alice)
        channel.clerk_comes()
        channel.says("alice", ".announce Freeze is on Thursday")
        channel.answered("alice announces: Freeze is on Thursday")
        assert deaf.asked.wait(PATIENCE)
        clerk.end(signal.SIGKILL)
        assert states(tmp_path) == ["claimed"]
        deaf.deaf = False
        clerk.start()
        channel.clerk_comes()
        channel.says("alice", ".why")
        channel.answered("1 .* perhaps not heard: Freeze is on Thursday")
        channel.says("alice", ".announce Two")
        channel.answered("Perhaps not heard at .* Freeze is on Thursday")
        channel.answered("alice announces: Two")
    said = [row for row in channel.seen if re.match("<clerk> alice announces: Freeze", row)]
    assert len(said) == 1 and states(tmp_path)[0] == "unconfirmed"
