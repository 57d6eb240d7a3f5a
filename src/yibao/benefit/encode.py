"""Turn a visit's facts into the integers that the kernel reads, and refuse what a plan lacks."""

from __future__ import annotations

from datetime import date

import numpy as np

from yibao.benefit.days import policy_day, year_day
from yibao.benefit.visit import Amounts, Visit
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Int
from yibao.terms.dates import month_index, quarter_index
from yibao.terms.errors import InvalidInput
from yibao.terms.money import YEAR_FEN_MAX
from yibao.terms.text import Text

_NONE = Amounts()
_DEFAULTS = {name: FACTS[name].default for name in layout.ONE_OF_FACTS if FACTS[name].default}
_ONE_OF = tuple(
    (name, layout.COLUMN[name], _DEFAULTS.get(name))
    for name in layout.ONE_OF_FACTS
    if name not in ("scheme", "care")
)
_COUNTED = tuple(
    (name, layout.COLUMN[name])
    for name in layout.NUMBER_FACTS
    if name not in ("ordinal", "total", "date")
)
_SETS = tuple((name, layout.COLUMN[name]) for name in layout.SET_FACTS)
_ALLOWED = frozenset(
    (*(name for name, _, _ in _ONE_OF), *layout.SET_FACTS, *(name for name, _ in _COUNTED))
)
NUMBER_MAX = {FactKind.COUNT: 1_000, FactKind.MONEY: YEAR_FEN_MAX}
"""Above these a product in the kernel might leave 64 bits; no age, no wage comes near them."""
_ZERO_BY_DEFAULT = frozenset(("carried_over", "continuous_years", "zero_claim_years"))


def encode_facts(visit: Visit, plan: Plan) -> Int:
    """Return the visit's row of facts.

    Raises:
        InvalidInput: an unknown fact or name, or a fact that the plan's rules ask about and the
            visit does not bring.

    """
    codes = plan.vocabulary.codes
    facts = visit.facts
    row = [0] * len(layout.FACT_COLUMNS)
    for name, column, default in _ONE_OF:
        given = facts.get(name, default)
        if given is not None:
            code = codes[name].get(given)  # type: ignore[arg-type]
            row[column] = plan.vocabulary.code(name, str(given)) if code is None else code
    for name, column in _COUNTED:
        given = facts.get(name)
        if given is None:
            row[column] = 0 if name in _ZERO_BY_DEFAULT else layout.MISSING
        elif isinstance(given, int) and abs(given) <= NUMBER_MAX[FACTS[name].kind]:
            row[column] = given
        else:
            raise _not_a_number(name, given)
    for name, column in _SETS:
        mask = 0
        for member in facts.get(name, ()):  # type: ignore[union-attr]
            mask |= 1 << plan.vocabulary.code(name, member)
        row[column] = mask
    _encode_marks(visit, plan, row)
    if not facts.keys() <= _ALLOWED:
        raise _not_a_fact(next(name for name in facts if name not in _ALLOWED))
    _check_required(visit, plan)
    return np.array(row, dtype=np.int64)


def _encode_marks(visit: Visit, plan: Plan, row: list[int]) -> None:
    scheme = plan.vocabulary.schemes.get(visit.scheme)
    care = plan.vocabulary.care.get(visit.care)
    if scheme is None or care is None or (visit.scheme, visit.care) not in plan.programs:
        raise InvalidInput(
            "care_not_covered",
            "care" if scheme is not None else "scheme",
            Text(
                f"{plan.policy.label.zh}没有险种 {visit.scheme} 的“{visit.care}”待遇。",
                f"{plan.policy.label.en} has no benefit for `{visit.care}` in {visit.scheme}.",
            ),
            Text("核对险种和医疗类别。", "Check the scheme and the kind of care."),
        )
    law, counted = policy_day(visit, plan), year_day(visit, plan)
    row[layout.COLUMN["date"]] = law.toordinal()
    row[layout.COLUMN["scheme"]] = plan.vocabulary.codes["scheme"][visit.scheme]
    row[layout.COLUMN["care"]] = plan.vocabulary.codes["care"][visit.care]
    row[layout.SCHEME] = scheme
    row[layout.CARE] = care
    row[layout.YEAR] = plan.policy.benefit_year.year_of(counted)
    row[layout.QUARTER] = quarter_index(counted)
    row[layout.MONTH] = month_index(counted)
    row[layout.DAY] = counted.toordinal()
    row[layout.BEGIN_DAY] = visit.admission.toordinal()
    row[layout.END_DAY] = visit.discharge.toordinal()
    if plan.procedure("ordinal_counts", law) == "level":
        row[layout.ORDINAL_PLACE] = 1 + row[layout.LEVEL]


def _check_required(visit: Visit, plan: Plan) -> None:
    for name in plan.required[visit.scheme, visit.care]:
        if name not in visit.facts and name in _MUST_BE_GIVEN:
            raise InvalidInput(
                "fact_missing",
                name,
                Text(
                    f"缺少“{FACTS[name].label.zh}”，{plan.policy.label.zh}要用到它。",
                    f"{FACTS[name].label.en} is missing; {plan.policy.label.en} asks for it.",
                ),
                Text(f"补上 {name}。", f"Give {name}."),
            )


_MUST_BE_GIVEN = frozenset(
    name
    for name in _ALLOWED
    if name not in _DEFAULTS
    and name not in _ZERO_BY_DEFAULT
    and FACTS[name].kind is not FactKind.SET
)


def encode_amounts(visit: Visit, plan: Plan) -> Int:
    """Return the visit's bill by track."""
    known = plan.tracks
    for track in visit.amounts:
        if track not in known:
            raise InvalidInput(
                "track_unknown",
                f"amounts.{track}",
                Text(f"没有单独支付类“{track}”。", f"There is no track `{track}`."),
                Text(f"可用：{'、'.join(known)}。", f"Write one of {', '.join(known)}."),
            )
    parts = [visit.amounts.get(track, _NONE) for track in known]
    return np.array(
        [(p.full_self, p.over_limit, p.first_pay, p.in_scope) for p in parts], dtype=np.int64
    )


def _not_a_number(name: str, given: object) -> InvalidInput:
    return InvalidInput(
        "not_a_number",
        name,
        Text(f"“{given}”不是可用的整数。", f"{given!r} is no whole number within limits."),
        Text("金额以分计，年龄以整岁计。", "Money counts in fen, age in full years."),
    )


def _not_a_fact(name: str) -> InvalidInput:
    return InvalidInput(
        "fact_unknown",
        name,
        Text(f"没有事实“{name}”。", f"There is no fact `{name}`."),
        Text(
            f"可用：{'、'.join(sorted(_ALLOWED))}。", f"Write one of {', '.join(sorted(_ALLOWED))}."
        ),
    )


def day_of(ordinal: int) -> date:
    """Turn a day as the kernel counts it back into a date."""
    return date.fromordinal(ordinal)
