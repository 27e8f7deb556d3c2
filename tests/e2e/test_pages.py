"""The published pages in a real browser."""
from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from chat import Chat, World
from test_chats import Bot

CHROMIUM = shutil.which("chromium")
QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]  # fmt: skip
LONG = "https://review.example.org/" + "a-very-long-path-without-any-blank/" * 8
TALK = f"""\
<alice> #startmeeting nova <b>bold</b> & "quoted"
<alice> #topic <img src=x onerror="document.title='broken'"> Gate
<bob> #info {"unbroken" * 40}
<bob> #link {LONG} the rebase
<bob> #link javascript:document.title='broken'
<carol> #action bob: <script>document.title='broken'</script>
<bob> {"word " * 200}
<alice> #startvote Freeze? Yes, No
<bob> #vote yes
<alice> #endvote
<alice> #endmeeting
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The minutes and the log of a meeting that was held to break them."""
    folder = tmp_path_factory.mktemp("pages")
    with closing(Bot(Chat(folder, [], {}), folder / "bot", World())) as bot:
        for row in TALK.splitlines():
            for line in bot.world.heard(row):
                bot.hear(line)
    found = sorted((folder / "bot" / "minutes").rglob("*.html"))
    return {"log" if path.name.endswith(".log.html") else "minutes": path for path in found}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])
        yield browser
        browser.close()


@pytest.fixture(params=["minutes", "log"])
def page(request: pytest.FixtureRequest, browser: Browser, pages: dict[str, Path]) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(pages[request.param].as_uri())
    yield page
    page.close()


def test_a_phone_shows_the_whole_width(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_nobodys_words_are_markup(page: Page) -> None:
    assert "<b>bold</b>" in page.inner_text("h1")
    assert page.locator("script, img").count() == 0
    assert not page.title().startswith("broken")
    schemes = page.evaluate("[...document.links].map(link => new URL(link.href).protocol)")
    assert set(schemes) <= {"https:", "file:"}


def test_every_link_within_the_pages_leads_somewhere(page: Page) -> None:
    inside = page.evaluate("[...document.links].map(link => link.href).filter(href => href.startsWith('file:'))")
    assert inside
    for href in dict.fromkeys(inside):
        address, _, anchor = href.partition("#")
        if address.endswith(".html"):
            page.goto(href)
            assert not anchor or page.locator(f'[id="{anchor}"]').count() == 1, href


def test_print_has_pages(page: Page) -> None:
    assert page.pdf(format="A4").startswith(b"%PDF")
