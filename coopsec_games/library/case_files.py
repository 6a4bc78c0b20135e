"""Cases from their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from ..cooperative.rules import Ballot
from ..errors import SpecError
from ..formulas import check_name, exact
from ..institutions.case import Case, Claim, GameSpec, Parameter, PowerQuestion, RollCall, WhatIf
from ..institutions.institution import Institution, Membership
from .building import Building
from .folders import find, found
from .game_files import build_game, spell
from .loader import DataPath, Document, read_yaml, refuse
from .model_files import ballots, load_model, read_model, roll_calls
from .spec_claims import (
    ClaimSpec,
    EquivalenceClaim,
    GroupClaim,
    PowerClaim,
    RecordClaim,
    RollCallClaim,
    RuleClaim,
)
from .spec_faults import validate
from .spec_words import fields_set
from .specs import CaseSpec, WhatIfSpec

__all__ = ["cases", "load_case"]

OUTCOME_WORDS = ("outcome", "possible", "inevitable")


def cases(path: Sequence[str | Path] = ()) -> list[str]:
    """The keys of the known cases.

    Parameters
    ----------
    path
        Folders of the user, each with ``cases/`` in it, besides those of ``COOPSEC_PATH``.
    """
    return list(found("cases", path))


def load_case(key_or_path: str | Path, path: Sequence[str | Path] = ()) -> Case:
    """A case by its key, or from a file.

    Parameters
    ----------
    key_or_path
        A key such as ``kosovo-1999``; what has a slash in it or ends in ``.yaml`` is a path.
    path
        Folders of the user, each with ``models/`` or ``cases/`` in it.

    Raises
    ------
    UnknownKey
        There is no such case.
    UsageError
        There is no such file.
    SpecError
        The file is invalid; all its faults at once.
    """
    key, file, shown = find("cases", key_or_path, path)
    return _Building(key, file, read_yaml(file, shown), path).case()


def model_of(word: str, beside: Path, path: Sequence[str | Path]) -> Institution:
    """The body that a case names: a key, or a file in the folder of the case or below it."""
    if "/" not in word and "\\" not in word and not word.endswith((".yaml", ".yml")):
        return load_model(word, path)
    if "://" in word or "\\" in word:
        raise SpecError(f"{word!r} is not the path of a file", hint="write the key of a model, or a path from here")
    root = beside.resolve().parent
    try:
        file = (root / word).resolve(strict=True)
    except (OSError, RuntimeError):
        raise SpecError(f"there is no file {word!r} beside the case") from None
    if Path(word).is_absolute() or ".." in Path(word).parts or not file.is_relative_to(root):
        raise SpecError(f"{word!r} is outside the folder of the case")
    return read_model(file.stem, read_yaml(file, word))


class _Building(Building):
    """One case in the making: what is wrong is collected, and what depends on it left out."""

    def __init__(self, key: str, file: Path, document: Document, path: Sequence[str | Path]) -> None:
        super().__init__(document)
        self.key = key
        self.file = file
        self.path = path
        self.spec = validate(CaseSpec, document)
        self.bodies: dict[str, Institution] = {}
        self.calls: dict[str, RollCall] = {}
        self.procedure = ""

    def case(self) -> Case:
        """The case, or all its faults."""
        spec = self.spec
        own = self.own_body()
        if own is not None:
            self.procedure = spec.procedure or own.default
            self.attempt(("procedure",), lambda: own.on(spec.date).procedure(self.procedure))
        elif spec.procedure is not None:
            self.fault(("procedure",), "a procedure needs an institution", "name one by 'institution'")
        calls, more = roll_calls(spec.roll_calls, self.document, self.bodies, spec.institution or "", self.procedure)
        self.faults.extend(more)
        self.calls = {call.id: call for call in calls}
        self.alike(("claims",), [claim.id for claim in spec.claims], "claim")
        case = Case(
            key=self.key,
            title=spec.title,
            date=spec.date,
            institution=own,
            procedure=self.procedure,
            summary=spec.summary or "",
            cite=tuple(spec.cite),
            institutions=self.bodies,
            roll_calls=tuple(calls),
            parameters=self.parameters(),
            games=self.games(),
            recorded=spec.recorded,
            what_ifs=tuple(self.what_if(number, question) for number, question in enumerate(spec.what_if)),
            claims=tuple(self.claim(number, claim) for number, claim in enumerate(spec.claims)),
            power=self.power(),
            tables=tuple(spec.tables),
            file=self.document.file,
        )
        self.check_games(case)
        refuse(self.faults)
        return case

    # bodies and days ----------------------------------------------------------------------------------------------

    def own_body(self) -> Institution | None:
        """The body of the case, where it has one; those that its parts name are loaded beside it."""
        own = self.spec.institution or ""
        named: list[tuple[str, DataPath]] = [(own, ("institution",))]
        for number, call in enumerate(self.spec.roll_calls):
            if not (call.institution or own):
                self.fault(("roll-calls", number), "a roll call needs an institution", "name one by 'institution'")
            named.append((call.institution or "", ("roll-calls", number, "institution")))
        for number, question in enumerate(self.spec.power):
            named.append((question.institution or "", ("power", number, "institution")))
        for number, claim in enumerate(self.spec.claims):
            word = getattr(claim.formal, "institution", None) or ""
            named.append((word, ("claims", number, "formal", "institution")))
        failed: set[str] = {""}
        for word, path in named:
            if word in failed or word in self.bodies:
                continue
            body = self.attempt(path, partial(model_of, word, self.file, self.path))
            if body is None:
                failed.add(word)
            else:
                self.bodies[word] = body
        if own and own in failed:
            refuse(self.faults)
        return self.bodies.get(own)

    def sitting(
        self, path: DataPath, word: str | None, date: dt.date, procedure: str | None = None
    ) -> tuple[str, Membership, str] | None:
        """A body on a day and its procedure, both in force, or a fault."""
        asked = word or self.spec.institution or ""
        body = self.bodies.get(asked)
        if body is None:
            if not asked:
                self.fault(path, "this asks about a body, and none is named", "name one by 'institution'")
            return None
        key = procedure or (body.default if word and word != self.spec.institution else self.procedure)
        sitting = self.attempt((*path, "date"), lambda: body.on(date))
        if sitting is None:
            return None
        if self.attempt((*path, "procedure"), lambda: sitting.procedure(key)) is None:
            return None
        return asked, sitting, key

    def members(self, path: DataPath, members: Iterable[str], sitting: Membership, *, keys: bool = False) -> None:
        for number, member in enumerate(members):
            self.attempt((*path, member if keys else number), partial(sitting.known, member), key=keys)

    def power(self) -> tuple[PowerQuestion, ...]:
        """The questions about power."""
        questions = []
        for number, asked in enumerate(self.spec.power):
            path: DataPath = ("power", number)
            found = self.sitting(path, asked.institution, asked.date or self.spec.date, asked.procedure)
            if found is None:
                continue
            word, sitting, key = found
            self.members((*path, "absent"), asked.absent, sitting)
            questions.append(PowerQuestion(asked.label, sitting.date, word, key, tuple(asked.absent)))
        return tuple(questions)

    # parameters and games -----------------------------------------------------------------------------------------

    def parameters(self) -> tuple[Parameter, ...]:
        """The declared symbols."""
        names = []
        for name in self.spec.parameters:
            if self.attempt(("parameters", name), partial(check_name, name), key=True):
                names.append(name)
        parameters = []
        for name, stated in self.spec.parameters.items():
            path: DataPath = ("parameters", name)
            self.conditions((*path, "assume"), stated.assume, names)
            baseline: Fraction | None = None
            if stated.baseline is not None:
                value = self.attempt((*path, "baseline"), partial(exact, stated.baseline, ()))
                baseline = value if isinstance(value, Fraction) else None
            parameters.append(Parameter(name, stated.meaning, tuple(stated.assume), baseline, stated.certainty or ""))
        return tuple(parameters)

    def conditions(self, path: DataPath, texts: Sequence[str], names: Iterable[str] | None = None) -> None:
        """Read conditions for their faults; a single one may stand without a list around it."""
        from ..conditions import Assumptions

        declared = list(self.spec.parameters if names is None else names)
        for number, text in enumerate(texts):
            where = (*path, number) if (*path, number) in self.document.marks else path
            self.attempt(where, partial(Assumptions.read, declared, text))

    def games(self) -> dict[str, GameSpec]:
        """The games as spelled, those that refer to known things only."""
        games = {}
        for key in self.spec.games:
            path: DataPath = ("games", key)
            data: Any = self.document.data
            places = {mark[2:]: self.document.place(mark, column=1) for mark in self.document.marks if mark[:2] == path}
            spec = spell(key, data["games"][key], places)
            self.conditions((*path, "assume"), spec.assume)
            for number, name in enumerate(spec.solve_for):
                self.known((*path, "solve-for", number), "parameter", name, self.spec.parameters)
            games[key] = spec
        return games

    def check_games(self, case: Case) -> None:
        """Build every game once for its faults, and hold the outcomes that the case names against it."""
        for key in case.recorded:
            self.known(("recorded", key), "game", key, case.games, key=True)
        if self.faults:
            return
        named: list[tuple[str, str, DataPath]] = [
            (key, outcome, ("recorded", key)) for key, outcome in case.recorded.items()
        ]
        for number, claim in enumerate(case.claims):
            for part, stated in (("formal", claim.formal), ("rival", claim.rival)):
                for word in OUTCOME_WORDS:
                    if stated and word in stated:
                        named.append((str(stated["game"]), str(stated[word]), ("claims", number, part, word)))
        for key in case.games:
            game = self.attempt(("games", key), partial(build_game, case, key))
            outcomes = getattr(game, "outcomes", None)
            for other, outcome, path in named:
                if other == key and isinstance(outcomes, tuple):
                    self.known(path, f"outcome of the game {key!r}:", outcome, outcomes)

    # questions ----------------------------------------------------------------------------------------------------

    def call(self, path: DataPath, id_: str) -> RollCall | None:
        """A roll call by its id; nothing where there is none, or where it has faults of its own."""
        self.known(path, "roll call", id_, [call.id for call in self.spec.roll_calls])
        return self.calls.get(id_)

    def changed(self, path: DataPath, ballots: Mapping[str, str], call: RollCall) -> dict[str, Ballot]:
        """Ballots in the place of those cast."""
        self.members(path, ballots, self.bodies[call.institution].on(call.date), keys=True)
        return {member: Ballot.read(ballot) for member, ballot in ballots.items()}

    def reading(self, path: DataPath, procedure: str | None, call: RollCall) -> None:
        """Another procedure by which a roll call is read."""
        if procedure:
            body = self.bodies[call.institution]
            self.attempt(path, lambda: body.on(call.date).procedure(procedure))

    def what_if(self, number: int, asked: WhatIfSpec) -> WhatIf:
        """A question against the record."""
        path: DataPath = ("what-if", number)
        settings: dict[str, Any] = {}
        cast: dict[str, Ballot] = {}
        if asked.game is not None:
            self.known((*path, "game"), "game", asked.game, self.spec.games)
            for name, text in asked.set.items():
                if self.known((*path, "set", name), "parameter", name, self.spec.parameters, key=True):
                    others = [other for other in self.spec.parameters if other != name]
                    settings[name] = self.attempt((*path, "set", name), partial(exact, text, others))
        elif call := self.call((*path, "roll-call"), asked.roll_call or ""):
            cast = self.changed((*path, "ballots"), asked.ballots, call)
            self.reading((*path, "procedure"), asked.procedure, call)
        return WhatIf(asked.label, asked.roll_call or "", cast, asked.procedure or "", asked.game or "", settings)

    def claim(self, number: int, stated: ClaimSpec) -> Claim:
        """A claim, its ballots, dates and flags read."""
        path: DataPath = ("claims", number)
        return Claim(
            stated.id,
            stated.author,
            stated.section,
            stated.quote,
            stated.statement,
            None if stated.formal is None else self.formal((*path, "formal"), stated.formal),
            stated.not_formalised or "",
            tuple(stated.premises),
            None if stated.rival is None else self.formal((*path, "rival"), stated.rival),
            tuple(stated.cite),
            stated.certainty or "",
            stated.note or "",
        )

    def formal(self, path: DataPath, stated: Any) -> dict[str, object]:
        """A formal statement as plain data, what it names checked."""
        formal: dict[str, object] = fields_set(stated)
        for field in ("given", "where", "condition"):
            if field in formal:
                self.conditions((*path, field), [str(formal[field])])
        if "game" in formal:
            self.known((*path, "game"), "game", str(formal["game"]), self.spec.games)
        if "symbol" in formal:
            self.known((*path, "symbol"), "parameter", str(formal["symbol"]), self.spec.parameters)
        if isinstance(stated, EquivalenceClaim):
            formal["equivalent-to"] = fields_set(stated.equivalent_to)
            where: DataPath = (*path, "equivalent-to")
            if stated.equivalent_to.case is None:
                self.known((*where, "game"), "game", stated.equivalent_to.game, self.spec.games)
            else:
                self.attempt((*where, "case"), partial(find, "cases", stated.equivalent_to.case, self.path))
        elif isinstance(stated, PowerClaim):
            self.about_power(path, stated, formal)
        elif isinstance(stated, (RecordClaim, RollCallClaim)):
            self.about_calls(path, stated, formal)
        elif isinstance(stated, RuleClaim):
            found = self.sitting(path, stated.institution, stated.date, stated.procedure)
            if found is not None:
                cast, more = ballots(stated.ballots, found[1], self.document, (*path, "ballots"))
                self.faults.extend(more)
                formal["ballots"] = cast
        elif isinstance(stated, GroupClaim):
            found = self.sitting(path, stated.institution, stated.date)
            if found is not None:
                self.known((*path, "group"), "group", stated.group, found[1].groups)
        return formal

    def about_power(self, path: DataPath, stated: PowerClaim, formal: dict[str, object]) -> None:
        """The index and the members that a claim about power names, and the value that it compares with."""
        from ..cooperative.indices import POWER_INDICES

        self.known((*path, "power"), "index of power", stated.power, POWER_INDICES)
        found = self.sitting(path, stated.institution, stated.date or self.spec.date, stated.procedure)
        if found is not None:
            for word in ("members", "absent"):
                self.members((*path, word), getattr(stated, word), found[1])
            for word in ("member", "than"):
                if word in formal:
                    self.attempt((*path, word), partial(found[1].known, str(formal[word])))
        if stated.value is not None:
            formal["value"] = self.attempt((*path, "value"), partial(exact, stated.value, ()))

    def about_calls(self, path: DataPath, stated: RecordClaim | RollCallClaim, formal: dict[str, object]) -> None:
        """The roll calls that a claim names, and the ballots and members that it names with them."""
        if isinstance(stated, RollCallClaim):
            named: list[tuple[str, DataPath]] = [(stated.roll_call, (*path, "roll-call"))]
        else:
            named = [(id_, (*path, "roll-calls", position)) for position, id_ in enumerate(stated.roll_calls)]
        for id_, where in named:
            call = self.call(where, id_)
            if call is None:
                continue
            self.reading((*path, "procedure"), stated.procedure, call)
            if stated.ballots:
                formal["ballots"] = self.changed((*path, "ballots"), stated.ballots, call)
            if isinstance(stated, RecordClaim) and stated.cast:
                formal["cast"] = self.changed((*path, "cast"), stated.cast, call)
            if isinstance(stated, RollCallClaim) and isinstance(stated.critical, list):
                self.members((*path, "critical"), stated.critical, self.bodies[call.institution].on(call.date))
