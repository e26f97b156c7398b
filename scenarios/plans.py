"""What a recorded run was made of, read back from its folder. Makes no network."""

from __future__ import annotations

from juki.protocol.errors import BadInput
from juki.protocol.versions import profile
from juki.scenarios.faultfiles import faults_in
from juki.scenarios.folder import FAULTS, STORY, RunFolder
from juki.scenarios.reading import read_text
from juki.scenarios.running import with_settings
from juki.scenarios.simulation import Plan
from juki.scenarios.story import Story


def recorded_story(folder: RunFolder) -> Story:
    """The story as it was run, with its settings.

    Raises:
        BadInput: the folder holds no story.
    """
    return with_settings(read_text(_text(folder, STORY), folder.path / STORY), folder.header.settings)


def recorded_plan(folder: RunFolder, story: Story) -> Plan:
    """The plan of the run.

    Raises:
        BadInput: the folder's faults cannot be read.
    """
    header = folder.header
    plan = Plan(story.network, profile(header.profile), header.residents, header.faults, header.link)
    if folder.content(FAULTS) is None:
        return plan
    text = _text(folder, FAULTS)
    return Plan(
        *(plan.network, plan.profile, plan.residents, plan.faults, plan.link),
        rates=faults_in(text, folder.path / FAULTS, story.network),
        faults_text=text,
    )


def _text(folder: RunFolder, name: str) -> str:
    try:
        return (folder.content(name) or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise BadInput(str(folder.path / name), "bytes that are not UTF-8", "a file as it was run") from None
