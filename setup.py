"""Clerk's packages: bot/clerk is `clerk`, plugins/ is `clerk_plugins`, data/ is `clerk_data`."""
from setuptools import find_packages, setup

setup(
    name="clerk-irc",
    version="0.3.0",
    description="The clerk of a community that meets on IRC: meetings, minutes, actions and votes",
    license="Apache-2.0",
    python_requires=">=3.11",
    package_dir={"clerk": "bot/clerk", "clerk_plugins": "plugins", "clerk_data": "data"},
    packages=[*find_packages("bot"), "clerk_plugins", "clerk_data"],
    package_data={"clerk": ["py.typed"], "clerk_data": ["*.chat"]},
    install_requires=[
        "sopel>=8.0.4,<8.1",  # the launcher leans on its internals: see docs/decisions
        "irc>=20.5,<21",
        "sqlite-utils>=4.2,<5",
        "click>=8.1,<9",
        "dateparser>=1.5,<2",
        "tzdata>=2026.1",  # zones where the system has none
        "PyYAML>=6.0.2,<7",
        "icalendar>=7.3,<8",
    ],
    extras_require={
        "dev": [
            "pytest", "hypothesis", "playwright", "ruff", "mypy", "types-PyYAML", "types-dateparser", "jsonschema",
            "docutils", "html5lib", "coverage",
        ],
    },
    entry_points={
        "console_scripts": ["clerk = clerk.cli:main"],
        "sopel.plugins": [
            "clerk_ears = clerk_plugins.ears",
            "clerk_help = clerk_plugins.help",
            "clerk_actions = clerk_plugins.actions",
            "clerk_agenda = clerk_plugins.agenda",
            "clerk_bag = clerk_plugins.bag",
            "clerk_meetings = clerk_plugins.meetings",
            "clerk_announcements = clerk_plugins.announcements",
            "clerk_decisions = clerk_plugins.decisions",
            "clerk_profiles = clerk_plugins.profiles",
            "clerk_roles = clerk_plugins.roles",
            "clerk_ballots = clerk_plugins.ballots",
        ],
    },
)
