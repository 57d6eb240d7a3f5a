"""SM4 in ECB with PKCS #7 (GB/T 32907), as the interface encrypts inputs and outputs."""

from __future__ import annotations

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.padding import PKCS7

KEY_BYTES = 16


def encrypted(key: bytes, plain: bytes) -> bytes:
    """Return the ciphertext of `plain`; the key has 16 bytes.

    >>> decrypted(b"0123456789abcdef", encrypted(b"0123456789abcdef", b"{}"))
    b'{}'
    """
    padder = PKCS7(128).padder()
    encryptor = _cipher(key).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def decrypted(key: bytes, hidden: bytes) -> bytes:
    """Return what was encrypted.

    Raises:
        ValueError: it was not encrypted with this key.

    """
    decryptor = _cipher(key).decryptor()
    unpadder = PKCS7(128).unpadder()
    padded = decryptor.update(hidden) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def _cipher(key: bytes) -> Cipher[ECB]:
    # ECB is what the interface prescribes; a signature over the plain text goes with it.
    return Cipher(SM4(key), ECB())  # noqa: S305
