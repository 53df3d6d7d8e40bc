"""Make the tables of docs/validation.rst: limits of every data set beside the published ones, and the effect of each choice.

python scripts/experiments/validation.py            # all, a few minutes
python scripts/experiments/validation.py choices    # only one of rates, limits, flavours, choices, recalled
"""

import csv
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from nuem.experiments import Limit, Prediction, experiment, load, predict
from nuem.experiments.shipped import FOLDERS
from nuem.scattering.atom import ValidityWarning

DOCS = Path(__file__).parents[2] / "docs"
DATA = (
    "xenonnt", "lz_ws2022", "lz_ws2024", "pandax4t_run1", "xenon1t_sr1", "xenon1t_s2only", "xenonnt_cevns", "coherent_csi", "coherent_lar",
    "coherent_ge", "dresden2", "dresden2_ybe", "conusplus_c3", "superk_iv",
)  # fmt: skip
UNITS = {"moment": "mu_B", "charge": "e", "charge_radius": "cm2"}
FLAVOURS = {
    "xenonnt_cevns": ("charge_radius[e,e]", "charge_radius[mu,mu]", "charge_radius[tau,tau]", "magnetic[e,e]", "magnetic[mu,mu]", "magnetic[tau,tau]"),
    "coherent_csi": ("charge_radius[e,e]", "charge_radius[mu,mu]", "charge_radius[e,mu]", "magnetic[e,e]", "magnetic[mu,mu]"),
    "coherent_lar": ("charge_radius[e,e]", "charge_radius[mu,mu]", "charge_radius[e,mu]", "magnetic[e,e]", "magnetic[mu,mu]"),
    "coherent_ge": ("charge_radius[e,e]", "charge_radius[mu,mu]", "charge_radius[e,mu]", "magnetic[e,e]", "magnetic[mu,mu]"),
    "superk_iv": ("charge_radius[e,e]", "charge_radius[mu,mu]", "magnetic[e,e]", "magnetic[mu,mu]", "magnetic[tau,tau]"),
}  # fmt: skip
NUCLEI_ONLY = (r"\[\[channel\]\]\nkind = \"electron\".*?\n\n", "")
PRIOR = r'background = "?[a-z0-9.]+"?'
CHOICES: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "lz_ws2022": {
        "background known to 1 %": ((r'name = "background"\nerror = "free"', 'name = "background"\nerror = 0.01'),),
        "37Ar line fixed": ((r'name = "argon37"\nerror = "free"', 'name = "argon37"\nerror = 0'),),
        "resolution 10 % wider": ((r"0\.323 keV", "0.355 keV"),),
    },
    "pandax4t_run1": {
        "exposure 30 % larger": ((r"1\.0 tonne", "1.3 tonne"),),
        "exposure 30 % smaller": ((r"1\.0 tonne", "0.7 tonne"),),
    },
    "xenon1t_sr1": {
        "background known to 1 %": ((PRIOR, "background = 0.01"),),
        "background free": ((PRIOR, 'background = "free"'),),
    },
    "xenonnt_cevns": {
        "8B flux measured by SNO, 4 %": ((r"\n\[\[channel\]\]", '\n[nuisance]\nflux = { "solar.B8" = 0.04 }\n\n[[channel]]'),),
        "yields fixed": ((r"\[\[systematic\]\].*$", ""),),
    },
    "coherent_csi": {
        "nuclei only": (NUCLEI_ONLY,),
        "prompt time fixed at 0.5 us": ((r'\[\[systematic\]\]\nname = "t0".*$', ""),),
        "Klein-Nystrand form factor": ((r'name = "helm"', 'name = "klein-nystrand"'),),
        "radii 4.80, 5.01 (Cs), 4.75, 4.94 fm (I)": (
            (r'name = "helm"', 'name = "helm", proton_radius = { Cs = "4.80 fm", I = "4.75 fm" }, neutron_radius = { Cs = "5.01 fm", I = "4.94 fm" }'),
        ),
        "neutron radii fixed": ((r", neutron_radius_error = 0.03", ""),),
    },
    "coherent_lar": {
        "shapes fixed": ((r'\[\[systematic\]\]\nname = "f90".*$', ""),),
    },
    "dresden2": {
        "quenching of photoneutrons (YBe)": ((r'"Fef"', '"YBe"'),),
        "quenching of Lindhard, k = 0.162": ((r'"Fef"', '{ lindhard = "Ge", k = 0.162 }'),),
        "nuclei only": (NUCLEI_ONLY,),
        "flux known exactly": ((r'flux_error = 0.02\nsite = "dresden"\n', ""),),
        "summed isotopes instead of Kopeikin": ((r"kopeikin2012", "huber-mueller+vogel-engel"),),
    },
    "conusplus_c3": {
        "nuclei only": (NUCLEI_ONLY,),
        "k = 0.157": ((r"k = 0.162, k_error = 0.004", "k = 0.157"),),
        "k = 0.166": ((r"k = 0.162, k_error = 0.004", "k = 0.166"),),
        "FWHM 60 eV": ((r"20\.38 eV", "25.48 eV"),),
    },
    "superk_iv": {
        "shapes fixed": ((r'\[\[systematic\]\]\nname = "energy_scale".*?\n\n\[published', "[published"),),
        "8B flux free": ((r'"solar.B8" = 0.038', '"solar.B8" = 1.0'),),
    },
}  # fmt: skip
RECALLED = {
    "gemma": ("on", "off", "background"),
    "gemma_2007": ("background", "low", "high"),
    "texono": ("flux", "on", "off", "low"),
    "munu": ("background", "efficiency", "high"),
    "nugen": ("flux", "mass", "on", "off", "background"),
}
"""Inputs of set-ups without spectra that are recalled or assumed, by their keys."""
ELECTRONS = ("lz_ws2022", "xenonnt", "dresden2")


Table = list[tuple[str, ...]]


def written(file: str, rows: Table) -> None:
    """A table of the documentation."""
    with (DOCS / file).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    print(f"docs/{file}: {len(rows) - 1} rows", flush=True)


def pieces(computed: Limit) -> str:
    """Allowed values, without a sign for an upper limit."""
    shown = [f"{low:.2e} to {high:.2e}" for low, high in computed.pieces]
    return ", ".join(shown)


def limits() -> None:
    """Effective couplings, two-sided at 90 %."""
    rows: Table = [("experiment", "kind", "coupling", "allowed (90 %)", "unit", "published", "ratio", "fit")]
    for name in DATA:
        prediction = predict(name)
        for coupling, unit in UNITS.items():
            computed = prediction.limit(coupling)
            published = computed.published
            rows.append((
                name, computed.kind, coupling, pieces(computed), unit, f"{published.value:.3g}" if published else "",
                f"{computed.value / published.value:.2f}" if published else "", f"{computed.goodness[0]:.0f}/{computed.goodness[1]}",
            ))  # fmt: skip
    written("validation_limits.csv", rows)


def rates() -> None:
    """Weak counts beside those of the collaborations, where they give any."""
    one_bin = "low_PE,high_PE,start_us,end_us,observed,background\n0,60,0,6,1567,1255\n"
    plain: tuple[tuple[str, str], ...] = (
        (r"\[\[background\]\].*$", ""),
        (r", neutron_radius_error = 0.03", ""),
        NUCLEI_ONLY,
    )
    caesium = changed("coherent_csi", plain, spectrum=one_bin).counts().sum()
    argon = "low_keV,high_keV,start_us,end_us,observed,background\n0,120,0,5,3752,3684\n"
    plain = ((r'expected = "cevns"\n', ""), (r"\[\[background\]\].*$", ""))
    liquid = changed("coherent_lar", plain, spectrum=argon).counts().sum()
    xenon = predict("xenonnt_cevns").counts()[:162].sum()
    germanium = changed("conusplus_c3", (NUCLEI_ONLY,)).counts().sum() * 327 / 119
    rows: Table = [
        ("experiment", "weak counts", "here", "published", "ratio"),
        ("xenonnt_cevns", "SR0 and SR1, at 5.46e6 /cm2/s", *_beside(xenon, 12)),
        ("coherent_csi", "nuclei, below 60 photo-electrons and 6 us", *_beside(caesium, 341)),
        ("coherent_lar", "0 to 120 keVee, 0 to 5 us", *_beside(liquid, 128)),
        ("conusplus_c3", "in 327 kg day", *_beside(germanium, 347)),
    ]
    written("validation_rates.csv", rows)


def _beside(here: float, published: float) -> tuple[str, str, str]:
    return f"{here:.1f}", f"{published:g}", f"{here / published:.2f}"


def flavours() -> None:
    """Couplings of one flavour, all others zero."""
    rows: Table = [("experiment", "coupling", "allowed (90 %)")]
    for name, couplings in FLAVOURS.items():
        prediction = predict(name)
        rows += [(name, coupling, pieces(prediction.limit(coupling))) for coupling in couplings]
    written("validation_flavours.csv", rows)


def choices() -> None:
    """What one choice does to the limit on the moment, and to the weak counts."""
    rows: Table = [("experiment", "choice", "moment [mu_B]", "change", "weak counts")]
    for name, changes in CHOICES.items():
        nominal = predict(name)
        value, weak = nominal.limit().value, nominal.counts().sum()
        rows.append((name, "as shipped", f"{value:.3g}", "", f"{weak:.4g}"))
        for label, replacements in changes.items():
            other = changed(name, replacements)
            moved, counts = other.limit().value, other.counts().sum()
            rows.append(
                (
                    name,
                    label,
                    f"{moved:.3g}",
                    f"{100 * (moved / value - 1):+.0f} %",
                    f"{100 * (counts / weak - 1):+.1f} %",
                )
            )
    rows += neighbours()
    for name in ELECTRONS:
        value = predict(name).limit().value
        for model in ("stepping", "free"):
            moved = experiment(name).predict(electrons=model).limit().value
            rows.append((name, f"electrons: {model}", f"{moved:.3g}", f"{100 * (moved / value - 1):+.0f} %", ""))
    written("validation_choices.csv", rows)


def neighbours() -> Table:
    """The regions of S2 below and above the one that was chosen."""
    folder = files("nuem.experiments").joinpath("xenon1t_s2only")
    nominal = predict("xenon1t_s2only")
    value, weak = nominal.limit().value, nominal.counts().sum()
    rows: Table = [("xenon1t_s2only", "as shipped, 150 to 1737 PE", f"{value:.3g}", "", f"{weak:.4g}")]
    header, *regions = _lines(folder.joinpath("regions.csv"))
    response = [line.split(",") for line in _lines(folder.joinpath("regions_response.csv"))[1:]]
    for k, where in ((0, "below"), (2, "above")):
        matrix = "energy_keV,bin0\n" + "".join(f"{row[0]},{row[1 + k]}\n" for row in response)
        other = changed("xenon1t_s2only", (), spectrum=f"{header}\n{regions[k]}\n", others={"response.csv": matrix})
        moved, counts = other.limit().value, other.counts().sum()
        label = f"the region {where}, not used"
        rows.append(
            ("xenon1t_s2only", label, f"{moved:.3g}", f"{100 * (moved / value - 1):+.0f} %", f"{counts:.3g} in all")
        )
    return rows


def _lines(file: Traversable) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def recalled() -> None:
    """What a fifth more or less of each recalled input does to the limit on the moment of a set-up without a spectrum."""
    rows: Table = [("experiment", "recalled input", "as shipped", "-20 %", "+20 %")]
    for name, keys in RECALLED.items():
        nominal = predict(name).limit().value
        text = files("nuem.experiments").joinpath(FOLDERS[name], f"{name}.toml").read_text(encoding="utf-8")
        for key in keys:
            pattern = rf'^({key} = "?)([-+0-9.e]+)( ?[^"#\n]*)'
            computed = re.search(pattern, text, re.MULTILINE)
            if computed is None:
                raise SystemExit(f"{name}: no {key} in the file")
            old = computed[0]
            values = [
                changed(name, ((re.escape(old), f"{computed[1]}{float(computed[2]) * factor:g}{computed[3]}"),))
                .limit()
                .value
                for factor in (0.8, 1.2)
            ]
            shown = [f"{100 * (value / nominal - 1):+.1f} %" for value in values]
            rows.append((name, key, f"{computed[2]}{computed[3]}".strip(), *shown))
    written("validation_recalled.csv", rows)


def changed(
    name: str, replacements: tuple[tuple[str, str], ...], spectrum: str = "", others: Mapping[str, str] | None = None
) -> Prediction:
    """The prediction of a shipped experiment with parts of its file, or its spectrum, replaced."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for file in Path(str(files("nuem.experiments"))).joinpath(FOLDERS[name]).iterdir():
            shutil.copy(file, folder)
        path = folder / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        for pattern, replacement in replacements:
            text, count = re.subn(pattern, replacement, text, count=1, flags=re.DOTALL)
            if count != 1:
                raise SystemExit(f"{name}: {pattern!r} is not in the file")
        path.write_text(text, encoding="utf-8")
        for other, content in {**({f"{name}.csv": spectrum} if spectrum else {}), **(others or {})}.items():
            (folder / other).write_text(content, encoding="utf-8")
        return predict(load(path))


if __name__ == "__main__":
    warnings.simplefilter("ignore", ValidityWarning)
    for step in (rates, limits, flavours, choices, recalled):
        if len(sys.argv) < 2 or step.__name__ in sys.argv[1:]:
            step()
