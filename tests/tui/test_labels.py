"""Whatever an inspector shows has a word: every field, column, table and choice, in both languages, and no word is left over."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from types import ModuleType
from typing import get_args, get_type_hints

import msgspec
import pytest
from cast import code_of
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

import juki.nodes
import juki.protocol
from juki.nodes.municipality.comparison_rows import Comparison
from juki.protocol.catalogue import CATALOGUE
from juki.protocol.messages import Message
from juki.protocol.procedures.consistency import Agreement, Side
from juki.protocol.procedures.counter_visit import VisitState
from juki.protocol.procedures.operators import Operator, Session
from juki.protocol.records.changes import JAPANESE as REASONS
from juki.protocol.records.changes import ChangeReason
from juki.protocol.secure.envelope import Envelope, Proof
from juki.protocol.terms import MunicipalityCode
from juki.protocol.terms.dates import PartialDate
from juki.tui.cells import width
from juki.tui.labels import label_of, table_name, value_text, words_of
from juki.tui.labels.choices import CHOICES
from juki.tui.labels.fields import FIELDS
from juki.tui.labels.kinds import choices_of
from juki.tui.labels.own import OWN, TABLES
from juki.tui.language import use

WIDEST = 26
"Cells of a label: beside it a value must have room in a pane of 38."
WIDEST_CHOICE = 32
"Cells of a value."
_COLUMN_WORDS = {"Outcome", "Use", "Run", "Count", "Wound", "Clock"}


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use("en")


def modules(package: ModuleType, *folders: str) -> list[ModuleType]:
    begin = tuple(f"{package.__name__}.{folder}" for folder in folders) or (f"{package.__name__}.",)
    names = (found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))
    return [importlib.import_module(name) for name in names if name.startswith(begin)]


def structs() -> dict[str, type[msgspec.Struct]]:
    """Everything that travels, is recorded or is kept as a case."""
    found: dict[str, type[msgspec.Struct]] = {
        one.__name__: one for one in (Comparison, Operator, Session, Envelope, Proof)
    }
    for module in modules(juki.protocol, "messages", "records", "procedures", "terms"):
        for one in vars(module).values():
            if not isinstance(one, type) or not issubclass(one, msgspec.Struct) or one.__module__ != module.__name__:
                continue
            is_case = bool({"state", "stage"} & set(one.__struct_fields__))
            if ".procedures." not in module.__name__ or is_case:
                found[one.__name__] = one
    return found


def tables() -> dict[str, set[str]]:
    """Every table of every system, with its columns; of tables with one name the columns of all."""
    found: dict[str, set[str]] = {}
    known = {
        one.name: one for module in modules(juki.nodes) for one in vars(module).values() if isinstance(one, Migrations)
    }
    for migrations in known.values():
        database = Database(memory=True)
        migrations.apply(database)
        for name in database.table_names():
            if not name.startswith("_sqlite"):
                found.setdefault(name, set()).update(database[name].columns_dict)
    return found


STRUCTS, STORED = structs(), tables()
NAMED = {
    **{name: set(one.__struct_fields__) for name, one in STRUCTS.items()},
    **STORED,
}


def test_everything_is_looked_at() -> None:
    assert {name for name, entry in CATALOGUE.items() if entry.message is not Message} <= STRUCTS.keys()
    assert {"Arrival", "Departure", "Visit", "Errand", "Job", "KioskVisit", "Correction", "Inquiry"} <= STRUCTS.keys()
    assert {"residents", "identity", "outbox", "fugo", "operations"} <= STORED.keys()
    assert not STRUCTS.keys() & STORED.keys()


def test_every_field_and_column_has_a_label() -> None:
    bare = [
        f"{owner}.{field}" for owner, fields in NAMED.items() for field in sorted(fields) if not words_of(owner, field)
    ]
    assert bare == [], "add it to tui/labels/fields.py, or to own.py if the word holds there alone"


def test_no_label_is_left_over() -> None:
    fields = {(owner, field) for owner, names in NAMED.items() for field in names}
    assert [key for key in OWN if tuple(key.split(".")) not in fields] == []
    general = {field for owner, field in fields if f"{owner}.{field}" not in OWN}
    assert sorted(FIELDS.keys() - general) == []


def test_every_table_has_a_name_and_no_name_is_left_over() -> None:
    assert TABLES.keys() == STORED.keys()


def _enums(hint: object) -> Iterator[type[Enum]]:
    if isinstance(hint, type) and issubclass(hint, Enum):
        yield hint
    for part in get_args(hint):
        yield from _enums(part)


def chosen() -> dict[str, type[Enum]]:
    """Fields whose value is one of a choice."""
    hints = {f"{name}.{field}": hint for name, one in STRUCTS.items() for field, hint in get_type_hints(one).items()}
    return {place: enum for place, hint in hints.items() for enum in _enums(hint)}


@pytest.mark.parametrize(("place", "enum"), list(chosen().items()))
def test_every_choice_of_a_field_has_words(place: str, enum: type[Enum]) -> None:
    owner, field = place.split(".")
    assert enum.__name__ in choices_of(owner, field)
    for member in enum:
        words = CHOICES[f"{enum.__name__}.{member.value}"]
        use("ja")
        assert words.ja in value_text(owner, field, member)
        use("en")
        assert words.en in value_text(owner, field, member.value)


def test_no_words_of_a_choice_are_left_over() -> None:
    enums: list[type[Enum]] = [*chosen().values(), Agreement, Side]
    values = {f"{enum.__name__}.{member.value}" for enum in enums for member in enum}
    assert {key for key in CHOICES if key.partition(".")[0] not in _COLUMN_WORDS} == values


def test_reasons_are_called_what_the_rules_call_them() -> None:
    assert {reason: CHOICES[f"ChangeReason.{reason.value}"].ja for reason in ChangeReason} == REASONS


@pytest.mark.parametrize(
    "words", [*FIELDS.items(), *OWN.items(), *TABLES.items(), *CHOICES.items()], ids=lambda item: item[0]
)
def test_a_label_is_short_and_speaks_both_languages(words: tuple[str, object]) -> None:
    key, label = words
    ja, en = getattr(label, "ja", ""), getattr(label, "en", "")
    widest = WIDEST_CHOICE if key in CHOICES else WIDEST
    assert 0 < width(ja) <= widest, key
    assert 0 < width(en) <= widest, key
    assert re.search(r"[\u3041-\u9fff]", ja), key
    assert not re.search(r"[\u3041-\u9fff]", en), key


def test_labels_are_in_the_language_spoken() -> None:
    use("ja")
    assert label_of("MoveOutRecord", "planned_on") == "転出予定年月日"
    assert (label_of("FugoIssued", "number"), label_of("Operation", "number")) == ("取得番号", "操作履歴の番号")
    assert (label_of("operators", "code"), label_of("residents", "code")) == ("職員コード", "住民票コード")
    assert table_name("residents") == "住民票・除票"
    use("en")
    assert label_of("MoveOutRecord", "planned_on") == "planned date"
    assert table_name("residents") == "resident records"


def test_what_has_no_word_is_shown_by_its_name() -> None:
    assert label_of("Nobody", "no_such_field") == "no_such_field"
    assert label_of("Nobody", "planned_on") == "planned date"
    assert words_of("Nobody", "no_such_field") is None
    assert table_name("no_such_table") == "no_such_table"


SHOWN = [
    ("Resident", "planned_on", "2026-04-01", "令和8年4月1日", "2026-04-01"),
    ("Resident", "planned_on", date(2026, 4, 1), "令和8年4月1日", "2026-04-01"),
    ("Resident", "birth", PartialDate(1950), "昭和25年 月日不詳", "1950-00-00"),
    ("Resident", "birth", "1950-00-00", "昭和25年 月日不詳", "1950-00-00"),
    ("Resident", "erased_on", None, "なし", "none"),
    ("Resident", "previous_address", "", "なし", "none"),
    ("Resident", "is_protected", True, "はい", "yes"),
    ("identity", "is_current", 0, "いいえ", "no"),
    ("Resident", "sex", "2", "女", "female"),
    ("IdentityRecord", "reason", ChangeReason.MOVED_IN, "国内転入(A1)", "moved in (A1)"),
    ("IdentityRecord", "municipality", "152021", "長岡市(152021)", "Nagaoka City (152021)"),
    ("IdentityRecord", "municipality", MunicipalityCode("152021"), "長岡市(152021)", "Nagaoka City (152021)"),
    ("MoveOutRecord", "destination", "151033", "新潟市中央区(151033)", "Chuo Ward, Niigata City (151033)"),
    ("IdentityRecord", "previous_municipality", "131041", "新宿区(131041)", "Shinjuku Ward (131041)"),
    ("IdentityRecord", "municipality", "999999", "999999", "999999"),
    ("chip", "pin", "1234", "●●●●", "●●●●"),
    ("FamilyRegister", "place", "旭町1番地", "旭町1番地", "旭町1番地"),
    ("links", "peer", "152021/resident-register", "長岡市/住民記録", "Nagaoka City/Register"),
    ("Proof", "origin", "152021/communication-server", "長岡市/市町村CS", "Nagaoka City/CS"),
    ("visits", "state", "at-national", "全国サーバーの回答待ち", "waiting for the national server"),
    ("Visit", "state", VisitState.DONE, "終了", "done"),
    (
        "comparison_results",
        "sides",
        "prefecture,national",
        "都道府県サーバー、全国サーバー",
        "prefecture server, national server",
    ),
    ("comparison_results", "fields", "name,sex", "氏名、性別", "name, sex"),
    ("Difference", "fields", ("name", "sex"), "氏名、性別", "name, sex"),
    ("operators", "duties", "search,audit", "検索、監査", "search, audit"),
    ("operations", "verb", "log_on", "ログオン", "log-on"),
    ("operations", "outcome", "done", "完了", "done"),
    ("provisions", "article", "住基法30条の10第1項4号", "住基法30条の10第1項4号", "BRR Act art. 30-10 (1)(4)"),
    ("provisions", "purpose", "local-tax", "地方税の賦課徴収に関する事務", "local taxes"),
    ("Visit", "purpose", "move-in", "特例転入", "move-in by card"),
    ("Refusal", "kind", "MoveOutRecord", "転出証明書情報", "Move out record"),
    ("Refusal", "rule", "not-leaving", "転出届がない", "no move-out report is on file"),
    ("touched", "at", "2026-03-16T09:00:01+09:00", "令和8年3月16日 09:00:01", "2026-03-16 09:00:01"),
    (
        "media",
        "made_at",
        datetime.fromisoformat("2026-03-16T09:00:01+09:00"),
        "令和8年3月16日 09:00:01",
        "2026-03-16 09:00:01",
    ),
    ("CardProof", "signature", b"\x00\xff", "00ff", "00ff"),
    ("CertificateDocument", "fee_yen", 300, "300", "300"),
    ("Resident", "code", code_of(1), code_of(1).digits, code_of(1).digits),
]


@pytest.mark.parametrize(("owner", "field", "value", "ja", "en"), SHOWN)
def test_a_value_is_worded(owner: str, field: str, value: object, ja: str, en: str) -> None:
    use("ja")
    assert value_text(owner, field, value) == ja
    use("en")
    assert value_text(owner, field, value) == en


@given(
    st.sampled_from([(owner, field) for owner, fields in sorted(NAMED.items()) for field in sorted(fields)]),
    st.one_of(
        st.text(), st.integers(), st.binary(), st.none(), st.booleans(), st.dates(), st.lists(st.text(max_size=5))
    ),
)
def test_no_value_breaks_the_wording(place: tuple[str, str], value: object) -> None:
    for language in ("ja", "en"):
        use(language)
        assert isinstance(value_text(*place, value), str)
