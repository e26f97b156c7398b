"""標準, the assessment (`seed`) and what else a basis may name, in plain words of ours. Data only: knows no citation."""

from __future__ import annotations

from juki.scenarios.story import Words

GISTS: dict[str, dict[str, Words]] = {
    "標準": {
        "1.1.8": Words(
            "年月日は暦にある日に限る。生年月日など一部の日付は、暦にない日や不詳も許す。",
            "Dates are of the calendar; birth dates and some others may lie outside it or be partly unknown.",
        ),
        "3.1": Words(
            "異動、証明書の発行、照会を人や世帯ごとに抑止できる。発行の抑止はコンビニ交付とCSにも自動で伝わる。",
            "Holds on changes, certificates, queries; those on certificates go to the kiosk system and the CS by "
            "themselves.",
        ),
        "3.4": Words(
            "支援対象者の住民票の写しなどはエラーにできる。審査の上で交付する場合は、エラーを解除できる。",
            "A copy of a protected person's record is an error, which is lifted if it is issued after examination.",
        ),
        "4.1.3.0.1": Words(
            "転出の異動日は届出日より後でもよい。届出が異動日から14日を経過していれば、職権で記載する。",
            "A move-out may be planned; reported more than 14 days after the move, it is entered ex officio.",
        ),
        "7.1.2.3": Words(
            "団体内統合宛名システムで使う情報を送信できる。そこで付番された番号の取込みは実装しない。",
            "What the addressee system needs can be sent to it; its numbers are not taken in.",
        ),
        "10.2": Words(
            "操作、認証、印刷などのログをとり、改ざんを防いで保管し、深夜や失敗などの観点で分析できる。",
            "Logs of operations, log-ons, printing and more, safe from tampering and open to analysis.",
        ),
        "10.3": Words(
            "個人ごとの権限とパスワード、二要素認証、失敗が続いたときの強制終了、同じ住民の排他制御。",
            "Rights and passwords a person, two factors, an end to failed attempts, one operation at a time.",
        ),
    },
    "seed": {
        "I": Words(
            "評価書の基本情報。事務の内容と流れ、使うシステム、根拠となる法令。",
            "Part I of the assessment: the affairs and how they go, the systems, the legal basis.",
        ),
        "I 1": Words(
            "本人確認情報の更新。届出から住民記録、市町村CS、都道府県サーバーへと更新が伝わる。",
            "Updating identity records: from the report to the register, the CS and the prefecture server.",
        ),
        "I 1-③": Words(
            "更新された住民情報を基に、市町村CSの本人確認情報を更新する。",
            "The CS's identity record follows the register.",
        ),
        "I 2": Words(
            "窓口での本人確認。カードのコード又は書類の4情報を、全国サーバーに照会する。",
            "Identification at the counter: by the card's code or four items, at the national server.",
        ),
        "I 2-②": Words(
            "統合端末から、カードの住民票コード又は書類の4情報を送り、CSを通じて全国サーバーで本人確認する。",
            "The terminal sends the card's code (or four items) by way of the CS to the national server.",
        ),
        "I 2-③": Words(
            "全国サーバーに対する本人確認(②と一つの手順)。本モデルでは、その回答。",
            "The same step as the one before; in this model, the answer of the national server.",
        ),
        "I 3-②": Words(
            "統合端末から、市町村CSを経由して、転出地に転出証明書情報の送信を依頼する。",
            "The terminal asks the old municipality, by way of the CS, to send the move-out record.",
        ),
        "I 3-⑥": Words(
            "転入処理の完了後、カードの継続処理を行い、カード管理システムに管理情報の更新を求める。",
            "After the move-in the card is continued, and card management is asked to record it.",
        ),
        "I 4": Words(
            "本人確認情報の検索。4情報の組合せで、住んでいる所に応じたサーバーを検索する。",
            "Search of identity records by the four items, at the server that the residence decides.",
        ),
        "I 4-①": Words(
            "4情報で市町村CSを検索する。他市町村の人は都道府県サーバー、他都道府県の人は全国サーバーに求める。",
            "By the four items at the CS; for the own prefecture at its server, for others at the national one.",
        ),
        "I 5": Words(
            "機構への情報照会。個人番号又は4情報等により、本人確認情報の提供を受ける。",
            "Inquiries to J-LIS, by number or by the four items.",
        ),
        "I 5-①": Words(
            "個人番号又は4情報等をキーワードとして、機構に本人確認情報を照会する。",
            "J-LIS is asked, by number or by the four items.",
        ),
        "I 5-②": Words(
            "機構から、その人の本人確認情報を受け取る。",
            "J-LIS answers with the person's identity record.",
        ),
        "I 6": Words(
            "本人確認情報の整合。市町村CSと、都道府県・全国サーバーの記録が一致するか確認する。",
            "Consistency of identity records between the CS and the servers above.",
        ),
        "I 6-①": Words(
            "市町村CSから、整合性確認用の本人確認情報を、都道府県サーバーと全国サーバーに送る。",
            "The CS sends its records to be compared to the prefecture and the national server.",
        ),
        "I 6-②": Words(
            "両サーバーは、受け取った情報を用いて、自分の保有する本人確認情報の整合性を確認する。",
            "Both servers compare them with what they hold.",
        ),
        "I 6-③": Words(
            "両サーバーから、市町村CSに整合性確認の結果を知らせる。",
            "Both tell the CS what came out.",
        ),
        "I 8": Words(
            "情報提供用個人識別符号の取得。中間サーバーから、CSと機構を経てコアに至り、符号が返る。",
            "Acquiring a fugo: from the intermediary server by way of CS and J-LIS to the core, and back.",
        ),
        "I 8-①": Words(
            "中間サーバーの処理番号(取得番号)と個人番号の組を、業務共通システムを経由して送る。",
            "The acquisition number and the person's number go by way of the city's common system.",
        ),
        "I 8-②": Words(
            "市町村CSに、符号の取得を要求する。",
            "The CS is asked for the fugo.",
        ),
        "I 8-③": Words(
            "機構に符号の取得を要求し、コアシステムの中で符号を生成する。",
            "J-LIS is asked, and the core system makes the fugo.",
        ),
        "I 8-④": Words(
            "中間サーバーに、符号を知らせる。",
            "The intermediary server is told the fugo.",
        ),
        "I 9-①": Words(
            "キオスク端末からの要求に基づいて証明書データを作り、機構の証明書交付センターと連携する。",
            "Certificate data are made on a kiosk's request, by way of the certificate center of J-LIS.",
        ),
        "III": Words(
            "評価書のリスク対策。特定個人情報の入手、使用、提供、保管の各場面のリスクと、その措置。",
            "Part III of the assessment: risks of obtaining, using, providing and keeping the data, and measures.",
        ),
        "III リスク1 市町村CSへのアクセスの限定": Words(
            "庁内で市町村CSにアクセスできるのは住民記録システムだけ。団体内統合宛名システムとは接続しない。",
            "Of the city's systems only the register reaches the CS; there is no link to the addressee system.",
        ),
        "III リスク2": Words(
            "住民記録システムとの整合処理を定期的に行い、保存する本人確認情報が最新か確認する。",
            "The CS is regularly compared with the register, so that what it keeps is up to date.",
        ),
        "III リスク3": Words(
            "入力、削除、訂正は、行った者以外が確認する。誤りの訂正は本人確認情報管理責任者の許可を得る。",
            "Corrections are checked by somebody else and permitted by whoever is responsible for the records.",
        ),
        "III リスク3 フォーマットチェック": Words(
            "市町村CSへの登録の時点で、項目の形式を確認した情報を通知する。",
            "What is told was checked for its form when it entered the CS.",
        ),
        "III リスク3 論理チェック": Words(
            "市町村CSへの登録の時点で、現存者の転入などの矛盾をエラーとし、確認した情報を通知する。",
            "What is told was checked for sense: a move-in of somebody present, say, is an error.",
        ),
        "III 相互認証": Words(
            "市町村CSと都道府県サーバーは相互認証し、認証できない相手に情報を提供しない。",
            "The CS and the prefecture server authenticate each other; whoever fails is told nothing.",
        ),
        "別添2": Words(
            "ファイルの記録項目の一覧。本人確認情報には、更新順番号、異常時更新順番号、更新禁止フラグなどがある。",
            "Appendix 2: the items of the files, among them update sequences and the flag that freezes a record.",
        ),
    },
    "": {
        "[D]": Words(
            "法令にも評価書にも定めがなく、このモデルが決めたこと。理由は「inventions」のページにある。",
            "Neither law nor assessment says it: a choice of this model, explained in the page of inventions.",
        ),
        "RFC 5280 6.1.3": Words(
            "証明書の検証の手順。署名、有効期間、失効していないこと、発行者の名前を確認する。",
            "How a certificate is verified: its signature, its validity, that it is not revoked, its issuer's name.",
        ),
        "JIS X 0401": Words(
            "都道府県コードを定める日本産業規格。全国地方公共団体コードの最初の2桁。",
            "The Japanese standard of prefecture codes: the first two digits of a municipality's code.",
        ),
        "JIS X 0402": Words(
            "市区町村コードを定める日本産業規格。全国地方公共団体コードの3桁目から5桁目。",
            "The Japanese standard of municipality codes: digits three to five of a municipality's code.",
        ),
    },
}
