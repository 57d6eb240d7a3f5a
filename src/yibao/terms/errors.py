"""Errors are public API: what was wrong, in which field, and what to do.

A caller tells errors apart by `code`, which is stable; the sentences may be improved.
"""

from yibao.terms.text import Text


class YibaoError(Exception):
    """Any refusal of the project, with a stable code, the field, the reason and the remedy.

    Args:
        code: snake_case, for example ``"amount_too_large"``; never reused for another meaning.
        field: the field or key that was wrong, as the caller named it.
        reason: what was wrong.
        remedy: what to do.

    >>> error = YibaoError("amount_too_large", "medfee_sumamt",
    ...                    Text("金额过大。", "The amount is too large."),
    ...                    Text("请分次结算。", "Settle in parts."))
    >>> str(error)
    'amount_too_large: medfee_sumamt: The amount is too large. Settle in parts.'
    >>> error.message("zh")
    '金额过大。请分次结算。'

    """

    def __init__(self, code: str, field: str, reason: Text, remedy: Text) -> None:
        super().__init__(code, field, reason, remedy)
        self.code = code
        self.field = field
        self.reason = reason
        self.remedy = remedy

    def message(self, language: str) -> str:
        """Return reason and remedy in `language` (``"zh"`` or ``"en"``), for a person to read.

        >>> InvalidInput("bad_date", "brdy", Text("错。", "Wrong."), Text("改。", "Mend."))\
.message("en")
        'Wrong. Mend.'
        """
        between = "" if language == "zh" else " "
        return self.reason.of(language) + between + self.remedy.of(language)

    def __str__(self) -> str:
        return f"{self.code}: {self.field}: {self.message('en')}"


class InvalidInput(YibaoError):  # noqa: N818 -- a noun of the domain; the name is public API
    """What somebody sent or typed cannot be used; nothing was changed.

    >>> issubclass(InvalidInput, YibaoError)
    True
    """


class PolicyError(YibaoError):
    """A policy file is wrong; `file`, `line` and `key` say where, as far as is known.

    >>> error = PolicyError("duplicate_key", "ratio", Text("键重复。", "The key stands twice."),
    ...                     Text("删去一个。", "Remove one."), file="cn/61.yaml", line=12)
    >>> str(error)
    'duplicate_key: ratio: cn/61.yaml:12: The key stands twice. Remove one.'
    """

    def __init__(
        self,
        code: str,
        field: str,
        reason: Text,
        remedy: Text,
        *,
        file: str | None = None,
        line: int | None = None,
        key: str | None = None,
    ) -> None:
        super().__init__(code, field, reason, remedy)
        self.others: tuple[PolicyError, ...] = ()
        """What else was found wrong in the same reading; this one is the first."""
        self.file = file
        self.line = line
        self.key = key

    @property
    def place(self) -> str:
        """Where the mistake stands, as ``file:line``; empty when nothing is known.

        >>> PolicyError("a", "b", Text("c", "c"), Text("d", "d"), file="x.yaml").place
        'x.yaml'
        """
        if self.file is None:
            return ""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{self.code}: {self.field}: {place}{self.message('en')}"


class PolicyUnknown(YibaoError):  # noqa: N818 -- a noun of the domain; the name is public API
    """A visit reached a value that no source states; `key` names it.

    >>> error = PolicyUnknown("policy_unknown", "visit", Text("政策值未知。", "It is unknown."),
    ...                       Text("请补来源。", "Add a source."), key="inpatient.deductible")
    >>> error.key
    'inpatient.deductible'
    """

    def __init__(self, code: str, field: str, reason: Text, remedy: Text, *, key: str = "") -> None:
        super().__init__(code, field, reason, remedy)
        self.key = key
