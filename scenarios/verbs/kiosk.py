"""Verbs of certificates from kiosks, and of the load on the city's system. How they become orders is in `acting/kiosk.py`."""

from __future__ import annotations

from juki.protocol.records.certificates import CertificateKind
from juki.scenarios.story import Words
from juki.scenarios.verbs.common import PIN, WHO
from juki.scenarios.vocabulary import Kind, Parameter, Verb

VERBS = (
    Verb(
        "request_certificate",
        "コンビニ交付申請",
        Words(
            "キオスク端末でカードと利用者証明用の暗証番号を使い、証明書を申請する(住基法12条)",
            "ask for a certificate at a kiosk, with the card and the PIN of its user certificate (Act art. 12)",
        ),
        (
            WHO,
            Parameter("kiosk", "端末", Kind.NODE),
            Parameter(
                "certificate",
                "証明書",
                Kind.TEXT,
                required=False,
                choices=tuple(kind.value for kind in CertificateKind),
            ),
            PIN,
            Parameter("in_full", "省略なし", Kind.FLAG, required=False),
        ),
    ),
    Verb(
        "load",
        "混雑",
        Words(
            "このネットワークの外の端末からの申請で、市のコンビニ交付システムを混雑させる",
            "let requests from kiosks outside this network queue up at a city's issuance system",
        ),
        (Parameter("at", "市区町村", Kind.CITY), Parameter("requests", "件数", Kind.COUNT)),
    ),
)
