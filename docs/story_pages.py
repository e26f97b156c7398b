"""Pages about what happens: the language of stories, the library, oracles, faults. Adds nothing to the tables it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from markup import code, page, table

from juki.nodes.kernel.faults import MILLION, PRESETS
from juki.nodes.kernel.intrusion import Attempt
from juki.scenarios.byhand import HAND_VERBS
from juki.scenarios.expectations import EXPECTATIONS, STRIKES
from juki.scenarios.library import stories
from juki.scenarios.oracles import ORACLES
from juki.scenarios.story import Story
from juki.scenarios.verbs import VERBS
from juki.scenarios.vocabulary import Kind, Parameter, Verb
from juki.scenarios.wishes import WISHES
from juki.tui import language
from juki.tui.words import attempt_name, strike_name

_MILLISECOND = 1000


def story_language_page() -> str:
    introduction = (
        "Every verb of a story and every expectation, from the tables that check a file "
        "([scenarios/verbs/](../../scenarios/verbs/__init__.py), [scenarios/expectations/](../../scenarios/expectations/__init__.py)). "
        "Names may be English or Japanese, also mixed. How to write a story: [scenarios.md](../scenarios.md)."
    )
    kinds = table(
        ("argument", "引数", "what a right one looks like"),
        [(kind.name.lower(), kind.value.ja, kind.value.en) for kind in Kind],
    )
    return page(
        "The language of stories",
        introduction,
        "## Kinds of arguments\n\n" + kinds,
        "## Cast\n\n" + _explained(WISHES),
        "## Steps",
        *(_verb(verb) for verb in VERBS),
        "## Expectations\n\nUnder `expect:`, as a step or at the end. `profile` limits one to a profile.",
        *(_verb(verb) for verb in EXPECTATIONS),
        "## By hand\n\nUnder `hand:`, each with its moment ([scenarios/byhand.py](../../scenarios/byhand.py)).",
        *(f"### {verb.name} by hand\n\n{_explained(verb)}" for verb in HAND_VERBS),
        "## Intrusions\n\n" + _intrusions(),
    )


def _verb(verb: Verb) -> str:
    return f"### {verb.name}\n\n{_explained(verb)}"


def _explained(verb: Verb) -> str:
    head = f"`{verb.name}`, in Japanese `{verb.ja}`: {verb.help.en}.\n{verb.help.ja}。"
    return f"{head}\n\n" + table(("argument", "引数", "is", "needed", "one of"), map(_parameter, verb.parameters))


def _parameter(parameter: Parameter) -> tuple[str, ...]:
    needed = "yes" if parameter.required else ""
    choices = parameter.choices
    told = "a rule of [refusals](refusals.md)" if parameter.name == "rule" else code(*choices)
    return f"`{parameter.name}`", f"`{parameter.ja}`", parameter.kind.name.lower(), needed, told


def _intrusions() -> str:
    names = _in_both((attempt.value for attempt in Attempt), attempt_name)
    return table(("what", "種類", "meaning"), [(f"`{attempt}`", *words) for attempt, words in names.items()])


def stories_page() -> str:
    introduction = (
        "The stories that come with `juki`. `juki run NAME` plays one; the Japanese names work too. Each runs in both "
        "profiles unless it says otherwise."
    )
    overview = table(
        ("story", "名称", "title"),
        [(f"[`{story.name}`](#{story.name})", story.title.ja, story.title.en) for story in stories()],
    )
    return page("Stories", introduction, overview, *(_story(story) for story in stories()))


def _story(story: Story) -> str:
    rows = [
        ("日本語名", code(*story.aliases)),
        ("law", ", ".join(story.law)),
        ("profiles", code(*story.profiles)),
        ("network", f"`{story.network}`, {story.residents} residents a municipality, faults `{story.faults}`"),
        ("cast", code(*(part.name for part in story.cast))),
        ("size", f"{len(story.steps)} steps, {_expected(story)} expectations, about {story.minutes} minutes to follow"),
        ("file", f"[{story.path.name}](../../scenarios/library/{story.path.name})"),
    ]
    told = f"{story.title.en}. {story.teaches.en}\n\n{story.title.ja}。{story.teaches.ja}"
    return f"## {story.name}\n\n{told}\n\n{table(('', ''), rows)}"


def _expected(story: Story) -> int:
    return len(story.expect) + sum(len(step.wanted) for step in story.steps)


def oracles_page() -> str:
    introduction = (
        "What must hold in every run, whatever the story expects ([scenarios/oracles](../../scenarios/oracles/)). Between "
        "steps the cast is looked at, at the end everybody."
    )
    rows = [(f"`{one.name}`", one.words.ja, one.words.en, one.basis) for one in ORACLES]
    return page("Oracles", introduction, table(("oracle", "内容", "what holds", "basis"), rows))


def faults_page() -> str:
    introduction = (
        "What goes wrong by chance ([nodes/kernel/faults.py](../../nodes/kernel/faults.py)), chosen with "
        "`juki run --faults` or by the story. Every fate is a draw from the tape. Nothing overtakes on one link. "
        "Rates are of frames; of `down`, of messages that are delivered."
    )
    rows = [
        (
            f"`{one.name}`",
            one.ja,
            one.en,
            f"{one.delay[0] // _MILLISECOND} to {one.delay[1] // _MILLISECOND} ms",
            *map(
                _percent,
                (one.loss, one.duplication, one.tampering, one.injection, one.replays, one.breaks, one.crashes),
            ),
        )
        for one in PRESETS.values()
    ]
    head = (
        "name",
        "内容",
        "meaning",
        "delay of a hop",
        "lost",
        "doubled",
        "altered",
        "injected",
        "replayed",
        "broken",
        "down",
    )
    return page("Faults", introduction, table(head, rows), "## What is counted\n\n" + _strikes())


def _strikes() -> str:
    introduction = (
        "A fault is counted where it takes effect: in the report of a run, in `struck` of `juki run --json`, and for the "
        "expectation [`struck`](story-language.md#struck)."
    )
    names = _in_both(STRIKES, strike_name)
    return f"{introduction}\n\n" + table(("fault", "種類", "meaning"), [(f"`{one}`", *names[one]) for one in STRIKES])


def _in_both(things: Iterable[str], wording: Callable[[str], str]) -> dict[str, tuple[str, str]]:
    """Each thing in Japanese and in English."""
    spoken, told = language.spoken(), []
    things = list(things)
    for lang in ("ja", "en"):
        language.use(lang)
        told.append([wording(thing) for thing in things])
    language.use(spoken)
    return {thing: (ja, en) for thing, ja, en in zip(things, *told, strict=True)}


def _percent(of_a_million: int) -> str:
    return f"{of_a_million * 100 / MILLION:g} %"
