"""How far back somebody asks: dates look ahead, and "since march" looks back."""
from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from .when import Unclear, read
from .when.days import MONTH, WEEKDAY, YEAR, month_number, weekday_number
from .when.values import generic_examples

OF_A_MONTH = re.compile(rf"(?:last )?{MONTH}{YEAR}")
OF_A_WEEK = re.compile(rf"(?:last )?{WEEKDAY}")
OF_A_YEAR = re.compile(r"((?:19|20)\d\d)")


def since(text: str, now: datetime, zone: str = "UTC") -> date:
    """The day from which on something is wanted: "march" is the last one, or the one we are in. Raises Unclear."""
    small, today = " ".join(text.lower().split()), now.date()
    if found := OF_A_YEAR.fullmatch(small):
        day = date(int(found[1]), 1, 1)
    elif found := OF_A_MONTH.fullmatch(small):
        month = month_number(found["month"])
        day = date(int(found["year"] or today.year - (month > today.month)), month, 1)
    elif found := OF_A_WEEK.fullmatch(small):
        back = (today.weekday() - weekday_number(found["weekday"])) % 7
        day = today - timedelta(days=back or 7)
    else:
        day = read(text, now, zone).first
    if day > today:
        raise Unclear(f"{day.isoformat()} is still to come", "march", generic_examples(today)[1][:4])
    return day
