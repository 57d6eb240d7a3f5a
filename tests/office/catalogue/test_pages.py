"""The registers and the interface of the catalogue: what is shown, what may be done, to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.office.catalogue.conftest import Load, make_item
from tests.office.catalogue.generated import code_of, text_of
from yibao.office.base.actor import Actor
from yibao.office.base.roles import Role
from yibao.office.catalogue.models import LocalItem, Mapping, PaymentRule, PriceCeiling, TermMap
from yibao.office.catalogue.names import TermKind
from yibao.office.catalogue.queries import term_on
from yibao.office.catalogue.registers import REGISTERS
from yibao.office.catalogue.services import Days, propose, set_payment_rule
from yibao.office.imports.registry import kinds

ClientOf = Callable[..., Client]


@pytest.fixture
def filled(load: Load) -> None:
    for number in ("1301", "1302", "1305", "1306", "1307", "1308", "1309", "1314", "1320", "1322"):
        load(f"catalogue.n{number}", text_of(number, 3))


@pytest.mark.parametrize("register", [register.code for register in REGISTERS])
def test_each_register_shows_its_list(filled: None, client_of: ClientOf, register: str) -> None:
    client = client_of(Role.CATALOGUE)
    path = "/" + register.replace(".", "/") + "/"
    assert client.get(path).status_code == 200
    assert client.get(f"{path}?q=a").status_code == 200
    assert client.get(f"{path}?q=%20&item=x&local=x&division=990100").status_code == 200


def test_each_register_names_known_imports(db: None) -> None:
    named = {code for register in REGISTERS for code in register.imports}
    assert named <= set(kinds())
    catalogue = {code for code in kinds() if code.startswith("catalogue.")}
    assert catalogue == named


def test_an_item_shows_versions_rules_and_ceilings(
    filled: None, client_of: ClientOf, clerk: Actor
) -> None:
    code = code_of("1305", 1)
    values = {"chrgitm_lv": "02", "first_pay_ppm": 100_000}
    rule = set_payment_rule(clerk, code, "990100", Days(date(2025, 1, 1)), values)
    page = client_of(Role.CATALOGUE).get(f"/catalogue/service/{rule.item_id}/")
    text = page.content.decode()
    assert code in text
    assert "示范市：乙类 10%" in text


def test_rules_and_ceilings_are_set_on_the_page(client_of: ClientOf) -> None:
    item = make_item("XA")
    client = client_of(Role.PROCUREMENT)
    sent = {
        "division": "990100",
        "first": "2025-01-01",
        "chrgitm_lv": "02",
        "first_pay": "10%",
        "limited_text": "限住院",
        "evidence": "某文件",
    }
    answer = client.post(f"/catalogue/drug/{item.pk}/do/rule/", sent)
    assert answer.status_code < 400, answer.content
    rule = PaymentRule.objects.get()
    assert (rule.first_pay_ppm, rule.is_limited, rule.evidence) == (100_000, True, "某文件")
    bad = client.post(f"/catalogue/drug/{item.pk}/do/rule/", sent | {"first_pay": "0.1"})
    assert "不是可用的百分数" in bad.content.decode()
    sent = {"first": "2025-01-01", "kind": "ceiling", "price": "12.345678", "evidence": "某文件"}
    client.post(f"/catalogue/drug/{item.pk}/do/ceiling/", sent)
    assert PriceCeiling.objects.get().price_e6 == 12_345_678
    reader = client_of(Role.PROVIDER, provider="H99010000001")
    assert reader.post(f"/catalogue/drug/{item.pk}/do/ceiling/", sent).status_code == 403


def test_a_provider_proposes_and_an_officer_approves(client_of: ClientOf) -> None:
    make_item("XA")
    local = LocalItem.objects.create(
        provider="H99010000001", code="L1", name="本院药", list_type="101"
    )
    other = client_of(Role.PROVIDER, provider="H99010000002")
    assert other.get(f"/catalogue/local_item/{local.pk}/").status_code == 404
    provider = client_of(Role.PROVIDER, provider="H99010000001")
    sent = {"code": "XA", "first": "2025-01-01"}
    answer = provider.post(f"/catalogue/local_item/{local.pk}/do/propose/", sent)
    assert answer.status_code < 400, answer.content
    mapping = Mapping.objects.get()
    path = f"/catalogue/mapping/{mapping.pk}/do"
    assert provider.post(f"{path}/approve/").status_code == 403
    officer = client_of(Role.CATALOGUE)
    assert officer.get(f"/catalogue/mapping/{mapping.pk}/").status_code == 200
    assert officer.post(f"{path}/approve/", {"reason": ""}).status_code < 400
    mapping.refresh_from_db()
    assert mapping.state == "approved"


def test_the_search_box_finds_items(filled: None, client_of: ClientOf) -> None:
    answer = client_of(Role.CATALOGUE).get(f"/search/?q={code_of('1301', 2)}")
    assert answer.status_code == 200
    assert "/catalogue/drug/" in answer.content.decode()


def test_the_interface(filled: None, client_of: ClientOf, clerk: Actor) -> None:
    client = client_of(Role.PROVIDER, provider="H99010000001")
    code = code_of("1305", 1)
    set_payment_rule(clerk, code, "990100", Days(date(2025, 1, 1)), {"chrgitm_lv": "01"})
    found = client.get("/api/catalogue/items", {"q": code}).json()
    assert [one["code"] for one in found] == [code]
    shown = client.get(f"/api/catalogue/items/{code}", {"division": "990121"}).json()
    assert (shown["chrgitm_lv"], shown["is_valid"], shown["kind"]) == ("01", True, "service")
    assert client.get("/api/catalogue/items/nothing").status_code == 404
    assert client.get(f"/api/catalogue/items/{code}", {"division": "x"}).status_code == 422
    term = code_of("1307", 1)
    assert client.get(f"/api/catalogue/terms/diagnosis/{term}").json()["code"] == term
    assert client.get(f"/api/catalogue/terms/operation/{term}").status_code == 404
    assert client.get("/api/catalogue/terms", {"q": term}).json()[0]["code"] == term


def test_the_interface_lists_mappings_within_reach(client_of: ClientOf, clerk: Actor) -> None:
    make_item("XA")
    for provider in ("H99010000001", "H99012100001"):
        local = LocalItem.objects.create(provider=provider, code="L", name="药", list_type="101")
        propose(clerk, local.pk, "XA", date(2025, 1, 1))

    def seen(client: Client) -> list[str]:
        rows = client.get("/api/catalogue/mappings").json()
        return [row["fixmedins_code"] for row in rows]

    assert seen(client_of(Role.CATALOGUE)) == ["H99010000001", "H99012100001"]
    assert seen(client_of(Role.CATALOGUE, "990121")) == ["H99012100001"]
    assert seen(client_of(Role.PROVIDER, provider="H99010000001")) == ["H99010000001"]


LOCAL = "fixmedins_code\tmedins_list_codg\tmedins_list_name\tlist_type\tmed_list_codg\tpric\n"


def test_local_items_come_with_proposals(load: Load) -> None:
    make_item("XA")
    text = f"{LOCAL}H99010000001\tL1\t药一\t101\tXA\t1.5\nH99010000001\tL2\t药二\t101\t\t\n"
    record = load("catalogue.local_items", text)
    assert (record.rows_new, record.rows_bad) == (2, 0)
    assert LocalItem.objects.get(code="L1").price_e6 == 1_500_000
    assert list(Mapping.objects.values_list("local_item__code", "state")) == [("L1", "proposed")]
    again = load("catalogue.local_items", text + "H1\tL3\t药\t101\t\t\n")
    assert (again.rows_same, again.rows_bad, Mapping.objects.count()) == (2, 1, 1)


def test_payment_rules_and_ceilings_from_files(load: Load) -> None:
    make_item("XA")
    heading = "医疗目录编码\t医保区划\t开始日期\t收费项目等级\t先自付比例\n"
    rows = "XA\t990100\t2025-01-01\t02\t12.5%\nXA\t\t2024-01-01\t01\t0.05\nXB\t\t2024-01-01\t01\t\n"
    record = load("catalogue.payment_rules", heading + rows)
    assert (record.rows_new, record.rows_bad) == (2, 1)
    shares = dict(PaymentRule.objects.values_list("division", "first_pay_ppm"))
    assert shares == {"990100": 125_000, "": 50_000}
    heading = "医疗目录编码\t限价类型\t机构级别\t上限金额\n"
    rows = "XA\tceiling\tsecondary\t0.000001\nXA\tceiling\t\t9\nXA\tother\t\t9\n"
    record = load("catalogue.price_ceilings", heading + rows)
    assert (record.rows_new, record.rows_bad) == (2, 1)
    prices = dict(PriceCeiling.objects.values_list("level_group", "price_e6"))
    assert prices == {"secondary": 1, "": 9_000_000}


def test_maps_from_a_file(load: Load) -> None:
    load("catalogue.n1307", text_of("1307", 1))
    new = code_of("1307", 1)
    text = "kind\tsource\told_code\tnew_code\n"
    rows = f"diagnosis\tv1\tOLD\t{new}\noperation\tv1\tOLD\t{new}\n"
    record = load("catalogue.term_maps", text + rows)
    assert (record.rows_new, record.rows_bad) == (1, 1)
    assert TermMap.objects.get().new_code == new


def test_grey_codes_from_a_file_outlive_the_next_national_file(load: Load) -> None:
    load("catalogue.n1307", text_of("1307", 2))
    code = code_of("1307", 1)
    text = f"kind\tcode\ndiagnosis\t{code}\ndiagnosis\tnone\n"
    record = load("catalogue.grey_codes", text, valid_from=date(2025, 1, 1))
    assert (record.rows_new, record.rows_bad) == (1, 1)

    def grey(year: int) -> bool:
        found = term_on(TermKind.DIAGNOSIS, code, date(year, 6, 1))
        assert found is not None
        return found.is_grey

    assert (grey(2024), grey(2025)) == (False, True)
    later = text_of("1307", 2, changed={"diag_name": "新名"})
    load("catalogue.n1307", later, valid_from=date(2026, 1, 1))
    assert (grey(2025), grey(2026)) == (True, True)
    again = load("catalogue.grey_codes", text, valid_from=date(2026, 1, 1))
    assert (again.rows_new, again.rows_same) == (0, 1)
