"""The demo region: invented from end to end, the same when loaded again, settled by the law."""

from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from yibao.benefit.person import assemble
from yibao.benefit.stay import Stay
from yibao.office.base.models import Account, Grant
from yibao.office.demo.accounts import PASSWORD
from yibao.office.people import queries as people
from yibao.office.people.models import Enrolment, Person
from yibao.office.providers import queries as providers
from yibao.office.providers.models import Agreement, Department, Institution, StaffMember
from yibao.policy import compile_plan, load_policy
from yibao.terms.identifiers import parse_resident_number

pytestmark = pytest.mark.django_db
MODELS = (Person, Enrolment, Institution, Department, StaffMember, Agreement, Account, Grant)


def load(persons: int) -> str:
    """Run the command; return what it printed."""
    said = StringIO()
    call_command("load_demo", persons=persons, stdout=said)
    return said.getvalue()


def counts() -> list[int]:
    """Count the rows of every table that is loaded."""
    return [model.objects.count() for model in MODELS]


def test_it_loads_and_loads_again_and_more() -> None:
    said = load(300)
    first = counts()
    assert first[0] == 300
    assert first[2] > 1_000
    assert PASSWORD in said
    numbers = set(Person.objects.values_list("certificate_number", flat=True))
    load(300)
    assert counts() == first
    load(350)
    assert Person.objects.count() == 350
    assert numbers < set(Person.objects.values_list("certificate_number", flat=True))

    for row in Person.objects.all():
        said_by = parse_resident_number(row.certificate_number)
        assert row.certificate_number.startswith("99")
        assert (said_by.birth, said_by.gend) == (row.birth, row.sex)
        assert row.number.startswith("P99")
    assert not Institution.objects.exclude(name__endswith="（演示）").exists()
    assert set(Person.objects.values_list("division", flat=True)) == {
        f"{county}" for county in range(990121, 990128)
    }

    plan = compile_plan(load_policy("990121"), allow_unverified=True)
    day = date(2025, 7, 1)
    hospital = Institution.objects.filter(levels__level="tertiary_a", division="990121").first()
    assert hospital is not None
    assert providers.can_settle(hospital.code, day, "inpatient")
    stay = Stay("1", "inpatient", day, day, day, providers.provider_on(hospital.code, day))
    statuses = {
        assemble(people.facts_on(row.number, day), stay, plan).facts["status"]
        for row in Person.objects.all()
    }
    assert {"working", "retired", "adult", "elderly", "student", "child"} == statuses


def test_every_account_signs_in_with_the_password_that_was_printed() -> None:
    load(1)
    assert Account.objects.count() == Grant.objects.count() == 37
    account = Account.objects.get(username="enrolment-county")
    assert account.check_password(PASSWORD)
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[1])
    assert Grant.objects.get(account=account).division == "990121"


def test_production_takes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Production:
        mode = "production"

    monkeypatch.setattr(settings, "YIBAO", Production())
    with pytest.raises(CommandError):
        load(1)
    monkeypatch.undo()
    with pytest.raises(CommandError):
        load(0)
    assert not Person.objects.exists()
