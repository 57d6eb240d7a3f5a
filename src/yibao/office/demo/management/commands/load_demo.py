"""`yibao manage load_demo`: fill the system with the demo region (载入演示数据)."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yibao.office.demo.accounts import PASSWORD
from yibao.office.demo.description import described
from yibao.office.demo.load import Wanted, load_region
from yibao.terms.errors import InvalidInput

SCALE = 0.01


class Command(BaseCommand):
    """Loads 示范市 (990100), invented from end to end; what is there already is left alone."""

    help = "载入演示数据：示范市 990100。Load the demo region; run again, it adds what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how much of the region there shall be, and what becomes of it."""
        parser.add_argument(
            "--scale", type=float, default=SCALE, help="规模，1 为 232 万人 1 is 2.32 million"
        )
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="并行进程 how many processes"
        )
        parser.add_argument(
            "--untreated", action="store_true", help="无就诊 nobody was ever treated"
        )
        parser.add_argument(
            "--describe", type=Path, metavar="FILE", help="写出接口用说明 describe it in a file"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load institutions, persons, the past, accounts.

        Raises:
            CommandError: in production, or where the region cannot be made.

        """
        site = settings.YIBAO
        if site.mode == "production":
            raise CommandError(
                "正式环境不载入演示数据。请设 YIBAO_MODE=demo。"
                " / Production takes no demo data. Set YIBAO_MODE=demo."
            )
        today = timezone.localdate()
        wanted = Wanted(
            Path(site.data),
            options["scale"],
            today,
            max(1, options["processes"]),
            options["untreated"],
        )
        try:
            loaded = load_region(wanted, self.stdout.write)
        except InvalidInput as refused:
            raise CommandError(f"{refused.message('zh')} / {refused}") from refused
        if options["describe"]:
            text = described(loaded.accounts, loaded.files, today)
            options["describe"].write_text(
                json.dumps(text, ensure_ascii=False, indent=1), encoding="utf-8"
            )
            return
        self.stdout.write(f"账户 accounts ({len(loaded.accounts)}): 口令 password {PASSWORD}")
        for one in loaded.accounts:
            self.stdout.write(f"  {one.username:<24}{one.name}  {one.place}")
