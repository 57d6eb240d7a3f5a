"""Numbers and lines as a terminal shows them (排版): Chinese characters take two columns."""

import re
from unicodedata import east_asian_width

from yibao.terms.money import FEN_PER_YUAN

NONE = "–"


def yuan(fen: int, *, whole: bool = False) -> str:
    """Return an amount in yuan without its sign of money; `whole`: rounded to the yuan.

    >>> yuan(123_456), yuan(123_456, whole=True), yuan(0)
    ('1,234.56', '1,235', '–')
    """
    if fen == 0:
        return NONE
    if whole:
        return f"{(fen + FEN_PER_YUAN // 2) // FEN_PER_YUAN:,}"
    return f"{fen // FEN_PER_YUAN:,}.{fen % FEN_PER_YUAN:02d}"


def percent(part: int, whole: int) -> str:
    """Return a share to a tenth of a percent, half up.

    >>> percent(2, 3), percent(0, 0)
    ('66.7%', '–')
    """
    if whole == 0:
        return NONE
    permille = (2_000 * part + whole) // (2 * whole)
    return f"{permille // 10}.{permille % 10}%"


def width_of(text: str) -> int:
    """Return how many columns a text takes: two for each Chinese character.

    >>> width_of("医保 2022")
    9
    """
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


_PIECES = re.compile(r"\s+|\[\d+\]|[^\s\u2e80-\uffef\[]+|.")
_CLOSING = "，。；：、）》”％＝＋×—…,.;:)%"
_OPENING = "（《“(["


def flow(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` columns; none begins with closing punctuation.

    >>> flow("起付标准650元（三级医院）。", 14)
    ['起付标准650元', '（三级医院）。']
    """
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        glued = pieces and (
            piece[0] in _CLOSING or piece.startswith("[") or pieces[-1][-1] in _OPENING
        )
        if glued and not pieces[-1].isspace():
            pieces[-1] += piece
        else:
            pieces.append(piece)
    lines = [""]
    for piece in pieces:
        if width_of(lines[-1] + piece.rstrip()) > width and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line for line in lines if line.strip()]
