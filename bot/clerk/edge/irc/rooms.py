"""Which channels the bot is in, which it still wants, and when to try again. Times are monotonic seconds."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clerk.core.lines import fold

FIRST, LONGEST = 5.0, 300.0  # seconds between two tries: 5, 10, 20 … 300
NEVER = float("inf")


def pause(tries: int, first: float = FIRST, longest: float = LONGEST) -> float:
    """Seconds to wait after so many failures in a row, of which there is at least one."""
    return float(min(longest, first * 2 ** min(tries - 1, 30)))


@dataclass
class Room:
    channel: str
    inside: bool = False
    since: float = 0.0  # when it came to be inside or outside
    failures: int = 0
    due: float = 0.0  # when to ask to be let in


class Rooms:
    def __init__(self, channels: Iterable[str]) -> None:
        self.rooms = {fold(channel): Room(channel) for channel in channels}

    def due(self, now: float) -> list[str]:
        """The channels to join now. One that gets no answer comes up again after a while."""
        found = [room for room in self.rooms.values() if not room.inside and room.due <= now]
        for room in found:
            room.due = now + LONGEST
        return [room.channel for room in found]

    def entered(self, channel: str, now: float) -> None:
        if room := self.rooms.get(fold(channel)):
            room.inside, room.since, room.due = True, now, NEVER

    def left(self, channel: str, now: float) -> float | None:
        """Kicked or removed. The seconds until the next try; None for a channel that is not ours."""
        room = self.rooms.get(fold(channel))
        if room is None:
            return None
        if room.inside and now - room.since > LONGEST:
            room.failures = 0
        room.inside, room.since = False, now
        return self.failed(room, now)

    def refused(self, channel: str, now: float) -> float | None:
        """The server did not let us in."""
        room = self.rooms.get(fold(channel))
        return None if room is None or room.inside else self.failed(room, now)

    def invited(self, channel: str, now: float) -> None:
        room = self.rooms.get(fold(channel))
        if room and not room.inside:
            room.due = now

    def failed(self, room: Room, now: float) -> float:
        room.failures += 1
        wait = pause(room.failures)
        room.due = now + wait
        return wait
