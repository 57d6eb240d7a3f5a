"""One dictionary: its codes, their names, and what to say of a code it lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_SUGGESTIONS = 3


class Code(NamedTuple):
    """One code of a dictionary; `scope` is ``national``, ``hunan`` or ``other``.

    >>> Code("21", "普通住院", "inpatient stay", "national", "").label.en
    'inpatient stay'
    """

    code: str
    name_zh: str
    name_en: str
    scope: str
    note: str

    @property
    def label(self) -> Text:
        """Its name; the Chinese one also where nobody has written an English one.

        >>> Code("2101", "普通住院", "", "hunan", "").label.en
        '普通住院'
        """
        return Text(self.name_zh, self.name_en or self.name_zh)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The codes of one field.

    Args:
        name: the field.
        name_zh: its Chinese name.
        state: ``complete``, ``damaged`` (a code is lost) or ``missing`` (nobody printed it).
        codes: what is known, by code.

    >>> Dictionary("gend", "性别", "complete", {}).is_open
    False

    """

    name: str
    name_zh: str
    state: str
    codes: Mapping[str, Code] = field(repr=False)

    @property
    def is_open(self) -> bool:
        """Say whether a code we do not know may yet be right.

        >>> Dictionary("x", "x", "missing", {}).is_open
        True
        """
        return self.state != "complete"

    def label(self, code: str) -> Text:
        """Return the name of a code; of an unknown one its national parent's, or else itself.

        >>> from yibao.terms.dictionaries import dictionary
        >>> dictionary("insutype").label("390").zh
        '城乡居民基本医疗保险'
        """
        known = self.codes.get(code) or self.codes.get(self.national(code) or "")
        return Text(code, code) if known is None else known.label

    def national(self, code: str) -> str | None:
        """Return the national code that `code` is or extends: the longest that it begins with.

        Provinces add digits to national codes: ``2101`` is a kind of ``21``. The code itself need
        not be known; None where it begins with no national code.

        >>> from yibao.terms.dictionaries import dictionary
        >>> [dictionary("med_type").national(code) for code in ("21", "21303", "9901")]
        ['21', '21', None]
        """
        for end in range(len(code), 0, -1):
            known = self.codes.get(code[:end])
            if known is not None and known.scope == "national":
                return known.code
        return None

    def check(self, code: str, field: str, *, extensions: bool = False) -> str:
        """Return `code` if the field may hold it.

        Args:
            code: what was sent.
            field: the field named in an error.
            extensions: also accept a code that we do not know but that extends a national one.

        Raises:
            InvalidInput: code ``unknown_code``, with the nearest codes.

        >>> from yibao.terms.dictionaries import dictionary
        >>> dictionary("chrgitm_lv").check("1", "chrgitm_lv")
        Traceback (most recent call last):
            ...
        yibao.terms.errors.InvalidInput: unknown_code: chrgitm_lv: The dictionary chrgitm_lv has \
no code '1'. Perhaps 01 (class A).

        """
        if code in self.codes or (self.is_open and isinstance(code, str)):
            return code
        if extensions and isinstance(code, str) and self.national(code) is not None:
            return code
        nearest = self._nearest(code)
        zh = "、".join(f"{known.code}（{known.label.zh}）" for known in nearest)
        en = ", ".join(f"{known.code} ({known.label.en})" for known in nearest)
        raise InvalidInput(
            "unknown_code",
            field,
            Text(
                f"字典 {self.name}（{self.name_zh}）没有代码“{code}”。",
                f"The dictionary {self.name} has no code {code!r}.",
            ),
            Text(
                f"也许是：{zh}。" if zh else "请查该字典。",
                f"Perhaps {en}." if en else "Look it up in the dictionary.",
            ),
        )

    def _nearest(self, code: object) -> list[Code]:
        """Return the codes most like a wrong one; a lost leading zero is the usual slip."""
        text = str(code)
        padded = [self.codes[key] for key in (f"0{text}", text.lstrip("0")) if key in self.codes]
        named = [known for known in self.codes.values() if known.name_zh == text]
        if padded or named:
            return padded + named
        keys = get_close_matches(text, self.codes, n=_SUGGESTIONS)
        return [self.codes[key] for key in keys]
