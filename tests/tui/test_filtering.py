"""The language of filters: what is typed, in whichever script, and which steps it lets pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trace_steps import CODE, happy_steps, refused_steps, step

from juki.protocol.errors import BadInput
from juki.tui.filtering import FLAGS, KEYS, parse
from juki.tui.filters import Filter, Sieve
from juki.tui.language import LANGUAGES, use
from juki.tui.worded import Wordings

STEPS = happy_steps()
FULL_WIDTH = {place: place + 0xFEE0 for place in range(0x21, 0x7F)} | {0x20: 0x3000}


def picked(text: str) -> list[int]:
    return [one.sequence for one in parse(text).pick(STEPS)]


@pytest.mark.parametrize(
    ("text", "sequences"),
    [
        ("", list(range(1, 17))),
        ("kind:MoveInNotice", [13, 15]),
        ("kind:moveinnotice kind:MoveOutRecord", [2, 4, 13, 15]),
        ("node:長岡市", [1, 2, 3, 4, 5, 6, 13, 14, 15]),
        ("node:15/prefecture-server", [6, 7]),
        ("from:card", [10]),
        ("to:card/000017", [9]),
        ("to:card & kind:challenge", [9]),
        ("from:新潟市 to:長岡市", [13, 14, 15]),
        ("lost", [13]),
        ("kind:MoveInNotice !lost", [15]),
        ("!node:長岡市 !kind:Identity !step:8", [9, 10, 16]),
        ("step:3..5", [3, 4, 5]),
        ("step:..2 step:15..", [1, 2, 15, 16]),
        ("step:7", [7]),
        ('"move in notice"', [13, 15]),
        ("09:00:00", [1, 2, 3, 4, 5, 8]),
        ("time:9:00 !step:5.. to:151009", [4]),
        ("refused", []),
        (f"{CODE}", []),
    ],
)
def test_a_filter_lets_pass_what_it_says(text: str, sequences: list[int]) -> None:
    assert picked(text) == sequences


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("電文:転入通知 !消失", "kind:MoveInNotice !lost"),
        ("送信元:新潟市 宛先:長岡市 & 電文:転入通知", "from:新潟市 to:長岡市 & kind:MoveInNotice"),
        ("システム:機構", "node:機構"),
        ("ステップ:10〜12", "step:10..12"),
        ("消失", "lost"),
        ("時刻:09:00", "time:09:00"),
    ],
)
def test_japanese_keys_mean_the_same_in_full_width_too(japanese: str, english: str) -> None:
    use("ja")
    expected = picked(english)
    assert expected
    assert picked(japanese) == expected
    assert picked(japanese.translate(FULL_WIDTH)) == expected
    assert picked(english.translate(FULL_WIDTH)) == expected


def test_refusals_are_found_by_the_flag_and_by_their_words() -> None:
    for lang, words in (("en", "forged"), ("ja", "拒否")):
        use(lang)
        assert [one.sequence for one in parse(words if lang == "en" else "拒否").pick(refused_steps())][-1] == 5


@pytest.mark.parametrize("case", ["151009/integrated-terminal:2", "integrated-terminal:2", ":2", "2"])
def test_a_case_is_named_whole_or_by_its_end(case: str) -> None:
    steps = [
        step(1, "timer", "152021/resident-register", case="151009/integrated-terminal:2"),
        step(2, "timer", "152021/resident-register", case="151009/integrated-terminal:12"),
        step(3, "timer", "152021/resident-register"),
    ]
    assert [one.sequence for one in parse(f"case:{case}").pick(steps)] == [1]


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("refused knd:MoveInNotice", "9", "kind"),
        ("kind:MoveInNotise", "6", "MoveInNotice"),
        ("!種類:転入通地", "5", "転入通知"),
        ("step:x", "6", "10..20"),
        ("step:..", "6", "10..20"),
        ("node:", "6", "node:"),
        ("lost:5", "5", "lost"),
        ("lost !", "7", "!refused"),
        ("time:25", "6", "09:05"),
        ("システー:長岡市", "1", "システム"),
    ],
)
def test_what_is_wrong_is_named_with_its_column_and_what_might_be_meant(text: str, column: str, expected: str) -> None:
    with pytest.raises(BadInput) as wrong:
        parse(text)
    assert wrong.value.place == column
    assert expected in wrong.value.expected


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_filter_or_bad_input(text: str) -> None:
    try:
        wanted = parse(text)
    except BadInput:
        return
    list(wanted.pick(STEPS))


def test_every_key_and_flag_has_a_japanese_name_of_its_own() -> None:
    names = [name for table in (KEYS, FLAGS) for key, others in table.items() for name in (key, *others)]
    assert len(names) == len(set(names))
    assert all(others for table in (KEYS, FLAGS) for others in table.values())


def test_the_options_of_the_command_line_and_typed_conditions_hold_together() -> None:
    wanted = Filter(kinds=("転入通知",), first=14, conditions=parse("to:長岡市").conditions)
    assert [one.sequence for one in wanted.pick(STEPS)] == [15]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_wordings_are_searched_as_they_are_shown_and_hold_no_number(lang: str) -> None:
    use(lang)
    wordings = Wordings()
    steps = [*STEPS, step(17, "message", "152021/communication-server", "15/prefecture-server", "MoveInNotice")]
    wordings.take(steps[:5])
    wordings.take(steps[5:])
    needle = {"en": "move in notice", "ja": "転入通知"}[lang]
    hits = wordings.having(needle)
    assert [one.sequence for one in steps if one.sequence in hits] == [13, 15, 17]
    assert not wordings.having("no such words")
    refused = refused_steps()[3]
    assert CODE not in wordings.text(refused)
    assert CODE[-4:] in wordings.text(refused)
    assert Sieve(parse("!lost"), wordings).wants(refused)
