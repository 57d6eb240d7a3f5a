"""`yibao manage load_demo`: fill the system with the demo region (载入演示数据)."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yibao.office.demo.accounts import PASSWORD
from yibao.office.demo.description import described
from yibao.office.demo.load import Wanted, load_region


class Command(BaseCommand):
    """Loads 示范市 (990100), invented from end to end; what is there already is left alone."""

    help = "载入演示数据：示范市 990100。Load the demo region; run again, it adds what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of persons, and how small the rest shall be."""
        parser.add_argument("--persons", type=int, default=20_000, help="参保人数 how many persons")
        parser.add_argument(
            "--tiny", action="store_true", help="少数机构和项目 few institutions and items"
        )
        parser.add_argument(
            "--describe", type=Path, metavar="FILE", help="写出接口用说明 describe it in a file"
        )

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
        accounts = load_region(Wanted(persons, today, options["tiny"]), self.stdout.write)
        if options["describe"]:
            text = json.dumps(described(accounts, today), ensure_ascii=False, indent=1)
            options["describe"].write_text(text, encoding="utf-8")
            return
        self.stdout.write(f"账户 accounts ({len(accounts)}): 口令 password {PASSWORD}")
        for one in accounts:
            self.stdout.write(f"  {one.username:<24}{one.name}  {one.place}")
