"""Files that providers send and fetch (文件上传下载)."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone

from yibao.office.base.errors import NotFound
from yibao.office.exchange.models import ProviderFile
from yibao.terms.text import Text

DAYS_KEPT = 30
"""How long a file may be fetched: no source says, and a month is cleared within it."""


def keep_file(provider: str, name: str, content: bytes) -> ProviderFile:
    """Keep a file of a provider under a number that nobody can guess.

    What the provider may not fetch any more is removed.
    """
    now = timezone.now()
    ProviderFile.objects.filter(provider=provider, kept_until__lt=now).delete()
    return ProviderFile.objects.create(
        number=secrets.token_hex(15),
        provider=provider,
        name=name,
        content=content,
        kept_at=now,
        kept_until=now + timedelta(days=DAYS_KEPT),
    )


def file_of(provider: str, number: str) -> ProviderFile:
    """Return a file of a provider.

    Raises:
        NotFound: code ``unknown_file``: there is none, it is another's, or its time is over.

    """
    found = ProviderFile.objects.filter(
        provider=provider, number=number, kept_until__gte=timezone.now()
    ).first()
    if found is None:
        raise NotFound(
            "unknown_file",
            "file_qury_no",
            Text(f"没有文件“{number}”，或已过下载截止时间。", f"There is no file {number!r}."),
            Text(
                "核对文件查询号，或重新上传（9101）。", "Check the number, or send it anew (9101)."
            ),
        )
    return found
