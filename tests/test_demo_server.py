"""The embedded IRC server, over real sockets."""
from __future__ import annotations

import base64
import errno
import itertools
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from clerk.demo.server import Server

ACCOUNTS = {"alice": "secret", "bob": "hunter2"}
TOKENS = itertools.count(1)


class Peer:
    """A bare socket that speaks IRC. Waiting for what never comes fails after five seconds."""

    def __init__(self, port: int, nick: str = "", caps: str = "", source: str = "127.0.0.1") -> None:
        self.nick = nick
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(source, 0))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.sock.makefile("rb")
        if caps:
            self.send(f"CAP REQ :{caps}", "CAP END")
        if nick:
            self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick.title()} Real")
            self.until(" 422 ")

    def send(self, *lines: str) -> None:
        self.sock.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def line(self) -> str:
        """The next line, "" when the server has closed the connection."""
        return self.file.readline().decode("utf-8", "backslashreplace").removesuffix("\r\n")

    def until(self, pattern: str) -> str:
        """The first line that the pattern is found in."""
        while line := self.line():
            if re.search(pattern, line):
                return line
        pytest.fail(f"{self.nick}: the connection was closed before {pattern!r}")

    def rest(self) -> list[str]:
        """All that has come up to now."""
        token = f"fence{next(TOKENS)}"
        self.send(f"PING {token}")
        return list(itertools.takewhile(lambda line: not line.endswith(token), iter(self.line, "")))

    def ask(self, *lines: str) -> list[str]:
        """What comes, after the lines were sent and before anything else is done."""
        self.rest()
        self.send(*lines)
        return self.rest()

    def close(self) -> None:
        self.file.close()
        self.sock.close()


Connect = Callable[..., Peer]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), accounts=ACCOUNTS) as running:
        yield running


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    peers: list[Peer] = []

    def one(nick: str = "", *channels: str, caps: str = "", source: str = "127.0.0.1", port: int = 0) -> Peer:
        peer = Peer(port or server.port, nick, caps, source)
        peers.append(peer)
        for channel in channels:
            peer.send(f"JOIN {channel}")
            peer.until(" 366 ")
        return peer

    yield one
    for peer in peers:
        peer.close()


def plain(name: str, password: str) -> str:
    return base64.b64encode(f"\0{name}\0{password}".encode()).decode()


def has(lines: list[str], pattern: str) -> bool:
    return any(re.search(pattern, line) for line in lines)


# Coming in.


def test_a_client_is_welcomed_once_it_has_said_nick_and_user(connect: Connect) -> None:
    peer = connect()
    peer.send("PASS anything", "JOIN #x", "NICK alice")
    peer.until(r" 451 \* :")
    peer.send("USER alice 0 * :Alice")
    numerics = [line.split(" ")[1] for line in peer.rest()]
    assert numerics == ["001", "002", "003", "004", "005", "005", "251", "254", "255", "422"]


def test_the_welcome_waits_for_the_end_of_the_capabilities(connect: Connect) -> None:
    peer = connect()
    peer.send("CAP LS 302", "NICK alice", "USER alice 0 * :Alice", "CAP REQ :echo-message no-such-cap")
    assert "sasl=PLAIN" in peer.until(" CAP .* LS ")
    peer.until("CAP alice NAK :echo-message no-such-cap")
    peer.send("CAP REQ :echo-message server-time", "CAP REQ -echo-message", "CAP LIST")
    peer.until("CAP alice LIST :server-time")
    peer.send("CAP END")
    peer.until(" 001 alice ")


def test_the_network_says_how_it_is(connect: Connect) -> None:
    peer = connect()
    peer.send("NICK alice", "USER alice 0 * :Alice")
    features = peer.until(" 005 ")
    for feature in ("CASEMAPPING=rfc1459", "CHANTYPES=#", "PREFIX=(ov)@+", "NETWORK=ClerkDemo", "WHOX"):
        assert f" {feature} " in features


def test_a_message_of_the_day(connect: Connect) -> None:
    with Server(("127.0.0.1", 0), motd=["Be kind."]) as server:
        peer = Peer(server.port)
        peer.send("NICK a", "USER a 0 * :A")
        peer.until(" 372 a :- Be kind.")
        peer.until(" 376 a ")
        peer.close()


@pytest.mark.parametrize("nick", ["[]\\`_^{|}-", "a-b", "x" * 30])
def test_nicks_that_are_allowed(connect: Connect, nick: str) -> None:
    assert has(connect(nick).ask("USERHOST " + nick), f":{re.escape(nick)}=")


@pytest.mark.parametrize("nick", ["1st", "-a", "a b:c!", "ümlaut", "a~"])
def test_nicks_that_are_not(connect: Connect, nick: str) -> None:
    peer = connect()
    peer.send(f"NICK :{nick}")
    assert peer.until(" 432 ")


def test_a_nick_is_taken_in_any_case(connect: Connect) -> None:
    connect("nick[1]")
    other = connect("bob")
    assert has(other.ask("NICK NICK{1}"), r" 433 bob NICK\{1\} ")
    assert has(other.ask("NICK nickserv"), " 433 ")
    assert has(other.ask("NICK BOB"), "^:bob!.* NICK :BOB$")


def test_a_nick_change_is_told_once(connect: Connect) -> None:
    alice, bob = connect("alice", "#a", "#b"), connect("bob", "#a", "#b")
    alice.rest()
    bob.ask("NICK robert")
    assert alice.rest() == [":bob!~bob@127.0.0.1 NICK :robert"]


def test_a_port_that_is_taken_is_an_error(server: Server) -> None:
    with pytest.raises(OSError) as caught:
        Server(("127.0.0.1", server.port))
    assert caught.value.errno == errno.EADDRINUSE


def test_a_port_can_be_used_again_at_once(connect: Connect, server: Server) -> None:
    connect("alice")
    port = server.port
    server.stop()
    with Server(("127.0.0.1", port)) as again:
        Peer(again.port, "alice").close()


def test_stopping_ends_all_connections_and_the_thread(connect: Connect, server: Server) -> None:
    peer = connect("alice")
    server.stop()
    server.stop()
    peer.until("^ERROR :Closing link")
    assert peer.line() == ""
    assert not any(thread.name == "irc-server" for thread in threading.enumerate())
    with pytest.raises(RuntimeError):
        server.kill("alice")


# Lines.


def test_commands_in_any_case_several_in_a_packet_ended_by_lf_alone(connect: Connect) -> None:
    peer = connect("alice")
    peer.sock.sendall(b"join #a\nPrivMsg #none :x\n\n  \r\n:someone@else ping  :fence one\n")
    lines = list(itertools.takewhile(lambda line: "PONG" not in line, iter(peer.line, "")))
    assert has(lines, "JOIN #a") and has(lines, " 403 ")


def test_a_line_may_come_in_pieces(connect: Connect) -> None:
    peer = connect("alice")
    for piece in (b"PI", b"NG :p", b"iece", b"s\r", b"\n"):
        peer.sock.sendall(piece)
    assert peer.until("PONG").endswith(":pieces")


def test_bytes_that_are_not_utf8_pass_through(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    alice.sock.sendall("PRIVMSG #a :Grüße\r\n".encode("latin-1"))
    assert bob.until("PRIVMSG").endswith(r":Gr\xfc\xdfe")


def test_a_long_line_is_cut_between_characters(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    alice.send("PRIVMSG #a :" + "é" * 9000, "PRIVMSG #a :next")
    cut = bob.until("PRIVMSG")
    assert 500 < len(cut.encode()) <= 510 and cut.endswith("é")
    assert bob.until("PRIVMSG").endswith(":next")


def test_a_bare_cr_does_not_start_a_line(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    alice.sock.sendall(b"PRIVMSG #a :one\rQUIT :two\r\n")
    assert bob.until("PRIVMSG").endswith(":one QUIT :two")


def test_a_megabyte_without_a_line_end_is_dropped(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    with suppress(OSError):  # the server closes before all is sent, or after
        alice.sock.sendall(b"x" * 1_000_000)
    bob.until("^:alice!.* QUIT :RecvQ exceeded")


def test_tags_go_to_those_who_asked_for_them(connect: Connect) -> None:
    alice = connect("alice", "#a", caps="message-tags")
    bob, carol = connect("bob", "#a", caps="message-tags"), connect("carol", "#a")
    bob.rest(), carol.rest()
    long = "+x=" + "y" * 4000
    alice.send(f"@+typing=active;label=1;{long} PRIVMSG #a :hi", "@+typing=done TAGMSG #a")
    assert re.fullmatch(rf"@msgid=\S+;\+typing=active;{re.escape(long)} :alice!\S+ PRIVMSG #a :hi", bob.line())
    assert re.fullmatch(r"@msgid=\S+;\+typing=done :alice!\S+ TAGMSG #a", bob.line())
    alice.rest()
    assert carol.rest() == [":alice!~alice@127.0.0.1 PRIVMSG #a :hi"]


def test_a_message_has_one_id_and_a_time(connect: Connect) -> None:
    alice = connect("alice", "#a", caps="message-tags server-time echo-message")
    bob = connect("bob", "#a", caps="message-tags")
    alice.send("PRIVMSG #a :hi")
    echo = re.match(r"@time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z;msgid=(\S+) :alice!", alice.until("PRIVMSG"))
    heard = re.match(r"@msgid=(\S+) :alice!", bob.until("PRIVMSG"))
    assert echo and heard and echo[1] == heard[1]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("NONSENSE", "421 alice NONSENSE"), ("JOIN", "461 alice JOIN"), ("PING", "409 alice"),
        ("USER a b c d", "462 alice"), ("NICK", "431 alice"), ("CAP FOO", "410 alice FOO"),
        ("PRIVMSG", "411 alice"), ("PRIVMSG bob", "412 alice"), ("PRIVMSG nobody :x", "401 alice nobody"),
        ("PRIVMSG #none :x", "403 alice #none"), ("NOTICE #b :x", "404 alice #b"), ("JOIN none", "403 alice none"),
        ("PART #none", "403 alice #none"), ("PART #b", "442 alice #b"), ("TOPIC #none", "403 alice #none"),
        ("TOPIC #b :x", "442 alice #b"), ("MODE #none", "403 alice #none"), ("MODE #a +b", "368 alice #a"),
        ("MODE #a b", "368 alice #a"), ("MODE #a +k x", "472 alice k"), ("MODE #a +o bob", "441 alice bob #a"),
        ("MODE #a +o nobody", "401 alice nobody"), ("MODE bob +i", "502 alice"), ("MODE alice +Z", "501 alice"),
        ("MODE alice", r"221 alice \+"), ("KICK #none bob", "403 alice #none"), ("KICK #a bob", "441 alice bob #a"),
        ("KICK #b bob", "442 alice #b"), ("INVITE bob #a", "341 alice bob #a"), ("INVITE nobody #a", "401 alice"),
        ("INVITE alice #a", "443 alice alice #a"), ("WHOIS nobody", "401 alice nobody"), ("WHOWAS x", "406 alice x"),
        ("ISON bob nobody NickServ", "303 alice :bob NickServ$"), ("LUSERS", "251 alice"), ("VERSION", "351 alice"),
        ("TIME", "391 alice"), ("MOTD", "422 alice"), ("LIST #b", "322 alice #b 1 :"),
        ("NAMES #none", "366 alice #none"),
    ],
)  # fmt: skip
def test_what_a_command_is_answered(connect: Connect, asked: str, answer: str) -> None:
    alice = connect("alice", "#a")
    connect("bob", "#b")
    assert has(alice.ask(asked), rf"^:irc\.clerk\.test {answer}")


# Channels.


@pytest.mark.parametrize(("one", "other"), [("#dev-ops", "#DEV-OPS"), ("##c++", "##C++"), ("#a[1]\\^", "#A{1}|~")])
def test_channels_are_one_in_any_case(connect: Connect, one: str, other: str) -> None:
    alice, bob = connect("alice", one), connect("bob", other)
    bob.send(f"PRIVMSG {other} :hi")
    assert alice.until("PRIVMSG").endswith(f"PRIVMSG {one} :hi")


def test_several_channels_in_one_command(connect: Connect) -> None:
    alice = connect("alice")
    assert sum(" JOIN " in line for line in alice.ask("JOIN #a,#b,#c key,key", "JOIN #A")) == 3
    assert has(alice.ask("PART #a,#b :bye"), "PART #b :bye")
    assert has(alice.ask("JOIN 0"), "PART #c$")
    assert has(alice.ask("LIST"), " 323 ") and not has(alice.ask("LIST"), " 322 ")


def test_the_first_is_operator_and_makes_others(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    connect("carol", "#a")
    assert has(alice.ask("MODE #a"), r"324 alice #a \+nt") and has(alice.ask("MODE #a"), "329 alice #a ")
    assert has(bob.ask("MODE #a +o bob"), "482 bob #a")
    assert has(alice.ask("MODE #a +ov-t+o bob carol alice"), r"^:alice!.* MODE #a \+ov-t bob carol$")
    assert has(bob.ask("NAMES #a"), r"353 bob = #a :@alice @bob \+carol$")
    assert has(bob.ask("MODE #a -o alice"), "MODE #a -o alice")
    assert has(alice.ask("KICK #a bob"), "482 alice #a")


def test_the_topic_is_for_operators_until_they_say_otherwise(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    assert has(bob.ask("TOPIC #a"), "331 bob #a")
    assert has(bob.ask("TOPIC #a :mine"), "482 bob #a")
    alice.send("TOPIC #a :Release on Friday")
    bob.until("^:alice!.* TOPIC #a :Release on Friday$")
    carol = connect("carol")
    joined = carol.ask("JOIN #a")
    assert has(joined, "332 carol #a :Release on Friday") and has(joined, r"333 carol #a alice!\S+ \d+$")
    alice.ask("MODE #a -t")
    assert has(bob.ask("TOPIC #a :"), "^:bob!.* TOPIC #a :$")
    assert has(bob.ask("TOPIC #a"), "331 bob #a")


def test_a_kick_takes_the_client_out(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    alice.send("KICK #a BOB :enough")
    bob.until("^:alice!.* KICK #a bob :enough$")
    assert has(bob.ask("PRIVMSG #a :but"), "404 bob #a")


def test_moderated_channels_hear_the_voiced_only(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    alice.ask("MODE #a +m")
    assert has(bob.ask("PRIVMSG #a :x"), "404 bob #a")
    alice.ask("MODE #a +v bob")
    assert not has(bob.ask("PRIVMSG #a :x"), " 404 ")


def test_channels_without_n_hear_everybody(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob")
    alice.ask("MODE #a -n")
    bob.send("PRIVMSG #a,alice :from outside")
    assert alice.until("PRIVMSG").endswith("#a :from outside")
    assert alice.until("PRIVMSG").endswith("alice :from outside")


def test_names_fit_in_lines(connect: Connect, server: Server) -> None:
    nicks = [f"{'n' * 25}{number}" for number in range(40)]
    for nick in nicks:
        connect(nick, "#a")
    replies = [line for line in connect("alice").ask("NAMES #a") if " 353 " in line]
    assert all(len(line) <= 510 for line in replies)
    assert {name.lstrip("@") for line in replies for name in line.rpartition(":")[2].split()} == set(nicks)


def test_multi_prefix_and_userhost_in_names(connect: Connect) -> None:
    alice = connect("alice", "#a", caps="multi-prefix userhost-in-names")
    alice.ask("MODE #a +v alice")
    assert has(alice.ask("NAMES #a"), r":@\+alice!~alice@127\.0\.0\.1$")
    assert has(connect("bob").ask("NAMES #a"), ":@alice$")


def test_away_is_told_to_those_who_asked(connect: Connect) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a", caps="away-notify")
    bob.rest()
    assert has(alice.ask("AWAY :lunch"), " 306 alice ")
    assert bob.rest() == [":alice!~alice@127.0.0.1 AWAY :lunch"]
    assert has(bob.ask("PRIVMSG alice :there?"), "301 bob alice :lunch")
    assert has(bob.ask("WHO #a"), " alice G@ :0 ")
    connect("carol", "#b")
    assert has(alice.ask("AWAY"), " 305 alice ")
    assert bob.rest() == [":alice!~alice@127.0.0.1 AWAY"]


def test_who_and_whois(connect: Connect) -> None:
    alice = connect("alice", "#a", source="127.0.0.2")
    bob = connect("bob", "#a")
    assert has(bob.ask("WHO #a"), r"352 bob #a ~alice 127\.0\.0\.2 irc\.clerk\.test alice H@ :0 Alice Real$")
    assert has(bob.ask("WHO AL*"), "352 bob #a ~alice ")
    whois = bob.ask("WHOIS alice alice")
    for reply in (r"311 bob alice ~alice 127\.0\.0\.2 \* :Alice Real", "319 bob alice :@#a", "312 ", "317 ", "318 "):
        assert has(whois, reply)
    assert not has(whois, " 330 ")
    alice.ask("PRIVMSG NickServ :IDENTIFY secret")
    assert has(bob.ask("WHOIS alice"), "330 bob alice alice :")


# Accounts.


def test_sasl_logs_in_before_the_welcome(connect: Connect) -> None:
    peer = connect()
    peer.send("CAP REQ :sasl", "NICK al", "USER al 0 * :Al", "AUTHENTICATE PLAIN")
    peer.until(r"^AUTHENTICATE \+")
    peer.send(f"AUTHENTICATE {plain('ALICE', 'secret')}")
    assert " al al!~al@127.0.0.1 alice :" in peer.until(" 900 ")
    peer.until(" 903 al ")
    peer.send("AUTHENTICATE PLAIN")
    peer.until(" 907 al ")
    peer.send("CAP END")
    peer.until(" 001 al ")


@pytest.mark.parametrize(
    ("lines", "numeric"),
    [
        (["AUTHENTICATE PLAIN", f"AUTHENTICATE {plain('alice', 'wrong')}"], "904"),
        (["AUTHENTICATE PLAIN", f"AUTHENTICATE {plain('nobody', '')}"], "904"),
        (["AUTHENTICATE PLAIN", "AUTHENTICATE %%%"], "904"),
        (["AUTHENTICATE PLAIN", "AUTHENTICATE *"], "906"),
        (["AUTHENTICATE PLAIN", "AUTHENTICATE " + "x" * 401], "905"),
        (["AUTHENTICATE EXTERNAL"], "908"),
    ],
)
def test_sasl_that_fails(connect: Connect, lines: list[str], numeric: str) -> None:
    peer = connect()
    peer.send("CAP REQ :sasl", *lines)
    assert peer.until(f" {numeric} ")


def test_the_account_stands_in_tag_join_and_whox(connect: Connect) -> None:
    bob = connect("bob", "#a", caps="account-tag extended-join account-notify")
    alice = connect("alice", "#a")
    bob.until(r"JOIN #a \* :Alice Real$")
    alice.ask("PRIVMSG NickServ :IDENTIFY secret", "PRIVMSG #a :hi")
    assert bob.until(" ACCOUNT ") == "@account=alice :alice!~alice@127.0.0.1 ACCOUNT alice"
    assert bob.until("PRIVMSG").startswith("@account=alice :alice!")
    alice.ask("JOIN #b")
    bob.ask("JOIN #b")
    alice.ask("PART #b", "JOIN #b")
    bob.until("^@account=alice :alice!.* JOIN #b alice :Alice Real$")
    # As Sopel asks; the fields come in the order that WHOX fixes, not in the order asked for.
    answer = bob.ask("WHO #a a%nuachrtf,999")
    assert has(answer, r"354 bob 999 #a ~alice 127\.0\.0\.1 alice H alice :Alice Real$")
    assert has(answer, r"354 bob 999 #a ~bob 127\.0\.0\.1 bob H@ 0 :Bob Real$")
    assert has(bob.ask("WHO alice %tcuihsnfdlaor,1"), r" 1 #\w ~alice (127\S+ ){2}irc\S+ alice H@? 0 0 alice n/a :")
    alice.ask("PRIVMSG nickserv :logout")
    bob.until(r"ACCOUNT \*$")


def test_nickserv_registers_and_identifies(connect: Connect) -> None:
    dan = connect("dan")
    assert has(dan.ask("PRIVMSG NickServ :IDENTIFY x"), "NickServ!.* NOTICE dan :dan is not a registered nickname")
    registered = dan.ask("PRIVMSG NickServ :REGISTER pw dan@example.org")
    assert has(registered, " 900 dan .* dan :") and has(registered, "NOTICE dan :dan is now registered")
    assert has(dan.ask("PRIVMSG NickServ :REGISTER pw dan@example.org"), "already registered")
    assert has(dan.ask("PRIVMSG NickServ :identify bob wrong"), "Invalid password for bob")
    assert has(dan.ask("PRIVMSG NickServ :identify bob hunter2"), " 900 dan .* bob :")
    assert has(dan.ask("PRIVMSG NickServ :hello"), "NOTICE dan :I know ")


def test_a_network_without_services(connect: Connect) -> None:
    with Server(("127.0.0.1", 0), services=False) as bare:
        peer = connect("alice", port=bare.port)
        assert not has(peer.ask("CAP LS 302"), "sasl")
        assert has(peer.ask("AUTHENTICATE PLAIN"), " 421 ")
        assert has(peer.ask("PRIVMSG NickServ :IDENTIFY secret"), "401 alice NickServ")


def test_echo_is_for_those_who_asked(connect: Connect) -> None:
    alice, bob = connect("alice", "#a", caps="echo-message"), connect("bob", "#a")
    assert alice.ask("PRIVMSG #A :one", "NOTICE bob :two") == [
        ":alice!~alice@127.0.0.1 PRIVMSG #a :one",
        ":alice!~alice@127.0.0.1 NOTICE bob :two",
    ]
    assert bob.ask("PRIVMSG #a :\x01ACTION waves\x01") == []
    assert alice.until("ACTION").endswith("PRIVMSG #a :\x01ACTION waves\x01")


# Going, and being sent away.


def test_quit_is_answered_and_told_once(connect: Connect) -> None:
    alice, bob = connect("alice", "#a", "#b"), connect("bob", "#a", "#b")
    bob.rest()
    alice.send("QUIT :irc1.test irc2.test", "PRIVMSG #a :too late")
    alice.until(r"^ERROR :Closing link: ~alice@127\.0\.0\.1 \(Quit: irc1.test irc2.test\)")
    assert alice.line() == ""
    assert bob.rest() == [":alice!~alice@127.0.0.1 QUIT :Quit: irc1.test irc2.test"]
    connect("alice")


def test_a_lost_connection_is_told(connect: Connect, capfd: pytest.CaptureFixture[str]) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    alice.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset, not an end
    alice.close()
    bob.until("^:alice!.* QUIT :Connection closed$")
    assert capfd.readouterr().err == ""


def test_the_silent_are_pinged_and_then_dropped(connect: Connect) -> None:
    with Server(("127.0.0.1", 0), ping_after=0.1, ping_grace=0.2) as hasty:
        silent, unregistered = connect("silent", "#a", port=hasty.port), connect(port=hasty.port)
        silent.until("^PING :irc.clerk.test")
        silent.until(r"^ERROR .*\(Ping timeout: 0 seconds\)")
        unregistered.until(r"^ERROR .*\(Registration timed out\)")


def test_a_client_that_answers_pings_stays(connect: Connect) -> None:
    with Server(("127.0.0.1", 0), ping_after=0.05, ping_grace=5) as hasty:
        peer = connect("alice", port=hasty.port)
        for _ in range(5):
            peer.until("^PING ")
            peer.send("PONG :irc.clerk.test")
        assert peer.rest() == []


@pytest.mark.parametrize(("patience", "sendq"), [(0.2, 1_000_000_000), (60.0, 100_000)])
def test_a_slow_reader_is_dropped_and_stalls_nobody(connect: Connect, patience: float, sendq: int) -> None:
    with Server(("127.0.0.1", 0), patience=patience, sendq=sendq) as server:
        slow = connect("slow", "#a", port=server.port)
        slow.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        talker, reader = connect("talker", "#a", port=server.port), connect("reader", "#a", port=server.port)
        block = ("PRIVMSG #a :" + "x" * 400 + "\r\n").encode() * 200

        def flood() -> None:
            while not gone.is_set():
                talker.sock.sendall(block)

        gone = threading.Event()
        thread = threading.Thread(target=flood)
        thread.start()
        try:
            assert reader.until("^:slow!").endswith("QUIT :SendQ exceeded")
        finally:
            gone.set()
            thread.join()


# What tests do to the network.


def test_kill_cuts_the_connection_without_a_word(connect: Connect, server: Server) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    server.kill("ALICE", "Ping timeout: 240 seconds")
    assert " JOIN " in alice.line() and alice.line() == ""
    bob.until("QUIT :Ping timeout: 240 seconds$")
    with pytest.raises(LookupError):
        server.kill("alice")


def test_kick_and_op_by_the_server(connect: Connect, server: Server) -> None:
    connect("alice", "#a")
    bob = connect("bob", "#a")
    server.op("#A", "Bob")
    bob.until(r"^:irc\.clerk\.test MODE #a \+o bob$")
    assert has(bob.ask("TOPIC #a :mine"), " TOPIC #a :mine")
    server.kick("#a", "bob", "out")
    bob.until(r"^:irc\.clerk\.test KICK #a bob :out$")
    for channel, nick in (("#a", "bob"), ("#none", "alice"), ("#a", "nobody")):
        with pytest.raises(LookupError):
            server.kick(channel, nick)


def test_a_netsplit_and_its_end(connect: Connect, server: Server) -> None:
    alice, bob, carol = connect("alice", "#a"), connect("bob", "#a"), connect("carol", "#a")
    server.op("#a", "bob")
    for peer in (alice, bob, carol):
        peer.rest()
    server.split(["bob", "carol"])
    assert sorted(alice.rest()) == [f":{nick}!~{nick}@127.0.0.1 QUIT :irc1.test irc2.test" for nick in ("bob", "carol")]
    assert bob.rest() == [":alice!~alice@127.0.0.1 QUIT :irc1.test irc2.test"]
    bob.ask("PRIVMSG #a :anybody?")
    carol.until("anybody")
    assert alice.rest() == []
    assert has(alice.ask("NAMES #a"), ":@alice$") and has(alice.ask("WHOIS bob"), "401 alice bob")
    server.heal()
    healed = alice.rest()
    assert [line for line in healed if "JOIN" in line] == [
        ":bob!~bob@127.0.0.1 JOIN #a",
        ":carol!~carol@127.0.0.1 JOIN #a",
    ]
    assert has(healed, r"^:irc\.clerk\.test MODE #a \+o bob$")
    assert has(carol.rest(), r"^:alice!.* JOIN #a$")
    alice.ask("PRIVMSG #a :welcome back")
    bob.until("welcome back")


def test_a_nick_may_be_stolen_in_a_netsplit(connect: Connect, server: Server) -> None:
    alice, bob = connect("alice", "#a"), connect("bob", "#a")
    server.split(["alice"])
    thief = connect("alice", "#a")
    with pytest.raises(RuntimeError):
        server.split(["bob"])
    server.heal()
    alice.until(r"^ERROR .*\(Nick collision\)")
    bob.ask("PRIVMSG alice :who?")
    thief.until("who?")


def test_a_frozen_server_accepts_and_reads_nothing(connect: Connect, server: Server) -> None:
    alice = connect("alice")
    server.freeze()
    alice.send("PING :before")
    newcomer = connect()
    newcomer.send("NICK bob", "USER bob 0 * :Bob")
    for peer in (alice, newcomer):
        peer.sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            peer.sock.recv(1)
        peer.sock.settimeout(5)
    server.kill("alice")
    server.thaw()
    assert b" 001 bob " in newcomer.sock.recv(4096)


def test_ten_thousand_lines_arrive_in_order(connect: Connect) -> None:
    senders = [connect(f"sender{number}", "#a") for number in range(4)]
    reader = connect("reader", "#a")

    def flood(peer: Peer) -> None:
        peer.send(*(f"PRIVMSG #a :{number} {'x' * 100}" for number in range(2500)), "QUIT")

    threads = [threading.Thread(target=flood, args=[peer]) for peer in senders]
    drains = [threading.Thread(target=peer.file.read) for peer in senders]
    for thread in (*threads, *drains):
        thread.start()
    heard: dict[str, list[int]] = {peer.nick: [] for peer in senders}
    while sum(map(len, heard.values())) < 10_000:
        said = re.match(r":(\w+)!\S+ PRIVMSG #a :(\d+) ", reader.line())
        if said:
            heard[said[1]].append(int(said[2]))
    for thread in (*threads, *drains):
        thread.join()
    assert all(numbers == list(range(2500)) for numbers in heard.values())
