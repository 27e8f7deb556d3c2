"""`clerk demo`: what a newcomer gets from `make run`."""
from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from clerk.demo.company import row_of, script
from e2e.servers import NOBODY, Client

ROOT = Path(__file__).parent.parent
PATIENCE = 10.0  # seconds; every wait ends in a failure then
SLOW, FAST = 600.0, 0.0  # seconds between two rows: the meeting stands still, or is over at once
ENDED = "^  Log: "  # the last line about a meeting's minutes
DEMO = """
import sys
from pathlib import Path
from clerk.demo.community import run
sys.exit(run(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
"""
CLI = "from clerk.cli import main; main()"


class Demo:
    """The demo in a process group of its own, as a terminal would start it, on a free port."""

    def __init__(self, home: Path, pace: float, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", DEMO, str(port), str(home), str(pace)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.port = int(self.expect(r"ready.* port (\d+)")[1])

    def read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def expect(self, wanted: str) -> re.Match[str]:
        """The next line with the pattern in it."""
        try:
            while True:
                self.seen.append(self.lines.get(timeout=PATIENCE))
                if found := re.search(wanted, self.seen[-1]):
                    return found
        except queue.Empty:
            raise AssertionError(f"not printed: {wanted!r}; but\n{''.join(self.seen)}") from None

    def stop(self, number: signal.Signals = signal.SIGINT) -> str:
        """Ended by the signal, within six seconds and with status 0. What it printed since."""
        os.killpg(self.process.pid, number)
        assert self.process.wait(6.0) == 0
        self.reader.join(PATIENCE)
        with pytest.raises(ProcessLookupError):  # nobody of the group is left
            os.killpg(self.process.pid, 0)
        return "".join(self.lines.get() for _ in range(self.lines.qsize()))

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def demo(home: Path, pace: float) -> Iterator[Demo]:
    running = None
    try:
        running = Demo(home, pace)
        yield running
    finally:
        if running:
            running.kill()


def minutes(home: Path) -> list[dict[str, Any]]:
    """Of all meetings in #demo, in no order."""
    found = [json.loads(path.read_text())["meetings"] for path in (home / "minutes" / "weekly_demo").rglob("*.json")]
    return [meeting for meetings in found for meeting in meetings]


def meetings(home: Path) -> list[tuple[str, bool]]:
    """The store's: title, and whether it has ended; oldest first."""
    with closing(sqlite3.connect(home / "clerk.db")) as store:
        return list(store.execute("SELECT title, ended IS NOT NULL FROM meetings ORDER BY line"))


def test_the_scripted_meeting_is_held_and_its_minutes_hold_what_was_said(tmp_path: Path) -> None:
    home = tmp_path / "a home"
    with demo(home, FAST) as running:
        page = running.expect(r"Minutes: file://(\S+\.html)")[1].replace("%20", " ")
        running.expect(ENDED)
        assert "the gate is green again" in Path(page).read_text()
        assert running.stop() == ""
    (meeting,) = minutes(home)
    assert (meeting["title"], meeting["chairs"]) == ("weekly demo", ["dana"])
    assert [topic["title"] for topic in meeting["topics"]] == ["Gate status", "Feature freeze"]
    kinds = [item["kind"] for item in meeting["items"]]
    assert kinds == ["info", "link", "action", "idea", "vote", "agreed", "action"]
    assert [action["owners"] for action in meeting["actions"]] == [["erik"], ["frida"]]
    (vote,) = meeting["votes"]
    assert (vote["tally"], vote["outcome"]) == ({"Yes": 3, "No": 0}, "Yes")
    said = {nick: sum(row.nick == nick for row in script()) for nick in ("dana", "erik", "frida")}
    assert {person["nick"]: person["lines"] for person in meeting["people"]} == said


def test_a_newcomer_may_see_it_again_and_set_no_topic_of_it(tmp_path: Path) -> None:
    with demo(tmp_path, FAST) as running, Client(running, "newcomer") as newcomer:
        newcomer.join("#demo")
        running.expect(ENDED)
        newcomer.expect("PRIVMSG #demo :That was it")
        newcomer.send("PRIVMSG #demo :once more?", "PRIVMSG #demo :dana: again!")
        newcomer.expect(":dana!.* PRIVMSG #demo :#startmeeting")
        newcomer.expect(":clerk!.* TOPIC #demo :Gate status")
        running.expect(ENDED)
        assert meetings(tmp_path) == [("weekly demo", True)] * 2
        running.stop()


def test_nova_is_the_newcomers(tmp_path: Path) -> None:
    with demo(tmp_path, SLOW) as running, Client(running, "newcomer") as newcomer:
        newcomer.join("#nova")
        newcomer.send("PRIVMSG #nova :#startmeeting nova", "PRIVMSG #nova :#topic Gate", "PRIVMSG #nova :#endmeeting")
        newcomer.expect("TOPIC #nova :Gate")
        newcomer.expect(f"PRIVMSG #nova :Minutes: {(tmp_path / 'minutes').as_uri()}/nova/")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_meeting_cut_short_is_ended_by_the_next_start_and_held_again(tmp_path: Path, number: signal.Signals) -> None:
    with demo(tmp_path, SLOW) as running, Client(running, "newcomer") as newcomer:
        newcomer.join("#nova")
        newcomer.send("PRIVMSG #nova :#startmeeting mine")
        newcomer.expect("Meeting started: mine")
        newcomer.send("JOIN #demo", "NAMES #demo")
        deadline = time.monotonic() + PATIENCE
        while not any(title == "weekly demo" for title, _ in meetings(tmp_path)):
            assert time.monotonic() < deadline, "the scripted meeting did not start"
            newcomer.send("PING here")
            newcomer.expect("PONG")
        assert "Traceback" not in running.stop(number)
    config = (tmp_path / "bot.cfg").read_text().replace("pace = 0", "pace = 0\nidle_ask = 5\nidle_end = 7")
    (tmp_path / "bot.cfg").write_text(config)
    with demo(tmp_path, FAST) as running:
        running.expect(ENDED)
        running.stop(number)
    assert sorted(meetings(tmp_path)) == [("mine", False), ("weekly demo", True), ("weekly demo", True)]
    assert len(minutes(tmp_path)) == 2
    assert (tmp_path / "bot.cfg").read_text() == config


def test_somebody_elses_meeting_in_demo_is_left_alone(tmp_path: Path) -> None:
    with demo(tmp_path, FAST) as running, Client(running, "newcomer") as newcomer:
        newcomer.join("#demo")
        running.expect(ENDED)
        newcomer.send("PRIVMSG #demo :#startmeeting mine", "PRIVMSG #demo :again")
        newcomer.expect("PRIVMSG #demo :dana: mine is meeting here")
        newcomer.send("PRIVMSG #demo :#endmeeting")
        newcomer.expect("PRIVMSG #demo :Ended: mine")
        newcomer.send("PRIVMSG #demo :again")
        newcomer.expect("PRIVMSG #demo :Meeting started: weekly demo")


def test_a_channel_less_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "bot.cfg").write_text("[core]\nnick = scribe\nhost = irc.example.org\n[clerk]\nchannels = #ours\n")
    with demo(tmp_path, FAST) as running, Client(running, "newcomer") as newcomer:
        running.expect("/join #ours")
        newcomer.join("#ours")
        newcomer.send("NAMES #ours")
        newcomer.expect("@scribe")
        assert "#demo" not in running.stop()


def told(port: int, home: Path) -> tuple[int, str]:
    """The status and the words of a `clerk demo` that cannot start."""
    done = subprocess.run([sys.executable, "-c", CLI, "demo", "--port", str(port), "--home", str(home)],
                          capture_output=True, text=True, timeout=PATIENCE)  # fmt: skip
    return done.returncode, done.stderr


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        status, words = told(port, tmp_path / "home")
    assert (status, words) == (1, f"clerk: port {port} is taken; try another: make run PORT={port % 65535 + 1}\n")
    assert not (tmp_path / "home").exists()


def test_a_home_in_use_or_unusable_is_said(tmp_path: Path) -> None:
    with demo(tmp_path, SLOW):
        status, words = told(0, tmp_path)
        assert (status, words) == (1, f"clerk: another Clerk is using {tmp_path / 'clerk.db'}; one process per store\n")
    (tmp_path / "bot.cfg").write_text("[core]\nnick = clerk\nhost = x\n[clerk]\nchannels = nova\n")
    assert told(0, tmp_path) == (1, f"clerk: {tmp_path / 'bot.cfg'} cannot be used as it is:\n"
                                    "5: [clerk] channels: 'nova' is no channel\n")  # fmt: skip
    (tmp_path / "bot.cfg").unlink()
    (tmp_path / "clerk.log").unlink()
    (tmp_path / "clerk.log").mkdir()
    assert told(0, tmp_path) == (1, f"clerk: {tmp_path / 'clerk.log'} cannot be written: Is a directory\n")
    (tmp_path / "file").touch()
    assert told(0, tmp_path / "file") == (1, f"clerk: {tmp_path / 'file'} cannot be used: File exists\n")


def test_a_directory_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    tmp_path.chmod(0o555)
    plain: dict[str, Any] = {}
    if os.geteuid() == 0:
        plain = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        tmp_path.parent.chmod(0o711)
        tmp_path.parent.parent.chmod(0o711)
    done = subprocess.run(
        ["make", ".venv/made"], cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, **plain
    )
    tmp_path.chmod(0o755)
    assert done.returncode != 0
    assert done.stderr.startswith(f"You may not write in {tmp_path}, where .venv must go.")
    assert "python3-venv" not in done.stderr


def test_the_constraints_are_versions_alone() -> None:
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", row) for row in (ROOT / "constraints.txt").read_text().splitlines())


def test_the_script_holds_talk_and_prose_alone() -> None:
    assert 15 <= len(script()) <= 30
    with pytest.raises(ValueError, match="! carol leaves"):
        row_of("! carol leaves")
