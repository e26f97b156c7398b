"""Names of foreign residents by nationality: Latin letters as on a residence card, kanji where used, katakana reading."""

from __future__ import annotations

from dataclasses import dataclass

from juki.protocol.terms import Sex
from juki.scenarios.population.stream import Weighted


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name.

    Attributes:
        kanji: empty if the country writes its names in Latin letters on the residence card.
    """

    latin: str
    kana: str
    kanji: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """How the nationals of a country are called.

    Attributes:
        family_first: the family name stands before the given one.
        common_names: per mille of adults with a 通称.
    """

    nationality: str
    families: tuple[Part, ...]
    men: tuple[Part, ...]
    women: tuple[Part, ...]
    family_first: bool = True
    common_names: int = 60

    def given(self, sex: Sex) -> tuple[Part, ...]:
        return self.men if sex is Sex.MALE else self.women


def _parts(text: str) -> tuple[Part, ...]:
    return tuple(Part(*word.replace("_", " ").split("|")) for word in text.split())


_CHINA = Country(
    "中国",
    _parts(
        "WANG|ワン|王 LI|リ|李 ZHANG|チャン|張 LIU|リュウ|劉 CHEN|チン|陳 YANG|ヤン|楊 ZHAO|チョウ|趙 HUANG|コウ|黄"
    ),
    _parts("WEI|ウェイ|偉 QIANG|チャン|強 JUN|ジュン|軍 YONG|ヨン|勇 JIE|ジェ|傑 TAO|タオ|濤"),
    _parts("FANG|ファン|芳 NA|ナ|娜 MIN|ミン|敏 JING|ジン|静 LI|リ|麗 YAN|イェン|艶"),
)
_KOREA = Country(
    "韓国",
    _parts("KIM|キム|金 LEE|イ|李 PARK|パク|朴 CHOI|チェ|崔 JUNG|チョン|鄭 KANG|カン|姜"),
    _parts(
        "MINHO|ミンホ|民浩 SUNGJIN|ソンジン|成鎮 YOUNGSOO|ヨンス|英洙 DONGHYUN|ドンヒョン|東炫 JAEWON|ジェウォン|在元 TAESIK|テシク|泰植"
    ),
    _parts(
        "JIYOUNG|ジヨン|智英 SOOJIN|スジン|秀珍 MIKYUNG|ミギョン|美京 EUNHEE|ウニ|恩姫 HYEWON|ヘウォン|恵媛 BORA|ボラ|宝羅"
    ),
    common_names=500,
)
_VIETNAM = Country(
    "ベトナム",
    _parts("NGUYEN|グエン TRAN|チャン LE|レ PHAM|ファム HOANG|ホアン VU|ヴー DANG|ダン"),
    _parts(
        "VAN_HUNG|ヴァン_フン MINH_DUC|ミン_ドゥック QUANG_HAI|クアン_ハイ VAN_NAM|ヴァン_ナム TUAN_ANH|トゥアン_アイン HUU_LOC|フウ_ロック"
    ),
    _parts(
        "THI_LAN|ティ_ラン THI_HOA|ティ_ホア NGOC_MAI|ゴック_マイ THU_HUONG|トゥ_フオン KIM_CHI|キム_チー BICH_NGA|ビック_ガー"
    ),
)
_PHILIPPINES = Country(
    "フィリピン",
    _parts("SANTOS|サントス REYES|レイエス CRUZ|クルス GARCIA|ガルシア MENDOZA|メンドーサ FLORES|フローレス"),
    _parts("JOSE_ANTONIO|ホセ_アントニオ MARK|マーク JUAN|フアン RODEL|ロデル NOEL|ノエル DANILO|ダニロ"),
    _parts(
        "MARIA_CRISTINA|マリア_クリスティナ ROSE_ANN|ローズ_アン GRACE|グレース LIZA|リザ JOY|ジョイ TERESITA|テレシタ"
    ),
)
_NEPAL = Country(
    "ネパール",
    _parts("SHRESTHA|シュレスタ GURUNG|グルン TAMANG|タマン RAI|ライ THAPA|タパ"),
    _parts("RAM|ラム BIKASH|ビカス SURESH|スレス DIPAK|ディパク PRAKASH|プラカス HARI|ハリ"),
    _parts("SITA|シタ ANITA|アニタ SABINA|サビナ GITA|ギタ SUNITA|スニタ MAYA|マヤ"),
    family_first=False,
)
_BRAZIL = Country(
    "ブラジル",
    _parts("SILVA|シルバ SOUZA|ソウザ OLIVEIRA|オリベイラ PEREIRA|ペレイラ COSTA|コスタ"),
    _parts("PAULO|パウロ MARCOS|マルコス LUCAS|ルーカス RAFAEL|ラファエル TIAGO|チアゴ EDSON|エジソン"),
    _parts(
        "ANA_PAULA|アナ_パウラ JULIANA|ジュリアナ FERNANDA|フェルナンダ BEATRIZ|ベアトリス CAMILA|カミラ LUCIA|ルシア"
    ),
    common_names=250,
)
_UNITED_STATES = Country(
    "米国",
    _parts("SMITH|スミス JOHNSON|ジョンソン BROWN|ブラウン MILLER|ミラー VAN_DYKE|ヴァン・ダイク"),
    _parts("JAMES|ジェームズ DAVID|デイヴィッド JOE|ジョー ANDREW|アンドリュー PETER|ピーター HENRY|ヘンリー"),
    _parts("EMILY|エミリー SARAH|サラ GRACE|グレース ALICE|アリス HELEN|ヘレン RUTH|ルース"),
)

COUNTRIES: Weighted[Country] = Weighted(
    [
        (_CHINA, 26),
        (_VIETNAM, 19),
        (_KOREA, 14),
        (_PHILIPPINES, 11),
        (_NEPAL, 8),
        (_BRAZIL, 7),
        (_UNITED_STATES, 3),
    ]
)
