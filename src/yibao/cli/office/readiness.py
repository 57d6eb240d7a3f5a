"""Whether a database fits this version of the program (启动检查)."""

from __future__ import annotations

from yibao.office.database.durability import must_be_durable
from yibao.office.site.yibao import Yibao
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

NAMED_MOST = 5


def be_ready(site: Yibao, *, embedded: bool) -> None:
    """Set Django up on a database that keeps what it is told and has every table.

    Raises:
        InvalidInput: code ``migrations_pending``, with the command to run, or as
            `must_be_durable`, which is asked in production only.

    """
    import django  # noqa: PLC0415 -- only the running system needs it

    must_hold(site, embedded=embedded)
    django.setup()

    from django.db import connection  # noqa: PLC0415 -- after Django was set up

    from yibao.office.database.migrations import pending_migrations  # noqa: PLC0415 -- likewise

    pending = pending_migrations()
    connection.close()  # processes of the server must not share it
    if pending:
        raise _pending(pending, embedded=embedded)


def must_hold(site: Yibao, *, embedded: bool) -> None:
    """Ask a production database for its promises; nothing is asked of a demonstration's.

    Raises:
        InvalidInput: as `must_be_durable`.

    """
    if site.mode == "production" and site.database is not None:
        must_be_durable(site.database, embedded=embedded)


def _pending(pending: list[str], *, embedded: bool) -> InvalidInput:
    named = ", ".join(pending[:NAMED_MOST]) + (" …" if len(pending) > NAMED_MOST else "")
    command = f"yibao manage {'--embedded ' if embedded else ''}migrate"
    demo = "，演示也可用 yibao serve --embedded --demo" if embedded else ""
    demo_en = ", or yibao serve --embedded --demo" if embedded else ""
    return InvalidInput(
        "migrations_pending",
        "migrate",
        Text(
            f"数据库缺少 {len(pending)} 项结构变更：{named}。",
            f"The database lacks {len(pending)} migrations: {named}.",
        ),
        Text(f"请执行 {command}{demo}。", f"Run {command}{demo_en}."),
    )
