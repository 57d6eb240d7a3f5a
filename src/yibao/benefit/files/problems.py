"""What can be wrong with a row of claims (拒付原因): each kind with a number, field and remedy."""

from __future__ import annotations

from dataclasses import dataclass, field

from yibao.terms.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that can be wrong: a stable code, the column, what it means, what to do."""

    code: str
    field: str
    reason: Text
    remedy: Text


@dataclass(slots=True)
class Problems:
    """The problems of a staging, in the order in which they are looked for; 0 is none."""

    known: list[Problem] = field(default_factory=list)
    tests: list[tuple[str, int]] = field(default_factory=list)

    def add(self, test: str, problem: Problem) -> None:
        """Look for a problem: the SQL condition under which a row has it."""
        self.known.append(problem)
        self.tests.append((test, len(self.known)))

    def number(self, problem: Problem) -> int:
        """Return the number of a problem that is found later, by no SQL condition."""
        self.known.append(problem)
        return len(self.known)

    def sql(self) -> str:
        """Return the expression that gives the number of a row's first problem.

        Few rows have any, so all tests are asked at once before one is looked for.
        """
        if not self.tests:
            return "CAST(0 AS SMALLINT)"
        any_problem = " OR ".join(f"({test})" for test, _ in self.tests)
        cases = " ".join(f"WHEN {test} THEN {number}" for test, number in self.tests)
        return f"CAST(CASE WHEN {any_problem} THEN CASE {cases} END ELSE 0 END AS SMALLINT)"


def missing(name: str) -> Problem:
    """Return the problem of a column that is empty."""
    return Problem(
        "field_missing",
        name,
        Text(f"{name} 为空。", f"`{name}` is empty."),
        Text(f"补上 {name}。", f"Give `{name}`."),
    )


def unknown_name(name: str, label: Text) -> Problem:
    """Return the problem of a code or name that the plan does not know."""
    return Problem(
        "name_unknown",
        name,
        Text(f"{name}（{label.zh}）的值不在代码表中。", f"The value of `{name}` is no known code."),
        Text(f"核对 {name} 的代码。", f"Check the code in `{name}`."),
    )


def fact_missing(name: str, label: Text) -> Problem:
    """Return the problem of a fact that the law asks about and nobody gives."""
    return Problem(
        "fact_missing",
        name,
        Text(
            f"缺少“{label.zh}”，当地规定要用到它。", f"{label.en} is missing; the law asks for it."
        ),
        Text(f"补上 {name}。", f"Give `{name}`."),
    )


def not_a_number(name: str) -> Problem:
    """Return the problem of a number that is none, or is out of range."""
    return Problem(
        "not_a_number",
        name,
        Text(f"{name} 不是可用的数。", f"`{name}` is no usable number."),
        Text("金额写元（两位小数），年龄写整岁。", "Write yuan with two decimals, age in years."),
    )


def not_a_date(name: str) -> Problem:
    """Return the problem of a date that is none."""
    return Problem(
        "invalid_date",
        name,
        Text(f"{name} 不是日期。", f"`{name}` is no date."),
        Text("写 2022-01-31 或 2022-01-31 10:20:30。", "Write 2022-01-31, with a time if known."),
    )


DATES_REVERSED = Problem(
    "dates_reversed",
    "enddate",
    Text("结束日期早于开始日期。", "The last day is before the first."),
    Text("核对起止日期。", "Check both dates."),
)
PARTS_DO_NOT_SUM = Problem(
    "parts_do_not_sum",
    "medfee_sumamt",
    Text("四个部分之和不等于总费用。", "The four parts do not sum to the bill."),
    Text("核对全自费、超限价、先行自付、范围内金额。", "Check the four parts and the bill."),
)
LINES_DO_NOT_SUM = Problem(
    "lines_do_not_sum",
    "medfee_sumamt",
    Text("明细之和不等于总费用。", "The lines do not sum to the bill."),
    Text("核对费用明细是否齐全。", "Check that all lines are there."),
)
NO_LINES = Problem(
    "lines_missing",
    "setl_id",
    Text("没有这笔结算的费用明细。", "There are no lines for this settlement."),
    Text("补传费用明细。", "Add its lines."),
)
FIRST_PAY_MISSING = Problem(
    "first_pay_missing",
    "selfpay_prop",
    Text("目录没有给出先行自付比例。", "The catalogue gives no first-pay ratio."),
    Text("补上明细的 selfpay_prop，0 到 1。", "Give `selfpay_prop` of the line, 0 to 1."),
)
AMOUNT_OUT_OF_RANGE = Problem(
    "amount_out_of_range",
    "medfee_sumamt",
    Text("金额为负或超过一笔的上限。", "An amount is negative or above the limit of one bill."),
    Text("核对金额和单位；退费请撤销结算。", "Check unit and amount; reverse to refund."),
)
NOT_INSURED = Problem(
    "not_insured",
    "psn_no",
    Text("参保人文件中没有此人当日的记录。", "No row of the persons file holds on that day."),
    Text("补上参保记录，或核对人员编号和日期。", "Add the row, or check the number and the dates."),
)
SPELLS_OVERLAP = Problem(
    "spells_overlap",
    "psn_no",
    Text("参保人文件中此人当日有多条有效记录。", "Several rows of the person hold on that day."),
    Text("结束其中一条。", "End all of them but one."),
)
SPELL_UNREADABLE = Problem(
    "spell_unreadable",
    "begndate",
    Text(
        "参保人文件中此人的起止日期读不出来。",
        "A first or last day in the persons file is no date.",
    ),
    Text("把此人的起止日期写成 2022-01-31。", "Write the days of this person as 2022-01-31."),
)
BIRTH_AFTER_DATE = Problem(
    "birth_after_date",
    "brdy",
    Text("出生日期晚于就诊。", "The birth date is after the visit."),
    Text("核对出生日期。", "Check the birth date."),
)
DUPLICATE = Problem(
    "duplicate_setl_id",
    "setl_id",
    Text("同一人有多行相同的结算ID。", "Several rows of the person have this number."),
    Text("删去重复行，或改正编号。", "Remove the duplicates, or correct the number."),
)
