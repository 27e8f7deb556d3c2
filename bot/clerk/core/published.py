"""The votes of a closed secret poll as a document that anybody can count again: by receipt, without voters or times."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .poll import Paper, Poll, Result, Terms, Vote
from .poll_counting import Voted, count
from .shape import plain, shaped

FORMAT = "clerk-ballots-1"
RULES = ("Options that a vote does not rank count as last, and by STV get nothing of it; equal ranks are allowed; "
         "abstentions count for the quorum and for no majority. Ranked votes are counted by Schulze's method with "
         "winning votes, after options that fail against the one that stands for none of the others are dropped, as "
         "Debian does; for several seats by STV. A tie is a tie, unless a chair's casting vote broke it.")  # fmt: skip
MOST = 1_000_000  # votes in a document


class NotBallots(ValueError):
    """A document that cannot be counted; the message says why."""


@dataclass(frozen=True)
class Published:
    """result: as it was announced. casting: of a chair; options."""

    poll: int
    question: str
    terms: Terms
    papers: tuple[Paper, ...]
    result: Result
    casting: tuple[str, ...] = ()


def document(poll: Poll, papers: Sequence[Paper]) -> dict[str, Any]:
    """As JSON can hold it. Who may vote is told in words only: no account stands in it."""
    assert poll.result
    terms = {name: value for name, value in plain(poll.terms).items() if name != "voters"}
    return {
        "format": FORMAT, "poll": poll.id, "channel": poll.channel, "question": poll.question, "terms": terms,
        "rules": RULES, "entitled": len(poll.terms.voters) or None, "result": plain(poll.result),
        "casting": list(poll.casting), "ballots": [
            {"receipt": paper.receipt, **plain(paper.vote)} for paper in sorted(papers, key=lambda each: each.receipt)],
    }  # fmt: skip


def read(found: Any) -> Published:
    """The document again. Raises NotBallots."""
    if not isinstance(found, Mapping) or found.get("format") != FORMAT:
        raise NotBallots(f"it is no file of published ballots ({FORMAT})")
    try:
        terms = shaped(Terms, found["terms"])
        papers = tuple(Paper(str(row["receipt"]), shaped(Vote, {name: row[name] for name in ("groups", "points")}))
                       for row in found["ballots"])  # fmt: skip
        result, casting = shaped(Result, found["result"]), tuple(map(str, found["casting"]))
        published = Published(int(found["poll"]), str(found["question"]), terms, papers, result, casting)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotBallots(f"part of it is missing or malformed: {error}") from error
    check(published)
    return published


def check(published: Published) -> None:
    """Raises NotBallots where a vote could not have been cast."""
    receipts = [paper.receipt for paper in published.papers]
    if len(receipts) > MOST:
        raise NotBallots(f"it has {len(receipts)} votes; {MOST} can be counted")
    if len(set(receipts)) < len(receipts):
        raise NotBallots("it has a receipt twice")
    options, most = set(published.terms.options), published.terms.most
    for paper in published.papers:
        named = [option for group in paper.vote.groups for option in group]
        points = paper.vote.points
        if not options.issuperset(named) or len(set(named)) < len(named):
            raise NotBallots(f"the vote {paper.receipt} names an option that is unknown, or one twice")
        if points and (len(points) != len(paper.vote.groups) or min(points) < 0 or sum(points) > most):
            raise NotBallots(f"the vote {paper.receipt} spreads points that it does not have")


def recounted(published: Published, casting: tuple[str, ...] = ()) -> Result:
    """What the votes come to, counted now. casting: instead of the one that is in the document."""
    return count(published.terms, [Voted(paper.vote) for paper in published.papers], casting or published.casting)
