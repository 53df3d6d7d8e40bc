"""`nuem cross-section`: the differential cross section, part by part."""

from nuem.cli.options import shared
from nuem.cli.options.words import Grid, Quantity
from nuem.cli.output import Output
from nuem.cli.printing.cross_section import shown


@shared.verb(
    "cross-section",
    'nuem cross-section --energy "3 MeV" --recoil "2.8 keV" --antineutrino --moment "1e-11 mu_B"',
    'nuem cross-section --energy "0.4 MeV" --recoil "1 keV:100 keV:50" --target Xe --charge "1e-12 e" --csv xe.csv',
    'nuem cross-section --energy "5 MeV" --recoil "0.7 keV" --target nucleus:Ge --moment "1e-10 mu_B" --json',
    'nuem cross-section --energy "0.4 MeV" --recoil "1 keV:100 keV:50" --moment "1e-11 mu_B" --portal-mass "100 keV"',
    'nuem cross-section --energy "15 keV" --recoil "1 meV:100 meV:50" --target atom:He4',
)
@shared.needed("--energy", Quantity("MeV"), 'Neutrino energy, such as "3 MeV".')
@shared.needed(
    "--recoil", Grid("keV"), 'Recoil energy, such as "2.8 keV", or a range "1 keV:100 keV:50" (low:high:count).'
)
@shared.flavour
@shared.antineutrino
@shared.couplings
@shared.option(
    "--target",
    None,
    "free-electron",
    "free-electron; the electrons of an atom or compound, such as Xe or CF4; a nucleus, such as nucleus:Xe; or a whole neutral atom, such as atom:He4.",
)
@shared.option(
    "--portal-mass", Quantity("MeV"), None, "Mass of a heavy neutral lepton in the final state of the moment."
)
@shared.electrons
@shared.flag("--radiative", "Include radiative corrections to the weak part.")
@shared.sin2_theta_w
@shared.output_curve
def command(target: str, electrons: str, output: Output, couplings: shared.Couplings, **process: object) -> None:
    """Print the cross section dsigma/dT of neutrino scattering and its parts."""
    from nuem.scattering.by_target import by_target

    if target == "free-electron" or target.startswith(("nucleus:", "atom:")):
        shared.refuse_unused({"electrons": f"has no use with --target {target}: its electrons are not bound"})
    computed = by_target(target, electrons=electrons, **vars(couplings), **process)  # type: ignore[arg-type]
    output.show(**shown(computed, couplings, radiative=bool(process["radiative"])))
