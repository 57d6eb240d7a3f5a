"""The page of seals."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.office.ledger.conftest import open_march, settled
from yibao.office.base.actor import SYSTEM
from yibao.office.base.models import AuditEntry, Job
from yibao.office.base.roles import Role
from yibao.office.base.seals.sealer import seal_new
from yibao.office.ledger import services
from yibao.office.ledger.sealed import ENTRIES

ADDRESS = "/base/seals/"


@pytest.mark.usefixtures("own_database")
def test_chains_are_shown_and_a_row_is_proved_by_a_file(client_of) -> None:
    client = client_of(Role.FUND)
    open_march()
    posted = services.post(SYSTEM, settled("a"))
    services.post(SYSTEM, settled("b"))
    seal_new(ENTRIES)
    page = client.get(ADDRESS, {"table": "ledger_entry", "row": posted.id}).content.decode()
    assert "记账凭证" in page
    assert "审计日志" in page
    assert "证明成立" in page
    file = client.get(f"{ADDRESS}ledger_entry/{posted.id}.proof.json")
    proof = json.loads(file.content)
    # Whoever has the file can do this without the system: two rows, one neighbour.
    leaf = hashlib.sha256(b"\0" + proof["content"].encode()).digest()
    root = hashlib.sha256(b"\1" + leaf + bytes.fromhex(proof["path"][0])).hexdigest()
    assert (root, proof["place"], proof["count"]) == (proof["root"], 0, 2)
    assert posted.number in proof["content"]
    assert "123456" in proof["content"]


@pytest.mark.django_db
def test_what_is_not_sealed_is_said_to_be_so(client_of) -> None:
    client = client_of(Role.ADMINISTRATION)
    assert client.get(f"{ADDRESS}ledger_entry/1.proof.json").status_code == 404
    assert client.get(f"{ADDRESS}auth_user/1.proof.json").status_code == 404
    assert client.get(f"{ADDRESS}ledger_entry/{10**30}.proof.json").status_code == 404
    for row in ("7", "x", str(10**30)):
        page = client.get(ADDRESS, {"table": "ledger_entry", "row": row})
        assert "没有找到" in page.content.decode()


@pytest.mark.django_db
def test_the_verification_is_begun_by_who_may(client_of) -> None:
    assert client_of(Role.PAYMENT).get(ADDRESS).status_code == 403
    assert client_of(Role.PAYMENT).post(f"{ADDRESS}verify/").status_code == 403
    answer = client_of(Role.SUPERVISION).post(f"{ADDRESS}verify/")
    job = Job.objects.get(kind="ledger.seal.verify")
    assert answer.headers["Location"] == f"/base/jobs/{job.pk}/"
    assert not AuditEntry.objects.filter(persons__len__gt=0).exists()
