"""The clerk command, as a person types it."""
from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from chat import Chat, World
from clerk import __version__
from clerk.cli import main
from test_chats import Bot

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "minutes.schema.json").read_text())
LOG = """\
13:32:00 <alice> #startmeeting nova
13:32:00 <meetbot> Meeting started Tue May  1 13:32:00 2018 UTC.  The chair is alice.
13:33:00 <alice> #topic Gate
13:34:00 <bob> #action bob: triage
13:35:00 <alice> #endmeeting
13:40:00 <carol> #startmeeting
13:41:00 <carol> #info the second one is still open
"""
CONFIG = '[core]\nnick = clerk\nhost = irc.example.org\n[clerk]\nstore = clerk.db\nchannels =\n    "#nova"\n'


def clerk(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "nova.2018-05-01-13.32.log.txt"
    path.write_text(LOG)
    return path


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Path]:
    """A configuration over a store with an ended and an open meeting."""
    chat = Chat(tmp_path / "none.chat", [], {})
    with closing(Bot(chat, tmp_path / "bot", World())) as bot:
        for row in ("<alice> #startmeeting nova", "<alice> #info one", "<alice> #endmeeting", "<bob> #startmeeting b"):
            for line in bot.world.heard(row):
                bot.hear(line)
    path = tmp_path / "bot" / "bot.cfg"
    path.write_text(CONFIG)
    yield path


def test_replay_finds_every_meeting_of_a_log_and_the_open_one_has_no_end(log: Path) -> None:
    result = clerk("replay", str(log), "--format", "json")
    document = json.loads(result.stdout)
    jsonschema.validate(document, SCHEMA)
    first, second = document["meetings"]
    assert (first["started"], first["ended"]) == ("2018-05-01T13:32:00+00:00", "2018-05-01T13:35:00+00:00")
    assert [person["nick"] for person in first["people"]] == ["alice", "bob"]
    assert first["actions"][0]["owners"] == ["bob"]
    assert (second["chairs"], second["ended"]) == (["carol"], None)


@pytest.mark.parametrize("form", ["text", "html", "markdown", "rst", "log", "log-html"])
def test_replay_prints_every_format(log: Path, form: str) -> None:
    result = clerk("replay", str(log), "--format", form)
    assert result.exit_code == 0
    assert "triage" in result.stdout
    assert "the second one is still open" in result.stdout


def test_replay_reads_the_date_the_zone_and_the_channel_that_it_is_told(log: Path) -> None:
    result = clerk("replay", str(log), "--format", "json", "--date", "2026-07-01", "--zone", "Europe/Paris",
                   "--channel", "#other")  # fmt: skip
    first = json.loads(result.stdout)["meetings"][0]
    assert (first["started"], first["channel"]) == ("2026-07-01T11:32:00+00:00", "#other")


def test_replay_reads_standard_input_and_bytes_that_are_no_utf8() -> None:
    result = clerk("replay", "-", "--format", "json", "--date", "2020-02-29",
                   stdin="10:00 <zoë> #startmeeting café\n10:01 <zoë> #endmeeting\n".encode("latin-1"))  # fmt: skip
    assert json.loads(result.stdout)["meetings"][0]["title"] == "café"


def test_replay_of_a_log_without_a_meeting_is_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "quiet.log").write_text("10:00 <alice> hello\n")
    result = clerk("replay", str(tmp_path / "quiet.log"), "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"meetings": []})


@pytest.mark.parametrize("name", ["missing.log", ".", "picture.png"])
def test_replay_of_what_is_no_log_exits_with_2_and_says_why(tmp_path: Path, name: str) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    result = clerk("replay", str(tmp_path / name))
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr


def test_replay_refuses_a_zone_that_does_not_exist(log: Path) -> None:
    result = clerk("replay", str(log), "--zone", "Mars/Olympus")
    assert result.exit_code == 2
    assert "no time zone Mars/Olympus" in result.stderr


def test_the_recording_bot_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_text("10:00 <alice> #startmeeting x\n10:01 <robot> beep\n10:02 <alice> #endmeeting\n")
    result = clerk("replay", str(tmp_path / "x.log"), "--format", "json", "--bot", "robot")
    assert [person["nick"] for person in json.loads(result.stdout)["meetings"][0]["people"]] == ["alice"]


def test_meetings_are_listed_and_rendered_again(config: Path) -> None:
    listed = clerk("meetings", "-c", str(config)).stdout.splitlines()
    assert len(listed) == 2
    assert listed[1].endswith("open  b")
    result = clerk("render", listed[0].split()[0], "-c", str(config), "--format", "json")
    (meeting,) = json.loads(result.stdout)["meetings"]
    assert (meeting["title"], [item["text"] for item in meeting["items"]]) == ("nova", ["one"])


def test_a_rendered_meeting_is_the_file_that_was_written(config: Path) -> None:
    written = next((config.parent / "minutes").rglob("*.log.html")).read_text()
    id = clerk("meetings", "-c", str(config)).stdout.split()[0]
    rendered = clerk("render", id, "-c", str(config), "--format", "log-html").stdout
    assert rendered.count('id="l-') == written.count('id="l-') == 3


def test_rendering_what_is_not_there_says_so(config: Path) -> None:
    result = clerk("render", "nothing", "-c", str(config))
    assert result.exit_code == 2
    assert "there is no meeting nothing" in result.stderr


def test_audit_finds_the_same_facts_and_tells_when_it_does_not(config: Path) -> None:
    import sqlite3

    result = clerk("audit", "-c", str(config))
    assert result.exit_code == 0
    assert result.stdout.count("the same") == 2
    with closing(sqlite3.connect(config.parent / "clerk.db")) as database:
        database.execute("UPDATE facts SET detail = replace(detail, 'one', 'two') WHERE kind = 'ItemAdded'")
        database.commit()
    result = clerk("audit", "-c", str(config))
    assert result.exit_code == 1
    assert "differs" in result.stdout


def test_check_says_what_is_wrong_line_by_line_and_exits_with_1(tmp_path: Path) -> None:
    path = tmp_path / "bot.cfg"
    path.write_text('[core]\nnick = 7up\nhots = irc.example.org\n[clerk]\nidle_end = soon\nchannels =\n    "#nova"\n')
    result = clerk("check", "-c", str(path))
    assert result.exit_code == 1
    for expected in ("bot.cfg:2: [core] nick", "bot.cfg:3: [core] hots", "bot.cfg:5: [clerk] idle_end"):
        assert expected in result.stderr
    path.write_text(CONFIG)
    assert clerk("check", "-c", str(path)).stdout == f"{path}: nothing is wrong.\n"
    assert [each.name for each in tmp_path.iterdir()] == ["bot.cfg"]


def test_a_configuration_that_cannot_work_ends_run_with_1(tmp_path: Path) -> None:
    result = clerk("run", "-c", str(tmp_path / "missing.cfg"))
    assert result.exit_code == 1
    assert "missing.cfg" in result.stderr


def test_the_version_is_said() -> None:
    assert clerk("--version").stdout == f"clerk, version {__version__}\n"
