"""Zones by IANA name, and what the clock on the wall says there."""
from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from .values import Unclear

EXAMPLES = ("Europe/Paris", "UTC")
UTC_NAMES = frozenset({
    "utc", "z", "gmt", "uct", "zulu", "universal", "greenwich", "gmt0", "gmt+0", "gmt-0",
    "etc/utc", "etc/uct", "etc/zulu", "etc/universal", "etc/greenwich", "etc/gmt", "etc/gmt0", "etc/gmt+0", "etc/gmt-0",
})  # fmt: skip
# Who writes one of these may mean any of the places; of one place only the name is missing.
ABBREVIATIONS = {
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "amt": ("America/Manaus", "Asia/Yerevan"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "cdt": ("America/Chicago", "America/Havana"),
    "cet": ("Europe/Paris", "Africa/Algiers"),
    "edt": ("America/New_York", "Australia/Sydney"),
    "eet": ("Europe/Athens", "Africa/Tripoli"),
    "est": ("America/New_York", "America/Panama", "Australia/Sydney"),
    "gst": ("Asia/Dubai", "Atlantic/South_Georgia"),
    "hst": ("Pacific/Honolulu", "America/Adak"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "met": ("Europe/Paris", "Africa/Algiers"),
    "mst": ("America/Denver", "America/Phoenix", "Asia/Kuala_Lumpur"),
    "pst": ("America/Los_Angeles", "Asia/Manila"),
    "sst": ("Pacific/Pago_Pago", "Asia/Singapore"),
    "wet": ("Europe/Lisbon", "Africa/Casablanca"),
    "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "aedt": ("Australia/Sydney",),
    "akst": ("America/Anchorage",),
    "cest": ("Europe/Paris",),
    "eest": ("Europe/Athens",),
    "hkt": ("Asia/Hong_Kong",),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "mdt": ("America/Denver",),
    "msk": ("Europe/Moscow",),
    "nzdt": ("Pacific/Auckland",),
    "nzst": ("Pacific/Auckland",),
    "pdt": ("America/Los_Angeles",),
    "sgt": ("Asia/Singapore",),
}
OFFSET = re.compile(r"(?:etc/)?(?:utc|gmt)[+-][0-9:]+")
PLACE = re.compile(r"[a-z][a-z_+-]*(?:/[a-z0-9_+-]+)+")
NO_PLACES = frozenset({"factory", "localtime", "posixrules"})


@cache
def known_zones() -> dict[str, str]:
    """IANA names by their small letters."""
    return {name.lower(): name for name in available_timezones() if name.lower() not in NO_PLACES}


def zone_named(name: str) -> str:
    """The IANA name in its proper spelling, "UTC" for all of its names. Raises Unclear for any other name."""
    shown = " ".join(name.split())[:60]
    small = shown.lower().replace(" ", "_")
    if small in UTC_NAMES:
        return "UTC"
    if places := ABBREVIATIONS.get(small):
        if len(places) > 1:
            raise Unclear(f"{shown} is the time of more than one place", *places)
        raise Unclear(f"{shown} is no IANA zone", *places, "UTC")
    if OFFSET.fullmatch(small):
        raise Unclear(f"{shown} is an offset, which no place keeps all year", *EXAMPLES)
    if known := known_zones().get(small):
        return known
    cities = sorted(zone for key, zone in known_zones().items() if key.endswith(f"/{small}"))
    reason = f"{shown} is no IANA zone" if shown else "no zone is given"
    raise Unclear(reason, *([cities[0], "UTC"] if cities else EXAMPLES))


def looks_like_a_zone(word: str) -> bool:
    """Whether a word, in small letters, can only be meant as a zone; zone_named says whether it is one."""
    return word in UTC_NAMES or word in ABBREVIATIONS or word in known_zones() or bool(
        OFFSET.fullmatch(word) or PLACE.fullmatch(word))  # fmt: skip


def wall_clock(at: datetime, zone: str) -> datetime:
    """What the clock there says at an instant: naive."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def instants(wall: datetime, zone: str) -> list[datetime]:
    """The instants, in UTC, at which the clock there says so: none in a gap, two where it is put back."""
    both = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in both if wall_clock(at, zone) == wall)


def instant_kept(wall: datetime, zone: str) -> datetime:
    """The first such instant; in a gap as much later as the clock is put forward there."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def last_minute(day: date, zone: str) -> datetime:
    """The day's last minute, in UTC. It is not 23:59 where the clock is put forward to midnight."""
    return instant_kept(datetime.combine(day + timedelta(days=1), time()), zone) - timedelta(minutes=1)
