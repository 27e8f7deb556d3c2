"""How long `clerk tally` takes for large elections, and how much memory.

    python -m bench.tally

Each election is 10,000 ballots in a JSON file, the same ones each time. What is measured is the whole command, in a
process of its own: start, reading, counting, writing. Exits with 1 if one of them takes 2 s or more, or 200 MiB.
"""
from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

VOTERS, TURNS = 10_000, 3
SECONDS, MIB = 2.0, 200.0


@dataclass(frozen=True)
class Kind:
    """equals: the chance that a candidate shares the rank of the one before."""

    method: str
    candidates: int
    seats: int
    arithmetic: str
    equals: float


KINDS = (
    Kind("schulze", 40, 1, "exact", 0.2),
    Kind("stv", 20, 6, "exact", 0.0),
    Kind("stv", 20, 6, "scottish", 0.0),
    Kind("stv", 20, 10, "exact", 0.2),
    Kind("stv", 20, 15, "exact", 0.4),  # long numbers, and many parts of ballots
    Kind("irv", 20, 1, "exact", 0.2),
)


def election(kind: Kind) -> dict[str, object]:
    """Some candidates are far more popular than others, as in real elections: so there are surpluses to hand on."""
    chance = random.Random(f"{kind}")
    names = [f"Candidate number {number}" for number in range(kind.candidates)]
    liked = {name: 1 + number / 4 for number, name in enumerate(names)}
    ballots = []
    for _ in range(VOTERS):
        order = sorted(names, key=lambda name: chance.random() ** liked[name], reverse=True)
        ranking: list[list[str]] = []
        for name in order[: chance.randint(kind.candidates // 2, kind.candidates)]:
            if ranking and chance.random() < kind.equals:
                ranking[-1].append(name)
            else:
                ranking.append([name])
        ballots.append({"count": 1, "ranking": ranking})
    return {
        "method": kind.method, "candidates": names, "seats": kind.seats, "arithmetic": kind.arithmetic,
        "tie_break": names, "ballots": ballots,
    }  # fmt: skip


def turn(file: Path) -> tuple[float, float]:
    """Seconds, and MiB at the most."""
    clerk = Path(sys.executable).with_name("clerk")
    began = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        pid = os.posix_spawn(clerk, [clerk, "tally", file], os.environ, file_actions=[
            (os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)])  # fmt: skip
        _, status, used = os.wait4(pid, 0)
    assert status == 0, f"{file} was not counted"
    return time.perf_counter() - began, used.ru_maxrss / 1024


def main() -> int:
    slow = False
    print(f"clerk tally, {VOTERS:,} ballots, median of {TURNS} turns; {SECONDS:.2f} s and {MIB:.0f} MiB allowed")
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            file = Path(folder, "election.json")
            file.write_text(json.dumps(election(kind)))
            seconds, mib = map(statistics.median, zip(*(turn(file) for _ in range(TURNS)), strict=True))
            slow |= seconds >= SECONDS or mib >= MIB
            seats = "seat" if kind.seats == 1 else "seats"
            said = f"{kind.method}, {kind.candidates} candidates, {kind.seats} {seats}, {kind.arithmetic}"
            print(f"  {said}, {kind.equals:.0%} equals: {seconds:.2f} s, {mib:.0f} MiB", flush=True)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
