"""Bodies from their files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..cooperative.rules import Ballot
from ..errors import CoopSecError, NotApplicable, SpecError, UnknownKey, did_you_mean
from ..institutions.case import RollCall
from ..institutions.institution import Institution, Membership, NamePeriod, Provision, Term, Weights
from .folders import find, found
from .loader import DataPath, Document, read_yaml, refuse
from .spec_faults import validate
from .spec_words import BallotsSpec
from .specs import ModelSpec, RollCallSpec, TermSpec

__all__ = ["is_model", "load_model", "models"]


def models(path: Sequence[str | Path] = ()) -> list[str]:
    """The keys of the known bodies.

    Parameters
    ----------
    path
        Folders of the user, each with ``models/`` in it, besides those of ``COOPSEC_PATH``.

    Examples
    --------
    >>> [key for key in models() if key in {"nato", "unsc"}]
    ['nato', 'unsc']
    """
    return list(found("models", path))


def load_model(key_or_path: str | Path, path: Sequence[str | Path] = ()) -> Institution:
    """A body by its key, or from a file.

    Parameters
    ----------
    key_or_path
        A key such as ``unsc``; what has a slash in it or ends in ``.yaml`` is a path.
    path
        Folders of the user, each with ``models/`` in it.

    Raises
    ------
    UnknownKey
        There is no such model.
    UsageError
        There is no such file.
    SpecError
        The file is invalid; all its faults at once.

    Examples
    --------
    >>> council = load_model("unsc")
    >>> council.on("1950-06-27").procedure("substantive").rule.members[:3]
    ('CHN', 'FRA', 'GBR')
    >>> council.on("1971-10-25").name("CHN"), council.on("1971-10-26").name("CHN")
    ('Republic of China', 'China')
    """
    key, file, shown = find("models", key_or_path, path)
    return read_model(key, read_yaml(file, shown))


def read_model(key: str, document: Document) -> Institution:
    """The body that a document describes, or all its faults."""
    spec = validate(ModelSpec, document)
    faults: list[CoopSecError] = []
    body = Institution(
        key,
        spec.name,
        {group: _terms(terms) for group, terms in spec.members.items()},
        {
            name: tuple(
                Provision(
                    p.rule,
                    p.since,
                    p.until,
                    p.text or "",
                    tuple(p.cite),
                    p.certainty or "",
                    p.counterfactual,
                    p.note or "",
                )
                for p in provisions
            )
            for name, provisions in spec.procedures.items()
        },
        spec.default,
        {
            member: (
                (NamePeriod(names),)
                if isinstance(names, str)
                else tuple(NamePeriod(period.name, period.until) for period in names)
            )
            for member, names in spec.names.items()
        },
        tuple(spec.cite),
        weights={
            name: tuple(Weights(w.of, w.since, w.until, tuple(w.cite), w.certainty or "", w.note or "") for w in tables)
            for name, tables in spec.weights.items()
        },
        suspended=_terms(spec.suspended),
        summary=spec.summary or "",
    )
    faults.extend(_alike(document, ("members",), spec.members, "group"))
    faults.extend(_member_faults(body, document))
    faults.extend(_name_faults(body, document))
    faults.extend(_table_faults(body, document))
    faults.extend(_procedure_faults(body, document))
    if not faults:
        calls, more = roll_calls(spec.roll_calls, document, {key: body}, key, body.default)
        faults.extend(more)
        body = replace(body, roll_calls=tuple(calls))
    refuse(faults)
    return body


def _terms(specs: Iterable[TermSpec]) -> tuple[Term, ...]:
    return tuple(Term(tuple(t.of), t.since, t.until, tuple(t.cite), t.certainty or "", t.note or "") for t in specs)


def fold(word: str) -> str:
    """A word as far as case and ways of writing a letter do not tell it from another."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


def _alike(document: Document, path: DataPath, words: Iterable[str], noun: str) -> Iterator[SpecError]:
    seen: dict[str, str] = {}
    for word in words:
        other = seen.setdefault(fold(word), word)
        if other != word:
            first = document.place((*path, other), key=True)
            yield document.fault(
                (*path, word),
                f"the {noun} {word!r} cannot be told from {other!r}",
                f"the first is at {first.line}:{first.column}",
                key=True,
            )


def _overlap(one: Term | Provision | Weights, other: Term | Provision | Weights) -> bool:
    return (other.until is None or one.since <= other.until) and (one.until is None or other.since <= one.until)


def _member_faults(body: Institution, document: Document) -> Iterator[SpecError]:
    spellings: dict[str, str] = {}
    for group, terms in body.members.items():
        if not any(term.of for term in terms):
            yield document.fault(("members", group), f"the group {group!r} has no members", key=True)
        held: dict[str, list[tuple[Term, DataPath]]] = {}
        for number, term in enumerate(terms):
            here: DataPath = ("members", group, number, "of")
            inside: set[str] = set()
            for position, member in enumerate(term.of):
                path = (*here, position)
                usual = spellings.setdefault(fold(member), member)
                if usual != member:
                    yield document.fault(path, f"the member {member!r} cannot be told from {usual!r}")
                if member in inside:
                    yield document.fault(path, f"the member {member!r} stands here a second time")
                    continue
                inside.add(member)
                for other, at in held.get(member, ()):
                    if _overlap(term, other):
                        first = document.place(at)
                        yield document.fault(
                            path,
                            f"two periods of {member!r} in {group!r} overlap",
                            f"the other is at {first.line}:{first.column}",
                        )
                held.setdefault(member, []).append((term, path))


def _table_faults(body: Institution, document: Document) -> Iterator[SpecError]:
    known = {member for terms in body.members.values() for term in terms for member in term.of}
    for name, tables in body.weights.items():
        for number, table in enumerate(tables):
            for before, other in enumerate(tables[:number]):
                if _overlap(table, other):
                    first = document.place(("weights", name, before))
                    yield document.fault(
                        ("weights", name, number),
                        f"two periods of {name!r} overlap",
                        f"the other is at {first.line}:{first.column}",
                    )
            for member in table.of:
                if member not in known:
                    path: DataPath = ("weights", name, number, "of", member)
                    yield document.fault(path, f"{member!r} is never a member", did_you_mean(member, known), key=True)


def _name_faults(body: Institution, document: Document) -> Iterator[SpecError]:
    known = {m for terms in (*body.members.values(), body.suspended) for term in terms for m in term.of}
    for member, names in body.names.items():
        path: DataPath = ("names", member)
        if member not in known:
            yield document.fault(path, f"{member!r} is never a member", did_you_mean(member, known), key=True)
        for number, (period, later) in enumerate(zip(names, [*names[1:], None], strict=True)):
            if later is None and period.until is not None:
                yield document.fault((*path, number), "the last name of a member has no end")
            elif later is not None and period.until is None:
                yield document.fault((*path, number), "a name that another follows needs its end, 'until'")
            elif later is not None and period.until and later.until and later.until <= period.until:
                yield document.fault((*path, number + 1), "the names of a member stand in the order of their ends")


def _procedure_faults(body: Institution, document: Document) -> Iterator[CoopSecError]:
    if body.default not in body.procedures:
        hint = did_you_mean(body.default, body.procedures) or f"procedures: {', '.join(body.procedures)}"
        yield document.fault(("default",), f"unknown procedure {body.default!r}", hint)
    bodies = list(_bodies(body))
    for name, provisions in body.procedures.items():
        for number, provision in enumerate(provisions):
            path: DataPath = ("procedures", name, number)
            for before, other in enumerate(provisions[:number]):
                if _overlap(provision, other):
                    first = document.place(("procedures", name, before))
                    yield document.fault(
                        path, f"two periods of {name!r} overlap", f"the other is at {first.line}:{first.column}"
                    )
            for sitting in _sizes(bodies, provision, body):
                try:
                    sitting.rule(provision.rule)
                except CoopSecError as error:
                    yield placed(error, document, (*path, "rule"))
                    break


def _bodies(body: Institution) -> Iterator[Membership]:
    for when in body.periods():
        with suppress(NotApplicable):
            yield body.on(when)


def _sizes(bodies: Sequence[Membership], provision: Provision, body: Institution) -> Iterator[Membership]:
    """The body over the time of a provision, once for each different set of sizes and weights.

    Outside of every period a rule is read for the body before it, or for nobody.
    """
    last: Membership | None = None
    seen: set[tuple[object, ...]] = set()
    for sitting in bodies:
        inside = provision.since <= sitting.date and (provision.until is None or sitting.date <= provision.until)
        last = sitting if sitting.date <= provision.since else last
        tables = tuple((name, table.since) for name, table in sitting.weights.items())
        if inside and (sizes := (*(len(group) for group in sitting.groups.values()), tables)) not in seen:
            seen.add(sizes)
            yield sitting
    if not seen:
        nobody = {**dict.fromkeys(body.members, ()), "all": ()}
        yield last or Membership(body.key, provision.since, nobody, {}, {}, body.default)


def placed(error: CoopSecError, document: Document, path: DataPath) -> CoopSecError:
    """An error of a lower room, with the place in the file where its text stands."""
    if error.place is None:
        error.place = document.place(path, column=getattr(error, "column", None))
    return error


def roll_calls(
    specs: Sequence[RollCallSpec],
    document: Document,
    bodies: Mapping[str, Institution],
    own: str,
    procedure: str,
) -> tuple[list[RollCall], list[CoopSecError]]:
    """The roll calls of a file, every member's ballot filled in, and what is wrong with them."""
    calls: list[RollCall] = []
    faults: list[CoopSecError] = []
    seen: dict[str, int] = {}
    for number, spec in enumerate(specs):
        path: DataPath = ("roll-calls", number)
        if (first := seen.setdefault(fold(spec.id), number)) != number:
            line = document.place(("roll-calls", first)).line
            faults.append(
                document.fault((*path, "id"), f"the roll call {spec.id!r} is on file already", f"see line {line}")
            )
        word = spec.institution or own
        if word not in bodies:
            continue
        body = bodies[word]
        key = spec.procedure or (procedure if word == own else body.default)
        try:
            sitting = body.on(spec.date)
            sitting.procedure(key, parties=spec.parties)
        except UnknownKey as error:
            faults.append(document.fault((*path, "procedure"), error.message, error.hint))
            continue
        except NotApplicable as error:
            faults.append(document.fault((*path, "date"), error.message, error.hint))
            continue
        cast, more = ballots(spec, sitting, document, path)
        faults.extend(more)
        calls.append(
            RollCall(
                spec.id,
                spec.date,
                word,
                key,
                cast,
                spec.recorded,
                spec.subject or "",
                spec.note or "",
                tuple(spec.cite),
                spec.certainty,
                tuple(spec.parties),
            )
        )
    return calls, faults


def ballots(
    spec: BallotsSpec, sitting: Membership, document: Document, path: DataPath
) -> tuple[dict[str, Ballot], list[CoopSecError]]:
    """Every member's ballot, once: those listed, and the rest where the file says so."""
    faults: list[CoopSecError] = []
    cast: dict[str, Ballot] = {}
    rest: Ballot | None = None
    for ballot in Ballot:
        listed = getattr(spec, ballot.value, [])
        if listed and ballot is Ballot.QUALIFIED and not sitting.qualifies:
            fault = f"{sitting.institution!r} knows no qualified abstention on {sitting.date}"
            faults.append(document.fault((*path, ballot.value), fault, "write 'abstain'", key=True))
        if isinstance(listed, str):
            if rest is not None:
                faults.append(document.fault((*path, ballot.value), "'rest' stands here a second time"))
            rest = ballot
            continue
        for number, member in enumerate(listed):
            where = (*path, ballot.value, number)
            if member not in sitting.members:
                hint = did_you_mean(member, sitting.members) or f"members: {', '.join(sitting.members)}"
                faults.append(
                    document.fault(
                        where, f"{member!r} is not a member of {sitting.institution!r} on {sitting.date}", hint
                    )
                )
            elif member in cast:
                faults.append(document.fault(where, f"{member!r} has a ballot already: {cast[member].value}"))
            else:
                cast[member] = ballot
    missing = [member for member in sitting.members if member not in cast]
    if rest is not None:
        cast.update(dict.fromkeys(missing, rest))
    elif missing and not faults:
        faults.append(document.fault(path, f"no ballot for {', '.join(missing)}", "one of the ballots may be 'rest'"))
    return {member: cast[member] for member in sitting.members if member in cast}, faults


def is_model(key_or_path: str | Path, path: Sequence[str | Path] = ()) -> bool:
    """Whether a key is a model's, or a file has the members of one; what is neither counts as a case."""
    if str(key_or_path) in models(path):
        return True
    file = Path(key_or_path)
    if not file.is_file():
        return False
    data = read_yaml(file).data
    return isinstance(data, dict) and "members" in data
