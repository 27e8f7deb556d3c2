"""The words of votes, motions and proposals."""
from __future__ import annotations

import re
from collections.abc import Callable

from .bare import alone, rest, split_nicks
from .commands import (
    AddItem,
    Command,
    Hold,
    ItemKind,
    OpenMotion,
    Propose,
    RaiseConcern,
    Release,
    ResolveConcern,
    Respond,
    SetThreshold,
    SetVoteQuorum,
    SetVoters,
)
from .word import ANYONE, CHAIR, Missing, Word, needs

WHO = "who may vote? A role, nicks, voiced, or everyone."
HOW_MANY = "how many votes? A number, a part as 2/3, or majority; none takes it off."
NONE = ("none", "off", "default", "most")
PARTS = {"majority": (1, 2), "simple majority": (1, 2), "two thirds": (2, 3), "two-thirds": (2, 3)}


def voters(text: str) -> Command:
    if text.lower() in ("everyone", "everybody", "anyone", "all", "none"):
        return SetVoters("everyone")
    if text.lower() in ("voiced", "voice", "+v"):
        return SetVoters("voiced")
    if not split_nicks(text):
        raise Missing(WHO)
    return SetVoters("named", split_nicks(text))


def threshold(text: str) -> Command:
    if text.lower() in NONE:
        return SetThreshold(0)
    if text.lower() in PARTS:
        return SetThreshold(*PARTS[text.lower()])
    found = re.fullmatch(r"(\d{1,6})(?:\s*/\s*([1-9]\d{0,5}))?(?:\s+votes?)?", text)
    if not found:
        raise Missing(HOW_MANY)
    return SetThreshold(int(found[1]), int(found[2] or 0))


def vote_quorum(text: str) -> Command:
    if text.lower() in NONE:
        return SetVoteQuorum(0)
    if not re.fullmatch(r"\d{1,6}", text):
        raise Missing("how many have to vote? none takes it off.")
    return SetVoteQuorum(int(text))


def concern_number(text: str) -> Command:
    if text and not re.fullmatch(r"\d{1,6}", text):
        raise Missing("which concern?")
    return ResolveConcern(int(text) if text else None)


def release(text: str) -> Command:
    return Release(" ".join(text.split()))


def decision(kind: ItemKind, *, anyway: bool = False) -> Callable[[str], Command]:
    """Without words it is about the proposal that is open."""
    return lambda text: AddItem(kind, text, anyway)


WORDS: tuple[Word, ...] = (
    Word("motion", "TEXT", "puts a motion: +1, -1 and 0 are votes, #endvote closes it", "#motion freeze on Thursday",
         CHAIR, needs("what is the motion?", OpenMotion), section="Votes"),
    Word("voters", "ROLE|NICK …|voiced|everyone", "says who may vote from now on", "#voters alice, bob", CHAIR,
         needs(WHO, voters), section="Votes"),
    Word("votesrequired", "N|2/3|majority|none", "says what an option needs from now on, beside more votes than any "
         "other", "#votesrequired 2/3", CHAIR, needs(HOW_MANY, threshold), section="Votes"),
    Word("votequorum", "N|none", "says how many have to vote from now on, abstentions included", "#votequorum 5", CHAIR,
         needs("how many have to vote? none takes it off.", vote_quorum), section="Votes"),
    Word("propose", "TEXT", "proposes something: +1, -1 and 0 say what you think of it; #agreed, #accepted and "
         "#rejected close it", "#propose freeze on Thursday", ANYONE, needs("what do you propose?", Propose),
         section="Proposals"),
    Word("concern", "TEXT", "raises a concern about the proposal", "#concern the gate is red", ANYONE,
         needs("what is your concern?", RaiseConcern), section="Proposals"),
    Word("resolve", "[N]", "says that concern N is settled (yours; a chair: anybody's)", "#resolve 1", ANYONE,
         concern_number, section="Proposals"),
    Word("hold", "[WHY]", "holds the proposal: it cannot be agreed until #unhold", "#hold carol has to see it", ANYONE,
         Hold, section="Proposals"),
    Word("unhold", "[NICK]", "takes your hold back (a chair: anybody's)", "#unhold", ANYONE, release,
         section="Proposals"),
)  # fmt: skip

BARE: tuple[Word, ...] = (
    Word("+1", "", "says that you are for the motion or proposal that is open", "+1", ANYONE, alone(Respond("+1")),
         section="Votes"),
    Word("-1", "", "says that you are against it", "-1", ANYONE, alone(Respond("-1")), section="Votes"),
    Word("0", "", "says that you are neither for nor against it", "0", ANYONE, alone(Respond("0")), ("+0", "-0"),
         "Votes"),
    Word("proposed:", "TEXT", "is #propose, in capitals", "PROPOSED: freeze on Thursday", ANYONE, rest(Propose),
         ("proposal:",), "Proposals"),
    Word("resolved:", "TEXT", "is #agreed, in capitals", "RESOLVED: freeze on Thursday", CHAIR,
         rest(decision("agreed")), ("resolution:",), "Proposals"),
)  # fmt: skip
