"""`yibao manage load_demo`: fill the system with the demo region (载入演示数据)."""

from __future__ import annotations

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yibao.office.catalogue import demo as catalogue
from yibao.office.demo.accounts import PASSWORD, demo_accounts, load_accounts
from yibao.office.demo.institutions import load_institutions
from yibao.office.demo.persons import load_persons
from yibao.office.ledger import demo as ledger
from yibao.office.people.queries import first_number, numbers_insured
from yibao.synthetic.people import EMPLOYEES
from yibao.synthetic.region_files.institutions import institutions

_ACCOUNT_HOLDERS = 500
"""So many employees get a personal account with a balance."""
_PROVIDERS = {"hospital": "tertiary_a", "pharmacy": "pharmacy", "village": "village"}


class Command(BaseCommand):
    """Loads 示范市 (990100), invented from end to end; what is there already is left alone."""

    help = "载入演示数据：示范市 990100。Load the demo region; run again, it adds what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of persons."""
        parser.add_argument("--persons", type=int, default=20_000, help="参保人数 how many persons")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load institutions, persons, accounts, and the parts of other offices.

        Raises:
            CommandError: in production, or for a number of persons below one.

        """
        if settings.YIBAO.mode == "production":
            raise CommandError(
                "正式环境不载入演示数据。请设 YIBAO_MODE=demo。"
                " / Production takes no demo data. Set YIBAO_MODE=demo."
            )
        persons = int(options["persons"])
        if persons < 1:
            raise CommandError("--persons 至少为 1。 / --persons is at least 1.")
        today = timezone.localdate()
        self._timed("机构 institutions", lambda: load_institutions(today.year))
        self._timed(
            "人员 persons",
            lambda: load_persons(persons, today, lambda seen: self.stdout.write(f"  {seen:,}")),
        )
        self._timed("目录 catalogue", catalogue.load)
        holders = numbers_insured(EMPLOYEES, today, _ACCOUNT_HOLDERS)
        self._timed("账务 ledger", lambda: ledger.load(holders))
        first = {one.kind: one.code for one in reversed(list(institutions()))}
        providers = {word: first[kind] for word, kind in _PROVIDERS.items()}
        accounts = load_accounts(demo_accounts(providers, first_number()), today)
        self.stdout.write(f"账户 accounts ({len(accounts)}): 口令 password {PASSWORD}")
        for one in accounts:
            self.stdout.write(f"  {one.username:<24}{one.name}  {one.place}")

    def _timed(self, what: str, load: Any) -> None:
        begins = perf_counter()
        found = load()
        said = f"{found:,}" if isinstance(found, int) else "ok"
        self.stdout.write(f"{what}: +{said} ({perf_counter() - begins:.1f} s)")
