"""Applications for clearing and their withdrawal (清算申请及撤销)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from yibao.office.base.errors import Conflict, NotFound
from yibao.office.claims.queries.records_statements import stated
from yibao.office.exchange.models import ApplicationState, ClearingApplication
from yibao.office.exchange.reconciling.totals import differences
from yibao.terms import own_ids
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_COMPARED = ("medfee_sumamt", "fund_appy_sum", "cash_payamt", "acct_pay", "psntime")


def apply_for_clearing(
    provider: str, division: str, asked: Mapping[str, Any]
) -> ClearingApplication:
    """Take an application, if it says of the days what was settled, and nobody asked before.

    Args:
        provider: who applies.
        division: of the provider, for the number of the application.
        asked: the node of a 3203.

    Raises:
        InvalidInput: code ``statement_differs``, with the first figure that differs;
            ``dates_reversed``.
        Conflict: code ``already_applied``.

    """
    first, last = asked["begndate"], asked["enddate"]
    see_days(first, last)
    _see_no_other(provider, asked["clr_type"], first, last)
    rows = stated(provider, first, last, clr_type=asked["clr_type"])
    found = differences({name: asked.get(name) for name in _COMPARED}, rows)
    if found:
        raise InvalidInput(
            "statement_differs",
            found[0].field,
            Text(
                f"与中心不符：{'；'.join(each.zh for each in found)}。",
                f"Not as here: {', '.join(each.field for each in found)}.",
            ),
            Text("请先对账（3201、3202），更正后再申请。", "Reconcile first (3201, 3202)."),
        )
    now = timezone.now()
    row = ClearingApplication.objects.create(
        number=secrets.token_hex(15),
        provider=provider,
        clr_type=asked["clr_type"],
        clr_way=asked.get("clr_way") or "",
        month=asked["setlym"],
        first=first,
        last=last,
        visits=asked["psntime"],
        total_fen=asked["medfee_sumamt"],
        recognised_fen=asked["med_sumfee"],
        fund_fen=asked["fund_appy_sum"],
        cash_fen=asked["cash_payamt"],
        account_fen=asked["acct_pay"],
        state=ApplicationState.APPLIED,
        applied_at=now,
    )
    sequence = row.pk % (own_ids.SEQUENCE_MAX + 1)
    row.number = own_ids.make("clearing", division, timezone.localdate(now), sequence)
    row.save(update_fields=["number"])
    return row


def withdraw_application(provider: str, number: str) -> ClearingApplication:
    """Withdraw an application.

    Raises:
        NotFound: code ``unknown_application``.
        Conflict: code ``application_withdrawn``.

    """
    rows = ClearingApplication.objects.select_for_update()
    row = rows.filter(provider=provider, number=number).first()
    if row is None:
        raise NotFound(
            "unknown_application",
            "clr_appy_evt_id",
            Text(f"没有清算申请“{number}”。", f"There is no application {number!r}."),
            Text("核对机构清算申请事件ID。", "Check its number."),
        )
    if row.state == ApplicationState.WITHDRAWN:
        raise Conflict(
            "application_withdrawn",
            "clr_appy_evt_id",
            Text(f"清算申请 {number} 已撤销。", f"{number} was withdrawn already."),
            Text("无需再次撤销。", "Nothing is left to do."),
        )
    row.state, row.withdrawn_at = ApplicationState.WITHDRAWN, timezone.now()
    row.save(update_fields=["state", "withdrawn_at"])
    return row


def see_days(first: date, last: date) -> None:
    """See that the days of a statement are in order.

    Raises:
        InvalidInput: code ``dates_reversed``.

    """
    if last < first:
        raise InvalidInput(
            "dates_reversed",
            "enddate",
            Text(f"结束 {last} 早于开始 {first}。", f"The last day {last} is before {first}."),
            Text("核对起止日期。", "Check both dates."),
        )


def _see_no_other(provider: str, clr_type: str, first: date, last: date) -> None:
    other = ClearingApplication.objects.filter(
        provider=provider,
        clr_type=clr_type,
        state=ApplicationState.APPLIED,
        first__lte=last,
        last__gte=first,
    ).first()
    if other is not None:
        raise Conflict(
            "already_applied",
            "begndate",
            Text(
                f"{other.first} 至 {other.last} 已申请清算（{other.number}）。",
                f"{other.number} applies for {other.first} to {other.last} already.",
            ),
            Text("如需重报，请先撤销（3204）。", "Withdraw it first (3204)."),
        )
