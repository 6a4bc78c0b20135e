"""The tables of a paper: one registered function from a case, several, bodies or a record to a table of values.

To add a table, write one function in a module of this room, decorated with ``@TABLES.register``; ``coopsec tables``,
``tables:`` in a case, a paper's selection file and ``cg.table`` know it at once.

Examples
--------
>>> [key for key in TABLES if TABLES.takes(key) == "bodies"]
['power-compared', 'power-through-time']
"""

from __future__ import annotations

from . import bodies, comparing, implications, one_case, records, rings, rulings, verdicts
from .bodies import Body
from .catalogue import ILLUSTRATIVE, TABLES, TAKES, case_tables, point_text, table, tables_of
from .one_case import claims_table

__all__ = ["ILLUSTRATIVE", "TABLES", "TAKES", "Body", "case_tables", "claims_table", "point_text", "table", "tables_of"]

# every module that registers tables
_REGISTERED = (one_case, rulings, implications, verdicts, comparing, rings, bodies, records)
