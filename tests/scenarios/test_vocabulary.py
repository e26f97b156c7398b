"""One table of verbs makes YAML, help and errors: its names are found, its arguments checked."""

from __future__ import annotations

import pytest

from juki.protocol.errors import BadInput
from juki.scenarios.expectations import EXPECTATION_OF, EXPECTATIONS
from juki.scenarios.story import Place, Said, Scalar, Wanted
from juki.scenarios.verbs import VERB_OF, VERBS
from juki.scenarios.vocabulary import MOST_NAMES, Kind, Parameter, checked, closest
from juki.scenarios.wording import wording

HERE = Place("a.yaml", 3, 5)


def said(**values: Scalar) -> dict[str, Said]:
    return {name: Said(value, Place("a.yaml", 3, 9)) for name, value in values.items()}


def test_a_near_name_is_offered_alone() -> None:
    assert closest("planed", ("planned", "who", "to")) == "'planned', the nearest"


def test_with_no_near_name_all_are_listed_up_to_a_dozen() -> None:
    names = [f"name-{number:02d}" for number in range(15)]
    assert closest("qqq", names).endswith("name-11 and 3 more")
    assert closest("qqq", names).count("name") == MOST_NAMES


@pytest.mark.parametrize("verb", [*VERBS, *EXPECTATIONS], ids=lambda verb: verb.name)
def test_every_verb_has_words_in_both_languages(verb: object) -> None:
    assert verb.help.ja != verb.help.en  # type: ignore[attr-defined] # a Verb
    assert verb.ja != verb.name  # type: ignore[attr-defined] # a Verb


def test_every_verb_is_found_under_both_names() -> None:
    for table, verbs in ((VERB_OF, VERBS), (EXPECTATION_OF, EXPECTATIONS)):
        assert len(table) == 2 * len(verbs)
        assert all(table[verb.name] is table[verb.ja] is verb for verb in verbs)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (Kind.FLAG, (True, False), (1, "true", 0)),
        (Kind.COUNT, (0, 5), (-1, True, "5")),
        (Kind.PIN, ("right", "wrong", "0123", 1234), ("", "rihgt", "12345", "１２３４", 123, True)),
        (Kind.WHO, ("mover", 5), (True,)),
        (Kind.TEXT, ("a", 5), (False,)),
    ],
)
def test_the_form_of_each_kind_is_checked(kind: Kind, right: tuple[Scalar, ...], wrong: tuple[Scalar, ...]) -> None:
    verb = VERBS[0].__class__("try", "試す", VERBS[0].help, (Parameter("it", "それ", kind),))
    for value in right:
        assert checked(verb, said(it=value), HERE)["it"].value == value
    for value in wrong:
        with pytest.raises(BadInput, match=r"a\.yaml:3:9"):
            checked(verb, said(it=value), HERE)


def test_aliases_come_out_under_their_english_names() -> None:
    found = checked(VERB_OF["転出届"], said(誰="a", 転出先="b", 転出予定日="c"), HERE)
    assert list(found) == ["who", "to", "planned"]


def test_a_missing_argument_is_told_where_the_verb_stands() -> None:
    with pytest.raises(BadInput, match=r"a\.yaml:3:5: found report_move_out without planned"):
        checked(VERB_OF["転出届"], said(誰="a", 転出先="b"), HERE)


def test_an_expectation_is_worded_in_both_languages() -> None:
    words = wording(Wanted("transfer_data", said(who="mover", at="新潟市", kept=False), HERE))
    assert words.ja == "転出証明書情報(誰=mover, 市区町村=新潟市, 保存=いいえ)"
    assert words.en == "transfer_data(who=mover, at=新潟市, kept=no)"
