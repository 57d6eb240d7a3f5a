"""Files of statements: zipped text, a row a line, cells parted by tabulators (对账文件)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from yibao.terms.errors import InvalidInput
from yibao.terms.money import parse_yuan
from yibao.terms.text import Text

SENT = (
    *("setl_id", "mdtrt_id", "psn_no", "medfee_sumamt", "fund_pay_sumamt", "acct_pay"),
    "refd_setl_flag",
)
"""Columns of the file that a provider sends, in order."""
RESULT = (
    *("psn_no", "mdtrt_id", "setl_id", "msgid", "stmt_rslt", "refd_setl_flag", "memo"),
    *("medfee_sumamt", "fund_pay_sumamt", "acct_pay"),
)
"""Columns of the file that it gets back."""
BYTES_MOST = 64 * 1024 * 1024
"""Bytes of a file that was unpacked: some 600,000 settlements."""
_NOTHING = "null"


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row of a provider's file; amounts in fen."""

    place: int
    number: str
    visit: str
    person: str
    total_fen: int
    fund_fen: int
    account_fen: int
    is_refund: bool


def rows_of(content: bytes) -> Iterator[SentRow]:
    """Yield the rows of a provider's file; a heading and empty lines are passed over.

    Raises:
        InvalidInput: code ``unreadable_file``, ``wrong_columns``, ``invalid_amount``.

    """
    for place, line in enumerate(_text_of(content).splitlines(), 1):
        cells = ["" if cell.strip() == _NOTHING else cell.strip() for cell in line.split("\t")]
        if not any(cells) or cells[0] == SENT[0]:
            continue
        if len(cells) != len(SENT):
            raise _wrong_columns(place, len(cells))
        number, visit, person = cells[:3]
        total, fund, account = (
            parse_yuan(cell or "0", f"{name}[{place}]")
            for name, cell in zip(SENT[3:6], cells[3:6], strict=True)
        )
        yield SentRow(place, number, visit, person, total, fund, account, cells[6] == "1")


def zipped(name: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as the interface packs them: empty cells say `null`."""
    text = "".join("\t".join(cell or _NOTHING for cell in row) + "\n" for row in rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.txt", text.encode())
    return packed.getvalue()


def _text_of(content: bytes) -> str:
    try:
        return _unpacked(content).decode("utf-8-sig")
    except (UnicodeDecodeError, zipfile.BadZipFile, zipfile.LargeZipFile, OSError, RuntimeError):
        raise _unreadable() from None


def _unpacked(content: bytes) -> bytes:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [info for info in archive.infolist() if not info.is_dir()]
        if len(names) != 1:
            raise _unreadable()
        with archive.open(names[0]) as stream:
            text = stream.read(BYTES_MOST + 1)
    if len(text) > BYTES_MOST:
        raise _unreadable()
    return text


def _unreadable() -> InvalidInput:
    return InvalidInput(
        "unreadable_file",
        "file_qury_no",
        Text("文件无法读取。", "The file cannot be read."),
        Text(
            "请上传 UTF-8 编码、以 TAB 分隔的 TXT 文件的 ZIP 压缩包，包内只有一个文件。",
            "Send one UTF-8 text with cells parted by tabulators, zipped.",
        ),
    )


def _wrong_columns(place: int, count: int) -> InvalidInput:
    return InvalidInput(
        "wrong_columns",
        "file_qury_no",
        Text(f"第 {place} 行有 {count} 列。", f"Line {place} has {count} cells."),
        Text(f"每行依次为：{'、'.join(SENT)}。", f"A line has {', '.join(SENT)}."),
    )
