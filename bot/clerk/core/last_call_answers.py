"""The answers about proposals outside meetings."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from . import last_call_words as w
from .books import puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .last_call_phrases import details, few, opened, row, until
from .last_calls import (
    LIVE,
    MOST_CONCERNS,
    MOST_OPEN,
    USUAL,
    Asked,
    Concern,
    Hold,
    Proposal,
    Stance,
    State,
    Voice,
    in_channel,
    is_of,
    with_voice,
)
from .leaders import leads
from .lines import Kind, Line, Speaker, fold, identity
from .meeting import Meeting, Room
from .places import place_of
from .replies import aloud, replies, reply
from .roles import among, grants, members, names
from .says import Saying
from .view import View
from .when import said
from .word import Missing
from .wording import unfit

LONGEST_TEXT, LONGEST_WHY = 250, 200  # characters


def show(view: View, room: Room, line: Line, command: w.ListProposals) -> Answer:
    found = [each for each in in_channel(view.books, room.channel) if not each.over(line.at)]
    if not found:
        return Answer((reply(room, line, f"no proposal is open in {room.channel}; .proposal new TEXT makes one."),))
    found.sort(key=lambda each: (each.ends, each.id))
    return Answer(replies(room, line, few((row(each, line.at) for each in found), ".")))


def show_one(view: View, room: Room, line: Line, command: w.ShowProposal) -> Answer | Refusal:
    found = find(view, room, command.n)
    return found if isinstance(found, Refusal) else Answer(replies(room, line, details(found, line.at)))


def find(view: View, room: Room, n: int) -> Proposal | Refusal:
    """Proposals are known in their own channel only."""
    found = view.books.get(Proposal, n)
    if found is None or found.channel != fold(room.channel):
        return Refusal(f"there is no P{n} in {room.channel}; .proposal lists those that are open.")
    return found


def find_open(view: View, room: Room, line: Line, n: int) -> Proposal | Refusal:
    found = find(view, room, n)
    if isinstance(found, Refusal) or not found.over(line.at):
        return found
    if found.state in LIVE:  # its period ended within the last second; the clock has not come to it yet
        return Refusal(f"P{n} ended {said(found.ends, line.at)}.")
    ended = f" {said(found.closed, line.at)}" if found.closed else ""
    how = {State.PASSED: "passed", State.FAILED: "did not pass", State.WITHDRAWN: "was withdrawn"}[found.state]
    number = f" (D{found.decision})" if found.decision else ""
    return Refusal(f"P{n} {how}{ended}{number}.")


def told(view: View, room: Room, line: Line, proposal: Proposal, mine: str, all_: Sequence[str] = ()) -> Answer:
    """The proposal as it is now. mine: for who said so. all_: what its channel hears of what was said in private."""
    says: tuple[Saying, ...] = (reply(room, line, mine),)
    if line.kind is Kind.PRIVATE:
        says += tuple(saying for text in all_ for saying in aloud(view, room.channel, text))
    return Answer(says, puts(proposal))


# --- opening ----------------------------------------------------------------------------------------


def propose(view: View, room: Room, line: Line, command: w.Propose) -> Answer | Refusal:
    try:
        draft = w.draft(command.said, lambda role: role in names(view.books))
    except Missing as missing:
        return Refusal(str(missing))
    refusal = faulty(view, room, line, draft)
    if refusal:
        return refusal
    asked = of_role(view, draft.role, line)
    usual = min(room.rules.proposal_needs, len(asked)) if draft.role else room.rules.proposal_needs
    length = draft.period or USUAL
    proposal = Proposal(
        view.books.next_id(Proposal), fold(room.channel), place_of(view, room), draft.text, line.nick, identity(line),
        line.at, line.at + length, int(length / timedelta(minutes=1)), 0 if draft.lazy else draft.needs or usual,
        draft.role, asked,
    )  # fmt: skip
    texts = opened(proposal, line.at)
    if line.kind is Kind.PRIVATE:
        mine = f"P{proposal.id} is open in {room.channel} until {until(proposal, line.at)}."
        return told(view, room, line, proposal, mine, [f"{line.nick} proposes {texts[0]}", texts[1]])
    return Answer(replies(room, line, texts), puts(proposal))


def of_role(view: View, role: str, line: Line) -> tuple[Asked, ...]:
    """Its members beside who proposes, with the nicks that they were granted it by."""
    if not role:
        return ()
    nicks = {each.who: each.nick for each in grants(view.books, role)}
    found = (who for who in members(view.books, role) if not among((who,), line))
    return tuple(Asked(who, nicks.get(who) or nicks.get(f"~{who}") or who.removeprefix("~")) for who in found)


def faulty(view: View, room: Room, line: Line, draft: w.Draft) -> Refusal | None:
    if isinstance(room, Meeting) and room.private:
        return Refusal("this meeting is private, and a proposal is not; say it again when the meeting is over.")
    if why := unfit(draft.text, "a proposal", LONGEST_TEXT):
        return Refusal(why)
    if draft.lazy and draft.needs:
        return Refusal("lazy needs nobody in support; leave out one of the two.")
    if draft.role and not (asked := of_role(view, draft.role, line)):
        return Refusal(f"nobody else is in {draft.role}; .role add {draft.role} NICK, or leave out of {draft.role}.")
    if draft.role and draft.needs and draft.needs > len(asked):
        return Refusal(f"{draft.role} has {len(asked)} beside you, so it cannot have {draft.needs} in support.")
    found = [each for each in in_channel(view.books, room.channel) if not each.over(line.at)]
    same = next((each for each in found if fold(each.text) == fold(draft.text)), None)
    if same:
        return Refusal(f"that is P{same.id} already.")
    if len(found) >= MOST_OPEN:
        return Refusal(f"{MOST_OPEN} proposals are open here already.")
    return None


# --- voices -----------------------------------------------------------------------------------------


def speak_up(view: View, room: Room, line: Line, command: w.Support | w.Oppose | w.Abstain) -> Answer | Refusal:
    found = find_open(view, room, line, command.n)
    if isinstance(found, Refusal):
        return found
    if refusal := no_voice(found, line) or too_long(command.why):
        return refusal
    before = next((each for each in found.voices if is_of(each.who, line)), None)
    if before and (before.stance, before.why) == (command.STANCE, command.why):
        return Refusal(f"you are {before.stance} already.")
    voice = Voice(identity(line), line.nick, command.STANCE, line.at, command.why, member_of(found, line))
    now = with_voice(found, voice, line)
    held = " It is held; its period starts anew when it is not." if found.hold else ""
    mine = f"P{now.id}: you are {voice.stance}{no_longer(before, voice)}; {counted(now, voice)}.{held}"
    return told(view, room, line, now, mine)


def no_voice(proposal: Proposal, line: Line) -> Refusal | None:
    """Who cannot be counted: nobody twice, and nobody of whom it cannot be told who they are."""
    if line.speaker is not Speaker.PERSON:
        return Refusal("voices count on IRC only: nobody can tell who speaks through a bridge.")
    if is_of(proposal.who, line):
        return Refusal(f"P{proposal.id} is yours, so that goes without saying; "
                       f".proposal withdraw {proposal.id} takes it back.")  # fmt: skip
    theirs = (proposal.who, *(each.who for each in proposal.voices))
    nicks = (proposal.nick, *(each.nick for each in proposal.voices))
    for who, nick in zip(theirs, nicks, strict=True):
        if line.account is None and not who.startswith("~") and fold(nick) == fold(line.nick):
            return Refusal(f"{nick} spoke as the account {who}; log in as {who} to speak for it.")
    return None


def member_of(proposal: Proposal, line: Line) -> str:
    return next((each.who for each in proposal.asked if among((each.who,), line)), "")


def no_longer(before: Voice | None, now: Voice) -> str:
    return f", no longer {before.stance}" if before and before.stance is not now.stance else ""


def counted(p: Proposal, voice: Voice) -> str:
    if p.role and not voice.member:
        return f"only voices of {p.role} are counted"
    support, against = len(p.heard(Stance.SUPPORT)), len(p.heard(Stance.AGAINST))
    return f"{support}{'' if p.lazy else f' of {p.needs}'} in support{f', {against} against' if against else ''}"


def too_long(why: str) -> Refusal | None:
    text = unfit(why, "a reason", LONGEST_WHY) if why else ""
    return Refusal(text) if text else None


# --- concerns and holds -----------------------------------------------------------------------------


def raise_concern(view: View, room: Room, line: Line, command: w.RaiseConcern) -> Answer | Refusal:
    found = find_open(view, room, line, command.n)
    if isinstance(found, Refusal):
        return found
    if why := unfit(command.text, "a concern", LONGEST_TEXT):
        return Refusal(why)
    if any(fold(each.text) == fold(command.text) for each in found.concerned()):
        return Refusal("that concern is open already.")
    if len(found.concerns) >= MOST_CONCERNS:
        return Refusal(f"P{found.id} has {MOST_CONCERNS} concerns; talk to {found.nick}.")
    concern = Concern(len(found.concerns) + 1, identity(line), line.nick, command.text, line.at,
                      member_of(found, line))  # fmt: skip
    number = f"{found.id}.{concern.n}"
    return told(view, room, line, replace(found, concerns=(*found.concerns, concern)),
                f"concern {number} is open, and P{found.id} cannot pass before .proposal resolve {number}.",
                [f"{line.nick} has a concern about P{found.id} ({number}): {concern.text}"])  # fmt: skip


def resolve_concern(view: View, room: Room, line: Line, command: w.ResolveConcern) -> Answer | Refusal:
    found = find_open(view, room, line, command.n)
    if isinstance(found, Refusal):
        return found
    concern = meant(found, command.concern)
    if isinstance(concern, Refusal):
        return concern
    if not (is_of(concern.who, line) or leads(view, room, line)):
        return Refusal(f"only {concern.nick} or a chair can resolve concern {found.id}.{concern.n}.")
    if refusal := too_long(command.how):
        return refusal
    resolved = replace(concern, resolved_by=line.nick, how=command.how)
    now = replace(found, concerns=tuple(resolved if each.n == concern.n else each for each in found.concerns))
    left = ", ".join(f"{now.id}.{each.n}" for each in now.concerned())
    number, rest = f"{now.id}.{concern.n}", f"still open: {left}" if left else "none is open"
    return told(view, room, line, now, f"concern {number} is resolved; {rest}.",
                [f"{line.nick} says that concern {number} is resolved; {rest}."])  # fmt: skip


def meant(proposal: Proposal, n: int | None) -> Concern | Refusal:
    left = proposal.concerned()
    if n is None:
        which = ", ".join(f"{proposal.id}.{each.n}" for each in left)
        return left[0] if len(left) == 1 else Refusal(f"which one: {which}?" if left else
                                                      f"no concern about P{proposal.id} is open.")  # fmt: skip
    found = next((each for each in proposal.concerns if each.n == n), None)
    if found is None:
        return Refusal(f"there is no concern {proposal.id}.{n}; .proposal {proposal.id} shows them.")
    if found.resolved_by:
        return Refusal(f"concern {proposal.id}.{n} was resolved by {found.resolved_by} already.")
    return found


def hold(view: View, room: Room, line: Line, command: w.HoldProposal) -> Answer | Refusal:
    found = find_open(view, room, line, command.n)
    if isinstance(found, Refusal):
        return found
    if found.hold:
        return Refusal(f"P{found.id} is held by {found.hold.nick} already: {found.hold.why}")
    if refusal := too_long(command.why):
        return refusal
    held = replace(found, state=State.HELD, hold=Hold(identity(line), line.nick, command.why, line.at))
    text = f"P{found.id} is held; .proposal unhold {found.id} starts its period anew."
    return told(view, room, line, held, text, [f"{line.nick} holds P{found.id}: {command.why}"])


def unhold(view: View, room: Room, line: Line, command: w.UnholdProposal) -> Answer | Refusal:
    found = find_open(view, room, line, command.n)
    if isinstance(found, Refusal):
        return found
    if not found.hold:
        return Refusal(f"P{found.id} is not held.")
    if not (is_of(found.hold.who, line) or leads(view, room, line)):
        return Refusal(f"only {found.hold.nick} or a chair can lift that hold.")
    now = replace(found, state=State.OPEN, hold=None, ends=line.at + timedelta(minutes=found.minutes))
    text = f"P{now.id} goes on, anew until {until(now, line.at)}."
    return told(view, room, line, now, text, [text])


def withdraw(view: View, room: Room, line: Line, command: w.WithdrawProposal) -> Answer | Refusal:
    found = find_open(view, room, line, command.n)
    if isinstance(found, Refusal):
        return found
    if not (is_of(found.who, line) or leads(view, room, line)):
        return Refusal(f"only {found.nick} or a chair can withdraw P{found.id}.")
    if refusal := too_long(command.why):
        return refusal
    gone = replace(found, state=State.WITHDRAWN, hold=None, closed=line.at)
    text = f"P{found.id} is withdrawn: {found.text}"
    answer = told(view, room, line, gone, text, [text])
    return replace(answer, changes=puts(gone, why=command.why))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ListProposals: show, w.ShowProposal: show_one, w.Propose: propose, w.Support: speak_up, w.Oppose: speak_up,
    w.Abstain: speak_up, w.RaiseConcern: raise_concern, w.ResolveConcern: resolve_concern, w.HoldProposal: hold,
    w.UnholdProposal: unhold, w.WithdrawProposal: withdraw,
}  # fmt: skip
