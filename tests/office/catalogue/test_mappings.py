"""Local codes: one proposes, another decides, and on any day one mapping is approved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.office.catalogue.conftest import make_item
from yibao.office.base.actor import Actor
from yibao.office.base.rights.granted import Reach
from yibao.office.base.roles import Role
from yibao.office.catalogue.models import LocalItem, Mapping
from yibao.office.catalogue.queries import national_codes
from yibao.office.catalogue.queries.mappings import provider_condition
from yibao.office.catalogue.services import approve, propose, refuse, withdraw
from yibao.office.database.url import DatabaseUrl
from yibao.terms.errors import InvalidInput

HOSPITAL = "H99010000001"
FIRST = date(2025, 1, 1)


def local(code: str = "L1", **more: object) -> LocalItem:
    values = {"provider": HOSPITAL, "name": "本院阿莫西林", "list_type": "101", **more}
    return LocalItem.objects.create(code=code, **values)


@pytest.fixture
def other(actor: Callable[..., Actor]) -> Actor:
    return actor(Role.CATALOGUE)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(InvalidInput) as caught:
        call()
    return caught.value.code


def test_one_proposes_and_another_approves(clerk: Actor, other: Actor) -> None:
    make_item("XA")
    mapping = propose(clerk, local().pk, "XA", FIRST)
    assert national_codes(HOSPITAL, ["L1"], FIRST) == {}
    assert refused(lambda: approve(clerk, mapping.pk)) == "own_proposal"
    approve(other, mapping.pk)
    assert national_codes(HOSPITAL, ["L1", "L2"], FIRST) == {"L1": "XA"}
    assert national_codes(HOSPITAL, ["L1"], date(2024, 12, 31)) == {}
    assert refused(lambda: approve(other, mapping.pk)) == "already_decided"
    assert refused(lambda: refuse(other, mapping.pk, "不对")) == "already_decided"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, action FROM base_auditentry WHERE subject = %s ORDER BY at",
            [f"mapping:{mapping.pk}"],
        )
        assert cursor.fetchall() == [
            (clerk.account_id, "catalogue.mapping.edit"),
            (other.account_id, "catalogue.mapping.approve"),
        ]


def test_a_refusal_has_a_reason(clerk: Actor, other: Actor) -> None:
    make_item("XA")
    mapping = propose(clerk, local().pk, "XA", FIRST)
    assert refused(lambda: refuse(other, mapping.pk, "  ")) == "no_reason"
    assert refuse(other, mapping.pk, "规格不同").reason == "规格不同"
    assert national_codes(HOSPITAL, ["L1"], FIRST) == {}


def test_only_the_proposer_withdraws(clerk: Actor, other: Actor) -> None:
    make_item("XA")
    mapping = propose(clerk, local().pk, "XA", FIRST)
    assert refused(lambda: withdraw(other, mapping.pk)) == "not_allowed"
    assert withdraw(clerk, mapping.pk).state == "withdrawn"
    assert refused(lambda: approve(other, mapping.pk)) == "already_decided"


def test_a_second_mapping_on_the_same_days_must_replace(clerk: Actor, other: Actor) -> None:
    make_item("XA")
    make_item("XB")
    row = local()
    approve(other, propose(clerk, row.pk, "XA", FIRST).pk)
    second = propose(clerk, row.pk, "XB", date(2025, 7, 1))
    assert refused(lambda: approve(other, second.pk)) == "already_mapped"
    approve(other, second.pk, replace=True)
    codes = [national_codes(HOSPITAL, ["L1"], date(2025, month, 1))["L1"] for month in (6, 7)]
    assert codes == ["XA", "XB"]


def test_unknown_codes_and_other_lists(clerk: Actor) -> None:
    make_item("XA")
    row = local()
    service = local("L2", list_type="201")
    assert refused(lambda: propose(clerk, row.pk, "XZ", FIRST)) == "unknown_item"
    assert refused(lambda: propose(clerk, 0, "XA", FIRST)) == "unknown_local_item"
    assert refused(lambda: propose(clerk, service.pk, "XA", FIRST)) == "other_kind"
    assert (
        refused(lambda: propose(clerk, row.pk, "XA", FIRST, date(2024, 1, 1))) == "dates_reversed"
    )
    assert refused(lambda: approve(clerk, 0)) == "unknown_mapping"
    assert not Mapping.objects.exists()


def test_the_database_itself_wants_two_persons(clerk: Actor) -> None:
    item = make_item("XA")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mapping.objects.create(
            local_item=local(),
            item=item,
            during=(FIRST, None),
            state="approved",
            proposed_by=1,
            proposed_name="甲",
            proposed_at=timezone.now(),
            decided_by=1,
        )


def test_reach_of_providers(db: None) -> None:
    local()
    LocalItem.objects.create(provider="P99012100002", code="L1", name="药", list_type="101")

    def seen(reach: Reach) -> list[str]:
        rows = LocalItem.objects.filter(provider_condition(reach, "provider"))
        return sorted(rows.values_list("provider", flat=True))

    assert seen(Reach()) == []
    assert seen(Reach(("",))) == [HOSPITAL, "P99012100002"]
    assert seen(Reach(("9901",))) == [HOSPITAL, "P99012100002"]
    assert seen(Reach(("990121",))) == ["P99012100002"]
    assert seen(Reach((), (HOSPITAL,))) == [HOSPITAL]


def _at_once(*calls: Callable[[], object]) -> list[str]:
    outcomes: list[str] = []
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        gate.wait()
        try:
            call()
            outcomes.append("done")
        except InvalidInput as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_clerks_who_approve_at_once(own_database: DatabaseUrl) -> None:
    make_item("XA")
    make_item("XB")
    clerk, one, two = (Actor(number, f"人{number}", (Role.CATALOGUE,)) for number in (1, 2, 3))
    row = local()
    first, second = (propose(clerk, row.pk, code, FIRST).pk for code in ("XA", "XB"))
    same = _at_once(lambda: approve(one, first), lambda: refuse(two, first, "不对"))
    assert same == ["already_decided", "done"]
    Mapping.objects.filter(pk=first).update(state="proposed")
    both = _at_once(lambda: approve(one, first), lambda: approve(two, second))
    assert both == ["already_mapped", "done"]
    assert Mapping.objects.filter(state="approved").count() == 1
