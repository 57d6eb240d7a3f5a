"""Desks that remember kinds of visits from one part to the next (工作台)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from yibao.benefit.settle import desk_for
from yibao.policy.plan import Plan

if TYPE_CHECKING:
    from yibao.benefit.kernel.desk import Desk

KINDS = 1024
"""How many kinds of visits a desk remembers; a year of a city has some hundreds."""


class Desks:
    """The desks of a plan, as many as work at once; threads borrow them in turn."""

    def __init__(self, plan: Plan) -> None:
        """Take the plan that all of them are for."""
        self._plan = plan
        self._free: list[Desk] = []

    @contextmanager
    def borrow(self) -> Iterator[Desk]:
        """Lend a desk with nothing on it but what it remembers."""
        try:
            desk = self._free.pop()
        except IndexError:
            desk = desk_for(self._plan, np.zeros(self._plan.state_length, np.int64), places=KINDS)
        for array in (desk.facts, desk.amounts, desk.state, desk.results):
            array[:] = 0
        yield desk
        self._free.append(desk)
