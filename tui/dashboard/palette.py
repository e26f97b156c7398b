"""The commands that the palette offers: the table of keys, found by the words of either language. Does nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from juki.tui.dashboard.keys import Key, Place, of
from juki.tui.language import spoken


class KeyCommands(Provider):
    """Whatever a key of this screen does."""

    async def discover(self) -> Hits:
        for key in self._keys():
            yield DiscoveryHit(_prompt(key), partial(self._press, key), text=_prompt(key), help=key.help.in_(spoken()))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for key in self._keys():
            texts = (_prompt(key), key.label.ja, key.label.en, key.help.ja, key.help.en, key.id)
            score = max(matcher.match(text) for text in texts)
            if score > 0:
                yield Hit(score, _prompt(key), partial(self._press, key), _prompt(key), key.help.in_(spoken()))

    def _keys(self) -> Iterator[Key]:
        places: tuple[Place, ...] = getattr(self.screen, "PLACES", ())
        for key in of(*places, Place.APP):
            if key.is_ours and key.id != "command_palette":
                yield key

    async def _press(self, key: Key) -> None:
        await self.app.run_action(key.id, self.app if key.place is Place.APP else self.screen)


def _prompt(key: Key) -> str:
    return f"{key.label.in_(spoken())}  ({key.sign})"
