"""Secrets as the database keeps them (密钥加密存储): encrypted by the site's key."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet
from django.conf import settings


def sealed(secret: str) -> str:
    """Return a secret as the database keeps it; an empty one stays empty."""
    return _cipher(settings.SECRET_KEY).encrypt(secret.encode()).decode() if secret else ""


def opened(kept: str) -> str:
    """Return the secret again.

    Raises:
        cryptography.fernet.InvalidToken: it was kept under another key of the site.

    """
    return _cipher(settings.SECRET_KEY).decrypt(kept.encode()).decode() if kept else ""


@cache
def _cipher(site_key: str) -> Fernet:
    key = hashlib.sha256(b"exchange access:" + site_key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
