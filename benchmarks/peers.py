"""The same numbers from other programs: what agrees, what differs, and why. ``python -m benchmarks.peers`` writes ``docs/peers.csv``.

A program that is not installed keeps the rows that it had; ``pip install pyhf[minuit] pynucastro xraydb snewpy nusquids magnuspy nestpy`` has them
all. Of programs that are on no index two published numbers stand here, with their source.
"""

import csv
import math
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import nuem
from nuem.constants import AVOGADRO
from nuem.propagation import Medium, propagate
from nuem.units import eV, kelvin, keV, km, tonne, year

FILE = Path(__file__).parents[1] / "docs" / "peers.csv"
MIXING = nuem.Mixing.nufit()
THRESHOLD = 2.705543454
ELECTRONS = 100 * AVOGADRO * 0.5  # of 100 g/cm3


class Peer(NamedTuple):
    """A number of another program next to the one here."""

    program: str
    what: str
    here: float
    there: float
    why: str
    """Why they differ, or why they should agree."""

    def cells(self) -> list[str]:
        """As in the file."""
        return [self.program, self.what, f"{self.here:.6g}", f"{self.there:.6g}", f"{self.here / self.there:.6f}", self.why]  # fmt: skip


def against_pyhf() -> Iterator[Peer]:
    """Limits on the moment: where pyhf's -2 ln L has risen by 2.706."""
    from scipy.optimize import brentq

    from nuem.interop import pyhf

    for names, label in (("xenonnt", "xenonnt"), (["xenonnt", "lz_ws2022"], "xenonnt and lz_ws2022")):
        limit, curve = nuem.limit(names, "moment"), nuem.experiments.combine(names).curve("moment")
        made = pyhf.workspace(names, "moment")
        unit = float(made["measurements"][0]["name"].partition(" / ")[2].split()[0])
        best = pyhf.deviance(made, [curve.best.x * (1e-11 / unit) ** 2])[0]
        near = (limit.value / unit) ** 2
        root = brentq(lambda x, m=made, low=best: pyhf.deviance(m, [x])[0] - low - THRESHOLD, 0.9 * near, 1.1 * near)
        yield Peer(_with("pyhf"), f"limit on the moment, {label} [mu_B]", limit.value, unit * math.sqrt(root), "the same model, minimised by Minuit")  # fmt: skip


def against_pynucastro() -> Iterator[Peer]:
    """Energy losses of a plasma by the weak interaction next to the fits of Itoh et al."""
    from nuem.astro.emission import Couplings, by_process
    from nuem.astro.plasma import Plasma

    fit = import_module("pynucastro.neutrino_cooling").sneut5
    state = "{:.0e} g/cm3, {:.0e} K [erg/g/s]"
    for name, part, density, temperature, why in (
        ("plasmon_decay", "splas", 1e6, 1e8, "a fit, with the plasma frequency of cold electrons"),
        ("plasmon_decay", "splas", 1e4, 1e8, "a fit, with the plasma frequency of cold electrons"),
        ("pair_annihilation", "spair", 1e5, 2e9, "a fit"),
        ("photoneutrinos", "sphot", 1e4, 2e8, "a fit"),
    ):
        plasma = Plasma(density, 0.5, temperature * kelvin)
        couplings = Couplings(sin2_theta_w=0.2319)
        found = by_process(plasma, couplings)
        lost = float(found[name].channel("weak").erg_per_g_s) if name == "plasmon_decay" else float(found[name].by_channel()["weak"] / nuem.units.erg) / density  # fmt: skip
        there = float(getattr(fit(density, temperature, abar=4.0, zbar=2.0, full_output=True)[1], part))
        yield Peer(_with("pynucastro"), f"{name.replace('_', ' ')}, {state.format(density, temperature)}", lost, there, why)  # fmt: skip


def against_xraydb() -> Iterator[Peer]:
    """Photoabsorption by Elam's tables."""
    xraydb: Any = import_module("xraydb")
    from nuem.elements import element
    from nuem.scattering.atom.absorption import photoabsorption

    for symbol, energy in (("Xe", 1e4), ("Ge", 2e3)):
        there = float(xraydb.mu_elam(symbol, energy, kind="photo") / element(symbol).atoms_per_gram)
        yield Peer(_with("xraydb"), f"photoabsorption of {symbol} at {energy / 1e3:g} keV [cm2]", float(photoabsorption(symbol, energy * eV)), there, "the same tables; energies are rounded there")  # fmt: skip


def against_snewpy() -> Iterator[Peer]:
    """Survival after the star, and the cross sections of SNOwGLoBES that come with it."""
    units: Any = import_module("astropy.units")
    adiabatic_msw: Any = import_module("snewpy.flavor_transformation").AdiabaticMSW
    from nuem.scattering.inverse_beta import cross_section
    from nuem.supernova import adiabatic
    from nuem.supernova.channels import argon_cross_section

    angles = [math.asin(math.sqrt(s)) * units.rad for s in (MIXING.sin2_theta12, MIXING.sin2_theta13, MIXING.sin2_theta23)]  # fmt: skip
    there, here = adiabatic_msw(mix_angles=angles), adiabatic(MIXING)(np.array([10.0]))[0]
    content = np.abs(MIXING.matrix[0]) ** 2
    energy = 10 * units.MeV
    for name, ours, theirs in (
        ("nu_e", content @ here[:3, 0], there.prob_ee(0, energy)),
        ("anti-nu_e", content @ here[3:, 3], there.prob_eebar(0, energy)),
    ):
        yield Peer(_with("snewpy"), f"survival of {name} in the star, adiabatic, normal ordering", float(ours), float(theirs), "the same formula")  # fmt: skip
    for name, column, at, ours, why in (
        ("ibd", 4, 15.0, cross_section, "the same formula with radiative corrections; a table there"),
        (
            "nue_Ar40",
            1,
            15.0,
            partial(argon_cross_section, model="rpa"),
            "a fit here to the calculation that is the table there; the default here, MARLEY, is 1.17 of it",
        ),
    ):
        yield Peer(_with("snewpy"), f"cross section {name} at {at:g} MeV, SNOwGLoBES [cm2]", float(ours(np.array([at]))[0]), _snowglobes(name, column, at), why)  # fmt: skip


def against_dukecevns() -> Iterator[Peer]:
    """Coherent scattering: its formula and constants (github.com/schol/dukecevns, xscns.cc), SNOwGLoBES's tables, and what COHERENT expected."""
    from nuem.scattering.nucleus import dsigma_dT

    for symbol, Z, A, energy, recoil in (("Ar", 18, 40, 30.0, 10.0), ("Xe", 54, 132, 10.0, 0.5)):
        ours = float(dsigma_dT(recoil * keV, energy, Z=Z, A=A, flavour="mu", radiative=True, form_factor=None))
        yield Peer("dukecevns, its formula", f"coherent cross section of {symbol} at {energy:g} MeV and {recoil:g} keV, nu_mu, form factor 1 [cm2/MeV]", ours, _dukecevns(Z, A, energy, recoil * keV), "vector couplings of the nucleons: 0.0318 and -0.5094 here, 0.0298 and -0.5117 (PDG 2015) there")  # fmt: skip
    for symbol in ("Ar", "Xe"):
        yield Peer("dukecevns-like, tables of SNOwGLoBES", f"coherent cross section of {symbol} at 10 MeV [cm2]", _coherent(symbol, 10.0), _snowglobes(f"coh_helm_nue_{symbol}", 1, 10.0), "as if sin2 theta_W were 0.231 there, to 1 %, which no file states; recoils below 5 eV and above some 11 keV are missing there, so that other energies differ more")  # fmt: skip
    for name, where, there in (
        ("coherent_csi", "COHERENT:2021xmm", 341.0),
        ("coherent_lar", "COHERENT:2020iec", 128.0),
    ):
        row = next(row for row in _rates() if row["experiment"] == name)
        yield Peer(f"dukecevns-like, as published [{where}]", f"events of {name}, {row['weak counts']}", float(row["here"]), there, "our own efficiency, quenching and resolution")  # fmt: skip


def _dukecevns(Z: int, A: int, energy: float, recoil: float) -> float:
    """Its cross section: 8.43103e-45 cm2 M (2 - M T / E^2 - 2 T / E + T^2 / E^2) (0.0298 Z - 0.5117 N)^2, in MeV."""
    mass = A * 931.494
    return 8.43103e-45 * mass * (2 - mass * recoil / energy**2 - 2 * recoil / energy + (recoil / energy) ** 2) * (0.0298 * Z - 0.5117 * (A - Z)) ** 2  # fmt: skip


def against_bradkav() -> Iterator[Peer]:
    """Coherent scattering by the formula and the constants of github.com/bradkav/CEvNS (ASCL 2111.005), evaluated."""
    from nuem.scattering.nucleus import dsigma_dT

    for symbol, Z, A, energy, recoil, there in (("Ge", 32, 73, 3.0, 0.1, _bradkav(32, 73, 3.0, 0.1)), ("Xe", 54, 131, 10.0, 0.5, _bradkav(54, 131, 10.0, 0.5))):  # fmt: skip
        ours = float(dsigma_dT(recoil * keV, energy, Z=Z, A=A, sin2_theta_w=0.2387)) * keV
        yield Peer("bradkav/CEvNS, its formula", f"coherent cross section of {symbol} at {energy:g} MeV and {recoil:g} keV [cm2/keV]", ours, there, "hbar c is rounded to 1.98e-14 GeV cm there, which is 0.7 %")  # fmt: skip


def _bradkav(Z: int, A: int, energy: float, recoil: float) -> float:
    """Its cross section: (G_F^2 / 4 pi) Q_w^2 m (1 - m T / 2 E^2) F^2 with sin^2 theta_W = 0.2387, m = 0.9315 A GeV, hbar c = 1.98e-14 GeV cm."""
    mass = 0.9315 * A  # GeV
    charge = (A - Z) - (1 - 4 * 0.2387) * Z
    q = math.sqrt(2 * A * 931.5e3 * recoil) * (1e-12 / 1.97e-7)  # 1/fm
    c, a, s = 1.23 * A ** (1 / 3) - 0.60, 0.52, 0.9
    x = q * math.sqrt(c**2 + 7 * math.pi**2 * a**2 / 3 - 5 * s**2)
    form = (3 * (math.sin(x) / x**2 - math.cos(x) / x) / x) ** 2 * math.exp(-((q * s) ** 2))
    return 1.1664e-5**2 / (4 * math.pi) * charge**2 * mass * (1 - mass * recoil / (2 * energy**2)) * 1e-6 * 1.98e-14**2 * form  # fmt: skip


def against_snudd() -> Iterator[Peer]:
    """Events of 8B in xenon, as a notebook of github.com/SNuDD/SNuDD prints them (validate_NR_analyses.ipynb, commit 2e29079), and as XENONnT expects them."""
    recoil = np.linspace(0.3, 11.0, 3001)
    sun = nuem.sources.Sun(model="b16-gs98", components=("B8",))
    rate = nuem.recoil_spectrum(sun, "Xe", recoil * keV, process="nuclei", sin2_theta_w=0.23122)["weak"]
    with (Path(__file__).parent / "snudd_efficiencies.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for name, exposure, there, why in (
        ("lz", 5.7, 20.1782, "the spectrum of 8B is of 1996 there, 1 to 5 % lower between 10 and 12 MeV; hbar c is rounded to 1.98e-14 GeV cm"),
        ("pandax", 1.2, 3.20228, "the same"),
    ):  # fmt: skip
        at, accepted = np.array([(float(row["recoil_keV"]), float(row["efficiency"])) for row in rows if row["experiment"] == name]).T  # fmt: skip
        counts = np.trapezoid(rate * np.interp(recoil, at, accepted, left=0, right=0), recoil * keV) * exposure * tonne * year  # fmt: skip
        yield Peer("SNuDD, its notebook", f"events of 8B in {exposure:g} tonne year, efficiency of {name}, sin2 theta_W = 0.23122", float(counts), there, why)  # fmt: skip
    row = next(row for row in _rates() if row["experiment"] == "xenonnt_cevns")
    yield Peer("SNuDD-like, as published [XENON:2024ijk]", f"events of xenonnt_cevns, {row['weak counts']}", float(row["here"]), float(row["published"]), "published responses at a few recoils, linear between them")  # fmt: skip
    spectrum = nuem.spectrum("xenonnt")
    yield Peer("SNuDD-like, as published [XENON:2022ltv]", "solar neutrinos among the electron recoils of xenonnt, 1 to 30 keV", float(spectrum.components["weak"].sum()), 80.0, "about 80 of the 426 events of its background model")  # fmt: skip


def against_magnuspy() -> Iterator[Peer]:
    """Oscillations in vacuum and in matter of constant density, by the Magnus expansion."""
    gd: Any = import_module("magnus.globaldefs")
    peer: Any = import_module("magnus.oscprob")
    fit = {"s12": math.sqrt(MIXING.sin2_theta12), "s13": math.sqrt(MIXING.sin2_theta13), "s23": math.sqrt(MIXING.sin2_theta23), "dCP": MIXING.delta, "D21": MIXING.dm2_21 / eV**2, "D31": MIXING.dm2_31 / eV**2}  # fmt: skip
    there = peer.osc_prob_3nu_vacuum(3.0 * gd.UNIT_MEV, 50.0 * gd.UNIT_KM, nubar=True, **fit)[0][0]
    yield Peer(_with("magnuspy"), "anti-nu_e of 3 MeV after 50 km of vacuum, survival", _survival(3.0, 50.0, 0.0, antineutrino=True), float(there), "constants of the other, to six digits")  # fmt: skip
    there = peer.osc_prob_3nu_matter_constant_density(10.0 * gd.UNIT_MEV, 1000.0 * gd.UNIT_KM, 100.0, density_matter_is_in_g_per_cm3=True, **fit)[0][0]  # fmt: skip
    yield Peer(_with("magnuspy"), "nu_e of 10 MeV after 1000 km of 100 g/cm3, survival", _survival(10.0, 1000.0, ELECTRONS), float(there), "density of electrons by the mass of a nucleon there, by Avogadro's number here")  # fmt: skip


def against_nusquids() -> Iterator[Peer]:
    """The same two by nuSQuIDS."""
    peer: Any = import_module("nuSQuIDS")
    unit = peer.Const()
    for density, energy, length, antineutrino in ((0.0, 3.0, 50.0, True), (100.0, 10.0, 1000.0, False)):
        nu = peer.nuSQUIDS(3, peer.antineutrino if antineutrino else peer.neutrino)
        nu.Set_E(energy * unit.MeV)
        body = peer.ConstantDensity(density, 0.5) if density else peer.Vacuum()
        nu.Set_Body(body)
        nu.Set_Track(type(body).Track(0.0, length * unit.km))
        for i, j, sin2 in ((0, 1, MIXING.sin2_theta12), (0, 2, MIXING.sin2_theta13), (1, 2, MIXING.sin2_theta23)):
            nu.Set_MixingAngle(i, j, math.asin(math.sqrt(sin2)))
        nu.Set_CPPhase(0, 2, MIXING.delta)
        nu.Set_SquareMassDifference(1, MIXING.dm2_21 / eV**2)
        nu.Set_SquareMassDifference(2, MIXING.dm2_31 / eV**2)
        nu.Set_rel_error(1e-10)
        nu.Set_abs_error(1e-10)
        nu.Set_initial_state(np.array([1.0, 0, 0]), peer.flavor)
        nu.EvolveState()
        name, medium = ("nu_e", f"{density:g} g/cm3") if density else ("anti-nu_e", "vacuum")
        here = _survival(energy, length, ELECTRONS if density else 0.0, antineutrino=antineutrino)
        yield Peer(_with("nuSQuIDS"), f"{name} of {energy:g} MeV after {length:g} km of {medium}, survival", here, float(nu.EvalFlavor(0)), "the same numbers, integrated there by Runge and Kutta")  # fmt: skip


COMPARED: dict[str, tuple[str | None, Callable[[], Iterator[Peer]]]] = {
    "pyhf": ("pyhf", against_pyhf),
    "pynucastro": ("pynucastro", against_pynucastro),
    "xraydb": ("xraydb", against_xraydb),
    "snewpy": ("snewpy", against_snewpy),
    "magnuspy": ("magnus", against_magnuspy),
    "nuSQuIDS": ("nuSQuIDS", against_nusquids),
    "dukecevns": ("snowglobes_data", against_dukecevns),
    "bradkav": (None, against_bradkav),
    "SNuDD": (None, against_snudd),
}
"""How its rows begin, what must be installed, and what makes them."""


def _survival(energy: float, length: float, density: float, *, antineutrino: bool = False) -> float:
    """Of an electron neutrino, by the engine here."""
    matter: dict[str, Any] = {"electron_density": density, "neutron_density": density} if density else {}
    found = propagate(energy, Medium(length * km, **matter), MIXING, nuem.Vertex("dirac"), antineutrino=antineutrino)
    return float(found.probabilities[0, 0])


def _coherent(symbol: str, energy: float) -> float:
    """Total coherent cross section of the natural isotopes [cm2]."""
    from nuem.elements.natural_isotopes import isotopes
    from nuem.numerics.quadrature import panels
    from nuem.scattering.nucleus import dsigma_dT

    total = 0.0
    for isotope in isotopes(symbol):
        end = 2 * energy**2 / (isotope.A * 931.494 + 2 * energy)
        recoil, weight = (part.ravel() for part in panels(np.array([1e-6 * end, end]), 60))
        total += isotope.abundance * float(weight @ dsigma_dT(recoil, energy, Z=isotope.Z, A=isotope.A))
    return total


def _snowglobes(name: str, column: int, energy: float) -> float:
    """A cross section of SNOwGLoBES [cm2]: the files have log10 E/GeV, and columns in 1e-38 cm2/GeV."""
    folder = Path(str(import_module("snowglobes_data").__file__)).parent / "xscns"
    table = np.loadtxt(folder / f"xs_{name}.dat")
    at = np.log10(energy * 1e-3)
    return float(np.interp(at, table[:, 0], table[:, column]) * 1e-38 * energy * 1e-3)


def _rates() -> list[dict[str, str]]:
    """What the page on validation has of expected counts."""
    with (FILE.parent / "validation_rates.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _with(package: str) -> str:
    return f"{package} {metadata.version(package)}"


def main() -> None:
    """Compute what can be computed here, keep the other rows, write and print the table."""
    warnings.simplefilter("ignore")
    kept = list(csv.reader(FILE.open(encoding="utf-8")))[1:] if FILE.exists() else []
    rows: list[list[str]] = []
    for name, (package, compare) in COMPARED.items():
        if package is None or find_spec(package):
            rows += [peer.cells() for peer in compare()]
        else:
            print(f"{package} is not installed; the rows of {name} stay as they are")
            rows += [row for row in kept if row[0].startswith(name)]
    with FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["program", "what", "here", "there", "ratio", "why"], *rows])
    for row in rows:
        print(f"{row[0]:<48}{row[1]:<74}{row[2]:>12}{row[3]:>12}{row[4]:>10}")


if __name__ == "__main__":
    main()
