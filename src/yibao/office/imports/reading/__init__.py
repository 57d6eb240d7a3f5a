"""Readers of files (读取): xlsx, csv and text parted by tabs, all as rows of texts."""

from yibao.office.imports.reading.source import Source, open_source

__all__ = ["Source", "open_source"]
