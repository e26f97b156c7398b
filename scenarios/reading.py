"""A YAML file into a story: form, verbs and names, each error with its line and column. Knows no world.

What only a world can tell (does this municipality exist, is there such a day) is checked before the first step by `stage.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarbool import ScalarBoolean

from juki.nodes.kernel.faults import PRESETS
from juki.protocol.errors import BadInput
from juki.protocol.terms import MunicipalityCode, NodeId
from juki.protocol.versions import PROFILES
from juki.scenarios.byhand import HAND_OF, WITH, line_read
from juki.scenarios.cities import NETWORKS, members
from juki.scenarios.days import GIVEN_DAYS
from juki.scenarios.expectations import EXPECTATION_OF
from juki.scenarios.naming import named_node
from juki.scenarios.story import DEFAULT_RESIDENTS, DEFAULT_SEED, ByHand, Part, Place, Said, Step, Story, Wanted, Words
from juki.scenarios.verbs import VERB_OF
from juki.scenarios.vocabulary import Kind, Verb, checked, closest
from juki.scenarios.wishes import WISHES
from juki.scenarios.yamlfiles import loaded, text_of

MOST_ITEMS = 10_000
"Items of all lists together: aliases can make millions of a short file."
MOST_COUNT = 1_000_000_000
"Of any number in a story. Python writes out no number of thousands of digits, so an error text could not show it."
LARGEST_SEED = (1 << 64) - 1
_CARD = re.compile(r"card/\d{6}")
_NAME = re.compile(r"\w[\w\-・()() .]{0,59}")
"What may be the name of a story, and of the folder that a run of it makes."
_WORD = re.compile(r"[^\W\d]\w*")
"A name that other lines of a story can use."
TOP = (
    *("name", "aliases", "title", "teaches", "law", "minutes", "profiles"),
    *("network", "residents", "faults", "seed", "days", "cast", "steps", "expect", "hand"),
)


def read_file(path: Path) -> Story:
    """The story in a file.

    Raises:
        BadInput: it cannot be read, is no YAML, or not a story; with line and column.
    """
    return read_text(text_of(path, "a story file"), path)


def read_text(text: str, path: Path) -> Story:
    """The story in a text; `path` is for error texts only.

    Raises:
        BadInput: as `read_file`.
    """
    return _Reader(str(path)).story(loaded(text, path), path, text)


@dataclass(slots=True)
class _Reader:
    """Reads one file; every method names the place of what it finds wrong.

    Attributes:
        items: of lists, seen so far.
    """

    file: str
    items: int = 0

    def story(self, loaded: object, path: Path, text: str) -> Story:
        top = self._map(loaded, Place(self.file, 1), "a story: name, title, cast, steps, expect")
        for key in top:
            if key not in TOP:
                raise BadInput(str(self._key(top, key)), f"key {key!r}", closest(str(key), TOP))
        cast = tuple(self._part(name, place, value) for name, place, value in self._pairs(top, "cast"))
        names = frozenset(part.name for part in cast)
        steps = tuple(self._step(item, place, names) for item, place in self._items(top, "steps", needed=True))
        profiles = self._texts(top, "profiles") or tuple(PROFILES)
        for profile in profiles:
            if profile not in PROFILES:
                raise BadInput(str(self._at(top, "profiles")), repr(profile), closest(profile, PROFILES))
        network = self._one_of(top, "network", "small", NETWORKS)
        return Story(
            name=self._name(top, path),
            aliases=self._texts(top, "aliases"),
            title=self._words(top, "title"),
            teaches=self._words(top, "teaches"),
            law=self._texts(top, "law"),
            minutes=self._count(top, "minutes", 5),
            profiles=profiles,
            network=network,
            residents=self._count(top, "residents", DEFAULT_RESIDENTS),
            faults=self._one_of(top, "faults", "calm", PRESETS),
            days={name: self._said(value, place) for name, place, value in self._pairs(top, "days")},
            cast=cast,
            steps=steps,
            expect=tuple(self._wanted(item, place, names) for item, place in self._items(top, "expect")),
            path=path,
            text=text,
            seed=self._count(top, "seed", DEFAULT_SEED, range(LARGEST_SEED + 1)),
            hand=tuple(self._hand(top, members(network))),
        )

    def _part(self, name: str, place: Place, value: object) -> Part:
        wish = self._map(value, place, "a wish, for example {of: 長岡市}")
        return Part(name, checked(WISHES, self._arguments(wish), place), place)

    def _step(self, item: object, place: Place, cast: frozenset[str]) -> Step:
        if isinstance(item, str):
            item = CommentedMap({item: CommentedMap()})
        step = self._map(item, place, "a step, for example {report_move_out: {who: mover, ...}}")
        settles = self._said(step["settle"], self._at(step, "settle")).value if "settle" in step else True
        if not isinstance(settles, bool):
            raise BadInput(str(self._at(step, "settle")), _shape(settles), "true or false")
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

    def _hand(self, top: CommentedMap, cities: tuple[MunicipalityCode, ...]) -> Iterator[ByHand]:
        """Commands given by hand; no moment comes before that of the one above."""
        before = (0, 0)
        for item, place in self._items(top, "hand"):
            found = self._by_hand(item, place, cities)
            moment = (found.line.during, found.line.turn)
            if moment < before:
                raise BadInput(str(found.place), "a moment before that of the command above", "commands in their order")
            before = moment
            yield found

    def _by_hand(self, item: object, place: Place, cities: tuple[MunicipalityCode, ...]) -> ByHand:
        found = self._map(item, place, "a command, for example {crash: {of: 長岡市/市町村CS, ...}}")
        if len(found) != 1:
            raise BadInput(str(place), f"{len(found)} verbs in one item", "one an item")
        word = str(next(iter(found)))
        at = self._key(found, word, place)
        verb = HAND_OF.get(word)
        if verb is None:
            raise BadInput(str(at), f"verb {word!r}", closest(word, HAND_OF))
        value = self._map(found[word], at, "arguments: what is commanded, and its moment")
        more: dict[str, Said] = {}
        for key in (key for key in value if key in WITH):
            more |= self._arguments(self._map(value[key], self._at(value, key, at), "what the order says"), at)
        plain = {key: self._said(one, self._at(value, key, at)) for key, one in value.items() if key not in WITH}
        line = line_read(verb, checked(verb, plain, at), more, at, partial(_node, cities))
        return ByHand(line, at)

    def _verb(
        self, item: CommentedMap, word: str, table: Mapping[str, Verb], place: Place, cast: frozenset[str]
    ) -> tuple[Verb, dict[str, Said]]:
        at = self._key(item, word, place)
        verb = table.get(word)
        if verb is None:
            known = (*table, "expect") if table is VERB_OF else table
            raise BadInput(str(at), f"verb {word!r}", closest(word, known))
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
        match value:
            case ScalarBoolean():
                return Said(bool(value), place)
            case str() | bool():
                return Said(value, place)
            case int() if abs(value) <= MOST_COUNT:
                return Said(int(value), place)
            case _:
                raise BadInput(str(place), _shape(value), "a single value")

    def _map(self, value: object, place: Place, expected: str) -> CommentedMap:
        if not isinstance(value, CommentedMap):
            raise BadInput(str(place), _shape(value), expected)
        for key in value:
            if not isinstance(key, str):
                raise BadInput(str(self._key(value, key, place)), f"key {_shape(key)}", "a name")
        return value

    def _pairs(self, top: CommentedMap, key: str) -> Iterator[tuple[str, Place, object]]:
        """Names that a story gives to days or people."""
        if key in top:
            found = self._map(top[key], self._at(top, key), f"names under {key}:")
            for name, value in found.items():
                if not _WORD.fullmatch(name) or name in GIVEN_DAYS:
                    expected = f"a word of letters, digits and _, none of {', '.join(GIVEN_DAYS)}"
                    raise BadInput(str(self._key(found, name)), f"name {name!r}", expected)
                yield name, self._at(found, name), value

    def _items(self, top: CommentedMap, key: str, *, needed: bool = False) -> Iterator[tuple[object, Place]]:
        found = top.get(key)
        place = self._at(top, key) if key in top else Place(self.file, 1)
        if found is None and not needed:
            return
        if not isinstance(found, CommentedSeq) or (needed and not found):
            raise BadInput(str(place), _shape(found), f"a list under {key}:")
        self.items += len(found)
        if self.items > MOST_ITEMS:
            raise BadInput(str(place), f"more than {MOST_ITEMS} items", f"at most {MOST_ITEMS} in a story")
        for number, item in enumerate(found):
            yield item, self._marked(found.lc.item, number, place)

    def _text(self, top: CommentedMap, key: str, default: str) -> str:
        value = top.get(key, default)
        if not isinstance(value, str) or not value:
            raise BadInput(str(self._at(top, key)), _shape(value) if value else "nothing", f"{key}: a text")
        return value

    def _name(self, top: CommentedMap, path: Path) -> str:
        name = self._text(top, "name", path.stem)
        if not _NAME.fullmatch(name):
            raise BadInput(
                str(self._at(top, "name")),
                f"name {name[:60]!r}",
                "a letter or digit, then at most 59 of letters, digits, - _ . and spaces",
            )
        return name

    def _one_of(self, top: CommentedMap, key: str, default: str, known: Iterable[str]) -> str:
        value = self._text(top, key, default)
        if value not in known:
            raise BadInput(str(self._at(top, key)), repr(value), closest(value, known))
        return value

    def _count(self, top: CommentedMap, key: str, default: int, known: range = range(1, MOST_COUNT + 1)) -> int:
        value = top.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool | ScalarBoolean) or int(value) not in known:
            expected = f"{key}: a whole number above zero" if known.start else f"a whole number from 0 to {known[-1]}"
            raise BadInput(str(self._at(top, key)), _shape(value), expected)
        return int(value)

    def _texts(self, top: CommentedMap, key: str) -> tuple[str, ...]:
        texts = []
        for item, place in self._items(top, key):
            if not isinstance(item, str) or not item:
                raise BadInput(str(place), _shape(item), "a text")
            texts.append(str(item))
        return tuple(texts)

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


def _node(cities: tuple[MunicipalityCode, ...], text: str, place: str) -> NodeId:
    """A node of a network; which cards there are, only its population tells."""
    return NodeId(text) if _CARD.fullmatch(text) else named_node(text, place, cities)


def _shape(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case CommentedMap():
            return "a mapping"
        case CommentedSeq():
            return "a list"
        case int() if abs(value) > MOST_COUNT:
            return "a number of many digits"
        case str() | int() | float():
            return repr(value)[:60]
        case _:
            return "something else"
