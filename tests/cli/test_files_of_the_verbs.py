"""What every verb has in common: short files, help with examples that are read, and words that complete."""

import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import nuem.cli
from nuem.cli.app import VERBS, app

FOLDER = Path(nuem.cli.__file__).parent


def command(verb: str) -> click.Command:
    computed = app.get_command(click.Context(app), verb)
    assert computed is not None
    return computed


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_sixty_lines_at_most(verb: str) -> None:
    text = (FOLDER / f"{verb.replace('-', '_')}.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("verb", VERBS)
def test_help_ends_with_examples_that_are_understood(verb: str) -> None:
    text = CliRunner().invoke(app, [verb, "--help"]).output
    examples = text.partition("\nExamples:\n")[2].replace("\\\n", "").strip().splitlines()
    assert examples
    for example in examples:
        words = shlex.split(example)
        assert words[:2] == ["nuem", verb], example
        with command(verb).make_context(verb, words[2:]):  # reads every word, and runs nothing
            pass


@pytest.mark.parametrize("verb", VERBS)
def test_help_fits_a_terminal(verb: str) -> None:
    lines = CliRunner().invoke(app, [verb, "--help"]).output.splitlines()
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_says_what_it_is(verb: str) -> None:
    for option in command(verb).params:
        assert not isinstance(option, click.Option) or option.help, option.name
    assert "--json" in [name for option in command(verb).params for name in option.opts]


def test_names_of_experiments_complete() -> None:
    result = CliRunner().invoke(
        app, env={"_NUEM_COMPLETE": "bash_complete", "COMP_WORDS": "nuem limit xen", "COMP_CWORD": "2"}, prog_name="nuem",
        complete_var="_NUEM_COMPLETE",
    )  # fmt: skip
    assert "xenonnt" in result.output
    assert "gemma" not in result.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_of_a_shell_is_printed(shell: str) -> None:
    result = CliRunner().invoke(app, ["--completion", shell])
    assert result.exit_code == 0
    assert "_NUEM_COMPLETE" in result.output
