"""Headers as the gateways name them (请求头): `_` and `-` are one letter, case is none.

Gateways of some provinces name headers with `_`, web servers fold `-` into `_`: a request that
carries both spellings could be read in one way by who forwards it and in another by us.
"""

from __future__ import annotations

from collections.abc import Iterable

from yibao.office.exchange.errors import ambiguous_header, no_header

SIGNATURES = ("_api_", "x_tif_")
"""How the names of headers begin that belong to a signature."""


def folded(name: str) -> str:
    """Return a header's name in its one spelling.

    >>> folded("X-Tif-Nonce"), folded("-api-name")
    ('x_tif_nonce', '_api_name')
    """
    return name.lower().replace("-", "_")


class Headers:
    """The headers of a request that belong to a signature."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, str] = {}
        self._twice = ""
        for name, value in pairs:
            one = folded(name)
            if not one.startswith(SIGNATURES):
                continue
            if one in self._values:
                self._twice = one
            self._values[one] = value

    def refuse_ambiguous(self) -> None:
        """See that none came twice.

        Raises:
            Unauthorized: code ``ambiguous_header``.

        """
        if self._twice:
            raise ambiguous_header(self._twice)

    def need(self, name: str) -> str:
        """Return a header that must be there.

        Raises:
            Unauthorized: code ``no_signature_header``.

        """
        value = self._values.get(folded(name), "").strip()
        if not value:
            raise no_header(name)
        return value
