"""Of which kind the value of a field or column is, by its name: a choice, a day, a municipality, a node. Data and questions."""

from __future__ import annotations

from enum import Enum, auto


class Kind(Enum):
    """How a value is to be worded."""

    PLAIN = auto()
    FLAG = auto()
    MOMENT = auto()
    MUNICIPALITY = auto()
    NODE = auto()
    RULE = auto()
    PURPOSE = auto()
    MESSAGE = auto()
    ORDER = auto()
    BASIS = auto()
    ITEM = auto()
    SECRET = auto()


_KINDS = {
    **dict.fromkeys(("at", "due", "sent_at", "used"), Kind.MOMENT),
    **dict.fromkeys(
        (
            *("municipality", "previous_municipality", "origin", "office", "planned_office", "destination", "lives_in"),
            *("agency", "other", "place"),
        ),
        Kind.MUNICIPALITY,
    ),
    **dict.fromkeys(("peer", "server", "kiosk", "city", "asker", "sender", "recipient", "card"), Kind.NODE),
    **dict.fromkeys(("rule", "outcome"), Kind.RULE),
    "purpose": Kind.PURPOSE,
    "kind": Kind.MESSAGE,
    "verb": Kind.ORDER,
    "article": Kind.BASIS,
    "fields": Kind.ITEM,
    "pin": Kind.SECRET,
    **dict.fromkeys(
        ("in_full", "by_medium", "matches", "national_health", "late_elderly", "nursing", "child_allowance"), Kind.FLAG
    ),
}
_CHOICES = {
    "sex": ("Sex",),
    "reason": ("ChangeReason", "Clock"),
    "erased_because": ("ChangeReason",),
    "verdict": ("Verdict",),
    "agreement": ("Agreement",),
    "side": ("Side",),
    "sides": ("Side",),
    "scope": ("Scope",),
    "means": ("Means",),
    "wanted": ("CertificateKind",),
    "duty": ("Duty",),
    "duties": ("Duty",),
    "stage": ("Stage",),
    "outcome": ("Outcome",),
    "lapses_because": ("Clock",),
}
_OWN_CHOICES = {
    **dict.fromkeys(("Application.what", "applications.what"), ("Grant",)),
    **dict.fromkeys(("CardStatusReply.state", "cards.state"), ("CardState",)),
    **dict.fromkeys(("Correction.state", "corrections.state"), ("CorrectionState",)),
    **dict.fromkeys(("Errand.state", "errands.state"), ("ErrandState",)),
    **dict.fromkeys(("Inquiry.state", "inquiries.state"), ("InquiryState",)),
    **dict.fromkeys(("Job.state", "jobs.state"), ("JobState",)),
    **dict.fromkeys(("KioskVisit.state", "kiosk_visits.state"), ("KioskState",)),
    **dict.fromkeys(("Visit.state", "visits.state"), ("VisitState",)),
    **dict.fromkeys(("counters.kind", "numbers.kind"), ("Count",)),
    "Arrival.state": ("ArrivalState",),
    "Departure.state": ("DepartureState",),
    "Visit.purpose": ("Purpose",),
    "certificates.purpose": ("Use",),
    "comparisons.state": ("Run",),
    "planted.what": ("Wound",),
}


def kind_of(field: str) -> Kind:
    """The kind of what stands under a name."""
    return Kind.FLAG if field.startswith("is_") else _KINDS.get(field, Kind.PLAIN)


def choices_of(owner: str, field: str) -> tuple[str, ...]:
    """The classes of choices among which the value of a field is; empty if it is none."""
    return _OWN_CHOICES.get(f"{owner}.{field}") or _CHOICES.get(field, ())
