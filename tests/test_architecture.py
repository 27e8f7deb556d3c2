"""The house stands as drawn: the core is pure, imports point one way, each kind of thing has its one place."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest
import sopel.plugins
from sopel.config import Config
from sopel.loader import clean_module
from sopel.plugins.handlers import EntryPointPlugin

ROOT = Path(__file__).parents[1]
BOT, PLUGINS = ROOT / "bot" / "clerk", ROOT / "plugins"

# Each layer may import those before it, and a part of a layer only itself.
LAYERS = (
    {"core"},
    {"settings", "store", "edge", "render"},
    {"batch", "errands", "desk", "press", "replay", "manual", "schedules", "scrutiny", "recount", "tally", "agendas",
     "actions", "decisions", "app"},
    {"cli", "demo", "plugins"},
)
# Beside the rule: who else of the own layer a part may import.
ALSO = {
    "edge": {"settings"},
    "desk": {"batch", "errands", "scrutiny"},
    "errands": {"batch"},
    "agendas": {"errands"},
    "schedules": {"agendas", "errands"},
    "app": {"desk", "press"},
    "cli": {"demo"},
}
PURE = {
    "__future__", "collections", "collections.abc", "dataclasses", "datetime", "enum", "fractions", "functools",
    "heapq", "itertools", "math", "operator", "re", "string", "types", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip
# Beside the rule: dateparser is given the base of every reading, so that it never asks a clock or the machine's zone.
PURE_HERE = {"core/when/leftovers.py": {"dateparser.date.DateDataParser"}}
CLOCKS = {"now", "today", "utcnow", "monotonic", "perf_counter", "time_ns"}
DOORS = {"open", "print", "input", "exec", "eval", "__import__"}
SPEAK = {
    "core/phrases.py", "core/replies.py", "core/farewell.py", "core/private.py", "core/commands.py",
    "core/floor_phrases.py", "core/rollcall_phrases.py", "core/voting_phrases.py", "core/announcement_phrases.py",
}  # fmt: skip
SAYINGS = {"Say", "Tell"}
SOPEL_SPEAKS = {"say", "reply", "notice", "action", "write", "kick", "join", "part", "msg"}
SQL = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE FROM|CREATE (TABLE|INDEX|TRIGGER)|DROP TABLE|PRAGMA)\b")
NO_NAMES = {"util", "utils", "helper", "helpers", "manager", "service", "base", "misc", "common"}


@dataclass(frozen=True)
class Module:
    """name: as Python imports it. part: what it belongs to in LAYERS, "" for the package itself."""

    path: Path
    name: str
    part: str

    @property
    def place(self) -> str:
        return self.path.relative_to(PLUGINS if self.part == "plugins" else BOT).as_posix()

    @property
    def tree(self) -> ast.Module:
        return parsed(self.path)

    def imports(self) -> Iterator[str]:
        """Full names of what is imported, wherever in the module that stands."""
        package = self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
                source = ".".join([*parents, *([node.module] if node.module else [])])
                yield from (f"{source}.{alias.name}" for alias in node.names)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call by the last part of what is called."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                yield (node.func.id if isinstance(node.func, ast.Name) else node.func.attr), node


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def modules() -> Iterator[Module]:
    for path in sorted(BOT.rglob("*.py")):
        within = path.relative_to(BOT).with_suffix("").parts
        within = within[:-1] if within[-1] == "__init__" else within
        yield Module(path, ".".join(["clerk", *within]), within[0] if within else "")
    for path in sorted(PLUGINS.glob("*.py")):
        name = "clerk_plugins" if path.stem == "__init__" else f"clerk_plugins.{path.stem}"
        yield Module(path, name, "plugins")


ALL = list(modules())
CORE = [module for module in ALL if module.part == "core"]
every_module = pytest.mark.parametrize("module", ALL, ids=lambda module: module.name)
every_core_module = pytest.mark.parametrize("module", CORE, ids=lambda module: module.name)


def part_of(imported: str) -> str | None:
    """The part of ours that an import reaches into; None for what is not ours, "" for the package itself."""
    package, *within = imported.split(".")
    if package == "clerk_plugins":
        return "plugins"
    if package != "clerk":
        return None
    return within[0] if within and within[0] in set().union(*LAYERS) else ""


@every_module
def test_every_module_has_its_layer(module: Module) -> None:
    assert not module.part or sum(module.part in layer for layer in LAYERS) == 1, "say in LAYERS where it belongs"


@every_module
def test_imports_point_one_way(module: Module) -> None:
    below = {module.part, *ALSO.get(module.part, ())}
    for layer in LAYERS:
        if module.part in layer:
            break
        below |= layer
    reached = {imported: part_of(imported) for imported in module.imports()}
    wrong = [imported for imported, part in reached.items() if part and part not in below]
    assert not wrong, f"{module.name} ({module.part}) may not import {', '.join(wrong)}"


@every_core_module
def test_the_core_imports_nothing_that_reaches_the_world(module: Module) -> None:
    imported = set(module.imports())
    foreign = {name for name in imported if not name.startswith("clerk.core") and name not in PURE
               and name.rpartition(".")[0] not in PURE
               and name not in PURE_HERE.get(module.place, ())}  # fmt: skip
    assert not foreign, f"{module.name} imports {', '.join(sorted(foreign))}"


def test_the_exceptions_to_purity_are_used() -> None:
    assert PURE_HERE.items() <= {module.place: set(module.imports()) & PURE_HERE.get(module.place, set())
                                 for module in CORE}.items()  # fmt: skip


@every_core_module
def test_the_core_looks_at_no_clock_and_opens_nothing(module: Module) -> None:
    called = {name for name, _ in module.calls()}
    assert not called & CLOCKS, "time comes in with the line"
    assert not called & DOORS


@every_core_module
def test_every_module_of_the_core_says_what_it_is(module: Module) -> None:
    assert ast.get_docstring(module.tree)


@every_module
def test_only_the_store_speaks_sql(module: Module) -> None:
    if module.part == "store":
        return
    words = [node.value for node in ast.walk(module.tree) if isinstance(node, ast.Constant)
             and isinstance(node.value, str) and SQL.search(node.value)]  # fmt: skip
    assert not words


@every_module
def test_nothing_but_the_desk_opens_the_box_of_secret_ballots(module: Module) -> None:
    """Neither what reads the store, nor what asks for something by the command line."""
    opens = [name for name in module.imports() if name.startswith("clerk.store.ballots")]
    assert not opens or module.part in ("app", "desk", "scrutiny")


def test_the_store_does_speak_sql() -> None:
    assert any(SQL.search(module.path.read_text()) for module in ALL if module.part == "store")


@every_module
def test_what_the_bot_says_is_worded_in_few_places(module: Module) -> None:
    if module.place in SPEAK:
        return
    worded = [node.lineno for name, node in module.calls() if name in SAYINGS]
    assert not worded, f"{module.place} says something of its own, on lines {worded}"


@every_module
def test_names_are_of_things_and_not_of_machinery(module: Module) -> None:
    assert not NO_NAMES & set(re.split(r"[._]", module.name))


# --- plugins ----------------------------------------------------------------------------------


def entry_points() -> dict[str, str]:
    """The Sopel plugins of setup.py: name -> module."""
    for node in ast.walk(parsed(ROOT / "setup.py")):
        if isinstance(node, ast.keyword) and node.arg == "entry_points":
            rows = ast.literal_eval(node.value)["sopel.plugins"]
            return {name.strip(): module.strip() for name, _, module in (row.partition("=") for row in rows)}
    raise AssertionError("setup.py names no plugins")


every_plugin = pytest.mark.parametrize(("name", "module"), entry_points().items())
PLUGIN_MODULES = [module for module in ALL if module.part == "plugins" and module.path.stem != "__init__"]
every_plugin_module = pytest.mark.parametrize("module", PLUGIN_MODULES, ids=lambda module: module.name)


def test_every_plugin_has_an_entry_point_and_every_entry_point_a_plugin() -> None:
    assert sorted(entry_points().values()) == sorted(module.name for module in PLUGIN_MODULES)


def sopel_config(folder: Path) -> Config:
    file = folder / "sopel.cfg"
    file.write_text("[core]\nnick = clerk\nowner = alice\nhost = localhost\n")
    return Config(str(file))


@every_plugin
def test_sopel_loads_it_and_finds_something_to_call(name: str, module: str, tmp_path: Path) -> None:
    plugin = EntryPointPlugin(EntryPoint(name, module, "sopel.plugins"))
    plugin.load()
    assert isinstance(plugin.module, ModuleType)
    callables, jobs, shutdowns, urls = clean_module(plugin.module, sopel_config(tmp_path))
    assert callables or jobs or shutdowns or urls
    assert plugin.get_meta_description()["label"]


@every_plugin
def test_it_replaces_none_of_sopels_own(name: str, module: str) -> None:
    builtin = {plugin.name for plugin in sopel.plugins.find_internal_plugins()}
    assert name.startswith("clerk_") and name not in builtin


@every_plugin_module
def test_a_plugin_knows_the_edge_and_no_rules(module: Module) -> None:
    """Of the core at most its values: lines and what is said; never what decides."""
    ours = {name for name in module.imports() if part_of(name) is not None}
    assert all(name.startswith(("clerk.edge.", "clerk.core.lines.")) for name in ours), ours


@every_plugin_module
def test_a_plugin_says_nothing(module: Module) -> None:
    asked_of_sopel = {node.func.attr for _, node in module.calls() if isinstance(node.func, ast.Attribute)
                      and isinstance(node.func.value, ast.Name) and node.func.value.id == "bot"}  # fmt: skip
    assert not asked_of_sopel & SOPEL_SPEAKS
