"""Names that are safe as an id, in a URL, and as a file on any disk."""
from __future__ import annotations

import re
import unicodedata
from datetime import datetime


def meeting_id(channel: str, started: datetime, last: str) -> str:
    """The id of a meeting: channel and second.

    last: the channel's greatest id before. Two meetings may share a second, and a clock may be set back.
    """
    safe = re.sub(r"[^a-z0-9_-]", lambda found: f"={ord(found[0]):x}", channel.removeprefix("#").lower()) or "log"
    plain = f"{safe}.{started:%Y-%m-%d-%H.%M.%S}"
    if place_of_id(plain) > place_of_id(last):
        return plain
    before, number = place_of_id(last)
    return f"{before}-{number + 1}"


def place_of_id(id: str) -> tuple[str, int]:
    """Orders the ids of one channel by time."""
    found = re.fullmatch(r"(.*\.\d{4}-\d\d-\d\d-\d\d\.\d\d\.\d\d)-(\d+)", id)
    return (found[1], int(found[2])) if found else (id, 1)


def file_name(text: str) -> str:
    """A name for a file, made of anything. Never empty, never hidden, never a path, at most 80 bytes."""
    plain = unicodedata.normalize("NFKC", text).lower()
    safe = re.sub(r"[^\w.-]+", "_", plain).strip("._-") or "_"
    safe = re.sub(r"\.{2,}", ".", safe)
    return safe.encode()[:80].decode(errors="ignore").rstrip("._-") or "_"


def stem(pattern: str, *, channel: str, name: str, id: str, network: str, started: datetime) -> str:
    """Where a meeting's files go, below the directory of the minutes; without their endings."""
    parts = {
        "channel": file_name(channel.lstrip("#")), "name": file_name(name), "id": file_name(id),
        "network": file_name(network),
        "year": f"{started:%Y}", "month": f"{started:%m}", "day": f"{started:%d}",
        "date": f"{started:%Y-%m-%d}", "time": f"{started:%H.%M}",
    }  # fmt: skip
    return pattern.format(**parts)
