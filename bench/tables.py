"""Results as Markdown tables.

    python -m bench.tables perf bench/results/perf.jsonl
    python -m bench.tables faults bench/results/faults.jsonl
"""
from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

REFERENCE = "limnoria-hcoop"

Result = dict[str, Any]
Figure = Callable[[Result], float]


@dataclass(frozen=True)
class Row:
    """figure raises KeyError or StopIteration where a turn has none. digits: after the point."""

    label: str
    figure: Figure
    digits: int = 1

    def values(self, results: Iterable[Result]) -> list[float]:
        found = []
        for result in results:
            try:
                found.append(self.figure(result))
            except (KeyError, StopIteration):
                continue
        return found

    def cell(self, values: list[float]) -> str:
        if not values:
            return "–"
        low, high = self.number(min(values)), self.number(max(values))
        middle = self.number(median(values))
        return middle if low == high else f"{middle} [{low}–{high}]"

    def number(self, value: float) -> str:
        return f"{value:,.{self.digits}f}"


def mib(kib: float) -> float:
    return kib / 1024


def meeting(result: Result, size: int) -> Result:
    return next(each for each in result["meetings"] if each["lines"] == size)


def general_rows() -> list[Row]:
    return [
        Row("start until in the channel, s", lambda r: r["start_to_join_s"], 2),
        Row("reply, idle: p50, ms", lambda r: r["latency_idle"]["p50_ms"]),
        Row("reply, idle: p99, ms", lambda r: r["latency_idle"]["p99_ms"]),
        Row("reply, 50 lines/s: p50, ms", lambda r: r["latency_loaded"]["p50_ms"]),
        Row("reply, 50 lines/s: p99, ms", lambda r: r["latency_loaded"]["p99_ms"]),
        Row("resident memory, idle, MiB", lambda r: mib(r["idle"]["rss_kib"])),
        Row("resident memory, peak of the whole run, MiB", lambda r: mib(r["peak_kib"])),
    ]


def size_rows(size: int) -> list[Row]:
    def of(key: str) -> Figure:
        return lambda result: meeting(result, size)[key]

    return [
        Row(f"{size:,} lines: lines/s", of("lines_per_s"), 0),
        Row(f"{size:,} lines: lost", of("lost"), 0),
        Row(f"{size:,} lines: out of order", of("out_of_order"), 0),
        Row(f"{size:,} lines: CPU s per 1,000", of("cpu_s_per_1k"), 2),
        Row(f"{size:,} lines: resident memory after, MiB", lambda r: mib(of("rss_kib_after")(r))),
        Row(f"{size:,} lines: `#endmeeting`, s", of("end_s"), 2),
    ]


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def perf_table(results: list[Result]) -> str:
    """Medians with their ranges; and what the first bot's are to the reference's."""
    bots = list(dict.fromkeys(result["bot"] for result in results))
    of = {bot: [result for result in results if result["bot"] == bot] for bot in bots}
    sizes = sorted({each["lines"] for result in results for each in result["meetings"]})
    compare = REFERENCE in bots[1:]
    rows = []
    for row in (*general_rows(), *(row for size in sizes for row in size_rows(size))):
        values = {bot: row.values(of[bot]) for bot in bots}
        ratio = [quotient(values[bots[0]], values[REFERENCE])] if compare else []
        rows.append([row.label, *(row.cell(values[bot]) for bot in bots), *ratio])
    head = ["", *bots, *([f"{bots[0]} : {REFERENCE}"] if compare else [])]
    return "\n\n".join([table(head, rows), circumstances(results)])


def quotient(ours: list[float], theirs: list[float]) -> str:
    return f"{median(ours) / median(theirs):.2f}" if ours and theirs and median(theirs) else "–"


def circumstances(results: list[Result]) -> str:
    """What a reader must know to trust the table."""
    said = [
        f"{len(results)} turns; load average before them {spread([each['loadavg'] for each in results])}; "
        f"cores used by others meanwhile {spread([each['cores_used_by_others'] for each in results])}."
    ]
    said += [f"{each['bot']}, run {each['run']}, failed: {each['failed']}" for each in results if "failed" in each]
    return "\n".join(said)


def spread(values: list[float]) -> str:
    return f"{min(values):.2f}–{max(values):.2f}"


def faults_table(results: list[Result]) -> str:
    bots = list(dict.fromkeys(result["bot"] for result in results))
    cases = dict.fromkeys(result["case"] for result in results)
    found = {(result["case"], result["bot"]): result for result in results}
    rows = [[case, *(fault_cell(found.get((case, bot))) for bot in bots)] for case in cases]
    return table(["fault", *bots], rows)


def fault_cell(result: Result | None) -> str:
    if result is None:
        return "–"
    if "failed" in result:
        return f"failed: {result['failed']}"
    lines = f"{result['lines_before']} + {result['lines_after']}"
    items = f"{result['items']} of {result['items_said']} items" if result["minutes"] else "no minutes"
    forgotten = [] if result["ended"] else ["`#endmeeting` unanswered"]
    back = [f"back after {result['back_after_s']:.1f} s"] if result.get("back_after_s") is not None else []
    never = ["not back by itself"] if result.get("invited") else []
    return ", ".join([lines, items, *back, *never, *forgotten])


def read(path: Path) -> list[Result]:
    return [json.loads(row) for row in path.read_text().splitlines()]


if __name__ == "__main__":
    print({"perf": perf_table, "faults": faults_table}[sys.argv[1]](read(Path(sys.argv[2]))))
