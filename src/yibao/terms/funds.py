"""Payers (基金支付类型, ``fund_pay_type``) and the settlement field that each is summed in.

The identities that a settlement holds: the total is the funds' sum, the personal part and the
hospital's part; the funds' sum is the sum of the eight summary fields; the list of payers also
names the personal account and the hospital, which are in no summary field of a fund.
"""

from dataclasses import dataclass
from functools import cache

from yibao.terms.errors import InvalidInput
from yibao.terms.tables import rows
from yibao.terms.text import Text

SUMMARY_LABELS = {
    "hifp_pay": Text("基本医保统筹基金", "basic insurance, pooled fund"),
    "cvlserv_pay": Text("公务员医疗补助", "civil servants' subsidy"),
    "hifes_pay": Text("企业补充医疗保险", "enterprises' supplement"),
    "hifmi_pay": Text("居民大病保险", "residents' catastrophic insurance"),
    "hifob_pay": Text("职工大额医疗补助", "employees' large-sum subsidy"),
    "maf_pay": Text("医疗救助", "medical assistance"),
    "hifdm_pay": Text("伤残人员医疗保障", "disabled soldiers' subsidy"),
    "oth_pay": Text("其他基金", "other funds"),
}
"""Each summary field of a settlement and its name for people."""

FUND_SUMMARY_FIELDS = tuple(SUMMARY_LABELS)
"""The fields of a settlement whose sum is ``fund_pay_sumamt`` (基金支付总额)."""


@dataclass(frozen=True, slots=True)
class Fund:
    """One payer.

    Args:
        code: its ``fund_pay_type``.
        label: its name for people.
        summary_field: the settlement field it is summed in.
        kind: ``fund`` (基金), ``account`` (个人账户) or ``hospital`` (医疗机构负担).
        scope: ``national``, ``hunan`` or ``other``: where the code is known from.
        confidence: of `summary_field`: ``verified`` on recorded settlements, ``inferred`` where
            the field's own name says so, ``assumed`` where nothing does.

    >>> fund("310100").summary_field
    'hifp_pay'

    """

    code: str
    label: Text
    summary_field: str
    kind: str
    scope: str
    confidence: str


@cache
def funds() -> dict[str, Fund]:
    """Return every known payer by its code.

    >>> sorted({known.kind for known in funds().values()})
    ['account', 'fund', 'hospital']
    """
    return {
        row["code"]: Fund(
            row["code"],
            Text(row["name_zh"], row["name_en"]),
            row["summary_field"],
            row["kind"],
            row["scope"],
            row["confidence"],
        )
        for row in rows("funds", "funds.csv")
    }


def fund(code: str, field: str = "fund_pay_type") -> Fund:
    """Return the payer with this ``fund_pay_type``.

    Raises:
        InvalidInput: code ``unknown_fund``.

    >>> fund("330100").label.zh
    '大额医疗费用补助基金'

    """
    known = funds()
    if code in known:
        return known[code]
    raise InvalidInput(
        "unknown_fund",
        field,
        Text(f"没有基金支付类型“{code}”。", f"There is no payer {code!r}."),
        Text(
            "请用 standards/funds/funds.csv 中的代码，或在表中补上一行。",
            "Use a code of standards/funds/funds.csv, or add a row there.",
        ),
    )
