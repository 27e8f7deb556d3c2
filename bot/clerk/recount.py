"""`clerk recount`: count the published votes of a secret ballot again, and find one's own."""
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from .core.marking import Spoiled, option_of, said_vote
from .core.poll import Result
from .core.published import NotBallots, Published, read, recounted

DIFFERS, CANNOT_READ = 1, 2


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--receipt", help="Show the vote that has this receipt.")
@click.option("--casting", help="Break a tie by this option, as a chair's casting vote.")
def recount(file: str, receipt: str | None, casting: str | None) -> None:
    """Count the published votes of a secret ballot again ("-" is standard input).

    Exits with 1 if the result is not the one that was announced, or the receipt is not there.
    """
    published = published_in(file)
    if receipt:
        sys.exit(show_vote(published, receipt))
    announced = published.result
    again = recounted(published, preferred(published, casting))
    click.echo(f"B{published.poll}: {published.question}")
    votes = len(published.papers)
    click.echo(f"{votes} {'vote' if votes == 1 else 'votes'}, counted again:")
    for row in described(again):
        click.echo(f"  {row}")
    if casting:
        return
    if again == announced:
        click.echo("This is the announced result.")
        return
    click.echo("The announced result is another:")
    for row in described(announced):
        click.echo(f"  {row}")
    sys.exit(DIFFERS)


def published_in(file: str) -> Published:
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        return read(json.loads(text))
    except OSError as error:
        refuse(f"{file} cannot be read: {error.strerror}.")
    except (NotBallots, ValueError, RecursionError) as error:
        refuse(f"{file} cannot be counted: {error}.")


def refuse(message: str) -> NoReturn:
    click.echo(f"clerk: {message}", err=True)
    sys.exit(CANNOT_READ)


def preferred(published: Published, casting: str | None) -> tuple[str, ...]:
    if not casting:
        return ()
    try:
        return tuple(option_of(published.terms, part) for part in casting.split(","))
    except Spoiled as spoiled:
        refuse(str(spoiled))


def show_vote(published: Published, receipt: str) -> int:
    for paper in published.papers:
        if paper.receipt == receipt.strip().lower():
            click.echo(f"{paper.receipt}: {said_vote(published.terms, paper.vote)}")
            return 0
    why = "it was replaced by a later one, or is of another ballot"
    click.echo(f"clerk: no vote has the receipt {receipt}; {why}.", err=True)
    return DIFFERS


def described(result: Result) -> list[str]:
    rows = [f"verdict: {result.verdict}", f"turnout: {result.turnout}, abstained: {result.abstained}"]
    rows += [f"winners: {', '.join(result.winners)}"] if result.winners else []
    rows += [f"tied: {', '.join(result.tied)} (places left: {result.left})"] if result.tied else []
    rows += [f"order: {' > '.join('='.join(group) for group in result.ranking)}"] if result.ranking else []
    rows += [f"{row.option}: {row.count}" for row in result.rows]
    return rows + [f"out: {option} ({why})" for option, why in result.dropped]
