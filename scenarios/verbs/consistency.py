"""Verbs of 整合性確認, of a correction that follows, and of the damage that they find. How they become orders is in `acting/`."""

from __future__ import annotations

from juki.nodes.planting import WOUNDS
from juki.protocol.messages.consistency import Scope
from juki.scenarios.story import Words
from juki.scenarios.verbs.common import WHO
from juki.scenarios.vocabulary import Kind, Parameter, Verb

CITY = Parameter("at", "市区町村", Kind.CITY)
SCOPE = Parameter("with", "照合先", Kind.TEXT, required=False, choices=tuple(scope.value for scope in Scope))
ITEMS = ("name", "birth", "sex", "address", "my_number", "reason", "changed_on", "is_current")
"What of a record can be altered."

VERBS = (
    Verb(
        "check_consistency",
        "整合性確認",
        Words(
            "市町村CSの本人確認情報を都道府県・全国サーバー(又は住民記録)と照合する",
            "compare a communication server with the prefecture's and the national server, or with its register",
        ),
        (CITY, SCOPE, Parameter("cut_off", "基準日", Kind.DAY, required=False)),
    ),
    Verb(
        "propose_correction",
        "訂正起案",
        Words(
            "整合性確認で見つかった差異の訂正を起案する(更新禁止にして住民票を確認する)",
            "propose the correction of what a comparison found: the record is frozen, the register is asked",
        ),
        (WHO, CITY),
    ),
    Verb(
        "check_correction",
        "訂正確認",
        Words("起案者以外の者が訂正の内容を確認する", "somebody else than the author checks the correction"),
        (WHO, CITY),
    ),
    Verb(
        "approve_correction",
        "訂正許可",
        Words(
            "本人確認情報管理責任者が訂正を許可する(異常時更新が送られる)",
            "the official in charge permits the correction; the recovery update leaves",
        ),
        (WHO, CITY),
    ),
    Verb(
        "withdraw_correction",
        "訂正取下げ",
        Words("起案した訂正を取り下げ、更新禁止を解く", "take a proposed correction back and unfreeze the record"),
        (WHO, CITY),
    ),
    Verb(
        "plant_difference",
        "差異発生",
        Words(
            "手続によらずに記録を損なう(更新の喪失や記憶装置の障害に当たる)",
            "damage a record outside of any procedure, as a lost update or a bad disk does",
        ),
        (
            WHO,
            Parameter("on", "システム", Kind.NODE),
            Parameter("what", "種類", Kind.TEXT, choices=WOUNDS),
            Parameter("field", "項目", Kind.TEXT, required=False, choices=ITEMS),
            Parameter("with", "相手", Kind.WHO, required=False),
            Parameter("city", "他市町村", Kind.CITY, required=False),
        ),
    ),
)
