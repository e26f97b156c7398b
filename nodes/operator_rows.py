"""The roll of operators, their sessions, applications and the operation log of one system, as rows. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Store, Value
from juki.protocol.moments import to_datetime, to_micros
from juki.protocol.permissions.duties import Duty
from juki.protocol.procedures.operators import Application, Grant, Operator, Session, Stage
from juki.protocol.records.operation import START, Operation, chained

operators = Migrations("operators")
_ROLL = "code, name, vein, password, changed_on, changes, failures, duties"
_APPLICATION = "number, subject, duty, what, applicant, approver, stage"
_OPERATION = "number, at, operator, terminal, verb, about, purpose, outcome"


@operators()
def first(database: Database) -> None:
    """Who may act here, who is logged on where, what rights were applied for, what was done."""
    database.table("operators").create(
        {
            "code": str,
            "name": str,
            "vein": bytes,
            "password": bytes,
            "changed_on": str,
            "changes": int,
            "failures": int,
            "duties": str,
        },
        pk="code",
    )
    database.table("sessions").create({"terminal": str, "operator": str, "used": int}, pk="terminal")
    database.table("applications").create(
        {
            "number": int,
            "subject": str,
            "duty": str,
            "what": str,
            "applicant": str,
            "approver": str,
            "stage": str,
        },
        pk="number",
    )
    database.table("operations").create(
        {
            "number": int,
            "at": int,
            "operator": str,
            "terminal": str,
            "verb": str,
            "about": str,
            "purpose": str,
            "outcome": str,
            "head": bytes,
        },
        pk="number",
    )


class OperatorRows:
    """Rows about operators in one store. Writes happen inside the transaction of an order."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def fill(self, people: Iterable[Operator]) -> None:
        """The roll as it stands before the run."""
        self._store.fill(f"insert into operators ({_ROLL}) values (?, ?, ?, ?, ?, ?, ?, ?)", map(_row_of, people))  # noqa: S608 - columns from above

    def operator(self, code: str) -> Operator | None:
        row = self._store.one(f"select {_ROLL} from operators where code = ? -- one row", code)  # noqa: S608 - columns from above
        return _operator(*row) if row else None

    def roll(self) -> list[Operator]:
        """利用者一覧表, by code."""
        return [_operator(*row) for row in self._store.rows(f"select {_ROLL} from operators order by code")]  # noqa: S608 - columns from above

    def put_operator(self, operator: Operator) -> None:
        self._store.write(
            f"insert or replace into operators ({_ROLL}) values (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - columns from above
            *_row_of(operator),
        )

    def session(self, terminal: str) -> Session | None:
        row = self._store.one("select operator, used from sessions where terminal = ? -- one row", terminal)
        return Session(terminal, row[0], to_datetime(row[1])) if row else None

    def put_session(self, session: Session) -> None:
        self._store.write(
            "insert or replace into sessions (terminal, operator, used) values (?, ?, ?)",
            session.terminal,
            session.operator,
            to_micros(session.used),
        )

    def end_session(self, terminal: str) -> None:
        self._store.write("delete from sessions where terminal = ?", terminal)

    def pending(self, subject: str, duty: Duty) -> Application | None:
        """The application about a right that is not carried out yet."""
        row = self._store.one(
            f"select {_APPLICATION} from applications where subject = ? and duty = ? and stage <> ?"  # noqa: S608 - columns from above
            " order by number desc limit 1",
            *(subject, duty.value, Stage.DONE.value),
        )
        if row is None:
            return None
        number, subject, duty_, what, applicant, approver, stage = row
        return Application(number, subject, Duty(duty_), Grant(what), applicant, approver, Stage(stage))

    def next_application(self) -> int:
        row = self._store.one("select coalesce(max(number), 0) + 1 from applications")
        return int(row[0]) if row else 1

    def put_application(self, application: Application) -> None:
        self._store.write(
            f"insert or replace into applications ({_APPLICATION}) values (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - columns from above
            *(application.number, application.subject, application.duty.value, application.what.value),
            *(application.applicant, application.approver, application.stage.value),
        )

    def enter(
        self, *, at: int, operator: str, terminal: str, verb: str, about: str, purpose: str, outcome: str
    ) -> None:
        """Append a row to the operation log; see `Operation`."""
        last = self._store.one("select number, head from operations order by number desc limit 1")
        number, head = (last[0] + 1, last[1]) if last else (1, START)
        operation = Operation(number, at, operator, terminal, verb, about, purpose, outcome)
        self._store.write(
            f"insert into operations ({_OPERATION}, head) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - columns from above
            *(number, at, operator, terminal, verb, about, purpose, outcome, chained(operation, head)),
        )

    def operations(self) -> list[tuple[Operation, bytes]]:
        """The operation log from its first row, each with the head of the chain as it was written."""
        rows = self._store.rows(f"select {_OPERATION}, head from operations order by number")  # noqa: S608 - columns from above
        return [(Operation(*row[:-1]), row[-1]) for row in rows]


def _row_of(operator: Operator) -> tuple[Value, ...]:
    return (
        operator.code,
        operator.name,
        operator.vein,
        operator.password,
        operator.changed_on.isoformat(),
        operator.changes,
        operator.failures,
        ",".join(operator.duties),
    )


def _operator(
    code: str, name: str, vein: bytes, password: bytes, changed_on: str, changes: int, failures: int, duties: str
) -> Operator:
    held = tuple(Duty(duty) for duty in duties.split(",") if duty)
    return Operator(code, name, vein, password, date.fromisoformat(changed_on), changes, failures, held)
