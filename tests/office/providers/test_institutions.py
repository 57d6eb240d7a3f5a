"""Institutions: registered, corrected by one clerk at a time, with a class on every day."""

from datetime import date

import pytest

from tests.office.providers.making import NEW_YEAR, hospital, institution
from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import Conflict, NotFound
from yibao.office.base.queries import history_of
from yibao.office.base.rights.granted import Reach
from yibao.office.providers import queries, services
from yibao.office.providers.models import Institution
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db


def test_registering_writes_the_audit_and_derives_type_and_words() -> None:
    row = institution("P99012200007", name="示范大药房（演示）")
    assert row.type == "2"
    assert "药房" in row.name_words
    (entry,) = history_of("institution:P99012200007")
    assert entry.changes["name"] == [None, "示范大药房（演示）"]


@pytest.mark.parametrize(
    ("others", "error"),
    [
        ({"code": "X1"}, "unknown_provider_shape"),
        ({"kind": "pharmacy"}, "kind_and_code_differ"),
        ({"kind": "castle"}, "not_offered"),
        ({"nature": "royal"}, "not_offered"),
        ({"division": "12"}, "invalid_division"),
        ({"credit_code": "91350100M000100Y44"}, "wrong_check_character"),
        ({"name": " "}, "missing"),
        ({"name": "长" * 201}, "too_long"),
    ],
)
def test_a_wrong_field_is_refused_and_nothing_is_written(
    others: dict[str, str], error: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        institution(**others)
    assert refused.value.code == error
    assert not Institution.objects.exists()


def test_a_code_is_registered_once() -> None:
    institution()
    with pytest.raises(InvalidInput) as refused:
        institution()
    assert refused.value.code == "already_registered"


def test_the_second_of_two_clerks_is_told() -> None:
    row = institution()
    services.correct_institution(SYSTEM, row.code, row.version, {"phone": "0990-1"})
    with pytest.raises(Conflict) as refused:
        services.correct_institution(SYSTEM, row.code, row.version, {"phone": "0990-2"})
    assert refused.value.code == "changed_meanwhile"
    assert Institution.objects.get().phone == "0990-1"


def test_a_correction_that_changes_nothing_writes_nothing() -> None:
    row = institution()
    services.correct_institution(SYSTEM, row.code, row.version, {"name": row.name})
    assert Institution.objects.get().version == row.version
    assert len(history_of(f"institution:{row.code}")) == 1


def test_the_class_of_a_day_is_the_one_that_held_then() -> None:
    code = hospital()
    services.set_level(SYSTEM, code, "tertiary_b", date(2025, 7, 1), hosp_lv="3", evidence="2号")
    assert queries.provider_on(code, date(2025, 6, 30)).level == "tertiary_a"
    assert queries.provider_on(code, date(2025, 7, 1)).level == "tertiary_b"
    assert queries.hosp_lv_on(code, date(2025, 7, 1)) == "3"
    assert queries.provider_on(code, date(2024, 12, 31)).level == "unrated"


def test_two_classes_on_one_day_are_refused() -> None:
    code = hospital()
    with pytest.raises(InvalidInput) as refused:
        services.set_level(SYSTEM, code, "secondary", NEW_YEAR, evidence="2号")
    assert refused.value.code == "dates_overlap"


def test_a_list_of_the_policy_counts_while_the_institution_stands_on_it() -> None:
    code = hospital()
    services.list_institution(SYSTEM, code, "zero_margin", NEW_YEAR, date(2025, 3, 31), "示范发1号")
    assert queries.provider_on(code, date(2025, 3, 31)).lists == {"zero_margin"}
    assert queries.provider_on(code, date(2025, 4, 1)).lists == frozenset()


def test_a_new_bank_account_ends_the_one_before() -> None:
    code = hospital()
    for first, number in ((NEW_YEAR, "6222000011112222"), (date(2025, 5, 1), "6222000033334444")):
        services.set_bank_account(SYSTEM, code, ("示范医院", "示范银行", number), first)
    before = queries.account_on(code, date(2025, 4, 30))
    after = queries.account_on(code, date(2025, 5, 1))
    assert before is not None
    assert after is not None
    assert (before.number[-4:], after.number[-4:]) == ("2222", "4444")
    with pytest.raises(InvalidInput) as refused:
        services.set_bank_account(SYSTEM, code, ("示范医院", "示范银行", "12"), NEW_YEAR)
    assert refused.value.code == "invalid_bank_account"


def test_a_department_is_open_for_its_days_and_has_a_national_code() -> None:
    code = hospital()
    services.open_department(SYSTEM, code, ("0301", "心内科", "A03.04"), NEW_YEAR, beds=40)
    with pytest.raises(InvalidInput) as refused:
        services.open_department(SYSTEM, code, ("0301", "心内一科", "A03.04"), NEW_YEAR)
    assert refused.value.code == "dates_overlap"
    with pytest.raises(InvalidInput):
        services.open_department(SYSTEM, code, ("0302", "无此科", "Q99"), NEW_YEAR)
    row = services.close_department(SYSTEM, code, "0301", date(2025, 6, 30))
    assert row.last == date(2025, 6, 30)
    with pytest.raises(NotFound):
        services.close_department(SYSTEM, code, "0301", date(2025, 7, 1))


def test_a_county_sees_its_own_institutions_and_a_hospital_itself() -> None:
    institution("H99012100001")
    institution("H99012200002", name="示范乙县医院（演示）")
    seen = queries.institutions_within(Reach(("990121",)))
    assert [row.code for row in seen] == ["H99012100001"]
    own = queries.institutions_within(Reach(providers=("H99012200002",)))
    assert [row.code for row in own] == ["H99012200002"]
    assert not queries.institutions_within(Reach()).exists()


@pytest.mark.parametrize("text", ["乙县", "示范乙", "H990122", "h99012200002"])
def test_an_institution_is_found_by_part_of_its_name_or_beginning_of_its_code(text: str) -> None:
    institution("H99012100001")
    institution("H99012200002", name="示范乙县医院（演示）")
    found = queries.named(Institution.objects.all(), text)
    assert [row.code for row in found] == ["H99012200002"]
