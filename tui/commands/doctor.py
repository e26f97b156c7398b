"""`juki doctor`: whether this machine has what `juki` needs, and what to do where it has not."""

from __future__ import annotations

import sys

from juki.tui.cells import fill, left, width
from juki.tui.examination import EXAMINATIONS, Finding
from juki.tui.language import N_, _
from juki.tui.output import GREEN, RED, paint, people, say, write_json
from juki.tui.translated import command, json_option


@command("doctor", N_("Check that this machine has what juki needs."))
@json_option
def COMMAND(as_json: bool) -> int:  # noqa: FBT001, N802 - click calls it so
    findings = [examine() for examine in EXAMINATIONS]
    stream = people(as_json=as_json)
    widest = max(width(finding.what) for finding in findings)
    for finding in findings:
        sign = paint(left(_("ok") if finding.is_good else _("problem"), 8), GREEN if finding.is_good else RED, stream)
        say(f"{sign} {fill(finding.what, widest)}  {finding.found}", stream)
        if finding.remedy:
            say(f"         {finding.remedy}", stream)
    is_good = all(finding.is_good for finding in findings)
    if as_json:
        write_json({"verdict": "ok" if is_good else "problem", "checks": [_document(finding) for finding in findings]})
    sys.stdout.flush()
    return 0 if is_good else 1


def _document(finding: Finding) -> dict[str, object]:
    return {"name": finding.name, "ok": finding.is_good, "found": finding.found, "remedy": finding.remedy}
