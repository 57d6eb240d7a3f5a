"""Filling the system with the demo region (载入示范市), whole or tiny; run again, it adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

from yibao.office.catalogue import demo as catalogue
from yibao.office.catalogue.demo_shelves import DRUGS, EVERY, fill_shelf
from yibao.office.demo.accounts import DemoAccount, demo_accounts, load_accounts
from yibao.office.demo.families import share_accounts
from yibao.office.demo.institutions import load_institutions
from yibao.office.demo.past import load_past
from yibao.office.demo.persons import load_persons
from yibao.office.demo.region import COUNTY_NAMES, OPENED, place
from yibao.office.demo.signing import open_interface
from yibao.office.demo.tiny import chosen
from yibao.office.ledger import demo as ledger
from yibao.office.overview.services import count_people, name_areas, sum_care
from yibao.office.people.queries import first_number, numbers_insured
from yibao.synthetic.people import EMPLOYEES
from yibao.synthetic.region_files.institutions import Institution, institutions

ACCOUNT_HOLDERS = 500
"""So many employees get a personal account with a balance."""
FEW_ACCOUNT_HOLDERS = 300
_WORDS = {"tertiary_a": "hospital"}
"""What the account of an institution is called by, where it is not by its kind."""

Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be loaded: how many persons; the whole region's institutions or few of them."""

    persons: int
    today: date
    tiny: bool = False


def load_region(wanted: Wanted, said: Said) -> list[DemoAccount]:
    """Load what is missing; return the accounts of the demonstration.

    Args:
        wanted: how much of it.
        said: told what is done, a line each.

    """
    tell = _Teller(said)
    today, tiny = wanted.today, wanted.tiny
    among: Sequence[Institution] = chosen() if tiny else institutions()
    tell("机构 institutions", lambda: load_institutions(today.year, among))
    tell("目录 catalogue", lambda: catalogue.load(tiny=tiny))
    tell("院内目录 local items", _fill_shelves)
    tell("人员 persons", lambda: load_persons(wanted.persons, today, among, tell.progress))
    count = FEW_ACCOUNT_HOLDERS if tiny else ACCOUNT_HOLDERS
    holders = numbers_insured(EMPLOYEES, today, count)
    tell("账务 ledger", lambda: ledger.open_books(holders) if tiny else ledger.load(holders))
    tell("家庭共济 families", lambda: share_accounts(holders, today))
    tell("接口接入 access", open_interface)
    if tiny:
        tell("历史结算 past", lambda: load_past(today))
    tell("概览 overview", lambda: _overview(today))
    every: list[DemoAccount] = []
    tell("账户 accounts", lambda: every.extend(load_accounts(_accounts(tiny=tiny), today)))
    return every


def _overview(today: date) -> int:
    name_areas({division: place(division) for division in COUNTY_NAMES})
    sum_care(today, OPENED)
    return count_people(today)


def _fill_shelves() -> int:
    return sum(
        fill_shelf(one.code, one.level, DRUGS if one.kind == "pharmacy" else EVERY)
        for one in chosen()
    )


def _accounts(*, tiny: bool) -> Any:
    first = {one.kind: one.code for one in reversed(chosen())}
    providers = {_WORDS.get(kind, kind): code for kind, code in first.items()}
    return demo_accounts(dict(reversed(providers.items())), first_number(), only_city=tiny)


class _Teller:
    """Does one thing after another and tells how long each took."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def __call__(self, what: str, load: Callable[[], Any]) -> None:
        begins = perf_counter()
        found = load()
        count = f"+{found:,}" if isinstance(found, int) else "ok"
        self._said(f"{what}: {count} ({perf_counter() - begins:.1f} s)")

    def progress(self, seen: int) -> None:
        self._said(f"  {seen:,}")
