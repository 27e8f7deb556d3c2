"""`clerk tally`: counts ballots outside IRC."""
from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import click

from .core.tally import BadBallots, counted
from .core.tally.election import METHODS, Method
from .core.tally.values import Arithmetic
from .edge.ballotfiles import load
from .render.tally import document, rows

CANNOT_READ = 2


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="json", show_default=True)
@click.option("--method", type=click.Choice(METHODS), help="Of a BLT file, which does not say it; else stv.")
@click.option("--arithmetic", type=click.Choice(get_args(Arithmetic)), help="Of a BLT file; else exact.")
def tally(file: Path, form: str, method: Method | None, arithmetic: Arithmetic | None) -> None:
    """Count the ballots of a JSON or BLT file ("-" is standard input).

    docs/tally.md describes both. A tie is reported; it is no error.
    """
    try:
        election = load(file, method, arithmetic)
        result = counted(election)
    except BadBallots as bad:
        click.echo(f"clerk: {file}: {bad}.", err=True)
        sys.exit(CANNOT_READ)
    if form == "json":
        click.echo(document(result), nl=False)
    else:
        for row in rows(election, result):
            click.echo(row)
