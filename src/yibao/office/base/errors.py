"""Refusals that every office shares (错误)."""

from __future__ import annotations

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


class NotAllowed(InvalidInput):
    """Somebody asked for what their roles do not give; nothing was shown or changed.

    >>> not_allowed("people.person.edit").code
    'not_allowed'
    """


class NotFound(InvalidInput):
    """There is no such thing, or none within somebody's reach: the two look alike on purpose."""


class Conflict(InvalidInput):
    """Somebody else was first, or the state of things does not allow it now."""


def not_allowed(permission: str) -> NotAllowed:
    """Return the refusal of `permission`."""
    return NotAllowed(
        "not_allowed",
        permission,
        Text("您的岗位没有这项权限。", "Your roles do not include this."),
        Text("需要时请向系统管理员申请。", "Ask the administration if your work needs it."),
    )


def not_found(what: str, number: object) -> NotFound:
    """Return the refusal of the number of a thing that is not there.

    >>> not_found("person", "P1").reason.en
    'P1 was not found.'
    """
    return NotFound(
        "not_found",
        what,
        Text(f"没有找到 {number}。", f"{number} was not found."),
        Text("请核对编号，或确认在您的管辖范围内。", "Check the number and your reach."),
    )


def changed_meanwhile(what: str) -> Conflict:
    """Return the refusal of a change to something that somebody else changed meanwhile."""
    return Conflict(
        "changed_meanwhile",
        what,
        Text("他人刚刚修改过此记录。", "Somebody else has just changed this record."),
        Text("请查看新内容后再次提交。", "Look at what is new, then send again."),
    )
