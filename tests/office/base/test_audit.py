"""The audit log: whole with the change, never altered, found by person."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from yibao.office.base import audit
from yibao.office.base.models import AuditEntry
from yibao.office.base.roles import Role

pytestmark = pytest.mark.django_db


def test_a_change_is_kept_with_who_what_and_whom(actor):
    somebody = actor(Role.ENROLMENT)
    audit.wrote(
        somebody, "people.person.edit", "person:P1", {"name": ("示例", "示范")}, persons=["P1"]
    )
    entry = AuditEntry.objects.get()
    assert (entry.account_id, entry.account_name) == (somebody.account_id, somebody.name)
    assert (entry.action, entry.subject, entry.persons) == (
        "people.person.edit",
        "person:P1",
        ["P1"],
    )
    assert entry.changes == {"name": ["示例", "示范"]}
    assert (entry.purpose, entry.roles, entry.address) == ("测试", ["enrolment"], "127.0.0.1")
    assert entry.written_in > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE base_auditentry SET account_name = 'x'",
        "DELETE FROM base_auditentry",
        "TRUNCATE base_auditentry",
    ],
)
def test_nothing_alters_an_entry(actor, statement):
    audit.wrote(actor(Role.FUND), "ledger.entry.edit", "entry:E1")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEntry.objects.count() == 1


def test_a_change_that_is_rolled_back_leaves_no_entry(actor):
    somebody = actor(Role.FUND)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.wrote(somebody, "ledger.entry.edit", "entry:E1")
        raise ZeroDivisionError
    assert not AuditEntry.objects.exists()


def test_entries_lie_in_the_partition_of_their_month(actor):
    audit.wrote(actor(Role.FUND), "ledger.entry.edit", "entry:E1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM base_auditentry")
        assert cursor.fetchone()[0] == f"base_auditentry_{timezone.localdate():%Y_%m}"
