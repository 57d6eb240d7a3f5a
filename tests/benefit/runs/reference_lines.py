"""The bills of a naive run: each line to its visit, classified one by one."""

from datetime import date
from decimal import Decimal
from typing import Any

from runs.reading import Refused, Row, day_of, fen
from yibao.benefit.classify import Line, classify
from yibao.policy import Plan
from yibao.terms.errors import YibaoError
from yibao.terms.money import LINE_FEN_MAX
from yibao.terms.tables import rows as table_rows

NAME_OF = {
    (row["dictionary"], row["code"]): row["name"] for row in table_rows("facts", "codes.csv")
}


def bills_of(lines: list[Row], outcomes: list[Any], plan: Plan) -> int:
    """Give each visit the bill that its lines make; return how many lines have no visit."""
    owners: dict[Any, set[Any]] = {}
    for one in outcomes:
        owners.setdefault(one.row["setl_id"], set()).add(one.row["psn_no"])
    own: dict[tuple[Any, Any], list[Row]] = {}
    for line in lines:
        number = line["setl_id"]
        known = owners.get(number, set()) - {None}
        alone = next(iter(known)) if len(known) == 1 else None
        own.setdefault((line.get("psn_no", alone), number), []).append(line)
    keys = {one.key for one in outcomes}
    for one in outcomes:
        if one.refused is None:
            _bill(one, own.get(one.key, []), plan)
    return sum(len(some) for key, some in own.items() if key not in keys)


def _bill(one: Any, lines: list[Row], plan: Plan) -> None:
    if not lines:
        one.refused = "lines_missing", "setl_id"
        return
    try:
        visit, _ = classify(one.visit, [_line(line, plan) for line in lines], plan)
        total = fen(one.row, "medfee_sumamt")
        one.visit = visit
        if total not in (None, visit.total):
            one.refused = "lines_do_not_sum", "medfee_sumamt"
    except Refused as refused:
        one.refused = refused.args
    except YibaoError as error:
        one.refused = error.code, error.field


def _line(row: Row, plan: Plan) -> Line:
    codes = plan.vocabulary.codes
    item_class = row.get("class") or _national("chrgitm_lv", row.get("chrgitm_lv"), "")
    if item_class not in codes["class"]:
        problem = "name_unknown" if row.get("chrgitm_lv") or row.get("class") else "field_missing"
        raise Refused(problem, "class" if row.get("class") else "chrgitm_lv")
    day = day_of(row, "fee_ocur_time")
    amount = fen(row, "det_item_fee_sumamt")
    if day is None or amount is None:
        raise Refused("field_missing", "fee_ocur_time" if day is None else "det_item_fee_sumamt")
    if abs(amount) > LINE_FEN_MAX:
        raise Refused("not_a_number", "det_item_fee_sumamt")
    return Line(
        number=str(row["feedetl_sn"]),
        day=date(day.year, day.month, day.day),
        amount=amount,
        quantity_e4=10_000 if row.get("cnt") is None else _scaled(row["cnt"], 4),
        item_class=item_class,
        item=row.get("item") or _national("med_chrgitm_type", row.get("med_chrgitm_type"), "other"),
        tag=row.get("tag") or "none",
        limited=row.get("limited") or "no",
        ceiling_e6=_scaled(row.get("pric_uplmt_amt"), 6),
        first_pay_ppm=_scaled(row.get("selfpay_prop"), 6),
        price_e6=_scaled(row.get("pric"), 6),
    )


def _national(dictionary: str, code: str | None, otherwise: str) -> str:
    return NAME_OF.get((dictionary, (code or "").rjust(2, "0")), otherwise)


def _scaled(raw: Any, places: int) -> Any:
    return None if raw is None else int(Decimal(raw).scaleb(places))
