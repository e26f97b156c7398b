"""What is seen of one node: readable rows, what a step changed in them, its log, its certificate, and what it knows."""

from __future__ import annotations

import pytest
from walks import past_of, walk_of

from juki.nodes.kernel.disturbances import BadCertificate, CertificateState
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.protocol.masking import mask
from juki.protocol.terms import NodeId
from juki.scenarios.looking import nodes, rows
from juki.scenarios.looking.nodes import node_view, rows_before, with_changes
from juki.scenarios.looking.rows import fields, rows_of, spelled
from juki.scenarios.looking.views import NodeView, TableView

STORY = "special-transfer"
REGISTER = "152021/resident-register"
SERVER = "152021/communication-server"


def table(view: NodeView, name: str) -> TableView:
    return next(one for one in view.tables if one.name == name)


def arrival(kind: str, node: str) -> Step:
    return next(
        step for step in past_of(STORY).made if step.kind == kind and step.node == node and step.what == "message"
    )


def test_a_record_is_read_field_by_field() -> None:
    view = node_view(walk_of(STORY).stand(0).simulation, REGISTER)
    residents = table(view, "residents")
    record = dict(zip(residents.columns, residents.rows[0], strict=True))
    said = str(record["record"])
    assert f"code: {record['code']}; " in said
    assert f"name.written: {record['name']}" in said
    assert "address.office: 152021" in said


def test_counters_streams_and_log_are_no_tables_of_a_system() -> None:
    names = {one.name for one in node_view(walk_of(STORY).stand(20).simulation, SERVER).tables}
    assert "identity" in names
    assert not names & {"_sqlite_migrations", "node", "links", "outbox", "timers", "log"}


def test_what_a_step_wrote_is_marked() -> None:
    walk = walk_of(STORY)
    step = arrival("MoveOutRecord", "151009/communication-server")
    before = walk.stand(step.sequence - 1).simulation
    stood, earlier = rows_before(before, step.node), node_view(before, step.node)
    after = walk.stand(step.sequence).simulation
    view = node_view(after, step.node, stood)
    changed = [one.name for one in view.tables if one.changed or one.gone]
    assert changed
    assert [one.changed for one in with_changes(earlier, node_view(after, step.node)).tables] == [
        one.changed for one in view.tables
    ]
    assert not any(one.changed or one.gone for one in node_view(after, step.node, rows_before(after, step.node)).tables)


def test_a_change_far_down_a_long_table_is_shown_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MOST_ROWS", 2)
    simulation = walk_of(STORY).stand(0).simulation
    stood = rows_before(simulation, REGISTER)
    stood["residents"] = stood["residents"][:-1]
    residents = table(node_view(simulation, REGISTER, stood), "residents")
    assert (len(residents.rows), residents.changed) == (3, (2,))
    assert residents.total == len(stood["residents"]) + 1


def test_of_a_very_long_table_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    simulation = walk_of(STORY).stand(0).simulation
    total = table(node_view(simulation, REGISTER), "residents").total
    monkeypatch.setattr(rows, "MOST_READ", 2)
    residents = table(node_view(simulation, REGISTER, rows_before(simulation, REGISTER)), "residents")
    assert (len(residents.rows), residents.total, residents.changed) == (2, total, ())
    assert total > 2


def test_the_log_is_shown_by_its_last_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    walk = walk_of(STORY)
    simulation = walk.stand(walk.past.steps).simulation
    whole = node_view(simulation, SERVER)
    assert [line.number for line in whole.log] == list(range(1, whole.log_total + 1))
    assert {"sent", "received"} <= {line.what for line in whole.log}
    monkeypatch.setattr(nodes, "MOST_LINES", 3)
    assert node_view(simulation, SERVER).log == whole.log[-3:]


def test_what_waits_for_an_acknowledgement_is_in_the_outbox_and_is_taken_by_the_other() -> None:
    walk = walk_of(STORY)
    step = next(step for step in walk.past.made if step.sent and step.what == "order")
    view = node_view(walk.stand(step.sequence).simulation, step.node)
    assert [boxed.id for boxed in view.outbox] == list(step.sent)
    taken = next(other for other in walk.past.made if other.id == step.sent[0])
    inbox = node_view(walk.stand(taken.sequence).simulation, taken.node).inbox
    assert (step.node, taken.number) in {(one.peer, one.taken) for one in inbox}


def test_what_it_knows_is_counted_and_never_shown_whole() -> None:
    walk = walk_of(STORY)
    simulation = walk.stand(0).simulation
    register = {one.identifier: one for one in node_view(simulation, REGISTER).knows}
    people = len(rows_of(simulation.hosts[NodeId(REGISTER)].store)["residents"])
    assert register["juminhyo-code"].count >= people
    assert 0 < register["my-number"].count <= people
    assert register["my-number"].may_hold
    assert not register["fugo"].may_hold
    samples = [sample for one in register.values() for sample in one.masked]
    assert samples
    assert [mask(sample) for sample in samples] == samples
    assert all(sample.startswith("*******") for sample in samples)
    card_management = {one.identifier: one for one in node_view(simulation, "jlis/card-management").knows}
    assert (card_management["my-number"].count, card_management["my-number"].may_hold) == (0, False)


def test_fugo_and_acquisition_numbers_are_counted_where_they_are() -> None:
    walk = walk_of("fugo-issuance")
    end = walk.stand(walk.past.steps).simulation
    known = {one.identifier: one.count for one in node_view(end, "icn/core").knows}
    assert known["fugo"] > 0
    assert known["juminhyo-code"] == 0
    asked = next(step.sequence for step in walk.past.made if step.node.endswith("intermediary-server") and step.sent)
    node = walk.past.made[asked - 1].node
    at_request = {one.identifier: one.count for one in node_view(walk.stand(asked).simulation, node).knows}
    assert at_request["acquisition-number"] == 1


def test_looking_at_a_node_that_nobody_has_spoken_to_makes_none() -> None:
    simulation = walk_of(STORY).stand(0).simulation
    before = set(simulation.hosts)
    assert rows_before(simulation, "card/000001") == {}
    with pytest.raises(BadInput, match="card/000001"):
        node_view(simulation, "card/000001")
    assert set(simulation.hosts) == before


@pytest.mark.parametrize("state", list(CertificateState))
def test_a_certificate_is_seen_as_a_verifier_finds_it(state: CertificateState) -> None:
    branch = walk_of(STORY).branch(10)
    branch.command(BadCertificate(NodeId(SERVER), state))
    certificate = node_view(branch.simulation, SERVER).certificate
    assert certificate.state == state.value
    assert (certificate.node == SERVER) is (state is not CertificateState.ANOTHERS)
    assert len(certificate.signing_key) == 64
    assert certificate.begins < certificate.ends


def test_values_are_spelled_with_the_names_of_their_fields() -> None:
    plain = {"a": {"b": "x", "empty": "", "none": None}, "list": ["y", {"c": 1}], "yes": True}
    assert spelled(plain) == "a.b: x; list.1: y; list.2.c: 1; yes: true"
    assert list(fields("alone")) == [("", "alone")]
    assert spelled("alone") == "alone"
