"""Benefits in money, such as the maternity allowance (生育津贴): docs/algorithms/allowance.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from yibao.policy.choose import Choice, FactValue, Step, choose, choose_or_none
from yibao.policy.facts import FACTS, FactKind
from yibao.policy.law import Adjustment, Allowance, Policy
from yibao.policy.plan.vocabulary import Vocabulary, vocabulary
from yibao.policy.values import Value
from yibao.terms.errors import InvalidInput, PolicyError
from yibao.terms.money import VISIT_FEN_MAX, check_limit, format_yuan
from yibao.terms.ratio import PPM
from yibao.terms.rounding import Rounding, divide, round_ratio
from yibao.terms.text import Text

SCALE = 10_000
"""Days and months are counted in ten-thousandths."""

EXTRA_NUMBERS = {"further_children": Text("多胞胎增加的婴儿数", "further children of the birth")}
"""Numbers that only an application brings along."""


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody applies with: the day by which the law is read, and facts.

    The facts are those of docs/guides/policy-files.md §5 (money in fen) and `further_children`.
    """

    day: date
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grant:
    """What is granted, in fen, and how it came about."""

    allowance: Allowance
    amount: int
    steps: tuple[Step, ...]


def grant(
    policy: Policy, name: str, application: Application, *, allow_unverified: bool = False
) -> Grant:
    """Work out an allowance: base / divided_by × times, rounded once; then the lump, then the cap.

    Raises:
        InvalidInput: there is no such allowance, or a fact is missing or not one the law knows.
        PolicyUnknown: a value of the law that is needed is unknown, or too weakly sourced.

    """
    allowance = _allowance(policy, name)
    _check_facts(policy, application)
    return _Granting(policy, allowance, application, allow_unverified).grant()


class _Granting:
    """One application being worked out, step by step."""

    def __init__(
        self, policy: Policy, allowance: Allowance, application: Application, weak: bool
    ) -> None:
        self.policy = policy
        self.allowance = allowance
        self.application = application
        self.weak = weak
        self.steps: list[Step] = []

    def grant(self) -> Grant:
        """Go through the steps in order."""
        base = _base(self.allowance, self.application)
        amount = self._rounded(base, self._times())
        amount = self._lump(amount)
        return Grant(self.allowance, self._at_most(amount), tuple(self.steps))

    def _choose(self, value: Value) -> Choice:
        return choose(
            value,
            self.application.facts,
            self.application.day,
            self.weak,
            indices=self.policy.indices,
        )

    def _choose_or_none(self, value: Value) -> Choice | None:
        return choose_or_none(
            value,
            self.application.facts,
            self.application.day,
            self.weak,
            indices=self.policy.indices,
        )

    def _say(self, zh: str, en: str, choice: Choice | None = None) -> None:
        self.steps.append(Step(Text(zh, en), choice.provenance if choice else None))

    def _times(self) -> int:
        """Return the days or months, adjusted, in ten-thousandths."""
        choice = self._choose(self.allowance.times)
        times = choice.amount()
        self._say(f"标准 {_count(times)}", f"standard: {_count(times)}", choice)
        for adjustment in self.allowance.adjust:
            times = self._adjusted(adjustment, times)
        return max(0, times)

    def _adjusted(self, adjustment: Adjustment, times: int) -> int:
        choice = self._choose_or_none(adjustment.operand)
        if choice is None:
            return times
        operation, operand = adjustment.operation, choice.amount()
        if operation.endswith("_each"):
            operand *= max(0, self._number(adjustment.of) - adjustment.above)
            operand = self._bounded(adjustment, operand)
        after = _apply(operation, times, operand, choice)
        if after != times:
            label = adjustment.label or Text("调整", "adjustment")
            shown = f"{_count(times)} → {_count(after)}"
            self._say(f"{label.zh}：{shown}", f"{label.en}: {shown}", choice)
        return after

    def _bounded(self, adjustment: Adjustment, change: int) -> int:
        if adjustment.at_most is None:
            return change
        most = self._choose(adjustment.at_most)
        return change if most.unlimited else max(-most.amount(), min(change, most.amount()))

    def _number(self, fact: str) -> int:
        given = self.application.facts.get(fact)
        if given is None and fact in EXTRA_NUMBERS:
            return 0
        if isinstance(given, int):
            return given
        raise _missing(fact)

    def _rounded(self, base: int, times: int) -> int:
        rounding = self.allowance.rounding
        mode = Rounding[self._choose(rounding.mode).word.upper()]
        unit = self._choose(rounding.unit).amount()
        divisor = self.allowance.divided_by
        amount = divide(base * times, divisor * SCALE * unit, mode) * unit
        label = FACTS[self.allowance.base].label
        per = f" ÷ {divisor}" if divisor != 1 else ""
        how = f"{per} × {_count(times)} = "
        self._say(
            f"{label.zh} {format_yuan(base)}{how}{format_yuan(amount)}",
            f"{label.en} {format_yuan(base, 'en')}{how}{format_yuan(amount, 'en')}",
        )
        return amount

    def _lump(self, amount: int) -> int:
        if self.allowance.lump is None:
            return amount
        choice = self._choose(self.allowance.lump)
        lump = choice.amount()
        after = amount + lump
        self._say(
            f"一次性补贴 {format_yuan(lump)}，合计 {format_yuan(after)}",
            f"lump sum {format_yuan(lump, 'en')}, together {format_yuan(after, 'en')}",
            choice,
        )
        return after

    def _at_most(self, amount: int) -> int:
        if self.allowance.at_most is None:
            return amount
        choice = self._choose(self.allowance.at_most)
        if choice.unlimited or choice.amount() >= amount:
            return amount
        most = choice.amount()
        self._say(f"最高 {format_yuan(most)}", f"at most {format_yuan(most, 'en')}", choice)
        return most


def _apply(operation: str, times: int, operand: int, choice: Choice) -> int:
    """Apply one operation to days or months; `operand` of an each-operation is the whole change."""
    if operation in ("add", "add_each"):
        return times + operand
    if operation == "times":
        return round_ratio(times, operand, Rounding.HALF_UP)
    if operation == "times_each":
        return round_ratio(times, PPM + operand, Rounding.HALF_UP)
    if operation == "set":
        return operand
    if operation == "at_most":
        return min(times, operand)
    if operation == "at_least":
        return max(times, operand)
    mark = choice.row.mark
    raise PolicyError(
        "operation_not_here",
        mark.key,
        Text(f"津贴不能用 {operation}。", f"`{operation}` cannot adjust an allowance."),
        Text(
            "用 add、times、set、at_most、at_least。", "Write add, times, set, at_most, at_least."
        ),
        file=mark.file,
        line=mark.line,
        key=mark.key,
    )


def _allowance(policy: Policy, name: str) -> Allowance:
    if name in policy.allowances:
        return policy.allowances[name]
    near = get_close_matches(name, policy.allowances, 1)
    hint = near[0] if near else ", ".join(policy.allowances) or "—"
    raise InvalidInput(
        "allowance_unknown",
        "allowance",
        Text(f"{policy.label.zh}没有津贴“{name}”。", f"{policy.label.en} has no `{name}`."),
        Text(f"可用：{hint}。", f"Write one of: {hint}."),
    )


def _base(allowance: Allowance, application: Application) -> int:
    base = application.facts.get(allowance.base)
    if not isinstance(base, int):
        raise _missing(allowance.base)
    return check_limit(base, VISIT_FEN_MAX, allowance.base)


def _check_facts(policy: Policy, application: Application) -> None:
    """Refuse facts and names that the law does not know, and numbers below zero."""
    words = vocabulary(policy)
    for fact, given in application.facts.items():
        if fact in EXTRA_NUMBERS or FACTS[_known(fact)].kind in (FactKind.COUNT, FactKind.MONEY):
            _check_number(fact, given)
        else:
            _check_names(words, fact, given)


def _known(fact: str) -> str:
    if fact in FACTS and fact != "date" and not FACTS[fact].of_line:
        return fact
    near = get_close_matches(fact, (*FACTS, *EXTRA_NUMBERS), 1)
    hint = near[0] if near else ", ".join((*FACTS, *EXTRA_NUMBERS))
    raise InvalidInput(
        "fact_unknown",
        fact,
        Text(f"没有事实“{fact}”。", f"There is no fact `{fact}`."),
        Text(f"可用：{hint}。", f"Write one of: {hint}."),
    )


def _check_number(fact: str, given: FactValue) -> None:
    if isinstance(given, int) and given >= 0:
        return
    raise InvalidInput(
        "not_a_number",
        fact,
        Text(f"“{given}”不是非负整数。", f"{given!r} is no whole number from 0."),
        Text("金额以分计，人数以整数计。", "Money counts in fen, children in whole numbers."),
    )


def _check_names(words: Vocabulary, fact: str, given: FactValue) -> None:
    for name in sorted(given) if isinstance(given, frozenset) else (str(given),):
        words.code(fact, name)


def _missing(fact: str) -> InvalidInput:
    label = EXTRA_NUMBERS.get(fact) or FACTS[fact].label
    return InvalidInput(
        "fact_missing",
        fact,
        Text(f"缺少“{label.zh}”。", f"{label.en} is missing."),
        Text(f"补上 {fact}。", f"Give {fact}."),
    )


def _count(scaled: int) -> str:
    """Write ten-thousandths as a count: 35000 → 3.5."""
    whole, part = divmod(abs(scaled), SCALE)
    digits = f"{whole}.{part:04d}".rstrip("0").rstrip(".")
    return f"-{digits}" if scaled < 0 else digits
