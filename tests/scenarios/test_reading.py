"""Whatever stands in a file, a story or a `BadInput` with its place comes out: never another exception, never a hang."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_stories import CAST, HEAD, MOVE, story_text

from juki.protocol.errors import BadInput
from juki.scenarios import library
from juki.scenarios.expectations import EXPECTATIONS
from juki.scenarios.reading import read_file, read_text
from juki.scenarios.story import Story
from juki.scenarios.verbs import VERBS
from juki.scenarios.yamlfiles import LONGEST

FILE = Path("a.yaml")
LIBRARY = sorted(library.FOLDER.glob("*.yaml"))
TEXTS = [path.read_text("utf-8") for path in LIBRARY]


def fault_of(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_text(text, FILE)
    assert re.match(r"a\.yaml:[0-9]+(:[0-9]+)?$", caught.value.place), caught.value.place
    assert caught.value.found
    assert caught.value.expected
    return caught.value


def step(line: str) -> str:
    return story_text(line)


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_file_of_the_library_is_a_story_of_its_own_name(path: Path) -> None:
    story = read_file(path)
    assert story.name == path.stem
    assert story.title.ja != story.title.en
    assert story.expect
    assert story.law


MALFORMED = {
    "empty": ("", 1, "nothing"),
    "only a comment": ("# nothing\n", 1, "nothing"),
    "a list at the top": ("- a\n- b\n", 1, "a list"),
    "a text at the top": ("just words\n", 1, "just words"),
    "an open bracket": (HEAD + "cast: {a: [\n", 5, ""),
    "a tab": ("title:\n\tja: a\n", 2, "\\t"),
    "a key twice": (HEAD + "law: []\n", 4, "duplicate"),
    "two documents": ("name: a\n---\nname: b\n", 2, "another document"),
    "a character that no text has": (HEAD + "name: a\x00b\n", 4, "U+0000"),
    "an unknown tag": (HEAD + "name: !who a\nsteps: [wait]\n", 4, ""),
    "a tag that does not fit": (HEAD + "minutes: !!int five\n", 1, "ValueError"),
    "a tagged key": (HEAD + "!who steps: []\n", 4, ""),
    "an unknown anchor": (HEAD + "steps: *a\n", 4, "alias"),
    "an unknown key": (HEAD + "stepps: []\n", 4, "stepps"),
    "no steps": (HEAD, 1, "nothing"),
    "steps that are none": (HEAD + "steps: []\n", 4, "a list"),
    "steps in a mapping": (HEAD + "steps: {wait: {for: 1 day}}\n", 4, "a mapping"),
    "a cast that is a list": (HEAD + "cast: [a]\nsteps: [wait]\n", 4, "a list"),
    "a wish that is a text": (HEAD + "cast: {a: 長岡市}\nsteps: [wait]\n", 4, "長岡市"),
    "a name with a slash": (HEAD + "cast: {a/b: {of: 長岡市}}\nsteps: [wait]\n", 4, "a/b"),
    "a day called today": (HEAD + "days: {today: start}\nsteps: [wait]\n", 4, "today"),
    "a day called start": (HEAD + "days: {start: 2026-01-01}\nsteps: [wait]\n", 4, "start"),
    "no title": ("teaches: {ja: a, en: b}\nsteps: [wait]\n", 1, "no title"),
    "a title in one language": ("title: {ja: a}\nteaches: {ja: a, en: b}\nsteps: [wait]\n", 1, "nothing"),
    "minutes below one": (HEAD + "minutes: 0\nsteps: [wait]\n", 4, "0"),
    "minutes that are true": (HEAD + "minutes: true\nsteps: [wait]\n", 4, "True"),
    "residents without end": (HEAD + "residents: 0x" + "f" * 9000 + "\nsteps: [wait]\n", 4, "many digits"),
    "a law that is nothing": (HEAD.replace("law: []", "law: [null]") + "steps: [wait]\n", 3, "nothing"),
    "an unknown profile": (HEAD + "profiles: [law-2062]\nsteps: [wait]\n", 4, "law-2062"),
    "an unknown network": (HEAD + "network: smal\nsteps: [wait]\n", 4, "smal"),
    "unknown faults": (HEAD + "faults: clam\nsteps: [wait]\n", 4, "clam"),
    "a name that leaves its folder": (HEAD + "name: ../../etc\nsteps: [wait]\n", 4, "../../etc"),
}


@pytest.mark.parametrize("case", sorted(MALFORMED))
def test_a_malformed_file_is_told_with_its_line(case: str) -> None:
    text, line, found = MALFORMED[case]
    fault = fault_of(text)
    assert fault.place.split(":")[1] == str(line)
    assert found in fault.found


WRONG_STEPS = {
    "an unknown verb": ("report_moveout: {who: mover}", "report_moveout", "'report_move_out', the nearest"),
    "an unknown verb near nothing": ("qqq: {who: mover}", "qqq", "one of acquire_fugo, apply_for_right, approve_"),
    "an unknown argument": ("wait: {untill: start}", "untill", "'until', the nearest"),
    "a missing argument": ("report_move_out: {who: mover, planned: start}", "without to", "to (転出先)"),
    "an alias and its twin": ("report_move_out: {who: mover, 誰: mover, to: 長岡市}", "'誰' a second time", "who once"),
    "somebody not in the cast": (
        "report_move_out: {who: moover, to: 長岡市, planned: start}",
        "moover",
        "'mover', the",
    ),
    "two verbs": ("{wait: {for: 1 day}, continue_card: {who: mover}}", "2 verbs", "one verb a step"),
    "no verb": ("{settle: false}", "0 verbs", "one verb a step"),
    "a step that is a number": ("5", "5", "a step"),
    "a list for an argument": ("report_move_out: {who: [mover], to: 長岡市, planned: start}", "a list", "single value"),
    "a fraction for an argument": ("wait: {for: 1.5}", "1.5", "a single value"),
    "a PIN that is no PIN": ("continue_card: {who: mover, at: 新潟市, pin: rihgt}", "rihgt", "right, wrong"),
    "a PIN that lost its zero": ("continue_card: {who: mover, at: 新潟市, pin: 0123}", "123", "in quotes"),
    "settle that is a word": ("{wait: {for: 1 day}, settle: never}", "never", "true or false"),
    "a truth where a name is wanted": ("continue_card: {who: true, at: 新潟市}", "True", "cast"),
    "a flag that is a word": (
        "report_move_in: {who: mover, at: 長岡市, moved_on: start, presents_card: 1}",
        "1",
        "true",
    ),
    "an unknown attempt": ("intrude: {what: forge, from: a, to: b}", "forge", "'forged-frame', the nearest"),
    "an empty expect": ("expect: []", "a list", "a list under expect"),
    "an unknown expectation": ("expect: [{registr: {who: mover}}]", "registr", "'register', the nearest"),
    "two expectations in one": ("expect: [{card: {}, chip: {}}]", "2 expectations", "one an item"),
    "an expectation that is a text": ("expect: [card]", "card", "an expectation"),
    "a state that is none": ("expect: [{register: {who: mover, at: 長岡市, is: clsoed}}]", "clsoed", "'closed', the"),
    "a count below nothing": ("expect: [{mailing: {who: mover, notices: -1}}]", "-1", "a whole number"),
    "a rule that is none": ("expect: [{refused: {rule: forgd, times: 1}}]", "forgd", "'forged', the nearest"),
}


@pytest.mark.parametrize("case", sorted(WRONG_STEPS))
def test_a_wrong_step_is_told_with_what_was_expected(case: str) -> None:
    line, found, expected = WRONG_STEPS[case]
    fault = fault_of(step(line))
    assert found in fault.found
    assert expected in fault.expected
    assert int(fault.place.split(":")[1]) == 4 + 1 + len(CAST) + 1


def test_the_column_is_that_of_the_value() -> None:
    fault = fault_of(step("wait: {until: start, att: 5}"))
    assert fault.place.split(":")[2] == str(len("  - wait: {until: start, att: ") + 1)


def test_a_byte_order_mark_is_no_part_of_the_story(tmp_path: Path) -> None:
    path = tmp_path / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + story_text().encode())
    assert read_file(path).text == story_text()


def test_windows_line_ends_are_line_ends() -> None:
    assert read_text(story_text(*MOVE).replace("\n", "\r\n"), FILE).steps[0].verb == "report_move_out"


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        (HEAD.encode() + "name: 長岡".encode("shift-jis"), ":4", "not UTF-8"),
        (b"\xff\xfe" + "name: a".encode("utf-16-le"), ":1", "not UTF-8"),
        (b"#" * (LONGEST + 1), ":1", "more than"),
    ],
)
def test_bytes_that_are_no_text_are_told(tmp_path: Path, content: bytes, place: str, found: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        read_file(path)
    assert caught.value.place == f"{path}{place}"
    assert found in caught.value.found


@pytest.mark.parametrize("name", ["missing.yaml", ".", "a\x00b.yaml", "x" * 300 + ".yaml"])
def test_what_is_no_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="a story file that can be read"):
        read_file(tmp_path / name)


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(BadInput, match="more than"):
        read_file(Path("/dev/zero"))


BOMBS = {
    "brackets": "[" * 100_000,
    "braces": "{a: " * 50_000,
    "dashes": "- " * 50_000,
    "aliases": HEAD
    + "cast: {a: {of: 長岡市}}\nsteps:\n  - &e {expect: [&x {mailing: {who: a, notices: 1}}"
    + ", *x" * 5000
    + "]}\n"
    + "  - *e\n" * 5000,
    "itself": HEAD + "steps: &a [*a]\n",
}


@pytest.mark.parametrize("bomb", sorted(BOMBS))
def test_a_bomb_does_not_go_off(bomb: str) -> None:
    fault_of(BOMBS[bomb])


def test_nested_merges_cost_nothing() -> None:
    merges = "".join(f"  p{n}: &p{n} {{<<: [{','.join([f'*p{n - 1}'] * 9)}]}}\n" for n in range(1, 30))
    story = read_text(HEAD + "cast:\n  p0: &p0 {of: 長岡市}\n" + merges + "steps: [{wait: {for: 1 day}}]\n", FILE)
    assert [part.wish["of"].value for part in story.cast] == ["長岡市"] * 30


def same_story(one: Story, other: Story) -> bool:
    return [
        (step.verb, step.settles, {name: said.value for name, said in step.arguments.items()}) for step in one.steps
    ] == [
        (step.verb, step.settles, {name: said.value for name, said in step.arguments.items()}) for step in other.steps
    ]


def test_japanese_names_make_the_same_story() -> None:
    english = story_text(
        *MOVE,
        "wait: {for: 2 hours}",
        "continue_card: {who: family/2, at: 新潟市, pin: wrong}",
        "intrude: {what: forged-frame, from: 長岡市/市町村CS, to: 機構/全国サーバー}",
        "{wait: {until: today, at: '23:00'}, settle: false}",
    )
    japanese = story_text(
        "転出届: {誰: mover, 転出先: 新潟市中央区, 転出予定日: start + 16}",
        '待つ: {日: start + 17, 時刻: "10:00"}',
        "転入届: {誰: mover, 窓口: 新潟市中央区, 転入日: start + 16, 暗証番号: right}",
        "待つ: {期間: 2 hours}",
        "継続利用: {誰: family/2, 窓口: 新潟市, 暗証番号: wrong}",
        "不正な電文: {種類: forged-frame, 送信元: 長岡市/市町村CS, 送信先: 機構/全国サーバー}",
        "{待つ: {日: today, 時刻: '23:00'}, settle: false}",
    )
    assert same_story(read_text(english, FILE), read_text(japanese, FILE))
    assert not same_story(read_text(english, FILE), read_text(story_text(*MOVE), FILE))


@pytest.mark.parametrize("verb", [*VERBS, *EXPECTATIONS], ids=lambda verb: verb.name)
def test_names_and_aliases_of_a_verb_are_all_different(verb: object) -> None:
    names = [name for parameter in verb.parameters for name in (parameter.name, parameter.ja)]  # type: ignore[attr-defined] # a Verb
    assert len(names) == len(set(names))


def test_a_value_alone_is_the_first_argument() -> None:
    assert read_text(step("wait: start + 3"), FILE).steps[0].arguments["until"].value == "start + 3"


def test_a_day_and_a_text_say_the_same() -> None:
    for written in ("2026-04-01", '"2026-04-01"'):
        assert read_text(step(f"wait: {{until: {written}}}"), FILE).steps[0].arguments["until"].value == "2026-04-01"


def story_or_bad_input(text: str) -> None:
    try:
        story = read_text(text, FILE)
    except BadInput as fault:
        assert re.match(r"a\.yaml:[0-9]+", fault.place), fault.place  # noqa: PT017 - either is right
    else:
        assert str(story.steps)


SCRAPS = st.sampled_from(
    [
        *(
            "[",
            "]",
            "{",
            "}",
            ":",
            ",",
            "- ",
            "&a ",
            "*a",
            "!",
            "!!int ",
            "!!set",
            "!!omap",
            "!!binary x",
            "? ",
            "|",
            ">",
        ),
        *("'", '"', "%YAML 1.1\n", "---\n", "...\n", "<<: *a", "null", "~", "1e999", ".nan", "true", "0x" + "f" * 5000),
        *("9" * 5000, "2026-04-01T10:00:00Z", "2026-02-30", "\t", "\n", "\r", "\u2028", "\ufeff", "\x00", "𠮷", "9:30"),
    ]
)


@given(st.sampled_from(TEXTS), st.data())
def test_a_story_with_characters_changed_is_a_story_or_bad_input(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.one_of(SCRAPS, st.text(max_size=3))) + text[at + gone :]
    story_or_bad_input(text)


@given(st.sampled_from(TEXTS), st.data())
def test_a_story_with_lines_changed_is_a_story_or_bad_input(text: str, data: st.DataObject) -> None:
    lines = text.splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at, other = data.draw(st.integers(0, len(lines) - 1)), data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["swap", "double", "drop", "indent"])):
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "double":
                lines.insert(at, lines[other])
            case "drop":
                lines[at] = ""
            case _:
                lines[at] = " " * data.draw(st.integers(1, 4)) + lines[at]
    story_or_bad_input("".join(lines))


@given(st.text(max_size=60))
def test_any_text_is_a_story_or_bad_input(text: str) -> None:
    story_or_bad_input(text)


def test_a_name_or_an_alias_finds_a_story() -> None:
    assert library.find("special-transfer") == library.find("特例転入")
    assert library.is_shipped(library.find("特例転入"))


@pytest.mark.parametrize("name", ["", "special-transfr", "特例転出", "x" * 300, "長" * 80, "a\x00b", ".", ".."])
def test_an_unknown_story_is_told(name: str) -> None:
    with pytest.raises(BadInput):
        library.find(name)


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(BadInput, match="'special-transfer', the nearest"):
        library.find("special-transfr")


def test_a_file_of_ones_own_is_found_by_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(story_text(*MOVE), "utf-8")
    story = library.find(str(path))
    assert (story.name, library.is_shipped(story)) == ("mine", False)
