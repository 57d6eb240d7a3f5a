"""The statement that turns the lines of bills into whole numbers (费用明细编码)."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.benefit.files.facts import national_names
from yibao.benefit.files.problems import (
    Problem,
    Problems,
    missing,
    not_a_date,
    not_a_number,
    unknown_name,
)
from yibao.benefit.files.source import Source
from yibao.benefit.files.staging import PERSON_KEY
from yibao.benefit.files.values import (
    DECIMAL_SHAPE,
    MISSING_CODE,
    UNKNOWN_CODE,
    code_of,
    date_of,
    day_number,
    fen_of,
    key_as,
    key_of,
    shaped,
    text_of,
)
from yibao.policy.facts import FACTS
from yibao.policy.plan import Plan, layout
from yibao.terms.money import LINE_FEN_MAX
from yibao.terms.text import Text

NATIONAL = {"class": "chrgitm_lv", "item": "med_chrgitm_type"}
QUANTITY, PRICE = "DECIMAL(18, 4)", "DECIMAL(18, 6)"
PRODUCT = Problem(
    "line_does_not_sum",
    "det_item_fee_sumamt",
    Text("单价×数量不等于金额。", "Price × quantity is not the amount."),
    Text("核对单价、数量和金额。", "Check price, quantity and amount."),
)


@dataclass(frozen=True, slots=True)
class LineStaging:
    """How lines become whole numbers under one plan."""

    sql: str
    """Selects one row a line: `visit_key`, `line_NAME` for `layout.LINE_COLUMNS`, `problem`,
    `person_key`."""
    problems: tuple[Problem, ...]


def stage_lines(
    plan: Plan, lines: Source, keep: tuple[str, ...] = (), *, claims: Source | None = None
) -> LineStaging:
    """Write the statement for a plan; it reads `lines` and, for the person's number, `claims`.

    `keep` names columns of the lines that are handed on as text. Keys come as the claims have them.
    """
    problems = Problems()
    model = claims or lines
    number = key_as(model, lines, "l", "setl_id")
    person = key_as(model, lines, "l", "psn_no") if lines.has("psn_no") else "c.psn_no"
    columns = {
        "visit_key": f"hash({number}, {person})",
        PERSON_KEY: f"hash({person})",
    }
    for name in layout.LINE_FACTS:
        columns[f"line_{name}"] = _code(plan, lines, name, problems)
    time = date_of(lines, "l", "fee_ocur_time")
    columns["line_date"] = f"COALESCE({day_number(time.value)}, 0)"
    if time.wrong:
        problems.add(time.wrong, not_a_date("fee_ocur_time"))
    problems.add(f"{time.value} IS NULL", missing("fee_ocur_time"))
    columns |= _amounts(lines, problems)
    columns |= {name: text_of(lines, "l", name) for name in keep}
    join = "" if lines.has("psn_no") else persons_of_claims(model, number)
    selected = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    sql = f"SELECT {selected}, {problems.sql()} AS problem FROM lines l{join}"
    return LineStaging(sql, tuple(problems.known))


def persons_of_claims(claims: Source, number: str) -> str:
    """Return the join that finds the person of a line by its settlement, if it is one's alone."""
    person = key_of(claims, "k", "psn_no") if claims.has("psn_no") else "k.psn_no"
    return (
        f" LEFT JOIN (SELECT k.setl_id, min({person}) AS psn_no FROM claims k GROUP BY k.setl_id "
        f"HAVING count(DISTINCT {person}) = 1) c ON c.setl_id = {number}"
    )


def _code(plan: Plan, lines: Source, name: str, problems: Problems) -> str:
    """Return the number of a line's fact: its own column, else the national one, else default."""
    codes = plan.vocabulary.codes[name]
    choices = []
    if lines.has(name):
        choices.append(code_of(text_of(lines, "l", name), codes))
    national = NATIONAL.get(name, "")
    if national and lines.has(national):
        table = {code: codes[one] for code, one in national_names(national).items()}
        table |= {code.lstrip("0"): number for code, number in table.items()}
        otherwise = codes["other"] if name == "item" else UNKNOWN_CODE
        choices.append(code_of(text_of(lines, "l", national), table, otherwise))
    default = {"class": MISSING_CODE, "item": codes.get("other", 0)}.get(name)
    if default is None:
        default = codes[FACTS[name].default]
    value = f"COALESCE({', '.join([*choices, str(default)])})"
    label = FACTS[name].label
    column = name if not national or not lines.has(national) else national
    if lines.has(name):
        problems.add(f"{choices[0]} = {UNKNOWN_CODE}", unknown_name(name, label))
    if choices:
        problems.add(f"line_{name} = {UNKNOWN_CODE}", unknown_name(column, label))
    if default == MISSING_CODE:
        problems.add(f"line_{name} = {MISSING_CODE}", missing(column))
    return f"CAST({value} AS SMALLINT)"


def _amounts(lines: Source, problems: Problems) -> dict[str, str]:
    """Return amount, price ceiling × quantity and own first-pay ratio; check price × quantity."""
    amount = fen_of(lines, "l", "det_item_fee_sumamt")
    if amount.wrong:
        problems.add(amount.wrong, not_a_number("det_item_fee_sumamt"))
    problems.add(f"{amount.value} IS NULL", missing("det_item_fee_sumamt"))
    within = f"{amount.value} BETWEEN -{LINE_FEN_MAX} AND {LINE_FEN_MAX}"
    problems.add(f"NOT {within}", not_a_number("det_item_fee_sumamt"))
    quantity = f"CAST(1 AS {QUANTITY})"
    if lines.has("cnt"):
        quantity = f"COALESCE({_decimal(lines, 'cnt', QUANTITY, problems)}, 1)"
    if lines.has("pric"):
        price = _decimal(lines, "pric", PRICE, problems)
        unequal = f"COALESCE({_product(price, quantity)} <> {amount.value}, true)"
        problems.add(f"{price} IS NOT NULL AND {unequal}", PRODUCT)
    allowed = str(layout.NONE)
    if lines.has("pric_uplmt_amt"):
        ceiling = _decimal(lines, "pric_uplmt_amt", PRICE, problems)
        allowed = f"COALESCE(abs({_product(ceiling, quantity)}), {layout.NONE})"
    first_pay = str(layout.NONE)
    if lines.has("selfpay_prop"):
        ratio = _decimal(lines, "selfpay_prop", PRICE, problems)
        problems.add(f"COALESCE({ratio} NOT BETWEEN 0 AND 1, false)", not_a_number("selfpay_prop"))
        exact = f"CASE WHEN {ratio} BETWEEN 0 AND 1 THEN {ratio} END"
        first_pay = f"COALESCE(CAST({exact} * 1000000 AS BIGINT), {layout.NONE})"
    return {
        "line_amount": f"COALESCE({amount.value}, 0)",
        "line_allowed": f"CAST({allowed} AS BIGINT)",
        "line_first_pay_ppm": f"CAST({first_pay} AS INTEGER)",
    }


def _decimal(lines: Source, name: str, kind: str, problems: Problems) -> str:
    """Return a column as an exact decimal; what is none, or has more places, is a problem."""
    if _fits(lines.types[name], kind):
        return f"CAST(l.{name} AS {kind})"
    given = text_of(lines, "l", name)
    places = kind[8:-1].split(",")[1].strip()
    value = shaped(given, DECIMAL_SHAPE.format(places), kind)
    problems.add(f"{given} IS NOT NULL AND {value} IS NULL", not_a_number(name))
    return value


def _fits(kind: str, wanted: str) -> bool:
    """Say whether every number of a type is exact in another one.

    >>> _fits("DECIMAL(16,2)", "DECIMAL(18, 4)"), _fits("DECIMAL(20,6)", "DECIMAL(18, 4)")
    (True, False)
    """
    if not kind.startswith("DECIMAL"):
        return False
    width, places = (int(part) for part in kind[8:-1].split(","))
    wanted_width, wanted_places = (int(part) for part in wanted[8:-1].split(","))
    return places <= wanted_places and width - places <= wanted_width - wanted_places


def _product(price: str, quantity: str) -> str:
    """Return price × quantity in fen, half up: the product of decimals is exact before it.

    NULL beyond what any line may cost, where the product would leave 64 bits.
    """
    return f"TRY(CAST(round({price} * {quantity}, 2) * 100 AS BIGINT))"
