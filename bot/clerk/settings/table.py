"""The table of all that can be set, from which come the reader, its faults, and bot.cfg.example."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sopel.config.core_section import CoreSection

from ..core.rules import Dialect, Keep, Rules, Voice
from .values import (
    FORMATS,
    PATTERN_WORDS,
    WHO,
    Durability,
    address,
    as_written,
    channels,
    choice,
    ciphers,
    commands,
    days,
    flag,
    formats,
    host,
    hours,
    modes,
    nick,
    nicks,
    one_of,
    pattern,
    patterns,
    prefix,
    rights,
    seconds,
    times,
    tls_version,
    url,
    whole,
    word,
    words,
    zone,
)  # fmt: skip


@dataclass(frozen=True)
class Option:
    """A row. shown: how the example writes it; None: commented out, with its default."""

    name: str
    read: Callable[[str], Any]
    default: Any
    comment: str  # one line or more
    shown: str | None = None
    empty: bool = False  # whether "" means something else than the default


CORE = (
    Option("nick", nick, "", "The bot's nick. Must be set.", "clerk"),
    Option("user", word, "clerk", "The name before the @ in user@host."),
    Option("name", words, "Clerk, who writes the minutes", "The real name that /whois shows."),
    Option("host", host, "", "The IRC server. Must be set.", "irc.example.org"),
    Option("port", whole(1, 65535), 0, "Its port; without one 6697 with TLS, 6667 without."),
    Option("use_ssl", flag, True, "Speak TLS."),
    Option("verify_ssl", flag, True, "Check the server's certificate."),
    Option("ca_certs", words, "", "A file of certificates to trust beside the system's own."),
    Option("client_cert_file", words, "", "The bot's own certificate and key in one PEM file, for SASL EXTERNAL."),
    Option("bind_host", address, "", "The local address to connect from."),
    Option("timeout", whole(10, 3600), 60, "Seconds of silence after which the server counts as gone."),
    Option("auth_method", one_of("sasl", "nickserv", "server"), "",
           "How to log in: sasl, nickserv, or server (a password for the server itself)."),
    Option("auth_username", word, "", "The account; without one the nick."),
    Option("auth_password", words, "", "Its password. Better in the environment: SOPEL_CORE_AUTH_PASSWORD."),
    Option("auth_target", word, "",
           "For sasl the mechanism, PLAIN or EXTERNAL. For nickserv whom to tell; NickServ@services.example.org is\n"
           "told there alone, and believed from there alone. With a bare nick, or nothing, whoever is called NickServ\n"
           "is told, and only the server is believed when it says that the bot is logged in."),
)  # fmt: skip

# What Sopel alone uses. Its other options do nothing here.
SOPEL = (
    Option("modes", modes, "", "User modes to ask for. B, where the network has it, is set anyway."),
    Option("nick_blocks", patterns, "", "Nicks, as regular expressions, one a line, whose words are not heard."),
    Option("host_blocks", patterns, "", "Hosts, likewise."),
    Option("ssl_minimum_version", tls_version, "TLSv1_2", "The oldest TLS to speak."),
    Option("ssl_ciphers", ciphers, "", "The ciphers to offer, as OpenSSL lists them; without any, Sopel's choice."),
    Option("timeout_ping_interval", as_written(whole(1, 3600)), "",
           "Seconds of silence after which the server is asked if it is there; without it, about half of timeout."),
)  # fmt: skip

CLERK = (
    Option("channels", channels, (), 'The channels to be in, one a line, in quotes; a key may follow: "#staff sesame".',
           '\n    "#nova"'),
    Option("network", word, "", "What to call the network; without it, what the server calls it."),
    Option("store", words, "clerk.db", "The SQLite file that remembers everything. Paths start at this file."),
    Option("minutes", words, "minutes", "The directory of the minutes."),
    Option("url", url, "", "Where that directory is published; without it, links are file:// ones."),
    Option("pattern", pattern, "{name}/{year}/{name}.{date}-{time}",
           "The files of a meeting, below that directory. name: what #meetingname says, else what the meeting was\n"
           f"started as. Words: {' '.join(PATTERN_WORDS)}."),
    Option("formats", formats, FORMATS, "What to write of each meeting."),
    Option("durability", choice(Durability), Durability.NORMAL,
           "normal survives a crash of the bot, full a power cut too."),
    Option("burst", whole(1, 1000), 5, "Lines that may go out at once, then"),
    Option("pace", seconds, 0.8, "one every so many seconds; 0 for no limit."),
    Option("join_unidentified", flag, False, "Join before NickServ has let the bot in."),
)  # fmt: skip

MINUTES = whole(0, 100_000)
DEFAULT_RULES = Rules()
RULES = tuple(
    Option(name, read, getattr(DEFAULT_RULES, name), comment, empty=name in ("prefix", "quiet_hours"))
    for name, read, comment in (
        ("idle_ask", MINUTES, "Quiet minutes until the bot asks whether the meeting goes on; 0 for never."),
        ("idle_end", MINUTES, "Quiet minutes until the bot ends it; 0 for never."),
        ("anyone_ends", MINUTES, "Minutes after which anyone may end a meeting; 0 for never."),
        ("off_record", MINUTES, "Minutes until #off ends by itself; 0 for never."),
        ("comes_back", MINUTES, "Minutes in which a nick that left keeps its rights at the same user@host."),
        ("set_topic", flag, "Set the channel's topic, and put the old one back."),
        ("ask_name", flag, "A meeting must be given a name."),
        ("prefix", prefix, "What stands before commands such as .help; empty for nothing."),
        ("voice", choice(Voice), "open, or shadow: listen, record, write minutes and say nothing."),
        ("log", choice(Keep), "Which lines to store outside meetings: commands or always."),
        ("bots", nicks, "Nicks whose lines are logged and are nothing else."),
        ("relays", nicks, "Nicks that carry others' words as <nick> words."),
        ("yields", commands, "Commands that another bot here owns."),
        ("rights", rights, f"Who may, a line each, as topic: anyone. Who: {', '.join(WHO)},\n"
                   "or role and its name. A channel adds to these."),
        ("dialect", choice(Dialect), "Whose MeetBot words to know where they differ: opendev; ubuntu, where a chair's\n"
                                    "#vote TEXT puts a motion; w3c, where Proposed: and Resolved: need no capitals."),
        ("abstain", flag, "In every vote one may abstain: that counts for its quorum, and for no majority."),
        ("timezone", zone, "The channel's time zone, for the times below and for who has set none with .tz."),
        ("announce_at", times, "When the bot says by itself what has no time of its own, as 09:00 15:00; empty for\n"
                               "at once."),
        ("announce_days", days, "On which days it does."),
        ("quiet_hours", hours, "Between which hours it does not; empty for none."),
        ("announce_cap", whole(0, 60), "How many times an hour it says anything by itself; 0 for never."),
        ("proposal_needs", whole(1, 100), "How many must support a proposal outside meetings, when it does not say."),
    )
)

# Sopel's own switches for a channel.
SWITCHES = ("disable_plugins", "disable_commands")

# What the launcher decides, or what would say, store or join something behind Clerk's back.
OURS = frozenset(
    name
    for name in dir(CoreSection)
    if name.startswith(("flood_", "antiloop_", "throttle_", "db_", "nick_auth_", "server_auth_", "logging_channel"))
) | {"channels", "enable", "exclude", "extra", "reply_errors", "log_raw", "homedir", "logdir", "pid_dir",
     "not_configured", "prefix", "help_prefix"}  # fmt: skip
SOPELS = frozenset(name for name in vars(CoreSection) if not name.startswith("_"))


def example() -> str:
    """The text of bot.cfg.example."""
    return "\n".join((
        "# Clerk's settings. Copy this to bot.cfg; `clerk check -c bot.cfg` says what is wrong with it.",
        "# What is commented out shows its default.",
        "", "[core]", *map(shown, CORE), "", "# What follows goes to Sopel as it is.", *map(shown, SOPEL),
        "", "[clerk]", *map(shown, CLERK),
        "", "# What follows holds for every channel that has no word of its own.", *map(shown, RULES),
        "", "# A section named after a channel changes any of these for it. Sopel's own switches work there too.",
        "#[#nova]", "#idle_end = 0", "#rights =", "#    startmeeting: operator", "#disable_plugins = clerk_help", "",
    ))  # fmt: skip


def shown(row: Option) -> str:
    comment = row.comment.replace("\n", "\n# ")
    if row.shown is not None:
        return f"\n# {comment}\n{row.name} ={row.shown if row.shown[0] == chr(10) else ' ' + row.shown}"
    return f"\n# {comment}\n#{row.name} = {written(row.default)}".rstrip()


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | dict):
        return " ".join(value)
    return "" if value in ("", 0) and not isinstance(value, float) else str(value)
