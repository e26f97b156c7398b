"""How somebody uses a kiosk: card, PIN, and the wait for paper or a reason. Decides nothing about the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from juki.nodes.kernel.drive import Instruction, Quiet, Until
from juki.nodes.kernel.happenings import Order
from juki.nodes.municipality.convenience_issuance import MOST_LOAD
from juki.protocol.errors import BadInput
from juki.protocol.procedures.kiosk_visit import OPEN
from juki.protocol.records.certificates import CertificateKind
from juki.protocol.terms import NodeId, Role, role_of
from juki.protocol.terms.nodes import municipal_system
from juki.scenarios.acting.acts import Act
from juki.scenarios.kiosk_genesis import user_pin
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said, Step

_LOOK = 1_000_000
"Microseconds after which somebody at a kiosk looks at its screen again."


def _requests(step: Step, stage: Stage) -> Iterator[Instruction]:
    order = _request(step.arguments, stage)
    yield order
    if step.settles:
        yield from _stays(order.node, stage)


def _stays(kiosk: NodeId, stage: Stage) -> Iterator[Instruction]:
    """Whoever asked stays until the kiosk has printed, or says why not."""
    yield Quiet()
    world = stage.simulation.world
    while _is_busy(kiosk, stage):
        yield Until(world.now + _LOOK)
        yield Quiet()


def _is_busy(kiosk: NodeId, stage: Stage) -> bool:
    store = stage.simulation.hosts[kiosk].store
    states = sorted(state.value for state in OPEN)
    return store.one("select 1 from kiosk_visits where state in (?, ?) limit 1", *states) is not None


def _request(said: Mapping[str, Said], stage: Stage) -> Order:
    arguments = {
        **_card_and_pin(said["who"], said.get("pin"), stage),
        "certificate": str(said["certificate"].value) if "certificate" in said else CertificateKind.RECORD_COPY.value,
        "in_full": "yes" if "in_full" in said and said["in_full"].value else "no",
    }
    return Order(stage.node(said["kiosk"]), "request_certificate", arguments)


def _card_and_pin(who: Said, pin: Said | None, stage: Stage) -> dict[str, str]:
    """The card on the reader and the PIN as typed; the right one is that of the user certificate."""
    node, issue = stage.card_of(who)
    right = user_pin(issue) or "0000"
    match str(pin.value) if pin else "right":
        case "right":
            typed = right
        case "wrong":
            typed = "0000" if right != "0000" else "1111"
        case digits:
            typed = digits
    return {"card": node, "pin": typed}


def _loads(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    system = municipal_system(stage.city(said["at"]), Role.CONVENIENCE_ISSUANCE)
    yield Order(system, "load", {"requests": str(said["requests"].value)})


def check_kiosk(said: Said, stage: Stage) -> None:
    """Whether a node is a kiosk.

    Raises:
        BadInput: it is none.
    """
    if role_of(stage.node(said)) is not Role.KIOSK:
        raise BadInput(str(said.place), f"{said.value!r}, which is no kiosk", "one of the kiosks of this network")


def _check_request(step: Step, stage: Stage) -> None:
    stage.card_of(step.arguments["who"])
    check_kiosk(step.arguments["kiosk"], stage)


def _check_load(step: Step, _: Stage) -> None:
    said = step.arguments["requests"]
    if int(said.value) > MOST_LOAD:
        raise BadInput(str(said.place), str(said.value), f"a whole number from 0 to {MOST_LOAD}")


ACTS = {
    "request_certificate": Act(_requests, _check_request),
    "load": Act(_loads, _check_load),
}
