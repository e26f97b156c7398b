"""What each message is for and where in its procedure it stands: one sentence a kind, in both languages. Knows no screen.

A test finds a kind of the catalogue without its sentence, and a sentence without its kind.
"""

from __future__ import annotations

from juki.scenarios.story import Words

PLACES: dict[str, Words] = {
    # Special transfer.
    "MoveOutRecord": Words(
        "転出地の市町村が、転出者の記録を転入先に送る。紙の転出証明書の代わりになる。",
        "The old municipality sends the mover's record to the new one; it takes the place of the paper certificate.",
    ),
    "MoveInReport": Words(
        "転入先の窓口がカードを確かめ、受け取った転入届を住民記録まで届ける。",
        "The new municipality's counter has seen the card and passes the move-in report on to its register.",
    ),
    "MoveInReportReceived": Words(
        "転入届を受けた市町村が、手元に記録がないので、転出地に送るよう求める。",
        "The new municipality took a move-in report and has no record on file, so it asks the old one to send it.",
    ),
    "TransferUnavailable": Words(
        "転出地が、求められた記録を送れないこととその理由を答える。",
        "The old municipality answers that it cannot send the record, and why.",
    ),
    "MoveInCompleted": Words(
        "住民記録が全員を記載し終え、通知を同時に出せることを市町村CSに知らせる。",
        "The register has entered everybody and tells its CS, so that all the notices leave together.",
    ),
    "MoveInAccepted": Words(
        "転入届が受理されたことを窓口に知らせる。カードの券面を書き換えられる。",
        "Tells the counter that the move-in report is accepted; now the card can be rewritten.",
    ),
    "MoveInDeclined": Words(
        "転入届の特例が使えないこととその理由を窓口に知らせる。",
        "Tells the counter that the special rule does not apply, and why.",
    ),
    "MoveInNotice": Words(
        "転入先が、転入の記載をしたことを転出地に知らせる。転出地はこれで転出先が確定する。",
        "The new municipality tells the old one that it has entered the mover; now the old one knows where she went.",
    ),
    "RegisterChanged": Words(
        "住民記録が、住民票に何をしたかを自分の市町村CSに知らせる。本人確認情報はここから更新される。",
        "The register tells its own CS what it did to a record; updates of the identity record begin here.",
    ),
    "MoveOutConfirmed": Words(
        "転出地が、実際の転出先を都道府県に知らせる。",
        "The old municipality tells its prefecture where the person went in fact.",
    ),
    "MailingNotice": Words(
        "転入先が、新しい住所を本籍地に知らせる。戸籍の附票に記載される。",
        "The new municipality tells the place of the family register the new address, for its mailing record.",
    ),
    # Identity records.
    "IdentityUpdate": Words(
        "市町村CSが署名した本人確認情報が、都道府県サーバーを経て全国サーバーまで上がる。",
        "An identity record, signed by the CS, rises through the prefecture's server to the national server.",
    ),
    "IdentityChanged": Words(
        "全国サーバーが、異動のあった人をカード管理と公的個人認証に知らせる。",
        "The national server tells card management and JPKI whose record was touched.",
    ),
    "ResendRequest": Words(
        "上位のサーバーが、欠けた更新があることに気付き、最後に受けた番号を示して再送を求める。",
        "A server above misses updates; it names the last one that it took and asks for the rest.",
    ),
    "IdentityCheckRequest": Words(
        "窓口が、カードの持ち主の本人確認情報を全国サーバーに照会する。",
        "The counter asks the national server about the holder of a card.",
    ),
    "IdentityCheckReply": Words(
        "全国サーバーが本人確認情報を答える。読めるのは照会した窓口だけ。",
        "The national server answers with the identity record; the counter that asked alone can read it.",
    ),
    "FourItemsCheck": Words(
        "カードのない人について、氏名・生年月日・性別・住所が合う人を全国サーバーに尋ねる。",
        "For somebody without a card the counter asks who has these four items.",
    ),
    "FourItemsReply": Words(
        "4情報がそのとおりの人が何人いるかを答える。番号は送られない。",
        "Tells how many people have just these four items; no number travels.",
    ),
    "IdentitySearch": Words(
        "窓口が、条件に合う人を探すよう、住所地に応じて都道府県か全国のサーバーに求める。",
        "The counter looks for somebody on the server of the prefecture or of the nation, by where the person lives.",
    ),
    "IdentitySearchReply": Words(
        "条件に合う人の一覧を返す。読めるのは検索した窓口だけ。",
        "Everybody who fits; the counter that searched alone can read it.",
    ),
    "IdentityInquiry": Words(
        "他市町村が記録を管理する人について、機構に照会する。",
        "Asks J-LIS about somebody whose record another municipality keeps.",
    ),
    "IdentityInquiryReply": Words(
        "機構が、照会された人の本人確認情報を答える。",
        "J-LIS answers who it is.",
    ),
    "NumberCheck": Words(
        "カードが示されないとき、その個人番号が4情報の人のものかを尋ねる。",
        "No card is shown: does this number belong to whoever has these four items?",
    ),
    "NumberCheckReply": Words(
        "個人番号が一致するかどうかだけを答える。",
        "Answers yes or no, and nothing else.",
    ),
    "NumberRequest": Words(
        "市町村長が住民票コードを示し、個人番号とすべき番号の生成を機構に求める。",
        "A mayor names a code and asks J-LIS for the number to be designated.",
    ),
    "NumberNotice": Words(
        "機構が、個人番号とすべき番号を市町村長に知らせる。",
        "J-LIS tells the mayor the number to be designated.",
    ),
    # The card at the counter.
    "CardChallenge": Words(
        "端末が、暗証番号を添えて、カードに本物であることを示すよう求める。",
        "The terminal hands the PIN to the card and asks it to prove itself.",
    ),
    "CardProof": Words(
        "カードが住民票コードと、チップの鍵による応答を返す。",
        "The card answers with its code and a proof by the key in its chip.",
    ),
    "CardDenied": Words(
        "暗証番号の誤りやロックのため、カードが応答しない。",
        "The card does not answer: the PIN was wrong, or the card is locked.",
    ),
    "CardRewrite": Words(
        "新しい住所をチップと券面に書くよう、端末がカードに求める。",
        "The terminal writes the new address into the chip and onto the face.",
    ),
    "CardRewritten": Words("カードの書換えが終わった。", "The card now carries the new address."),
    "CardStatusRequest": Words(
        "窓口が、カードが運用中か、誰のものかをカード管理に尋ねる。",
        "The counter asks card management whether a card is in operation, and whose it is.",
    ),
    "CardStatusReply": Words(
        "カード管理が、カードの運用状況を答える。", "Card management tells the state of the card."
    ),
    "CardContinuation": Words(
        "転入先の窓口が、カードを引き続き使うことをカード管理に知らせる。",
        "The new municipality tells card management that the card stays in use.",
    ),
    "CardContinued": Words(
        "カード管理が、継続利用を記録したと答える。", "Card management has recorded the continuation."
    ),
    # Consistency check.
    "ComparisonDigest": Words(
        "市町村CSが、ある範囲の全記録の要約値を送り、同じかどうかを確かめる。",
        "The CS sends the digest of all its records in a range, to find out whether the other side has the same.",
    ),
    "ComparisonRowsAsked": Words(
        "要約値が異なるので、その範囲の記録そのものを求める。",
        "The digests differ, so the records of that range are asked for.",
    ),
    "ComparisonSet": Words(
        "整合性を確かめるため、市町村CSが本人確認情報を送る。",
        "The CS sends identity records to be compared one by one.",
    ),
    "ComparisonAnswer": Words(
        "誰がどう異なるかを答える。すべて一致すれば空で返る。",
        "Tells who differs, and how; nobody, if all agree.",
    ),
    "RecordFreeze": Words(
        "差異を調べる間、その記録の更新を止める。又は止めるのを終える。",
        "Stops updates of one record while a difference is looked into, or lets them go on.",
    ),
    "RegisterRecordRequest": Words(
        "訂正の前に、住民票に何とあるかを住民記録に尋ねる。",
        "Before a correction the CS asks what the register says.",
    ),
    "RegisterRecord": Words(
        "住民記録が、今の住民票から作られる本人確認情報を答える。",
        "The register answers with the identity record that it would make now.",
    ),
    # Acquisition of a fugo.
    "AddresseeNotice": Words(
        "住民記録が、一人分の宛名情報を団体内統合宛名に知らせる。",
        "The register tells the addressee system of one person.",
    ),
    "FugoWish": Words(
        "団体内統合宛名が、団体内の番号で人を示し、符号の取得を中間サーバーに依頼する。",
        "The addressee system names somebody by its own local number and asks the intermediary server for a fugo.",
    ),
    "AcquisitionPair": Words(
        "中間サーバーが、一人の一回の取得のための取得番号を知らせる。",
        "The intermediary server tells the acquisition number, good for one person and one acquisition.",
    ),
    "FugoRequest": Words(
        "取得番号と個人番号の組が、機構まで順に送られる。",
        "The pair of acquisition number and personal number travels as far as J-LIS.",
    ),
    "FugoCodeNotice": Words(
        "機構が、取得番号と住民票コードをコアに知らせる。個人番号は渡らない。",
        "J-LIS tells the core the acquisition number and the code; the personal number stays behind.",
    ),
    "FugoIssued": Words(
        "コアが符号を知らせる。読めるのは求めた団体の中間サーバーだけ。",
        "The core tells the fugo; the intermediary server of the body that asked alone can read it.",
    ),
    "FugoAlreadyAcquired": Words(
        "この団体は既にその人の符号を持つため、二つ目は作られない。",
        "This body has a fugo of this person already and gets no second one.",
    ),
    "FugoUnavailable": Words(
        "機構にその番号の人がいないことが、要求の来た道を戻って知らされる。",
        "J-LIS knows nobody of this number; that is told back the way the request came.",
    ),
    "FugoCodeChange": Words(
        "住民票コードが変わったことを機構がコアに知らせる。",
        "J-LIS tells the core that a code has changed.",
    ),
    # A certificate from a kiosk.
    "UserChallenge": Words(
        "キオスク端末が、暗証番号を添えて、カードに利用者証明を求める。",
        "The kiosk hands the PIN to the card and asks for a proof of who uses it.",
    ),
    "UserProof": Words(
        "カードが、利用者証明用電子証明書と署名を返す。",
        "The card answers with its user certificate and a signature.",
    ),
    "UserDenied": Words(
        "暗証番号の誤りなどのため、カードが利用者証明をしない。",
        "The card gives no proof: the PIN was wrong, or there is no certificate.",
    ),
    "CertificateRequest": Words(
        "キオスク端末での交付申請が、証明書交付センターを経て市に届く。",
        "What was asked for at the kiosk reaches the city by way of the certificate center.",
    ),
    "CertificateStatusRequest": Words(
        "センターが、電子証明書が有効かを公的個人認証に尋ねる。",
        "The center asks JPKI whether the certificate is still good.",
    ),
    "CertificateStatusReply": Words(
        "公的個人認証が、電子証明書の有効性を答える。",
        "JPKI tells whether the certificate is still good.",
    ),
    "CertificateDeclined": Words(
        "証明書を交付しないこととその理由を知らせる。",
        "There will be no document for this request, and why.",
    ),
    "CertificateDocument": Words(
        "市が作った証明書。読めるのは申請したキオスク端末だけ。",
        "The document that the city made; the kiosk that asked alone can read it.",
    ),
    "CertificatePrinted": Words(
        "手数料を受け取り、証明書を印刷したことを市に知らせる。",
        "Tells the city that the fee was taken and the paper is out.",
    ),
    "RequestAborted": Words(
        "待ち時間が過ぎたので、申請をどこにあっても無効にする。",
        "The wait was too long: the request is void wherever it stands.",
    ),
    "ReplicaUpdate": Words(
        "住民記録が、変わった記録をコンビニ交付システムの写しに送る。",
        "The register sends a changed record to the copy from which kiosk documents are made.",
    ),
    "ReplicaPositionRequest": Words(
        "コンビニ交付システムが、自分の写しが最新かを住民記録に尋ねる。",
        "The copy says how far it has come and asks how far the register is.",
    ),
    "ReplicaPosition": Words(
        "住民記録が、最後の連携番号を答える。",
        "The register answers with the number of its last change.",
    ),
    "Refusal": Words(
        "どの電文をどの規則で拒否したかを相手に知らせる。",
        "Tells the peer which message was refused, by which rule.",
    ),
}


def place_of(kind: str) -> Words | None:
    """The sentence about a kind; None for one that the catalogue does not have."""
    return PLACES.get(kind)
