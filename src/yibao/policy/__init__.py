"""The law as data: read, checked, laid over one another, compiled into a plan (政策)."""

from yibao.policy.law import Policy
from yibao.policy.load import load_policy
from yibao.policy.plan import Plan, compile_plan

__all__ = ["Plan", "Policy", "compile_plan", "load_policy"]
