"""Build goods.csv, the invented catalogue, of the lists written by hand; the README names them.

python standards/synthetic/build_goods.py

Codes are national ones where `standards/catalogue` has the name; others are of our own form, with
99 where a national code would name an enterprise or a chapter. Every price and class is invented.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = (
    "code", "name", "group", "med_chrgitm_type", "chrgitm_lv", "place", "price_fen",
    "first_pay_e4", "ceiling_fen", "tag", "limited", "uses",
)  # fmt: skip
CLASSES = {"a": "01", "b": "02", "c": "03"}
PRODUCT_PRICES = (1.0, 0.8, 1.45, 1.2)
"""A second product of a name is cheaper, a third one dearer."""
DRUG_CLASS_B_E4 = 1000
WHOLE_E4 = 10_000
FORM_LETTERS = {"oral": "A", "injection": "B", "inhaled": "L", "external": "F"}
FORM_GROUPS = {form: form for form in FORM_LETTERS}


def main() -> None:
    """Write goods.csv."""
    known = _national()
    goods = [
        *_drugs(known), *_herbs(known), *_services(known), *_operations(known), *_consumables(),
    ]  # fmt: skip
    codes = [row["code"] for row in goods]
    assert len(set(codes)) == len(codes), "a code stands twice"
    with (HERE / "goods.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(goods)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _national() -> dict[str, list[tuple[str, str]]]:
    """Return code and limits of every national item by its name, or the last of its two names."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _rows("../catalogue/demo_items.csv"):
        found.setdefault(row["name"].split("×")[-1], []).append((row["code"], row["limits"]))
    return found


def _row(code: str, name: str, group: str, **more: object) -> dict[str, object]:
    usual = {"tag": "", "limited": "", "ceiling_fen": "", "first_pay_e4": 0}
    return {"code": code, "name": name, "group": group, **usual, **more}


def _drugs(known: dict[str, list[tuple[str, str]]]) -> Iterator[dict[str, object]]:
    for number, row in enumerate(_rows("goods_drugs.csv"), 1):
        form = row["form"].removeprefix("p")
        for product in range(int(row["products"])):
            code, limits = _drug_code(row, number, product, known)
            fen = round(float(row["price"]) * 10 * PRODUCT_PRICES[product]) * 10
            yield _row(
                *(code, row["name"], FORM_GROUPS[form]),
                med_chrgitm_type="11" if code.startswith("Z") else "09",
                chrgitm_lv=CLASSES[row["class"]],
                place=row["place"],
                price_fen=fen,
                first_pay_e4={"a": 0, "b": DRUG_CLASS_B_E4, "c": WHOLE_E4}[row["class"]],
                tag=row["tag"],
                limited="1" if limits else "",
                uses=row["themes"],
            )


def _drug_code(
    row: dict[str, str], number: int, product: int, known: dict[str, list[tuple[str, str]]]
) -> tuple[str, str]:
    national = known.get(row["name"], [])
    if product < len(national):
        return national[product]
    assert row["atc"], f"{row['name']} has neither a national code nor a class"
    if row["atc"].startswith("Z"):
        return f"{row['atc']}ZZ99{number:04d}{product + 1:08d}", ""
    letter = FORM_LETTERS[row["form"]]
    return f"X{row['atc']}Z{number:03d}{letter}001{product + 1:03d}99{number:04d}", ""


def _herbs(known: dict[str, list[tuple[str, str]]]) -> Iterator[dict[str, object]]:
    for number, row in enumerate(_rows("goods_herbs.csv"), 1):
        national = [code for code, _ in known.get(row["name"], []) if code.startswith("T")]
        yield _row(
            *(national[0] if national else f"T99{number:07d}", row["name"], "herb"),
            med_chrgitm_type="10",
            chrgitm_lv=CLASSES["a"],
            place=0,
            price_fen=row["fen_a_gram"],
            uses=row["themes"],
        )


def _services(known: dict[str, list[tuple[str, str]]]) -> Iterator[dict[str, object]]:
    for number, row in enumerate(_rows("goods_services.csv"), 1):
        yield _service(row, number, row["chapter"], row["uses"], known) | {
            "group": row["group"],
            "med_chrgitm_type": row["charge"],
            "first_pay_e4": _first_pay(row["first_pay"], row["class"]),
        }


def _operations(known: dict[str, list[tuple[str, str]]]) -> Iterator[dict[str, object]]:
    for number, row in enumerate(_rows("goods_operations.csv"), 501):
        yield _service(row, number, "33", row["procedures"], known) | {
            "group": "operation",
            "med_chrgitm_type": "06",
            "first_pay_e4": _first_pay("0.1" if row["class"] == "b" else "0", row["class"]),
        }


def _service(
    row: dict[str, str],
    number: int,
    chapter: str,
    uses: str,
    known: dict[str, list[tuple[str, str]]],
) -> dict[str, object]:
    national = [code for code, _ in known.get(row["name"], []) if code.startswith("00")]
    fen = round(float(row["price"]) * 100)
    return _row(
        *(national[0] if national else f"99{chapter}{number:011d}", row["name"], ""),
        chrgitm_lv=CLASSES[row["class"]],
        place=row["place"],
        price_fen=fen,
        ceiling_fen=fen,
        uses=uses,
    )


def _consumables() -> Iterator[dict[str, object]]:
    for number, row in enumerate(_rows("goods_consumables.csv"), 1):
        for product in range(int(row["products"])):
            fen = round(float(row["price"]) * 10 * PRODUCT_PRICES[product]) * 10
            ceiling = round(float(row["ceiling"]) * 100) if row["ceiling"] else ""
            yield _row(
                *(f"C9990{number:02d}{product + 1:013d}", row["name"], row["group"]),
                med_chrgitm_type="08",
                chrgitm_lv=CLASSES[row["class"]],
                place=row["place"],
                price_fen=fen,
                first_pay_e4=_first_pay(row["first_pay"], row["class"]),
                ceiling_fen=ceiling,
                uses=row["uses"],
            )


def _first_pay(share: str, item_class: str) -> int:
    return WHOLE_E4 if item_class == "c" else round(float(share) * WHOLE_E4)


if __name__ == "__main__":
    main()
