"""A message of a provider after it was read (交易报文): the envelope and typed nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yibao.office.base.actor import Actor


@dataclass(frozen=True, slots=True)
class Message:
    """One message; its input's nodes hold typed values under their national names.

    A node is a mapping, or a tuple of them where the definition says that it repeats. Values: text
    and codes `str` ("" where nothing was sent), money `int` in fen, prices `int` in millionths of a
    yuan, quantities `int` in ten-thousandths, ratios `int` in parts per million, whole numbers
    `int`, dates `date`, times `datetime` with time zone; all but texts None where nothing was sent.
    """

    infno: str
    msgid: str
    provider: str
    provider_name: str
    care_division: str
    insured_division: str
    operator: str
    operator_name: str
    operator_kind: str
    sign_no: str
    sent_at: datetime
    received_at: datetime
    actor: Actor
    input: Mapping[str, Any]

    def node(self, name: str) -> Mapping[str, Any]:
        """Return a node that occurs once; an empty one where none was sent."""
        found = self.input.get(name)
        return {} if found is None else found

    def nodes(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """Return the rows of a node that repeats."""
        found = self.input.get(name)
        return () if found is None else tuple(found)
