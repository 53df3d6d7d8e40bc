"""`nuem export`: an experiment, and a limit on it, in the formats of other programs."""

from pathlib import Path

import click

from nuem.cli.options import shared
from nuem.cli.options.words import Word, new_file
from nuem.cli.output import Output

FORMATS = ("pyhf", "hs3", "hepdata", "csv")


@shared.verb(
    "export",
    "nuem export pyhf xenonnt --coupling moment --out xenonnt.json",
    "nuem export pyhf xenonnt --coupling charge --value '1e-13 e'",
    "nuem export hs3 xenonnt --coupling charge_radius --out xenonnt_hs3.json",
    "nuem export hepdata xenonnt --out submission",
    "nuem export csv xenonnt --out xenonnt.csv",
)
@click.argument("form", metavar="FORMAT", type=Word(FORMATS))
@shared.experiments
@shared.option("--coupling", None, "moment", "Coupling that is the signal, as in nuem limit.")
@shared.option("--value", None, None, "pyhf only: value of a coupling that interferes, such as '1e-13 e'.")
@shared.option("--out", click.Path(path_type=Path), None, "File to write, for hepdata a folder; printed if not given.")
@shared.electrons
@shared.output
def command(
    form: str,
    experiments: tuple[str, ...],
    coupling: str,
    value: str | None,
    out: Path | None,
    electrons: str,
    output: Output,
) -> None:
    """Write an experiment in the format of another program.

    FORMAT is pyhf or hs3 (a statistical model), hepdata (a submission with limits, profiles and spectra) or csv (the spectrum).
    EXPERIMENTS are names or paths of TOML files; several are combined.
    """
    from nuem.experiments import combine
    from nuem.interop import files, hepdata

    if value is not None and form != "pyhf":
        raise ValueError(f"--value is for pyhf alone, not for {form}")
    if out is not None and form != "hepdata":
        new_file(out, "out")
    combined = combine(experiments, electrons=electrons)
    if form == "csv" and out is None and output.json:
        raise ValueError("--json has no use with csv on standard output; add --out FILE, or ask nuem spectrum --json")
    if form == "hepdata":
        paths = hepdata.write(out or Path("hepdata_submission"), combined, (coupling,))
    elif out is None:
        return click.echo(files.export(form, combined, coupling, value), nl=False)
    else:
        files.write_text(out, files.export(form, combined, coupling, value))
        paths = (out,)
    return output.show({"written": paths}, [f"written: {path}" for path in paths])
