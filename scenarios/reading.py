"""A YAML file into a story: form, verbs and names, each error with its line and column. Knows no world.

What only a world can tell (does this municipality exist, is there such a day) is checked before the first step by `stage.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from juki.protocol.errors import BadInput
from juki.protocol.versions import PROFILES
from juki.scenarios.expectations import EXPECTATION_OF
from juki.scenarios.story import DEFAULT_RESIDENTS, Part, Place, Said, Step, Story, Wanted, Words
from juki.scenarios.verbs import VERB_OF
from juki.scenarios.vocabulary import Kind, Verb, checked, closest
from juki.scenarios.wishes import WISHES

LONGEST = 256 * 1024
"Bytes of a story file; a longer one is refused unread."
TOP = (
    *("name", "aliases", "title", "teaches", "law", "minutes", "profiles"),
    *("network", "residents", "faults", "days", "cast", "steps", "expect"),
)


def read_file(path: Path) -> Story:
    """The story in a file.

    Raises:
        BadInput: it cannot be read, is no YAML, or not a story; with line and column.
    """
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise BadInput(str(path), fault.strerror or "no file", "a story file that can be read") from None
    if len(raw) > LONGEST:
        raise BadInput(str(path), f"{len(raw)} bytes", f"at most {LONGEST}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise BadInput(f"{path}:{line}", "bytes that are not UTF-8", "a file in UTF-8") from None
    return read_text(text, path)


def read_text(text: str, path: Path) -> Story:
    """The story in a text; `path` is for error texts only.

    Raises:
        BadInput: as `read_file`.
    """
    try:
        loaded = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark
        place = Place(str(path), mark.line + 1, mark.column + 1) if mark else str(path)
        raise BadInput(str(place), fault.problem or "no YAML", "well-formed YAML") from None
    except (YAMLError, ValueError, RecursionError) as fault:
        raise BadInput(str(path), str(fault).splitlines()[0][:100] or "no YAML", "well-formed YAML") from None
    return _Reader(str(path)).story(loaded, path, text)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one file; every method names the place of what it finds wrong."""

    file: str

    def story(self, loaded: object, path: Path, text: str) -> Story:
        top = self._map(loaded, Place(self.file, 1), "a story: name, title, cast, steps, expect")
        for key in top:
            if key not in TOP:
                raise BadInput(str(self._key(top, key)), f"key {key!r}", closest(str(key), TOP))
        cast = tuple(self._part(str(name), place, value) for name, place, value in self._pairs(top, "cast"))
        names = frozenset(part.name for part in cast)
        steps = tuple(self._step(item, place, names) for item, place in self._items(top, "steps", needed=True))
        profiles = self._texts(top, "profiles") or tuple(PROFILES)
        for profile in profiles:
            if profile not in PROFILES:
                raise BadInput(str(self._at(top, "profiles")), repr(profile), closest(profile, PROFILES))
        return Story(
            name=self._text(top, "name", path.stem),
            aliases=self._texts(top, "aliases"),
            title=self._words(top, "title"),
            teaches=self._words(top, "teaches"),
            law=self._texts(top, "law"),
            minutes=self._count(top, "minutes", 5),
            profiles=profiles,
            network=self._text(top, "network", "small"),
            residents=self._count(top, "residents", DEFAULT_RESIDENTS),
            faults=self._text(top, "faults", "calm"),
            days={str(name): self._said(value, place) for name, place, value in self._pairs(top, "days")},
            cast=cast,
            steps=steps,
            expect=tuple(self._wanted(item, place, names) for item, place in self._items(top, "expect")),
            path=path,
            text=text,
        )

    def _part(self, name: str, place: Place, value: object) -> Part:
        wish = self._map(value, place, "a wish, for example {of: 長岡市}")
        return Part(name, checked(WISHES, self._arguments(wish), place), place)

    def _step(self, item: object, place: Place, cast: frozenset[str]) -> Step:
        if isinstance(item, str):
            item = CommentedMap({item: CommentedMap()})
        step = self._map(item, place, "a step, for example {report_move_out: {who: mover, ...}}")
        settles = step.get("settle", True)
        if not isinstance(settles, bool):
            raise BadInput(str(self._at(step, "settle")), repr(settles), "true or false")
        verbs = [key for key in step if key != "settle"]
        if len(verbs) != 1:
            raise BadInput(str(place), f"{len(verbs)} verbs in one step", "one verb a step")
        word = str(verbs[0])
        if word == "expect":
            wanted = tuple(self._wanted(one, at, cast) for one, at in self._items(step, "expect", needed=True))
            return Step("expect", {}, place, wanted=wanted)
        verb, arguments = self._verb(step, word, VERB_OF, place, cast)
        return Step(verb.name, arguments, self._key(step, word, place), settles)

    def _wanted(self, item: object, place: Place, cast: frozenset[str]) -> Wanted:
        found = self._map(item, place, "an expectation, for example {card: {who: mover, is: active}}")
        if len(found) != 1:
            raise BadInput(str(place), f"{len(found)} expectations in one item", "one an item")
        word = str(next(iter(found)))
        verb, arguments = self._verb(found, word, EXPECTATION_OF, place, cast)
        return Wanted(verb.name, arguments, self._key(found, word, place))

    def _verb(
        self, item: CommentedMap, word: str, table: Mapping[str, Verb], place: Place, cast: frozenset[str]
    ) -> tuple[Verb, dict[str, Said]]:
        at = self._key(item, word, place)
        verb = table.get(word)
        if verb is None:
            raise BadInput(str(at), f"verb {word!r}", closest(word, table))
        value = item[word]
        if not isinstance(value, CommentedMap):
            value = CommentedMap({verb.parameters[0].name: value})
        arguments = checked(verb, self._arguments(value, at), at)
        for parameter in verb.parameters:
            said = arguments.get(parameter.name)
            if parameter.kind is Kind.WHO and said is not None:
                name = str(said.value).partition("/")[0]
                if name not in cast:
                    raise BadInput(str(said.place), f"{name!r}, who is not in the cast", closest(name, cast or {"-"}))
        return verb, arguments

    def _arguments(self, found: CommentedMap, place: Place | None = None) -> dict[str, Said]:
        return {str(key): self._said(value, self._at(found, key, place)) for key, value in found.items()}

    def _said(self, value: object, place: Place) -> Said:
        if isinstance(value, date):
            return Said(value.isoformat(), place)
        if not isinstance(value, str | int | bool):
            raise BadInput(str(place), _shape(value), "a single value")
        return Said(value, place)

    def _map(self, value: object, place: Place, expected: str) -> CommentedMap:
        if not isinstance(value, CommentedMap):
            raise BadInput(str(place), _shape(value), expected)
        return value

    def _pairs(self, top: CommentedMap, key: str) -> Iterator[tuple[object, Place, object]]:
        if key in top:
            found = self._map(top[key], self._at(top, key), f"names under {key}:")
            for name, value in found.items():
                yield name, self._at(found, name), value

    def _items(self, top: CommentedMap, key: str, *, needed: bool = False) -> Iterator[tuple[object, Place]]:
        found = top.get(key)
        place = self._at(top, key) if key in top else Place(self.file, 1)
        if found is None and not needed:
            return
        if not isinstance(found, CommentedSeq) or (needed and not found):
            raise BadInput(str(place), _shape(found), f"a list under {key}:")
        for number, item in enumerate(found):
            line, column = found.lc.item(number)
            yield item, Place(self.file, line + 1, column + 1)

    def _text(self, top: CommentedMap, key: str, default: str) -> str:
        value = top.get(key, default)
        if not isinstance(value, str) or not value:
            raise BadInput(str(self._at(top, key)), _shape(value) if value else "nothing", f"{key}: a text")
        return value

    def _count(self, top: CommentedMap, key: str, default: int) -> int:
        value = top.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise BadInput(str(self._at(top, key)), _shape(value), f"{key}: a whole number above zero")
        return value

    def _texts(self, top: CommentedMap, key: str) -> tuple[str, ...]:
        return tuple(str(item) for item, _ in self._items(top, key))

    def _words(self, top: CommentedMap, key: str) -> Words:
        if key not in top:
            raise BadInput(f"{self.file}:1", f"no {key}", f"{key}: with ja: and en:")
        found = self._map(top[key], self._at(top, key), f"{key}: with ja: and en:")
        words = {language: self._text(found, language, "") for language in ("ja", "en")}
        return Words(words["ja"], words["en"])

    def _at(self, found: CommentedMap, key: object, fallback: Place | None = None) -> Place:
        return self._marked(found.lc.value, key, fallback)

    def _key(self, found: CommentedMap, key: object, fallback: Place | None = None) -> Place:
        return self._marked(found.lc.key, key, fallback)

    def _marked(self, find: Callable[[object], tuple[int, int]], key: object, fallback: Place | None) -> Place:
        try:
            line, column = find(key)
        except (KeyError, TypeError):
            return fallback or Place(self.file, 1)
        return Place(self.file, line + 1, column + 1)


def _shape(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case CommentedMap():
            return "a mapping"
        case CommentedSeq():
            return "a list"
        case _:
            return repr(value)[:60]
