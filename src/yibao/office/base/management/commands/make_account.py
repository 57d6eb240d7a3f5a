"""`yibao manage make_account`: make an account with a role from the command line (建立账户)."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from yibao.office.base.actor import SYSTEM
from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.base.roles import Role
from yibao.office.base.services.accounts import make_account
from yibao.office.base.services.grants import give
from yibao.terms.errors import InvalidInput


class Command(BaseCommand):
    """Makes an account, above all the first administrator of a new site."""

    help = "建立账户并授予岗位。Make an account and give it a role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the user name, name, role and division."""
        parser.add_argument("username", help="登录名 user name")
        parser.add_argument("--name", required=True, help="姓名 name")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument(
            "--place", "--division", required=True, help="区划、机构编号或人员编号 where it counts"
        )
        parser.add_argument("--password", help="不给则询问 asked for when not given")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the account and its grant together, or neither.

        Raises:
            CommandError: when either is refused, with the reason.

        """
        password = options["password"] or getpass.getpass("口令 password: ")
        try:
            with transaction.atomic():
                account = make_account(
                    SYSTEM, username=options["username"], name=options["name"], password=password
                )
                give(
                    SYSTEM,
                    EVERYTHING,
                    account,
                    Role(options["role"]),
                    place=options["place"],
                    begins=timezone.localdate(),
                    reason="命令行建立 made from the command line",
                )
        except InvalidInput as refusal:
            raise CommandError(f"{refusal.message('zh')} {refusal.message('en')}") from None
        self.stdout.write(f"{account.username} {options['role']} {options['place']}")
