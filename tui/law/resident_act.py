"""The 住民基本台帳法, paragraph by paragraph, in plain words of ours. Data only: who cites it stands elsewhere."""

from __future__ import annotations

from juki.scenarios.story import Words

GISTS: dict[str, dict[str, Words]] = {
    "住基法": {
        "7条": Words(
            "住民票に書く事項。氏名、振り仮名、生年月日、性別、続柄、戸籍の表示、住所、個人番号、住民票コードなど。",
            "Lists what a resident record holds: name, reading, birth, sex, address, both numbers and more.",
        ),
        "7条1号": Words(
            "住民票に書く事項の一つ、氏名。",
            "One of the items of a resident record: the name.",
        ),
        "7条1号の2": Words(
            "住民票に書く事項の一つ、氏名の振り仮名(戸籍法の定めるもの)。",
            "One of the items of a resident record: the reading of the name, as the Family Register Act has it.",
        ),
        "7条3号": Words(
            "住民票に書く事項の一つ、男女の別。",
            "One of the items of a resident record: the sex.",
        ),
        "7条5号": Words(
            "住民票に書く事項の一つ、戸籍の表示。本籍がない人や明らかでない人は、その旨。",
            "One of the items of a resident record: the family register, or that there is none or it is not known.",
        ),
        "7条7号": Words(
            "住民票に書く事項の一つ、住所。同じ市町村の中で住所を変えた人は、住所を定めた日も。",
            "One of the items of a resident record: the address, and since when for whoever moved inside the "
            "municipality.",
        ),
        "7条8号の2": Words(
            "住民票に書く事項の一つ、個人番号。",
            "One of the items of a resident record: the My Number (個人番号).",
        ),
        "7条13号": Words(
            "住民票に書く事項の一つ、住民票コード。",
            "One of the items of a resident record: the juminhyo code (住民票コード).",
        ),
        "8条": Words(
            "住民票の記載、消除、修正は、政令の定めに従い、届出に基づき、又は職権で行う。",
            "Records are entered, erased and corrected as an order says: on a report, or ex officio.",
        ),
        "9条": Words(
            "他の市町村から来た人を記載したら、元の市町村長に知らせる。戸籍の届書などで知った事項も住所地に知らせる。",
            "A mayor tells the old municipality of an entry, and the place of residence of what family papers show.",
        ),
        "9条1項": Words(
            "他の市町村から来た人の住民票を記載したら、遅滞なく、元の市町村長に知らせる(転入通知)。",
            "After entering somebody from another municipality, the mayor tells that one without delay.",
        ),
        "9条3項": Words(
            "これらの通知は、市町村長のコンピュータから相手のコンピュータへ回線で送る。省令で定める場合は別。",
            "These notices go from computer to computer by line, except where a ministry order says otherwise.",
        ),
        "12条": Words(
            "住民は自分や同じ世帯の人の住民票の写しなどを請求できる。請求の方法、省ける事項、拒める場合も定める。",
            "Residents may ask for copies of records of their household; how, what may be left out, when it is "
            "refused.",
        ),
        "12条1項": Words(
            "台帳に記録された人は、自分や同じ世帯の人の住民票の写し、記載事項証明書を請求できる。",
            "Whoever is recorded may ask for copies or certificates of records of the own household.",
        ),
        "12条3項": Words(
            "請求に来た人は、個人番号カードの提示などの方法で、本人であることを明らかにする。",
            "Whoever comes to ask shows by card, or by another way of the order, that he is who he says.",
        ),
        "12条5項": Words(
            "特別の請求がなければ、続柄、戸籍の表示、個人番号、住民票コードなどを省いた写しを交付できる。",
            "Unless specially asked for, relationship, family register, the two numbers and more may be left out.",
        ),
        "12条6項": Words(
            "請求が不当な目的によることが明らかなとき、市町村長は拒むことができる。",
            "The mayor may refuse a request whose purpose is plainly improper.",
        ),
        "12条の5": Words(
            "知事は、管内の市町村の台帳に漏れや誤りがあると知ったら、遅滞なくその市町村長に知らせる。",
            "A governor who learns of an error in a register of the prefecture tells its mayor without delay.",
        ),
        "14条": Words(
            "市町村長は台帳の漏れや誤りを知ったら、正確にする措置をとる。住民も誤りを申し出ることができる。",
            "A mayor who learns of an error sees that the register is set right; residents may point one out.",
        ),
        "14条1項": Words(
            "市町村長は、台帳や住民票に漏れや誤りがあると知ったら、届出の催告など正確にする措置をとる。",
            "A mayor who learns of an omission or error takes measures, such as calling for the report that is due.",
        ),
        "17条": Words(
            "戸籍の附票に書く事項。氏名、住所、住所を定めた日、生年月日、性別、住民票コードなど。",
            "Lists what the mailing record of a family register holds: name, address, birth, sex, code and more.",
        ),
        "19条": Words(
            "附票を直すべき異動を、住所地から本籍地に知らせる。戸籍と合わない場合や本籍が移った場合の通知も定める。",
            "The place of residence tells that of the family register of changes; also mismatches and transfers.",
        ),
        "19条1項": Words(
            "住民票の記載等で附票も直すべきときは、遅滞なく、その事項を本籍地の市町村長に知らせる。",
            "What must change in the mailing record is told without delay to the mayor of the family register.",
        ),
        "19条4項": Words(
            "附票についての通知は、市町村長のコンピュータの間で回線により送る。省令で定める場合は別。",
            "These notices go from computer to computer by line, except where a ministry order says otherwise.",
        ),
        "22条": Words(
            "転入した人は、14日以内に、原則として転出証明書を添えて届け出る。",
            "Whoever moves in reports it within 14 days, as a rule with the paper of the old municipality.",
        ),
        "22条1項": Words(
            "転入した人は、転入の日から14日以内に、氏名、住所、転入の日、前の住所などを届け出る。",
            "Whoever moves in reports name, address, day of the move, old address and more within 14 days.",
        ),
        "23条": Words(
            "同じ市町村の中で住所を変えた人(転居)は、14日以内に届け出る。",
            "Whoever moves inside the municipality reports it within 14 days.",
        ),
        "24条": Words(
            "転出する人は、あらかじめ、氏名、転出先、転出の予定年月日を市町村長に届け出る。",
            "Whoever moves out reports beforehand: name, destination, planned date.",
        ),
        "24条の2": Words(
            "個人番号カードを持つ人の転入届の特例。転出証明書の代わりに、市町村が互いに情報を送る。",
            "The special rule for card holders: in place of the paper, the municipalities send each other the data.",
        ),
        "24条の2第1項": Words(
            "カードを持つ人が転出届をすれば、最初の転入届に転出証明書は要らない。政令で定める場合は別。",
            "A card holder who reported the move-out needs no paper for the first move-in report; exceptions by order.",
        ),
        "24条の2第2項": Words(
            "カードのない世帯員も、カードを持つ世帯主と併せて届け出れば、転出証明書は要らない。政令で定める場合は別。",
            "Members of the household without a card need no paper if a head with a card reports for them too.",
        ),
        "24条の2第3項": Words(
            "特例の転出届を受けた市町村長は、政令で定める事項を、転出先の市町村長に知らせる。",
            "The mayor who takes such a move-out report sends what the order lists to the declared destination.",
        ),
        "24条の2第4項": Words(
            "特例の転入届がないまま政令で定める期間が過ぎたら、転入予定地の市町村長は、知らされた事項を消去する。",
            "If no such move-in report comes in the time set by order, the declared destination erases the data.",
        ),
        "24条の2第5項": Words(
            "特例の転入届を受けた市町村長は、情報が届いていないか消去済みなら、届を受けた旨を転出地に知らせる。",
            "A mayor who takes the report and has no data (or erased them) tells the old municipality of it.",
        ),
        "24条の2第6項": Words(
            "その知らせを受けた転出地の市町村長は、第3項の事項を転入地の市町村長に知らせる。",
            "The old municipality then sends what paragraph 3 lists to the new one.",
        ),
        "30条の2": Words(
            "機構は、市町村長ごとに、使える住民票コードを重複しないように指定し、知らせる。",
            "J-LIS gives each mayor codes to use, never the same one twice, and tells which.",
        ),
        "30条の2第2項": Words(
            "機構は、指定する住民票コードを、前に指定したものと重複させない。",
            "J-LIS gives no code that it has given before.",
        ),
        "30条の3": Words(
            "住民票コードは前の市町村から引き継ぐ。初めて記録される人には新しい一つを記載し、本人に知らせる。",
            "The code is taken over from the last record; whoever is recorded for the first time gets one and is told.",
        ),
        "30条の3第1項": Words(
            "直近に記載した市町村長による最後の住民票コードを、引き続き記載する。初めて記録される人は別。",
            "The new record bears the code that the last one bore last, except for whoever was never recorded.",
        ),
        "30条の3第2項": Words(
            "どの市町村でも記録されたことのない人には、機構が指定したコードから、他の人と異なる一つを記載する。",
            "Whoever was never recorded anywhere gets one of the mayor's own codes, which nobody else has.",
        ),
        "30条の4": Words(
            "記録された人は住民票コードの変更を請求でき、市町村長は、指定されたコードから新しい一つを記載する。",
            "Whoever is recorded may have the code changed; the mayor enters another of those given to him.",
        ),
        "30条の6": Words(
            "市町村長は、住民票の記載、消除や所定の修正をしたら、本人確認情報を知事に知らせる。知事は保存する。",
            "Entries, erasures and certain corrections are told to the governor, who keeps the identity records.",
        ),
        "30条の6第1項": Words(
            "住民票の記載、消除、又は氏名や住所など所定の事項の修正をしたら、本人確認情報を知事に知らせる。",
            "Of an entry, an erasure or a correction of name, address and the like the governor is told.",
        ),
        "30条の6第3項": Words(
            "知事は、知らされた本人確認情報を記録し、通知の日から政令で定める期間保存する。",
            "The governor keeps the identity records he was told for the time set by order.",
        ),
        "30条の6第4項": Words(
            "知事は、保存期間中の本人確認情報が失われたとき、その回復に必要な措置をとる。",
            "A governor who has lost identity records that he must keep takes measures to recover them.",
        ),
        "30条の7": Words(
            "知事は、知らされた本人確認情報を機構に知らせる。機構は保存する。",
            "The governor tells J-LIS what he was told; J-LIS keeps it.",
        ),
        "30条の7第3項": Words(
            "機構は、知らされた本人確認情報を記録し、通知の日から政令で定める期間保存する。",
            "J-LIS keeps the identity records it was told for the time set by order.",
        ),
        "30条の7第4項": Words(
            "機構は、保存期間中の本人確認情報が失われたとき、その回復に必要な措置をとる。",
            "If J-LIS has lost identity records that it must keep, it takes measures to recover them.",
        ),
        "30条の8": Words(
            "機構は、知事が保存する本人確認情報に誤りがあると知ったら、遅滞なくその知事に知らせる。",
            "J-LIS tells a governor without delay of an error in the identity records he keeps.",
        ),
        "30条の10": Words(
            "機構は、その本人確認情報を知らせてきた都道府県の中の市町村に、定められた事務のために提供する。",
            "J-LIS provides identity records to cities of the prefecture they came from, for the affairs named.",
        ),
        "30条の10第1項": Words(
            "通知した都道府県の市町村への、機構からの提供の四つの場合。住民票コードは第4号の場合だけ。",
            "Four cases in which J-LIS provides to cities of the prefecture concerned; the code only in case 4.",
        ),
        "30条の10第1項1号": Words(
            "別表第二の事務のための提供。コードは含まず、番号は使える場合だけ(表は本モデルの法令集にない)。",
            "For affairs of Table 2: no code, the number only where it may be used (our copy of the law lacks "
            "the table).",
        ),
        "30条の10第1項2号": Words(
            "番号法9条2項の条例で定める事務のための提供。住民票コードは含まない。",
            "For affairs that an ordinance under My Number Act art. 9 (2) names; without the code.",
        ),
        "30条の10第1項4号": Words(
            "市町村長の、住民基本台帳に関する事務のための提供。住民票コードも含む。",
            "For affairs of the resident register, asked by a mayor; the code may be provided too.",
        ),
        "30条の12": Words(
            "機構は、通知した都道府県以外の市町村にも提供する。事務によっては、自分の都道府県知事を経て求める。",
            "J-LIS provides to cities of other prefectures too; for some affairs they ask by way of their governor.",
        ),
        "30条の12第1項": Words(
            "通知した都道府県以外の市町村への、機構からの提供の四つの場合。住民票コードは第4号の場合だけ。",
            "Four cases in which J-LIS provides to cities of other prefectures; the code only in case 4.",
        ),
        "30条の12第1項1号": Words(
            "別表第四の事務のため、自分の知事を経て求めた場合。コードは含まない(表は本モデルの法令集にない)。",
            "For affairs of Table 4, asked by way of the governor; without the code (our copy of the law lacks "
            "the table).",
        ),
        "30条の12第1項2号": Words(
            "番号法9条2項の条例で定める事務のための、他の都道府県の市町村への提供。コードは含まない。",
            "For affairs of an ordinance under My Number Act art. 9 (2), in another prefecture; without the code.",
        ),
        "30条の12第1項4号": Words(
            "他の都道府県の市町村長が、知事を経て、住民基本台帳の事務のため求めた場合。コードも含む。",
            "For the resident register, asked by a mayor by way of the governor; the code may be provided too.",
        ),
        "30条の13": Words(
            "知事は、条例で定める事務のため、市町村や他の都道府県に提供する。住民票コードと個人番号は含まない。",
            "A governor provides for affairs named by ordinance, to cities and other prefectures; without code "
            "and number.",
        ),
        "30条の13第1項": Words(
            "知事は、条例で定める事務のため、管内の市町村の機関に提供する。住民票コードと個人番号は含まない。",
            "A governor provides to cities of the prefecture for affairs named by ordinance; without code and number.",
        ),
        "30条の22": Words(
            "知事は、管内の市町村の連絡を調整し、正確な記録に協力する。機構は知事に協力する。",
            "A governor coordinates the cities of the prefecture and helps them to be accurate; J-LIS helps him.",
        ),
        "30条の22第2項": Words(
            "知事は、住民基本台帳に正確な記録が行われるよう、管内の市町村長に必要な協力をする。",
            "A governor helps the mayors of the prefecture to keep their registers accurate.",
        ),
        "30条の24": Words(
            "知事、機構、その委託先は、本人確認情報の漏えい、滅失、毀損を防ぐなど、適切に管理する。",
            "Governors, J-LIS and their contractors guard identity records against leaks, loss and damage.",
        ),
        "30条の28": Words(
            "本人確認情報などの提供を受けた者とその委託先は、漏えい、滅失、毀損を防ぐなど、適切に管理する。",
            "Whoever was provided with identity records, and contractors, guard them against leaks, loss and damage.",
        ),
        "30条の28第1項": Words(
            "本人確認情報などの提供を受けた者は、漏えい、滅失、毀損を防ぐなど、適切に管理する。",
            "Whoever was provided with identity records guards them against leaks, loss and damage.",
        ),
        "30条の29": Words(
            "提供を受けた者は、提供を求めることができる事務に必要な範囲で使い、他の目的に使ったり提供したりしない。",
            "Whoever was provided uses it only as far as the affair needs for which it may be asked, and not "
            "otherwise.",
        ),
        "30条の37": Words(
            "市町村長(住民以外について)、知事、機構、総務省は、法の事務に要る場合の外、コードを告げるよう求めない。",
            "Officials ask nobody for a code except where their affairs under the Act need it.",
        ),
        "30条の38": Words(
            "その他の者は、世帯外の人のコードを告げるよう求めず、他に提供するデータベースを業として作らない。",
            "Others ask nobody outside their household for a code, and build no database of codes for others.",
        ),
        "36条の2": Words(
            "市町村長とその委託先は、住民票や附票などの記載事項の漏えい、滅失、毀損を防ぐなど、適切に管理する。",
            "Mayors and their contractors guard what stands on the records against leaks, loss and damage.",
        ),
        "36条の2第1項": Words(
            "市町村長は、住民票や附票などの記載事項の漏えい、滅失、毀損を防ぐなど、適切に管理する。",
            "A mayor guards what stands on the records against leaks, loss and damage.",
        ),
        "38条": Words(
            "指定都市では、政令で定める規定について、区を市、区長を市長とみなす(総合区も同じ)。",
            "In designated cities wards count as cities and their heads as mayors, where an order says so.",
        ),
    },
}
