"""Filling the system with the demo region (载入示范市); run again, it completes what was cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from yibao.office.base.errors import NotFound
from yibao.office.base.services.accounts import account_of
from yibao.office.catalogue import demo as catalogue
from yibao.office.demo.accounts import DemoAccount, demo_accounts, load_accounts
from yibao.office.demo.chosen import chosen
from yibao.office.demo.families import share_accounts
from yibao.office.demo.files import Files, made
from yibao.office.demo.living import load_living
from yibao.office.demo.past import load_past
from yibao.office.demo.people import load_people
from yibao.office.demo.pieces import each_piece
from yibao.office.demo.region import COUNTY_NAMES, place
from yibao.office.demo.shelves import fill_chosen
from yibao.office.demo.week import Lived, first_day, live_week, lived_pieces, open_doors
from yibao.office.ledger.demo import open_books
from yibao.office.overview.services import count_people, name_areas, sum_care
from yibao.office.people.queries import first_number, numbers_insured
from yibao.synthetic.people import EMPLOYEES
from yibao.synthetic.region.doctors import doctors
from yibao.synthetic.region.institutions import institutions

ALL_ITEMS_FROM = 0.005
"""From this scale on the catalogue has what nobody in the region sells, too."""
FAMILIES = 300
"""Among so many employees are those who share their account."""
_LAST = "insured"
"""The account that is made last: where it is, everything is."""
_WORDS = {"tertiary_a": "hospital"}
"""What the account of an institution is called by, where it is not by its kind."""
_A_MONTH = timedelta(days=31)

Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be loaded.

    Args:
        data: the folder of data; the region's files lie in it.
        scale: how much of the region.
        today: the day of the beginning.
        processes: how many work at the same time.
        untreated: nobody was ever treated; for measuring.

    """

    data: Path
    scale: float
    today: date
    processes: int = 1
    untreated: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is there: the region's files, and who may sign in."""

    files: Files
    accounts: list[DemoAccount]


def load_region(wanted: Wanted, said: Said) -> Loaded:
    """Load what is missing.

    Args:
        wanted: what is to be loaded.
        said: told what is done, a line each.

    Raises:
        InvalidInput: of the files; see `yibao.office.demo.files.made`.

    """
    tell = _Teller(said)
    files = tell("示范市数据 files", lambda: _files(wanted))
    if not _is_whole():
        _load(files, wanted, tell)
    every = tell("账户 accounts", lambda: load_accounts(_accounts(), wanted.today))
    return Loaded(files, every)


def _files(wanted: Wanted) -> Files:
    return made(wanted.data, wanted.scale, wanted.today, wanted.processes, lambda _, __: None)


def _load(files: Files, wanted: Wanted, tell: _Teller) -> None:
    today, processes = wanted.today, wanted.processes
    tell("机构 institutions", lambda: load_living(institutions(), doctors(), today.year))
    tell("目录 catalogue", lambda: catalogue.load(whole=wanted.scale >= ALL_ITEMS_FROM))
    tell("院内目录 local items", fill_chosen)
    tell("账套 books", lambda: open_books(files.asked.first_day, today + _A_MONTH))
    tell("参保人 persons", lambda: sum(_each(load_people, files, (today,), processes)))
    if not wanted.untreated:
        tell("历史结算 past", lambda: _past(files, processes, tell))
    tell("接口接入 access", lambda: open_doors(files))
    if not wanted.untreated:
        tell("近七日 last days", lambda: _week(files, processes, tell))
    holders = numbers_insured(EMPLOYEES, today, FAMILIES)
    tell("家庭共济 families", lambda: share_accounts(holders, today))
    tell("概览 overview", lambda: _overview(files, today))


def _each(work: Any, files: Files, given: tuple[Any, ...], processes: int) -> Any:
    """Do something for every piece; how many persons are in one does not matter."""
    return each_piece(_Of(work, files), files.pieces, given, processes)


@dataclass(frozen=True, slots=True)
class _Of:
    """Work on a piece of some files, as another process can be told of it."""

    work: Any
    files: Files

    def __call__(self, piece: int, *given: Any) -> Any:
        return self.work(self.files, piece, *given)


def _past(files: Files, processes: int, tell: _Teller) -> int:
    lived = lived_pieces(files)
    refused: Counter[str] = Counter()
    loaded = 0
    for done in _each(_past_of, files, (lived, first_day(files)), processes):
        loaded += done.loaded
        refused += done.refused
    tell.note(refused)
    return loaded


def _past_of(files: Files, piece: int, lived: int, first: date) -> Any:
    return load_past(files, piece, first if piece < lived else None)


def _week(files: Files, processes: int, tell: _Teller) -> int:
    lived = Lived()
    work = _Of(live_week, files)
    for done in each_piece(work, lived_pieces(files), (), processes):
        lived += done
    tell.note(lived.refused)
    tell.say(f"  在院 open stays: {lived.open}, 冲正 reversed: {lived.reversed}")
    return lived.settled


def _overview(files: Files, today: date) -> int:
    name_areas({division: place(division) for division in COUNTY_NAMES})
    sum_care(today, files.asked.first_day)
    return count_people(today)


def _is_whole() -> bool:
    try:
        account_of(_LAST)
    except NotFound:
        return False
    return True


def _accounts() -> Any:
    first = {one.kind: one.code for one in reversed(chosen())}
    providers = {_WORDS.get(kind, kind): code for kind, code in first.items()}
    return demo_accounts(dict(reversed(providers.items())), first_number())


class _Teller:
    """Does one thing after another and tells how long each took."""

    def __init__(self, said: Said) -> None:
        self.say = said

    def __call__(self, what: str, load: Callable[[], Any]) -> Any:
        begins = perf_counter()
        found = load()
        count = f"+{found:,}" if isinstance(found, int) else "ok"
        self.say(f"{what}: {count} ({perf_counter() - begins:.1f} s)")
        return found

    def note(self, refused: Counter[str]) -> None:
        """Tell what was refused, and why."""
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in refused.most_common(6))
        if reasons:
            self.say(f"  拒付 refused: {sum(refused.values()):,} ({reasons})")
