"""What `nuem atom` prints."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nuem.cli.output import Shown
from nuem.cli.tables import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from nuem.scattering.atom.numbers import Numbers
    from nuem.typing import FloatArray, Json


def numbers(material: str, computed: "Numbers", energy: float, mass: float) -> Shown:
    """Effective numbers of electrons by interaction and model."""
    from nuem.units import eV, keV

    record = {
        "material": material, "electrons": computed.target.electrons, "valid_from_keV": computed.valid_from / keV,
        "energy_MeV": energy, "neutrino_mass_eV": mass / eV, "transfer_keV": computed.transfer / keV, **computed.columns,
    }  # fmt: skip
    per = "atom" if computed.target.is_element else "formula unit"
    text: list[str | Table] = [
        f"{material}: effective electrons per {per}, of {computed.target.electrons:g}; good to some per cent from {computed.valid_from / keV:g} keV\n",
        _table(computed.transfer / keV, computed.columns),
        "\nN_w: weak, charge radius; N_mu: magnetic moment; N_q: charge, longitudinal; charge: with transverse photons, in the medium,\n"
        f"in vacuum for a neutrino of {energy:g} MeV and {mass / eV:g} eV, and by equivalent photons alone (as in published limits)",
        *(f"Known to fail: {failure}." for failure in computed.failures),
    ]
    return _shown(record, text, computed.transfer / keV, computed.columns, f"Effective electrons of {material}")


def computed(symbol: str, configuration: str, transfer: "FloatArray", columns: "dict[str, FloatArray]") -> Shown:
    """Effective numbers of an atom that has no table."""
    from nuem.elements import element
    from nuem.units import keV

    record = {"material": symbol, "configuration": configuration, "transfer_keV": transfer / keV, **columns}
    text: list[str | Table] = [
        f"{symbol} {configuration}: effective electrons of the atom, of {element(symbol).Z}, as computed\n",
        _table(transfer / keV, columns),
        "\nN_w: weak, charge radius; N_mu: magnetic moment; N_q: charge, longitudinal; photoabsorption: dipole",
    ]
    drawn = {name: values for name, values in columns.items() if name.startswith("N_")}
    return {**_shown(record, text, transfer / keV, columns, symbol), "figure": _figure(transfer / keV, drawn, symbol)}


def shell_table(rows: "list[Json]") -> Shown:
    """Thresholds of subshells."""
    from nuem.units import eV

    records = [
        {**{k: v for k, v in row.items() if k not in ("threshold", "measured")}, "threshold_eV": row["threshold"] / eV, "measured_eV": row["measured"] / eV}
        for row in rows
    ]  # fmt: skip
    cells = [[f"{value:.6g}" if isinstance(value, float) else str(value) for value in row.values()] for row in records]
    return {
        "record": records,
        "text": [Table(list(records[0]), cells)],
        "columns": {name: [row[name] for row in records] for name in records[0]},
    }


def _shown(
    record: "Json", text: list[str | Table], x: "FloatArray", columns: "dict[str, FloatArray]", title: str
) -> Shown:
    named = {"transfer_keV": x, **{name.replace(", ", "_"): values for name, values in columns.items()}}
    return {"record": record, "text": text, "columns": named, "figure": _figure(x, columns, title)}


def _table(x: "FloatArray", columns: "dict[str, FloatArray]") -> Table:
    rows = [[f"{value:.4g}", *(f"{column[k]:.4g}" for column in columns.values())] for k, value in enumerate(x)]
    return Table(["T [keV]", *columns], rows)


def _figure(x: "FloatArray", columns: "dict[str, FloatArray]", title: str) -> "Callable[[], Figure]":
    def draw() -> "Figure":
        from nuem.plots.curves import curves

        return curves(x, columns, xlabel=r"energy transfer $T$  [keV]", ylabel="effective electrons", title=title)

    return draw
