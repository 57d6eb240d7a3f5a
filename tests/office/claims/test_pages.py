"""The registers and pages: within reach, masked, audited, every panel there."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.claims.settled import HOSPITAL, Made, settled_stay
from tests.office.people.making import employee
from tests.office.providers.making import hospital
from yibao.office.base.actor import Actor
from yibao.office.base.models import AuditEntry
from yibao.office.base.rights.granted import Grant, Granted
from yibao.office.base.roles import Role
from yibao.office.claims.models import Difference, Line
from yibao.office.claims.registers import SEARCH

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def made() -> Made:
    hospital()
    return settled_stay(employee().number)


def pages_of(made: Made) -> dict[str, str]:
    number = made.settlement.number
    return {
        "visits": "/claims/visit/",
        "visit": f"/claims/visit/{made.visit.pk}/",
        "settlements": "/claims/settlement/",
        "settlement": f"/claims/settlement/{made.settlement.pk}/",
        "sheet": f"/claims/settlement/{number}/sheet/",
        "lines": f"/claims/settlement/{number}/lines/",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_shows_the_claim_to_those_within_reach(
    client_of: ClientOf, made: Made, language: str
) -> None:
    client = client_of(Role.SETTLEMENT, "990121")
    client.cookies["yibao_language"] = language
    for name, address in pages_of(made).items():
        page = client.get(address)
        assert page.status_code == 200, name
        number = made.visit.number if name.startswith("visit") else made.settlement.number
        assert number in page.content.decode(), name


def test_nobody_sees_beyond_their_reach(client_of: ClientOf, made: Made) -> None:
    strangers = (
        client_of(Role.SETTLEMENT, "990122"),
        client_of(Role.PROVIDER, provider="H99012100009"),
        client_of(Role.INSURED, person="P000000000000000000000000"),
    )
    for stranger in strangers:
        for name, address in pages_of(made).items():
            page = stranger.get(address)
            if name in ("visits", "settlements"):
                assert made.visit.person not in page.content.decode()
            else:
                assert page.status_code == 404, name


def test_the_provider_and_the_insured_see_their_own(client_of: ClientOf, made: Made) -> None:
    own = (
        client_of(Role.PROVIDER, provider=HOSPITAL),
        client_of(Role.INSURED, person=made.visit.person),
    )
    for client in own:
        for address in pages_of(made).values():
            assert client.get(address).status_code == 200
        sheet = client.get(pages_of(made)["sheet"]).content.decode()
        assert "张演示" in sheet


def test_who_moves_money_sees_neither_diagnoses_nor_lines_nor_names(
    client_of: ClientOf, made: Made
) -> None:
    fund, pages = client_of(Role.FUND), pages_of(made)
    assert fund.get(pages["lines"]).status_code == 403
    assert fund.get(pages["visit"]).status_code == 403
    for name in ("settlement", "sheet"):
        text = fund.get(pages[name]).content.decode()
        assert "冠状动脉" not in text
        assert "药物洗脱支架" not in text
        assert "张演示" not in text
    assert "张*示" in fund.get(pages["sheet"]).content.decode()


def test_a_page_is_in_the_audit_with_the_person(client_of: ClientOf, made: Made) -> None:
    client = client_of(Role.BENEFITS)
    for name in ("settlement", "sheet", "lines"):
        client.get(pages_of(made)[name])
        entry = AuditEntry.objects.latest("pk")
        assert entry.persons == [made.visit.person]


def test_the_page_explains_with_sources_counts_and_rules(client_of: ClientOf, made: Made) -> None:
    text = client_of(Role.SETTLEMENT).get(pages_of(made)["settlement"]).content.decode()
    # The basic layer pays 16584.04, the civil servants' subsidy 1966.82 yuan: 18550.86 together.
    for said in (
        "16,584.04",
        "1,966.82",
        "18,550.86",
        "起付标准650元",
        "西安",
        "已支付",
        "先行自付",
    ):
        assert said in text, said
    assert 'id="note-1"' in text


def test_a_reversed_settlement_is_marked_and_found(client_of: ClientOf) -> None:
    hospital()
    both = settled_stay(employee().number, reverse=True)
    assert both.reversal is not None
    client = client_of(Role.SETTLEMENT)
    kept = client.get("/claims/settlement/?kind=reversed").content.decode()
    undoing = client.get("/claims/settlement/?kind=reversal").content.decode()
    assert both.settlement.number in kept
    assert both.reversal.number not in kept
    assert both.reversal.number in undoing
    page = client.get(f"/claims/settlement/{both.reversal.pk}/").content.decode()
    assert "-20,520.00" in page
    assert both.settlement.number in page
    sheet = client.get(f"/claims/settlement/{both.settlement.number}/sheet/").content.decode()
    assert "本单已被撤销" in sheet


def test_filters_of_both_registers(client_of: ClientOf, made: Made) -> None:
    client, number = client_of(Role.SETTLEMENT), made.settlement.number
    person = made.visit.person
    for query, is_there in (
        (f"q={number}", True),
        (f"person={person}&provider={HOSPITAL}", True),
        ("setting=inpatient&insutype=310&kind=settled", True),
        ("settled.from=2025-06-10", False),
        ("setting=outpatient", False),
        ("kind=mid_stay", False),
        (f"visit={made.visit.number}", True),
    ):
        text = client.get(f"/claims/settlement/?{query}").content.decode()
        assert (f'/claims/settlement/{made.settlement.pk}/"' in text) == is_there, query
    for query, is_there in (("state=settled", True), ("state=open", False), (f"q={person}", True)):
        text = client.get(f"/claims/visit/?{query}").content.decode()
        assert (f'/claims/visit/{made.visit.pk}/"' in text) == is_there, query


def test_many_lines_are_paged(client_of: ClientOf, made: Made) -> None:
    line = Line.objects.first()
    assert line is not None
    batch = line.batch_id
    copies = []
    for place in range(120):
        copy = Line.objects.get(number=line.number)
        copy.number, copy.batch_id = f"more{place:03d}", batch
        copies.append(copy)
    Line.objects.bulk_create(copies)
    client, address = client_of(Role.SETTLEMENT), pages_of(made)["lines"]
    first, second = (client.get(f"{address}?page={page}").content.decode() for page in (1, 2))
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert client.get(f"{address}?page=99999999999999999999").status_code == 200


def test_search_finds_by_number_and_person(made: Made) -> None:
    granted = Granted(Actor(1, "甲"), (Grant(Role.SETTLEMENT, "990100"),))
    for source in SEARCH:
        assert len(source.find(granted, made.visit.person, 5)) == 1
        assert source.find(granted, "nothing", 5) == []


def test_the_home_page_has_the_cards(client_of: ClientOf, made: Made) -> None:
    text = client_of(Role.SETTLEMENT).get("/").content.decode()
    assert "今日结算" in text
    assert "出院未结算" in text


def test_a_difference_is_listed_and_settled_with_the_person(
    client_of: ClientOf, made: Made
) -> None:
    # By the refold the person bears 10.00 yuan less: that is to be returned.
    before = made.settlement.personal_fen
    row = Difference.objects.create(
        settlement=made.settlement,
        cause=made.settlement,
        person=made.visit.person,
        division="990100",
        before_fen=before,
        after_fen=before - 1_000,
        found_at=made.settlement.settled_at,
    )
    clerk, reader = client_of(Role.SETTLEMENT), client_of(Role.FUND)
    assert "-10.00" in reader.get("/claims/difference/?state=open").content.decode()
    address = f"/claims/difference/{row.pk}/do/close/"
    assert reader.post(address, {"remark": "已退"}).status_code == 403
    assert clerk.post(address, {"remark": "已转账退回"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.remark) == (Difference.State.CLOSED, "已转账退回")
    page = clerk.get(f"/claims/difference/{row.pk}/").content.decode()
    assert "已转账退回" in page
