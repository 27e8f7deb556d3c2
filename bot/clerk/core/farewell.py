"""What is said when a meeting has ended and its minutes are out."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from . import facts as f
from .agenda_phrases import carried_names
from .meeting import Meeting
from .minutes import Action
from .says import Say, Saying, Tell
from .views import actions

LINKS = (("Minutes", ".html"), ("Minutes (text)", ".txt"), ("Log", ".log.html"))  # MeetBot's words


def farewell(m: Meeting, files: f.Files) -> list[Saying]:
    assert m.closing is not None
    how = {
        "chair": "Ended", "operator": f"Ended by {m.closing.nick}", "long": f"Ended by {m.closing.nick}",
        "idle": f"Ended after {m.rules.idle_end} quiet minutes",
    }[m.closing.why]  # fmt: skip
    text = f"{how}: {m.title}, {lasted(m.closing.at - m.started)}, {promises(actions(m))}."
    left = carried_names(m)
    text = f"{text} Carried over: {left}." if left else text
    texts = [text if files else f"{text} Nothing is published.", *(f"{word}: {url}" for word, url in links(files))]
    if m.lurking:
        return [Tell(m.closing.nick or m.chair_nicks()[0], text) for text in texts]
    return [Say(m.channel, text) for text in texts]


def links(files: f.Files) -> list[tuple[str, str]]:
    """MeetBot's words, and the URL that each stands for."""
    return [(word, files[0] + ending) for word, ending in LINKS if ending in files[1:]] if files else []


def promises(found: Sequence[Action]) -> str:
    owners = list(dict.fromkeys(owner for action in found for owner in action.owners))
    if any(not action.owners for action in found):
        owners.append("unassigned")
    if len(owners) > 8:
        owners = [*owners[:8], f"and {len(owners) - 8} more"]
    count = f"{len(found)} action{'s' if len(found) > 1 else ''}" if found else "no actions"
    return f"{count} ({', '.join(owners)})" if found else count


def lasted(time: timedelta) -> str:
    minutes = int(time.total_seconds()) // 60
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes or 'under 1'} min"
