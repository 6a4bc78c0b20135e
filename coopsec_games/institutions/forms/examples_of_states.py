"""Examples of the forms that states play among themselves."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

_SYMMETRIC = """\
parameters:
  T: {meaning: value of a breach that the other does not answer, assume: T > R, baseline: 5, certainty: I}
  R: {meaning: value of mutual cooperation, assume: R > P, baseline: 3, certainty: I}
  P: {meaning: value of mutual breach, assume: P > S, baseline: 1, certainty: I}
  S: {meaning: value of cooperating alone, baseline: 0, certainty: I}
"""

_TRUST = """\
parameters:
  R: {meaning: value of mutual trust, assume: R > T, baseline: 4, certainty: I}
  T: {meaning: value of exploiting trust, assume: T >= P, baseline: 3, certainty: I}
  P: {meaning: value of mutual distrust, assume: P > S, baseline: 2, certainty: I}
  S: {meaning: value of trust that is exploited, baseline: 1, certainty: I}
"""

_PLAYED = """\
    players: [one state, another]
    strategies: [cooperate, defect]
    payoffs: [["R, R", "S, T"], ["T, S", "P, P"]]   # a row for each strategy of the first player
    cooperate: cooperate
"""

EXAMPLES: Mapping[str, str] = {
    "arms-race": """\
parameters:
  k: {meaning: reaction of the first state to the arms of the second, assume: k > 0, baseline: 1, certainty: I}
  l: {meaning: reaction of the second state to the arms of the first, assume: l > 0, baseline: 1, certainty: I}
  alpha: {meaning: fatigue of the first state under its own arms, assume: alpha > 0, baseline: 2, certainty: I}
  beta: {meaning: fatigue of the second state under its own arms, assume: beta > 0, baseline: 2, certainty: I}
  g: {meaning: grievance of the first state, assume: g > 0, baseline: 1, certainty: I}
  h: {meaning: grievance of the second state, assume: h > 0, baseline: 1, certainty: I}

games:
  spiral:
    title: Each answers the arms of the other
    form: arms-race
    players: [one state, another]
    reaction: [k, l]
    fatigue: [alpha, beta]
    grievance: [g, h]
    solve-for: [k]
""",
    "repeated": f"""\
{_SYMMETRIC}\
  delta: {{meaning: weight of the next period against this one, assume: 0 <= delta < 1, baseline: 3/5, certainty: I}}

games:
  again:
    title: Two who meet again and again
    form: repeated
{_PLAYED}\
    strategy: grim               # or tit-for-tat, pavlov, penance
    outcomes: [cooperation lasts, cooperation fails]
    solve-for: [delta]
""",
    "retaliation": f"""\
{_SYMMETRIC}\
  delta: {{meaning: weight of the next period against this one, assume: 0 <= delta < 1, baseline: 4/5, certainty: I}}
  kappa: {{meaning: probability that the target can strike back, assume: 0 <= kappa <= 1, baseline: 1, certainty: I}}

games:
  deterrence:
    title: A first use, and a victim that may strike back
    form: retaliation
    players: [attacker, target]
    strategies: [refrain, use]
    payoffs: [["R, R", "S, T"], ["T, S", "P, P"]]
    cooperate: refrain
    capability: kappa
    solve-for: [kappa, delta]
""",
    "public-good": """\
parameters:
  n: {meaning: number of members, assume: n >= 2, baseline: 5, certainty: I}
  r: {meaning: return of a contribution to all members together, assume: [r > 1, r < n], baseline: 3, certainty: I}
  delta: {meaning: weight of the next period against this one, assume: 0 <= delta < 1, baseline: 3/10, certainty: I}

games:
  common-good:
    title: A good that is shared out among the members
    form: public-good
    members: n
    technology: shared           # or pure: everyone has the good in full
    return: r
    solve-for: [delta, n]
""",
    "assurance": f"""\
{_TRUST}\
  q: {{meaning: probability that the other seeks security, assume: 0 < q < 1, baseline: 2/5, certainty: I}}

games:
  trust:
    title: Two who seek security, each unsure of the other
    form: assurance
{_PLAYED}\
    belief: q
    outcomes: [trust, no trust]
    solve-for: [q]
""",
    "reassurance": """\
parameters:
  R: {meaning: value of mutual restraint to one who seeks security, assume: R > T, baseline: 4, certainty: I}
  T: {meaning: value of arming alone, assume: T >= P, baseline: 3, certainty: I}
  P: {meaning: value of the arms race, assume: P > S, baseline: 2, certainty: I}
  S: {meaning: value of restraint alone, baseline: 1, certainty: I}
  T_x: {meaning: value of arming alone to an expansionist, assume: T_x > R_x, baseline: 5, certainty: I}
  R_x: {meaning: value of mutual restraint to an expansionist, assume: R_x > P_x, baseline: 3, certainty: I}
  P_x: {meaning: value of the arms race to an expansionist, assume: P_x > S_x, baseline: 1, certainty: I}
  S_x: {meaning: value of restraint alone to an expansionist, baseline: 0, certainty: I}
  q: {meaning: probability that the other seeks security, assume: 0 < q < 1, baseline: 2/5, certainty: I}
  s: {meaning: share of the stakes in the first round, assume: 0 < s < 1, baseline: 3/4, certainty: I}

games:
  first-step:
    title: A first step that shows who can be trusted
    form: reassurance
    trustworthy: [["R", "S"], ["T", "P"]]           # for cooperating and for not, by whether the other cooperates
    untrustworthy: [["R_x", "S_x"], ["T_x", "P_x"]]
    prior: q
    stake: s
    solve-for: [s]
""",
    "replicator": f"""\
{_TRUST}\
  x_0: {{meaning: share that cooperates at first, assume: 0 < x_0 < 1, baseline: 3/5, certainty: I}}

games:
  drift:
    title: States copy what pays
    form: replicator
{_PLAYED}\
    start: x_0
    outcomes: [all cooperate in the end, nobody cooperates in the end, the share stays]
    solve-for: [x_0]
""",
    "trust-feedback": """\
parameters:
  q: {meaning: share of others above which cooperating pays, assume: [q > 0, q < 1], baseline: 1/2, certainty: I}

games:
  band:
    title: Trust that feeds on itself
    form: trust-feedback
    precision: 8                 # how sharply states respond; a number
    thresholds: [q]              # one for each epoch
    digits: 2
    solve-for: [q]
""",
    "compliance": """\
parameters:
  x: {meaning: loss of the state when it complies, assume: x > 0, baseline: 1, certainty: I}
  u: {meaning: value of belonging in every later period, assume: u > 0, baseline: 1/2, certainty: I}
  delta: {meaning: weight of the next period against this one, assume: 0 <= delta < 1, baseline: 3/5, certainty: I}

games:
  membership:
    title: To comply or to leave
    form: compliance
    state: one state
    loss: x
    rent: u
    solve-for: [x, delta]
""",
    "privileged-group": """\
parameters:
  b: {meaning: what one act gives to each member, assume: b > 0, baseline: 1, certainty: I}
  c: {meaning: cost of the act to the one that acts, assume: c > 0, baseline: 5/2, certainty: I}

games:
  group:
    title: The smallest group that gains by acting together
    form: privileged-group
    members: 5
    benefit: b
    cost: c
    solve-for: [c]
""",
    "sanction-lifetime": """\
parameters:
  b: {meaning: benefit of the measure in its first period, assume: b > 0, baseline: 2, certainty: I}
  kappa: {meaning: cost of the measure in every period, assume: kappa > 0, baseline: 1, certainty: I}
  r: {meaning: share of the benefit left a period later, assume: [r > 0, r < 1], baseline: 4/5, certainty: I}

games:
  fatigue:
    title: How long sanctions are kept up
    form: sanction-lifetime
    authors: the sanctioners
    periods: 3
    solve-for: [kappa]
""",
    "sanctions-coverage": """\
parameters:
  kappa_A: {meaning: cost of taking part to the first state, assume: kappa_A > 0, baseline: 1/2, certainty: I}
  kappa_B: {meaning: cost of taking part to the second state, assume: kappa_B > 0, baseline: 1/2, certainty: I}
  b: {meaning: benefit of effective sanctions to each, assume: b > 0, baseline: 1, certainty: I}

games:
  embargo:
    title: Sanctions that the target can go round
    form: sanctions-coverage
    sanctioners:
      first state: {share: 1/2, cost: kappa_A}
      second state: {share: 3/10, cost: kappa_B}
    threshold: 3/5               # the share of what the target needs that must be covered
    solve-for: [kappa_A, kappa_B]
""",
    "bond": """\
parameters:
  T: {meaning: value of an attack, assume: T > R, baseline: 4, certainty: I}
  R: {meaning: value of peace, baseline: 3, certainty: I}
  H: {meaning: bond that is lost by an attack, assume: H >= 0, baseline: 1/2, certainty: I}
  v: {meaning: rent of membership in every later period, assume: v >= 0, baseline: 1/2, certainty: I}
  delta: {meaning: weight of the next period against this one, assume: 0 <= delta < 1, baseline: 4/5, certainty: I}

games:
  membership:
    title: Membership as a bond that keeps a rival at peace
    form: bond
    rival: the rival
    solve-for: [H, delta]
""",
    "deterrence": """\
parameters:
  g: {meaning: value of an attack where nobody helps, assume: g > 0, baseline: 1, certainty: I}
  L: {meaning: cost of an attack where somebody helps, assume: L > 0, baseline: 2, certainty: I}
  q: {meaning: probability of help, assume: 0 <= q <= 1, baseline: 1/2, certainty: I}

games:
  attack:
    title: An attack on a state that may be helped
    form: deterrence
    challenger: the challenger
    solve-for: [q]
""",
}
