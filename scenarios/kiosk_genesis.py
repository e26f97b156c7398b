"""What kiosks, cards and the city's コンビニ交付システム hold before a run begins. Plays no story.

A card's 利用者証明用 PIN follows from its 住民基本台帳用 one and differs from it; real holders choose both
(`docs/inventions.md`, Kiosks).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from juki.nodes.host import Host
from juki.nodes.municipality.convenience_rows import ConvenienceRows
from juki.nodes.public.card_user import USER_TRIES
from juki.protocol.records.certificates import replica_of, user_certificate_of
from juki.protocol.terms.nodes import organisation_of
from juki.scenarios.population import CardIssue, Person

_APART = 5000


def user_pin(issue: CardIssue) -> str | None:
    """The PIN of a card's user certificate; None where the card has no PIN."""
    return None if issue.pin is None else f"{(int(issue.pin) + _APART) % 10_000:04d}"


def fill_replica(host: Host, people: Sequence[Person]) -> None:
    """The copy of a city's register as it stands when the run begins: change number 0."""
    city = organisation_of(host.node.me)
    citizens = (person.resident for person in people if person.municipality.digits == city)
    with host.store.transaction():
        ConvenienceRows(host.store).fill((resident.address_number, replica_of(resident)) for resident in citizens)


def fill_user_chip(host: Host, issue: CardIssue) -> None:
    """The user certificate in a chip, if there is one."""
    if issue.has_user_certificate:
        certificate, pin = user_certificate_of(issue.serial), user_pin(issue)
        with host.store.transaction():
            host.store.write(
                "insert into user_chip (id, certificate, pin, tries) values (1, ?, ?, ?)", certificate, pin, USER_TRIES
            )


def certificate_contents(people: Sequence[Person]) -> Iterator[tuple[str, str, str]]:
    """Number, hash of the key and last day of every user certificate; it ends with its card."""
    for person in people:
        issue, card = person.card, person.resident.card
        if issue is not None and card is not None and issue.has_user_certificate:
            yield user_certificate_of(issue.serial), card.genuine_mark, issue.expires_on.isoformat()
