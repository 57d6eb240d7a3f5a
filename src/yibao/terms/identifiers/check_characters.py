"""Check characters (校验码): the arithmetic by which a mistyped number is noticed."""

_RESIDENT_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_RESIDENT_CHARACTERS = "10X98765432"

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The 36 characters of ISO 7064 mod 37,36."""


def resident_check(digits: str) -> str:
    """Return the 18th character of a resident number from its first 17 digits.

    Source: GB 11643-1999 (ISO 7064 mod 11-2).

    >>> resident_check("11010519491231002")
    'X'
    """
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, _RESIDENT_WEIGHTS, strict=True)
    )
    return _RESIDENT_CHARACTERS[total % 11]


def credit_check(characters: str) -> str:
    """Return the 18th character of a unified social credit code from its first 17.

    Source: GB 32100-2015 (weights 3^i mod 31).

    >>> credit_check("91350100M000100Y4")
    '3'
    """
    total = sum(
        _CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(characters, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[-total % 31]


def alphanumeric_check(characters: str) -> str:
    """Return the check character of digits and capital letters, by ISO 7064 mod 37,36.

    It notices every single wrong character and nearly every exchange of neighbours.

    >>> alphanumeric_check("A12425GABC1234002")
    'M'
    """
    product = 36
    for character in characters:
        total = (product + ALPHANUMERIC.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHANUMERIC[(37 - product) % 36]
