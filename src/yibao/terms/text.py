"""A sentence in the two languages of the project."""

from dataclasses import dataclass

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same meaning in Chinese (``zh``) and in English (``en``).

    >>> Text("统筹基金", "pooled fund").of("en")
    'pooled fund'
    """

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Return the sentence in `language`, which is ``"zh"`` or ``"en"``.

        Raises:
            ValueError: for another language; a caller's mistake, not a user's.

        >>> Text("起付线", "deductible").of("zh")
        '起付线'

        """
        if language == "zh":
            return self.zh
        if language == "en":
            return self.en
        raise ValueError(f"the project speaks {' and '.join(LANGUAGES)}, not {language!r}")

    def __str__(self) -> str:
        return self.en
