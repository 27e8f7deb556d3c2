"""Whether the network knows who the bot is. Sopel speaks SASL; what its outcome means is decided here.

Pure: it is told what the server says, and answers what to say, or why there is no going on.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

RETRY = 30.0  # seconds until NickServ is asked again
SASL_FAILURES = {
    "902": "the account is locked",
    "904": "wrong account or password, or services refused it",
    "905": "account or password too long",
    "906": "the server gave up",
    "908": "the server does not know this mechanism",
}
PROOF = re.compile(
    r"you are now (identified|logged in|recognized)|password accepted|successfully (identified|logged in)"
    r"|already (identified|logged in)",
    re.IGNORECASE,
)


class Refused(Exception):
    """This connection is of no use; the message says why, and never the password."""


@dataclass
class Login:
    """method: "", sasl, nickserv or server. proven: logged in, or not asked to be."""

    method: str
    nick: str  # the one of the settings
    account: str = ""
    password: str = field(default="", repr=False)
    target: str = ""  # for nickserv: NICK, or NICK@HOST
    welcome: bool = False
    proven: bool = False

    def __post_init__(self) -> None:
        self.proven = self.method not in ("sasl", "nickserv")

    def hear(self, nick: str, event: str, args: Sequence[str], own: bool, host: str = "") -> None:
        """A line from the server. own: its prefix is the bot itself. host: of the prefix. Raises Refused."""
        if event == "001":
            self.welcome = True
        if event == "900" or (own and event == "ACCOUNT" and args[:1] not in (["*"], ["0"])):
            self.proven = True
        elif self.method == "nickserv" and event == "NOTICE":
            self.proven = self.proven or (self.is_service(nick, host) and bool(PROOF.search(args[-1])))
        elif self.method == "sasl":
            self.proven = self.proven or event in ("903", "907")
            self.judge_sasl(event, args)

    def judge_sasl(self, event: str, args: Sequence[str]) -> None:
        if self.proven:
            return
        if reason := SASL_FAILURES.get(event):
            raise Refused(f"SASL failed: {reason} ({event})")
        if event == "CAP" and args[1:2] == ["NAK"] and "sasl" in args[-1].split():
            raise Refused("SASL failed: the server refuses it; are its services up?")
        if self.welcome:
            raise Refused("SASL failed: the server does not offer it; are its services up?")

    @property
    def service(self) -> str:
        return self.target or "NickServ"

    def is_called_like_service(self, nick: str) -> bool:
        return nick.lower() == self.service.partition("@")[0].lower()

    def is_service(self, nick: str, host: str) -> bool:
        """Whether its word counts. Anybody may take a nick that services have left; a host is the network's to give."""
        wanted = self.service.partition("@")[2].lower()
        return self.is_called_like_service(nick) and bool(wanted) and host.lower() == wanted

    def words(self, nick: str) -> list[str]:
        """What to tell NickServ. nick: what the bot is called now; another than its own means that one is taken."""
        taken = nick.lower() != self.nick.lower()
        account = self.account or (self.nick if taken else "")
        ghost = [f"GHOST {self.nick} {self.password}"] if taken else []
        return [*ghost, f"IDENTIFY {account} {self.password}" if account else f"IDENTIFY {self.password}"]
