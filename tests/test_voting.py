"""What is meant by a vote, and what comes of a count, as tables."""
from __future__ import annotations

import pytest

from clerk.core import commands as c
from clerk.core.ballots import ABSTAIN, ABSTAINED, AGAINST, FOR, Ballot, result
from clerk.core.parser import Malformed, parse
from clerk.core.terms import Terms, Threshold

MAJORITY, TWO_THIRDS, ALL = Threshold(1, 2), Threshold(2, 3), Threshold(1, 1)


@pytest.mark.parametrize(("said", "meant"), [
    ("#motion freeze", c.OpenMotion("freeze")),
    ("#voters Everyone", c.SetVoters("everyone")),
    ("#voters all", c.SetVoters("everyone")),
    ("#voters voiced", c.SetVoters("voiced")),
    ("#voters +v", c.SetVoters("voiced")),
    ("#voters cores", c.SetVoters("named", ("cores",))),
    ("#voters alice, bob and carol", c.SetVoters("named", ("alice", "bob", "carol"))),
    ("#votesrequired 3", c.SetThreshold(3)),
    ("#votesrequired 3 votes", c.SetThreshold(3)),
    ("#votesrequired 0", c.SetThreshold(0)),
    ("#votesrequired none", c.SetThreshold(0)),
    ("#votesrequired Most", c.SetThreshold(0)),
    ("#votesrequired 2/3", c.SetThreshold(2, 3)),
    ("#votesrequired 2 / 3", c.SetThreshold(2, 3)),
    ("#votesrequired Two Thirds", c.SetThreshold(2, 3)),
    ("#votesrequired simple majority", c.SetThreshold(1, 2)),
    ("#votequorum 5", c.SetVoteQuorum(5)),
    ("#votequorum none", c.SetVoteQuorum(0)),
    ("#propose thaw", c.Propose("thaw")),
    ("#concern too early", c.RaiseConcern("too early")),
    ("#resolve", c.ResolveConcern(None)),
    ("#resolve 2", c.ResolveConcern(2)),
    ("#hold", c.Hold("")),
    ("#hold until May", c.Hold("until May")),
    ("#unhold", c.Release("")),
    ("#unhold bob", c.Release("bob")),
    ("#agreed", c.AddItem("agreed", "")),
    ("#agreed!", c.AddItem("agreed", "", True)),
    ("#agree! thaw", c.AddItem("agreed", "thaw", True)),
    ("#accepted! thaw", c.AddItem("accepted", "thaw", True)),
    ("#rejected! thaw", c.AddItem("rejected", "thaw")),
])  # fmt: skip
def test_what_is_asked_for(said: str, meant: c.Command) -> None:
    assert parse(said) == meant


@pytest.mark.parametrize("said", [
    "#motion", "#voters", "#voters ,", "#votesrequired", "#votesrequired 2/0", "#votesrequired -1",
    "#votesrequired 66%", "#votesrequired 1234567", "#votequorum", "#votequorum -1", "#votequorum half", "#propose",
    "#concern", "#resolve it", "#resolve -1",
])  # fmt: skip
def test_what_is_asked_about(said: str) -> None:
    assert isinstance(parse(said), Malformed)


def a_vote(*options: str, abstain: str = ABSTAIN) -> Ballot:
    return Ballot("Which", options, abstain=abstain)


MOTION = Ballot("freeze", (FOR, AGAINST), asks="motion", abstain=ABSTAINED)


@pytest.mark.parametrize(("ballot", "said", "meant"), [
    (a_vote("Yes", "No"), "y", "Yes"),
    (a_vote("Yes", "No"), " 'NO' ", "No"),
    (a_vote("Yes", "No"), "abstain", ABSTAIN),
    (a_vote("Yes", "No"), "abs", ABSTAIN),
    (a_vote("Yes", "No"), "Abstention", ABSTAIN),
    (a_vote("Yes", "No"), "abstian", ABSTAIN),
    (a_vote("Yes", "No"), "ab", None),
    (a_vote("Yes", "No", abstain=""), "abstain", None),
    (a_vote("Yes", "No"), "", None),
    (a_vote("alice", "bob"), "a", "alice"),
    (a_vote("absolutely", "bob"), "abs", None),
    (a_vote("absolutely", "bob"), "abso", "absolutely"),
    (a_vote("Juno", "June"), "jun", None),
    (a_vote("Juno", "June"), "june", "June"),
    (a_vote("Kilo", "Kilogram"), "kilo", "Kilo"),
    (a_vote("Liberty", "Mitaka"), "libetry", "Liberty"),
    (a_vote("Liberty", "Mitaka"), "Newton", None),
    (a_vote("Yes", "Enthaltung", abstain="Enthaltung"), "enth", "Enthaltung"),
    (MOTION, "+1", FOR),
    (MOTION, "Aye", FOR),
    (MOTION, "nay", AGAINST),
    (MOTION, "-0", ABSTAINED),
    (MOTION, "abstain", ABSTAINED),
    (MOTION, "maybe", None),
    (Ballot("freeze", (FOR, AGAINST), asks="motion"), "0", None),
])  # fmt: skip
def test_which_option_is_meant(ballot: Ballot, said: str, meant: str | None) -> None:
    assert ballot.option(said) == meant


def counted(ballot: Ballot, *counts: int) -> tuple[str, str]:
    voters = iter(range(sum(counts)))
    tally = {option: tuple(next(voters) for _ in range(n)) for option, n in zip(ballot.choices, counts, strict=True)}
    return result(ballot, tally)


@pytest.mark.parametrize(("counts", "threshold", "quorum", "ended", "winner"), [
    ((2, 1, 0), Threshold(), 0, "won", "A"),
    ((1, 2, 0), Threshold(), 0, "won", "B"),
    ((1, 0, 9), Threshold(), 10, "won", "A"),
    ((2, 2, 1), Threshold(), 0, "tie", ""),
    ((2, 2, 0), TWO_THIRDS, 0, "tie", ""),
    ((0, 0, 0), Threshold(), 0, "no votes", ""),
    ((0, 0, 2), Threshold(), 0, "all abstained", ""),
    ((0, 0, 2), Threshold(), 3, "no quorum", ""),
    ((0, 0, 0), Threshold(), 1, "no quorum", ""),
    ((2, 0, 2), Threshold(), 5, "no quorum", ""),
    ((2, 0, 3), Threshold(), 5, "won", "A"),
    ((2, 1, 5), TWO_THIRDS, 0, "won", "A"),
    ((3, 2, 0), TWO_THIRDS, 0, "not enough votes", ""),
    ((2, 1, 0), MAJORITY, 0, "won", "A"),
    ((2, 0, 0), Threshold(3), 0, "not enough votes", ""),
    ((3, 1, 0), Threshold(3), 0, "won", "A"),
    ((3, 1, 0), ALL, 0, "not enough votes", ""),
    ((3, 0, 1), ALL, 0, "won", "A"),
])  # fmt: skip
def test_how_a_vote_ends(counts: tuple[int, ...], threshold: Threshold, quorum: int, ended: str, winner: str) -> None:
    ballot = Ballot("Which", ("A", "B"), abstain=ABSTAIN, terms=Terms(threshold=threshold, quorum=quorum))
    assert counted(ballot, *counts) == (ended, winner)


@pytest.mark.parametrize(("counts", "threshold", "ended"), [
    ((2, 1, 1), Threshold(), "won"),
    ((2, 1, 1), MAJORITY, "not enough votes"),
    ((3, 1, 1), MAJORITY, "won"),
    ((2, 2, 1), Threshold(), "tie"),
    ((2, 0, 2), MAJORITY, "tie"),
])  # fmt: skip
def test_most_votes_of_three_options_are_not_always_a_majority(
    counts: tuple[int, ...], threshold: Threshold, ended: str
) -> None:
    ballot = Ballot("Which", ("A", "B", "C"), terms=Terms(threshold=threshold))
    assert counted(ballot, *counts)[0] == ended


@pytest.mark.parametrize(("counts", "threshold", "ended", "winner"), [
    ((2, 1, 3), Threshold(), "carried", FOR),
    ((1, 2, 3), Threshold(), "denied", ""),
    ((2, 2, 0), Threshold(), "tie", ""),
    ((1, 0, 0), Threshold(2), "denied", ""),
    ((2, 1, 0), TWO_THIRDS, "carried", FOR),
    ((3, 2, 0), TWO_THIRDS, "denied", ""),
    ((0, 3, 0), Threshold(3), "denied", ""),
    ((0, 0, 0), Threshold(), "no votes", ""),
])  # fmt: skip
def test_how_a_motion_ends(counts: tuple[int, ...], threshold: Threshold, ended: str, winner: str) -> None:
    ballot = Ballot("freeze", (FOR, AGAINST), asks="motion", abstain=ABSTAINED, terms=Terms(threshold=threshold))
    assert counted(ballot, *counts) == (ended, winner)
