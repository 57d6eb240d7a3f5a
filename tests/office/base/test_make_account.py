"""The first administrator comes from the command line."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from yibao.office.base.models import Account, Grant

pytestmark = pytest.mark.django_db
ARGUMENTS = ("first", "--name", "示范", "--role", "administration", "--division", "990100")


def test_an_account_and_its_role_are_made_together():
    call_command("make_account", *ARGUMENTS, "--password", "correct horse battery")
    account = Account.objects.get(username="first")
    assert account.check_password("correct horse battery")
    assert account.must_change_password
    grant = Grant.objects.get(account=account)
    assert (grant.role, grant.division, grant.granted_by) == ("administration", "990100", None)


@pytest.mark.parametrize(
    ("place", "password", "said"),
    [("99", "correct horse battery", "is no division"), ("990100", "short", "weak")],
)
def test_neither_is_made_when_one_is_refused(place, password, said):
    arguments = [*ARGUMENTS[:-1], place, "--password", password]
    with pytest.raises(CommandError, match=said):
        call_command("make_account", *arguments)
    assert not Account.objects.exists()
