"""Real meetings, as logged: their minutes are those that MeetBot published, but for what is a choice."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cases import cases, need_cases
from clerk.cli import main
from clerk.core.decide import decide
from clerk.core.decision import Refusal
from clerk.core.hearing import hear
from clerk.core.logs import read
from clerk.core.meeting import Idle, heard
from clerk.core.parser import parse
from clerk.replay import AS_IT_WAS

pytestmark = need_cases
REAL = cases("meetings", "asbroker.*.log.txt")
# A blank before #link made it no command to MeetBot.
ITEMS_MORE = {"asbroker.2018-05-01-13.32": [("link", "https://github.com/openshift/ansible-service-broker/issues/917")]}


def replayed(path: Path) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["replay", str(path), "--format", "json"])
    assert result.exit_code == 0, result.output
    meetings = json.loads(result.stdout)["meetings"]
    assert len(meetings) == 1
    return meetings[0]


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_the_minutes_of_a_real_meeting_are_those_that_were_published(path: Path) -> None:
    expected = json.loads(path.with_name(path.name.replace(".log.txt", ".expected.json")).read_text())
    got = replayed(path)
    assert f"{got['channel']}: {got['title']}" == expected["title"]
    assert got["chairs"][0] == expected["owner"]
    assert (got["started"][11:19], got["ended"][11:19]) == (expected["start"], expected["end"])
    assert [(t["title"], t["nick"], t["at"][11:19]) for t in got["topics"]] == [
        (t["topic"], t["nick"], t["time"]) for t in expected["topics"]]  # fmt: skip
    more = list(ITEMS_MORE.get(path.name.removesuffix(".log.txt"), []))
    for index, topic in enumerate(expected["topics"]):
        wanted = [(i["type"].lower(), i["text"], i["nick"], i["time"]) for i in topic["items"]]
        found = [(i["kind"], i["text"], i["nick"], i["at"][11:19]) for i in got["items"] if i["topic"] == index]
        for extra in [item for item in found if item not in wanted]:
            more.remove(extra[:2])
            found.remove(extra)
        assert found == wanted
    assert more == []


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_actions_and_people_are_those_that_were_published(path: Path) -> None:
    expected = json.loads(path.with_name(path.name.replace(".log.txt", ".expected.json")).read_text())
    got = replayed(path)
    assert [action["text"] for action in got["actions"]] == expected["actions"]
    by_person: dict[str, list[str]] = {"UNASSIGNED": []}
    for action in got["actions"]:
        for owner in action["owners"] or ["UNASSIGNED"]:
            by_person.setdefault(owner, []).append(action["text"])
    assert by_person == expected["by_person"]
    people = {nick: lines for nick, lines in expected["people"].items() if not nick.startswith("brokerbot")}
    assert {person["nick"]: person["lines"] for person in got["people"]} == people


def test_every_command_of_meetbots_own_trial_is_understood_or_refused_with_a_reason() -> None:
    (path,) = cases("meetings", "test-script-1.log.txt")
    room = Idle("#none", rules=AS_IT_WAS)
    tried = 0
    for line in read(path.read_text().splitlines(), channel="#none").lines:
        if line.text.lstrip().startswith("#"):
            tried += 1
            decision = decide(heard(room, line), line)
            parsed = parse(line.text)
            assert parsed is not None, f"taken for speech: {line.text}"
            assert decision != (), f"nothing came of {line.text}"
            assert not isinstance(decision, Refusal) or decision.why
        room = hear(room, line).room
    assert tried > 60
    assert isinstance(room, Idle) or room.closing
