"""What a command of the running system runs in (运行环境): mode, folder of data, database.

The environment is the contract between processes: what is found out here is written back to
``YIBAO_…``, where Django's settings and the workers of the server read it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yibao.office.database.archive import archiving
from yibao.office.database.embedded import DURABLE
from yibao.office.database.keeper import embedded_database
from yibao.office.site.yibao import Yibao, read
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

SETTINGS = "yibao.office.site.settings"


def data_folder() -> Path:
    """Return the folder of data, ``YIBAO_DATA`` or ``var``, made if it was not there.

    Others may pass through it, for the embedded server runs as another user; they cannot list it.
    """
    folder = Path(os.environ.get("YIBAO_DATA", "var")).resolve()
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711)
    os.environ["YIBAO_DATA"] = str(folder)
    return folder


@contextmanager
def site(*, embedded: bool) -> Iterator[Yibao]:
    """Yield the site with its database reachable, Django not yet set up.

    Raises:
        InvalidInput: code ``no_database`` or ``two_databases``, and what reading the site refuses.

    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    folder = data_folder()
    if not embedded:
        _must_name_a_database()
        yield read()
        return
    if os.environ.get("YIBAO_DATABASE_URL"):
        raise _two_databases()
    os.environ.setdefault("YIBAO_MODE", "demo")
    read()  # refuse before anything is made
    archive = os.environ.get("YIBAO_ARCHIVE")
    settings = {**DURABLE, **(archiving(Path(archive)) if archive else {})}
    with embedded_database(folder, settings) as url:
        os.environ["YIBAO_DATABASE_URL"] = str(url)
        try:
            yield read()
        finally:
            del os.environ["YIBAO_DATABASE_URL"]


def _must_name_a_database() -> None:
    if not os.environ.get("YIBAO_DATABASE_URL"):
        raise InvalidInput(
            "no_database",
            "YIBAO_DATABASE_URL",
            Text("没有指定数据库。", "No database is named."),
            Text(
                "正式环境请设置 YIBAO_DATABASE_URL=postgresql://用户:口令@主机/库名；"
                "演示请加 --embedded。",
                "Set YIBAO_DATABASE_URL=postgresql://user:password@host/name; "
                "for a demonstration add --embedded.",
            ),
        )


def _two_databases() -> InvalidInput:
    return InvalidInput(
        "two_databases",
        "--embedded",
        Text(
            "同时给出了 --embedded 和 YIBAO_DATABASE_URL。",
            "Both --embedded and YIBAO_DATABASE_URL are given.",
        ),
        Text("请只用其中一个。", "Use one of them."),
    )
