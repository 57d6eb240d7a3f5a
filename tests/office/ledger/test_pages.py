"""The pages and the interface of the ledger: who sees them, what stands there, what they do."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from tests.office.ledger.conftest import DAY, DIVISION, HOSPITAL, settled
from yibao.office.base.actor import SYSTEM
from yibao.office.base.models import AuditEntry
from yibao.office.base.rights.matrix import matrix
from yibao.office.base.roles import Role
from yibao.office.ledger import queries, services
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import credit, debit
from yibao.office.ledger.fields import FIELDS
from yibao.office.ledger.models import Account, Entry, Period

pytestmark = pytest.mark.usefixtures("march")

PAGES = {
    "/ledger/entry/": "ledger.entry.view",
    "/ledger/account/": "ledger.account.view",
    "/ledger/personal/": "ledger.personal.view",
    "/ledger/period/": "ledger.period.view",
    "/ledger/trial/": "ledger.trial.view",
    "/ledger/chart/": "ledger.trial.view",
    "/api/ledger/entries/": "ledger.entry.view",
}


def personal(person: str = "P1", amount_fen: int = 12_345) -> str:
    opened = services.open_personal_account(SYSTEM, DIVISION, person, DAY)
    lines = (
        debit("310200", "account.credited", amount_fen),
        credit("310200", "account.person", amount_fen, person),
    )
    services.post(SYSTEM, settled(f"in {person}", purpose="account", lines=lines))
    return opened.number


@pytest.mark.parametrize("role", Role)
def test_a_page_is_seen_by_the_roles_that_hold_its_permission(client_of, role) -> None:
    place = {Role.PROVIDER: {"provider": HOSPITAL}, Role.INSURED: {"person": "P1"}}.get(role, {})
    client = client_of(role, **place)
    services.post(SYSTEM, settled("a"))
    for address, permission in PAGES.items():
        expected = 200 if role in matrix()[permission].roles else 403
        assert client.get(address).status_code == expected, address


def test_an_entry_is_shown_with_its_lines_and_reversed_once(client_of) -> None:
    client = client_of(Role.FUND)
    posted = services.post(SYSTEM, settled("a", 123_456))
    address = f"/ledger/entry/{posted.id}/"
    page = client.get(address).content.decode()
    assert posted.number in page
    assert "1,234.56" in page
    assert HOSPITAL in page
    done = client.post(f"{address}do/reverse/", {"business_day": "2026-03-12", "reason": "错账"})
    assert done.status_code == 302, done.content.decode()[-2000:]
    undoing = Entry.objects.get(reverses=posted.number)
    assert (undoing.business_day, undoing.memo) == (date(2026, 3, 12), "错账")
    assert "已冲销" in client.get(address).content.decode()
    again = client.post(f"{address}do/reverse/", {"business_day": "2026-03-13", "reason": "错账"})
    assert Entry.objects.filter(reverses=posted.number).count() == 1
    assert again.status_code != 500


def test_a_reversal_asks_for_the_second_factor(client_of) -> None:
    client = client_of(Role.FUND)
    session = client.session
    del session["second_factor_at"]
    session.save()
    posted = services.post(SYSTEM, settled("a"))
    form = {"business_day": "2026-03-12", "reason": "x"}
    client.post(f"/ledger/entry/{posted.id}/do/reverse/", form)
    assert not Entry.objects.filter(reverses=posted.number).exists()


def test_a_month_is_closed_and_opened_again_on_screens(client_of) -> None:
    client = client_of(Role.FUND)
    services.post(SYSTEM, settled("a"))
    period = Period.objects.get(book="operational")
    assert client.post(f"/ledger/period/{period.pk}/do/close/").status_code == 302
    period.refresh_from_db()
    assert period.state == "closed"
    client.post(f"/ledger/period/{period.pk}/do/reopen/", {"reason": "漏记"})
    period.refresh_from_db()
    assert (period.state, period.reason) == ("open", "漏记")


def test_the_trial_balance_and_the_chart_say_what_is_unverified(client_of) -> None:
    client = client_of(Role.FUND)
    lines = (debit("310", "treasury", 700), credit("310", "contributions", 700))
    services.post(
        SYSTEM,
        settled("c", book=Book.STATUTORY, purpose="contribution", lines=lines),
    )
    page = client.get(
        "/ledger/trial/", {"division": DIVISION, "book": "statutory", "month": "2026-03"}
    ).content.decode()
    assert "国库存款" in page
    assert "未核实" in page
    assert "平衡" in page
    assert "不平" not in page
    chart = client.get("/ledger/chart/", {"fund": "392"}).content.decode()
    assert "支出户存款" in chart
    assert "社会保险法第六十九条" in chart


def test_an_account_shows_its_statement(client_of) -> None:
    client = client_of(Role.FUND)
    posted = services.post(SYSTEM, settled("a", 5_000, business_day=DAY))
    account = Account.objects.get(party=HOSPITAL)
    page = client.get(f"/ledger/account/{account.pk}/").content.decode()
    assert "50.00" in page
    answer = client.get(
        f"/api/ledger/accounts/{account.pk}/statement/",
        {"first": "2026-03-01", "last": "2026-03-31", "limit": 1},
    ).json()
    assert (answer["closing_fen"], answer["next"]) == (-5_000, "")
    assert answer["lines"][0]["number"] == posted.number


def test_who_sees_a_personal_account_is_noted(client_of) -> None:
    number = personal()
    client = client_of(Role.FUND)
    answer = client.get(f"/api/ledger/personal-accounts/{number}/").json()
    assert (answer["person"], answer["balance_fen"]) == ("P1", 12_345)
    assert AuditEntry.objects.get(persons=["P1"], action="ledger.personal.view").status == 200
    held = queries.personal_account(number)
    assert "123.45" in client.get(f"/ledger/personal/{held.pk}/").content.decode()


def test_a_person_sees_the_own_account_only(client_of) -> None:
    own, other = personal("P1"), personal("P2")
    client = client_of(Role.INSURED, person="P1")
    assert client.get(f"/api/ledger/personal-accounts/{own}/").status_code == 200
    assert client.get(f"/api/ledger/personal-accounts/{other}/").status_code == 404
    page = client.get("/ledger/personal/").content.decode()
    assert own in page
    assert other not in page


def test_the_interface_answers_within_reach(client_of) -> None:
    posted = services.post(SYSTEM, settled("a"))
    city, elsewhere = client_of(Role.FUND), client_of(Role.FUND, "990200")
    whole = city.get(f"/api/ledger/entries/{posted.number}/").json()
    assert [line["amount_fen"] for line in whole["lines"]] == [123_456, 123_456]
    assert city.get("/api/ledger/entries/", {"purpose": "settlement"}).json()[0]["id"] == posted.id
    assert city.get("/api/ledger/entries/", {"before": posted.id}).json() == []
    trial = {"division": DIVISION, "book": "operational", "month": "2026-03-01"}
    found = city.get("/api/ledger/trial-balance/", trial).json()
    assert (found["off"], len(found["lines"])) == ([], 2)
    assert elsewhere.get(f"/api/ledger/entries/{posted.number}/").status_code == 404
    assert elsewhere.get("/api/ledger/entries/").json() == []
    assert elsewhere.get("/api/ledger/trial-balance/", trial).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/ledger/entries/?before=0", 422),
        ("/api/ledger/entries/?limit=501", 422),
        ("/api/ledger/entries/?first=x", 422),
        ("/api/ledger/entries/?subject=%00", 422),
        ("/api/ledger/entries/E1/", 422),
        (
            "/api/ledger/accounts/9223372036854775807/statement/?first=2026-01-01&last=2026-01-02",
            404,
        ),
        ("/api/ledger/trial-balance/?division=1&book=statutory&month=2026-03-01", 422),
        ("/ledger/trial/?month=x&book=y&division=z", 200),
        ("/ledger/chart/?fund=z", 200),
    ],
)
def test_what_cannot_be_answered_is_refused(client_of, address: str, status: int) -> None:
    assert client_of(Role.FUND).get(address).status_code == status


@pytest.mark.parametrize("after", ["x", "2026-03-01 1", "2026-03-01 x 1", "9999-99-99 1 1"])
def test_a_place_that_is_none_is_refused(client_of, after: str) -> None:
    services.post(SYSTEM, settled("a"))
    account = Account.objects.get(party=HOSPITAL)
    answer = client_of(Role.FUND).get(
        f"/api/ledger/accounts/{account.pk}/statement/",
        {"first": "2026-03-01", "last": "2026-03-31", "after": after},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_place")


def test_every_column_has_a_class_and_a_level() -> None:
    columns = {
        f"ledger.{model._meta.model_name}.{field.name}"
        for model in apps.get_app_config("ledger").get_models()
        for field in model._meta.concrete_fields
    }
    assert columns == {field.code for field in FIELDS}
