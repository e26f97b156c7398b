"""A file of faults: rates for all links, for some, and for nodes that go down. Knows forms and names, no draw.

```yaml
name: rough
title: {ja: 荒れた回線, en: rough links}
delay: [5 ms, 400 ms]
loss: 10 %
crashes: 0.5 %
links: [{from: 長岡市/市町村CS, to: 新潟市/市町村CS, loss: 50 %}]
nodes: [{of: 機構/全国サーバー, crashes: 5 %}]
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from juki.nodes.kernel.faults import MILLION, PRESETS, Faults
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.cities import members
from juki.scenarios.naming import named_node
from juki.scenarios.story import Place
from juki.scenarios.vocabulary import closest
from juki.scenarios.yamlfiles import loaded, text_of

RATES = ("loss", "duplication", "tampering", "injection", "replays", "breaks")
SPANS = ("delay", "down")
_RATE = re.compile(r"(?P<percent>\d{1,3}(?:\.\d{1,4})?)\s*[%％]")
_SPAN = re.compile(r"(?P<count>\d{1,7})\s*(?P<unit>ms|s|min|h|ミリ秒|秒|分|時間)")
_UNITS = {
    "ms": timedelta(milliseconds=1),
    "ミリ秒": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "秒": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "分": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "時間": timedelta(hours=1),
}
RATE_FORM, SPAN_FORM = "a rate: 12 %, 0.5 %", "two spans, the shorter first: [5 ms, 2 s]"
SUFFIXES = (".yaml", ".yml")


def is_file(faults: str) -> bool:
    """Whether what was given as faults is a file and no name of a preset."""
    return faults not in PRESETS and (faults.endswith(SUFFIXES) or "/" in faults)


def read_faults(path: Path, network: str) -> tuple[Faults, str]:
    """The faults in a file, and its text.

    Raises:
        BadInput: it cannot be read, or names an unknown kind, node or field; with line and column.
    """
    text = text_of(path, "a file of faults")
    return faults_in(text, path, network), text


def faults_in(text: str, path: Path, network: str) -> Faults:
    """The faults in a text; `path` is for error texts.

    Raises:
        BadInput: as `read_faults`.
    """
    top = loaded(text, path)
    reader = _Reader(str(path), network)
    if not isinstance(top, CommentedMap):
        raise BadInput(f"{path}:1", "no mapping", "faults: " + ", ".join((*RATES, "crashes", *SPANS)))
    return reader.faults(top, path.stem)


class _Reader:
    """Reads one file."""

    def __init__(self, file: str, network: str) -> None:
        self._file = file
        self._cities = members(network)

    def faults(self, top: CommentedMap, stem: str) -> Faults:
        known = ("name", "title", *RATES, "crashes", *SPANS, "links", "nodes")
        self._expect(top, known)
        title = top.get("title", {})
        if not isinstance(title, CommentedMap | dict) or set(title) - {"ja", "en"}:
            raise BadInput(str(self._at(top, "title")), "something else", "title: with ja: and en:")
        base = self._rates(
            top, Faults(str(top.get("name", stem)), ja=str(title.get("ja", "")), en=str(title.get("en", "")))
        )
        links = {}
        for item in self._items(top, "links"):
            self._expect(item, ("from", "to", *RATES, "delay"))
            ends = (self._node(item, "from"), self._node(item, "to"))
            links[ends] = self._rates(item, replace(base, name=f"{base.name}:{ends[0]}>{ends[1]}"))
        nodes = {}
        for item in self._items(top, "nodes"):
            self._expect(item, ("of", "crashes"))
            nodes[self._node(item, "of")] = self._rate(item, "crashes")
        return replace(base, links=links, nodes=nodes)

    def _rates(self, found: CommentedMap, base: Faults) -> Faults:
        rates = {name: self._rate(found, name) for name in (*RATES, "crashes") if name in found}
        spans = {name: self._spans(found, name) for name in SPANS if name in found}
        faults = replace(base, **rates, **spans)  # type: ignore[arg-type] # names of fields, with their values
        if sum(rate for _, rate in faults.fates) > MILLION:
            raise BadInput(str(self._place(found)), "rates of more than 100 % together", "at most 100 %")
        return faults

    def _rate(self, found: CommentedMap, name: str) -> int:
        text = _RATE.fullmatch(str(found.get(name)).strip())
        rate = round(float(text["percent"]) * MILLION / 100) if text else -1
        if not 0 <= rate <= MILLION:
            raise BadInput(str(self._at(found, name)), repr(found.get(name)), RATE_FORM)
        return rate

    def _spans(self, found: CommentedMap, name: str) -> tuple[int, int]:
        value = found[name]
        texts = [_SPAN.fullmatch(str(one).strip()) for one in value] if isinstance(value, CommentedSeq) else []
        spans = [int(one["count"]) * _UNITS[one["unit"]] // timedelta(microseconds=1) for one in texts if one]
        if len(texts) != 2 or len(spans) != 2 or spans[0] > spans[1]:  # noqa: PLR2004 - the shortest and the longest
            raise BadInput(str(self._at(found, name)), repr(value)[:60], f"{name}: {SPAN_FORM}")
        return spans[0], spans[1]

    def _node(self, found: CommentedMap, key: str) -> NodeId:
        place = self._at(found, key)
        if key not in found:
            raise BadInput(str(self._place(found)), f"no {key}", f"{key}: a node")
        return named_node(str(found[key]), str(place), self._cities)

    def _items(self, top: CommentedMap, key: str) -> Iterator[CommentedMap]:
        value = top.get(key, [])
        if not isinstance(value, list):
            raise BadInput(str(self._at(top, key)), repr(value)[:60], f"{key}: a list")
        for item in value:
            if not isinstance(item, CommentedMap):
                raise BadInput(str(self._at(top, key)), repr(item)[:60], f"{key}: a list of mappings")
            yield item

    def _expect(self, found: CommentedMap, known: tuple[str, ...]) -> None:
        for key in found:
            if key not in known:
                line, column = found.lc.key(key)
                raise BadInput(str(Place(self._file, line + 1, column + 1)), f"{key!r}", closest(str(key), known))

    def _at(self, found: CommentedMap, key: str) -> Place:
        try:
            line, column = found.lc.value(key)
        except (KeyError, TypeError):
            return self._place(found)
        return Place(self._file, line + 1, column + 1)

    def _place(self, found: CommentedMap) -> Place:
        return Place(self._file, found.lc.line + 1, found.lc.col + 1)
