"""Given names with their readings, by sex and by the years in which they were given. Names nobody in particular.

A name whose written form ends in katakana would be taken apart wrongly, so a bar stands between the two forms.
"""

from __future__ import annotations

from bisect import bisect_right

from juki.protocol.terms import Sex
from juki.scenarios.population.surnames import Spelled

FROM_YEAR = (1950, 1975, 2000)
"Birth years that begin the second, third and fourth table."

_MEN = (
    """
    清|キヨシ 茂|シゲル 勇|イサム 正|タダシ 三郎|サブロウ 正雄|マサオ 一郎|イチロウ 実|ミノル 武|タケシ 弘|ヒロシ
    昭|アキラ 和夫|カズオ 昭二|ショウジ 勝|マサル 進|ススム 正一|ショウイチ 義雄|ヨシオ 栄一|エイイチ 忠|タダシ 豊|ユタカ
    辰雄|タツオ 喜一|キイチ 久雄|ヒサオ 五郎|ゴロウ 政夫|マサオ 利夫|トシオ 文雄|フミオ 敏夫|トシオ 幸雄|ユキオ 孝|タカシ
    """,
    """
    博|ヒロシ 誠|マコト 浩|ヒロシ 隆|タカシ 修|オサム 和彦|カズヒコ 健一|ケンイチ 哲也|テツヤ 浩二|コウジ 明|アキラ
    剛|ツヨシ 聡|サトシ 秀樹|ヒデキ 学|マナブ 達也|タツヤ 英樹|ヒデキ 直樹|ナオキ 豊|ユタカ 茂|シゲル 幸一|コウイチ
    和也|カズヤ 雅彦|マサヒコ 徹|トオル 伸一|シンイチ 俊彦|トシヒコ 正樹|マサキ 裕二|ユウジ 賢治|ケンジ 康弘|ヤスヒロ 勉|ツトム
    """,
    """
    大輔|ダイスケ 健太|ケンタ 翔太|ショウタ 拓也|タクヤ 健太郎|ケンタロウ 翔|ショウ 達也|タツヤ 大樹|ダイキ 亮|リョウ 翼|ツバサ
    直樹|ナオキ 哲也|テツヤ 洋平|ヨウヘイ 雄太|ユウタ 和也|カズヤ 祐介|ユウスケ 悠太|ユウタ 淳|ジュン 智也|トモヤ 慎也|シンヤ
    竜也|タツヤ 啓介|ケイスケ 陽介|ヨウスケ 圭|ケイ 涼|リョウ 俊介|シュンスケ 裕樹|ユウキ 勇太|ユウタ 貴之|タカユキ 真|マコト
    """,
    """
    蓮|レン 湊|ミナト 樹|イツキ 陽翔|ハルト 悠真|ユウマ 蒼|アオイ 大翔|ヒロト 颯太|ソウタ 律|リツ 陽太|ヨウタ
    悠人|ユウト 颯|ハヤテ 新|アラタ 朝陽|アサヒ 結翔|ユイト 碧|アオ 伊織|イオリ 奏太|ソウタ 海斗|カイト 拓海|タクミ
    大和|ヤマト 翔太|ショウタ 優斗|ユウト 航|ワタル 一颯|イブキ 瑛太|エイタ 晴|ハル 暖|ダン 凪|ナギ 慧|ケイ
    """,
)

_WOMEN = (
    """
    和子|カズコ 幸子|サチコ 節子|セツコ 洋子|ヨウコ 弘子|ヒロコ 京子|キョウコ 勝子|カツコ 美代子|ミヨコ 久子|ヒサコ 千代子|チヨコ
    キヨ|キヨ ハル|ハル ミツ|ミツ トシ|トシ ヨシ|ヨシ フミ|フミ よし子|ヨシコ 文子|フミコ 静子|シズコ 光子|ミツコ
    芳子|ヨシコ 敏子|トシコ 栄子|エイコ 澄子|スミコ 道子|ミチコ 信子|ノブコ 悦子|エツコ 昭子|アキコ 喜代|キヨ トミ|トミ
    """,
    """
    恵子|ケイコ 由美子|ユミコ 明美|アケミ 久美子|クミコ 直美|ナオミ 裕子|ユウコ 陽子|ヨウコ 智子|トモコ 幸子|サチコ 美穂|ミホ
    真由美|マユミ 由美|ユミ 香織|カオリ 純子|ジュンコ 順子|ジュンコ 典子|ノリコ 美幸|ミユキ 恵美|エミ ひろみ|ヒロミ 和美|カズミ
    京子|キョウコ 弘美|ヒロミ 美香|ミカ めぐみ|メグミ 洋子|ヨウコ 真理子|マリコ 早苗|サナエ 千恵|チエ 敦子|アツコ 礼子|レイコ
    """,
    """
    愛|アイ 美咲|ミサキ 彩|アヤ 麻衣|マイ 舞|マイ 千尋|チヒロ 恵|メグミ 裕子|ユウコ 沙織|サオリ 彩香|アヤカ
    智美|トモミ 優子|ユウコ 麻美|アサミ 友美|トモミ 綾|アヤ 香織|カオリ 遥|ハルカ 萌|モエ 葵|アオイ 絵美|エミ
    瞳|ヒトミ 真由|マユ 由佳|ユカ 桃子|モモコ 早紀|サキ 玲奈|レイナ 奈々|ナナ 茜|アカネ さやか|サヤカ 直子|ナオコ
    """,
    """
    陽葵|ヒマリ 凛|リン 結菜|ユナ 葵|アオイ 紬|ツムギ 咲良|サクラ 結愛|ユア 莉子|リコ 澪|ミオ さくら|サクラ
    美月|ミヅキ 杏|アン 芽依|メイ 心春|コハル 楓|カエデ 琴音|コトネ 花|ハナ 柚希|ユズキ 詩|ウタ 美桜|ミオ
    彩花|アヤカ 七海|ナナミ 優奈|ユウナ 真央|マオ ひなた|ヒナタ 朱莉|アカリ 和奏|ワカナ 千晴|チハル 栞|シオリ 百花|モモカ
    """,
)

GAIJI: dict[str, str] = {"朗": "朗\U000e0105", "祐": "祐\U000e0101", "葵": "葵\U000e0101", "茜": "茜\U000e0101"}
"Glyphs of given names that a variation selector can turn into a variant."


def _table(text: str) -> tuple[Spelled, ...]:
    return tuple((written, kana) for written, kana in (word.split("|") for word in text.split()))


MEN = tuple(_table(text) for text in _MEN)
WOMEN = tuple(_table(text) for text in _WOMEN)


def given_names(sex: Sex, year: int) -> tuple[Spelled, ...]:
    """The names that were given to a child of this sex in this year."""
    return (MEN if sex is Sex.MALE else WOMEN)[bisect_right(FROM_YEAR, year)]
