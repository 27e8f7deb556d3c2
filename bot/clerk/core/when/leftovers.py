"""What dateparser reads and is known to read right: a few shapes relative to now.

It reads "42" as the year 2042 and "tomorrow 25:00" as tomorrow, so that it only ever sees the shapes below. With a
naive base it looks at no clock and at no zone of the machine (of a full date it does ask which year it is); the zone
is ours to attach, since over a change of the clocks it keeps the old offset.
"""
from __future__ import annotations

import re
from datetime import datetime

DAY = re.compile(r"(?:the )?day (?:after tomorrow|before yesterday)")
MOMENT = re.compile(r"(?:in )?a fortnight|(?:[0-9]{1,3}|a) (?:day|week|month)s? ago")


def parsed(text: str, base: datetime) -> datetime | None:
    """text: of one of the shapes. base: what the clock on the wall says, naive; so is what comes of it."""
    from dateparser.date import DateDataParser  # takes 0.13 s, and most dates never get here

    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future", "TIMEZONE": "UTC"}
    return DateDataParser(languages=["en"], settings=settings).get_date_data(text).date_obj
