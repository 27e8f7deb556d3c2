"""Times of day."""
from __future__ import annotations

import re
from datetime import time

from .values import Unclear

TIME = (r"(?:[0-9]+:[0-9]+(?::[0-9]+)?(?: ?[ap]m)?|[0-9]+ ?[ap]m|noon|midnight|eod|end of (?:the )?day)")
BEHIND = re.compile(rf"(?:(?P<day>.+?) )??(?:at |by )?(?P<time>{TIME})")
BEFORE = re.compile(rf"(?:at )?(?P<time>{TIME})(?: (?:on )?(?P<day>.+))?")
WRITTEN = re.compile(r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)? ?(?P<half>[ap]m)?")
MIDNIGHT = "midnight"
NAMED = {"noon": time(12), MIDNIGHT: time(), "eod": time(23, 59)}
EXAMPLES = ("14:00", "9pm")


def split_time(text: str) -> tuple[str, str] | None:
    """The day's words ("" without) and the time's; None where no time stands at either end."""
    found = BEHIND.fullmatch(text) or BEFORE.fullmatch(text)
    return (found["day"] or "", found["time"]) if found else None


def time_of_day(text: str) -> time:
    """Of what split_time found. Raises Unclear: "25:00"."""
    if text.startswith("end of"):
        return NAMED["eod"]
    if text in NAMED:
        return NAMED[text]
    written = WRITTEN.fullmatch(text)
    if not written or (written["half"] and not 1 <= int(written["hour"]) <= 12):
        raise no_time(text)
    hour = int(written["hour"])
    if written["half"]:
        hour = hour % 12 + 12 * (written["half"] == "pm")
    try:
        return time(hour, int(written["minute"] or 0), int(written["second"] or 0))
    except ValueError:
        raise no_time(text) from None


def no_time(text: str) -> Unclear:
    return Unclear(f"{text} is no time of day", *EXAMPLES)
