"""Every national file is imported for real into its table, and again without doing anything."""

from __future__ import annotations

from datetime import date

import pytest

from tests.office.catalogue.conftest import Load
from tests.office.catalogue.generated import code_of, text_of
from yibao.office.catalogue.layouts import files
from yibao.office.catalogue.models import (
    Certificate,
    CertificateLink,
    Item,
    ItemVersion,
    Term,
    TermVersion,
)
from yibao.office.catalogue.queries import item_on, search, term_on
from yibao.office.imports.models import Import, State

NEEDS = {"1323": ("1322", "1326")}
"""Files that others must stand before."""

WIDTHS = {
    "1301": 97, "1302": 33, "1303": 83, "1305": 19, "1306": 71, "1306A": 71, "1307": 24, "1308": 24,
    "1309": 16, "1310": 15, "1311": 15, "1313": 11, "1314": 14, "1315": 14, "1320": 44, "1321": 34,
    "1322": 40, "1323": 23, "1324": 21, "1325": 26, "1326": 51, "1327": 25,
}  # fmt: skip
"""Columns by file, as the specification counts them."""


def kind(number: str) -> str:
    return f"catalogue.n{number.lower()}"


def told(record: Import) -> list[tuple[int, str, str]]:
    return list(record.found.values_list("row_number", "field", "code"))


def rows_of(target: str, number: str) -> int:
    codes = [code_of(number, row) for row in range(1, 6)]
    if target == "item":
        return ItemVersion.objects.filter(item__code__in=codes).count()
    if target == "term":
        return TermVersion.objects.filter(term__code__in=codes).count()
    if target == "certificate":
        return Certificate.objects.filter(certificate_id__in=codes).count()
    return CertificateLink.objects.filter(link_id__in=codes).count()


def test_the_layouts_are_those_of_the_specification() -> None:
    assert {number: len(file.columns) for number, file in files().items()} == WIDTHS


@pytest.mark.parametrize("heading", [False, True])
@pytest.mark.parametrize("number", WIDTHS)
def test_each_file_reaches_its_table(load: Load, number: str, heading: bool) -> None:
    for other in NEEDS.get(number, ()):
        assert load(kind(other), text_of(other, 5)).state == State.DONE
    text = text_of(number, 5, heading=heading)
    record = load(kind(number), text)
    assert told(record) == []
    assert (record.state, record.error_code) == (State.DONE, "")
    assert (record.rows_read, record.rows_new, record.rows_changed) == (5, 5, 0)
    assert rows_of(files()[number].target, number) == 5
    again = load(kind(number), text)
    assert (again.rows_new, again.rows_changed, again.rows_same) == (0, 0, 5)
    assert rows_of(files()[number].target, number) == 5


@pytest.mark.parametrize("number", WIDTHS)
def test_a_row_without_its_code_is_told(load: Load, number: str) -> None:
    file = files()[number]
    record = load(kind(number), text_of(number, 1, changed={file.key: "null"}))
    assert (1, file.key, "required") in told(record)
    assert record.rows_written == 0


def test_a_link_needs_its_product_and_its_certificate(load: Load) -> None:
    lacking = [(1, field, "not_found") for field in ("reagent_product_id", "certificate_id")]
    assert told(load(kind("1323"), text_of("1323", 1))) == lacking
    load(kind("1322"), text_of("1322", 1))
    assert told(load(kind("1323"), text_of("1323", 1))) == [(1, "certificate_id", "not_found")]


def test_a_drug_keeps_what_the_file_says_of_it(load: Load) -> None:
    load(kind("1301"), text_of("1301", 1, changed={"registered_name": "阿莫西林胶囊", "ver": "V7"}))
    found = item_on(code_of("1301", 1), date(2025, 1, 1))
    assert found is not None
    assert found.version is not None
    assert (found.item.kind, found.item.list_type) == ("western_drug", "101")
    assert (found.version.version, found.version.first) == ("V7", date(2024, 1, 1))
    assert found.version.last is None
    assert found.version.details["drug_spec"] == "drug_spec1"
    assert "crte_time" not in found.version.details
    assert [hit.code for hit in search("莫西林")] == [found.item.code]
    assert [hit.code for hit in search("amxl")] == [found.item.code]


def test_a_chinese_patent_drug_is_known_by_its_letter(load: Load) -> None:
    load(kind("1301"), text_of("1301", 1, changed={"med_list_codg": "ZA01BAA0010010100001"}))
    assert Item.objects.get().kind == "patent_drug"


def test_a_later_file_begins_a_version_and_the_former_ends_the_day_before(load: Load) -> None:
    code = code_of("1305", 1)
    load(kind("1305"), text_of("1305", 1, changed={"service_name": "旧名"}))
    later = {"service_name": "新名", "effective_from": "2025-03-01"}
    record = load(kind("1305"), text_of("1305", 1, changed=later))
    assert (record.rows_new, record.rows_changed) == (1, 0)
    before, after = ItemVersion.objects.order_by("during")
    assert (before.last, after.first) == (date(2025, 2, 28), date(2025, 3, 1))
    assert Item.objects.get().name == "新名"
    names = [item_on(code, day).version.name for day in (date(2025, 2, 28), date(2025, 3, 1))]  # type: ignore[union-attr]
    assert names == ["旧名", "新名"]
    assert [hit.name for hit in search("新名")] == ["新名"]
    assert search("旧名") == []


def test_a_file_that_comes_late_does_not_undo_what_is_newer(load: Load) -> None:
    new = {"service_name": "新名", "effective_from": "2025-03-01"}
    load(kind("1305"), text_of("1305", 1, changed=new))
    load(kind("1305"), text_of("1305", 1, changed={"service_name": "旧名"}))
    before, after = ItemVersion.objects.order_by("during")
    assert (before.name, before.last) == ("旧名", date(2025, 2, 28))
    assert (after.name, after.last) == ("新名", None)
    assert Item.objects.get().name == "新名"


def test_several_versions_of_a_code_in_one_file(load: Load) -> None:
    first = text_of("1305", 1, changed={"service_name": "一"})
    second = text_of("1305", 1, changed={"service_name": "二", "effective_from": "2024-06-01"})
    third = text_of("1305", 1, changed={"service_name": "三", "effective_from": "2024-09-01"})
    record = load(kind("1305"), third + first + second)
    assert (record.state, record.rows_new) == (State.DONE, 3)
    ends = list(ItemVersion.objects.order_by("during").values_list("name", "during"))
    assert [(name, during.upper) for name, during in ends] == [
        ("一", date(2024, 6, 1)),
        ("二", date(2024, 9, 1)),
        ("三", None),
    ]


def test_an_end_that_moves_moves_and_makes_no_version(load: Load) -> None:
    load(kind("1305"), text_of("1305", 1))
    record = load(kind("1305"), text_of("1305", 1, changed={"enddate": "2024-12-31"}))
    assert (record.rows_new, record.rows_changed) == (0, 1)
    assert ItemVersion.objects.get().last == date(2024, 12, 31)
    assert item_on(code_of("1305", 1), date(2025, 1, 1)).version is None  # type: ignore[union-attr]


def test_rows_without_days_count_from_the_day_that_the_import_says(load: Load) -> None:
    load(kind("1307"), text_of("1307", 1, changed={"diag_name": "甲"}), valid_from=date(2024, 1, 1))
    load(kind("1307"), text_of("1307", 1, changed={"diag_name": "甲"}), valid_from=date(2025, 1, 1))
    assert TermVersion.objects.count() == 1
    load(kind("1307"), text_of("1307", 1, changed={"diag_name": "乙"}), valid_from=date(2026, 1, 1))
    code = code_of("1307", 1)
    found = [term_on("diagnosis", code, date(year, 7, 1)) for year in (2023, 2025, 2026)]  # type: ignore[arg-type]
    assert [one.name if one else None for one in found] == [None, "甲", "乙"]
    assert Term.objects.get().name == "乙"


def test_chronic_diseases_are_a_divisions_own(load: Load) -> None:
    load(kind("1309"), text_of("1309", 1, changed={"admdvs": "", "opsp_dise_name": "全国名"}))
    load(kind("1309"), text_of("1309", 1, changed={"admdvs": "990100", "opsp_dise_name": "本市名"}))
    code, day = code_of("1309", 1), date(2025, 1, 1)
    names = [
        term_on("chronic_disease", code, day, division).name  # type: ignore[arg-type,union-attr]
        for division in ("990121", "990100", "110000")
    ]
    assert names == ["本市名", "本市名", "全国名"]


def test_reversed_dates_are_told(load: Load) -> None:
    changed = {"effective_from": "2024-01-02", "effective_to": "2024-01-01"}
    assert told(load(kind("1302"), text_of("1302", 1, changed=changed))) == [
        (1, "effective_to", "contradiction")
    ]


def test_a_drug_without_any_name_is_told(load: Load) -> None:
    changed = dict.fromkeys(("registered_name", "drug_genname", "drug_prodname"), "")
    assert (1, "registered_name", "contradiction") in told(
        load(kind("1301"), text_of("1301", 1, changed=changed))
    )


def test_a_kind_that_is_asked_for_is_found_among_many_of_others(load: Load) -> None:
    load(kind("1305"), text_of("1305", 60, changed={"service_name": "超声检查"}))
    load(kind("1306"), text_of("1306", 1, changed={"consumable_name": "超声耦合剂"}))
    found = search("超声", 20, ["consumable"])
    assert [one.name for one in found] == ["超声耦合剂"]
    assert len(search("超声")) == 20
