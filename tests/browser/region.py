"""Who and what is in the region that the browser sees."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.utils import timezone

from tests.browser.claims import fill_claims, hospital
from yibao.office.base.models import Account, Grant
from yibao.office.base.roles import Role
from yibao.office.people.queries import first_number

PASSWORD = "a password of tests 1"
SCALE = 0.0006
"""Some 1,400 persons."""
NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("示", "范", "演示", "小明", "丽华", "建国", "志强", "秀英", "海燕", "文博", "雨桐")


def fill() -> None:
    """Load the demo region; make an account of every role, enough others, and some claims."""
    call_command("load_demo", scale=SCALE, processes=1, untreated=True, verbosity=0)
    hasher = Argon2PasswordHasher()
    password = hasher.encode(PASSWORD, hasher.salt())
    today = timezone.localdate()
    made = [
        Account(username=f"test-{role.value}", name=f"演示{role.label.zh}", password=password)
        for role in Role
    ]
    made += [
        Account(
            username=f"clerk{number:04d}",
            name=NAMES[number % 20] + GIVEN[number % 11],
            phone=f"1390000{number:04d}",
            password=password,
            is_active=number % 7 != 0,
        )
        for number in range(260)
    ]
    for account in made:
        account.must_change_password = False
    Account.objects.bulk_create(made)
    places = {
        Role.PROVIDER: {"provider": hospital()},
        Role.INSURED: {"person": first_number()},
    }
    Grant.objects.bulk_create(
        Grant(
            account=Account.objects.get(username=f"test-{role.value}"),
            role=role,
            during=(today, None),
            reason="演示",
            **places.get(role, {"division": "990100"}),
        )
        for role in Role
    )
    fill_claims()
