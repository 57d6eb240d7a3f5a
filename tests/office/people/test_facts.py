"""What the law may ask: identities, registrations, filings, contracts; a plan settles by them."""

from datetime import date

import pytest

from tests.office.counting import statements
from tests.office.people.making import NEW_YEAR, TODAY, employee, person, resident, resident_number
from tests.office.providers.making import hospital
from yibao.benefit.person import Filing, assemble
from yibao.benefit.stay import Stay
from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import NotFound
from yibao.office.base.rights.granted import Reach
from yibao.office.people import queries, services
from yibao.office.people.models import Person
from yibao.office.providers import queries as providers
from yibao.policy import compile_plan, load_policy
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db
MAY = date(2025, 5, 1)
POOR = {"category": "minimum_living", "evidence": "示范民1号", "source": "示范县民政局"}


def test_a_plan_takes_the_facts_as_they_come() -> None:
    code = hospital()
    row = resident()
    number = row.number
    services.add_identity(SYSTEM, number, {**POOR, "psn_idet_type": "2303"}, NEW_YEAR)
    services.add_cover(SYSTEM, number, "city_supplement", NEW_YEAR, carrier="示范人寿")
    services.register_disease(
        SYSTEM,
        number,
        {"disease": "diabetes", "institution": code, "evidence": "鉴定表"},
        NEW_YEAR,
    )
    services.sign_doctor(SYSTEM, number, code, NEW_YEAR, doctor="D990121000001")
    services.set_figure(SYSTEM, number, "continuous_years", 3, NEW_YEAR)
    stay = Stay("1", "inpatient", MAY, MAY, MAY, providers.provider_on(code, MAY))
    plan = compile_plan(load_policy("990121"), allow_unverified=True)
    visit = assemble(queries.facts_on(number, MAY), stay, plan)
    assert visit.scheme == "390"
    asked = ("status", "level", "signed", "continuous_years", "age")
    assert [visit.facts[name] for name in asked] == ["adult", "tertiary_a", "yes", 3, 35]
    assert visit.facts["category"] == {"minimum_living"}
    assert visit.facts["cover"] == {"city_supplement"}
    assert visit.facts["filed"] == {"diabetes"}


def test_an_identity_has_evidence_and_ends_with_a_reason() -> None:
    row = resident()
    with pytest.raises(InvalidInput) as refused:
        services.add_identity(SYSTEM, row.number, {**POOR, "evidence": ""}, NEW_YEAR)
    assert refused.value.code == "missing"
    with pytest.raises(InvalidInput) as refused:
        services.add_identity(SYSTEM, row.number, {**POOR, "category": "royal"}, NEW_YEAR)
    assert refused.value.code == "name_unknown"
    services.add_identity(SYSTEM, row.number, POOR, NEW_YEAR)
    with pytest.raises(InvalidInput) as refused:
        services.add_identity(SYSTEM, row.number, POOR, MAY)
    assert refused.value.code == "dates_overlap"
    services.end_identity(SYSTEM, row.number, "minimum_living", MAY, "收入提高")
    assert queries.facts_on(row.number, date(2025, 5, 2)).categories == ()
    services.add_identity(SYSTEM, row.number, POOR, date(2025, 6, 1))


def test_a_registration_needs_an_institution_that_is_known() -> None:
    row = resident()
    disease = {"disease": "diabetes", "institution": "H99012199999", "evidence": "鉴定表"}
    with pytest.raises(NotFound):
        services.register_disease(SYSTEM, row.number, disease, NEW_YEAR)
    code = hospital()
    services.register_disease(SYSTEM, row.number, {**disease, "institution": code}, NEW_YEAR)
    services.end_disease(SYSTEM, row.number, "diabetes", MAY, "复查不符")
    assert queries.facts_on(row.number, date(2025, 5, 2)).filed == ()
    with pytest.raises(InvalidInput):
        services.end_disease(SYSTEM, row.number, "diabetes", TODAY, "再次")


@pytest.mark.parametrize(
    ("destination", "place"),
    [
        ("990121", "in_county"),
        ("990122", "in_city"),
        ("990221", "in_province"),
        ("110105", "out_of_province"),
    ],
)
def test_a_filing_names_where_it_leads_as_seen_from_home(destination: str, place: str) -> None:
    row = employee()
    services.file_away(
        SYSTEM,
        row.number,
        {"kind": "long_term", "destination": destination, "filed_on": TODAY},
        NEW_YEAR,
    )
    (spell,) = queries.facts_of(row.number).filings
    assert spell.content == Filing("long_term", place)


def test_a_filing_that_is_none_is_refused() -> None:
    row = employee()
    for kind in ("none", "not_needed", "holiday"):
        with pytest.raises(InvalidInput):
            services.file_away(
                SYSTEM,
                row.number,
                {"kind": kind, "destination": "110105", "filed_on": TODAY},
                NEW_YEAR,
            )


def test_a_new_contract_and_a_new_figure_end_those_before() -> None:
    row = resident()
    first, second = hospital(), hospital("H99012200002")
    services.sign_doctor(SYSTEM, row.number, first, NEW_YEAR)
    services.sign_doctor(SYSTEM, row.number, second, MAY)
    services.set_figure(SYSTEM, row.number, "annual_wage", 6_000_000, NEW_YEAR)
    services.set_figure(SYSTEM, row.number, "annual_wage", 7_000_000, MAY)
    before, after = (queries.facts_on(row.number, day) for day in (NEW_YEAR, MAY))
    assert [spell.content for spell in before.signed + after.signed] == [first, second]
    assert before.numbers["annual_wage"][0].content == 6_000_000
    assert after.numbers["annual_wage"][0].content == 7_000_000
    services.end_contract(SYSTEM, row.number, TODAY)
    assert queries.facts_on(row.number, date(2025, 6, 16)).signed == ()
    with pytest.raises(InvalidInput):
        services.set_figure(SYSTEM, row.number, "shoe_size", 42, NEW_YEAR)
    with pytest.raises(InvalidInput):
        services.set_figure(SYSTEM, row.number, "annual_wage", -1, TODAY)


def test_facts_take_one_statement() -> None:
    row = employee()
    with statements() as run:
        queries.facts_of(row.number)
    assert len(run) == 1
    with pytest.raises(NotFound):
        queries.facts_of("P0")


def test_a_psn_type_without_status_stands_for_itself() -> None:
    row = person()
    spell = {"insutype": "340", "psn_type": "13", "division": "990121"}
    services.enrol(SYSTEM, row.number, spell, NEW_YEAR)
    assert queries.facts_of(row.number).insured_on(MAY).status == "13"


def test_a_county_sees_its_own_and_the_insured_themselves() -> None:
    here, there = person(1), person(1, division="990122")
    assert [row.number for row in queries.persons_within(Reach(("990121",)))] == [here.number]
    both = queries.persons_within(Reach(("9901",)))
    assert {row.number for row in both} == {here.number, there.number}
    own = queries.persons_within(Reach(persons=(there.number,)))
    assert [row.number for row in own] == [there.number]
    assert not queries.persons_within(Reach(providers=("H99012100001",))).exists()


def test_an_institution_finds_somebody_by_whole_certificate_and_name_only() -> None:
    row = person()
    certificate = resident_number(1)
    assert queries.look_up("01", certificate.lower(), " 张演示 ") == row
    for number, name in ((certificate, "张示"), (certificate[:17], "张演示"), ("", "")):
        with pytest.raises(NotFound) as refused:
            queries.look_up("01", number, name)
        assert refused.value.code == "nobody_by_certificate"


@pytest.mark.parametrize("text", ["演示", "示", "张演示", "13912345678"])
def test_somebody_is_found_by_part_of_a_name_or_a_whole_number(text: str) -> None:
    row = person(1, phone="13912345678")
    person(3, name="李四")
    assert [each.number for each in queries.named(Person.objects.all(), text)] == [row.number]
    assert not queries.named(Person.objects.all(), "1391234567").exists()
    found = queries.named(Person.objects.all(), row.number[:23])
    assert [each.number for each in found] == [row.number]
