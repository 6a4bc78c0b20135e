"""Voting rules: a small algebra of words, each a frozen value that says what it means and why a text passes or fails.

A rule reads the ballots of all its members and answers with a :class:`Verdict`.  Plain rules count (`quota`, `weight`)
or look at single members (`no-objection`, `consent`, `present`); others ask for a share (`share`, `blocking-minority`,
`present-and-voting`, `quorum`, `qualified`); `all`, `any`, `excluding`, `abstaining`, `effect` and `dual` are made of
rules.

The Security Council since 1966 needs nine of fifteen, and no permanent member's no; an abstention or an empty chair is
no veto:

>>> permanent = ("CHN", "FRA", "GBR", "RUS", "USA")
>>> groups = {"permanent": permanent, "all": permanent + tuple("abcdefghij")}
>>> council = read_rule({"all": [{"quota": {"of": "all", "yes": 9}}, {"no-objection": {"from": "permanent"}}]}, groups)
>>> council.text
'at least 9 of 15 vote yes, and none of CHN, FRA, GBR, RUS, USA votes no'
>>> ballots = dict.fromkeys(council.members, Ballot.YES)
>>> council.passes(ballots | {"CHN": Ballot.ABSTAIN}).reason
'14 yes of 9 needed; nobody vetoed'
>>> council.passes(ballots | {"CHN": Ballot.NO}).reason
'vetoed by CHN'
"""

from __future__ import annotations

from .ballots import Ballot, Ballots, Member, Verdict, VotingRule
from .compound_rules import Abstaining, All, Any, Dual, Effect, Excluding, without
from .plain_rules import Consent, NoObjection, Present, Quota, Weight
from .reading import RULES, read_rule
from .share_rules import BlockingMinority, PresentAndVoting, Qualified, Quorum, Share

__all__ = [
    "RULES",
    "Abstaining",
    "All",
    "Any",
    "Ballot",
    "Ballots",
    "BlockingMinority",
    "Consent",
    "Dual",
    "Effect",
    "Excluding",
    "Member",
    "NoObjection",
    "Present",
    "PresentAndVoting",
    "Qualified",
    "Quorum",
    "Quota",
    "Share",
    "Verdict",
    "VotingRule",
    "Weight",
    "read_rule",
    "without",
]
