"""The 公的個人認証法 and its rules, in plain words of ours. Data only: who cites it stands elsewhere."""

from __future__ import annotations

from juki.scenarios.story import Words

GISTS: dict[str, dict[str, Words]] = {
    "公的個人認証法": {
        "2条2項": Words(
            "電子利用者証明とは、回線でコンピュータを使う者が、機構の認めた本人であると証明する措置。",
            "Electronic user proof: it shows that whoever uses a computer is the one whom J-LIS allowed it.",
        ),
        "12条": Words(
            "氏名、生年月日、性別、住所の修正(軽微なものを除く)や消除を知った機構は、署名用証明書の失効を記録する。",
            "J-LIS records the signature certificate as revoked on a correction (unless minor) or an erasure.",
        ),
        "22条1項": Words(
            "住民は、住所地市町村長を経由して、カードに入れる利用者証明用電子証明書の発行を機構に申請できる。",
            "A resident may apply to J-LIS, by way of the mayor, for a user certificate in the card.",
        ),
        "24条": Words(
            "カードの利用者証明用電子証明書の有効期間は、主務省令で定める。",
            "How long a user certificate in a card is good is set by ministry order.",
        ),
        "31条": Words(
            "転出届によらない消除や、転入届のない転出予定日からの30日経過を知った機構は、利用者証明用の失効を記録"
            "する。",
            "The user certificate is recorded as revoked at an erasure without report, or at planned + 30 "
            "without move-in.",
        ),
        "31条2号": Words(
            "転出届をした人が、転入届をせずに転出予定日から30日を経過したと知った機構は、失効を記録する。",
            "It is recorded as revoked once 30 days since the planned date are over without a move-in report.",
        ),
        "34条1項": Words(
            "カードの利用者証明用電子証明書は、失効の情報が記録されるか有効期間が満了すると、効力を失う。",
            "A user certificate is void once its revocation is recorded, or its time is over.",
        ),
        "37条": Words(
            "機構は、利用者証明検証者の求めにより、電子証明書の失効の情報などを提供する。",
            "J-LIS provides whoever verifies user certificates with what is revoked, on asking.",
        ),
        "37条1項": Words(
            "機構は、確認をしようとする利用者証明検証者の求めがあれば、速やかに失効の情報を提供する。",
            "On asking, J-LIS promptly provides a verifier with what is revoked.",
        ),
        "38条": Words(
            "利用者証明検証者は、証明書が有効か、対応する鍵によるか、本人によるかを確認し、他の目的に使わない。",
            "A verifier checks certificate, key and holder, and uses what is told for no other purpose.",
        ),
        "38条1項": Words(
            "検証者は、証明書が効力を失っておらず、対応する鍵で証明が行われたことを確認する。",
            "A verifier checks that the certificate stands and that its key made the proof.",
        ),
        "38条2項": Words(
            "検証者は、本人が行ったことを、主務省令で定める措置を本人に求めて確認する。",
            "A verifier makes sure that the holder did it, by asking for what the ministry order says.",
        ),
    },
    "公的個人認証法施行規則": {
        "64条の4": Words(
            "本人が行ったことを示す措置は、設定した暗証番号の入力。移動端末では生体認証符号等でもよい。",
            "That is the PIN that was set; on mobile devices it may be biometrics.",
        ),
    },
}
