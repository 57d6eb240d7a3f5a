"""What a process reads as soon as it begins (预热): the law, machine code, definitions.

Otherwise the first message of each process waits for them, with the hospital's cashier.
"""

from __future__ import annotations

import gc
import logging
import threading

from django.conf import settings
from django.utils import timezone

from yibao.benefit.bulk import load_machine_code
from yibao.office.claims.plans import plan_for
from yibao.office.exchange.transactions.registry import transactions
from yibao.terms.errors import YibaoError

SOME_OBJECTS = 20_000
"""So many new objects lie about before Python looks for rings among them; a message makes few."""

logger = logging.getLogger(__name__)


def begin_to_warm() -> None:
    """Read it beside whatever else begins: where machine code is made anew, that takes long."""
    threading.Thread(target=warm, daemon=True, name="warm").start()


def warm() -> None:
    """Read what every message needs; a law that cannot be read is said when it is asked for.

    What is read stays as long as the process: the collector of rings need not look at it again.
    """
    transactions()
    try:
        load_machine_code(plan_for(settings.YIBAO.region, timezone.localdate()))
    except YibaoError:
        logger.exception("the region's law cannot be read")
    gc.collect()
    gc.freeze()
    gc.set_threshold(SOME_OBJECTS, 20, 50)
