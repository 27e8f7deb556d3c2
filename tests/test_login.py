"""Logging in to NickServ, being nobody's fool; and what servers and people say, in the log."""
from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clerk.edge.irc.config import Config
from clerk.edge.irc.login import Login
from clerk.edge.irc.session import visible
from clerk.settings import Settings, load
from e2e.servers import PATIENCE, Bot, Client, Server
from e2e.test_networks import inspircd, ngircd, served

__all__ = ["inspircd", "ngircd", "served"]

NICKSERV = "auth_method = nickserv\nauth_password = sesame\n"
SERVICES = "services.example.org"
IDENTIFIED = "You are now identified for clerk."


# --- proof


@pytest.mark.parametrize("target, nick, host, text, proven", [
    (f"NickServ@{SERVICES}", "NickServ", SERVICES, IDENTIFIED, True),
    (f"nickserv@{SERVICES}", "NickServ", SERVICES.upper(), "Password accepted - you are now recognized.", True),
    (f"NickServ@{SERVICES}", "NickServ", SERVICES, "Invalid password for clerk.", False),
    (f"NickServ@{SERVICES}", "NickServ", "evil.example.org", IDENTIFIED, False),
    (f"NickServ@{SERVICES}", "mallory", SERVICES, IDENTIFIED, False),
    ("NickServ", "NickServ", SERVICES, IDENTIFIED, False),
    ("NickServ", "NickServ", "", IDENTIFIED, False),
    ("", "NickServ", SERVICES, IDENTIFIED, False),
])  # fmt: skip
def test_a_notice_is_proof_from_the_right_host_alone(
    target: str, nick: str, host: str, text: str, proven: bool
) -> None:
    login = Login("nickserv", "clerk", password="sesame", target=target)
    login.hear(nick, "NOTICE", ["clerk", text], own=False, host=host)
    assert login.proven is proven


@pytest.mark.parametrize("target", ["", "NickServ", f"NickServ@{SERVICES}"])
@pytest.mark.parametrize("nick, event, args, own, proven", [
    ("srv", "900", ["clerk", "c!c@h", "clerk", "You are now logged in"], False, True),
    ("clerk", "ACCOUNT", ["clerk"], True, True),
    ("clerk", "ACCOUNT", ["*"], True, False),
    ("alice", "ACCOUNT", ["alice"], False, False),
    ("srv", "903", ["clerk", "SASL is not how it was asked"], False, False),
])  # fmt: skip
def test_the_server_is_believed(
    target: str, nick: str, event: str, args: list[str], own: bool, proven: bool
) -> None:
    login = Login("nickserv", "clerk", password="sesame", target=target)
    login.hear(nick, event, args, own)
    assert login.proven is proven


@pytest.mark.parametrize("target, told", [("", True), ("NickServ@services.test.local", False)])
def test_somebody_called_nickserv(inspircd: Server, tmp_path: Path, target: str, told: bool) -> None:
    """Services are stopped, and mallory has their nick."""
    core = NICKSERV + (f"auth_target = {target}\n" if target else "")
    with Client(inspircd, "NickServ") as mallory, Client(inspircd, "bob") as bob, Bot(
        tmp_path, inspircd.port, core=core
    ) as bot:
        bob.join("#nova")
        if told:
            mallory.expect("PRIVMSG NickServ :IDENTIFY sesame")
        else:
            bot.logs("NickServ@services.test.local is not there")
        mallory.send(f"NOTICE clerk :{IDENTIFIED}", "NOTICE clerk :Password accepted for \x1b[2Jsesame")
        bot.logs(r"NickServ!\S+ says: You are now identified")
        assert r"Password accepted for \x1b[2J…" in bot.logs("Password accepted")
        bob.send("NAMES #nova")
        assert bob.expect(" 353 ").endswith(":@bob")
        assert bot.terminate() < 6
        if not told:
            mallory.send("PING end")
            while "PONG" not in (heard := mallory.expect("")):
                assert "sesame" not in heard
    assert bot.printed.empty()
    assert "sesame" not in "".join(bot.log)


# --- what a server may do


class Scripted:
    """A server that says what the test says."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE)
        self.port: int = self.listener.getsockname()[1]

    @contextmanager
    def visited(self) -> Iterator[Scripted]:
        self.socket = self.listener.accept()[0]
        self.socket.settimeout(PATIENCE)
        self.file = self.socket.makefile("rb")
        with self.listener, self.socket, self.file:
            yield self

    def say(self, *lines: str) -> None:
        self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self, wanted: str) -> None:
        """The next line that begins so."""
        seen = []
        while line := self.file.readline().decode().rstrip():
            seen.append(line)
            if line.startswith(wanted):
                return
        raise AssertionError(f"not heard: {wanted}; but {seen}")


def test_the_loser_of_a_collision_goes_on_from_its_own_nick(tmp_path: Path) -> None:
    server = Scripted()
    with Bot(tmp_path, server.port) as bot, server.visited():
        server.hear("NICK clerk")
        server.say(":clerk NICK 001AAAAAD", ":srv 433 001AAAAAD clerk :Nickname overruled.")
        server.hear("NICK clerk_")
        server.say(":srv 433 001AAAAAD clerk_ :Nickname overruled.")
        server.hear("NICK clerk__")
        server.say(":srv 001 clerk__ :Welcome", ":srv 422 clerk__ :no motd")
        assert bot.expect("connected") == "clerk__"
        server.hear("NICK clerk")


def test_nothing_moves_the_cursor_of_who_reads_the_log(tmp_path: Path) -> None:
    server = Scripted()
    with Bot(tmp_path, server.port) as bot, server.visited():
        server.say(":srv 001 clerk :Welcome", ":srv 422 clerk :no motd")
        server.hear("JOIN #nova")
        server.say(":srv 473 clerk #nova :\x1b[31mclosed")
        bot.logs(r"not let into #nova \(473 \\x1b\[31mclosed\): again in 5 s")
        server.say(":clerk!c@h JOIN #nova", ":op!o@h KICK #nova clerk :\x1b]0;owned\x07\x9b2J\u202e")
        bot.logs(r"no longer in #nova \(KICK \\x1b\]0;owned\\x07\\x9b2J\\u202e\)")
        server.say("ERROR :Closing Link: \x1b[2J\x9d")
        server.socket.shutdown(socket.SHUT_WR)
        bot.logs(r"the server said: Closing Link: \\x1b\[2J\\x9d; again")
    assert all(line.rstrip("\n").isprintable() for line in bot.log)


def test_visible() -> None:
    assert visible("plain, ünïcode 漢字") == "plain, ünïcode 漢字"
    assert visible("a\x00\x1b\r\n\x7f\x9b\u200f\udc80") == r"a\x00\x1b\r\n\x7f\x9b\u200f\udc80"


# --- what Sopel is told


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "bot.cfg").write_text(
        "[core]\nnick = clerk\nhost = irc.example.org\nmodes = B\n[clerk]\nchannels = #nova\n"
    )
    return load(tmp_path / "bot.cfg")


def test_the_environment_does_not_override_what_clerk_decides(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("OWNER", "mallory"), ("ENABLE", "admin"), ("CHANNELS", "#elsewhere"), ("LOG_RAW", "yes"),
        ("THROTTLE_JOIN", "x"),
        ("DB_URL", "sqlite:////tmp/elsewhere.db"), ("COMMANDS_ON_CONNECT", "QUIT"), ("FLOOD_BURST_LINES", "1"),
        ("HOST", "elsewhere.example.org"),
    ):  # fmt: skip
        monkeypatch.setenv(f"SOPEL_CORE_{name}", value)
    core = Config(settings).core
    assert (core.owner, core.channels, core.log_raw, core.throttle_join) == ("nobody@clerk.invalid", [], False, 0)
    assert (core.db_url, core.commands_on_connect, core.flood_burst_lines) == (None, [], 1000)
    assert (core.host, core.modes) == ("irc.example.org", "B")
    assert "admin" not in core.enable


def test_the_environment_may_say_what_the_file_may(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOPEL_CORE_HOST", "irc.example.net")
    monkeypatch.setenv("SOPEL_CORE_MODES", "Bi")
    core = Config(load(settings.path)).core
    assert (core.host, core.modes) == ("irc.example.net", "Bi")


def test_sopels_database_is_its_owners(settings: Settings) -> None:
    Config(settings)
    assert stat.S_IMODE(settings.sopel_db.stat().st_mode) == 0o600
    settings.sopel_db.unlink()
    settings.sopel_db.mkdir()
    with pytest.raises(ValueError, match=r"bot\.sopel\.db cannot be opened: Is a directory"):
        Config(settings)
