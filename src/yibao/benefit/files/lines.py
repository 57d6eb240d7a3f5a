"""The statement that turns the lines of bills into whole numbers (费用明细编码)."""

from __future__ import annotations

from dataclasses import dataclass, field

from yibao.benefit.files.line_codes import code_tables
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

QUANTITY, PRICE = "DECIMAL(18, 4)", "DECIMAL(18, 6)"
VISIT = ("visit_number", "visit_person")
"""Settlement and person of a line, as the claims have them."""
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
    """Selects one row a line: `visit_key`, the `VISIT` it belongs to, `line_NAME` for
    `layout.LINE_COLUMNS`, `problem`, `person_key`."""
    problems: tuple[Problem, ...]


def stage_lines(
    plan: Plan, lines: Source, keep: tuple[str, ...] = (), *, claims: Source | None = None
) -> LineStaging:
    """Write the statement for a plan; it reads `lines` and, for the person's number, `claims`.

    `keep` names columns of the lines that are handed on as text. Keys come as the claims have them.
    """
    model = claims or lines
    number = key_as(model, lines, "l", "setl_id")
    person = key_as(model, lines, "l", "psn_no") if lines.has("psn_no") else "c.psn_no"
    build = _Build(plan, lines)
    build.staged = {
        "visit_key": f"xor(hash({number}), hash(hash({person})))",
        **dict(zip(VISIT, (number, person), strict=True)),
        PERSON_KEY: f"hash({person})",
    }
    for name in layout.LINE_FACTS:
        build.staged[f"line_{name}"] = _code(build, name)
    _date(build)
    _amounts(build)
    build.staged |= {name: text_of(lines, "l", name) for name in keep}
    join = "" if lines.has("psn_no") else persons_of_claims(model, number)
    # Two steps: what stands in a column is worked out once, however many problems ask for it.
    made = ", ".join(f"{sql} AS {name}" for name, sql in (build.staged | build.asked).items())
    sql = (
        f"SELECT {', '.join(build.staged)}, {build.problems.sql()} AS problem "
        f"FROM (SELECT {made} FROM lines l{join})"
    )
    return LineStaging(sql, tuple(build.problems.known))


@dataclass(slots=True)
class _Build:
    """What a statement is put together from."""

    plan: Plan
    lines: Source
    problems: Problems = field(default_factory=Problems)
    staged: dict[str, str] = field(default_factory=dict)
    """Columns that are handed on: name → expression over `lines l`."""
    asked: dict[str, str] = field(default_factory=dict)
    """Columns that only problems ask for."""

    def ask(self, name: str, expression: str) -> str:
        """Work something out that problems ask for; return the name of its column."""
        self.asked[name] = expression
        return name


def persons_of_claims(claims: Source, number: str) -> str:
    """Return the join that finds the person of a line by its settlement, if it is one's alone."""
    person = key_of(claims, "k", "psn_no") if claims.has("psn_no") else "k.psn_no"
    return (
        f" LEFT JOIN (SELECT k.setl_id, min({person}) AS psn_no FROM claims k GROUP BY k.setl_id "
        f"HAVING count(DISTINCT {person}) = 1) c ON c.setl_id = {number}"
    )


def _code(build: _Build, name: str) -> str:
    """Return the number of a line's fact: its own column, else the national one, else default."""
    lines, problems = build.lines, build.problems
    tables = code_tables(build.plan, lines, name)
    label = FACTS[name].label
    choices = []
    if tables.own is not None:
        own = code_of(text_of(lines, "l", name), tables.own)
        choices.append(own)
        if tables.national is not None:
            asked = build.ask(f"own_{name}", own)
            problems.add(f"{asked} = {UNKNOWN_CODE}", unknown_name(name, label))
    if tables.national is not None:
        given = text_of(lines, "l", tables.national_name)
        choices.append(code_of(given, tables.national, tables.otherwise))
    column = tables.national_name or name
    if choices:
        problems.add(f"line_{name} = {UNKNOWN_CODE}", unknown_name(column, label))
    if tables.default == MISSING_CODE:
        problems.add(f"line_{name} = {MISSING_CODE}", missing(column))
    return f"CAST(COALESCE({', '.join([*choices, str(tables.default)])}) AS SMALLINT)"


def _date(build: _Build) -> None:
    time = date_of(build.lines, "l", "fee_ocur_time")
    build.staged["line_date"] = f"COALESCE({day_number(time.value)}, 0)"
    if time.wrong:
        wrong = build.ask("wrong_date", time.wrong)
        build.problems.add(wrong, not_a_date("fee_ocur_time"))
    build.problems.add("line_date = 0", missing("fee_ocur_time"))


def _amounts(build: _Build) -> None:
    """Stage amount, price ceiling × quantity and own first-pay ratio; check price × quantity."""
    lines, problems = build.lines, build.problems
    read = fen_of(lines, "l", "det_item_fee_sumamt")
    amount = build.ask("amount", read.value)
    if read.wrong:
        wrong = build.ask("wrong_amount", read.wrong)
        problems.add(wrong, not_a_number("det_item_fee_sumamt"))
    problems.add(f"{amount} IS NULL", missing("det_item_fee_sumamt"))
    within = f"{amount} BETWEEN -{LINE_FEN_MAX} AND {LINE_FEN_MAX}"
    problems.add(f"NOT {within}", not_a_number("det_item_fee_sumamt"))
    build.staged["line_amount"] = f"COALESCE({read.value}, 0)"
    quantity = f"CAST(1 AS {QUANTITY})"
    if lines.has("cnt"):
        quantity = f"COALESCE({_decimal(build, 'cnt', QUANTITY)}, 1)"
    if lines.has("pric"):
        price = _decimal(build, "pric", PRICE)
        product = build.ask("product", _product(price, quantity))
        priced = build.ask("priced", f"{price} IS NOT NULL")
        problems.add(f"{priced} AND COALESCE({product} <> {amount}, true)", PRODUCT)
    allowed = str(layout.NONE)
    if lines.has("pric_uplmt_amt"):
        ceiling = _decimal(build, "pric_uplmt_amt", PRICE)
        allowed = f"COALESCE(abs({_product(ceiling, quantity)}), {layout.NONE})"
    build.staged["line_allowed"] = f"CAST({allowed} AS BIGINT)"
    build.staged["line_first_pay_ppm"] = f"CAST({_first_pay(build)} AS INTEGER)"


def _first_pay(build: _Build) -> str:
    """Return a line's own first-pay ratio in parts per million."""
    if not build.lines.has("selfpay_prop"):
        return str(layout.NONE)
    ratio = _decimal(build, "selfpay_prop", PRICE)
    beyond = build.ask("ratio_beyond", f"COALESCE({ratio} NOT BETWEEN 0 AND 1, false)")
    build.problems.add(beyond, not_a_number("selfpay_prop"))
    exact = f"CASE WHEN {ratio} BETWEEN 0 AND 1 THEN {ratio} END"
    return f"COALESCE(CAST({exact} * 1000000 AS BIGINT), {layout.NONE})"


def _decimal(build: _Build, name: str, kind: str) -> str:
    """Return a column as an exact decimal; what is none, or has more places, is a problem."""
    if _fits(build.lines.types[name], kind):
        return f"CAST(l.{name} AS {kind})"
    given = text_of(build.lines, "l", name)
    places = kind[8:-1].split(",")[1].strip()
    value = shaped(given, DECIMAL_SHAPE.format(places), kind)
    wrong = build.ask(f"wrong_{name}", f"{given} IS NOT NULL AND {value} IS NULL")
    build.problems.add(wrong, not_a_number(name))
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
