"""What stands at the end of a line that puts something on an agenda: [10m] [by NICK] [why REASON] [URL]."""
from __future__ import annotations

import re
from dataclasses import replace

from .agenda import LONGEST_TEXT, Wanted
from .when import Unclear, duration
from .word import Missing

URL = re.compile(r"(.*?)\s*<?((?:https?|ftp)://[^\s<>]+)>?", re.DOTALL | re.IGNORECASE)
WHY = re.compile(r"(.*\S)[\s,;]+(?:why|because)\s+(\S.*)", re.DOTALL | re.IGNORECASE)
BY = re.compile(r"(.*?)(?:^|\s+)by\s+([A-Za-z_\[\]\\^{}|`][\w\[\]\\^{}|`-]{0,30})", re.DOTALL)
BOX = re.compile(r"(.*?)(?:^|[\s,]+)\(?(-?\d{1,6}\s?(?:m|mins?|minutes?|h|hours?))\)?", re.DOTALL | re.IGNORECASE)
NO_NICK = re.compile(  # what follows "by" and is nobody's
    r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?|(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?"
    r"|(sep(tem)?|oct(o)?|nov(em)?|dec(em)?)(ber)?)|to(day|morrow|night)|now|then|next|this|the|end|eo[dmw]|default|design|hand",
    re.IGNORECASE,
)


def wanted(text: str) -> Wanted:
    """What a line asks for. Raises Missing, with what is wrong with it."""
    found = Wanted(" ".join(text.split()))
    if parsed := URL.fullmatch(found.text):
        found = replace(found, text=parsed[1], url=parsed[2])
    if parsed := WHY.fullmatch(found.text):
        found = replace(found, text=parsed[1], why=parsed[2])
    for _ in range(2):
        if (parsed := BY.fullmatch(found.text)) and not found.nick and not NO_NICK.fullmatch(parsed[2]):
            found = replace(found, text=parsed[1], nick=parsed[2])
        elif (parsed := BOX.fullmatch(found.text)) and found.minutes is None:
            found = replace(found, text=parsed[1], minutes=box(parsed[2]))
    found = replace(found, text=found.text.strip(" ,;"))
    if not found.text and found.url:
        found = replace(found, text=found.url, url="")
    if len(found.text) + len(found.why) + len(found.url) > LONGEST_TEXT:
        raise Missing(f"that is more than {LONGEST_TEXT} characters; what is it in short?")
    return found


def box(text: str) -> int:
    """Minutes. Raises Missing."""
    try:
        return int(duration(text).total_seconds()) // 60
    except Unclear as unclear:
        raise Missing(f"{unclear}.") from None
