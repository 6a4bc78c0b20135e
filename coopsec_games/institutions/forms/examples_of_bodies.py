"""Examples of the forms that are played in bodies, or about what bodies do."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, str] = {
    "boycott": """\
parameters:
  L: {meaning: loss of the absentee when the text is adopted, baseline: 1, certainty: I}
  beta: {meaning: value of staying away, assume: beta > 0, baseline: 1/2, certainty: I}
  phi: {meaning: belief that an absence blocks, assume: 0 <= phi <= 1, baseline: 1/2, certainty: I}
  p: {meaning: probability that a text is put to the vote, assume: 0 <= p <= 1, baseline: 1/2, certainty: I}
  w: {meaning: value of adoption to the proposer, assume: w > 0, baseline: 1, certainty: I}

games:
  empty-chair:
    title: To stay away or to attend
    form: boycott
    absentee: RUS
    proposer: USA
    solve-for: [beta]            # conditions are solved for these symbols, in this order
""",
    "endorsement": """\
parameters:
  t: {meaning: how good an action must be to be approved, assume: [0 < t, t < 1], baseline: 3/5, certainty: I}
  s: {meaning: how good an action must seem to be supported, assume: 0 <= s <= 1, baseline: 1/2, certainty: I}

games:
  advice:
    title: What an approval tells those who have to support the action
    form: endorsement
    public: public
    solve-for: [s]
""",
    "outside-option": """\
parameters:
  h: {meaning: ideal outcome of the proposer, assume: [h > 0, z <= h], baseline: 1, certainty: I}
  z: {meaning: what acting outside achieves, assume: z >= 0, baseline: 4/5, certainty: I}
  v: {meaning: ideal outcome of the vetoer, assume: v <= 0, baseline: -1/2, certainty: I}
  k: {meaning: loss of the vetoer when it is bypassed, assume: k >= 0, baseline: 1/5, certainty: I}
  c: {meaning: cost of acting outside, assume: c >= c_m, baseline: 1/2, certainty: I}
  c_m: {meaning: cost of acting with authority, assume: c_m >= 0, baseline: 1/10, certainty: I}
  pi: {meaning: precedent cost to the vetoer of consenting, assume: pi >= 0, baseline: 7/10, certainty: I}

games:
  council:
    title: Authority, or outside action
    form: outside-option
    proposer: USA
    vetoer: RUS                  # or vetoers: [CHN, RUS], with v_CHN, k_CHN, pi_CHN and so on as parameters
    outside: nato                # who acts outside
    # tabling: eps               # a recorded veto costs the proposer this much
    solve-for: [pi, c]           # conditions are solved for these symbols, in this order
""",
    "correlated-consensus": """\
parameters:
  p: {meaning: probability that a member approves by itself, assume: [0 < p, p < 1], baseline: 4/5, certainty: I}
  rho: {meaning: probability that the many judge as one, assume: 0 <= rho <= 1, baseline: 4/5, certainty: I}

games:
  reliance:
    title: Few who judge apart, or many who judge alike
    form: correlated-consensus
    proposer: USA
    bodies:
      the few: {size: 5, alike: 0}
      the many: {size: 19, alike: rho}
    solve-for: [rho]
""",
    "forum-choice": """\
parameters:
  u: {meaning: value of action by the first body, assume: u >= o, baseline: 3, certainty: I}
  o: {meaning: value of action by the second body, assume: o >= s, baseline: 2, certainty: I}
  s: {meaning: value of action outside every body, baseline: 1, certainty: I}
  pi_RUS: {meaning: cost to Russia of consenting, assume: pi_RUS >= 0, baseline: 1, certainty: I}
  k_RUS: {meaning: loss of Russia when it is bypassed, assume: k_RUS >= 0, baseline: 1/2, certainty: I}

games:
  forums:
    title: Which body to ask
    form: forum-choice
    proposer: USA
    forums:                      # in the order in which they are asked
      Security Council: {worth: u, blockers: [RUS]}
      NATO: {worth: o}
    blockers:
      RUS: {consent: pi_RUS, bypassed: k_RUS}
    outside: s
    solve-for: [pi_RUS, s]
""",
    "attrition": """\
parameters:
  c_A: {meaning: cost of waiting to the first camp, assume: c_A > 0, baseline: 1, certainty: I}
  c_B: {meaning: cost of waiting to the second camp, assume: c_B > 0, baseline: 1, certainty: I}
  Delta_A: {meaning: gain of the first camp when the second gives way, assume: Delta_A > 0, baseline: 2, certainty: I}
  Delta_B: {meaning: gain of the second camp when the first gives way, assume: Delta_B > 0, baseline: 2, certainty: I}

games:
  waiting:
    title: Consensus by waiting
    form: attrition
    camps:
      first camp: {cost: c_A, gain: Delta_A}
      second camp: {cost: c_B, gain: Delta_B}
    solve-for: [c_A, c_B]
""",
    "side-payments": """\
parameters:
  g: {meaning: value of the resolution to the buyer, assume: g > 0, baseline: 1, certainty: I}
  o: {meaning: value of acting without it, assume: o >= 0, baseline: 1/2, certainty: I}
  s: {meaning: price of the vote of an undecided member, assume: s >= 0, baseline: 1/4, certainty: I}
  a: {meaning: price of the abstention of a reluctant permanent member, assume: a >= 0, baseline: 3, certainty: I}

games:
  votes:
    title: The cheapest votes that carry the text
    form: side-payments
    buyer: USA
    worth: g
    without: o                   # left out where there is no acting without the text
    prices:
      - {members: [USA, GBR, FRA], yes: 0}
      - {members: [CHN, RUS], abstain: a, no: 0}
      - {members: rest, yes: s, abstain: 0}
    solve-for: [g]
""",
    "ballot": """\
parameters:
  w: {meaning: value of adoption to its supporters, assume: w > 0, baseline: 1, certainty: I}
  L: {meaning: loss of the vetoer when the text is adopted, baseline: 1, certainty: I}
  n: {meaning: cost to the vetoer of casting a veto, assume: n >= 0, baseline: 1/10, certainty: I}

games:
  vote:
    title: Everyone casts a ballot at once
    form: ballot
    ballots: ["yes", abstain, "no"]
    utilities:
      - {members: [RUS], adoption: -L, casting: {no: -n}}
      - {members: rest, adoption: w}
    solve-for: [L]
""",
    "silence": """\
parameters:
  c: {meaning: cost of objecting, assume: c > 0, baseline: 1/4, certainty: I}
  b: {meaning: benefit when the silence is broken, assume: b > 0, baseline: 1, certainty: I}

games:
  procedure:
    title: A decision by silence
    form: silence
    reluctant: 3                 # how many are reluctant, or a list of members
    needed: 1                    # objections
    solve-for: [c]
""",
    "silence-compared": """\
parameters:
  c: {meaning: cost of objecting, assume: c > 0, baseline: 1/4, certainty: I}
  b: {meaning: benefit when the silence is broken, assume: b > c, baseline: 1, certainty: I}

games:
  numbers:
    title: Whether more who are reluctant break the silence more often
    form: silence-compared
    few: 2
    many: 3
    equilibrium: mixed-lower
    solve-for: [c]
""",
    "bargaining": """\
parameters:
  delta: {meaning: weight of the next round against this one, assume: 0 < delta < 1, baseline: 9/10, certainty: I}

games:
  division:
    title: Who gets how much
    form: bargaining
    discount: delta
""",
    "self-enforcing": """\
parameters:
  p: {meaning: probability that a member is in favour, assume: [0 < p, p < 1], baseline: 4/5, certainty: I}
  g: {meaning: gain of a member in favour, assume: g > 0, baseline: 1, certainty: I}
  l: {meaning: loss of a member against, assume: l > 0, baseline: 2, certainty: I}
  delta: {meaning: weight of the next period against this one, assume: 0 <= delta < 1, baseline: 4/5, certainty: I}

games:
  majority:
    title: A majority that must enforce itself, or unanimity
    form: self-enforcing
    members: 5
    quota: 3
    solve-for: [delta]
""",
    "accession": """\
parameters:
  r: {meaning: cost of reform, assume: r > 0, baseline: 1, certainty: I}
  M: {meaning: rent of membership in each period, assume: M > 0, baseline: 1/2, certainty: I}
  pr: {meaning: probability of being admitted after reform, assume: [pr > 0, pr <= 1], baseline: 3/4, certainty: I}
  delta: {meaning: weight of the next period against this one, assume: 0 < delta < 1, baseline: 4/5, certainty: I}

games:
  reform:
    title: Reform for the sake of membership
    form: accession
    candidate: the candidate
    waiting: 2                   # periods until it is admitted
    solve-for: [r]
""",
    "enlargement": """\
parameters:
  p: {meaning: probability that a member agrees, assume: [0 < p, p < 1], baseline: 4/5, certainty: I}

games:
  size:
    title: How many members, where everybody must agree
    form: enlargement
    founders: the founders
    sizes: [2, 3, 5]
    approval: p
    solve-for: [p]
""",
    "opt-in": """\
parameters:
  b: {meaning: gain of a participant from every other, assume: b > 0, baseline: 1, certainty: I}
  c: {meaning: cost of taking part to each of the others, assume: c > 0, baseline: 3, certainty: I}

games:
  forum:
    title: A forum that each state joins as it sees fit
    form: opt-in
    states:
      the core: {size: 2, cost: 0}
      the others: {size: 3, cost: c}
    benefit: b
    solve-for: [c]
""",
    "bazaar-or-factory": """\
parameters:
  p: {meaning: probability that a member approves, assume: [0 < p, p < 1], baseline: 4/5, certainty: I}
  w: {meaning: worth of a participant where each chooses, assume: w > 0, baseline: 1, certainty: I}
  W: {meaning: worth of a participant where all are bound, assume: W > 0, baseline: 3, certainty: I}

games:
  choice:
    title: To let each choose, or to bind all
    form: bazaar-or-factory
    organisation: the organisation
    members: 5
    solve-for: [W]
""",
    "ordinal-scale": """\
parameters:
  lo: {meaning: worth of the level low, assume: lo > 0, baseline: 1, certainty: I}
  hi: {meaning: worth of the level high, assume: hi > lo, baseline: 2, certainty: I}

games:
  judgement:
    title: Who does better, as judged
    form: ordinal-scale
    judge: the author
    criteria: [protection, stability]
    levels: {low: lo, high: hi}
    judgements:
      one body: [low, high]
      another body: [low, low]
    solve-for: [hi]
""",
}
