"""What the claims' office is asked for, and what it answers (请求与答复).

Money is in fen, prices in millionths of a yuan, quantities in ten-thousandths. Every time has a
zone. `details` keeps what else a provider said, by its national name. Lines come by the twenty:
they are tuples, which are made in a third of the time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from yibao.office.claims.models.visit import Setting as Setting  # noqa: PLC0414 -- for other offices

Details = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VisitKey:
    """Which visit is meant, and by whom: a provider sees its own visits only."""

    provider: str
    number: str
    """mdtrt_id"""
    person: str = ""
    """psn_no; where given it must be the visit's."""


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """A diagnosis (诊断)."""

    place: int
    kind: str
    code: str
    name: str
    is_main: bool = False
    department: str = ""
    doctor: str = ""
    doctor_name: str = ""
    diagnosed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to be registered: 2201, 2401, and what a pharmacy's 2101 and 2102 imply."""

    provider: str
    person: str
    insutype: str
    setting: Setting
    begins_at: datetime
    care_division: str
    med_type: str = ""
    own_number: str = ""
    department: str = ""
    doctor: str = ""
    disease: str = ""
    diagnoses: Sequence[Diagnosed] = ()
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attendance:
    """What an out-patient visit is for: 2203, 2203A."""

    med_type: str
    begins_at: datetime | None = None
    disease: str = ""
    diagnoses: Sequence[Diagnosed] = ()
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StayChange:
    """What changes of a stay in bed: 2403; what is None stays as it is."""

    begins_at: datetime | None = None
    med_type: str | None = None
    own_number: str | None = None
    department: str | None = None
    doctor: str | None = None
    disease: str | None = None
    diagnoses: Sequence[Diagnosed] | None = None
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Discharge:
    """The end of a stay: 2402."""

    ends_at: datetime
    way: str = ""
    """dscg_way"""
    diagnoses: Sequence[Diagnosed] = ()
    details: Details = field(default_factory=dict)


class NewLine(NamedTuple):
    """A line of a bill as a provider sends it: 2204, 2301, 2101, 2102."""

    number: str
    """feedetl_sn"""
    charged_at: datetime
    item: str
    """med_list_codg; may be empty where the provider's own code is mapped."""
    local_item: str
    amount_fen: int
    price_e6: int
    quantity_e4: int
    batch: str = ""
    """chrg_bchno"""
    approved: str = ""
    """hosp_appr_flag: 0 or empty no word, 1 within the restriction, 2 outside of it."""
    department: str = ""
    doctor: str = ""
    disease: str = ""
    """dise_codg of the line's batch; where given it must be the visit's."""
    details: Details = MappingProxyType({})


class TakenLine(NamedTuple):
    """A line after it was classified: the four parts sum to its amount."""

    number: str
    amount_fen: int
    full_self_fen: int
    over_limit_fen: int
    first_pay_fen: int
    in_scope_fen: int
    ceiling_e6: int | None
    first_pay_ppm: int | None
    price_e6: int
    quantity_e4: int
    chrgitm_lv: str
    med_chrgitm_type: str
    list_type: str
    item: str
    item_name: str
    is_limited: bool
    limited_text: str


@dataclass(frozen=True, slots=True)
class Parts:
    """The four parts of a bill as the provider computed them; what is None was not sent."""

    full_self_fen: int | None = None
    over_limit_fen: int | None = None
    first_pay_fen: int | None = None
    in_scope_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be settled: 2206 and 2207, 2303 and 2304, 2101 and 2102.

    The service refuses a total that is not that of the lines, and parts that are not ours, and
    names the field that differs by its national name.
    """

    visit: VisitKey
    insutype: str
    total_fen: int
    batch: str = ""
    """chrg_bchno of an out-patient bill; empty: every unsettled batch."""
    line_count: int | None = None
    """How many lines the bill has, where the provider says so."""
    med_type: str = ""
    """Where given it must be the visit's."""
    account: str = "0"
    """acct_used_flag: 0 no account, 1 one's own, 2 those of family members too."""
    mid_stay: bool = False
    upto: date | None = None
    """The last day that a mid-stay settlement takes; None: today, or the end of the stay."""
    parts: Parts = Parts()
    sender_id: str = ""
    """msgid"""
    invoice: str = ""
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paid:
    """One payer's part (setldetail)."""

    fund_pay_type: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A settlement, a preview of one, or a reversal (amounts negative), ready to be answered.

    `number` and `settled_at` of a preview are empty and the time of asking.
    """

    number: str
    visit: str
    person: str
    person_name: str
    certificate_type: str
    certificate_number: str
    sex: str
    birth: date
    insutype: str
    psn_type: str
    is_civil_servant: bool
    insured_division: str
    setting: Setting
    med_type: str
    settled_at: datetime
    begins_on: date
    ends_on: date
    benefit_year: int
    sender_id: str
    clr_type: str
    clr_way: str
    clr_optins: str
    total_fen: int
    full_self_fen: int
    over_limit_fen: int
    first_pay_fen: int
    in_scope_fen: int
    deductible_fen: int
    fund_fen: int
    by_field: Mapping[str, int]
    """Summary field (hifp_pay, cvlserv_pay, …) → amount; they sum to the fund's part."""
    pool_ratio_ppm: int
    """pool_prop_selfpay: the basic fund's part of what is in scope, in parts per million."""
    hospital_fen: int
    personal_fen: int
    account_fen: int
    shared_fen: int
    cash_fen: int
    balance_fen: int
    """What the person's own account holds afterwards."""
    payers: tuple[Paid, ...]
    """Funds, personal account (310200) and hospital (999996): fund + account + hospital."""
    is_preview: bool = False
    reverses: str = ""
    """Number of the settlement that it reverses."""
    mid_stay: bool = False
