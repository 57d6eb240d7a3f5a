"""The second factor (二次验证): a code by time (TOTP, RFC 6238).

It is asked for whatever moves money or rights.
"""

from __future__ import annotations

import base64
import hashlib

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils import timezone

from yibao.office.base.models import Account

ISSUER = "yibao"
SESSION_KEY = "second_factor_at"
LASTS_SECONDS = 15 * 60
STEP_SECONDS = 30


def new_secret() -> str:
    """Return a secret for an authenticator."""
    return pyotp.random_base32()


def address(account: Account, secret: str) -> str:
    """Return the otpauth address that an authenticator scans."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name=ISSUER)


def sealed(secret: str) -> str:
    """Return the secret as the database keeps it, encrypted by the site's key."""
    return _cipher().encrypt(secret.encode()).decode()


def is_right(account: Account, code: str) -> bool:
    """Tell whether `code` is the account's code of now and was not used before; use it up.

    One step earlier or later is forgiven, for clocks differ.
    """
    secret = _secret_of(account)
    if secret is None:
        return False
    now = timezone.now()
    step = int(now.timestamp()) // STEP_SECONDS
    for candidate in (step, step - 1, step + 1):
        if pyotp.utils.strings_equal(pyotp.TOTP(secret).generate_otp(candidate), code.strip()):
            used = Account.objects.filter(pk=account.pk, second_factor_step__lt=candidate)
            return used.update(second_factor_step=candidate) == 1
    return False


def enrol(account: Account, secret: str, code: str) -> bool:
    """Keep `secret` for the account if `code` shows that its authenticator knows it."""
    if not pyotp.TOTP(secret).verify(code.strip(), valid_window=1):
        return False
    account.second_factor_secret = sealed(secret)
    account.save(update_fields=["second_factor_secret"])
    return True


def is_shown(session: dict[str, object]) -> bool:
    """Tell whether this session showed the second factor lately, or the site asks for none."""
    if not settings.YIBAO.asks_second_factor:
        return True
    shown = session.get(SESSION_KEY)
    return isinstance(shown, int | float) and timezone.now().timestamp() - shown < LASTS_SECONDS


def _secret_of(account: Account) -> str | None:
    if not account.second_factor_secret:
        return None
    try:
        return _cipher().decrypt(account.second_factor_secret.encode()).decode()
    except InvalidToken:
        return None


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
