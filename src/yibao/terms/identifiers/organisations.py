"""The unified social credit code (统一社会信用代码) of an organisation."""

import re

from yibao.terms.errors import InvalidInput
from yibao.terms.identifiers.check_characters import credit_check
from yibao.terms.text import Text

_SHAPE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")


def check_credit_code(text: str, field: str = "uscc") -> str:
    """Return a unified social credit code in capital letters, checked.

    Source: GB 32100-2015.

    Raises:
        InvalidInput: code ``invalid_credit_code`` or ``wrong_check_character``.

    >>> check_credit_code("91350100m000100y43")
    '91350100M000100Y43'

    """
    code = text.upper() if isinstance(text, str) else ""
    if not _SHAPE.fullmatch(code):
        raise InvalidInput(
            "invalid_credit_code",
            field,
            Text(f"“{text}”不是统一社会信用代码。", f"{text!r} is no unified social credit code."),
            Text(
                "应为18位数字或大写字母，无 I、O、S、V、Z。",
                "It has 18 digits or capital letters, without I, O, S, V and Z.",
            ),
        )
    if code[17] != credit_check(code[:17]):
        raise InvalidInput(
            "wrong_check_character",
            field,
            Text("统一社会信用代码校验码不符。", "The check character does not fit the code."),
            Text("请逐位核对。", "Compare it character by character."),
        )
    return code
