"""The number under which a person is kept, within somebody's own statement (现用编号)."""

from __future__ import annotations

KEPT = """(
    SELECT coalesce(kept.psn_no, asked.psn_no)
    FROM people_person AS asked LEFT JOIN people_person AS kept ON kept.id = asked.merged_into_id
    WHERE asked.psn_no = {number})"""
"""An expression: the number kept of the person whose number the expression `{number}` is."""
