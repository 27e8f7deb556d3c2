"""What may be said of roles, at any time."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from .commands import AnyTime
from .word import ANYONE, KEEPERS, Missing, Word


@dataclass(frozen=True)
class ListRoles(AnyTime):
    WORD: ClassVar[str] = "role"
    DEED: ClassVar[str] = "list the roles"
    LOCAL: ClassVar[bool] = False


@dataclass(frozen=True)
class ShowRole(AnyTime):
    WORD: ClassVar[str] = "role"
    DEED: ClassVar[str] = "ask who is in a role"
    LOCAL: ClassVar[bool] = False
    name: str


@dataclass(frozen=True)
class RoleHistory(AnyTime):
    WORD: ClassVar[str] = "role history"
    DEED: ClassVar[str] = "ask for a role's history"
    LOCAL: ClassVar[bool] = False
    name: str


@dataclass(frozen=True)
class GrantRole(AnyTime):
    WORD: ClassVar[str] = "role add"
    DEED: ClassVar[str] = "add to roles"
    name: str
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class TakeRole(AnyTime):
    WORD: ClassVar[str] = "role remove"
    DEED: ClassVar[str] = "remove from roles"
    name: str
    nicks: tuple[str, ...]


def role(text: str) -> AnyTime:
    name, *more = text.split()[:2] or [""]
    if more:
        raise Missing("a role has one word for a name; after .role go that, add, remove, history, or nothing.")
    return ShowRole(name.lower()) if name else ListRoles()


def history(text: str) -> AnyTime:
    if len(text.split()) != 1:
        raise Missing("of which role?")
    return RoleHistory(text.lower())


def of_nicks(make: Callable[[str, tuple[str, ...]], AnyTime]) -> Callable[[str], AnyTime]:
    def parse_members(text: str) -> AnyTime:
        name, *nicks = text.replace(",", " ").split() or [""]
        if not name:
            raise Missing("which role?")
        if not nicks:
            raise Missing("who?")
        return make(name.lower(), tuple(dict.fromkeys(nicks)))

    return parse_members


NOUNS = (
    Word("role", "NAME", "shows who is in a role; alone, it lists the roles", ".role core", ANYONE, role,
         section="Roles", noun=True),
    Word("role add", "NAME NICK …", "puts them into a role; members of chairs lead in every channel",
         ".role add core bob carol", KEEPERS, of_nicks(GrantRole), ("role give",), "Roles", noun=True),
    Word("role remove", "NAME NICK …", "takes them out of a role", ".role remove core bob", KEEPERS,
         of_nicks(TakeRole), ("role take",), "Roles", noun=True),
    Word("role history", "NAME", "shows who was put into a role and taken out of it, when and by whom",
         ".role history core", ANYONE, history, section="Roles", noun=True),
)  # fmt: skip
