"""CPU time, memory and threads of a process and its children, as Linux tells them in /proc."""
from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Sample:
    """peak_kib: the highest resident memory since the process began."""

    cpu_s: float = 0.0
    rss_kib: int = 0
    peak_kib: int = 0
    threads: int = 0

    def __add__(self, other: Sample) -> Sample:
        return Sample(
            self.cpu_s + other.cpu_s,
            self.rss_kib + other.rss_kib,
            self.peak_kib + other.peak_kib,
            self.threads + other.threads,
        )


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    found = [pid]
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    except OSError:
        pass  # it has just ended
    return found


def of_one(pid: int) -> Sample:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return Sample()
    kib = {row.partition(":")[0]: int(row.split()[1]) for row in rows if row.startswith("Vm")}
    cpu = (int(stat[11]) + int(stat[12])) / TICKS
    return Sample(cpu, kib.get("VmRSS", 0), kib.get("VmHWM", 0), int(stat[17]))


def sample(pid: int) -> Sample:
    return sum((of_one(each) for each in family(pid)), Sample())


def machine_cpu_s() -> float:
    """CPU time that the whole machine has used since it booted."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system + irq + softirq) / TICKS


def own_cpu_s() -> float:
    """CPU time of this process and of those of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
