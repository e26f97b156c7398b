"""清音化かな: each rule alone, and all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol.terms.kana import KanaRules, fold_kana

NONE = KanaRules(width_and_script=False, voicing=False, size=False, marks=False, old_kana=False)


@pytest.mark.parametrize(
    ("kana", "folded"),
    [
        ("ジョー・ヴァンダイク", "しようあんたいく"),
        ("ﾊﾞﾝﾀﾞｲ ｼﾞﾛｳ", "はんたいしろう"),
        ("パピプペポ", "はひふへほ"),
        ("だぢづでど", "たちつてと"),
        ("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ"),
        ("ヶヵ", "けか"),
        ("ゐゑを", "いえお"),
        ("さとう はなこ", "さとうはなこ"),
        ("やまだ　たろう", "やまたたろう"),
        ("サントス‐シルヴァ", "さんとすしるうあ"),
    ],
)
def test_a_reading_folds(kana: str, folded: str) -> None:
    assert fold_kana(kana) == folded


@pytest.mark.parametrize(
    ("rules", "kana", "folded"),
    [
        (KanaRules(width_and_script=False, voicing=False, size=False, marks=False, old_kana=True), "ゐガ", "いガ"),
        (KanaRules(width_and_script=True, voicing=False, size=False, marks=False, old_kana=False), "ｶﾞッ", "がっ"),
        (KanaRules(width_and_script=False, voicing=True, size=False, marks=False, old_kana=False), "がっガ", "かっガ"),
        (KanaRules(width_and_script=False, voicing=False, size=True, marks=False, old_kana=False), "がっ", "がつ"),
        (KanaRules(width_and_script=False, voicing=False, size=False, marks=True, old_kana=False), "が・ー ん", "がん"),
        (NONE, "ゐガっ・", "ゐガっ・"),
    ],
)
def test_every_rule_is_a_switch(rules: KanaRules, kana: str, folded: str) -> None:
    assert fold_kana(kana, rules) == folded


@given(
    st.text(
        alphabet=st.characters(
            min_codepoint=0x3041, max_codepoint=0x30FC, exclude_characters="\u3099\u309a\u309b\u309c"
        )
    )
)
def test_folding_twice_changes_nothing_more(kana: str) -> None:
    once = fold_kana(kana)
    assert fold_kana(once) == once


@given(st.text(alphabet="かきくけこがぎぐげごカキクガギグ", max_size=6))
def test_voiced_and_plain_readings_meet(kana: str) -> None:
    assert set(fold_kana(kana)) <= set("かきくけこ")
