"""The answers about roles."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from . import role_words as w
from .books import puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .lines import Line, fold
from .meeting import Room
from .replies import FEW, replies, reply
from .roles import (
    MOST_AT_ONCE,
    MOST_MEMBERS,
    MOST_ROLES,
    NAME,
    Member,
    account_of,
    accounts,
    grants,
    names,
)
from .view import View
from .when import said_day
from .wording import LINE_BYTES, is_nick, listed

VERBS = ("add", "remove", "give", "take", "history")
LATEST = 10  # rows of a history


def list_roles(view: View, room: Room, line: Line, command: w.ListRoles) -> Answer:
    rows = [(name, len(grants(view.books, name))) for name in names(view.books)]
    held = [f"{name} ({count})" for name, count in rows if count]
    if not held:
        return Answer((reply(room, line, "nobody is in any role; .role add NAME NICK makes one."),))
    return Answer(replies(room, line, in_lines(f"Roles: {', '.join(held)}")))


def show_role(view: View, room: Room, line: Line, command: w.ShowRole) -> Answer | Refusal:
    if command.name not in names(view.books):
        return Refusal(unknown(view, command.name))
    found = grants(view.books, command.name)
    if not found:
        return Answer((reply(room, line, f"nobody is in {command.name} now; .role history {command.name}"),))
    return Answer(replies(room, line, in_lines(f"{command.name}: {', '.join(named(view, each) for each in found)}")))


def named(view: View, member: Member) -> str:
    """With what the name rests on, where that is not an account of the same name."""
    if member.who.startswith("~"):
        return member.nick if member.who[1:] in accounts(view.books) else f"{member.nick} (by nick)"
    return member.nick if fold(member.nick) == fold(member.who) else f"{member.nick} (account {member.who})"


def unknown(view: View, name: str) -> str:
    if not NAME.fullmatch(name):
        return f"{name[:40]!r} is no name of a role; small letters, digits, - and _ make one, at most 30."
    return f"there is no role {name}; .role lists them."


def in_lines(text: str) -> list[str]:
    """A list cut into lines of IRC at its commas, of which four at most are kept."""
    lines = [""]
    for part in text.split(", "):
        if len(f"{lines[-1]}, {part}".encode()) > LINE_BYTES:
            lines.append(part)
        else:
            lines[-1] = f"{lines[-1]}, {part}" if lines[-1] else part
    return lines if len(lines) <= FEW else [*lines[: FEW - 1], "… and more."]


def grant(view: View, room: Room, line: Line, command: w.GrantRole) -> Answer | Refusal:
    if why := unfit_to_grant(view, command):
        return Refusal(why)
    held = grants(view.books, command.name)
    id, already = view.books.next_id(Member), list[str]()
    new, ended = list[Member](), list[Member]()
    for nick in command.nicks:
        account = account_of(view, nick, line)
        who = account or f"~{fold(nick)}"
        before = [each for each in held if is_called(each, nick, account)]
        if any(each.who == who or account is None for each in before):
            already.append(nick)
            continue
        ended += [replace(each, until=line.at, taken_by=line.nick) for each in before]
        new.append(Member(id + len(new), command.name, who, nick, line.at, line.nick))
    if not new:
        return Refusal(f"{listed(already)} {'are' if len(already) > 1 else 'is'} in {command.name} already.")
    if len(held) + len(new) - len(ended) > MOST_MEMBERS:
        return Refusal(f"{command.name} would have more than {MOST_MEMBERS} members; .role remove makes room.")
    return Answer((reply(room, line, granted(view, command.name, new, already)),), puts(*ended, *new))


def unfit_to_grant(view: View, command: w.GrantRole) -> str:
    if not NAME.fullmatch(command.name) or command.name in VERBS:
        return f"{command.name[:40]!r} cannot name a role; small letters, digits, - and _ can, at most 30."
    if len(command.nicks) > MOST_AT_ONCE:
        return f"{len(command.nicks)} nicks are too many at once; {MOST_AT_ONCE} will do."
    if wrong := [nick for nick in command.nicks if not is_nick(nick)]:
        return f"{wrong[0][:40]!r} is no nick."
    known = names(view.books)
    if command.name not in known and len(known) >= MOST_ROLES:
        return f"there are {MOST_ROLES} roles already, and no more can be made."
    return ""


def is_called(member: Member, nick: str, account: str | None) -> bool:
    """Whether a grant is of who goes by that nick now."""
    if account and fold(member.who) == fold(account):
        return True
    return member.who == f"~{fold(nick)}" or (account is None and fold(member.nick) == fold(nick))


def granted(view: View, role: str, new: list[Member], already: list[str]) -> str:
    text = f"in {role} now: {listed([named(view, each) for each in new])}."
    by_nick = [each.nick for each in new if each.who.startswith("~") and each.who[1:] not in accounts(view.books)]
    if by_nick:
        text += (f" By nick is whoever has it; to make it sure, {by_nick[0]} logs in and says .tz, "
                 f"then .role add {role} {by_nick[0]} again.")  # fmt: skip
    return f"{text} In it already: {listed(already)}." if already else text


def take(view: View, room: Room, line: Line, command: w.TakeRole) -> Answer | Refusal:
    if command.name not in names(view.books):
        return Refusal(unknown(view, command.name))
    gone: dict[int, Member] = {}
    strangers = []
    for nick in command.nicks:
        account = account_of(view, nick, line)
        held = grants(view.books, command.name)
        # Who is called so now, or by account, before who was called so once.
        found = [each for each in held if is_called(each, nick, account) or fold(each.who) == fold(nick)] or [
            each for each in held if fold(each.nick) == fold(nick)]
        gone |= {each.id: replace(each, until=line.at, taken_by=line.nick) for each in found}
        strangers += [] if found else [nick]
    not_in = f"not in {command.name}: {listed([nick[:40] for nick in strangers[:FEW]])}."
    if not gone:
        return Refusal(f"{not_in} .role {command.name} shows who is.")
    text = f"no more in {command.name}: {listed(list(dict.fromkeys(each.nick for each in gone.values())))}."
    return Answer((reply(room, line, f"{text} {not_in[0].upper()}{not_in[1:]}" if strangers else text),),
                  puts(*gone.values()))  # fmt: skip


def show_history(view: View, room: Room, line: Line, command: w.RoleHistory) -> Answer | Refusal:
    found = [each for each in view.books.all(Member) if each.role == command.name]
    if not found:
        return Refusal(unknown(view, command.name))
    rows = []
    for each in found[-LATEST:]:
        ended = f", taken {said_day(each.until.date(), line.at)} by {each.taken_by}" if each.until else ""
        rows.append(f"{each.nick}: granted {said_day(each.since.date(), line.at)} by {each.by}{ended}")
    earlier = [f"… and {len(found) - LATEST} before these."] if len(found) > LATEST else []
    return Answer(replies(room, line, [*earlier, *rows]))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ListRoles: list_roles,
    w.ShowRole: show_role,
    w.RoleHistory: show_history,
    w.GrantRole: grant,
    w.TakeRole: take,
}
