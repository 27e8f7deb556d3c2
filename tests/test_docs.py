"""What the documents say is what the bot does."""
from __future__ import annotations

import re
from pathlib import Path

from chat import Chat, same
from clerk.manual import commands_page
from test_chats import Core

ROOT = Path(__file__).parents[1]
CONVERSATION = re.compile(r"^```irc\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_of_commands_is_what_the_table_gives() -> None:
    page = ROOT / "docs" / "commands.md"
    assert page.read_text() == commands_page(), "stale; mend it with: python -m clerk.manual > docs/commands.md"


def test_the_conversations_in_the_readme_are_what_the_core_answers(tmp_path: Path) -> None:
    readme = ROOT / "README.md"
    assert readme.exists(), "there is no README.md; it opens with a meeting"
    conversations = CONVERSATION.findall(readme.read_text())
    assert conversations, "README.md has no ```irc block: it opens with a meeting, as tests/chat.py reads one"
    for number, conversation in enumerate(conversations, 1):
        chat = tmp_path / f"conversation-{number}.chat"
        chat.write_text(conversation)
        said = read(chat)
        for row, expected, answers in Core(said).play(said):
            spoken = [answer for answer in answers if not answer.startswith("=> ")]  # a page need not show topics
            assert same(expected, spoken), f"README.md, conversation {number}: after {row}\n" + "\n".join(answers)


def read(path: Path) -> Chat:
    chat = Chat.read(path)
    assert any(turn.answers for turn in chat.turns), f"{path.name}: the bot answers nothing"
    return chat
