"""A run from files to files: deal, settle part by part, finish (docs/algorithms/bulk.md)."""

from __future__ import annotations

import shutil

import duckdb

from yibao.benefit.runs.asked import Asked, Finished, Progress, silent
from yibao.benefit.runs.finish import finish, finished_before
from yibao.benefit.runs.identity import make_folder, manifest_of, take_possession
from yibao.benefit.runs.manifest import entries, finished_totals, write_manifest
from yibao.benefit.runs.outcome import columns_of
from yibao.benefit.runs.plan_of import plan_of
from yibao.benefit.runs.sources import Sources, connect, count_rows, open_sources, reading_failed
from yibao.benefit.runs.work import Rows, Work
from yibao.policy.plan import Plan


def settle_files(asked: Asked, progress: Progress = silent) -> Finished:
    """Settle a region's claims from files to files.

    Raises:
        InvalidInput: a file cannot be used, or the folder holds another run.
        PolicyError: the law cannot be read.

    """
    plan = plan_of(asked)
    columns_of(plan, asked.columns)
    make_folder(asked)
    staging_folder = asked.out / "_staging"
    connection = connect(asked.threads, asked.memory // 2, staging_folder / "spill")
    try:
        finished = _settle(asked, plan, open_sources(asked, connection), progress)
    except duckdb.Error as error:
        raise reading_failed(error) from error
    finally:
        connection.close()
    shutil.rmtree(staging_folder, ignore_errors=True)
    return finished


def _settle(asked: Asked, plan: Plan, sources: Sources, progress: Progress) -> Finished:
    visits = count_rows(sources, sources.as_delivered)
    lines = 0 if sources.lines is None else count_rows(sources, "lines")
    manifest = manifest_of(asked, plan, visits, lines)
    take_possession(asked, manifest, sources)
    before = len(entries(asked.out))
    totals = finished_totals(asked.out)
    if before == manifest.parts and totals is not None:
        return finished_before(asked, manifest, sources, totals)
    Work(asked, plan, manifest, sources, Rows(visits, lines), progress).settle_missing()
    finished = finish(asked, manifest, sources, before)
    write_manifest(asked.out, manifest, finished.as_totals())
    return finished
