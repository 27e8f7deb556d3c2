"""Meetings on real servers, with the bot as it is run: `clerk run`, in a process of its own."""
from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.servers import Client, Server

STARTED = "Meeting started: "


def served(name: str, folder: Path) -> Iterator[Server]:
    folder.chmod(0o755)
    server = Server(name, folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["ngircd", "inspircd"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def inspircd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served("inspircd", tmp_path_factory.mktemp("inspircd"))


@pytest.fixture
def network(inspircd: Server) -> Server:
    """With services, where alice has an account."""
    inspircd.start_services()
    inspircd.register("alice", "sesame")
    return inspircd


class Clerk:
    """`clerk run`. clerk: more lines of its section."""

    def __init__(self, folder: Path, server: Server, clerk: str = "") -> None:
        self.folder = folder
        (folder / "bot.cfg").write_text(
            f"[core]\nnick = clerk\nhost = 127.0.0.1\nport = {server.port}\nuse_ssl = no\n"
            f'[clerk]\nurl = https://minutes.example.org\npace = 0\nchannels =\n    "#nova"\n{clerk}'
        )

    def start(self) -> None:
        self.log = open(self.folder / "run.log", "ab")  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from clerk.cli import main; main()", "run", "-c", str(self.folder / "bot.cfg")],
            stdout=self.log, stderr=self.log, env={**os.environ, "HOME": str(self.folder)},
        )  # fmt: skip

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.log.close()
        return self.process.wait(10)

    def file(self, ending: str) -> str:
        """The newest meeting's file."""
        paths = sorted((self.folder / "minutes").rglob(f"*{ending}"), key=lambda path: path.stat().st_mtime)
        return paths[-1].read_text()

    def __enter__(self) -> Clerk:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGKILL)


class Channel:
    """The channel as the first of these clients sees it: what everybody said, in order."""

    def __init__(self, *clients: Client) -> None:
        self.clients = {client.nick: client for client in clients}
        self.eyes = clients[0]
        self.seen: list[str] = []
        for client in clients:
            client.join("#nova")

    def says(self, nick: str, text: str) -> None:
        self.clients[nick].send(f"PRIVMSG #nova :{text}")
        if nick == self.eyes.nick:
            self.seen.append(f"<{nick}> {text}")
        else:
            self.hears(rf":{nick}!\S+ PRIVMSG #nova :{re.escape(text)}$")

    def hears(self, pattern: str) -> str:
        """Until it was heard; what clerk and others said meanwhile is seen too."""
        while True:
            line = self.eyes.expect(r" PRIVMSG #nova :| KICK #nova ")
            if found := re.match(r":(\S+)!\S+ PRIVMSG #nova :(.*)", line):
                self.seen.append(f"<{found[1]}> {found[2]}")
            if re.search(pattern, line):
                return line

    def answered(self, text: str) -> None:
        self.hears(rf":clerk!\S+ PRIVMSG #nova :{text}")

    def clerk_comes(self) -> None:
        self.eyes.expect(r":clerk!\S+ JOIN :?#nova")


def like(conversation: str) -> list[str]:
    return [row for row in conversation.splitlines() if row.startswith("<")]


def test_the_first_conversation_reads_exactly_so(server: Server, tmp_path: Path) -> None:
    with Client(server, "alice") as alice, Client(server, "bob") as bob, Clerk(tmp_path, server) as clerk:
        channel = Channel(alice, bob)
        channel.clerk_comes()
        channel.says("alice", "#startmeeting nova")
        channel.answered(STARTED)
        channel.says("bob", "#action bob: triage 1352")
        channel.says("bob", "(a word, to know that the line before was recorded)")
        channel.says("alice", "#chair alice")
        channel.answered("Chairs")
        clerk.end(signal.SIGKILL)
        clerk.start()
        channel.answered("Back")
        channel.says("alice", "#endmeeting")
        channel.answered("Minutes: ")
        for got, wanted in zip([row for row in channel.seen if "(a word" not in row and "Chairs" not in row
                                and "#chair" not in row], like(r"""
<alice> #startmeeting nova
<clerk> Meeting started: nova\. Chair: alice\. Commands: #commands
<bob> #action bob: triage 1352
<clerk> Back; nova goes on\. Missed \d\d:\d\d:\d\d to \d\d:\d\d:\d\d\.
<alice> #endmeeting
<clerk> Ended: nova, (under 1|1) min, 1 action \(bob\)\.
<clerk> Minutes: https://minutes\.example\.org/nova/\d{4}/nova\.\S+\.html
"""), strict=True):  # fmt: skip
            assert re.fullmatch(wanted, got)
        channel.answered("Log: ")
        assert "ACTION: bob: triage 1352" in clerk.file(".md")


def test_the_second_conversation_reads_exactly_so(server: Server, tmp_path: Path) -> None:
    with (
        Client(server, "alice") as alice, Client(server, "bob") as bob, Client(server, "carol") as carol,
        Clerk(tmp_path, server),
    ):  # fmt: skip
        channel = Channel(alice, bob, carol)
        channel.clerk_comes()
        channel.says("alice", "#startmeeting nova")
        channel.answered(STARTED)
        channel.seen.clear()
        channel.says("alice", "#startvote Freeze? Yes, No")
        channel.answered("Freeze")
        channel.says("bob", "#vote yes")
        channel.says("bob", "#vote n")
        channel.says("carol", "#vote yes")
        channel.says("alice", "#endvote")
        channel.answered("Tie")
        assert channel.seen == like("""
<alice> #startvote Freeze? Yes, No
<clerk> Freeze? Say #vote Yes or No; your last one counts.
<bob> #vote yes
<bob> #vote n
<carol> #vote yes
<alice> #endvote
<clerk> Tie: Yes 1 (carol), No 1 (bob).
""")


def kill(clerk: Clerk, channel: Channel, server: Server) -> None:
    clerk.end(signal.SIGKILL)
    clerk.start()


def upgrade(clerk: Clerk, channel: Channel, server: Server) -> None:
    assert clerk.end(signal.SIGTERM) == 0
    clerk.start()


def kick(clerk: Clerk, channel: Channel, server: Server) -> None:
    channel.clients["alice"].send("KICK #nova clerk :out")


@pytest.mark.parametrize("fault", [kill, upgrade, kick])
def test_nothing_is_lost_and_nothing_is_doubled(fault: object, inspircd: Server, tmp_path: Path) -> None:
    with Client(inspircd, "alice") as alice, Client(inspircd, "bob") as bob, Clerk(tmp_path, inspircd) as clerk:
        channel = Channel(alice, bob)
        channel.clerk_comes()
        channel.says("alice", "#startmeeting faults")
        channel.answered(STARTED)
        for phase in ("before", "after"):
            for n in range(50):
                bob.send(f"PRIVMSG #nova :{'#info ' if n % 10 == 0 else ''}{phase} {n}")
            bob.send("PING done")
            bob.expect(" PONG ")
            channel.says("alice", f"#chair alice {phase}")
            channel.answered("Chairs: ")
            if phase == "before":
                fault(clerk, channel, inspircd)  # type: ignore[operator]
                channel.answered("Back; faults goes on")
        channel.says("alice", "#endmeeting")
        channel.answered("Log: ")
        said = re.findall(r"<bob> (?:#info )?((?:before|after) \d+)$", clerk.file(".log.txt"), re.MULTILINE)
        assert said == [f"{phase} {n}" for phase in ("before", "after") for n in range(50)]
        assert clerk.file(".log.txt").count("-- not heard from ") == 1
        assert len(re.findall(r"^\* (?:before|after) \d+ ", clerk.file(".md"), re.MULTILINE)) == 10
        audit = subprocess.run(
            [sys.executable, "-c", "from clerk.cli import main; main()", "audit", "-c", str(tmp_path / "bot.cfg")],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (audit.returncode, audit.stdout.count("the same")) == (0, 1)


def test_a_full_disk_is_said_at_once_and_nothing_is_lost_when_there_is_room_again(
    inspircd: Server, tmp_path: Path
) -> None:
    with Client(inspircd, "alice") as alice, Client(inspircd, "bob") as bob, Clerk(tmp_path, inspircd) as clerk:
        channel = Channel(alice, bob)
        channel.clerk_comes()
        channel.says("alice", "#startmeeting full")
        channel.answered(STARTED)
        resource.prlimit(clerk.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        channel.says("bob", "#info said while the disk was full")
        channel.answered("I cannot record ")
        channel.says("alice", "#chair bob")
        resource.prlimit(clerk.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        channel.answered("Recording again; nothing was lost")
        channel.says("alice", "#endmeeting")
        channel.answered("Log: ")
        assert "Chairs: alice, bob" in clerk.file(".md")
        assert clerk.file(".log.txt").count("said while the disk was full") == 1


def test_who_takes_the_chairs_nick_is_not_chair_and_the_account_is(network: Server, tmp_path: Path) -> None:
    with Client(network, "bob") as bob, Client(network, "observer") as observer, Clerk(tmp_path, network):
        channel = Channel(observer)
        channel.clerk_comes()
        bob.join("#nova")
        with Client(network, "alice") as alice:
            alice.send("PRIVMSG NickServ :IDENTIFY sesame")
            alice.expect(" 900 |now identified|logged in")
            alice.join("#nova")
            alice.send("PRIVMSG #nova :#startmeeting accounts")
            channel.answered(STARTED)
            alice.send("QUIT :gone")
        observer.expect(r":alice!\S+ QUIT ")
        bob.send("NICK alice")
        bob.expect("NICK :?alice")
        bob.send("PRIVMSG #nova :#endmeeting")
        channel.answered("alice: I cannot tell that you are the chair alice: log in as alice")
        with Client(network, "phone") as phone:
            phone.send("PRIVMSG NickServ :IDENTIFY alice sesame")
            phone.expect(" 900 |now identified|logged in")
            phone.join("#nova")
            phone.send("PRIVMSG #nova :#endmeeting")
            channel.answered("Ended: accounts")
