"""A region's law as it stands after all overlays: the checked model that everything else reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from yibao.policy.provenance import Mark, Source
from yibao.policy.values import Test, Value
from yibao.terms.dates import BenefitYear
from yibao.terms.text import Text

Tests = tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One change of an amount or a ratio (调整): an operation and its operand.

    For `add_each` and `times_each` the operand counts for each unit that the fact `of` lies above
    `above`; `at_most` bounds the size of the whole change.
    """

    operation: str
    operand: Value
    of: str = ""
    above: int = 0
    at_most: Value | None = None
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Deductible:
    """What the person bears before the layer begins to pay (起付线)."""

    amount: Value
    per: str
    counter: str
    adjust: tuple[Adjustment, ...]
    year_ceiling: Value | None
    linked: dict[str, Value]
    within_days: Value | None


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the axis and the ratio paid on it (分段)."""

    over: Value
    to: Value
    pay: Value


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands, the axis they lie on, and where it begins."""

    axis: str
    begins: str
    counter: str
    list: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """A cap that depends on the person's diseases (病种限额)."""

    combine: str
    plus: Value | None
    at_most: Value | None
    diseases: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Cap:
    """A limit on what is paid or on what enters (封顶线), counted per period."""

    name: str
    on: str
    per: str
    counters: tuple[str, ...]
    limit: Value | None
    quota: Quota | None
    adjust: tuple[Adjustment, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a layer rounds: the named mode, the unit in fen, per layer or per band."""

    mode: Value
    unit: Value
    per: Value


@dataclass(frozen=True, slots=True)
class Floor:
    """The least a layer pays: a share of some parts (保底)."""

    share: Value
    of: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """One payer's rule (一层待遇): whom it covers, what it looks at, what it pays."""

    name: str
    label: Text
    role: str
    fund: str
    schemes: tuple[str, ...]
    care: tuple[str, ...]
    when: Tests
    track: str
    base: tuple[tuple[int, str], ...]
    deductible: Deductible | None
    bands: Bands | None
    fixed: Value | None
    remainder: str
    adjust: tuple[Adjustment, ...]
    caps: tuple[Cap, ...]
    floor: Floor | None
    rounding: Rounding
    mark: Mark


@dataclass(frozen=True, slots=True)
class Track:
    """Lines that are paid apart from the rest (单独支付)."""

    name: str
    label: Text
    when: Tests


@dataclass(frozen=True, slots=True)
class Lines:
    """How a line of a bill is classified."""

    covered: Value
    first_pay: Value
    away_first_pay: Value | None
    tracks: tuple[Track, ...]


@dataclass(frozen=True, slots=True)
class CareType:
    """A kind of care and the med_type codes that mean it; a `stay` counts as an admission."""

    name: str
    label: Text
    med_types: tuple[str, ...]
    stay: bool


@dataclass(frozen=True, slots=True)
class Overall:
    """All layers together pay at most a share of some part."""

    share: Value
    of: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Allowance:
    """A benefit in money, such as the maternity allowance (生育津贴)."""

    name: str
    label: Text
    base: str
    divided_by: int
    times: Value
    adjust: tuple[Adjustment, ...]
    lump: Value | None
    at_most: Value | None
    rounding: Rounding


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a late joiner waits for benefits (待遇等待期)."""

    fixed_months: Value
    per_missed_year: Value
    count_from: Value
    repair_per_year: Value
    floor_missed_years: Value | None
    floor_months: Value | None
    newborn_days: Value | None


@dataclass(frozen=True, slots=True)
class Named:
    """A named value that no layer reads: rates, premiums, indices."""

    name: str
    label: Text
    value: Value


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is known to exist and whose rule is not known."""

    key: str
    label: Text
    note: str
    mark: Mark


@dataclass(frozen=True)
class Policy:
    """A region's whole law."""

    region: str
    label: Text
    sources: dict[str, Source]
    names: dict[str, dict[str, Text]]
    procedure: dict[str, Value]
    benefit_year: BenefitYear
    indices: dict[str, Named]
    care_types: dict[str, CareType]
    lines: Lines
    layers: dict[str, Layer]
    stack: tuple[str, ...]
    overall: tuple[Overall, ...]
    allowances: dict[str, Allowance]
    waiting: Waiting | None
    financing: dict[str, Named]
    gaps: tuple[Gap, ...]
    content_hash: str = field(compare=False)
