"""Every article and section that the code rests on, with what it says in a few words of ours. Data only.

A new citation needs a row here, and whoever adds it has read the article.
"""

from __future__ import annotations

ARTICLES: dict[str, dict[str, str]] = {
    "住基法": {
        "7条": "items of a 住民票: 1 name, 1の2 its reading, 2 birth, 3 sex, 5 family register, 7 address, 8の2, 13 numbers",
        "8条": "entries, erasures and corrections follow a report or are made ex officio",
        "9条": "1 the new city tells the old one of its entry without delay; 3 from computer to computer",
        "14条": "a mayor who learns of an error takes measures to set the register right",
        "17条": "items of a 戸籍の附票, the 住民票コード among them",
        "19条": "1 a change that touches the 附票 is told to the 本籍; 4 from computer to computer",
        "22条": "1 転入届 within 14 days of moving in; 2 with the paper of the old city",
        "23条": "a change of address inside one municipality is a 転居",
        "24条": "転出届 beforehand: name, destination, planned date",
        "24条の2": "1 the special rule for card holders, 2 for their household; 3 push to the declared city, 4 its erasure; "
        "5 notice of a report without record, 6 the record is sent then; 7 from computer to computer",
        "30条の2": "2 a 住民票コード is assigned to no second municipality",
        "30条の3": "1 the new 住民票 bears the code of the last one",
        "30条の6": "1 every change of the identification items is told to the governor; 3 who keeps it",
        "30条の7": "1 the governor tells the 機構; 3 which keeps it",
        "30条の10": "the 機構 provides to cities of the prefecture that notified: 1項4号 for 住基 affairs, with the code",
        "30条の12": "the same to cities of other prefectures, by way of their governor",
        "30条の24": "governors, the 機構 and those they charge keep the identification items safe",
        "30条の37": "officials may ask for a 住民票コード only where their affairs need it",
        "30条の38": "nobody else may ask for one, or build a database of them for others",
        "38条": "in a designated city wards stand for cities where an order says so",
    },
    "住基法施行令": {
        "8条": "whoever moves out or dies is erased",
        "13条": "1 what stands on a 除票: reason, and the planned date after a 転出届; 2 what the 転入通知 adds and corrects; "
        "3 it is told to the governor; 4 from computer to computer",
        "24条の2": "1項 the special rule fails: 1 recorded elsewhere since, 2 planned + 30 or moved + 14 passed, "
        "3 card not handed in; 2項 the same for the household",
        "24条の3": "items of the 転出証明書情報; the last is the card's dates and what proves it genuine",
        "24条の4": "pushed data are kept until the day on which 30 days have passed since the planned date",
        "30条の5": "what is told with a change: that, why and when; after a 転出届 the planned date (2号)",
        "30条の16": "通称 of foreign residents",
        "31条": "which provisions take wards for cities, and how they read then",
        "34条": "1 除票 are kept 150 years from erasure",
    },
    "住基法施行規則": {
        "1条": "住民票コード: ten digits drawn at random and a check digit",
        "5条の2": "the notice to the 本籍 is made by computer; when it may be made otherwise",
        "7条の2": "a code by which the new city checks that the card is genuine",
        "11条": "the closed list of reasons for entry, erasure and correction",
    },
    "番号法": {
        "8条": "2 the 機構 makes a number from the code, unlike all others, from which the code cannot be had back",
        "12条": "whoever handles the numbers keeps them safe",
        "17条": "6 the card is handed in with the 転入届, 7 rewritten and given back; 10 when it lapses",
        "20条": "nobody collects or keeps others' numbers but where the law lets them",
    },
    "番号法施行令": {
        "2条": "a number counts as designated when the municipality receives it",
        "14条": "when a card lapses: 2 no 転入届 by planned + 30 or moved + 14; "
        "3 not handed in within 90 days of it, or moved on before; 4 erased otherwise than by a 転出届; 11 death",
    },
    "番号カード等命令": {
        "5条": "formula of the check digit of a 個人番号",
        "17条": "the chip holds the 住民票コード",
        "26条": "1 a card is good to the tenth birthday, for minors to the fifth; 2 the 29th of February counts as the 28th",
        "27条": "a foreigner's card ends with the stay",
        "29条": "1 a new card may be asked for in the last three months of the old one",
        "33条": "1 a PIN of four digits is set; 7 a card without one; 8 it must be typed where an authority asks",
    },
    "公的個人認証法": {
        "12条": "the signature certificate is revoked at once when name, birth, sex or address are corrected (but for "
        "minor corrections) or the 住民票 is erased",
        "31条": "the user certificate is revoked: 1 at an erasure without 転出届; 2 at planned + 30 without 転入届",
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
    "4.1.3.0.1": "planned dates after the report; 14 days after the move it is no report any more",
    "7.1.2.2": "符号 are asked for by way of the Juki-net line",
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
    "III": "risks and measures",
    "III リスク1": "only the register reaches the CS among the city's systems; no link to the 宛名 system",
    "III リスク3": "checks of form and logic at the entry to the CS",
}
