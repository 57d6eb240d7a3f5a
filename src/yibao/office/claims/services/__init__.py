"""The only writers of the claims' office (就诊与结算服务)."""

from yibao.office.claims.services.preview import preview
from yibao.office.claims.services.settle import settle

__all__ = [
    "preview",
    "settle",
]
