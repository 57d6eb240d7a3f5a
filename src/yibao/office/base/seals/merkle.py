"""Merkle trees (默克尔树) as RFC 9162 section 2.1 draws them, over SHA-256 or SM3.

A leaf is hashed with a zero byte before it and a node with a one, so that no leaf can be passed
off as a node. Where a level has an odd number, its last stands unchanged on the next one.
"""

import hashlib
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives import hashes

Hash = Callable[[bytes], bytes]

SIZE = 32
"""Bytes of a digest, of either algorithm."""
ALGORITHMS = ("sha256", "sm3")
ZEROS = bytes(SIZE)
"""What the first seal of a chain holds as the digest before it."""

_LEAF, _NODE = b"\0", b"\1"


def hash_of(algorithm: str) -> Hash:
    """Return the hash function of this name.

    Raises:
        ValueError: for another name; a caller's mistake.

    >>> hash_of("sm3")(b"abc").hex()[:16]
    '66c7f0f462eeedd9'

    """
    if algorithm == "sha256":
        return lambda content: hashlib.sha256(content).digest()
    if algorithm == "sm3":
        return _sm3
    raise ValueError(f"{algorithm} is none of {', '.join(ALGORITHMS)}")


def _sm3(content: bytes) -> bytes:
    # hashlib knows SM3 only where its OpenSSL was built with it; cryptography brings its own.
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


def leaf_of(content: bytes, hashed: Hash) -> bytes:
    """Return the leaf of one row's content.

    >>> leaf_of(b"", hash_of("sha256")).hex()[:16]
    '6e340b9cffb37a98'
    """
    return hashed(_LEAF + content)


def root_of(leaves: Sequence[bytes], hashed: Hash) -> bytes:
    r"""Return the root over one leaf or more.

    Raises:
        ValueError: when there is no leaf.

    >>> sha256 = hash_of("sha256")
    >>> a, b = leaf_of(b"a", sha256), leaf_of(b"b", sha256)
    >>> root_of([a], sha256) == a, root_of([a, b], sha256) == sha256(b"\1" + a + b)
    (True, True)

    """
    if not leaves:
        raise ValueError("a tree has a leaf")
    level = list(leaves)
    while len(level) > 1:
        level = _next_level(level, hashed)
    return level[0]


def path_of(leaves: Sequence[bytes], place: int, hashed: Hash) -> list[bytes]:
    """Return the neighbours, from the leaf at `place` (from 0) up, that lead to the root.

    Raises:
        IndexError: when there is no such leaf.

    """
    if not 0 <= place < len(leaves):
        raise IndexError(place)
    level, path = list(leaves), []
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            path.append(level[neighbour])
        level = _next_level(level, hashed)
        place //= 2
    return path


def root_by_path(
    leaf: bytes, place: int, count: int, path: Sequence[bytes], hashed: Hash
) -> bytes | None:
    """Return the root that `path` leads to from the leaf at `place` of `count`; None if it cannot.

    >>> sha256 = hash_of("sha256")
    >>> leaves = [leaf_of(bytes([n]), sha256) for n in range(5)]
    >>> path = path_of(leaves, 4, sha256)
    >>> len(path), root_by_path(leaves[4], 4, 5, path, sha256) == root_of(leaves, sha256)
    (1, True)
    """
    if not 0 <= place < count:
        return None
    node, left = leaf, list(path)
    while count > 1:
        if place ^ 1 < count:
            if not left:
                return None
            neighbour = left.pop(0)
            pair = neighbour + node if place & 1 else node + neighbour
            node = hashed(_NODE + pair)
        place //= 2
        count = (count + 1) // 2
    return None if left else node


def _next_level(level: Sequence[bytes], hashed: Hash) -> list[bytes]:
    above = [hashed(_NODE + level[at] + level[at + 1]) for at in range(0, len(level) - 1, 2)]
    if len(level) % 2:
        above.append(level[-1])
    return above
