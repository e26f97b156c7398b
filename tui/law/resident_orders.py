"""Order and rules under the 住民基本台帳法, in plain words of ours. Data only: who cites it stands elsewhere."""

from __future__ import annotations

from juki.scenarios.story import Words

GISTS: dict[str, dict[str, Words]] = {
    "住基法施行令": {
        "8条": Words(
            "市町村長は、転出や死亡などで台帳から除くべき人の住民票を消除する。",
            "The record of whoever moves out, dies or must leave the register otherwise is erased.",
        ),
        "13条": Words(
            "除票に事由と日付を書く。転入通知を受けたら転出した旨を書き、住所が違えば訂正し、知事に知らせる。",
            "What is noted on an erased record; a move-in notice completes and corrects it and is told to the "
            "governor.",
        ),
        "13条3項": Words(
            "転入通知を受けた市町村長は、その旨を知事に知らせる。",
            "A mayor who receives the move-in notice tells the governor.",
        ),
        "13条4項": Words(
            "その知らせは、市町村長のコンピュータから知事のコンピュータへ回線で送る。",
            "That goes from the mayor's computer to the governor's by line.",
        ),
        "24条の2第1項": Words(
            "転入届の特例が使えない場合。他で記録された後の届、期限を過ぎた届、カードの提出がない届。",
            "When the special rule fails: recorded elsewhere since, too late, or the card not handed in.",
        ),
        "24条の2第1項1号": Words(
            "特例が使えない場合: 転出届の後、最初の転入届までに、いずれかの市町村の台帳に記録されたことがある。",
            "The special rule fails if the person was recorded anywhere between move-out report and move-in report.",
        ),
        "24条の2第1項2号": Words(
            "特例が使えない場合: 転出予定日から30日か転入の日から14日を経過した日の、早い方の日以後の転入届。",
            "It fails from the earlier of the days on which 30 days since the planned date, or 14 since the "
            "move, are over.",
        ),
        "24条の2第1項3号": Words(
            "特例が使えない場合: 最初の転入届の際に、個人番号カードの提出がない。",
            "The special rule fails if the card is not handed in with the first move-in report.",
        ),
        "24条の3": Words(
            "転入先に知らせる事項。氏名、続柄、両番号、転出前の住所、転出先と予定日、保険や年金の資格、カードなど。",
            "What is sent: name, relationship, numbers, old address, destination and date, insurance, card and more.",
        ),
        "24条の4": Words(
            "知らされた事項を消去するまでの期間。通知の日から、転出予定日から30日を経過した日まで。",
            "How long the data are kept: from the notice to the day on which 30 days since the planned date are over.",
        ),
        "30条の5": Words(
            "本人確認情報に付ける事項。記載・消除・修正の旨、事由、その年月日(転出届による消除なら転出予定日)。",
            "What goes with it: entry, erasure or correction, the reason and its day (after a move-out report "
            "the planned one).",
        ),
        "30条の8の2": Words(
            "デジタル庁への住民票コードの提供の方法と、提供後にコードが修正されたときの通知を定める。",
            "How the code goes to the Digital Agency, and how a later correction of it is told.",
        ),
        "30条の8の2第1項": Words(
            "機構からデジタル庁への住民票コードの提供は、番号法施行令27条3項などの定めによる。",
            "J-LIS provides the code to the Digital Agency as My Number Order art. 27 (3) and others say.",
        ),
        "30条の8の2第2項": Words(
            "機構は、知らせた住民票コードが修正されたと知ったら、修正前後のコードを内閣総理大臣に知らせる。",
            "When a code that was told is corrected, J-LIS tells the Prime Minister the old and the new one.",
        ),
        "31条": Words(
            "指定都市で、どの規定が区を市とみなすか、どう読み替えるかを定める。",
            "Which provisions take wards for cities in designated cities, and how they read then.",
        ),
        "34条": Words(
            "除票は150年間保存する。通知した本人確認情報も、次の通知(消除ならその通知)から150年間保存する。",
            "Erased records are kept 150 years; identity records 150 years from the next notice, or that of the "
            "erasure.",
        ),
        "34条1項": Words(
            "除票と附票の除票は、消除又は改製の日から150年間保存する。",
            "Erased records are kept 150 years from the day of erasure or renewal.",
        ),
    },
    "住基法施行規則": {
        "1条": Words(
            "住民票コードは、無作為の10桁と、入力の誤りを見つける検査数字1桁。検査数字の算式は総務大臣が定める。",
            "The code: ten random digits and a check digit, whose formula the Minister sets.",
        ),
        "5条の2": Words(
            "附票の通知はコンピュータの操作で行う。回線の故障などで送れない場合は別。",
            "The notice to the family register's place is made by computer, unless the line fails or the like.",
        ),
        "7条の2": Words(
            "転入先に知らせる、カードの管理に必要な事項。転入地がカードの真正を確認するための符号など。",
            "What is sent about a card: a code by which the new municipality checks that it is genuine, and more.",
        ),
        "9条": Words(
            "機構は、人口等を勘案し、無作為に抽出してコードを指定する。市町村長は、不足しそうなら求めることができる。",
            "J-LIS draws codes at random, by population; a mayor who runs short may ask for more.",
        ),
        "11条": Words(
            "異動の事由の一覧。国内転入、出生、国内転出、死亡、転居、軽微な修正、職権によるものなど。",
            "The closed list of reasons: move-in, birth, move-out, death, move within, minor correction, ex "
            "officio, ...",
        ),
    },
}
