"""How a message is proved and protected on its hop: header, certificates and channel, signature, seal, bytes on the line.

Knows no widget and no ledger; it words a view and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from juki.scenarios.looking.eavesdropping import Overheard, overheard
from juki.scenarios.looking.views import MessageView
from juki.scenarios.story import Words
from juki.tui.cells import left
from juki.tui.dashboard.widgets.byte_lines import BytesBeside, masked_bytes
from juki.tui.dashboard.widgets.value_lines import BAD, GOOD, WARNED, Act, Pair, Row, Section, masked, pairs, sentence
from juki.tui.dashboard.widgets.wordings import LINKS, certificate_pairs, nothing, said, when
from juki.tui.labels import label_of
from juki.tui.language import pick
from juki.tui.names import node_name

THIS_IS_ALL = Words("盗聴者に見えるのはこれだけ", "this is all that an eavesdropper sees")
_SOURCES = {
    "copy": Words(
        "二重になった、又は解放された控えなので、回線上のバイト列はない。",
        "A second or released copy: there are no bytes on the line to be seen.",
    ),
    "held": Words("保留中なので、回線上のバイト列はない。", "Held back: no bytes are on the line."),
    "outbox": Words(
        "送信箱にある電文で、この時点では回線上にない。",
        "Still in its sender's outbox: it is not on the line at this moment.",
    ),
    "trace": Words(
        "バイト列は残っておらず、記録にあることだけを示す。",
        "The bytes were not kept: this is what the trace tells.",
    ),
}
"Why there are no bytes on the line, by where the message was found."


def header(view: MessageView, cells: int, *, is_masked: bool) -> Section:
    items = []
    for name, text in view.header:
        owner, _dot, field = name.rpartition(".")
        value = when(int(text)) if name == "sent_at" and text.isascii() and text.isdigit() else text
        items.append(Pair(label_of("Proof" if owner else "Envelope", field), masked(value, is_masked=is_masked)))
    return Section("header", pick("ヘッダー", "header"), pairs(items, cells), view.id)


def channel(view: MessageView, cells: int) -> Section:
    link = LINKS.get(view.link)
    words = said(link) if link else view.link
    states = (view.sender_certificate.state, view.recipient_certificate.state)
    is_good = set(states) == {"good"} and view.link != "null"
    items = [
        Pair(pick("通信路", "channel"), words, role="plain" if view.link != "null" else "bad"),
        Pair(pick("セッションの世代", "session"), str(view.epoch)),
    ]
    if view.link == "null":
        note = pick("この通信路では証明書は確かめられない", "nobody checks certificates on this channel")
        items.append(Pair(pick("注意", "note"), note, role="warned"))
    items += certificate_pairs(view.sender_certificate, pick("送信元", "sender"))
    items += certificate_pairs(view.recipient_certificate, pick("宛先", "recipient"))
    sign = GOOD if is_good else WARNED if view.link == "null" else BAD
    role = "good" if is_good else "warned" if view.link == "null" else "bad"
    return Section(
        "channel", pick("証明書と通信路", "certificates, channel"), pairs(items, cells), f"{sign} {words}", role
    )


def signature(view: MessageView, cells: int) -> Section:
    title = pick("署名", "signature")
    origin = next((text for name, text in view.header if name.rpartition(".")[2] == "origin"), "")
    if not view.signature:
        if view.is_signed:
            note, role = pick("✗ あるはずの署名がない", "✗ missing where one is wanted"), "bad"
        else:
            note, role = pick("この区間では不要", "not wanted on this hop"), "muted"
        return Section("signature", title, sentence(note, cells, role), note, role)
    note, role = {
        True: (pick("✓ 最初の送信元のもの", "✓ genuine"), "good"),
        False: (pick("✗ 合わない", "✗ does not verify"), "bad"),
        None: (pick("! 確かめられない", "! could not be checked"), "warned"),
    }[view.is_genuine]
    items = [Pair(pick("検証", "verified"), note, role=role)]
    if origin:
        items.append(Pair(pick("署名したシステム", "signed by"), node_name(origin), act=Act("node", origin)))
    items.append(Pair(pick("署名(Ed25519)", "signature (Ed25519)"), view.signature))
    text = pick(
        "署名は最初の送信元が一度だけ付け、中継するシステムはそのまま渡す。",
        "The origin signs once; whoever relays it passes the signature on as it is.",
    )
    return Section("signature", title, pairs(items, cells) + sentence(text, cells, "muted"), note, role)


def seal(view: MessageView, cells: int) -> Section:
    title = pick("封緘", "seal")
    if view.seal is None:
        note = pick("なし(両端のシステムは本文を読める)", "none: both ends can read the body")
        return Section("seal", title, sentence(note, cells, "muted"), pick("なし", "none"))
    reader = node_name(view.seal.recipient)
    relays = pick("、", ", ").join(map(node_name, view.seal.relays)) or nothing()
    items = [
        Pair(pick("開けるのは", "opened only by"), reader, role="good", act=Act("node", view.seal.recipient)),
        Pair(pick("読めずに運ぶのは", "carried unread by"), relays),
        Pair(pick("暗号文", "ciphertext"), pick(f"{view.seal.octets}バイト", f"{view.seal.octets} bytes")),
    ]
    return Section("seal", title, pairs(items, cells), pick(f"開けるのは{reader}だけ", f"for {reader} alone"), "good")


class _Headed(Sequence[Row]):
    """A few rows over many that are made when they are looked at."""

    def __init__(self, head: Sequence[Row], body: Sequence[Row]) -> None:
        self._head, self._body = head, body

    def __len__(self) -> int:
        return len(self._head) + len(self._body)

    def __getitem__(self, index: int) -> Row:  # type: ignore[override] # nobody takes a slice
        return self._head[index] if index < len(self._head) else self._body[index - len(self._head)]


def on_the_line(view: MessageView, cells: int, *, is_masked: bool) -> Section:
    change: Callable[[bytes], bytes] = masked_bytes if is_masked else bytes
    dump = BytesBeside(change(view.plain), change(view.wire), cells, is_plain=view.link == "null")
    before, half = dump.columns
    ours, theirs = pick("封筒(両端に見える)", "envelope (what both ends see)"), pick("回線上", "on the line")
    head = [Row(((" " * before + left(ours, half), "label"), (" │ ", "label"), (theirs, "label")))]
    if not view.wire:
        words = _SOURCES.get(view.source, _SOURCES["trace"])
        note = pick(f"{len(view.plain)}バイト", f"{len(view.plain)} bytes")
        rows = _Headed(sentence(said(words), cells, "warned") + head, dump)
        return Section("bytes", pick("バイト列と盗聴者", "bytes and the eavesdropper"), rows, note)
    listened = _eavesdropped(overheard(view), cells, is_masked=is_masked)
    note = pick(f"{len(view.plain)} / {len(view.wire)}バイト", f"{len(view.plain)} / {len(view.wire)} bytes")
    return Section(
        "bytes", pick("バイト列と盗聴者", "bytes and the eavesdropper"), _Headed(listened + head, dump), note
    )


def _eavesdropped(heard: Overheard, cells: int, *, is_masked: bool) -> list[Row]:
    """Who, when, how much, and what of it can be read."""
    items = [
        Pair(pick("誰から誰へ", "who to whom"), f"{node_name(heard.sender)} → {node_name(heard.recipient)}"),
        Pair(pick("バイト数", "bytes"), str(heard.octets)),
    ]
    if heard.at:
        items.insert(1, Pair(pick("いつ", "when"), when(heard.at)))
    rows = sentence(f"{said(THIS_IS_ALL)}:", cells, "marked")
    if heard.readable:
        shown = pick("、", ", ").join(masked(text, is_masked=is_masked) for text in heard.readable)
        items.append(Pair(pick("読めるもの", "readable"), f"{BAD} {shown}", role="bad"))
    else:
        items.append(Pair(pick("読めるもの", "readable"), f"{GOOD} {nothing()}", role="good"))
    if not heard.is_protected:
        text = pick("この通信路は暗号化されていない。", "This channel is not encrypted.")
        rows = sentence(f"{WARNED} {text}", cells, "warned") + rows
    return rows + pairs(items, cells)
