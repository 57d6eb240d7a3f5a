"""The catalogue of the demo region (演示目录): what the region that lives sells and does.

Its goods (`yibao.synthetic.region.goods`) have the classes, shares and ceilings that its bills are
made with. The whole catalogue has more, which nobody sells: codes and names of drugs, herbal
pieces and services of the announced knowledge points; their classes, shares and prices, and all
consumables, are made up by the code alone. Everything is marked: `is_demo`, and 演示 in the
evidence. Diagnoses and operations are the national ones, codes of chronic diseases are made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import blake2b

from django.db import transaction
from psycopg import sql

from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.base.audit import wrote
from yibao.office.catalogue.names import ItemKind, TermKind
from yibao.office.catalogue.services.loading import merge_items, merge_terms
from yibao.office.catalogue.services.merge import (
    PAYMENT_RULES,
    PRICE_CEILINGS,
    cursor_of,
    incoming_rows,
    merge,
)
from yibao.office.imports.kind import Counts
from yibao.policy import load_policy
from yibao.synthetic.region.goods import goods
from yibao.terms.identifiers import kind_of_item
from yibao.terms.tables import rows

DIVISION = "990100"
FIRST = date(2020, 1, 1)
"""From when everything here holds."""
EVIDENCE = "演示数据，虚构，不代表任何地区的政策或价格"
VERSION = "演示"
LIMITED = "演示：限符合适应症者支付"
"""What is said of a good that is limited."""

CONSUMABLES = (
    "一次性使用输液器", "一次性使用注射器", "留置针", "医用缝合线", "导尿包",
    "引流管", "医用纱布敷料", "冠状动脉支架", "球囊扩张导管", "人工髋关节",
    "人工膝关节", "骨科接骨板", "人工晶状体", "吻合器", "血液透析器",
    "心脏起搏器", "一次性使用麻醉包", "疝修补补片", "止血材料", "弹簧圈",
)  # fmt: skip
SIZES = (
    "小号",
    "中号",
    "大号",
    "特大号",
    "儿童型",
    "标准型",
    "加长型",
    "加强型",
    "普通型",
    "进口型",
)
_CONSUMABLE = "C99{:02d}{:02d}{:013d}"
"""Codes of invented consumables begin with C99, as those of invented persons do with 99."""
_CHRONIC = "M99{:03d}"

_PRICES = {
    ItemKind.WESTERN_DRUG: (200, 30_000),
    ItemKind.PATENT_DRUG: (500, 12_000),
    ItemKind.HERBAL_PIECE: (5, 400),
    ItemKind.SERVICE: (500, 200_000),
    ItemKind.CONSUMABLE: (300, 1_000_000),
}
"""The least and the highest invented price in fen, by kind."""
_CHARGE_TYPES = {
    ItemKind.WESTERN_DRUG: "09",
    ItemKind.PATENT_DRUG: "11",
    ItemKind.HERBAL_PIECE: "10",
    ItemKind.CONSUMABLE: "08",
}
_SERVICE_TYPES = {
    "11": "02", "12": "05", "21": "03", "22": "03", "23": "03", "24": "05", "25": "04", "26": "04",
    "27": "04", "31": "05", "33": "06", "34": "05", "41": "05", "43": "05",
}  # fmt: skip
"""The line of the bill by the chapter of a service's code: its third and fourth digit."""
_LEVEL_PRICES = (
    ("primary_and_below", 800), ("secondary", 900), ("tertiary_any", 1000),
)  # fmt: skip
"""Services cost less at lower levels, in thousandths of the price."""
PRICE_E6_PER_FEN = 10_000
PPM_PER_E4 = 100

_VERSION_TYPES = {
    "code": "text", "kind": "text", "first_day": "date", "upper_day": "date", "version": "text",
    "version_name": "text", "record_number": "text", "name": "text", "specification": "text",
    "dosage_form": "text", "unit": "text", "pack": "text", "manufacturer": "text",
    "approval_number": "text", "content": "text", "limited_text": "text", "is_valid": "boolean",
    "details": "jsonb",
}  # fmt: skip
_TERM_TYPES = {
    "code": "text", "division": "text", "first_day": "date", "upper_day": "date", "version": "text",
    "version_name": "text", "record_number": "text", "name": "text", "parent_code": "text",
    "parent_name": "text", "is_grey": "boolean", "is_valid": "boolean", "details": "jsonb",
}  # fmt: skip
_RULE_TYPES = {
    "item_id": "bigint", "division": "text", "first_day": "date", "upper_day": "date",
    "chrgitm_lv": "text", "first_pay_ppm": "integer", "med_chrgitm_type": "text",
    "is_limited": "boolean", "limited_text": "text", "level_group": "text", "evidence": "text",
    "is_demo": "boolean",
}  # fmt: skip
_CEILING_TYPES = {
    "item_id": "bigint", "division": "text", "kind": "text", "level_group": "text",
    "first_day": "date", "upper_day": "date", "price_e6": "bigint", "evidence": "text",
    "is_demo": "boolean",
}  # fmt: skip


@cache
def _places() -> dict[str, int]:
    """Return the place of each good in the region's list, by its code."""
    return {code: place for place, code in enumerate(goods().codes)}


def load(actor: Actor = SYSTEM, *, whole: bool = True) -> dict[str, Counts]:
    """Load the demo catalogue; loaded again it changes nothing.

    Args:
        actor: who is answerable for it.
        whole: also what nobody in the region sells, and how old codes of diagnoses are read.

    """
    with transaction.atomic():
        counts = {
            "items": _load_items(whole=whole),
            "diagnoses": _load_classification(TermKind.DIAGNOSIS, "icd10.csv"),
            "operations": _load_classification(TermKind.OPERATION, "icd9.csv"),
            "chronic_diseases": _load_chronic_diseases(),
        }
        if whole:
            counts["maps"] = _load_maps()
        known = _known_items()
        incoming_rows(_RULE_TYPES, _rules(known))
        counts["rules"] = merge(PAYMENT_RULES)
        incoming_rows(_CEILING_TYPES, _ceilings(known))
        counts["ceilings"] = merge(PRICE_CEILINGS)
        told = {name: (0, count.written) for name, count in counts.items()}
        wrote(actor, "catalogue.item.import", "catalogue:demo", told)
    return counts


def _load_items(*, whole: bool) -> Counts:
    versions = [*_goods(), *(_others() if whole else ())]
    incoming_rows(_VERSION_TYPES, versions)
    return merge_items(None, is_demo=True)


def _goods() -> Iterator[tuple[object, ...]]:
    sold = goods()
    for code, name, is_limited in zip(sold.codes, sold.names, sold.limited.tolist(), strict=True):
        yield _version(code, kind_of_item(code), name, LIMITED if is_limited else "")


def _others() -> Iterator[tuple[object, ...]]:
    limits = {row["limit"]: row["text"] for row in rows("catalogue", "demo_limits.csv")}
    for row in rows("catalogue", "demo_items.csv"):
        if row["code"] in _places():
            continue
        limited = "\n".join(limits[number] for number in row["limits"].split())
        yield _version(row["code"], kind_of_item(row["code"]), row["name"], limited)
    for place, name in enumerate(CONSUMABLES):
        for size_place, size in enumerate(SIZES):
            code = _CONSUMABLE.format(place, size_place, 1)
            yield _version(code, ItemKind.CONSUMABLE, f"{name}（{size}，演示）", "")


def _version(code: str, kind: str, name: str, limited: str) -> tuple[object, ...]:
    return (
        code, str(kind), FIRST, None, VERSION, "", "", name, "", "", "", "", "", "", "", limited,
        True, '{"demo": "演示"}',
    )  # fmt: skip


def _load_classification(kind: TermKind, file: str) -> Counts:
    categories = _categories() if kind == TermKind.OPERATION else {}
    incoming_rows(
        _TERM_TYPES,
        (
            (
                row["code"], "", FIRST, None, "2.0", "", "", row["name"], row["code"].split(".")[0],
                categories.get(row["code"].split(".")[0], ""), row["grey"] == "1", True, "{}",
            )
            for row in rows("catalogue", file)
        ),
    )  # fmt: skip
    return merge_terms(kind, None)


def _categories() -> dict[str, str]:
    groups = rows("catalogue", "icd9_groups.csv")
    return {row["code"]: row["name"] for row in groups if row["level"] == "category"}


def _load_chronic_diseases() -> Counts:
    names = load_policy(DIVISION).names.get("disease", {})
    incoming_rows(
        _TERM_TYPES,
        (
            (
                code, DIVISION, FIRST, None, VERSION, "", "", names[key].zh, "", "",
                False, True, f'{{"disease": "{key}"}}',
            )
            for key, code in chronic_codes().items()
        ),
    )  # fmt: skip
    return merge_terms(TermKind.CHRONIC_DISEASE, None)


@cache
def chronic_codes() -> dict[str, str]:
    """Return the invented code (opsp_dise_code) of each disease that the region's policy names."""
    known = load_policy(DIVISION).names.get("disease", {})
    return {key: _CHRONIC.format(place) for place, key in enumerate(known, start=1)}


def _load_maps() -> Counts:
    incoming_rows(
        {"kind": "text", "source": "text", "old_code": "text", "new_code": "text"},
        (tuple(row.values()) for row in rows("catalogue", "icd_maps.csv")),
    )
    with cursor_of() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO catalogue_termmap (kind, source, old_code, new_code)"
                " SELECT kind, source, old_code, new_code FROM catalogue_incoming"
                " ON CONFLICT DO NOTHING"
            )
        )
        return Counts(new=cursor.rowcount)


def _known_items() -> list[tuple[int, str, ItemKind, str]]:
    with cursor_of() as cursor:
        found = cursor.execute(
            "SELECT t.id, t.code, t.kind, v.limited_text FROM catalogue_item t"
            " JOIN catalogue_itemversion v ON v.item_id = t.id AND v.during @> %s"
            " WHERE t.is_demo ORDER BY t.code",
            [FIRST],
        ).fetchall()
    return [(number, code, ItemKind(kind), limited) for number, code, kind, limited in found]


def drawn(code: str, purpose: str, below: int) -> int:
    """Return a number below a bound that depends on a code and a purpose only.

    >>> drawn("XA", "price", 100) == drawn("XA", "price", 100) < 100
    True
    """
    digest = blake2b(f"{purpose}:{code}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % below


def _class(code: str, kind: ItemKind) -> str:
    if code in _places():
        return goods().classes[_places()[code]]
    share = drawn(code, "class", 100)
    if kind in {ItemKind.SERVICE, ItemKind.HERBAL_PIECE}:
        return "01" if share < 70 else "02" if share < 92 else "03"
    return "01" if share < 35 else "02" if share < 94 else "03"


def _first_pay(code: str, kind: ItemKind, item_class: str) -> int | None:
    """Return the share that is first paid; where nobody sells it, the policy says it of drugs."""
    if item_class == "01":
        return 0
    if item_class == "03":
        return 1_000_000
    if code in _places():
        return int(goods().first_pay_e4[_places()[code]]) * PPM_PER_E4
    if kind == ItemKind.CONSUMABLE:
        return (100_000, 200_000, 300_000)[drawn(code, "share", 3)]
    return 100_000 if kind == ItemKind.SERVICE else None


def _charge_type(code: str, kind: ItemKind) -> str:
    if code in _places():
        return goods().charge_types[_places()[code]]
    return _CHARGE_TYPES.get(kind) or _SERVICE_TYPES.get(code[2:4], "14")


def _rules(known: list[tuple[int, str, ItemKind, str]]) -> Iterator[tuple[object, ...]]:
    for number, code, kind, limited in known:
        item_class = _class(code, kind)
        charge = _charge_type(code, kind)
        yield (
            number, DIVISION, FIRST, None, item_class, _first_pay(code, kind, item_class), charge,
            bool(limited), limited, "", EVIDENCE, True,
        )  # fmt: skip


def _counted_fen(code: str, kind: ItemKind) -> int:
    """Return up to which price an item counts, 0: none is set; low ones are more common."""
    if code in _places():
        return int(goods().ceiling_fen[_places()[code]])
    least, most = _PRICES[kind]
    roll = drawn(code, "price", 1000) * drawn(code, "spread", 1000)
    return least + (most - least) * roll // 1_000_000


def _ceilings(known: list[tuple[int, str, ItemKind, str]]) -> Iterator[tuple[object, ...]]:
    for number, code, kind, _ in known:
        price = _counted_fen(code, kind) * PRICE_E6_PER_FEN
        if not price:
            continue
        if kind == ItemKind.SERVICE:
            for level, share in _LEVEL_PRICES:
                yield _ceiling(number, "ceiling", level, _part(price, share))
        else:
            what = "ceiling" if kind == ItemKind.HERBAL_PIECE else "payment_standard"
            yield _ceiling(number, what, "", price)


def _part(price_e6: int, thousandths: int) -> int:
    """Return a part of a price, to the fen, half up: as the region's institutions charge it."""
    fen = price_e6 // PRICE_E6_PER_FEN
    return (fen * thousandths + 500) // 1000 * PRICE_E6_PER_FEN


def _ceiling(number: int, kind: str, level: str, price_e6: int) -> tuple[object, ...]:
    return (number, DIVISION, kind, level, FIRST, None, price_e6, EVIDENCE, True)
