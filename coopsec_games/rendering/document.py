"""A LaTeX document that shows tables and figures, for a look at them and as a start for a paper."""

from __future__ import annotations

from collections.abc import Sequence

from .tex_text import latex_escape

__all__ = ["latex_document"]


def latex_document(
    title: str,
    tables: Sequence[str],
    figures: Sequence[tuple[str, str]] = (),
    *,
    authors: Sequence[str] = (),
    siunitx: bool = False,
) -> str:
    """The document, to be set by ``pdflatex -no-shell-escape`` in the folder of the files.

    Parameters
    ----------
    title
        Its title.
    tables
        The files of tables, without ``.tex``.
    figures
        The files of figures, without ending, and their captions.
    authors
        Its authors.
    siunitx
        Whether the tables have columns of the package siunitx.
    """
    packages = ["array", "booktabs", "longtable", *(["graphicx"] if figures else []), *(["siunitx"] if siunitx else [])]
    lines = [
        r"\documentclass[11pt,a4paper]{article}",
        r"\usepackage[T1]{fontenc}",
        r"\usepackage[utf8]{inputenc}",
        r"\usepackage{textcomp}",
        r"\usepackage[margin=25mm]{geometry}",
        rf"\usepackage{{{','.join(packages)}}}",
        r"\extrafloats{100}",
        r"\setlength{\belowcaptionskip}{6pt}",
        rf"\title{{{latex_escape(title)}}}",
        rf"\author{{{latex_escape('; '.join(authors))}}}",
        r"\date{}",
        r"\begin{document}",
        r"\maketitle",
    ]
    for file in tables:
        lines += [rf"\input{{{file}}}", r"\clearpage"]
    for file, caption in figures:
        lines += [
            r"\begin{figure}[p]",
            r"  \centering",
            # a figure of two columns may reach into both margins
            rf"  \makebox[\linewidth]{{\includegraphics{{{file}}}}}",
            rf"  \caption{{{latex_escape(caption)}}}",
            r"\end{figure}",
            r"\clearpage",
        ]
    return "\n".join([*lines, r"\end{document}", ""])
