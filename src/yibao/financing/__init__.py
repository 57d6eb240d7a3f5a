"""Who pays in, how much, and what follows for benefits (筹资)."""

from yibao.financing.waiting import History, WaitingTime, waiting

__all__ = ["History", "WaitingTime", "waiting"]
