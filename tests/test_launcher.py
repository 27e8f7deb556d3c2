"""What the launcher decides without a network: logging in, odd lines, a setup that cannot work."""
from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clerk.core.lines import Kind, Line, Rank, Speaker
from clerk.edge.irc.bot import Bot
from clerk.edge.irc.login import Login, Refused
from clerk.edge.irc.outbox import Outbox
from clerk.settings import Settings, load

CFG = "[core]\nnick = clerk\nhost = 127.0.0.1\n[clerk]\nchannels = #nova\n"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Heard:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.receipts: list[str] = []

    def hear(self, line: Line, switched_off: bool = False) -> None:
        self.lines.append(line)

    def connected(self, nick: str) -> None: ...

    def disconnected(self, at: datetime, reason: str) -> None: ...

    def confirmed(self, receipt: str) -> None:
        self.receipts.append(receipt)

    def waiting(self) -> int:
        return 0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "bot.cfg").write_text(CFG)
    return load(tmp_path / "bot.cfg")


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def bot(settings: Settings, heard: Heard) -> Bot:
    """Not connected: lines are put into it, and what it would send has nowhere to go."""
    made = Bot(settings, heard, Outbox(5, 0))
    made.setup_plugins()
    made.session.opened = True
    made.memory["clerk"].clock = lambda: NOON
    return made


def told(bot: Bot, *lines: str) -> None:
    for line in lines:
        bot.on_message(line + "\r\n")


INSIDE = (
    ":srv 005 clerk NETWORK=TestNet PREFIX=(ov)@+ STATUSMSG=@+ CHANTYPES=# :are supported by this server",
    ":clerk!c@h JOIN #Nova",
    ":srv 332 clerk #Nova :Gate status",
    ":srv 353 clerk = #Nova :@alice +bob clerk",
    ":srv 353 clerk = #Nova :carol",
    ":srv 366 clerk #Nova :End",
)


def test_coming_in_tells_topic_and_names_once(bot: Bot, heard: Heard) -> None:
    told(bot, *INSIDE, INSIDE[3], INSIDE[5])
    assert [(line.kind, line.text, line.speaker) for line in heard.lines] == [
        (Kind.JOIN, "", Speaker.CLERK),
        (Kind.TOPIC, "Gate status", Speaker.CLERK),
        (Kind.NAMES, "alice bob carol", Speaker.CLERK),
    ]
    assert {(line.channel, line.network, line.at) for line in heard.lines} == {("#Nova", "TestNet", NOON)}


@pytest.mark.parametrize("raw, expected", [
    (":alice!a@x PRIVMSG #Nova :hi", [(Kind.SAID, "#Nova", "alice", "hi", Rank.OPERATOR)]),
    (":bob!b@x PRIVMSG #Nova :\x01ACTION waves\x01", [(Kind.ACTION, "#Nova", "bob", "waves", Rank.VOICED)]),
    (":bob!b@x PRIVMSG #Nova :\x01ACTION waves", [(Kind.ACTION, "#Nova", "bob", "waves", Rank.VOICED)]),
    (":carol!c@x NOTICE #Nova :beep", [(Kind.NOTICE, "#Nova", "carol", "beep", Rank.NONE)]),
    (":carol!c@x PRIVMSG clerk :psst", [(Kind.PRIVATE, "", "carol", "psst", Rank.NONE)]),
    (":clerk!c@h PRIVMSG #Nova :I said", [(Kind.SAID, "#Nova", "clerk", "I said", Rank.NONE)]),
    ("@bot :zuul!z@x PRIVMSG #Nova :passed", [(Kind.SAID, "#Nova", "zuul", "passed", Rank.NONE)]),
    (":alice!a@x KICK #Nova bob :out you go", [(Kind.KICK, "#Nova", "alice", "bob out you go", Rank.OPERATOR)]),
    (":alice!a@x PART #Nova", [(Kind.PART, "#Nova", "alice", "", Rank.OPERATOR)]),
    (":alice!a@x QUIT :bye", [(Kind.QUIT, "#Nova", "alice", "bye", Rank.OPERATOR)]),
    (":alice!a@x NICK al", [(Kind.NICK, "#Nova", "alice", "al", Rank.OPERATOR)]),
    (":alice!a@x TOPIC #Nova :", [(Kind.TOPIC, "#Nova", "alice", "", Rank.OPERATOR)]),
    (":srv 482 clerk #Nova :no", [(Kind.DENIED, "#Nova", "", "", Rank.NONE)]),
    # What is not meant for everybody, or not for us.
    (":alice!a@x PRIVMSG @#Nova :operators only", []),
    (":alice!a@x PRIVMSG clerk :\x01VERSION\x01", []),
    (":alice!a@x PRIVMSG #Nova :\x01PING 1\x01", []),
    (":NickServ!n@s NOTICE clerk :This nickname is registered", []),
    (":oper!o@x PRIVMSG $$* :to all", []),
    (":stranger!s@x QUIT :was never here", []),
    # Odd lines.
    (":alice!a@x PRIVMSG", []),
    (":alice!a@x PRIVMSG  :", []),
    (":alice!a@x KICK #Nova", []),
    (":", []),
    ("", []),
    ("@", []),
])  # fmt: skip
def test_what_is_heard(bot: Bot, heard: Heard, raw: str, expected: list[object]) -> None:
    told(bot, *INSIDE)
    heard.lines.clear()
    told(bot, raw)
    assert [(line.kind, line.channel, line.nick, line.text, line.rank) for line in heard.lines] == expected
    told(bot, ":carol!c@x PRIVMSG #Nova :still there?")
    assert heard.lines[-1].text == "still there?"


def test_accounts_by_tag_and_by_memory(bot: Bot, heard: Heard) -> None:
    told(bot, ":srv CAP * ACK :account-tag", ":srv CAP * ACK :extended-join", ":srv CAP * ACK :account-notify", *INSIDE)
    heard.lines.clear()
    told(bot, "@account=alice;msgid=m1 :alice!a@x PRIVMSG #Nova :1", ":alice!a@x PRIVMSG #Nova :2",
         ":dave!d@x JOIN #Nova * :Dave", ":erin!e@x JOIN #Nova erin :Erin", ":erin!e@x NICK er")  # fmt: skip
    assert [line.account for line in heard.lines] == ["alice", None, None, "erin", "erin"]
    assert heard.lines[0].msgid == "m1"


def test_a_nick_of_its_own_that_changes(bot: Bot, heard: Heard) -> None:
    told(bot, *INSIDE, ":clerk!c@h NICK clerk_", ":clerk_!c@h PRIVMSG #Nova :me", ":alice!a@x QUIT :bye")
    assert [line.speaker for line in heard.lines[-3:]] == [Speaker.CLERK, Speaker.CLERK, Speaker.PERSON]
    assert heard.lines[-1].kind is Kind.QUIT


def login(method: str) -> Login:
    return Login(method, "clerk", password="sesame")


def test_nothing_to_log_in_to() -> None:
    assert login("").proven and login("server").proven


@pytest.mark.parametrize("event, args, reason", [
    ("904", ["clerk", "failed"], "wrong account or password"),
    ("908", ["clerk", "EXTERNAL", "are available"], "does not know this mechanism"),
    ("CAP", ["*", "NAK", "sasl"], "refuses it"),
    ("001", ["clerk", "Welcome"], "does not offer it"),
])  # fmt: skip
def test_sasl_that_fails(event: str, args: list[str], reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        login("sasl").hear("srv", event, args, own=False)
    assert "sesame" not in str(refused.value)


def test_sasl_that_works() -> None:
    sasl = login("sasl")
    sasl.hear("srv", "903", ["clerk", "ok"], own=False)
    sasl.hear("srv", "001", ["clerk", "Welcome"], own=False)
    assert sasl.proven


@pytest.mark.parametrize("nick, event, args, own, proven", [
    ("NickServ", "NOTICE", ["clerk", "You are now identified for clerk."], False, False),
    ("NickServ", "NOTICE", ["clerk", "Password accepted - you are now recognized."], False, False),
    ("mallory", "NOTICE", ["clerk", "You are now identified for clerk."], False, False),
    ("NickServ", "NOTICE", ["clerk", "Invalid password for clerk."], False, False),
    ("srv", "900", ["clerk", "c!c@h", "clerk", "You are now logged in"], False, True),
    ("clerk", "ACCOUNT", ["clerk"], True, True),
    ("clerk", "ACCOUNT", ["*"], True, False),
    ("alice", "ACCOUNT", ["alice"], False, False),
])  # fmt: skip
def test_proof_of_nickserv(nick: str, event: str, args: list[str], own: bool, proven: bool) -> None:
    nickserv = login("nickserv")
    nickserv.hear(nick, event, args, own)
    assert nickserv.proven is proven


def test_words_to_nickserv() -> None:
    assert login("nickserv").words("clerk") == ["IDENTIFY sesame"]
    assert login("nickserv").words("clerk_") == ["GHOST clerk sesame", "IDENTIFY clerk sesame"]


def test_only_our_plugins_are_loaded(bot: Bot) -> None:
    assert set(bot.plugins) >= {"clerk_ears", "clerk_help", "coretasks"}
    assert all(name == "coretasks" or name.startswith("clerk_") for name in bot.plugins)


def test_refuses_to_start_without_its_plugins(settings: Settings) -> None:
    program = (
        "import sys; sys.modules['clerk_plugins.ears'] = None\n"
        "from clerk.edge.irc import launcher, outbox; from clerk.settings import load\n"
        f"sys.exit(launcher.run(load({str(settings.path)!r}), None, outbox.Outbox(5, 0)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert "clerk_ears cannot be loaded" in done.stderr
