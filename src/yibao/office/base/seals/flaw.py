"""What is wrong with sealed rows or with the seals themselves."""

from dataclasses import dataclass

from yibao.terms.text import Text

FLAWS = {
    "row_removed": Text("行被删除", "a row was removed"),
    "row_inserted": Text("行被插入", "a row was inserted"),
    "row_changed": Text("行被改动", "a row was changed"),
    "rows_reordered": Text("行被调换", "rows were exchanged"),
    "seal_removed": Text("封存被删除", "a seal was removed"),
    "seal_inserted": Text("封存被插入", "a seal was inserted"),
    "seal_changed": Text("封存被改动", "a seal was changed"),
    "seals_reordered": Text("封存被调换", "seals were exchanged"),
}
"""Every kind of flaw and its name for people."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw (封存异常).

    Args:
        kind: a key of `FLAWS`.
        table: the sealed table.
        seal: the number of the seal that shows it.
        rows: keys of the rows concerned, empty where seals are; at most `ROWS_NAMED`.

    >>> Flaw("row_changed", "ledger_entry", 3, (17,)).text().en
    'ledger_entry: a row was changed (seal 3; rows 17)'

    """

    kind: str
    table: str
    seal: int
    rows: tuple[int, ...] = ()

    def text(self) -> Text:
        """Return the flaw as a sentence."""
        name = FLAWS[self.kind]
        rows = ", ".join(map(str, self.rows))
        zh = f"；行 {rows}" if rows else ""
        en = f"; rows {rows}" if rows else ""
        return Text(
            f"{self.table}：{name.zh}（封存 {self.seal}{zh}）",
            f"{self.table}: {name.en} (seal {self.seal}{en})",
        )


ROWS_NAMED = 1_000
"""One flaw names at most this many rows."""
