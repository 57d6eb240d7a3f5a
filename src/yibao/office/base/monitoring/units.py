"""Units of measures, and how a value is written for people (单位)."""

from __future__ import annotations

from enum import StrEnum

from yibao.terms.text import Text


class Unit(StrEnum):
    """In what a measure counts; stored values are whole numbers of it."""

    MICROSECONDS = "microseconds"
    SECONDS = "seconds"
    COUNT = "count"
    PPM = "ppm"
    BYTES = "bytes"

    @property
    def label(self) -> Text:
        """Its name for people, as the field of a form says it."""
        return _LABELS[self]


_LABELS = {
    Unit.MICROSECONDS: Text("微秒", "microseconds"),
    Unit.SECONDS: Text("秒", "seconds"),
    Unit.COUNT: Text("个", "count"),
    Unit.PPM: Text("百万分之", "parts per million"),
    Unit.BYTES: Text("字节", "bytes"),
}


def said(unit: Unit, value: int) -> Text:
    """Return a value for people.

    >>> said(Unit.MICROSECONDS, 1_234_000).en, said(Unit.SECONDS, 125).zh
    ('1,234.0 ms', '2 分 5 秒')
    >>> said(Unit.PPM, 12_345).en, said(Unit.BYTES, 3 * 2**20).en, said(Unit.COUNT, 3).zh
    ('1.23 %', '3.0 MiB', '3')
    """
    if unit is Unit.MICROSECONDS:
        return _same(f"{value / 1000:,.1f} ms")
    if unit is Unit.PPM:
        return _same(f"{value / 10_000:.2f} %")
    if unit is Unit.BYTES:
        return _same(f"{value / 2**20:,.1f} MiB")
    if unit is Unit.SECONDS:
        return _duration(value)
    return _same(f"{value:,}")


def _duration(seconds: int) -> Text:
    parts = (
        (seconds // 86400, "天", "d"),
        (seconds % 86400 // 3600, "时", "h"),
        (seconds % 3600 // 60, "分", "min"),
        (seconds % 60, "秒", "s"),
    )
    told = [part for part in parts if part[0]][:2] or [parts[-1]]
    return Text(
        " ".join(f"{number} {zh}" for number, zh, _ in told),
        " ".join(f"{number} {en}" for number, _, en in told),
    )


def _same(text: str) -> Text:
    return Text(text, text)
