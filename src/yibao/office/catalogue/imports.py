"""The kinds of files that the catalogue imports, as the engine finds them."""

from yibao.office.catalogue.kinds.national import NATIONAL
from yibao.office.catalogue.kinds.own import OWN

IMPORTS = (*NATIONAL, *OWN)
