"""The style sheet of a page: quiet in light and dark, narrow and wide, on paper too."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --soft: #f4f4f1; --line: #b9b9b4; --quiet: #565656;
  --link: #0b4f8a; --mark: #8a4b00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e9e6; --paper: #17181a; --soft: #222428; --line: #4d5056; --quiet: #b4b4b0; --link: #8fc3f2;
    --mark: #f0b978; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-behavior: auto; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1rem/1.55 Georgia, "Liberation Serif", serif; }
header, nav, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
main { padding-bottom: 2rem; }
h1, h2, h3, h4 { font-family: "Helvetica Neue", Arial, "Liberation Sans", sans-serif; line-height: 1.25; }
h1 { font-size: 1.9rem; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .75rem; padding-top: .5rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.08rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p, dd, dt, li { overflow-wrap: anywhere; }
p { margin: .6rem 0; max-width: 48rem; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100rem; background: var(--paper); padding: .5rem 1rem; z-index: 1; }
.skip:focus { left: .5rem; top: .5rem; }
nav ol { columns: 18rem; column-gap: 2.5rem; padding-left: 1.4rem; margin: .5rem 0; }
nav li { break-inside: avoid; }
.quiet, .notes, figcaption, footer { color: var(--quiet); font-size: .9rem; }
.notes p { margin: .3rem 0; }
.scroll { overflow-x: auto; max-width: 100%; margin: .75rem 0 .25rem; }
table { border-collapse: collapse; font-size: .92rem; border-top: 2px solid var(--ink);
  border-bottom: 2px solid var(--ink); }
caption { text-align: left; font-weight: bold; padding-bottom: .35rem; }
th, td { padding: .3rem .65rem; vertical-align: top; text-align: left; min-width: 3.5rem; }
td { overflow-wrap: break-word; }
thead th.r { white-space: normal; }
thead th { border-bottom: 1px solid var(--ink); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody th { font-weight: normal; }
.whole { white-space: nowrap; }
.r { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.c { text-align: center; }
small.near { color: var(--quiet); display: block; }
math { font-size: 1.05em; }
.wide { display: inline-block; max-width: 100%; overflow-x: auto; overflow-y: hidden; vertical-align: bottom; }
dl.regimes dt { font-weight: bold; margin-top: 1rem; }
dl.regimes dd { margin: .15rem 0 .15rem 1.25rem; }
.badge { font: .8rem Arial, "Liberation Sans", sans-serif; border: 1px solid var(--mark); color: var(--mark);
  border-radius: 2px; padding: 0 .35rem; margin-left: .4rem; white-space: nowrap; }
blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
.explorer { background: var(--soft); border: 1px solid var(--line); padding: .25rem 1rem 1rem; margin: 1rem 0; }
.board { display: grid; grid-template-columns: minmax(0, 3fr) minmax(15rem, 2fr); gap: 1.25rem; align-items: start; }
.explorer figure { margin: 0; }
.controls { border: 0; margin: 0; padding: 0; min-width: 0; }
.controls.alone { max-width: 36rem; }
.controls legend { font-weight: bold; padding: 0; }
.slider { margin: .5rem 0; }
.slider label { display: block; font-size: .92rem; line-height: 1.35; }
.slider .row { display: grid; grid-template-columns: minmax(0, 1fr) 4.5rem; gap: .75rem; align-items: center; }
.slider input { width: 100%; height: 1.75rem; margin: 0; accent-color: var(--link); }
.slider .value { text-align: right; font-variant-numeric: tabular-nums; font-weight: bold; }
.outside .slider input { accent-color: #888; filter: grayscale(1); }
.outside svg.map .here { opacity: .55; }
button { font: inherit; padding: .3rem .8rem; color: var(--ink); background: var(--paper);
  border: 1px solid var(--quiet); border-radius: 3px; cursor: pointer; }
.result { position: sticky; top: 0; z-index: 1; border-left: 4px solid var(--link); background: var(--paper);
  padding: .5rem .9rem; margin: .75rem 0; min-height: 5.5rem; }
.outside .result { position: sticky; top: 0; z-index: 1; border-left-color: #888; color: var(--quiet); }
.result p { margin: .1rem 0; }
.verdict { font-weight: bold; font-size: 1.1rem; }
.legend { list-style: none; padding: 0; margin: .5rem 0; font-size: .92rem; }
.legend li { display: flex; gap: .5rem; align-items: center; padding: .1rem .25rem; }
.legend [aria-current] { outline: 2px solid var(--link); font-weight: bold; background: var(--paper); }
.legend svg { flex: none; }
svg.map { display: block; width: 100%; height: auto; border: 1px solid var(--line); }
svg.map text { font: 15px Arial, "Liberation Sans", sans-serif; text-anchor: middle; fill: #000; }
svg.map text.axis { font: italic 20px Georgia, "Liberation Serif", serif; }
svg.map text.left { text-anchor: end; }
svg.map text.letter { font-weight: bold; font-size: 17px; }
svg.map .curves path { fill: none; stroke: #000; stroke-width: 1.8; }
svg.map .ticks path, svg.map .ticks rect { stroke: #000; }
svg.defs { position: absolute; }
.drawings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.25rem;
  align-items: start; }
.drawings figure { margin: 0; background: #fff; color: #1b1b1b; border: 1px solid var(--line); padding: .75rem;
  min-width: 0; }
.drawings figure.double { grid-column: 1 / -1; }
.drawings figure > div { overflow-x: auto; }
.drawings svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
.drawings figure.single svg { width: 100%; max-width: 30rem; }
.drawings figure.double svg { width: 100%; min-width: 34rem; }
.drawings figcaption { color: #444; padding-top: .5rem; }
@media (max-width: 46rem) {
  .board { grid-template-columns: minmax(0, 1fr); }
  header, nav, main, footer { padding: 0 .8rem; }
  header { padding-top: 1.25rem; }
  th, td { padding: .3rem .4rem; }
}
@media print {
  :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #fff; --line: #999; --quiet: #333; --link: #000;
    --mark: #000; }
  body { font-size: 10pt; }
  header, nav, main, footer { max-width: none; padding: 0; }
  nav, .skip, .controls, .result { display: none; }
  .board { grid-template-columns: minmax(0, 1fr); }
  svg.map { max-width: 9cm; }
  .scroll, .wide, .drawings figure > div { overflow: visible; }
  .drawings figure.double svg { min-width: 0; }
  table { font-size: 8pt; }
  th, td { min-width: 0; padding: .15rem .3rem; overflow-wrap: break-word; }
  figure, dt, tr, h2, h3, h4 { break-inside: avoid; }
  h2, h3, h4, dt { break-after: avoid; }
}
"""
"""One sheet for every page; its hash stands in the page's security policy."""
