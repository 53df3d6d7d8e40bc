"""`nuem cite`: the BibTeX of what a computation rests on."""

import click

from nuem.cli.options import shared
from nuem.cli.output import Output


@shared.verb(
    "cite",
    "nuem cite Vogel:1989iv XENON:2022ltv",
    "nuem cite nuem.models.minimal_dirac",
    "nuem cite limit xenonnt",
    "nuem cite",
    cites=False,
)
@click.argument("words", nargs=-1)
@shared.output
def command(words: tuple[str, ...], output: Output) -> None:
    """Print BibTeX entries: of keys, of the sources of a function, or of all that a command uses.

    WORDS are INSPIRE keys, functions or modules of nuem, or another command with its arguments. Without words everything is listed.
    """
    from nuem import citations, references
    from nuem.cli.app import VERBS, cited_by

    if words and words[0] in VERBS:
        keys = cited_by(words)
    else:
        keys = (
            tuple(key for name in words for key in citations.rests_on(name))
            if words
            else tuple(references.bibliography())
        )
    output.show({key: references.bibtex(key) for key in keys}, [references.bibtex(*keys)])
