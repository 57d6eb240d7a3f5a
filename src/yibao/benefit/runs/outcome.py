"""The columns of a run's settlements, named as in the national tables (结算结果文件)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from yibao.benefit.runs.arrays import Flags, integers
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.terms.errors import InvalidInput
from yibao.terms.funds import fund
from yibao.terms.text import Text

if TYPE_CHECKING:  # the kernel, which takes half a second to load, comes with it
    from yibao.benefit.runs.part import PartResult

BILL = {
    "medfee_sumamt": layout.OUT_TOTAL,
    "fulamt_ownpay_amt": layout.OUT_FULL_SELF,
    "overlmt_selfpay": layout.OUT_OVER_LIMIT,
    "preselfpay_amt": layout.OUT_FIRST_PAY,
    "inscp_scp_amt": layout.OUT_IN_SCOPE,
    "act_pay_dedc": layout.OUT_DEDUCTIBLE,
    "fund_pay_sumamt": layout.OUT_FUND,
    "hosp_part_amt": layout.OUT_HOSPITAL,
    "psn_part_amt": layout.OUT_PERSONAL,
}
KEYS = ("setl_id", "psn_no", "insutype", "year", "provisional")
MONEY = pa.decimal64(16, 2)


def summary_fields(plan: Plan) -> tuple[str, ...]:
    """Name the summary fields (`hifp_pay` …) that the plan's funds are reported under."""
    funds = [fund(layer.fund) for layer in plan.layers]
    return tuple(dict.fromkeys(one.summary_field for one in funds if one.kind != "hospital"))


def columns_of(plan: Plan, wanted: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the columns to write: those wanted, else all.

    Raises:
        InvalidInput: one that is wanted does not exist.

    """
    known = (*KEYS[:4], *BILL, *summary_fields(plan), KEYS[4])
    for name in wanted:
        if name not in known:
            raise InvalidInput(
                "column_unknown",
                name,
                Text(f"结果中没有字段 {name}。", f"The outcome has no column `{name}`."),
                Text(f"可用：{'、'.join(known)}。", f"Write some of {', '.join(known)}."),
            )
    return wanted or known


def paid_by_field(plan: Plan, outs: Int, paid: Int) -> dict[str, Int]:
    """Return what was paid under each summary field, by row."""
    from yibao.benefit.kernel.summary import sum_by_field  # noqa: PLC0415 -- half a second

    fields = summary_fields(plan)
    sums = np.zeros((len(fields), len(outs)), np.int64)
    program = np.ascontiguousarray(outs[:, layout.OUT_PROGRAM])
    sum_by_field(program, np.asfortranarray(paid), _field_of_layers(plan, fields), sums)
    return dict(zip(fields, sums, strict=True))


def _field_of_layers(plan: Plan, fields: tuple[str, ...]) -> Int:
    """Return under which field the k-th layer of each program is reported, or `layout.NONE`."""
    spans, members = plan.arrays.program_spans, plan.arrays.program_layers
    found = np.full((len(spans), plan.program_length_max), layout.NONE, np.int64)
    for number, (first, end) in enumerate(spans.tolist()):
        for position, layer in enumerate(members[first:end].tolist()):
            payer = fund(plan.layers[layer].fund)
            if payer.kind != "hospital":
                found[number, position] = fields.index(payer.summary_field)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """What of a part is written: rows that were settled, of the benefit year asked for."""

    part: PartResult
    plan: Plan
    rows: Flags
    outs: Int
    by_field: dict[str, Int]

    @staticmethod
    def of(part: PartResult, plan: Plan, year: int | None = None) -> Written:
        """Pick out what is written of a part."""
        rows = part.settled
        if year is not None:
            rows = rows & (integers(part.staged["year"], missing=0) == year)
        outs, paid = part.batch.outs, part.batch.paid
        if not rows.all():
            outs, paid = outs[rows], paid[rows]
        return Written(part, plan, rows, outs, paid_by_field(plan, outs, paid))

    @property
    def sums(self) -> dict[str, int]:
        """Column → sum in fen."""
        whole = self.outs.sum(axis=0)
        sums = {name: int(whole[column]) for name, column in BILL.items()}
        return sums | {name: int(amounts.sum()) for name, amounts in self.by_field.items()}

    @property
    def provisional(self) -> int:
        """How many of the rows are provisional."""
        return int(np.count_nonzero(self.part.provisional & self.rows))

    def table(self, columns: tuple[str, ...], money: str) -> pa.Table:
        """Return the columns asked for, a row a visit, in the order of the fold.

        `money` is `yuan` (decimals) or `fen` (whole numbers, under names that end in `_fen`).
        """
        arrays: dict[str, pa.Array | pa.ChunkedArray] = {}
        for name in columns:
            if name in KEYS:
                arrays[name] = _key(self.part, self.plan, name, self.rows)
                continue
            in_field = name in self.by_field
            amounts = self.by_field[name] if in_field else self.outs[:, BILL[name]]
            arrays[name if money == "yuan" else f"{name}_fen"] = _amounts(amounts, money)
        # What was settled lacks nothing; readers and writers need not look for what is missing.
        fields = [pa.field(name, array.type, nullable=False) for name, array in arrays.items()]
        return pa.table(list(arrays.values()), schema=pa.schema(fields))


def _key(part: PartResult, plan: Plan, name: str, rows: Flags) -> pa.Array | pa.ChunkedArray:
    if name == "provisional":
        return pa.array(part.provisional[rows])
    if name == "insutype":
        schemes = pa.array(list(plan.vocabulary.schemes))
        codes = integers(part.staged["scheme_code"])[rows].astype(np.int8)
        return pa.DictionaryArray.from_arrays(pa.array(codes), schemes)
    column = part.staged[name]
    return column if rows.all() else column.filter(pa.array(rows))


def _amounts(amounts: Int, money: str) -> pa.Array:
    whole = np.ascontiguousarray(amounts)
    if money == "fen":
        return pa.array(whole)
    return pa.Array.from_buffers(MONEY, len(whole), [None, pa.py_buffer(whole)])
