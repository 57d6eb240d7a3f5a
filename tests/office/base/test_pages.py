"""The pages of the base: who sees them, what stands on them, what they write."""

from __future__ import annotations

import pytest
from django.utils import timezone

from yibao.office.base import audit, jobs
from yibao.office.base.models import Account, AuditEntry, Grant, Job
from yibao.office.base.rights.matrix import matrix
from yibao.office.base.roles import Role

pytestmark = pytest.mark.django_db

OWN = ("/", "/base/me/", "/base/jobs/", "/base/messages/", "/api/base/me/", "/api/openapi.json")
PAGES = {
    "/base/matrix/": "base.matrix.view",
    "/base/fields/": "base.field.view",
    "/base/account/": "base.account.view",
    "/base/grant/": "base.grant.view",
    "/base/audit/": "base.audit.view",
    "/base/job/": "base.job.view",
    "/base/event/": "base.event.view",
    "/api/base/permissions/": "base.matrix.view",
}


@pytest.mark.parametrize("role", Role)
def test_a_page_is_seen_by_the_roles_that_hold_its_permission(client_of, role):
    place = {
        Role.PROVIDER: {"provider": "H99012100001"},
        Role.INSURED: {"person": "P9901212024010100000001X"},
    }.get(role, {})
    client = client_of(role, **place)
    for address in OWN:
        assert client.get(address).status_code == 200, address
    for address, permission in PAGES.items():
        expected = 200 if role in matrix()[permission].roles else 403
        assert client.get(address).status_code == expected, address


def test_pages_speak_both_languages(client_of):
    client = client_of(Role.ADMINISTRATION)
    assert "权限矩阵" in client.get("/base/matrix/").content.decode()
    client.cookies["yibao_language"] = "en"
    page = client.get("/base/matrix/").content.decode()
    assert "Permission matrix" in page
    assert "What is not listed is not allowed" in page


def test_an_account_is_made_and_given_a_role_on_screens(client_of):
    client = client_of(Role.ADMINISTRATION)
    made = client.post(
        "/base/account/new/",
        {"username": "wang", "name": "王示范", "phone": "", "password": "correct horse battery"},
    )
    assert made.status_code == 302
    account = Account.objects.get(username="wang")
    given = client.post(
        "/base/grant/new/",
        {
            "account": "wang",
            "role": "fund",
            "place": "990121",
            "begins": "2026-01-01",
            "ends": "",
            "reason": "任命 1 号",
        },
    )
    assert given.status_code == 302, given.content.decode()[-3000:]
    grant = Grant.objects.get(account=account)
    assert (grant.role, grant.division, grant.last_day) == ("fund", "990121", None)
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["base.account.edit", "base.grant.edit"]
    taken = client.post(
        f"/base/grant/{grant.pk}/do/take/",
        {"last": timezone.localdate().isoformat(), "reason": "调岗"},
    )
    assert taken.status_code == 302
    grant.refresh_from_db()
    assert grant.last_day == timezone.localdate()


def test_a_refusal_of_a_form_names_the_field(client_of):
    client = client_of(Role.ADMINISTRATION)
    answer = client.post(
        "/base/account/new/", {"username": "wang", "name": "王", "phone": "", "password": "short"}
    )
    assert "口令太弱" in answer.content.decode()
    assert not Account.objects.filter(username="wang").exists()


def test_the_audit_log_of_a_county_shows_what_its_own_accounts_did(client_of, actor):
    audit.wrote(actor(Role.FUND, "990121"), "ledger.entry.edit", "entry:E1")
    audit.wrote(actor(Role.FUND, "990122"), "ledger.entry.edit", "entry:E2")
    county = client_of(Role.SUPERVISION, "990121").get("/base/audit/").content.decode()
    assert "entry:E1" in county
    assert "entry:E2" not in county
    city = client_of(Role.SUPERVISION).get("/base/audit/").content.decode()
    assert "entry:E1" in city
    assert "entry:E2" in city


def test_the_interface_refuses_in_one_shape(client_of):
    client = client_of(Role.FUND)
    answer = client.get("/api/base/jobs/12345/")
    assert answer.status_code == 404
    assert set(answer.json()) == {"code", "field", "reason", "remedy"}
    assert client.get("/api/base/jobs/x/").status_code == 422
    assert client.get("/api/nowhere/").status_code == 404


def test_the_interface_asks_who_one_is(client):
    assert client.get("/api/base/me/").status_code == 401
    assert client.get("/api/openapi.json").status_code == 403


def test_a_character_that_is_none_is_refused_and_breaks_nothing(client_of):
    client = client_of(Role.ADMINISTRATION)
    for address in ("/base/account/?q=%00", "/search/?q=a%00b"):
        assert client.get(address).status_code == 400, address
    answer = client.get("/api/base/messages/?unread=%00")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_an_export_is_fetched_by_who_may_still_export(client_of):
    client = client_of(Role.ADMINISTRATION)
    started = client.post("/base/account/export/")
    job = jobs.run_now(Job.objects.get(kind="base.register.export"))
    assert started.status_code in {302, 204}
    assert job.state == Job.State.DONE, job.message
    address = f"/base/jobs/{job.pk}/result/"
    assert b"".join(client.get(address).streaming_content)[:2] == b"PK"
    Grant.objects.filter(account=job.account_id).update(role="fund")
    assert client.get(address).status_code == 403
