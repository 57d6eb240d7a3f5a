"""A Parquet file that is there when it is whole (写文件): written beside its name, then renamed."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_DICTIONARY_BYTES = 1 << 24
"""A dictionary that outgrows it would be written twice, once for nothing."""


class ParquetFile:
    """Takes batches of rows; each becomes a row group.

    The file depends on nothing but the rows and the version of the writer: no schema of Arrow's
    own, no time of writing. Leaving the context by an error leaves no file.

    Raises:
        InvalidInput: code ``file_exists``: nothing is ever overwritten.

    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise _exists(path)
        self.path = path
        self.rows = 0
        self._part = path.with_name(f"{path.name}.part")
        self._writer: pq.ParquetWriter | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a batch; all batches have the columns of the first."""
        if self._writer is None:
            self._writer = _writer(self._part, batch.schema)
        self._writer.write_table(pa.Table.from_batches([batch]), row_group_size=len(batch))
        self.rows += len(batch)

    def __enter__(self) -> ParquetFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._writer is None:
            return
        self._writer.close()
        if kind is None:
            self._part.rename(self.path)
        else:
            self._part.unlink()


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    named = [field.name for field in schema if _has_names(field.type)]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=named or False,
        dictionary_pagesize_limit=_DICTIONARY_BYTES,
        write_statistics=False,
        store_schema=False,
        store_decimal_as_integer=True,
    )


def _has_names(kind: pa.DataType) -> bool:
    return bool(pa.types.is_dictionary(kind) or pa.types.is_date(kind))


def _exists(path: Path) -> InvalidInput:
    return InvalidInput(
        "file_exists",
        "folder",
        Text(f"{path} 已存在。", f"{path} is already there."),
        Text("换一个文件夹，或先移走它。", "Take another folder, or move it away first."),
    )
