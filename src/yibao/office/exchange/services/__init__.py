"""The writers of the exchange beside its transactions (写入)."""

from yibao.office.exchange.services.access import set_access
from yibao.office.exchange.services.corrections import correct
from yibao.office.exchange.services.housekeeping import forget, make_months_ahead
from yibao.office.exchange.services.signing import sign_in, sign_out

__all__ = ["correct", "forget", "make_months_ahead", "set_access", "sign_in", "sign_out"]
