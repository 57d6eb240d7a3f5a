"""What may be done (权限点), and by which roles."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.office.base.roles import Role
from yibao.terms.text import Text

ACTIONS = ("view", "edit", "approve", "import", "export", "reveal")


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that may be done, ``office.thing.action``; who is not named may not.

    Raises:
        ValueError: for a code of another form; a programmer's mistake.

    >>> Permission("ledger.entry.view", Text("查看", "View"), frozenset({Role.FUND})).action
    'view'

    """

    code: str
    label: Text
    roles: frozenset[Role]
    second_factor: bool = False

    def __post_init__(self) -> None:
        parts = self.code.split(".")
        if len(parts) != 3 or parts[2] not in ACTIONS:
            raise ValueError(f"{self.code!r} is not office.thing.action")

    @property
    def office(self) -> str:
        """The office that declares it."""
        return self.code.partition(".")[0]

    @property
    def action(self) -> str:
        """What is done, one of `ACTIONS`."""
        return self.code.rpartition(".")[2]
