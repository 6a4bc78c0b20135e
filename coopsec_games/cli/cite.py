"""``coopsec cite``: how to cite the project, a method, a case or a model."""

from __future__ import annotations

import click

from .. import citations
from ..errors import UnknownKey, did_you_mean
from .explanations import explanation, words_known
from .output import Output, printing, search_path

__all__ = ["cite_command"]


@click.command("cite", short_help="How to cite the project, a method, a case or a model.")
@click.argument("word", required=False)
@printing(citations.FORMS)
def cite_command(word: str | None, out: Output) -> None:
    """How to cite the project; with WORD, an index, a concept, a rule, a form, a table, a case or a model with it."""
    found = _citation(word)
    if out.format == "bibtex":
        out.send(citations.as_bibtex(found))
    elif out.format == "cff":
        out.send(citations.as_cff(found))
    else:
        out.send(citations.as_text(found))


def _citation(word: str | None) -> citations.Citation:
    from .. import __version__
    from ..library import cases, load_case, load_model, models

    if word is None:
        return citations.project(__version__)
    if word in cases(search_path()):
        case = load_case(word, search_path())
        sources = [*case.cite, *(source for call in case.roll_calls for source in call.cite)]
        sources += [source for claim in case.claims for source in claim.cite]
        return citations.Citation(__version__, word, "case", case.title, tuple(sources))
    if word in models(search_path()):
        model = load_model(word, search_path())
        sources = [*model.cite, *(source for kept in model.procedures.values() for one in kept for source in one.cite)]
        return citations.Citation(__version__, word, "model", model.name, tuple(sources))
    known = (*words_known(), *cases(search_path()), *models(search_path()))
    if word not in words_known():
        hint = did_you_mean(word, known) or "coopsec explain lists every word"
        raise UnknownKey(f"nothing is known of {word!r}", hint=hint)
    told = explanation(word)
    return citations.Citation(__version__, word, told["kind"], told["meaning"], (told["cite"],) if told["cite"] else ())
