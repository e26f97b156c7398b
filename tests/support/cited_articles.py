"""Every article and section that the code rests on, with what it says in a few words of ours. Data only.

A new citation needs a row here, and whoever adds it has read the article.
"""

from __future__ import annotations

ARTICLES: dict[str, dict[str, str]] = {
    "住基法": {
        "7条": "items of a 住民票: 1 name, 1の2 its reading, 2 birth, 3 sex, 5 family register, 7 address, 8の2, 13 numbers",
        "8条": "entries, erasures and corrections follow a report or are made ex officio",
        "9条": "1 the new city tells the old one of its entry without delay; 3 from computer to computer",
        "12条": "1 residents ask for copies of their own record or their household's; 3 and show by card or otherwise who "
        "they are; 5 items that are left out unless asked for; 6 refused when the purpose is plainly improper",
        "12条の5": "a governor who learns of an error in a register tells its mayor",
        "14条": "a mayor who learns of an error takes measures to set the register right",
        "17条": "items of a 戸籍の附票, the 住民票コード among them",
        "19条": "1 a change that touches the 附票 is told to the 本籍; 4 from computer to computer",
        "22条": "1 転入届 within 14 days of moving in; 2 with the paper of the old city",
        "23条": "a change of address inside one municipality is a 転居",
        "24条": "転出届 beforehand: name, destination, planned date",
        "24条の2": "1 the special rule for card holders, 2 for their household; 3 push to the declared city, 4 its erasure; "
        "5 notice of a report without record, 6 the record is sent then; 7 from computer to computer",
        "30条の2": "1 the 機構 gives each mayor codes that he may enter; 2 no code is given to a second municipality",
        "30条の3": "1 the new 住民票 bears the code of the last one; 2 who was never recorded gets one of the city's own",
        "30条の4": "1 whoever is recorded may have the code changed; 3 for another of those given to the city",
        "30条の6": "1 every change of the identification items is told to the governor; 3 who keeps it",
        "30条の7": "1 the governor tells the 機構; 3 which keeps it",
        "30条の8": "the 機構 tells a governor of an error in what he keeps",
        "30条の10": "the 機構 provides to cities of the prefecture that notified: 1項4号 for 住基 affairs, with the code",
        "30条の12": "the same to cities of other prefectures, by way of their governor",
        "30条の13": "1 a governor provides to cities of the prefecture for affairs that its ordinance names, without code and number",
        "30条の22": "2 a governor helps the cities of the prefecture to keep their registers right",
        "30条の24": "governors, the 機構 and those they charge keep the identification items safe",
        "30条の28": "1 whoever was provided with identification items keeps them safe",
        "30条の29": "and uses them for the affair they were asked for, and for nothing else",
        "30条の37": "officials may ask for a 住民票コード only where their affairs need it",
        "30条の38": "nobody else may ask for one, or build a database of them for others",
        "36条の2": "1 a mayor keeps what stands on the records safe from leaks, loss and damage",
        "38条": "in a designated city wards stand for cities where an order says so",
    },
    "住基法施行令": {
        "8条": "whoever moves out or dies is erased",
        "13条": "1 what stands on a 除票: reason, and the planned date after a 転出届; 2 what the 転入通知 adds and corrects; "
        "3 it is told to the governor; 4 from computer to computer",
        "12条": "1 what nobody reported is entered ex officio; 2 so is what follows from the family register; "
        "3 and what was left out or written wrongly",
        "24条の2": "1項 the special rule fails: 1 recorded elsewhere since, 2 planned + 30 or moved + 14 passed, "
        "3 card not handed in; 2項 the same for the household",
        "24条の3": "items of the 転出証明書情報; the last is the card's dates and what proves it genuine",
        "24条の4": "pushed data are kept until the day on which 30 days have passed since the planned date",
        "30条の5": "what is told with a change: that, why and when; after a 転出届 the planned date (2号); "
        "4 and 5 with a changed number or code the one before",
        "30条の16": "通称 of foreign residents",
        "31条": "which provisions take wards for cities, and how they read then",
        "34条": "1 除票 are kept 150 years from erasure; 2 so are 本人確認情報, from the next notice or that of the erasure",
        "30条の8の2": "1 the code goes to the core as 番号法施行令27条 says; 2 when a code that was told is corrected, old and new are told",
    },
    "住基法施行規則": {
        "1条": "住民票コード: ten digits drawn at random and a check digit",
        "5条の2": "the notice to the 本籍 is made by computer; when it may be made otherwise",
        "7条の2": "a code by which the new city checks that the card is genuine",
        "9条": "1 codes are drawn at random; 2 a mayor who runs short asks for more",
        "11条": "the closed list of reasons for entry, erasure and correction",
    },
    "番号法": {
        "8条": "2 the 機構 makes a number from the code, unlike all others, from which the code cannot be had back",
        "9条": "1 whoever may use the number for which affairs (the table); 2 cities also for affairs of their ordinances",
        "12条": "whoever handles the numbers keeps them safe",
        "14条": "2 whoever handles the numbers may ask the 機構 for identification items by the articles of the 住基法",
        "16条": "whoever is given a number makes sure of it: by the card, or by papers that an order names",
        "17条": "6 the card is handed in with the 転入届, 7 rewritten and given back; 10 when it lapses",
        "20条": "nobody collects or keeps others' numbers but where the law lets them",
        "2条": "9 whatever stands for a 個人番号 is one before the law: 符号 too",
        "7条": "2 a number that may be misused is changed for another, on request or ex officio",
        "21条": "1 the 内閣総理大臣 sets up and runs the 情報提供ネットワークシステム",
        "21条の2": "1 a 符号 may be acquired; 2 by an 取得番号, one for each person, by way of the 機構; 3 which nobody keeps beyond that, 4 or uses otherwise",
    },
    "番号法施行令": {
        "2条": "a number counts as designated when the municipality receives it",
        "3条": "who may ask for another number, how, and that the card is to be given back",
        "5条": "the mayor asks from computer to computer, with the code",
        "7条": "the 機構 answers in the same way, with the number and the code that was sent",
        "6条": "a number is eleven digits and a check digit, by which a mistake in typing is found; how it is made",
        "14条": "when a card lapses: 2 no 転入届 by planned + 30 or moved + 14; "
        "3 not handed in within 90 days of it, or moved on before; 4 erased otherwise than by a 転出届; 5 the code "
        "is corrected; 6 the number is changed for another; 11 death",
        "26条": "6 the core keeps 符号 and who was told each, so that it can tell whether two are of one person",
        "27条": "1 取得番号 and 個人番号 to the 機構, 2 by line or on a medium; 3 取得番号 and code to the core, 4 by line; 5 what a 符号 must be, and that it comes back with the number, 6 by the network",
    },
    "番号カード等命令": {
        "5条": "formula of the check digit of a 個人番号",
        "17条": "the chip holds the 住民票コード",
        "26条": "1 a card is good to the tenth birthday, for minors to the fifth; 2 the 29th of February counts as the 28th",
        "27条": "a foreigner's card ends with the stay",
        "29条": "1 a new card may be asked for in the last three months of the old one",
        "33条": "1 a PIN of four digits is set; 7 a card without one; 8 it must be typed where an authority asks",
        "41条の2": "取得番号 are made as the 内閣総理大臣 says and differ from person to person",
        "42条": "the request is made by computer; the competent minister sets standards for line and medium",
        "44条": "1 a 符号 is made where the body has none of that person; 2 else it is told that it has one already",
    },
    "公的個人認証法": {
        "2条": "2 電子利用者証明: proof that whoever uses a computer is the one whom the 機構 allowed it",
        "22条": "1 residents apply for a user certificate by way of their mayor",
        "24条": "how long a user certificate is good is set by ordinance",
        "34条": "1 what ends a user certificate: revocation by 30条 to 33条, or its last day",
        "37条": "1 whoever verifies user certificates is given what is revoked, on asking",
        "38条": "1 the verifier checks that the certificate stands and that its key made the proof; 2 that the holder made it, "
        "by the means of the ordinance; 3 for no other purpose",
        "12条": "the signature certificate is revoked at once when name, birth, sex or address are corrected (but for "
        "minor corrections) or the 住民票 is erased",
        "31条": "the user certificate is revoked: 1 at an erasure without 転出届; 2 at planned + 30 without 転入届",
    },
    "公的個人認証法施行規則": {
        "64条の4": "the means by which the holder is known is the PIN that was set for the user certificate",
    },
}

STANDARD: dict[str, str] = {
    "1.1.1": "items kept of a Japanese resident",
    "1.1.5": "a record is erased on the earlier of the planned date and the date in the 転入通知",
    "1.1.8": "birth dates may lie outside the calendar or be partly unknown",
    "1.1.11": "続柄 as it is written, and who counts as what",
    "1.1.13": "宛名番号 and 世帯番号: serial, check digit modulus 11 with weights 2 to 7, remainder 0 gives 0",
    "1.1.16": "protected persons and the data kept of them",
    "2.1": "search for persons: by which items, by what spelling",
    "3.1": "holds on changes, certificates and queries; those on certificates go to the コンビニ交付 by themselves",
    "3.4": "a copy of a protected person's record is an error unless whoever is responsible lets it through",
    "4.1.3.0.1": "planned dates after the report; 14 days after the move it is no report any more",
    "10.2": "logs of operations, log-ons and more: who, when, which terminal, about whom; what to analyse",
    "10.3": "operators with passwords and rights of their own, two factors, an end to failed attempts",
    "7.1.2.2": "符号 are asked for by way of the Juki-net line",
    "7.1.2.3": "what the 団体内統合宛名 needs is sent to it; its numbers need not be taken in",
}

SEED: dict[str, str] = {
    "I": "the affairs and systems, with both flow charts",
    "I 1": "(2)1 updating of 本人確認情報",
    "I 1-③": "the CS's record follows the register's",
    "I 2": "(2)2 identification at the counter",
    "I 2-②": "the terminal sends the code in the card by way of the CS to the national server",
    "I 2-③": "and is answered",
    "I 3": "(2)3 special transfer",
    "I 3-②": "the request for the 転出証明書情報",
    "I 3-⑤": "転入通知 and update leave at the same time",
    "I 3-⑥": "continuation of the card, told to the card management",
    "I 4": "(2)4 search of 本人確認情報",
    "I 4-①": "by a combination of the four items at the CS, the prefecture's server or the national one, by where the person lives",
    "I 5": "(2)5 inquiries to the 機構",
    "I 5-①": "by number or by the four items",
    "I 5-②": "and is told the items of that person",
    "I 9-①": "certificate data on a kiosk's request, together with the 証明書交付センター",
    "II": "the files and whom they are about, 消除者 among them",
    "III": "risks and measures",
    "III リスク1": "only the register reaches the CS among the city's systems; no link to the 宛名 system",
    "III リスク2": "of keeping old data: the register is compared with the CS, erased data are dropped, regularly",
    "III リスク3": "checks of form and logic at the entry to the CS; corrections are checked by another and permitted",
    "I 6": "(2)6 consistency check of 本人確認情報",
    "I 6-①": "the CS sends its comparison data to the prefecture's and the national server",
    "I 6-②": "both compare them with what they keep",
    "I 6-③": "and tell the CS what came out",
    "I 8": "(2)8 acquisition of 符号",
    "I 8-①": "取得番号 and 個人番号 are sent by way of the 業務共通",
    "I 8-②": "the 市町村CS is asked",
    "I 8-③": "the 機構 is asked, and the core makes the 符号",
    "I 8-④": "the 中間サーバー is told",
}
