"""The bot on real networks, on good and on bad days."""
from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clerk.demo.server import Server as Embedded
from e2e.servers import Bot, Client, Server, free_port


def served(name: str, directory: Path) -> Iterator[Server]:
    directory.chmod(0o755)
    server = Server(name, directory)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def ngircd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served("ngircd", tmp_path_factory.mktemp("ngircd"))


@pytest.fixture(scope="module")
def inspircd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from served("inspircd", tmp_path_factory.mktemp("inspircd"))


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With services, where clerk and alice have accounts."""
    for server in served("inspircd", tmp_path_factory.mktemp("network")):
        server.start_services()
        server.register("clerk", "sesame-clerk")
        server.register("alice", "sesame-alice")
        yield server


@pytest.fixture(params=["ngircd", "inspircd", "embedded"])
def any_port(request: pytest.FixtureRequest) -> Iterator[int]:
    if request.param != "embedded":
        yield request.getfixturevalue(request.param).port
        return
    server = Embedded(("127.0.0.1", 0))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.port
    server.shutdown()
    server.server_close()


class At:
    """A server known by its port alone."""

    def __init__(self, port: int) -> None:
        self.port = port


def test_joins_hears_speaks_and_leaves(any_port: int, tmp_path: Path) -> None:
    with Client(At(any_port), "alice") as alice:
        alice.join("#nova")
        alice.send("TOPIC #nova :Gate status")
        alice.expect("TOPIC #nova")
        with Bot(tmp_path, any_port) as bot:
            assert bot.expect("connected") == "clerk"
            assert bot.line("join")["speaker"] == "clerk"
            assert bot.line("topic")["text"] == "Gate status"
            assert bot.line("names")["text"] == "alice"

            bot.tell(say=["#nova", "Meeting started"])
            echo = bot.line("said")
            assert (echo["text"], echo["speaker"], echo["nick"]) == ("Meeting started", "clerk", "clerk")
            alice.expect(r":clerk!\S+ PRIVMSG #nova :Meeting started")

            alice.send("PRIVMSG #nova :hello", "PRIVMSG #nova :\x01ACTION waves\x01", "PRIVMSG clerk :psst")
            said = bot.line("said")
            assert (said["text"], said["nick"], said["rank"], said["speaker"]) == ("hello", "alice", "@", "person")
            assert said["host"].endswith("alice@127.0.0.1")
            assert bot.line("action")["text"] == "waves"
            assert bot.line("private")["channel"] == ""

            alice.send("MODE #nova +o clerk")
            alice.expect("MODE #nova")
            bot.tell(topic=["#nova", "Open bugs"])
            alice.expect("TOPIC #nova :Open bugs")
            alice.send("NICK alicia", "PART #nova :lunch")
            assert bot.line("nick", speaker="person")["text"] == "alicia"
            assert "lunch" in bot.line("part", nick="alicia")["text"]
            assert bot.terminate() < 6
            assert bot.expect("disconnected")


def test_the_server_answers_for_what_was_said(any_port: int, tmp_path: Path) -> None:
    with Client(At(any_port), "alice") as alice, Bot(tmp_path, any_port) as bot:
        alice.join("#nova")
        bot.line("names")
        bot.tell(say=["#nova", "One"])
        bot.tell(say=["#nova", "Two", "said-12"])
        assert bot.expect("confirmed") == "said-12"
        alice.expect("PRIVMSG #nova :Two")
        bot.tell(say=["#nova", "x" * 900, "said-13"])
        assert bot.expect("confirmed") == "said-13"


def test_a_quit_is_heard_in_every_channel(ngircd: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, ngircd.port, channels="#nova #devel") as bot, Client(ngircd, "alice") as alice:
        for channel in ("#nova", "#devel"):
            bot.line("names", channel=channel)
        for channel in ("#nova", "#devel"):
            alice.join(channel)
            bot.line("join", nick="alice")
        alice.send("QUIT :bye")
        assert {bot.line("quit")["channel"], bot.line("quit")["channel"]} == {"#nova", "#devel"}


def test_a_topic_that_the_server_refuses(inspircd: Server, tmp_path: Path) -> None:
    with Client(inspircd, "alice") as alice:
        alice.join("#closed")
        alice.send("MODE #closed +t")
        with Bot(tmp_path, inspircd.port, channels="#closed") as bot:
            bot.line("names")
            bot.tell(topic=["#closed", "mine"])
            assert bot.line("denied")["channel"] == "#closed"


def test_a_command_switched_off_in_a_channel(ngircd: Server, tmp_path: Path) -> None:
    bot = Bot(tmp_path, ngircd.port, channels="#nova #quiet", more="[#quiet]\ndisable_plugins = clerk_help\n")
    with bot, Client(ngircd, "alice") as alice:
        for channel in ("#nova", "#quiet"):
            bot.line("names", channel=channel)
        for channel in ("#nova", "#quiet"):
            alice.join(channel)
            bot.line("join", nick="alice")
        alice.send("PRIVMSG #nova :.help topic", "PRIVMSG #quiet :.help topic", "PRIVMSG #quiet :help me")
        assert [bot.line("said")["off"] for _ in range(3)] == [False, True, False]


def test_two_thousand_lines_in_order(ngircd: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, ngircd.port) as bot, Client(ngircd, "alice") as alice:
        bot.line("names")
        alice.join("#nova")
        alice.send(*(f"PRIVMSG #nova :{n}" for n in range(2000)))
        assert [int(bot.line("said")["text"]) for _ in range(2000)] == list(range(2000))
        bot.tell(**{"say": ["#nova", "word " * 300]})
        parts = [bot.line("said", speaker="clerk")["text"] for _ in range(4)]
        assert " ".join(parts).split() == ["word"] * 300


def test_fifty_channels(ngircd: Server, tmp_path: Path) -> None:
    channels = [f"#c{n}" for n in range(50)]
    with Bot(tmp_path, ngircd.port, channels=" ".join(channels), clerk="burst = 5\n") as bot:
        assert [bot.line("names")["channel"] for _ in channels] == channels


def test_comes_back_after_a_kick(ngircd: Server, tmp_path: Path) -> None:
    with Client(ngircd, "alice") as alice:
        alice.join("#nova")
        with Bot(tmp_path, ngircd.port) as bot:
            bot.line("names")
            alice.send("KICK #nova clerk :behave")
            assert bot.line("kick")["text"] == "clerk behave"
            bot.logs(r"no longer in #nova .* back in 5 s")
            assert bot.line("names")["text"] == "alice"


def test_an_invitation_opens_a_closed_channel(ngircd: Server, tmp_path: Path) -> None:
    with Client(ngircd, "alice") as alice:
        alice.join("#nova")
        alice.send("MODE #nova +i")
        with Bot(tmp_path, ngircd.port) as bot:
            bot.logs(r"not let into #nova \(473 .* again in 5 s")
            alice.send("INVITE clerk #nova")
            assert bot.line("join", nick="clerk")


def test_a_taken_nick_is_regained(ngircd: Server, tmp_path: Path) -> None:
    with Client(ngircd, "clerk") as ghost, Bot(tmp_path, ngircd.port) as bot:
        assert bot.expect("connected") == "clerk_"
        bot.line("names")
        ghost.join("#nova")
        bot.line("join", nick="clerk")
        ghost.send("QUIT")
        assert bot.line("nick", nick="clerk_")["text"] == "clerk"
        bot.tell(say=["#nova", "me again"])
        assert bot.line("said")["speaker"] == "clerk"


def test_a_restarted_server(ngircd: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, ngircd.port) as bot:
        bot.line("names")
        ngircd.stop()
        bot.expect("disconnected")
        bot.tell(say=["#nova", "said while away"])
        bot.logs("cannot connect to")
        ngircd.start()
        assert bot.expect("connected") == "clerk"
        assert bot.line("said")["text"] == "said while away"


def test_a_server_that_is_down_at_the_start(tmp_path: Path) -> None:
    with Bot(tmp_path, free_port()) as bot:
        bot.logs("cannot connect to .* again in 1 s")
        bot.logs("cannot connect to .* again in 2 s")
        assert bot.terminate() < 2  # within the back-off


@pytest.mark.parametrize("core", ["", "use_ssl = yes\n"], ids=["plain", "tls"])
def test_leaves_a_server_that_never_answers(core: str, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, Bot(
        tmp_path, silent.getsockname()[1], core=core
    ) as bot:
        silent.settimeout(15)
        with silent.accept()[0]:
            assert bot.terminate() < 6


def test_drops_a_server_that_never_welcomes(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, Bot(tmp_path, silent.getsockname()[1]) as bot:
        bot.logs("did not let the bot in within 15 s; again in 1 s", patience=20)


def test_leaves_a_frozen_server(ngircd: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, ngircd.port) as bot:
        bot.line("names")
        ngircd.program.freeze()
        for n in range(3000):  # more than the sockets hold
            bot.tell(say=["#nova", f"{n} " + "x" * 5000])
        assert bot.terminate() < 6


def test_drops_a_server_that_falls_silent(ngircd: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, ngircd.port, core="timeout = 10\n") as bot:
        bot.line("names")
        ngircd.program.freeze()
        frozen = datetime.now(UTC)
        while "disconnected" not in (lost := bot.next()):
            pass
        assert "silent for 10 s" in lost["disconnected"]
        assert datetime.fromisoformat(lost["at"]) < frozen + timedelta(seconds=1)  # not when it was noticed
        assert datetime.now(UTC) > frozen + timedelta(seconds=9)


def test_reads_no_more_than_can_be_recorded(ngircd: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, ngircd.port) as bot, Client(ngircd, "alice") as alice:
        bot.line("names")
        alice.join("#nova")
        bot.line("join", nick="alice")
        bot.tell(busy=[5000])
        assert bot.expect("busy") == 5000
        alice.send(*(f"PRIVMSG #nova :{n}" for n in range(10)))
        bot.tell(say=["#nova", "slowly"])
        alice.expect("PRIVMSG #nova :slowly")
        heard = []
        while (said := bot.line("said"))["nick"] == "alice":
            heard.append(said["text"])
        assert said["text"] == "slowly"
        assert len(heard) <= 1  # it was already reading one, and looks before the next
        bot.tell(busy=[0])
        heard += [bot.line("said")["text"] for _ in range(10 - len(heard))]
        assert heard == [str(n) for n in range(10)]
        bot.tell(busy=[5000])
        assert bot.expect("busy") == 5000
        alice.send(*(f"PRIVMSG #nova :{n}" for n in range(10)))
        assert bot.terminate() < 6


SASL = "auth_method = sasl\nauth_username = clerk\nauth_password = {}\n"


def test_sasl(network: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, network.port, core=SASL.format("sesame-clerk")) as bot, Client(network, "bob") as bob:
        assert bot.expect("connected") == "clerk"
        bot.line("join")
        bob.send("WHOIS clerk")
        bob.expect(" 330 bob clerk clerk ")


def test_sasl_with_a_wrong_password(network: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, network.port, core=SASL.format("wrong-sesame")) as bot:
        bot.logs(r"SASL failed: wrong account or password.*904")
        bot.logs("again in 1 s")
        bot.logs(r"SASL failed: wrong account or password.*904")
        assert bot.terminate() < 6
    assert bot.printed.empty()
    assert "wrong-sesame" not in "".join(bot.log)


def test_sasl_without_services(inspircd: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, inspircd.port, core=SASL.format("sesame-clerk")) as bot:
        bot.logs("SASL failed: .* services up")
        bot.logs("again in 1 s")
        assert bot.terminate() < 6
    assert bot.printed.empty()


NICKSERV = "auth_method = nickserv\nauth_password = {}\n"


def test_nickserv(network: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, network.port, core=NICKSERV.format("sesame-clerk")) as bot:
        assert bot.expect("connected") == "clerk"
        assert bot.line("join")["account"] == "clerk"
    assert "sesame-clerk" not in "".join(bot.log)


def test_nickserv_with_a_wrong_password(network: Server, tmp_path: Path) -> None:
    core = NICKSERV.format("wrong-sesame")
    with Bot(tmp_path / "out", network.port, core=core) as out, Client(network, "bob") as bob:
        bob.wait_for("clerk")
        assert out.printed.empty()
        assert out.terminate() < 6
    assert out.printed.empty()
    with Bot(tmp_path / "in", network.port, core=core, clerk="join_unidentified = yes\n") as bot:
        assert bot.line("join")["account"] is None


def test_accounts_reach_the_lines(network: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, network.port, core=SASL.format("sesame-clerk")) as bot, Client(network, "alice") as alice:
        bot.line("names")
        alice.join("#nova")
        assert bot.line("join", nick="alice")["account"] is None
        alice.send("PRIVMSG NickServ :IDENTIFY sesame-alice")
        alice.expect(" 900 ")
        alice.send("PRIVMSG #nova :it is me", "NICK al", "PRIVMSG #nova :still me")
        assert bot.line("said")["account"] == "alice"
        assert bot.line("nick")["account"] == "alice"
        assert bot.line("said", nick="al")["account"] == "alice"
        bob = Client(network, "alice")
        bob.join("#nova")
        bob.send("PRIVMSG #nova :am I alice?")
        assert bot.line("said", nick="alice")["account"] is None
        bob.__exit__()


# --- TLS


class Tunnel:
    """TLS in front of a server that has none."""

    def __init__(self, target: int, directory: Path) -> None:
        self.target = target
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(directory / "server.pem", directory / "server.key")
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                near = self.listener.accept()[0]
            except OSError:
                return
            try:
                near = self.context.wrap_socket(near, server_side=True)
            except OSError:
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self.pump, args=(one, other), daemon=True).start()

    def pump(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        finally:
            other.close()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    home = tmp_path_factory.mktemp("certificates")
    subject = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(
        ["openssl", "req", "-x509", *subject, *names, "-keyout", "server.key", "-out", "server.pem"],
        cwd=home, check=True, capture_output=True,
    )  # fmt: skip
    return home


def test_tls(ngircd: Server, certificates: Path, tmp_path: Path) -> None:
    tunnel = Tunnel(ngircd.port, certificates)
    core = f"host = localhost\nuse_ssl = yes\nca_certs = {certificates}/server.pem\n"
    with Bot(tmp_path / "trusting", tunnel.port, core=core) as bot:
        assert bot.line("names")
        assert bot.terminate() < 6
    with Bot(tmp_path / "wary", tunnel.port, core="host = localhost\nuse_ssl = yes\n") as bot:
        bot.logs(r"the certificate of localhost:\d+ is not trusted: self.signed certificate; again in 1 s")
        bot.logs("is not trusted.* again in 2 s")
    with Bot(tmp_path / "blind", tunnel.port, core="host = localhost\nuse_ssl = yes\nverify_ssl = no\n") as bot:
        assert bot.line("names")
    tunnel.listener.close()


def test_writes_nothing_at_home(ngircd: Server, tmp_path: Path) -> None:
    with Bot(tmp_path, ngircd.port, clerk="store = state/clerk.db\n") as bot:
        bot.line("names")
        assert bot.process
        os.kill(bot.process.pid, signal.SIGINT)
        assert bot.process.wait(6) == 0
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "bot.cfg", "state", "state/bot.sopel.db",
    ]  # fmt: skip
