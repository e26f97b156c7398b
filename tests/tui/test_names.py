"""Names of nodes and places, dates, articles and masks in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.masking import mask, mask_all
from juki.protocol.moments import EPOCH, to_micros
from juki.protocol.refusals import RULES
from juki.protocol.terms import Role
from juki.tui.days import day_text, moment, span_text
from juki.tui.language import use
from juki.tui.names import node_name, organisation_name, role_name
from juki.tui.reading import hepburn, romanised
from juki.tui.words import PROCEDURES, basis_text, message_name, notice_text


@pytest.mark.parametrize(
    ("node", "ja", "en"),
    [
        ("152021/resident-register", "長岡市/住民記録", "Nagaoka City/Register"),
        ("151009/communication-server", "新潟市/市町村CS", "Niigata City/CS"),
        ("14/prefecture-server", "神奈川県/都道府県サーバー", "Kanagawa Pref./Prefecture Server"),
        ("jlis/national-server", "機構/全国サーバー", "J-LIS/National Server"),
        ("jlis/network-ca", "機構/ネットワーク認証局", "J-LIS/Network CA"),
        ("card/000017", "個人番号カード 000017", "My Number Card 000017"),
        ("kiosk/0001", "キオスク端末 0001", "Kiosk 0001"),
        ("nowhere/nothing", "nowhere/nothing", "nowhere/nothing"),
    ],
)
def test_a_node_has_its_name_in_both_languages(node: str, ja: str, en: str) -> None:
    use("ja")
    assert node_name(node) == ja
    use("en")
    assert node_name(node) == en


def test_every_role_has_english_words() -> None:
    assert [role for role in Role if not role_name(role)[0].isupper()] == []


def test_a_ward_is_read_without_its_city() -> None:
    use("en")
    names = [organisation_name(code) for code in ("151033", "141119", "131041")]
    assert names == ["Chuo Ward", "Konan Ward", "Shinjuku Ward"]


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    assert organisation_name("999999") == "999999"


@pytest.mark.parametrize(
    ("kana", "letters"),
    [
        ("トウキョウ", "tokyo"),
        ("チュウオウ", "chuo"),
        ("ニッコウ", "nikko"),
        ("オオサカ", "osaka"),
        ("ジョウエツ", "joetsu"),
    ],
)
def test_kana_become_letters_without_long_marks(kana: str, letters: str) -> None:
    assert hepburn(kana) == letters


def test_the_last_character_becomes_a_word() -> None:
    assert romanised("田上町", "タガミマチ") == "Tagami Town"
    assert romanised("北海道", "ホッカイドウ") == "Hokkaido"


def test_no_article_stays_japanese_in_english() -> None:
    bases = [entry.basis for entry in CATALOGUE.values()] + [rule.basis for rule in RULES.values()]
    left = {basis: basis_text(basis) for basis in bases}
    assert {basis: text for basis, text in left.items() if any("぀" <= sign <= "鿿" for sign in text)} == {}
    assert (
        basis_text("住基法24条の2第3項, 第6項; 住基法施行令24条の3")
        == "BRR Act art. 24-2 (3), (6); BRR Order art. 24-3"
    )


def test_messages_and_notices_are_worded() -> None:
    assert message_name("MoveOutRecord") == "Move out record"
    use("ja")
    assert message_name("MoveOutRecord") == "転出証明書情報"
    assert notice_text("declined", {"rule": "pin-wrong", "detail": ""}) == "受理せず: 暗証番号の誤り"
    assert notice_text("unheard-of", {}) == "unheard-of"


def test_every_procedure_of_the_catalogue_has_its_wording() -> None:
    assert {entry.procedure for entry in CATALOGUE.values()} == set(PROCEDURES)


def test_days_are_in_the_calendar_of_the_language() -> None:
    assert day_text(date(2026, 3, 16)) == "Mon 2026-03-16"
    use("ja")
    assert day_text(date(2026, 3, 16)) == "令和8年3月16日(月)"
    assert span_text(86_465) == "1日と0:01:05"


def test_virtual_time_begins_where_the_nodes_let_it_begin() -> None:
    assert moment(0) == EPOCH
    assert moment(to_micros(EPOCH)) == EPOCH


def test_a_personal_number_keeps_its_last_four_digits() -> None:
    assert mask("住民票コード91234567890、") == "住民票コード*******7890、"
    assert mask("no 991234567890 here") == "no ********7890 here"
    assert mask("digest 912345678901ab") == "digest 912345678901ab"
    assert mask("2026-03-16 152021#12") == "2026-03-16 152021#12"
    assert mask_all({"a": ["91234567890", 5, None]}) == {"a": ["*******7890", 5, None]}
