"""bot.cfg: what it may say, and how its faults are told."""
from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from clerk.core.rules import Keep, Rules, Voice
from clerk.settings import Durability, Faulty, Settings, check, example, load
from clerk.settings.table import CLERK, CORE, RULES

GOOD = '[core]\nnick = clerk\nhost = irc.example.org\n[clerk]\nchannels =\n    "#nova"\n    "#staff sesame"\n'
ROOT = Path(__file__).parent.parent


@pytest.fixture
def cfg(tmp_path: Path) -> Path:
    return tmp_path / "bot.cfg"


def faults(cfg: Path, text: str) -> list[str]:
    cfg.write_text(text)
    return [str(fault) for fault in check(cfg)]


def settings(cfg: Path, text: str) -> Settings:
    cfg.write_text(text)
    return load(cfg)


def test_the_least_that_works(cfg: Path) -> None:
    found = settings(cfg, GOOD)
    assert (found.nick, found.host, found.port, found.use_ssl, found.timeout) == (
        "clerk", "irc.example.org", 6697, True, 60)  # fmt: skip
    assert found.channels == ("#nova", "#staff")
    assert found.keys == {"#staff": "sesame"}
    assert (found.store, found.minutes) == (cfg.parent / "clerk.db", cfg.parent / "minutes")
    assert found.url == (cfg.parent / "minutes").as_uri() + "/"
    assert (found.burst, found.pace, found.durability) == (5, 0.8, Durability.NORMAL)
    assert found.rules == found.rules_for("#nova") == Rules()
    assert list(cfg.parent.iterdir()) == [cfg]


def test_a_channel_has_its_own_word(cfg: Path) -> None:
    found = settings(cfg, GOOD + """idle_end = 0
voice = shadow
bots = zuul, gerrit
rights =
    startmeeting: operator
    agree: anyone
[#Nova]
set_topic = no
voice = open
log = always
prefix =
rights = topic: voiced
disable_commands = {'clerk_help': ['help']}
""")
    assert found.rules.rights == {"startmeeting": "operator", "agreed": "anyone"}
    assert found.rules_for("#staff") == found.rules
    nova = found.rules_for("#NOVA")
    assert (nova.idle_end, nova.set_topic, nova.voice, nova.log, nova.prefix, nova.bots) == (
        0, False, Voice.OPEN, Keep.ALWAYS, "", ("zuul", "gerrit"))  # fmt: skip
    assert nova.rights == {"startmeeting": "operator", "agreed": "anyone", "topic": "voiced"}


def test_channels_need_no_quotes(cfg: Path) -> None:
    text = GOOD[: GOOD.index("channels")] + "channels = #one\n    #two\n    ##three\n    # a comment\n    ; #four\n"
    assert settings(cfg, text).channels == ("#one", "#two", "##three")


def test_the_environment_overrides_core(cfg: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOPEL_CORE_AUTH_PASSWORD", "sesame")
    found = settings(cfg, GOOD.replace("[clerk]", "auth_method = sasl\n[clerk]"))
    assert found.auth_password == "sesame"
    assert "sesame" not in repr(found)


CLERK_FAULTS = [
    ("idle_ende = 5", "8: [clerk] idle_ende: there is no such option; did you mean idle_end?"),
    ("idle_end = soon", "8: [clerk] idle_end: 'soon' is no whole number from 0 to 100000"),
    ("idle_end = -1", "8: [clerk] idle_end: '-1' is no whole number from 0 to 100000"),
    ("set_topic = maybe", "8: [clerk] set_topic: 'maybe' is neither yes nor no"),
    ("voice = loud", "8: [clerk] voice: 'loud' is none of open, shadow"),
    ("formats = txt htlm", "8: [clerk] formats: 'htlm' is none of html, txt, md, rst, json, log.html, log.txt; "
                           "did you mean html?"),
    ("pace = fast", "8: [clerk] pace: 'fast' is no number of seconds"),
    ("burst = 0", "8: [clerk] burst: '0' is no whole number from 1 to 1000"),
    ("bots = @zuul", "8: [clerk] bots: '@zuul' is no nick"),
    ("rights = topic", "8: [clerk] rights: 'topic' is not 'command: who'"),
    ("rights = topik: chair", "8: [clerk] rights: there is no command 'topik'; did you mean topic?"),
    ("rights = topic: chairs", "8: [clerk] rights: 'chairs' is none of anyone, voiced, chair, operator; "
                               "did you mean chair?"),
    ("url = example.org/m", "8: [clerk] url: 'example.org/m' is no http, https or file URL"),
    ("pattern = ../{time}", "8: [clerk] pattern: must stay below the directory of the minutes"),
    ("pattern = /srv/{time}", "8: [clerk] pattern: must stay below the directory of the minutes"),
    ("pattern = {chanel}/{time}", "8: [clerk] pattern: {chanel} is none of channel, name, network, year, month, day, "
                                  "date, time, id; did you mean channel?"),
    ("pattern = {channel}", "8: [clerk] pattern: two meetings would get the same name; use {time} or {id}"),
    ("pattern = {time!r}", "8: [clerk] pattern: only plain {words} may stand in braces"),
    ("pattern = {time", "8: [clerk] pattern: '{time': expected '}' before end of string"),
    ("prefix = help", "8: [clerk] prefix: 'help' is no prefix; use one to three signs, or nothing"),
    ("nonsense", "8: [clerk]: 'nonsense' is not 'option = value'"),
    ("pace = 1\npace = 2", "9: [clerk] pace: is set twice"),
    ("[#novva]", "8: [#novva]: the bot does not join #novva; did you mean #nova?"),
    ("[clark]", "8: [clark]: there is no such section; did you mean clerk?"),
    ("[core]", "8: [core]: this section stands twice"),
    ("[#nova]\nburst = 5", "9: [#nova] burst: a channel has no such option"),
    ("[#nova]\ndisable_plugins = *", "9: [#nova] disable_plugins: the bot would be deaf here; "
                                     "take the channel out instead"),
]  # fmt: skip


@pytest.mark.parametrize("text, fault", CLERK_FAULTS, ids=[text for text, _ in CLERK_FAULTS])
def test_a_fault_below_the_good(cfg: Path, text: str, fault: str) -> None:
    assert faults(cfg, GOOD + text + "\n") == [fault]


@pytest.mark.parametrize("text, fault", [
    ("port = 70000", "4: [core] port: '70000' is no whole number from 1 to 65535"),
    ("prot = 6667", "4: [core] prot: there is no such option; did you mean port?"),
    ("channels = #nova", "4: [core] channels: the channels stand under [clerk]"),
    ("reply_errors = yes", "4: [core] reply_errors: Clerk decides this itself"),
    ("ssl_minimum_version = SSL2", "4: [core] ssl_minimum_version: 'SSL2' is not a valid TLSVersion. "
                                   "Try e.g. TLSv1_3'"),
    ("auth_method = sasl", "4: [core] auth_method: sasl needs auth_password"),
    ("auth_method = sassl", "4: [core] auth_method: 'sassl' is none of sasl, nickserv, server; did you mean sasl?"),
    ("auth_password = x", "4: [core] auth_password: would not be used; set auth_method"),
    ("auth_method = sasl\nauth_target = EXTERNAL", "5: [core] auth_target: EXTERNAL needs use_ssl and "
                                                   "client_cert_file"),
])  # fmt: skip
def test_a_fault_in_core(cfg: Path, text: str, fault: str) -> None:
    assert faults(cfg, GOOD.replace("[clerk]", text + "\n[clerk]")) == [fault]


def test_all_faults_are_found_in_one_go(cfg: Path) -> None:
    assert faults(cfg, "[core]\nport = x\n[clerk]\nchannels = nova\nlog = never\n") == [
        "1: [core] nick: must be set",
        "1: [core] host: must be set",
        "2: [core] port: 'x' is no whole number from 1 to 65535",
        "4: [clerk] channels: 'nova' is no channel",
        "5: [clerk] log: 'never' is none of commands, always",
    ]


def test_a_channel_listed_twice(cfg: Path) -> None:
    assert faults(cfg, GOOD.replace('"#staff sesame"', '"#NOVA"')) == ["5: [clerk] channels: #NOVA is listed twice"]


def test_paths_that_cannot_be_written(cfg: Path) -> None:
    (cfg.parent / "file").write_text("")
    assert faults(cfg, GOOD + "store = .\nminutes = file/minutes\n") == [
        f"8: [clerk] store: {cfg.parent} is a directory",
        f"9: [clerk] minutes: {cfg.parent}/file is no directory",
    ]


def test_a_certificate_that_is_not_there(cfg: Path) -> None:
    assert faults(cfg, GOOD.replace("[clerk]", "ca_certs = ca.pem\n[clerk]")) == [
        f"4: [core] ca_certs: {cfg.parent}/ca.pem cannot be read"
    ]


def test_a_file_that_cannot_be_read(cfg: Path) -> None:
    with pytest.raises(Faulty, match=re.escape("bot.cfg:1: cannot be read: No such file or directory")):
        load(cfg)


def test_the_example_is_generated_from_the_table(cfg: Path) -> None:
    assert (ROOT / "bot.cfg.example").read_text() == example()
    assert faults(cfg, example()) == []


def test_the_example_shows_every_option_with_its_default(cfg: Path) -> None:
    plain = settings(cfg, example())
    bare = re.sub(r"(?m)^#(\w+ =)", r"\1", example().split("# A section named")[0])
    assert settings(cfg, bare.replace(f"\nowner = {plain.owner}", "")) == Settings(
        **{**{each.name: getattr(plain, each.name) for each in fields(plain)}, "sopel": load(cfg).sopel})  # fmt: skip
    for row in CORE + CLERK + RULES:
        assert re.search(rf"(?m)^#?{row.name} =", example()), row.name


def test_the_table_has_every_rule() -> None:
    rules = Rules()
    assert {row.name: row.default for row in RULES} == {each.name: getattr(rules, each.name) for each in fields(rules)}
