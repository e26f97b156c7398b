"""The oracle of corrections fails when a hand is missing; damage is left out of the others only until it was corrected."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from small_stories import Played, played, small_story

from juki.nodes.municipality.server_correction import CorrectionRows
from juki.protocol.terms import MunicipalityCode
from juki.protocol.terms.nodes import NATIONAL_SERVER, communication_server
from juki.scenarios.oracles import ORACLES
from juki.scenarios.oracles.view import View

SERVER = communication_server(MunicipalityCode("152021"))
DAMAGED = (
    "plant_difference: {who: cardless, on: 機構/全国サーバー, what: altered, field: name}",
    "check_consistency: {at: 長岡市}",
)
CORRECTED = (
    *DAMAGED,
    "propose_correction: {who: cardless, at: 長岡市, by: JK-0002}",
    "check_correction: {who: cardless, at: 長岡市, by: JK-0003}",
    "approve_correction: {who: cardless, at: 長岡市, by: JK-0005}",
    "wait: {for: 1 hour}",
)


def findings(run: Played, oracle: str) -> list[str]:
    view = View(run.play.stage.simulation, run.play.trail, None, is_end=True)
    return list(next(one for one in ORACLES if one.name == oracle).findings(view))


@pytest.mark.parametrize("hands", [{"checker": "JK-0002"}, {"approver": "JK-0008"}])
def test_a_correction_by_fewer_or_other_hands_is_seen(hands: dict[str, str]) -> None:
    run = played(small_story(*CORRECTED))
    assert run.failed() == []
    rows = CorrectionRows(run.play.stage.simulation.hosts[SERVER].store)
    rows.put(replace(rows.numbered(1), **hands))
    found = findings(run, "corrections-permitted")
    assert found
    code = run.play.stage.parts["cardless"][0].resident.code.digits
    assert not any(code in text for text in found)


def test_damage_is_no_fault_of_the_network_until_it_was_corrected() -> None:
    assert played(small_story(*DAMAGED)).failed() == []
    run = played(small_story(*CORRECTED))
    code = run.play.stage.parts["cardless"][0].resident.code.digits
    run.play.stage.simulation.hosts[NATIONAL_SERVER].store.write("delete from identity where code = ?", code)
    assert findings(run, "servers-agree")
