"""What the home page tells of catalogues (首页): mappings that wait for a review."""

from __future__ import annotations

from yibao.office.catalogue.models import Mapping
from yibao.office.catalogue.names import MappingState
from yibao.office.catalogue.queries.mappings import provider_condition
from yibao.office.screens.hooks import Duty
from yibao.terms.text import Text

DUTIES = (
    Duty(
        "catalogue.mappings",
        Text("待审核的编码对应", "Mappings to be reviewed"),
        "catalogue.mapping.approve",
        lambda granted, reach: Mapping.objects.filter(
            provider_condition(reach, "local_item__provider"), state=MappingState.PROPOSED
        ).count(),
        "/catalogue/mapping/?state=proposed",
    ),
)
