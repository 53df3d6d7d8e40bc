"""The reference of the command line, made from the commands themselves.

The directive ``commands`` takes one command of each verb, which is run and shown with its output below the options.
"""

import inspect
import re
import shlex
from typing import Any, ClassVar

import click
from docutils import nodes
from executed import Session, block

from nuem.cli.app import VERBS, app


class Commands(Session):
    """A section for every verb."""

    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """What each verb is for, its options, examples, and one of them with its output."""
        examples = {shlex.split(line)[1]: line for line in self.content}
        unknown = set(examples) - set(VERBS)
        assert not unknown, unknown
        return [node for verb in VERBS for node in self.section(verb, examples.get(verb))]

    def section(self, verb: str, example: str | None) -> list[nodes.Node]:
        """One verb."""
        context = click.Context(app, info_name="nuem")
        command = app.get_command(context, verb)
        assert command is not None
        inside = click.Context(command, info_name=verb, parent=context)
        section = nodes.section(ids=[f"nuem-{verb}"], names=[f"nuem-{verb}"])
        self.state.document.note_explicit_target(section)
        section += nodes.title("", f"nuem {verb}")
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            section += _paragraph(paragraph)
        usage = command.get_usage(inside).removeprefix("Usage: ")
        section += block(" ".join(usage.split()), "text")
        section += _options([record for one in command.params if (record := one.get_help_record(inside)) and record[1]])
        typed = getattr(command, "examples", ())
        if typed:
            section += nodes.paragraph("", "Examples:")
            section += block("\n".join(f"$ {line}" for line in typed), "console")
        if example:
            section += nodes.paragraph("", "What one of them prints:")
            section += block(f"$ {example}\n{self.printed(example)}", "console", "output")
        return [section]


def _paragraph(text: str) -> nodes.Node:
    """Text, or lines that are to stay as they are."""
    if text.startswith("\b"):
        return block(text.removeprefix("\b").strip("\n"), "text")
    return _prose(" ".join(text.split()))


def _prose(text: str) -> nodes.paragraph:
    """Text in which commands between backquotes and options such as --json stay as they are typed."""
    prose = nodes.paragraph()
    for part in re.split(r"(`[^`]+`|(?<!\S)--?[a-z][\w-]*)", text):
        literal = part.startswith(("`", "-"))
        prose += nodes.literal("", part.strip("`"), classes=["kept"]) if literal else nodes.Text(part)
    return prose


def _options(records: list[tuple[str, str]]) -> nodes.Node:
    """Names of options and what they are for."""
    listed = nodes.option_list()
    for names, text in records:
        group = nodes.option_group("", nodes.option("", nodes.option_string("", names)))
        listed += nodes.option_list_item("", group, nodes.description("", _prose(text)))
    return listed


def setup(app: Any) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
