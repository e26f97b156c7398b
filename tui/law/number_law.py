"""The 番号法 with its order and the ordinance on cards, in plain words of ours. Data only: who cites it stands elsewhere."""

from __future__ import annotations

from juki.scenarios.story import Words

GISTS: dict[str, dict[str, Words]] = {
    "番号法": {
        "7条": Words(
            "市町村長は、機構から知らされた番号を個人番号に指定し、本人に知らせる。漏えいのおそれがあれば変える。",
            "The mayor designates the number J-LIS made and tells the person; one that may be misused is changed.",
        ),
        "7条1項": Words(
            "初めて住民票コードを記載した人に、機構から知らされた番号を速やかに指定し、本人に知らせる。",
            "Whoever got a first code is given the number J-LIS made, and told of it, promptly.",
        ),
        "7条2項": Words(
            "個人番号が漏れて不正に使われるおそれがあるとき、請求又は職権により、新しい番号を指定する。",
            "A number that may leak and be misused is changed for another, on request or ex officio.",
        ),
        "8条": Words(
            "市町村長は住民票コードを示して番号の生成を求める。機構は、コードに戻せない番号を作って知らせる。",
            "The mayor sends the code and asks for a number; J-LIS makes one from which the code cannot be had back.",
        ),
        "8条1項": Words(
            "市町村長は、個人番号を指定する前に、住民票コードを機構に知らせ、番号の生成を求める。",
            "Before designating a number the mayor tells J-LIS the code and asks for a number to be made.",
        ),
        "8条2項": Words(
            "機構は、他の全ての個人番号と異なり、コードから変換され、コードに戻せない番号を作って知らせる。",
            "J-LIS makes a number from the code, unlike all others, from which the code cannot be had back.",
        ),
        "12条": Words(
            "個人番号を扱う事務の実施者は、漏えい、滅失、毀損を防ぐなど、個人番号を適切に管理する。",
            "Whoever handles the numbers guards them against leaks, loss and damage.",
        ),
        "14条": Words(
            "個人番号を扱う者は、必要なら本人などに番号の提供を求め、一部の者は機構に本人確認情報の提供を求める。",
            "Whoever handles numbers may ask the person for it where needed; some may ask J-LIS for identity records.",
        ),
        "14条2項": Words(
            "政令で定める個人番号利用事務実施者は、必要なとき、機構に本人確認情報の提供を求めることができる。",
            "Those whom an order names may ask J-LIS for identity records where their affairs with the number need it.",
        ),
        "16条": Words(
            "本人から個人番号の提供を受けるときは、個人番号カードの提示などにより、本人であることを確認する。",
            "Whoever is given a number by a person makes sure who it is: by the card or as an order says.",
        ),
        "17条": Words(
            "個人番号カードの交付、転入時の提出と返還、変更や紛失の届出、失効と返納。",
            "The card: issue, handing in and giving back at a move, reports of changes and loss, when it lapses.",
        ),
        "17条6項": Words(
            "カードを持つ人は、転入届や国外転出届と同時に、カードを市町村長に提出する。",
            "A card holder hands in the card together with the report of a move-in or of a move abroad.",
        ),
        "17条7項": Words(
            "提出を受けた市町村長は、カードの記録事項の変更など必要な措置を講じ、カードを返す。",
            "The mayor changes what the card says, does what else is needed, and gives it back.",
        ),
        "17条10項": Words(
            "個人番号カードは、有効期間が満了した場合と政令で定める場合に、効力を失う。",
            "A card lapses when its time is over, and in the cases of the order.",
        ),
        "20条": Words(
            "法の定める場合の外、他人の個人番号を含む特定個人情報を収集、保管してはならない。",
            "Nobody collects or keeps data with others' numbers except where the Act lets him.",
        ),
        "21条": Words(
            "内閣総理大臣は情報提供ネットワークシステムを設置・管理し、提供の求めがあった旨を提供者に知らせる。",
            "The Prime Minister runs the information provision network and passes on that data are asked for.",
        ),
        "21条の2": Words(
            "情報照会者・提供者は、取得番号を用いて符号を取得する。取得番号を必要以上に持たず、他の目的に使わない。",
            "Agencies acquire fugo by acquisition numbers, which they neither keep longer nor use otherwise.",
        ),
        "21条の2第1項": Words(
            "情報照会者と情報提供者は、情報提供用個人識別符号を内閣総理大臣から取得できる。",
            "Agencies that ask or provide may acquire from the Prime Minister fugo, which stand for persons.",
        ),
        "21条の2第2項": Words(
            "個人ごとに異なる取得番号を機構を通じて知らせ、取得番号と共に符号の通知を受ける。",
            "An acquisition number, one a person, goes by way of J-LIS; the fugo comes back together with it.",
        ),
        "21条の2第3項": Words(
            "関係者は、符号の取得の事務に必要な範囲を超えて、取得番号を保有してはならない。",
            "Nobody concerned keeps an acquisition number beyond what the acquisition needs.",
        ),
    },
    "番号法施行令": {
        "2条": Words(
            "個人番号の指定は、市町村長が機構から番号の通知を受けた時に行われたものとする。",
            "A number counts as designated when the mayor receives it from J-LIS.",
        ),
        "3条": Words(
            "番号の変更は理由を書いた請求書で請求する。認めた市町村長は生成を求め、カードの返納を求める。",
            "A change of the number is asked for in writing; if it is granted, the card is to be given back.",
        ),
        "5条": Words(
            "番号の生成の求めと住民票コードは、市町村長のコンピュータから機構のコンピュータへ回線で送る。",
            "The request and the code go from the mayor's computer to that of J-LIS by line.",
        ),
        "6条": Words(
            "個人番号は、11桁の番号と検査用数字1桁。コードから変換され、コードに戻せず、他と重ならない。",
            "A number: eleven digits made from the code, not to be turned back, unlike all others, and a check digit.",
        ),
        "7条": Words(
            "機構は、個人番号とすべき番号と、送られた住民票コードを、市町村長のコンピュータへ回線で送る。",
            "J-LIS sends the number, with the code that was sent to it, to the mayor's computer by line.",
        ),
        "14条": Words(
            "カードが失効する場合。転入届やカード提出が期限内にない、転出届によらない消除、番号の変更、死亡など。",
            "When a card lapses: no move-in report or card in time, erased otherwise, numbers changed, death and more.",
        ),
        "14条2号": Words(
            "転出届をした人が、転入届をせずに、転出予定日から30日又は転入の日から14日を経過したとき。",
            "It lapses when 30 days since the planned date or 14 since the move are over without a move-in report.",
        ),
        "14条3号": Words(
            "最初の転入届から、カードを提出せずに90日を経過したとき、又は提出せずに更に転出したとき。",
            "It lapses if not handed in within 90 days of the first move-in report, or before moving out again.",
        ),
        "26条": Words(
            "情報提供の求めがあったときの符号などの通知。符号を同一人か確認できるように記録し、管理する。",
            "What is told when data are asked for; fugo are recorded so that those of one person can be recognised.",
        ),
        "26条6項": Words(
            "内閣総理大臣は、複数の符号が同じ人のものか確認できるよう、符号と通知先を記録して管理する。",
            "The Prime Minister records fugo and who got them, to tell whether two are of one person.",
        ),
        "27条": Words(
            "符号の取得の手順。機関から機構へ、機構から内閣総理大臣へ、符号は機関へ知らされる。",
            "How a fugo is acquired: agency to J-LIS, J-LIS to the Prime Minister, and the fugo to the agency.",
        ),
        "27条1項": Words(
            "符号を取得しようとする機関は、取得番号とその人の個人番号などを機構に知らせる。",
            "The agency tells J-LIS the acquisition number and the number of the person.",
        ),
        "27条2項": Words(
            "機構への通知は、回線で送るか、記録した電磁的記録媒体を送って行う。",
            "That is sent by line, or on a medium.",
        ),
        "27条2項2号": Words(
            "機構への通知の方法の一つ。通知事項を記録した電磁的記録媒体を送る。",
            "One of the two ways: a medium on which it is recorded is sent to J-LIS.",
        ),
        "27条3項": Words(
            "機構は、取得番号とその人の住民票コードを、内閣総理大臣に知らせる。",
            "J-LIS tells the Prime Minister the acquisition number and the code of the person.",
        ),
        "27条4項": Words(
            "機構からの通知は、内閣総理大臣のコンピュータへ回線で送る。",
            "That goes to the Prime Minister's computer by line.",
        ),
        "27条5項": Words(
            "コードから変換され、コードに戻せず、他のどれとも異なる符号を作り、取得番号を付けて機関に知らせる。",
            "A fugo is made from the code, not to be turned back, unlike others; it is told with the acquisition "
            "number.",
        ),
        "27条6項": Words(
            "符号は、情報提供ネットワークシステムを使い、その機関のコンピュータへ送る。",
            "The fugo goes to the agency's computer by the information provision network.",
        ),
    },
    "番号カード等命令": {
        "5条": Words(
            "個人番号の検査用数字の算式を定める(算式は画像のため、本モデルの法令集にない)。",
            "The formula of the check digit of a number (an image, which our copy of the law lacks).",
        ),
        "17条": Words(
            "券面の事項に加えてカードに記録する事項を、住民票コードとする。",
            "What the chip holds beside what is printed on the card: the juminhyo code.",
        ),
        "33条": Words(
            "カードの4桁の暗証番号の設定、届出、設定しない場合、入力、変更。",
            "The card's PIN of four digits: setting, doing without, typing, changing.",
        ),
        "33条7項": Words(
            "本人が望み、照合などができないようにする措置が講じられたカードには、暗証番号を設定しなくてよい。",
            "A holder who wants no PIN needs none, if the card is made unable to do what needs one.",
        ),
        "33条8項": Words(
            "市町村などの機関から所定の事務で暗証番号の入力を求められたら、カードを使う人は入力する。",
            "Whoever uses the card types the PIN where an authority asks for it in its affairs.",
        ),
        "41条の2": Words(
            "取得番号は、内閣総理大臣の定めにより生成された番号から、個人ごとに異なるように割り当てる。",
            "Acquisition numbers are made as the Prime Minister says and differ from person to person.",
        ),
        "42条": Words(
            "符号を取得する通知はコンピュータの操作による。送信や媒体の技術的基準は主務大臣が定める。",
            "The request is made by computer; the competent minister sets standards for line and medium.",
        ),
        "44条": Words(
            "その機関が符号を取得していなければ作って知らせ、取得していれば、取得済みの旨を知らせる。",
            "A fugo is made if that agency has none of the person; else it is told that it has one.",
        ),
        "44条1項": Words(
            "その機関がその人の符号を取得していなければ、符号を作って速やかに知らせる。",
            "If that agency has no fugo of the person, one is made and told promptly.",
        ),
        "44条2項": Words(
            "その機関がその人の符号を既に取得していれば、取得済みである旨を速やかに知らせる。",
            "If that agency has a fugo of the person already, it is promptly told so.",
        ),
    },
}
