"""What distinguishes one site from another (站点配置), read from the environment once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yibao.office.database.url import DatabaseUrl
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

MODES = ("production", "demo", "test")


@dataclass(frozen=True, slots=True)
class Yibao:
    """A site: how strict it is, where it keeps things, whose region it runs."""

    mode: str
    data: Path
    database: DatabaseUrl | None
    secret: str
    hosts: tuple[str, ...]
    region: str = "990100"
    allow_unverified: bool = False
    """Whether values of the law with a weak source (status `unverified`) settle claims."""

    @property
    def is_demo(self) -> bool:
        """Whether every page says 演示数据."""
        return self.mode == "demo"

    @property
    def asks_second_factor(self) -> bool:
        """Whether payments and grants of roles ask for a code of the second factor."""
        return self.mode != "demo"


def read(environment: Mapping[str, str] = os.environ) -> Yibao:
    """Read the site from the environment.

    ``YIBAO_MODE``, ``_DATA``, ``_DATABASE_URL``, ``_SECRET_KEY``, ``_HOSTS``, ``_REGION``, and
    ``_ALLOW_UNVERIFIED``, which counts when it is ``yes``.

    Raises:
        InvalidInput: code ``invalid_mode``, ``no_secret_key``, or of the database's address.

    """
    mode = environment.get("YIBAO_MODE", "production")
    if mode not in MODES:
        raise InvalidInput(
            "invalid_mode",
            "YIBAO_MODE",
            Text(f"没有“{mode}”这种模式。", f"There is no mode {mode!r}."),
            Text("请用 production、demo 或 test。", "Use production, demo or test."),
        )
    data = Path(environment.get("YIBAO_DATA", "var")).resolve()
    address = environment.get("YIBAO_DATABASE_URL")
    hosts = environment.get("YIBAO_HOSTS", "127.0.0.1,localhost")
    return Yibao(
        mode=mode,
        data=data,
        database=DatabaseUrl.parse(address) if address else None,
        secret=environment.get("YIBAO_SECRET_KEY") or _secret_of(mode, data),
        hosts=tuple(host.strip() for host in hosts.split(",") if host.strip()),
        region=environment.get("YIBAO_REGION", "990100"),
        allow_unverified=environment.get("YIBAO_ALLOW_UNVERIFIED", "") == "yes",
    )


def _secret_of(mode: str, data: Path) -> str:
    if mode == "test":
        return "a secret of tests, which everybody may know " + "·" * 20
    if mode == "demo":
        kept = data / "secret.key"
        if not kept.exists():
            data.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return kept.read_text(encoding="ascii")
    raise InvalidInput(
        "no_secret_key",
        "YIBAO_SECRET_KEY",
        Text("正式环境没有设置密钥。", "In production there is no secret key."),
        Text(
            "请设置 50 个以上随机字符，并妥善保管。",
            "Set one of 50 random characters or more, and keep it.",
        ),
    )
