"""The only writers of the claims' office (就诊与结算服务)."""

from yibao.office.claims.services.lines import upload
from yibao.office.claims.services.lines_reclassify import reclassify
from yibao.office.claims.services.lines_remove import remove
from yibao.office.claims.services.preview import preview
from yibao.office.claims.services.settle import settle
from yibao.office.claims.services.visits import register, withdraw
from yibao.office.claims.services.visits_care import attend, change, discharge, undo_discharge

__all__ = [
    "attend",
    "change",
    "discharge",
    "preview",
    "reclassify",
    "register",
    "remove",
    "settle",
    "undo_discharge",
    "upload",
    "withdraw",
]
