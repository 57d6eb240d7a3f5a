"""The only writers of the claims' office (就诊与结算服务)."""

from yibao.office.claims.past import LoadedPast, PastBatch, PastVisit, RefusedPast
from yibao.office.claims.services.lines import upload
from yibao.office.claims.services.lines_reclassify import reclassify
from yibao.office.claims.services.lines_remove import remove
from yibao.office.claims.services.load import load_settled
from yibao.office.claims.services.preview import preview
from yibao.office.claims.services.purchase import buy, preview_purchase
from yibao.office.claims.services.refold import close_difference
from yibao.office.claims.services.reverse import reverse
from yibao.office.claims.services.settle import settle
from yibao.office.claims.services.settled_of import settled_of
from yibao.office.claims.services.visits import register, withdraw
from yibao.office.claims.services.visits_care import attend, change, discharge, undo_discharge

__all__ = [
    "LoadedPast",
    "PastBatch",
    "PastVisit",
    "RefusedPast",
    "attend",
    "buy",
    "change",
    "close_difference",
    "discharge",
    "load_settled",
    "preview",
    "preview_purchase",
    "reclassify",
    "register",
    "remove",
    "reverse",
    "settle",
    "settled_of",
    "undo_discharge",
    "upload",
    "withdraw",
]
