"""Files of persons and institutions: good rows in, every fault told by row, within reach only."""

from collections.abc import Callable

import pytest
from django.conf import settings

from tests.office.people.making import person, resident_number
from yibao.office.base.actor import Actor
from yibao.office.base.roles import Role
from yibao.office.imports import services
from yibao.office.imports.kind import Mode
from yibao.office.imports.models import Import, State
from yibao.office.imports.registry import kind_of
from yibao.office.imports.run import run
from yibao.office.people import queries
from yibao.office.people.models import Enrolment, Person
from yibao.office.providers import queries as providers
from yibao.office.providers.models import Institution

pytestmark = pytest.mark.django_db
ActorOf = Callable[..., Actor]


def bring(actor: Actor, kind: str, rows: list[dict[str, str]], mode: Mode) -> Import:
    """Import rows through a file."""
    heading = [column.name for column in kind_of(kind).layout]
    lines = [",".join(heading)]
    lines += [",".join(row.get(name, "") for name in heading) for row in rows]
    content = ("\n".join(lines) + "\n").encode()
    record = services.receive(actor, kind, "file.csv", [content], mode=mode)
    return run(record.pk, actor)


def row(sequence: int, **others: str) -> dict[str, str]:
    """Return a good row of a person."""
    return {
        "psn_cert_type": "01",
        "certno": resident_number(sequence),
        "psn_name": "张演示",
        "gend": "1" if sequence % 2 else "2",
        "brdy": "1990-01-01",
        "insu_admdvs": "990121",
        "insutype": "390",
        "psn_type": "15",
        "begndate": "2025-01-01",
        "enddate": "2025-12-31",
        **others,
    }


@pytest.fixture(autouse=True)
def files(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"certno": "990121199001010013"}, "certno"),
        ({"gend": "2"}, "gend"),
        ({"brdy": "1990-01-02"}, "brdy"),
        ({"psn_name": ""}, "psn_name"),
        ({"psn_type": "13"}, "psn_type"),
        ({"psn_type": ""}, "psn_type"),
        ({"begndate": ""}, "begndate"),
        ({"enddate": "2024-01-01"}, "last"),
        ({"insutype": "999"}, "insutype"),
        ({"insu_admdvs": "12"}, "insu_admdvs"),
    ],
)
def test_a_fault_is_told_by_row_and_the_good_rows_go_in(
    actor: ActorOf, bad: dict[str, str], field: str
) -> None:
    clerk = actor(Role.ENROLMENT, "990121")
    record = bring(clerk, "people.persons", [row(1), row(3, **bad), row(5)], Mode.GOOD_ROWS)
    assert (record.state, record.rows_new) == (State.DONE, 2)
    assert field in {problem.field for problem in record.found.all()}
    assert {problem.row_number for problem in record.found.all()} == {3}
    assert Person.objects.count() == Enrolment.objects.count() == 2


def test_who_is_registered_already_is_told(actor: ActorOf) -> None:
    known = person(1)
    clerk = actor(Role.ENROLMENT, "990121")
    record = bring(clerk, "people.persons", [row(1), row(3)], Mode.GOOD_ROWS)
    assert [problem.row_number for problem in record.found.all()] == [2]
    assert Person.objects.count() == 2
    assert queries.by_certificate("01", resident_number(1)) == known


def test_a_person_without_a_spell_is_registered_alone(actor: ActorOf) -> None:
    clerk = actor(Role.ENROLMENT, "990121")
    bare = dict.fromkeys(("insutype", "psn_type", "begndate", "enddate"), "")
    record = bring(clerk, "people.persons", [row(1, **bare)], Mode.ALL_OR_NOTHING)
    assert record.state == State.DONE
    assert (Person.objects.count(), Enrolment.objects.count()) == (1, 0)


def test_rows_of_another_county_let_nothing_in(actor: ActorOf) -> None:
    clerk = actor(Role.ENROLMENT, "990122")
    record = bring(clerk, "people.persons", [row(1)], Mode.GOOD_ROWS)
    assert (record.state, record.error_code) == (State.REFUSED, "division_out_of_reach")
    assert not Person.objects.exists()


def test_institutions_come_with_their_class(actor: ActorOf) -> None:
    clerk = actor(Role.SETTLEMENT, "990121")
    good = {
        "fixmedins_code": "H99012100001",
        "fixmedins_name": "示范甲县人民医院（演示）",
        "kind": "hospital",
        "nature": "public",
        "admdvs": "990121",
        "hosp_lv": "5",
        "begndate": "2025-01-01",
    }
    bad = {**good, "fixmedins_code": "P99012100002"}
    record = bring(clerk, "providers.institutions", [good, bad], Mode.GOOD_ROWS)
    assert [(p.row_number, p.code) for p in record.found.all()] == [(3, "kind_and_code_differ")]
    row_in = Institution.objects.get()
    found = providers.provider_on(row_in.code, row_in.levels.get().first)
    assert found.level == "secondary"
    again = bring(clerk, "providers.institutions", [good, {**good, "addr": "x"}], Mode.GOOD_ROWS)
    assert again.rows_new == 0
    assert Institution.objects.count() == 1
