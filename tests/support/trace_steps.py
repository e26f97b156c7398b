"""A short run as hand-made steps, for tests of pictures and lists: no world is needed to draw one."""

from __future__ import annotations

from typing import Any

from juki.nodes.kernel.trace import Step

NINE = 826_966_800_000_000
"2026-03-16 09:00 JST in microseconds of virtual time."
DAY = 86_400_000_000
NAGAOKA, NIIGATA = "152021", "151009"
CODE, NUMBER = "91234567890", "991234567890"
"Personal numbers that no picture may show."


def step(sequence: int, what: str, node: str, peer: str = "", kind: str = "", **rest: Any) -> Step:
    at = rest.pop("at", NINE + sequence * 40_000)
    return Step(sequence=sequence, at=at, what=what, node=node, peer=peer, kind=kind, **rest)


def happy_steps() -> list[Step]:
    """A special transfer, much shortened."""
    register, server = f"{NAGAOKA}/resident-register", f"{NAGAOKA}/communication-server"
    other, terminal = f"{NIIGATA}/communication-server", f"{NIIGATA}/integrated-terminal"
    told = (("move-out-accepted", {"people": "1"}),)
    later = NINE + 16 * DAY
    body = {"code": CODE, "my_number": NUMBER}
    return [
        step(1, "order", register, kind="report_move_out", notices=told, sent=("m1",)),
        step(2, "message", server, register, "MoveOutRecord", body=body, id=f"{register}#1"),
        step(3, "acknowledgement", register, server, "acknowledgement", number=1),
        step(4, "message", other, server, "MoveOutRecord", body=body, id=f"{server}#1"),
        step(5, "timer", register, kind="erase", sent=("m2",), at=later - DAY),
        step(6, "message", "15/prefecture-server", server, "IdentityUpdate", at=later - DAY + 1_000_000),
        step(
            7, "message", "jlis/national-server", "15/prefecture-server", "IdentityUpdate", at=later - DAY + 2_000_000
        ),
        step(8, "order", terminal, kind="report_move_in", at=later),
        step(9, "message", "card/000017", terminal, "CardChallenge", at=later + 1_000_000),
        step(10, "message", terminal, "card/000017", "CardProof", at=later + 2_000_000),
        step(11, "message", "jlis/national-server", other, "IdentityCheckRequest", at=later + 3_000_000),
        step(12, "message", other, "jlis/national-server", "IdentityCheckReply", at=later + 4_000_000),
        step(13, "lost", server, other, "MoveInNotice", fate="lost", at=later + 5_000_000),
        step(14, "resend", other, server, number=1, at=later + 7_000_000),
        step(15, "message", server, other, "MoveInNotice", at=later + 7_500_000),
        step(16, "message", "outside/other-municipalities", other, "MailingNotice", at=later + 8_000_000),
    ]


def refused_steps() -> list[Step]:
    """A wrong PIN, and a message from somebody who may not send it."""
    terminal, server = f"{NIIGATA}/integrated-terminal", f"{NIIGATA}/communication-server"
    declined = (("declined", {"rule": "pin-wrong", "detail": "tries left: 2"}),)
    return [
        step(1, "order", terminal, kind="report_move_in"),
        step(2, "message", "card/000017", terminal, "CardChallenge"),
        step(3, "message", terminal, "card/000017", "CardDenied", notices=declined),
        step(4, "message", server, "jlis/jpki", "MoveInNotice", refused="not-authorised", detail=f"code {CODE}"),
        step(5, "broken", server, f"{NAGAOKA}/communication-server", refused="forged"),
    ]
