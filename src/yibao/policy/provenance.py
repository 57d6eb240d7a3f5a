"""Where a value of the law comes from, and from when to when it holds (出处与效力)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """How sure we are of a value."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    ASSUMED = "assumed"


# A status claims no more than its kind of source can carry.
KIND_OF_STATUS = {
    Status.VERIFIED: "document",
    Status.SECONDARY: "compilation",
    Status.UNVERIFIED: "page",
    Status.ASSUMED: "assumption",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """The place in a file: what an error or an explanation points at."""

    file: str
    line: int
    key: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}"


@dataclass(frozen=True, slots=True)
class Source:
    """A document, a compilation, a page of unknown worth, or an assumption of ours."""

    name: str
    kind: str
    title: str
    number: str = ""
    url: str = ""
    dated: str = ""
    mirror: bool = False

    def cite(self, article: str = "") -> str:
        """Name the source as a reader would look it up.

        >>> Source("JMS", "document", "政务访谈", number="黑医保〔2018〕1号").cite("第三条")
        '《政务访谈》（黑医保〔2018〕1号）第三条'
        """
        number = f"（{self.number}）" if self.number and self.number != "unknown" else ""
        return f"《{self.title}》{number}{article}"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The source of one value, its status, and the days on which it holds."""

    source: Source
    status: Status
    first: date
    last: date | None
    first_known: bool
    article: str
    note: str
    mark: Mark

    def cite(self) -> str:
        """Name source and article."""
        return self.source.cite(self.article)
