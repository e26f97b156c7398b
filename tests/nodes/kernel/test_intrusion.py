"""Whatever an intruder or a misbehaving peer puts on a link is refused alike on every kind of link, and the honest go on."""

from __future__ import annotations

from collections import Counter

import pytest
from cast import NAGAOKA, NIIGATA, PLANNED, resident
from hypothesis import given, settings
from hypothesis import strategies as st
from little_world import CALM, LittleWorld, little_world

from juki.nodes.kernel.disturbances import BadCertificate, CertificateState
from juki.nodes.kernel.faults import PRESETS
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.nodes.kernel.registry import KEYRINGS
from juki.protocol.errors import BadInput
from juki.protocol.terms import nodes as ids

SENDER, RECIPIENT = ids.communication_server(NAGAOKA), ids.communication_server(NIIGATA)
RULES = {
    Attempt.FORGED_FRAME: "forged",
    Attempt.REPLAYED_FRAME: "forged",
    Attempt.REPLAYED_ENVELOPE: "replayed",
    Attempt.UNKNOWN_VERSION: "unknown-version",
    Attempt.WRONG_ROLE: "not-authorised",
    Attempt.MALFORMED_BODY: "malformed",
    Attempt.MISADDRESSED: "misaddressed",
}
BYTES_ONLY = (Attempt.FORGED_FRAME, Attempt.REPLAYED_FRAME)


def begun(link: str = "null") -> LittleWorld:
    """A move-out was reported, so that the link from 長岡市 to 新潟市 has been used."""
    made = little_world(link=link)
    made.report_move_out(resident(), planned_on=PLANNED)
    return made


def intrude(made: LittleWorld, what: Attempt) -> None:
    made.world.perform(Intrusion(what, SENDER, RECIPIENT))
    made.quiet()


def refusals(made: LittleWorld) -> list[tuple[str, str, str]]:
    return [(step.node, step.what, step.refused) for step in made.steps if step.refused]


def test_every_attempt_has_its_rule() -> None:
    assert list(RULES) == list(Attempt)


@pytest.mark.parametrize("link", sorted(KEYRINGS))
@pytest.mark.parametrize("what", Attempt)
def test_an_attempt_is_refused_once_by_its_rule(what: Attempt, link: str) -> None:
    made = begun(link)
    intrude(made, what)
    kind = "broken" if what in BYTES_ONLY else "message"
    assert refusals(made) == [(RECIPIENT, kind, RULES[what])]


@pytest.mark.parametrize("what", Attempt)
def test_every_kind_of_link_gives_one_history(what: Attempt) -> None:
    digests = set()
    for link in KEYRINGS:
        made = begun(link)
        intrude(made, what)
        digests.add(made.world.trace.digest)
    assert len(digests) == 1


@pytest.mark.parametrize("link", sorted(KEYRINGS))
@pytest.mark.parametrize("what", Attempt)
def test_the_honest_go_on_as_if_nothing_had_been(what: Attempt, link: str) -> None:
    made = begun(link)
    intrude(made, what)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    assert made.notices("move-in-accepted")
    for node, host in made.world.hosts.items():
        assert host.streams.peers_waited_for() == [], node


def ends(made: LittleWorld) -> tuple[int, object]:
    link = made.world.network.link(SENDER, RECIPIENT)
    return link.epoch, made.world.network._ends.get((SENDER, RECIPIENT))


@pytest.mark.parametrize("link", sorted(KEYRINGS))
@pytest.mark.parametrize("what", [one for one in Attempt if one not in BYTES_ONLY])
def test_a_refused_message_leaves_the_session_as_it_was(what: Attempt, link: str) -> None:
    made = begun(link)
    before = ends(made)
    intrude(made, what)
    assert ends(made) == before
    assert before[1] is not None


@pytest.mark.parametrize("link", sorted(KEYRINGS))
@pytest.mark.parametrize("what", BYTES_ONLY)
def test_bytes_that_nobody_sealed_end_the_session_and_the_next_message_opens_another(what: Attempt, link: str) -> None:
    made = begun(link)
    epoch, channel = ends(made)
    intrude(made, what)
    assert ends(made) == (epoch + 1, None)
    intrude(made, Attempt.WRONG_ROLE)
    assert ends(made)[0] == epoch + 1
    assert ends(made)[1] not in {None, channel}


@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_what_was_in_flight_behind_a_forgery_is_sent_again(link: str) -> None:
    made = begun(link)
    made.world.perform(Intrusion(Attempt.FORGED_FRAME, SENDER, RECIPIENT))
    made.world.perform(Intrusion(Attempt.WRONG_ROLE, SENDER, RECIPIENT))
    made.quiet()
    assert refusals(made) == [(RECIPIENT, "broken", "forged"), (RECIPIENT, "message", "not-authorised")]
    assert any(step.what == "resend" and step.node == SENDER for step in made.steps)


def test_a_refused_message_is_answered_and_recorded_and_changes_nothing_else() -> None:
    made = begun()
    before = made.rows(RECIPIENT, "select code, record from transfers order by code")
    intrude(made, Attempt.WRONG_ROLE)
    assert made.rows(RECIPIENT, "select code, record from transfers order by code") == before
    assert [step.node for step in made.steps if step.kind == "Refusal"] == [SENDER]
    entered = [line for line in made.host(RECIPIENT).journal.lines() if b'"refused":"not-authorised"' in line]
    assert len(entered) == 1


def test_a_forgery_leaves_both_stores_as_they_were() -> None:
    made = begun()
    images = [made.host(node).store.image() for node in (SENDER, RECIPIENT)]
    intrude(made, Attempt.FORGED_FRAME)
    assert [made.host(node).store.image() for node in (SENDER, RECIPIENT)] == images


@pytest.mark.parametrize("what", [Attempt.REPLAYED_FRAME, Attempt.REPLAYED_ENVELOPE])
def test_what_never_travelled_cannot_be_played_back(what: Attempt) -> None:
    with pytest.raises(BadInput, match="nothing that has travelled on it yet"):
        intrude(little_world(link="null"), what)


@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_an_attempt_of_each_kind_one_after_the_other(link: str) -> None:
    made = begun(link)
    for what in Attempt:
        intrude(made, what)
    assert Counter(rule for _, _, rule in refusals(made)) == Counter(RULES.values())


def sent_and_taken(made: LittleWorld) -> tuple[Counter[str], Counter[str]]:
    sent = Counter(message for step in made.steps for message in step.sent)
    taken = Counter(
        step.id for step in made.steps if step.what == "message" and step.place == "next" and step.refused != "replayed"
    )
    return sent, taken


@settings(max_examples=12)
@given(
    st.integers(0, 2**32),
    st.sampled_from(["lossy", "shaky", "hostile"]),
    st.lists(st.sampled_from(Attempt), max_size=3),
)
def test_what_was_sent_is_what_was_taken(seed: int, faults: str, attempts: list[Attempt]) -> None:
    made = little_world(seed, link="null", faults=PRESETS[faults])
    made.report_move_out(resident(), planned_on=PLANNED)
    for what in attempts:
        made.world.perform(Intrusion(what, SENDER, RECIPIENT))
    made.quiet()
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    sent, taken = sent_and_taken(made)
    replayed = {step.sent[0] for step in made.steps if step.kind == Attempt.REPLAYED_ENVELOPE}
    assert dict.fromkeys(sent, 1) == dict(taken)
    assert all(count == 1 or message in replayed for message, count in sent.items())
    for node, host in made.world.hosts.items():
        assert host.streams.peers_waited_for() == [], node


def test_calm_links_send_nothing_twice() -> None:
    made = little_world(link="null", faults=CALM)
    made.report_move_out(resident(), planned_on=PLANNED)
    assert not any(step.what == "resend" or step.place == "seen" for step in made.steps)


@pytest.mark.parametrize("link", sorted(KEYRINGS))
@pytest.mark.parametrize("what", Attempt)
def test_an_attempt_with_a_bad_certificate_does_not_even_open_a_session(what: Attempt, link: str) -> None:
    made = begun(link)
    made.world.perform(BadCertificate(SENDER, CertificateState.EXPIRED))
    made.world.perform(Intrusion(what, SENDER, RECIPIENT))
    made.quiet()
    assert {(step.node, step.what, step.refused) for step in made.steps if step.refused} == {
        (RECIPIENT, "broken", "expired-certificate")
    }
    made.world.perform(BadCertificate(SENDER, CertificateState.GOOD))
    made.quiet()
    assert made.host(SENDER).streams.peers_waited_for() == []
    if what not in BYTES_ONLY:
        assert refusals(made)[-1] == (RECIPIENT, "message", RULES[what])
