"""Persons: registered once, corrected by one clerk at a time, ended by death, merged."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.office.people.making import NEW_YEAR, TODAY, employee, person, resident, resident_number
from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import Conflict, NotFound
from yibao.office.base.queries import history_of
from yibao.office.people import queries, services
from yibao.office.people.models import Certificate, Person
from yibao.terms.errors import InvalidInput
from yibao.terms.own_ids import parse


@pytest.mark.django_db
class TestRegistering:
    def test_the_number_is_our_own_and_the_audit_names_the_person(self) -> None:
        row = person()
        assert (parse(row.number).kind, parse(row.number).division) == ("person", "990121")
        (entry,) = history_of(f"person:{row.number}")
        assert entry.persons == [row.number]
        assert entry.action == "people.person.register"

    @pytest.mark.parametrize(
        ("others", "error"),
        [
            ({"certificate_number": "990121199001010013"}, "wrong_check_character"),
            ({"certificate_number": "990121900101001"}, "old_resident_number"),
            ({"birth": date(1990, 1, 2)}, "contradicts_certificate"),
            ({"sex": "2"}, "contradicts_certificate"),
            ({"sex": "7"}, "unknown_code"),
            ({"name": " "}, "missing"),
            ({"name": "张\x00三"}, "too_long"),
            ({"birth": date(2030, 1, 1), "certificate_type": "08"}, "invalid_day"),
            ({"nationality": "777"}, "unknown_code"),
        ],
    )
    def test_a_wrong_field_is_refused(self, others: dict[str, object], error: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            person(**others)
        assert refused.value.code == error
        assert not Person.objects.exists()

    def test_a_certificate_belongs_to_one_person(self) -> None:
        first = person()
        with pytest.raises(Conflict) as refused:
            person(name="另一人")
        assert refused.value.code == "certificate_taken"
        assert first.number in refused.value.reason.zh
        assert Person.objects.count() == 1

    def test_a_further_certificate_finds_the_same_person(self) -> None:
        row = person()
        services.add_certificate(SYSTEM, row.number, "08", "e1234567")
        found = queries.by_certificate("08", "E1234567")
        assert found == row
        other = person(3)
        with pytest.raises(Conflict):
            services.add_certificate(SYSTEM, other.number, "08", "E1234567")


@pytest.mark.django_db
class TestCorrecting:
    def test_a_name_is_corrected_with_its_words(self) -> None:
        row = person()
        services.correct_person(SYSTEM, row.number, row.version, {"name": "章演示"}, TODAY)
        found = queries.named(Person.objects.all(), "章演")
        assert [each.number for each in found] == [row.number]
        entry = history_of(f"person:{row.number}")[0]
        assert entry.changes == {"name": ["张演示", "章演示"]}

    def test_birth_may_not_leave_the_resident_number(self) -> None:
        row = person()
        with pytest.raises(InvalidInput) as refused:
            services.correct_person(SYSTEM, row.number, None, {"birth": date(1991, 1, 1)}, TODAY)
        assert refused.value.code == "contradicts_certificate"

    def test_a_corrected_certificate_brings_birth_and_sex(self) -> None:
        row = person()
        certificate = resident_number(2, birth="19910203")
        fixed = services.correct_certificate(SYSTEM, row.number, "01", certificate, TODAY)
        assert (fixed.birth, fixed.sex) == (date(1991, 2, 3), "2")
        assert [each.number for each in Certificate.objects.all()] == [certificate]

    def test_the_second_of_two_clerks_is_told(self) -> None:
        row = person()
        services.correct_person(SYSTEM, row.number, row.version, {"phone": "13900000001"}, TODAY)
        with pytest.raises(Conflict) as refused:
            services.correct_person(SYSTEM, row.number, row.version, {"phone": "1"}, TODAY)
        assert refused.value.code == "changed_meanwhile"

    def test_nobody_is_nobody(self) -> None:
        with pytest.raises(NotFound):
            services.correct_person(SYSTEM, "P0", None, {"phone": "1"}, TODAY)


@pytest.mark.django_db
class TestDeath:
    def test_everything_ends_on_that_day_and_nothing_begins_after(self) -> None:
        row = employee()
        services.add_identity(
            SYSTEM,
            row.number,
            {"category": "minimum_living", "evidence": "示范民1号", "source": "民政"},
            NEW_YEAR,
        )
        services.file_away(
            SYSTEM,
            row.number,
            {"kind": "long_term", "destination": "990221", "filed_on": TODAY},
            date(2025, 12, 1),
        )
        death = date(2025, 5, 20)
        services.record_death(SYSTEM, row.number, death, TODAY)
        facts = queries.facts_of(row.number)
        assert [spell.last for spell in (*facts.insured, *facts.categories)] == [death, death]
        assert facts.filings == ()
        assert queries.status_on(row.number, date(2025, 5, 21)).code == "4"
        with pytest.raises(Conflict) as refused:
            services.enrol(
                SYSTEM,
                row.number,
                {"insutype": "390", "psn_type": "15", "division": "990121"},
                date(2025, 5, 21),
            )
        assert refused.value.code == "person_dead"

    def test_a_spell_that_would_begin_later_is_void(self) -> None:
        row = resident(first=date(2026, 1, 1))
        services.record_death(SYSTEM, row.number, date(2025, 5, 20), TODAY)
        assert row.enrolments.get().void
        assert queries.facts_of(row.number).insured == ()

    @pytest.mark.parametrize("death", [date(1989, 12, 31), date(2025, 6, 16)])
    def test_a_day_that_cannot_be_is_refused(self, death: date) -> None:
        row = person()
        with pytest.raises(InvalidInput) as refused:
            services.record_death(SYSTEM, row.number, death, TODAY)
        assert refused.value.code == "invalid_day"


@pytest.mark.django_db
class TestMerging:
    def test_the_other_number_points_to_the_one_kept(self) -> None:
        kept = employee(1)
        other = person(3, name="张演示")
        services.set_figure(SYSTEM, other.number, "continuous_years", 4, NEW_YEAR)
        services.merge_persons(SYSTEM, kept.number, other.number, "证件更换，同一人")
        assert queries.kept_number(other.number) == kept.number
        facts = queries.facts_of(other.number)
        assert facts.number == kept.number
        assert facts.insured_on(NEW_YEAR).scheme == "310"
        assert facts.numbers["continuous_years"][0].content == 4
        assert queries.by_certificate("01", other.certificate_number) == kept
        with pytest.raises(Conflict) as refused:
            services.correct_person(SYSTEM, other.number, None, {"phone": "1"}, TODAY)
        assert refused.value.code == "person_merged"

    def test_what_both_have_on_a_day_is_decided_first(self) -> None:
        kept, other = employee(1), resident(2)
        with pytest.raises(InvalidInput) as refused:
            services.merge_persons(SYSTEM, kept.number, other.number, "同一人")
        assert refused.value.code == "dates_overlap"
        assert queries.kept_number(other.number) == other.number
        spell = other.enrolments.get()
        services.cancel_enrolment(SYSTEM, other.number, spell.pk, "重复参保")
        services.merge_persons(SYSTEM, kept.number, other.number, "同一人")
        assert len(queries.facts_of(kept.number).insured) == 1

    def test_chains_stay_one_step_long(self) -> None:
        first, second, third = person(1), person(3), person(5)
        services.merge_persons(SYSTEM, second.number, first.number, "同一人")
        services.merge_persons(SYSTEM, third.number, second.number, "同一人")
        assert queries.kept_number(first.number) == third.number

    def test_nobody_is_merged_into_himself(self) -> None:
        row = person()
        with pytest.raises(InvalidInput) as refused:
            services.merge_persons(SYSTEM, row.number, row.number, "误")
        assert refused.value.code == "same_person"


@pytest.mark.usefixtures("own_database")
def test_of_two_clerks_at_once_one_wins_and_one_is_told() -> None:
    row = employee()
    version = Person.objects.get().version
    barrier = Barrier(2)
    results: list[str] = []

    def clerk(reason: str) -> None:
        barrier.wait()
        try:
            services.suspend_enrolment(
                SYSTEM, row.number, "310", date(2025, 3, 1), reason, version=version
            )
            results.append("done")
        except Conflict as refused:
            results.append(refused.code)
        finally:
            connection.close()

    clerks = [Thread(target=clerk, args=(name,)) for name in ("甲", "乙")]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    assert sorted(results) == ["changed_meanwhile", "done"]
    assert row.enrolments.get().pauses.count() == 1


@pytest.mark.usefixtures("own_database")
def test_one_certificate_registered_twice_at_once_makes_one_person() -> None:
    barrier = Barrier(2)
    results: list[str] = []

    def clerk() -> None:
        barrier.wait()
        try:
            results.append(person().number)
        except Conflict as refused:
            results.append(refused.code)
        finally:
            connection.close()

    clerks = [Thread(target=clerk) for _ in range(2)]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    assert "certificate_taken" in results
    assert Person.objects.count() == 1
