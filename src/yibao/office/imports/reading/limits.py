"""What a file may cost before anybody reads it (上传限制): size, and what a zip unpacks to."""

from __future__ import annotations

import zipfile
from pathlib import Path

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

FILE_BYTES_MAX = 512 * 1024 * 1024
"""The largest file taken in."""
UNPACKED_BYTES_MAX = 384 * 1024 * 1024
"""The most an xlsx may unpack to: about ten million cells, which lie in memory while it is read."""
PARTS_MAX = 1000
"""The most files that an xlsx may hold."""
ROWS_MAX = 5_000_000
"""The most rows of one import."""
CELLS_MAX = 500
"""The most columns of a file."""

_CHUNK = 1 << 20


def check_size(size: int) -> None:
    """Refuse an empty file and one that is too large.

    Raises:
        InvalidInput: code ``file_empty`` or ``file_too_large``.

    """
    if size == 0:
        raise InvalidInput(
            "file_empty",
            "file",
            Text("文件是空的。", "The file is empty."),
            Text("选择有内容的文件。", "Choose a file with content."),
        )
    if size > FILE_BYTES_MAX:
        limit = FILE_BYTES_MAX >> 20
        raise InvalidInput(
            "file_too_large",
            "file",
            Text(f"文件超过 {limit} MB。", f"The file is larger than {limit} MB."),
            Text("分成几个文件导入。", "Split it into several files."),
        )


def check_workbook(path: Path) -> None:
    """Unpack an xlsx once, keeping nothing, and refuse what would not fit.

    A zip may lie about the size of its parts; so they are unpacked and counted, not believed.

    Raises:
        InvalidInput: code ``unpacks_too_large`` or ``damaged_file``.

    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            declared = sum(part.file_size for part in parts)
            if len(parts) > PARTS_MAX or declared > UNPACKED_BYTES_MAX:
                raise _too_large()
            for part in parts:
                _unpack(archive, part)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        # An encrypted part is a RuntimeError, an unknown compression NotImplementedError.
        raise damaged("xlsx") from error


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    # The reader stops at the declared size and then compares the checksum: a part that says less
    # than it holds fails there.
    with archive.open(part) as stream:
        while stream.read(_CHUNK):
            pass


def _too_large() -> InvalidInput:
    limit = UNPACKED_BYTES_MAX >> 20
    return InvalidInput(
        "unpacks_too_large",
        "file",
        Text(f"表格解压后超过 {limit} MB。", f"Unpacked, the workbook exceeds {limit} MB."),
        Text("另存为 CSV 后导入。", "Save it as CSV and import that."),
    )


def damaged(what: str) -> InvalidInput:
    """Return the error for a file that is not what its name says.

    >>> damaged("xlsx").code
    'damaged_file'
    """
    return InvalidInput(
        "damaged_file",
        "file",
        Text(f"文件不是可读的 {what}。", f"The file is no readable {what}."),
        Text("用表格软件打开并另存一次，再导入。", "Open it, save it again, then import it."),
    )
