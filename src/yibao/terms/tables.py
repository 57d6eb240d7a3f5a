"""Reads the small CSV tables of ``standards/``, each row checked to be whole."""

import csv
from collections.abc import Iterator

from yibao.terms.shipped import standards_root


def rows(*path: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table under ``standards/``, each as column → text.

    Raises:
        FileNotFoundError: when there is no such table.
        ValueError: when a row has more or fewer cells than the heading; the file is damaged.

    >>> next(rows("levels", "levels.csv"))["key"]
    'village'

    """
    file = standards_root().joinpath(*path)
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        heading = next(reader)
        for cells in reader:
            if len(cells) != len(heading):
                raise ValueError(
                    f"{file}:{reader.line_num}: {len(cells)} cells, not {len(heading)}"
                )
            yield dict(zip(heading, cells, strict=True))
