"""Where chance comes from (随机数): a stream of its own for every purpose and piece.

What one purpose draws never shifts what another draws, so a part may be changed or left out and
the rest stays as it was.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np


def stream(seed: int, purpose: str, piece: int = 0) -> np.random.Generator:
    """Return the generator of a purpose for one piece of the region.

    >>> int(stream(1, "visits", 3).integers(1000)) == int(stream(1, "visits", 3).integers(1000))
    True
    """
    words = (seed, crc32(purpose.encode()), piece)
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(words)))
