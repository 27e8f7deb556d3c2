"""The rules of what the votes to come go by: who may vote, what an option needs, how many have to take part."""
from __future__ import annotations

from dataclasses import replace
from math import gcd

from . import commands as c
from . import facts as f
from .decision import Decision, Refusal
from .lines import Line, fold
from .meeting import Meeting
from .terms import Terms, Threshold, Voters
from .voting import what_is_open
from .wording import either

MOST = 999


def set_voters(m: Meeting, line: Line, command: c.SetVoters) -> Decision:
    if not command.names:
        return on_terms(m, replace(m.terms, voters=Voters(command.whose)))
    roles = m.prepared.roles
    role = next((role for role in roles if [fold(role)] == [fold(name) for name in command.names]), None)
    if role is not None:
        if not roles[role]:
            return Refusal(f"nobody is in the role {role}; .role add {role} NICK changes that.")
        return on_terms(m, replace(m.terms, voters=Voters("role", role, roles[role])))
    people = [m.people.meant(nick) for nick in command.names]
    strangers = [nick for nick, person in zip(command.names, people, strict=True)
                 if person is None or not m.people.persons[person].seen]  # fmt: skip
    if strangers:
        no_role = f"there is no role {strangers[0]}, and " if len(command.names) == 1 else ""
        return Refusal(f"{no_role}I have not seen {either(strangers)} in this meeting; name them once they are here.")
    found = tuple(dict.fromkeys(person for person in people if person is not None))
    return on_terms(m, replace(m.terms, voters=Voters("named", people=found)))


def set_threshold(m: Meeting, line: Line, command: c.SetThreshold) -> Decision:
    votes, of = command.votes, command.of
    if of and not (of <= 2 * votes <= 2 * of):
        return Refusal("a part of the votes is a half at least and all of them at most, as 2/3.")
    if votes > MOST:
        return Refusal(f"that is more than {MOST} votes; none takes it off.")
    shared = gcd(votes, of) if of else 1
    return on_terms(m, replace(m.terms, threshold=Threshold(votes // shared, of // shared)))


def set_vote_quorum(m: Meeting, line: Line, command: c.SetVoteQuorum) -> Decision:
    if command.n > MOST:
        return Refusal(f"a quorum is 1 to {MOST} voters; #votequorum none takes it off.")
    return on_terms(m, replace(m.terms, quorum=command.n))


def on_terms(m: Meeting, terms: Terms) -> Decision:
    """They are frozen when a vote is opened."""
    if m.ballot:
        return Refusal(f"{what_is_open(m.ballot)}; its terms stand until then.")
    return (f.TermsSet(terms),)
