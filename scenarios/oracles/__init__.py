"""THE table of oracles: what must hold in every run, with its source. Each is a function from a view to findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from juki.scenarios.oracles import cards, corrections, fugo, kiosks, knowledge, operations, people, provisions, traffic
from juki.scenarios.oracles.view import View
from juki.scenarios.story import Words


@dataclass(frozen=True, slots=True)
class Oracle:
    """One law of the whole network.

    Attributes:
        basis: article of law, section of the seed, or the invariant of `docs/reference/oracles.md` it is.
        findings: what contradicts it; no finding carries a whole number of a person.
    """

    name: str
    words: Words
    basis: str
    findings: Callable[[View], Iterator[str]]


ORACLES = (
    Oracle(
        "one-record",
        Words("現存する住民票は全国で一つ", "one person has one current record in the whole country"),
        "住基法8条, 24条の2; [D]",
        people.one_record,
    ),
    Oracle(
        "numbers-unique",
        Words("住民票コードと個人番号は一人に一つ", "each code and each number belongs to one person"),
        "住基法30条の2第2項; 番号法8条2項",
        people.numbers_unique,
    ),
    Oracle(
        "city-agrees",
        Words("市町村CSは住民記録と一致する", "a communication server holds what the register holds"),
        "seed I 1; 住基法14条",
        people.city_agrees,
    ),
    Oracle(
        "servers-agree",
        Words(
            "都道府県・全国サーバーは市町村CSと一致する", "prefecture and national server hold what was sent to them"
        ),
        "住基法30条の6, 30条の7",
        people.servers_agree,
    ),
    Oracle(
        "updates-in-order",
        Words("更新順番号は一つずつ進む", "update sequences rise by one"),
        "seed 別添2; [D]",
        people.updates_in_order,
    ),
    Oracle(
        "transfer-data-erased",
        Words("転出証明書情報は期限後に残らない", "transfer data are gone when their time is over"),
        "住基法24条の2第4項; 住基法施行令24条の4",
        people.transfer_data_erased,
    ),
    Oracle(
        "closed-records-kept",
        Words("除票は保存期間だけ保存される", "closed records stand for their years and not longer"),
        "住基法施行令34条",
        people.closed_records_kept,
    ),
    Oracle(
        "cards-in-operation",
        Words("運用中のカードに失効事由はない", "no active card has a cause to lapse"),
        "番号法施行令14条",
        cards.active_cards_have_cause,
    ),
    Oracle(
        "signatures-revoked",
        Words("異動した人の署名用電子証明書は失効している", "the signing certificate of a mover is revoked"),
        "公的個人認証法12条",
        cards.signatures_revoked,
    ),
    Oracle(
        "pin-counters",
        Words("暗証番号の残り回数は正答まで減るだけ", "a PIN counter only falls until the right PIN"),
        "番号カード等命令33条",
        cards.pin_counters,
    ),
    Oracle(
        "nothing-lost",
        Words("電文は失われず、二重に処理されない", "every message is taken exactly once"),
        "[D]",
        traffic.nothing_lost,
    ),
    Oracle(
        "refusals-recorded",
        Words("拒否は必ず記録される", "every refusal is recorded"),
        "seed III; [D]",
        traffic.refusals_recorded,
    ),
    Oracle(
        "intruders-refused",
        Words("不正な電文はすべて拒否される", "whatever an intruder tries is refused"),
        "seed III 相互認証",
        traffic.forgeries_refused,
    ),
    Oracle(
        "logs-verify",
        Words("電文記録の連鎖と署名が検証できる", "every message log is an unbroken signed chain"),
        "seed III; [D]",
        traffic.logs_verify,
    ),
    Oracle(
        "knowledge",
        Words("持ってはならない番号を持つシステムはない", "no system holds a number that it may not hold"),
        "番号法20条; 住基法30条の37, 30条の38; [D]",
        knowledge.knowledge,
    ),
    Oracle(
        "fugo-disjoint",
        Words(
            "符号は機関ごとに異なり、コアなしには結び付かない",
            "no two bodies' fugo are alike: only the core joins them",
        ),
        "番号法施行令27条5項; 番号カード等命令44条",
        fugo.fugo_disjoint,
    ),
    Oracle(
        "acquisition-numbers-gone",
        Words("取得番号は使用後どこにも残らない", "an acquisition number outlives its use nowhere"),
        "番号法21条の2第3項",
        fugo.acquisition_numbers_gone,
    ),
    Oracle(
        "operations-recorded",
        Words(
            "窓口の操作は、権限のある職員がログオンして行い、すべて操作履歴に残る",
            "every order at a counter is given in a session, by right, and recorded; rights come by approval only",
        ),
        "住基法36条の2第1項; 番号法12条; seed III",
        operations.operations_recorded,
    ),
    Oracle(
        "provisions-recorded",
        Words(
            "提供も拒否も提供記録に残り、突合なしに同一人とされる人はいない",
            "every provision and refusal is recorded, and nobody is bound without an operator's comparison",
        ),
        "住基法30条の29; seed III; [D]",
        provisions.provisions_recorded,
    ),
    Oracle(
        "corrections-permitted",
        Words(
            "訂正は起案・確認・許可の三人によって行われる",
            "whatever is corrected was written, checked and permitted by three people",
        ),
        "seed III リスク3; [D]",
        corrections.corrections_permitted,
    ),
    Oracle(
        "applicant-is-subject",
        Words(
            "証明書の申請者と本人は一致し、一つの申請に一通だけ交付される",
            "a kiosk's paper is about whoever asked for it, once a request, and never after an abort",
        ),
        "住基法12条1項, 3項; 公的個人認証法38条; [D]",
        kiosks.applicant_is_subject,
    ),
    Oracle(
        "no-stale-certificate",
        Words(
            "住民記録より古い写しから証明書は交付されない",
            "no certificate is issued from a copy older than the register",
        ),
        "住基法12条1項; 標準 3.1; [D]",
        kiosks.no_stale_certificate,
    ),
    Oracle(
        "nothing-in-the-clear",
        Words("記録と画面に番号の全桁は現れない", "no log and no screen shows a whole number"),
        "番号法12条; [D]",
        knowledge.nothing_in_the_clear,
    ),
)
