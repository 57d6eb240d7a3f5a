"""A policy compiled into flat integer arrays, and the way back to the law."""

from yibao.policy.plan.compile import compile_plan
from yibao.policy.plan.plan import Plan

__all__ = ["Plan", "compile_plan"]
