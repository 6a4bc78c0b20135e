"""Replication packages: a paper's tables, figures and pages made again from its inputs, and compared."""

from __future__ import annotations

from .comparing import Comparison, compare_package
from .package import Package, current_environment, program_version, read_manifest, replicate
from .selection import MadeTable, Sources, made_tables

__all__ = [
    "Comparison",
    "MadeTable",
    "Package",
    "Sources",
    "compare_package",
    "current_environment",
    "made_tables",
    "program_version",
    "read_manifest",
    "replicate",
]
