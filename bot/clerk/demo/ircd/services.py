"""Accounts: a look-alike of NickServ, and SASL PLAIN."""
from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping

from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.client import Client, refusal
from clerk.demo.ircd.commands import command
from clerk.demo.ircd.wire import Message

NICKSERV = "NickServ"
SOURCE = f"{NICKSERV}!{NICKSERV}@services"
CHUNK = 400  # a longer AUTHENTICATE comes in pieces of this length
SASL_LIMIT = 4096


class Accounts:
    """Names and passwords. Kept in memory: they go when the server goes."""

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._entries = {}
        for name, password in passwords.items():
            if re.search(r"[\s;:\\\0]", name) or not name:
                raise ValueError(f"not an account name: {name!r}")
            self._entries[fold(name)] = (name, password)

    def __contains__(self, name: str) -> bool:
        return fold(name) in self._entries

    def register(self, name: str, password: str) -> None:
        self._entries[fold(name)] = (name, password)

    def verify(self, name: str, password: str) -> str | None:
        """The account's name as it was registered, None when name or password are wrong."""
        entry = self._entries.get(fold(name))
        return entry[0] if entry and entry[1] == password else None


def log_in(client: Client, account: str) -> None:
    client.account = account
    client.reply("loggedin", f"{client.mask} {account} :You are now logged in as {account}")
    _notify(client, account)


def log_out(client: Client) -> None:
    client.account = None
    client.reply("loggedout", f"{client.mask} :You are now logged out")
    _notify(client, "*")


def _notify(client: Client, account: str) -> None:
    if client.registered:
        line = client.outgoing(f"ACCOUNT {account}")
        client.tell_neighbours(line, "account-notify")
        if "account-notify" in client.caps:
            client.deliver(line)


def ask_nickserv(client: Client, accounts: Accounts, text: str) -> None:
    """Answer what a client says to NickServ."""
    match text.split():
        case [verb, password] if verb.upper() == "IDENTIFY":
            _identify(client, accounts, client.nick, password)
        case [verb, account, password] if verb.upper() == "IDENTIFY":
            _identify(client, accounts, account, password)
        case [verb, password, _mail] if verb.upper() == "REGISTER":
            _register(client, accounts, password)
        case [verb] if verb.upper() == "LOGOUT":
            log_out(client)
            _say(client, "You have been logged out.")
        case _:
            _say(client, "I know REGISTER password mail, IDENTIFY [account] password, LOGOUT.")


def _identify(client: Client, accounts: Accounts, name: str, password: str) -> None:
    account = accounts.verify(name, password)
    if account:
        log_in(client, account)
        _say(client, f"You are now identified for {account}.")
    elif name in accounts:
        _say(client, f"Invalid password for {name}.")
    else:
        _say(client, f"{name} is not a registered nickname.")


def _register(client: Client, accounts: Accounts, password: str) -> None:
    if client.nick in accounts:
        return _say(client, f"{client.nick} is already registered.")
    accounts.register(client.nick, password)
    log_in(client, client.nick)
    _say(client, f"{client.nick} is now registered.")


def _say(client: Client, text: str) -> None:
    client.send(f":{SOURCE} NOTICE {client.nick} :{text}")


@command("AUTHENTICATE", needs=1, early=True)
def authenticate(client: Client, message: Message) -> None:
    accounts = client.server.accounts
    word = message.params[0]
    if accounts is None:
        raise refusal("unknowncommand", "AUTHENTICATE :Unknown command")
    if client.account:
        raise refusal("saslalready", ":You have already authenticated using SASL")
    if word == "*":
        client.sasl = None
        raise refusal("saslaborted", ":SASL authentication aborted")
    if client.sasl is None:
        return _begin(client, word)
    client.sasl += "" if word == "+" else word
    if len(client.sasl) > SASL_LIMIT or len(word) > CHUNK:
        client.sasl = None
        raise refusal("sasltoolong", ":SASL message too long")
    if len(word) < CHUNK:
        _finish(client, accounts, client.sasl)


def _begin(client: Client, mechanism: str) -> None:
    if mechanism.upper() != "PLAIN":
        client.reply("saslmechs", "PLAIN :are available SASL mechanisms")
        raise refusal("saslfail", ":SASL authentication failed")
    client.sasl = ""
    client.send("AUTHENTICATE +")


def _finish(client: Client, accounts: Accounts, answer: str) -> None:
    client.sasl = None
    try:
        _, name, password = base64.b64decode(answer).decode("utf-8").split("\0")
    except (binascii.Error, ValueError):
        name = password = ""
    account = accounts.verify(name, password)
    if not account:
        raise refusal("saslfail", ":SASL authentication failed")
    log_in(client, account)
    client.reply("saslsuccess", ":SASL authentication successful")
