"""The synthetic population: who lives in the network's cities on the day a run begins. Nobody's real data.

What marks it as synthetic: 住民票コード begin with 9, 個人番号 with 99, 基礎年金番号 with 9999, card serials with JK, and
every lot of an address or a 本籍 is 9000番地 or higher. Towns, municipalities and postal codes are real.
"""

from juki.scenarios.population.peopling import people, populate
from juki.scenarios.population.person import CardIssue, Person

__all__ = ["CardIssue", "Person", "people", "populate"]
