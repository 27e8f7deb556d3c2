"""Who answers what may be asked for at any time: command -> the rule that answers it."""
from __future__ import annotations

from collections.abc import Callable

from . import (
    action_answers,
    action_lists,
    agenda_answers,
    agenda_list_answers,
    announcement_answers,
    bag_answers,
    calendar_answers,
    decision_answers,
    last_call_answers,
    plan_answers,
    poll_answers,
    profile_answers,
    quiet_answers,
    request_answers,
    role_answers,
    shift_answers,
    vote_answers,
)
from . import commands as c
from .decision import Answer, Refusal
from .lines import Line
from .meeting import Room
from .rights import not_allowed_any_time
from .view import View

Answering = Callable[..., Answer | Refusal]  # (view, room, line, command)

ANSWERS: dict[type[c.AnyTime], Answering] = {
    **agenda_answers.ANSWERS, **agenda_list_answers.ANSWERS, **request_answers.ANSWERS, **bag_answers.ANSWERS,
    **plan_answers.ANSWERS, **announcement_answers.ANSWERS, **profile_answers.ANSWERS, **quiet_answers.ANSWERS,
    **role_answers.ANSWERS, **calendar_answers.ANSWERS, **shift_answers.ANSWERS, **action_answers.ANSWERS,
    **action_lists.ANSWERS, **decision_answers.ANSWERS, **last_call_answers.ANSWERS, **poll_answers.ANSWERS,
    **vote_answers.ANSWERS,
}  # fmt: skip


def answer(view: View, room: Room, line: Line, command: c.AnyTime) -> Answer | Refusal:
    """room: where it was asked; the idle room without a channel in private, where none was meant."""
    refusal = not_allowed_any_time(view, room, line, command)
    return refusal or ANSWERS[type(command)](view, room, line, command)
