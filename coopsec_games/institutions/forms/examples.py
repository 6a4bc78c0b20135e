"""A short example of every game form, as a case's file spells it, and a whole case's file to start from.

Each example has the ``parameters`` and the ``games`` of a case; whoever adds a form adds one in ``examples_of_bodies``
or ``examples_of_states``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from ...errors import NotApplicable, UsageError
from . import examples_of_bodies, examples_of_states
from .fields import GAME_FORMS

__all__ = ["EXAMPLES", "NEED_A_BODY", "starting_case"]

EXAMPLES: Mapping[str, str] = MappingProxyType({**examples_of_bodies.EXAMPLES, **examples_of_states.EXAMPLES})
"""A form to the parameters and the games of a case."""

NEED_A_BODY = frozenset({"ballot", "bargaining", "outside-option", "side-payments"})
"""The forms whose example is played in a body, of which somebody in it is a member."""


def starting_case(name: str, form: str) -> str:
    """A commented case's file to start from, valid as it stands.

    Parameters
    ----------
    name
        The key of the case: small letters, digits and hyphens.
    form
        A key of ``GAME_FORMS``.

    Raises
    ------
    UsageError
        The name cannot be a key.
    UnknownKey
        There is no such form.
    NotApplicable
        The form has no example.

    Examples
    --------
    >>> print(starting_case("cyprus-1974", "outside-option").splitlines()[0])
    # cyprus-1974: a proposer, those who can veto, and action outside the institution
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or len(name) > 80:
        raise UsageError(
            f"{name[:80]!r} cannot be the key of a case", hint="small letters, digits and hyphens: cyprus-1974"
        )
    entry = GAME_FORMS[form]
    if form not in EXAMPLES:
        raise NotApplicable(f"the form {form!r} has no example", hint=f"'coopsec explain {form}' says what it is")
    body = _BODY if form in NEED_A_BODY else _NO_BODY
    title = entry.title[:1].lower() + entry.title[1:]
    return _FILE.format(name=name, title=title, form=form, body=body, example=EXAMPLES[form], cite=entry.cite)


_BODY = """\
institution: unsc                # the key of a model ('coopsec models'), or a model's file beside this one
procedure: substantive           # left out: the model's default"""

_NO_BODY = """\
# institution: unsc              # the key of a model ('coopsec models'), where a body decides
# procedure: substantive         # left out: the model's default"""

_FILE = """\
# {name}: {title}
# The form '{form}' follows {cite}.
# 'coopsec check {name}.yaml' says whether this file is valid, 'coopsec analyze {name}.yaml' what follows from it.
# Numbers are exact: 1/2 or 0.25. Every letter is declared under 'parameters' and means itself there.
title: {name}
date: 1999-03-24                 # the day, on which the members and the rules are read
{body}
summary: What was decided, in a few sentences.
cite: []                         # where the facts stand

# Votes on record, each with its source and a mark of certainty (C checked, M standard reference, I modelling choice):
# roll-calls:
#   - {{id: S/RES/1, date: 1999-03-24, yes: rest, abstain: [CHN], recorded: adopted, cite: S/PV.1, certainty: C}}

# What actors want is no fact: a letter, what is assumed of it, and a baseline that only illustrates (certainty I).
{example}
# The outcome on record; the model must make it possible, and never reads it:
# recorded: {{GAME: OUTCOME}}

# What an author says, word for word, and the formal statement that decides it:
# claims:
#   - id: author-claim
#     author: Author
#     section: Heading
#     quote: The sentence as it stands.
#     statement: what it says of the game
#     formal: {{game: GAME, outcome: OUTCOME, where: CONDITION}}
"""
