"""Who is meant by a certificate, a card or a token (身份识别): how a provider finds a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yibao.office.base.errors import NotFound
from yibao.office.people.errors import nobody_by_certificate
from yibao.office.people.names import RESIDENT_NUMBER
from yibao.office.people.queries import by_certificate, person_row
from yibao.office.providers.words import plain
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

TOKEN, RESIDENT_CARD, INSURANCE_CARD = "01", "02", "03"
"""mdtrt_cert_type: electronic voucher, resident number, social security card."""
_CARD = "90"
"""psn_cert_type of a social security card (社会保障卡)."""
_TYPES = {
    RESIDENT_CARD: (RESIDENT_NUMBER,),
    INSURANCE_CARD: (_CARD, RESIDENT_NUMBER),
    TOKEN: (RESIDENT_NUMBER, _CARD),
}
"""Certificates by which a number is looked for; many cards have their owner's resident number."""


def identified(node: Mapping[str, Any]) -> Any:
    """Return the person whom the fields of a 1101 name.

    Every way of naming that was sent must lead to the same person, and the name, where it was sent,
    must be theirs. A token of an electronic voucher (医保电子凭证) can be opened by its national
    centre alone; in its place the person's number or certificate is taken.

    Raises:
        InvalidInput: code ``field_missing``: nobody was named.
        NotFound: code ``nobody_by_certificate``; which part was wrong stays untold.

    """
    numbers = set(_numbers(node))
    if not numbers:
        raise InvalidInput(
            "field_missing",
            "mdtrt_cert_no",
            Text("就诊凭证编号和证件号码均未填写。", "Neither mdtrt_cert_no nor certno was sent."),
            Text("请至少填写一项。", "Send one of them."),
        )
    if len(numbers) > 1 or None in numbers:
        raise nobody_by_certificate()
    person = person_row(str(numbers.pop()))
    name = node.get("psn_name")
    if name and plain(name) != plain(person.name):
        raise nobody_by_certificate()
    return person


def _numbers(node: Mapping[str, Any]) -> Iterator[str | None]:
    """Yield the number kept of the person that each way of naming leads to; None for nobody."""
    certificate, voucher = node.get("certno"), node.get("mdtrt_cert_no")
    if certificate:
        yield _by_certificates(certificate, (node.get("psn_cert_type") or RESIDENT_NUMBER,))
    if voucher:
        kind = node.get("mdtrt_cert_type") or TOKEN
        found = _by_certificates(voucher, _TYPES.get(kind, _TYPES[TOKEN]))
        yield found if found or kind != TOKEN else _by_number(voucher)


def _by_certificates(number: str, kinds: tuple[str, ...]) -> str | None:
    for kind in kinds:
        found = by_certificate(kind, number)
        if found is not None:
            return person_row(found.number).number
    return None


def _by_number(number: str) -> str | None:
    try:
        return person_row(number).number
    except NotFound:
        return None
