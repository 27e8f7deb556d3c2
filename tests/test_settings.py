"""bot.cfg: what it may say, and how its faults are told."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import pytest

from clerk.core.rules import Keep, Rules, Voice
from clerk.settings import Durability, Faulty, Settings, check, example, load
from clerk.settings.table import CLERK, CORE, RULES, SOPEL
from e2e.servers import NOBODY

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


def test_when_and_how_often_the_bot_says_anything_by_itself(cfg: Path) -> None:
    found = settings(cfg, GOOD + """timezone = europe/paris
announce_at = 15:00, 9:00 15:00
announce_days = Friday mon
[#nova]
quiet_hours =
announce_cap = 0
rights = announce: role Core
""")
    plain, own = found.rules_for("#staff"), found.rules_for("#nova")
    assert (plain.timezone, plain.announce_at, plain.announce_days) == ("Europe/Paris", ("09:00", "15:00"),
                                                                        ("mon", "fri"))  # fmt: skip
    assert (plain.quiet_hours, plain.announce_cap) == ("22:00-07:00", 4)
    assert (own.quiet_hours, own.announce_cap, own.rights) == ("", 0, {"announce": "role core"})


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
    ("rights = topic: role no:way", "8: [clerk] rights: 'no:way' is no name of a role"),
    ("rights = topic: role", "8: [clerk] rights: 'role' is none of anyone, voiced, chair, operator"),
    ("timezone = Paris", "8: [clerk] timezone: Paris is no IANA zone; try Europe/Paris or UTC"),
    ("timezone = CST", "8: [clerk] timezone: CST is the time of more than one place; "
                       "try America/Chicago, Asia/Shanghai or America/Havana"),
    ("announce_at = 09:00 25:00", "8: [clerk] announce_at: '25:00' is no time of day such as 09:00"),
    ("announce_at = noon", "8: [clerk] announce_at: 'noon' is no time of day such as 09:00"),
    ("announce_at = 06:30", "8: [clerk] announce_at: 06:30 is in the quiet hours (22:00-07:00)"),
    ("announce_at = 12:00\n[#nova]\nquiet_hours = 11:00-13:00",
     "10: [#nova] quiet_hours: 12:00 is in the quiet hours (11:00-13:00)"),
    ("announce_days = mon fryday", "8: [clerk] announce_days: 'fry' is none of mon, tue, wed, thu, fri, sat, sun; "
                                   "did you mean fri?"),
    ("quiet_hours = 22:00", "8: [clerk] quiet_hours: '' is no time of day such as 09:00"),
    ("quiet_hours = 22:00-22:00", "8: [clerk] quiet_hours: '22:00-22:00' ends when it begins"),
    ("announce_cap = -1", "8: [clerk] announce_cap: '-1' is no whole number from 0 to 60"),
    ("url = example.org/m", "8: [clerk] url: 'example.org/m' is no http, https or file URL"),
    ("pattern = ../{time}", "8: [clerk] pattern: must stay below the directory of the minutes"),
    ("pattern = /srv/{time}", "8: [clerk] pattern: must stay below the directory of the minutes"),
    ("pattern = {chanel}/{time}", "8: [clerk] pattern: {chanel} is none of channel, name, network, year, month, day, "
                                  "date, time, id; did you mean channel?"),
    ("pattern = {channel}", "8: [clerk] pattern: two meetings would get the same name; use {time} or {id}"),
    ("pattern = {time!r}", "8: [clerk] pattern: only plain {words} may stand in braces"),
    ("pattern = {time", "8: [clerk] pattern: '{time': expected '}' before end of string"),
    ("prefix = help", "8: [clerk] prefix: 'help' is no prefix; use one to three signs, or nothing"),
    ("yields = info, #acton", "8: [clerk] yields: there is no command 'acton'; did you mean action?"),
    ("yields = blah", "8: [clerk] yields: there is no command 'blah'"),
    ("idle_ask = 60", "8: [clerk] idle_ask: the bot would end a meeting before it asks (idle_end = 60, idle_ask = 60)"),
    ("idle_end = 20", "8: [clerk] idle_end: the bot would end a meeting before it asks (idle_end = 20, idle_ask = 20)"),
    ("[#nova]\nidle_end = 5", "9: [#nova] idle_end: the bot would end a meeting before it asks "
                              "(idle_end = 5, idle_ask = 20)"),
    ("store = here\nminutes = ./here", "9: [clerk] minutes: store and minutes are the same path"),
    ("store = minutes", "8: [clerk] store: store and minutes are the same path"),
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
    ("ssl_minimum_version = SSL2", "4: [core] ssl_minimum_version: 'SSL2' is none of TLSv1, TLSv1_1, TLSv1_2, TLSv1_3"),
    ("ssl_ciphers = none", "4: [core] ssl_ciphers: 'none' selects no cipher; see `openssl ciphers`"),
    ("modes = B now", "4: [core] modes: 'B now' are no modes"),
    ("nick_blocks =\n    good.*\n    (bad", "4: [core] nick_blocks: '(bad' is no regular expression: missing ), "
                                            "unterminated subpattern at position 0"),
    ("timeout_ping_interval = soon", "4: [core] timeout_ping_interval: 'soon' is no whole number from 1 to 3600"),
    ("owner = alice", "4: [core] owner: Clerk does not use this"),
    ("admins = alice", "4: [core] admins: Clerk does not use this"),
    ("commands_on_connect = OPER x y", "4: [core] commands_on_connect: Clerk does not use this"),
    ("default_timezone = UTC", "4: [core] default_timezone: Clerk does not use this"),
    ("bind_host = notanip", "4: [core] bind_host: 'notanip' is no IP address"),
    ("auth_method = nickserv\nauth_password = x\nauth_target = NickServ@", "6: [core] auth_target: the host is missing "
                                                                          "after the @"),
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


@pytest.mark.parametrize("host, fault", [
    ("irc://h:6667", "no host name; the port is a setting of its own, and nothing else belongs here"),
    ("h:6667", "no host name; the port is a setting of its own, and nothing else belongs here"),
    ("a..b", "no host name"), ("-a.example", "no host name"), ("a_b!", "no host name"), ("1.2.3.400", "no host name"),
    (".", "no host name"), ("x" * 64 + ".org", "no host name"),
])  # fmt: skip
def test_no_host(cfg: Path, host: str, fault: str) -> None:
    assert faults(cfg, GOOD.replace("irc.example.org", host)) == [f"3: [core] host: {host!r} is {fault}"]


@pytest.mark.parametrize("host", ["localhost", "irc.example.org.", "127.0.0.1", "::1", "irc-1.bücher.example", "a_b"])
def test_a_host(cfg: Path, host: str) -> None:
    assert settings(cfg, GOOD.replace("irc.example.org", host)).host == host


def test_idleness_switched_off_is_no_fault(cfg: Path) -> None:
    text = GOOD + "idle_ask = 90\nidle_end = 0\n[#nova]\nidle_ask = 0\nidle_end = 5\n"
    assert settings(cfg, text).rules_for("#nova").idle_end == 5


def test_what_goes_to_sopel_as_it_is(cfg: Path) -> None:
    found = settings(cfg, GOOD.replace("[clerk]", "modes = +Bi\nnick_blocks = a.*, b\nssl_ciphers =\n[clerk]"))
    assert found.sopel["core"] == {"modes": "+Bi", "nick_blocks": "a.*, b", "ssl_minimum_version": "TLSv1_2"}


def test_words_without_a_hash_are_settings_too(cfg: Path) -> None:
    rules = settings(cfg, GOOD + "yields = Q+ queue\nrights = close queue: anyone, ack: voiced\n").rules
    assert rules.yields == ("q+", "queue")
    assert rules.rights == {"close queue": "anyone", "ack": "voiced"}


def test_yields_in_any_spelling(cfg: Path) -> None:
    assert settings(cfg, GOOD + "yields = #Action info\n").rules.yields == ("action", "info")


@contextmanager
def as_nobody(*paths: Path) -> Iterator[None]:
    """As an ordinary user, to whom the paths belong; root may do anything."""
    if os.geteuid() != 0:
        yield
        return
    for path in paths:
        os.chown(path, NOBODY, NOBODY)
    for parent in paths[0].parents:
        if parent.stat().st_uid == 0 and str(parent).startswith("/tmp/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_files_beside_the_store_that_cannot_be_written(cfg: Path) -> None:
    cfg.write_text(GOOD)
    for name in ("clerk.db.lock", "clerk.db-wal", "bot.sopel.db"):
        path = cfg.parent / name
        path.touch(0o400)
        with as_nobody(cfg.parent, cfg, path):
            assert [str(fault) for fault in check(cfg)] == [f"4: [clerk] store: {path} cannot be written"]
        path.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_lock_that_is_somebody_elses(cfg: Path) -> None:
    cfg.write_text(GOOD)
    lock = cfg.parent / "clerk.db.lock"
    lock.touch(0o600)
    with as_nobody(cfg.parent, cfg):
        assert [str(fault) for fault in check(cfg)] == [f"4: [clerk] store: {lock} cannot be written"]


def test_a_store_in_a_directory_that_cannot_be_written(cfg: Path) -> None:
    home = cfg.parent / "home"
    home.mkdir()
    (home / "clerk.db").touch()
    home.chmod(0o500)
    cfg.write_text(GOOD + "store = home/clerk.db\n")
    with as_nobody(cfg.parent, cfg, home, home / "clerk.db"):
        assert [str(fault) for fault in check(cfg)] == [f"8: [clerk] store: {home} cannot be written"]
    home.chmod(0o700)
    assert sorted(cfg.parent.rglob("*")) == [cfg, home, home / "clerk.db"]


def test_certificates_that_are_none(cfg: Path) -> None:
    (cfg.parent / "no.pem").write_text("-----BEGIN CERTIFICATE-----\nnonsense\n")
    both = "ca_certs = ca.pem\nclient_cert_file = no.pem\n[clerk]"
    assert faults(cfg, GOOD.replace("[clerk]", both)) == [
        f"4: [core] ca_certs: {cfg.parent}/ca.pem cannot be read",
        f"5: [core] client_cert_file: {cfg.parent}/no.pem is no PEM file of a certificate and its key",
    ]
    assert faults(cfg, GOOD.replace("[clerk]", "ca_certs = no.pem\n[clerk]")) == [
        f"4: [core] ca_certs: {cfg.parent}/no.pem is no PEM file of certificates",
    ]


def test_certificates(cfg: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")

    def made(name: str, *key: str) -> None:
        ask = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-subj", "/CN=clerk", "-keyout", "key", "-out", "cert"]
        subprocess.run([*ask, *key], cwd=cfg.parent, check=True, capture_output=True)
        (cfg.parent / name).write_text((cfg.parent / "key").read_text() + (cfg.parent / "cert").read_text())

    made("open.pem", "-nodes")
    made("locked.pem", "-passout", "pass:sesame")
    assert faults(cfg, GOOD.replace("[clerk]", "ca_certs = cert\nclient_cert_file = open.pem\n[clerk]")) == []
    assert faults(cfg, GOOD.replace("[clerk]", "client_cert_file = locked.pem\n[clerk]")) == [
        f"4: [core] client_cert_file: {cfg.parent}/locked.pem: "
        "its key has a passphrase, and nobody will be there to say it"
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
    assert settings(cfg, bare) == Settings(
        **{**{each.name: getattr(plain, each.name) for each in fields(plain)}, "sopel": load(cfg).sopel})  # fmt: skip
    for row in CORE + SOPEL + CLERK + RULES:
        assert re.search(rf"(?m)^#?{row.name} =", example()), row.name


def test_the_table_has_every_rule() -> None:
    rules = Rules()
    assert {row.name: row.default for row in RULES} == {each.name: getattr(rules, each.name) for each in fields(rules)}
