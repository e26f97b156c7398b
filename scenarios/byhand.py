"""What a hand commanded, as a story's `hand:` says it, and back again: one table of verbs for reading, writing and help.

A command and its exact moment: during which instruction of the story, after how many turns and steps of the world, at which
microsecond. Gives no command itself; `retaking.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from juki.nodes.kernel.disturbances import (
    BadCertificate,
    BreakLink,
    CertificateState,
    Crash,
    Handle,
    Handling,
    Partition,
)
from juki.nodes.kernel.happenings import Command, Order
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime, to_micros
from juki.protocol.terms import NodeId
from juki.scenarios.days import YEARS
from juki.scenarios.story import Place, Said, Words
from juki.scenarios.tape import CommandLine, command_of, line_of_command
from juki.scenarios.vocabulary import Kind, Parameter, Verb, by_name

MICROS = 1_000_000
MOMENT = (
    Parameter("after", "ステップ数", Kind.COUNT),
    Parameter("during", "指示", Kind.COUNT),
    Parameter("turn", "順番", Kind.COUNT),
    Parameter("at", "時点", Kind.MOMENT),
)
"The exact place of a command: steps made, instruction of the story, turns of the world, virtual time."
WITH = ("with", "項目")
"Under which key an order's own arguments stand, in both languages."
_OF = Parameter("of", "システム", Kind.NODE)
_FOR = Parameter("for", "期間", Kind.SECONDS)
_MESSAGE = (Parameter("message", "電文", Kind.TEXT), Parameter("to", "送信先", Kind.NODE))
_HANDLINGS = {
    Handling.DROP: ("破棄", Words("配送中の電文を失わせる", "a message under way is lost")),
    Handling.HOLD: (
        "保留",
        Words("配送中の電文を、再送されたものも含めて保留する", "a message is held, with every copy"),
    ),
    Handling.RELEASE: ("解放", Words("保留した電文を配送する", "a held message is delivered")),
    Handling.DUPLICATE: ("重複", Words("配送中の電文を二度配送する", "a message under way comes twice")),
    Handling.TAMPER: ("改ざん", Words("配送中の電文のバイトを変える", "bytes of a message under way are altered")),
    Handling.NEXT: (
        "次に配送",
        Words("配送中の電文を今すぐ配送する", "a message under way arrives now, before all else"),
    ),
}
HAND_VERBS = (
    *(Verb(one.value, ja, words, (*_MESSAGE, *MOMENT)) for one, (ja, words) in _HANDLINGS.items()),
    Verb(
        "intrude",
        "不正な電文",
        Words("真正でない電文や権限のない電文を回線に流す", "what is not authentic or not authorised is put on a link"),
        (
            Parameter("what", "種類", Kind.TEXT, choices=tuple(attempt.value for attempt in Attempt)),
            Parameter("from", "送信元", Kind.NODE),
            Parameter("to", "送信先", Kind.NODE),
            *MOMENT,
        ),
    ),
    Verb(
        "partition",
        "不通",
        Words("システムと他のシステムの間を不通にする", "nothing gets through between a node and others for a while"),
        (
            _OF,
            Parameter("from", "相手", Kind.NODES),
            Parameter("one_way", "片方向", Kind.FLAG, required=False),
            _FOR,
            *MOMENT,
        ),
    ),
    Verb(
        "break_link",
        "回線切断",
        Words("二つのシステムの間の接続を切る", "the session between two nodes ends"),
        (_OF, Parameter("to", "相手", Kind.NODE), *MOMENT),
    ),
    Verb("crash", "停止", Words("システムを止め、再開させる", "a node goes down, and up again"), (_OF, _FOR, *MOMENT)),
    Verb(
        "spoil_certificate",
        "証明書異常",
        Words("システムの証明書を期限切れなどの状態にする", "a node shows a certificate in such a state"),
        (_OF, Parameter("state", "状態", Kind.TEXT, choices=tuple(state.value for state in CertificateState)), *MOMENT),
    ),
    Verb(
        "order",
        "窓口操作",
        Words("窓口で操作する(操作の項目はwithに書く)", "an order at a counter; `with` holds what it says"),
        (Parameter("on", "システム", Kind.NODE), Parameter("verb", "操作", Kind.TEXT), *MOMENT),
    ),
)
HAND_OF = by_name(HAND_VERBS)
_SECONDS = re.compile(r"(?P<whole>\d{1,10})(?:\.(?P<part>\d{1,6}))? ?(?:s|秒)")
SECONDS_FORM, MOMENT_FORM = Kind.SECONDS.value.en, Kind.MOMENT.value.en
Named = Callable[[str, str], NodeId]
"The node of a name; the second argument is the place of the name."


def line_read(
    verb: Verb, said: Mapping[str, Said], more: Mapping[str, Said], place: Place, named: Named
) -> CommandLine:
    """A command as it is said under `hand:`.

    Args:
        verb: of `HAND_VERBS`.
        said: its arguments, checked for form.
        more: what an order says.
        place: of the command.
        named: finds nodes.

    Raises:
        BadInput: an argument is none, with its place.
    """
    command = _command(verb, said, more, named)
    during = int(said["during"].value)
    if during < 1:
        raise BadInput(str(said["during"].place), "0", "during: a whole number above zero")
    if more and not isinstance(command, Order):
        raise BadInput(str(place), f"words of an order in {verb.name}", "them in an order alone")
    step, turn = int(said["after"].value), int(said["turn"].value)
    return line_of_command(command, step, _moment(said["at"]), turn, during)


def _command(  # noqa: PLR0911 - one return a kind
    verb: Verb, said: Mapping[str, Said], more: Mapping[str, Said], named: Named
) -> Command:
    def node(key: str) -> NodeId:
        return named(str(said[key].value), str(said[key].place))

    match verb.name:
        case "intrude":
            return Intrusion(Attempt(str(said["what"].value)), node("from"), node("to"))
        case "partition":
            others, place = str(said["from"].value), str(said["from"].place)
            ends = tuple(named(other.strip(), place) for other in others.split(","))
            one_way = "one_way" in said and bool(said["one_way"].value)
            return Partition(node("of"), ends, one_way, _micros(said["for"]))
        case "break_link":
            return BreakLink(node("of"), node("to"))
        case "crash":
            return Crash(node("of"), _micros(said["for"]))
        case "spoil_certificate":
            return BadCertificate(node("of"), CertificateState(str(said["state"].value)))
        case "order":
            return Order(node("on"), str(said["verb"].value), {key: _text(one) for key, one in more.items()})
        case handling:
            return Handle(node("to"), str(said["message"].value), Handling(handling))


def _text(said: Said) -> str:
    if isinstance(said.value, bool):
        raise BadInput(str(said.place), repr(said.value), Kind.TEXT.value.en)
    return str(said.value)


def _micros(said: Said) -> int:
    found = _SECONDS.fullmatch(str(said.value).strip())
    if found is None:
        raise BadInput(str(said.place), repr(said.value), SECONDS_FORM)
    return int(found["whole"]) * MICROS + int((found["part"] or "").ljust(6, "0"))


def _moment(said: Said) -> int:
    try:
        moment = datetime.fromisoformat(str(said.value))
    except ValueError:
        raise BadInput(str(said.place), repr(said.value), MOMENT_FORM) from None
    if moment.year not in YEARS:
        raise BadInput(str(said.place), repr(said.value), f"a day of the years {YEARS[0]} to {YEARS[-1]}")
    return to_micros(moment if moment.tzinfo else moment.replace(tzinfo=JST))


def words_of(line: CommandLine) -> tuple[str, dict[str, str | int | bool], dict[str, str]]:
    """How a command of the tape is said under `hand:`: its verb, its arguments, and what an order says.

    Raises:
        TapeAltered: it tells of no command.
    """
    verb, said, more = _words_of(command_of(line))
    at = to_datetime(line.at).replace(tzinfo=None).isoformat()
    return verb, {**said, "after": line.step, "during": line.during, "turn": line.turn, "at": at}, more


def _words_of(command: Command) -> tuple[str, dict[str, str | int | bool], dict[str, str]]:  # noqa: PLR0911 - a kind each
    match command:
        case Order(node=node, verb=verb, arguments=arguments):
            return "order", {"on": node, "verb": verb}, dict(arguments)
        case Intrusion(what=what, sender=sender, recipient=recipient):
            return "intrude", {"what": what.value, "from": sender, "to": recipient}, {}
        case Partition(node=node, others=others, one_way=one_way, lasts=lasts):
            ends: dict[str, str | int | bool] = {"of": node, "from": ", ".join(others)}
            return "partition", ends | ({"one_way": True} if one_way else {}) | {"for": _seconds(lasts)}, {}
        case BreakLink(node=node, other=other):
            return "break_link", {"of": node, "to": other}, {}
        case Crash(node=node, lasts=lasts):
            return "crash", {"of": node, "for": _seconds(lasts)}, {}
        case BadCertificate(node=node, state=state):
            return "spoil_certificate", {"of": node, "state": state.value}, {}
        case Handle(node=node, message=message, handling=handling):
            return handling.value, {"message": message, "to": node}, {}


def _seconds(micros: int) -> str:
    whole, part = divmod(micros, MICROS)
    return f"{whole}{f'.{part:06}'.rstrip('0') if part else ''} s"
