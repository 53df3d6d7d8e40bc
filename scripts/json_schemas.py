"""Write the JSON Schemas of what ``nuem ... --json`` prints: ``src/nuem/interop/schemas/NAME.json``, draft 2020-12.

A schema describes the whole output of a command. Raise its version here when its keys change: the last number for further keys, the first one for keys that
go or mean something else. Run from the root of the repository: ``python scripts/json_schemas.py``.
"""

import json
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

FOLDER = Path(__file__).parents[1] / "src" / "nuem" / "interop" / "schemas"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
VERSIONS: dict[str, str] = {"supernova": "1.1"}
"""Of a schema, where it is not 1.0."""
COMMANDS = {
    "atom": "atom MATERIAL", "atom-computed": "atom ELEMENT --configuration WORDS", "atom-list": "atom list", "atom-shells": "atom MATERIAL --shells",
    "experiment": "experiments NAME", "limit-dipoles": "limit EXPERIMENT --as lambda", "stars-plasma": "stars --density DENSITY",
}  # fmt: skip
"""What prints it, where that is not the verb alone."""


def described(says: str, **schema: Any) -> Schema:
    """A schema with what it says, if it says anything."""
    return schema | ({"description": says} if says else {})


def text(says: str, *words: str) -> Schema:
    """A text, one of the words if there are any."""
    return described(says, type="string", **({"enum": list(words)} if words else {}))


def number(says: str, **bounds: float) -> Schema:
    """A finite number."""
    return described(says, type="number", **bounds)


def unsure(says: str) -> Schema:
    """A number, or null where it is not finite or not known."""
    return described(says, type=["number", "null"])


def count(says: str) -> Schema:
    """A whole number from zero on."""
    return described(says, type="integer", minimum=0)


def truth(says: str) -> Schema:
    """True or false."""
    return described(says, type="boolean")


def of(items: Schema, says: str, length: int | None = None) -> Schema:
    """A list of alike entries."""
    fixed = {} if length is None else {"minItems": length, "maxItems": length}
    return described(says, type="array", items=items, **fixed)


def by_name(values: Schema, says: str) -> Schema:
    """An object whose keys are names of the physics."""
    return described(says, type="object", additionalProperties=values)


def keys(says: str, needed: dict[str, Schema], further: dict[str, Schema] | None = None) -> Schema:
    """An object with these keys and no others; `further` need not be there."""
    properties = {**needed, **(further or {})}
    return described(says, type="object", properties=properties, required=list(needed), additionalProperties=False)


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def refers(name: str) -> Schema:
    """A definition of the same file."""
    return {"$ref": f"#/$defs/{name}"}


REAL, MAYBE = {"type": "number"}, {"type": ["number", "null"]}
WORD = {"type": "string"}
PAIR = {"type": "array", "items": MAYBE, "minItems": 2, "maxItems": 2}
COMPLEX = {"type": "array", "items": REAL, "minItems": 2, "maxItems": 2}
MATRIX = {"type": "array", "items": {"type": "array", "items": COMPLEX}}
REFERENCES = of({"type": "string", "pattern": "^[A-Z][A-Za-z'-]*:(19|20)[0-9]{2}[a-z]{2,4}$"}, "INSPIRE keys of the papers that the result rests on; `nuem cite` prints them.")  # fmt: skip
CL = number("Confidence level, a fraction.", exclusiveMinimum=0, exclusiveMaximum=1)
MODELS = "Model of the bound electrons."


def vertex_matrix(what: str, unit: str) -> Schema:
    """A complex matrix in the mass basis."""
    return {**MATRIX, "description": f"{what}, [final][initial] in the mass basis, each [re, im] [{unit}]."}


MOMENTS = keys("A vertex and what follows from it.", {
    "model": text("Name of the model, or the file of the vertex."),
    "nature": text("", "dirac", "majorana"),
    "ordering": text("Of the masses.", "normal", "inverted"),
    "sin2_theta12": number(""), "sin2_theta13": number(""), "sin2_theta23": number(""), "delta_rad": number("Dirac phase [rad]."),
    "masses_eV": of(REAL, "Masses of the neutrinos [eV]."),
    "alpha21_rad": number("Majorana phase [rad]."), "alpha31_rad": number("Majorana phase [rad]."),
    "magnetic_mu_B": vertex_matrix("Magnetic moments", "mu_B"),
    "electric_mu_B": vertex_matrix("Electric moments", "mu_B"),
    "charge_e": vertex_matrix("Charges", "e"),
    "charge_radius_cm2": vertex_matrix("Charge radii", "cm^2"),
    "anapole_cm2": vertex_matrix("Anapole moments", "cm^2"),
    "lambda_mu_B": {"type": ["array", "null"], "items": COMPLEX, "description": "Lambda_i of three Majorana neutrinos, each [re, im] [mu_B]; otherwise null."},
    "effective_moments": of(keys("", {"experiment": text("What sees it."), "value": number("", minimum=0), "unit": text("", "mu_B")}), "Effective moments."),
    "decays": of(keys("", {
        "decay": text("Such as nu_2 -> nu_1 gamma."), "rate_per_s": number("[1/s]", minimum=0), "photon_energy_eV": number("[eV]", minimum=0),
        "lifetime_s": unsure("Mean life of the heavier one [s]; null where it does not decay."),
    }), "Radiative decays."),
    "naturalness": keys("Mass that a moment brings.", {
        "scale_TeV": number("Scale of new physics [TeV]."), "largest_moment_mu_B": number("[mu_B]"), "mass_correction_eV": number("[eV]"),
        "natural_moments": of(keys("", {
            "argument": WORD, "moment_mu_B": number("[mu_B]"), "for": text("The mass that is allowed."), "source": text("INSPIRE key."), "verified": truth("Whether the coefficient was derived again."),
        }), "Largest natural moments."),
    }),
    "loop_function": {"type": ["string", "null"], "description": "Of the minimal models: exact or leading."},
})  # fmt: skip

TRIANGLE = keys("Three moments and whether Majorana neutrinos allow them.", {
    "moments_mu_B": of(REAL, "Of nu_e, nu_mu and nu_tau [mu_B].", 3), "errors_mu_B": of(REAL, "One standard deviation [mu_B].", 3),
    "excess_mu_B2": number("Largest square above the sum of the others [mu_B^2]."), "largest": text("Flavour of the largest moment.", "e", "mu", "tau"),
    "majorana_excluded_sigma": number("Standard deviations by which three Majorana neutrinos are excluded.", minimum=0),
    "nearest_mu_B": of(REAL, "Nearest moments that they allow [mu_B].", 3),
})  # fmt: skip

CURVE = of(REAL, "Along the recoils, in `unit`.")
CROSS_SECTION = keys("A differential cross section, part by part.", {
    "neutrino": text("Such as antinu_e."), "energy_MeV": number("[MeV]", exclusiveMinimum=0), "target": text("What is hit."),
    "electrons": {"type": ["string", "null"], "description": f"{MODELS} Null for free electrons and nuclei."}, "radiative": truth("Whether radiative corrections are included."),
    "couplings": keys("", {"moment_mu_B": REAL, "charge_e": REAL, "charge_radius_cm2": REAL}),
    "end_point_keV": number("Largest recoil [keV].", minimum=0), "notes": of(WORD, "What a user must know."), "unit": text("Of the parts, such as cm^2/MeV per electron."),
    "recoil_keV": of(REAL, "Recoil energies [keV]."),
    "weak": CURVE, "radius": CURVE, "interference": CURVE, "charge": CURVE, "magnetic": CURVE, "total": CURVE,
})  # fmt: skip

WEAK, MAGNETIC, LONGITUDINAL = (
    of(MAYBE, f"Of {what}, at each transfer; null where the model says nothing.")
    for what in (
        "the weak interaction and a charge radius",
        "a magnetic moment",
        "a charge, longitudinal photons alone",
    )
)
ATOM = keys("Effective numbers of electrons of a material.", {
    "material": text("Element or formula."), "electrons": number("Per atom or formula unit."), "valid_from_keV": number("Energy transfer from which they are good [keV]."),
    "energy_MeV": number("Of the neutrino [MeV]."), "neutrino_mass_eV": number("[eV]"), "transfer_keV": of(REAL, "Energy transfers [keV]."),
    "stepping": of(MAYBE, "Shells that are open."), "N_w": WEAK, "N_mu": MAGNETIC, "N_q": LONGITUDINAL,
    "charge, medium": of(MAYBE, "Of a charge, transverse photons in the medium."), "charge, vacuum": of(MAYBE, "The same in vacuum."),
    "charge, epa": of(MAYBE, "By equivalent photons alone."),
})  # fmt: skip
ATOM_COMPUTED = keys("The same of an atom that was computed from its configuration.", {
    "material": text("Element."), "configuration": text("Of its electrons."), "transfer_keV": of(REAL, "Energy transfers [keV]."),
    "N_w": WEAK, "N_mu": MAGNETIC, "N_q": LONGITUDINAL, "photoabsorption_cm2": of(MAYBE, "Cross section of photoabsorption [cm^2]."),
})  # fmt: skip
SHELL = keys("A subshell.", {
    "element": WORD, "shell": text("Such as K or L1."), "n": count("Principal quantum number."), "kappa": {"type": "integer", "description": "Relativistic quantum number."},
    "electrons": number("In the subshell."), "threshold_eV": number("As computed [eV]."), "measured_eV": unsure("As measured [eV]."),
})  # fmt: skip

UNITS = ("keV", "PE", "bin")
SPECTRUM = {
    **keys("Expected and observed counts.", {
        "experiment": text("Name or file."), "counts": by_name(of(REAL, "In each bin."), "Components, `total`, and `observed` if there are data."),
    }, {f"edges_{unit}": of(REAL, f"Edges of the bins [{unit}].") for unit in UNITS}),
    "oneOf": [{"required": [f"edges_{unit}"]} for unit in UNITS],
}  # fmt: skip

KINDS = ("recast", "approximate", "surrogate", "projection", "own", "combined")
GLANCE = {
    "name": text("As every command takes it."), "kind": text("What its limits are.", *KINDS), "target": text("Material and what recoils."),
    "source": text("Of the neutrinos."), "data": text("Events and bins."), "ask": text("Couplings that can be asked for."), "title": WORD,
}  # fmt: skip
EXPERIMENTS = keys("One experiment.", GLANCE)
EXPERIMENT = keys(
    "One experiment in detail.",
    {**GLANCE, "published": by_name(WORD, "Coupling to the published limit."), "notes": of(WORD, "What it rests on.")},
)

PIECES = of(PAIR, "Allowed values, ascending; null is an end at infinity.")
LIMIT = keys("A limit on one coupling.", {
    "experiment": text("Name, or several joined by +."), "coupling": text("What is limited."),
    "value": unsure("Largest size that is allowed [`unit`]; null if nothing is excluded."), "unit": text("", "mu_B", "e", "cm2", "1"),
    "interval": {**PAIR, "description": "Hull of the allowed values [`unit`]."}, "pieces": PIECES, "best_fit": unsure("[`unit`]"), "cl": CL,
    "statistic": text("Such as two-sided."), "threshold": unsure("Rise of -2 ln L at the value."),
    "errors": {"type": ["array", "null"], "items": PAIR, "description": "Monte Carlo errors of the ends of each piece [`unit`], with pseudo-data only."},
    "kind": text("What it rests on.", *KINDS), "electrons": text(MODELS), "sin2_theta_w": number("Weak mixing angle."),
    "published": unsure("Published limit [`unit`]."), "conventions": by_name(PAIR, "Of a charge radius: the interval in each convention [cm^2]."),
    "notes": of(WORD, "What a user must know."), "nuisances": by_name(REAL, "At the best fit, in units of their errors; free ones relative."),
    "shares": by_name(MAYBE, "Rise of -2 ln L of each experiment at the value, and of the pulls."),
    "published_cl": unsure("Its confidence level."), "published_reference": {"type": ["string", "null"], "description": "Its INSPIRE key."},
    "deviance": unsure("-2 ln L at the best fit, against the saturated model."), "bins": count("Number of bins."),
}, {
    "expected": keys("Without a signal.", {
        "coupling": WORD, "unit": WORD, "observed": MAYBE, "median": MAYBE, "bands": {"type": "object", "description": "Limit at -2 to 2 standard deviations.", "propertyNames": {"enum": ["-2", "-1", "0", "1", "2"]}, "additionalProperties": MAYBE},
        "cl": CL, "statistic": WORD, "method": text("asymptotic, or the number of pseudo-experiments."),
    }),
    "significance": keys("Of a signal, local.", {"q0": REAL, "sigma": MAYBE, "p_value": number("", minimum=0, maximum=1), "method": WORD}),
    "goodness": keys("Of the best fit, by pseudo-experiments.", {"deviance": REAL, "bins": count(""), "p_value": number("", minimum=0, maximum=1), "error": number("Of the p-value.")}),
    "impacts": of(keys("", {
        "nuisance": WORD, "value": number("At the best fit."), "error": number(""), "down": unsure("Limit with the nuisance held at -1 sigma."), "up": unsure("At +1 sigma."), "without": unsure("If it were known."),
    }), "What each nuisance does to the limit."),
})  # fmt: skip

BASIS = keys("", {"alone": of(MAYBE, "Others zero [mu_B].", 3), "profiled": of(MAYBE, "Others free [mu_B].", 3)})
ELEMENTS = of(of(MAYBE, "", 3), "Limits on single elements [mu_B]; null where unseen.", 3)
LIMIT_DIPOLES = keys("A limit on the moment as limits on Lambda and on single elements.", {
    "moment": refers("limit"), "state": {**MATRIX, "description": "Mean density matrix of the neutrinos that are counted, mass basis, each [re, im]."}, "spread": number("Its largest change between bins."),
    "mass_basis": BASIS, "flavour_basis": BASIS, "dirac": ELEMENTS, "majorana": ELEMENTS,
})  # fmt: skip

FIT = keys("A fit of many parameters.", {
    "experiments": of(WORD, "Names."), "parameters": by_name(keys("", {"unit": WORD, "best": number("[`unit`]")}), "Real parameters."),
    "pieces": by_name(PIECES, "Allowed values of each parameter or modulus, all else free."), "cl": CL,
    "deviance": number("-2 ln L at the lowest minimum."), "deviance_without": number("Without any coupling."), "bins": count("Number of bins."),
    "constrained": count("Combinations of parameters that the data see."), "minima": of(by_name(REAL, ""), "Every minimum: its -2 ln L under `deviance`, and its parameters."),
    "nuisances": by_name(REAL, "At the lowest minimum."), "electrons": text(MODELS), "sin2_theta_w": number("Weak mixing angle."), "notes": of(WORD, "What a user must know."),
})  # fmt: skip

PROPAGATE = keys("Probabilities after a medium.", {
    "energy_MeV": of(REAL, "[MeV]"), "states": of(WORD, "Names of the states."), "probabilities": of(of(REAL, ""), "[energy][state]"),
}, {
    "method": text("That was used."), "error_estimate": unsure("Of a state."), "rounding_floor": unsure("Smallest error that rounding allows."), "norm_defect": unsure("Of the norm."),
    "at": text("Where, for the Sun.", "earth", "surface"), "component": text("Of the solar neutrinos."), "field": text("Of the Sun, in words."),
})  # fmt: skip

SUPERNOVA = keys("Events of a burst.", {
    "burst": WORD, "conversion": text("In the star."),
    "detectors": by_name(keys("", {
        "events": by_name(REAL, "By channel."), "per_kiloton": by_name(REAL, "By channel."), "smallest_loss": number("Fraction that could be seen lost."),
        "reach_mu_B": unsure("Diagonal moment that could be seen [mu_B]."), "reach_16_84_mu_B": {**PAIR, "description": "For 68 % of the Galactic fields [mu_B]."},
    }), "By name."),
}, {"star_reach_mu_B": unsure("Three equal Majorana moments that all detectors could show together by what happens in the star [mu_B].")})  # fmt: skip

ENTRY = {
    "quantity": text("", "magnetic_moment", "charge", "charge_radius"), "document": text("First author and year."), "year": count(""), "printed": text("The value as printed."),
    "kind": text("Upper limit, interval, measurement ..."), "value": unsure("The limit, or the central value [`unit`]."), "interval": or_null({**PAIR, "description": "[`unit`]"}),
    "unit": text("", "mu_B", "e", "cm2"), "cl": unsure("Confidence level, a fraction."), "technique": text("Code of the list."), "method": text("Where the neutrinos come from."),
    "flavour": WORD, "comment": WORD, "doi": WORD, "inspire_id": text("Number of the record at INSPIRE."), "source": text("The list.", "pdg", "review", "later"), "experiment": text("Its names."),
}  # fmt: skip
CATALOGUE = keys(
    "A published limit.",
    {**ENTRY, "text": text("The value in one form for all."), "attribution": text("Where the list comes from.")},
)

STARS = keys("Bounds from stars.", {
    "bounds": of(keys("", {
        "name": WORD, "title": WORD, "coupling": text("moment, charge ..."), "value": number("Largest size that is allowed [`unit`].", minimum=0), "unit": WORD, "definition": text("Of the coupling."),
        "natures": of(text("", "dirac", "majorana"), ""), "cl": unsure("Confidence level, if the bound has one."), "inputs": by_name(REAL, "Numbers that it rests on."), "checked": text("What was checked."),
        "note": WORD, "references": REFERENCES, "expected": unsure("The bound if what is observed were what is predicted."), "sources": of(WORD, "The references in words."),
    }, {"of_vertex": unsure("The coupling of the vertex [`unit`]."), "excluded": {"type": ["boolean", "null"], "description": "Whether the vertex is excluded."}}), "Computed here."),
    "published": of(keys("", ENTRY), "Published, from the catalogue."),
})  # fmt: skip
CHANNELS = by_name(MAYBE, "By coupling [`unit`]; null where it is not known.")
STARS_PLASMA = keys("How a plasma cools by neutrinos.", {
    "plasma_frequency_keV": number("[keV]"), "velocity": number("v* of the electrons."), "chemical_potential_keV": number("[keV]"), "degeneracy": number("(mu_e - m_e)/T"),
    "treatment": text("Of the dispersion.", "braaten-segel", "one-loop"), "unit": text("", "erg/cm3/s"),
    "emissivity": by_name(keys("", {"transverse": REAL, "longitudinal": REAL, "total": REAL, "per_mass": number("[erg/g/s]")}), "Plasmon decay by coupling [`unit`]."),
    "weak_axial": number("Its axial part [`unit`]."), "pair_annihilation": CHANNELS, "photoneutrinos": CHANNELS,
})  # fmt: skip

EXPORT = keys("What was written.", {"written": of(WORD, "Paths.")})
EXPLORE = keys(
    "The page that was written.",
    {"page": text("Its path."), "experiments": of(WORD, "In it."), "bytes": count("Its size.")},
)
REVIEW = keys("A claim of the review.", {
    "id": text("Equation or section."), "claim": WORD, "claimed": text("The number, as claimed."), "computed": text("The number here."),
    "status": text("", "reproduced", "consistent", "differs", "not built"), "why": text("Reason of a difference."), "basis": text("What the status rests on."), "where": text("The code."),
    "origin": text("", "review", "later work"),
})  # fmt: skip
CITE = {
    "type": "object", "description": "INSPIRE key to BibTeX.", "properties": {}, "required": [],
    "patternProperties": {REFERENCES["items"]["pattern"]: WORD}, "additionalProperties": False,
}  # fmt: skip

ROWS = {"atom-shells": SHELL, "experiments": EXPERIMENTS, "catalogue": CATALOGUE, "review": REVIEW}
ONES = {
    "moments": MOMENTS, "triangle": TRIANGLE, "cross-section": CROSS_SECTION, "atom": ATOM, "atom-computed": ATOM_COMPUTED, "spectrum": SPECTRUM,
    "experiment": EXPERIMENT, "limit": LIMIT, "limit-dipoles": LIMIT_DIPOLES, "fit": FIT, "propagate": PROPAGATE, "supernova": SUPERNOVA,
    "stars": STARS, "stars-plasma": STARS_PLASMA, "export": EXPORT, "explore": EXPLORE, "cite": CITE,
}  # fmt: skip


def signed(name: str, schema: Schema) -> Schema:
    """An object with the key `schema`, which says what it is, and its references."""
    mark = {"name": {"const": name}, "version": {"const": VERSIONS.get(name, "1.0")}}
    stamp = {"type": "object", "properties": mark, "required": ["name", "version"], "additionalProperties": False, "description": "Name and version of this schema."}  # fmt: skip
    known = schema if name == "cite" else cited(schema)
    return {**known, "properties": {"schema": stamp, **known["properties"]}, "required": ["schema", *known["required"]]}


def cited(schema: Schema) -> Schema:
    """An object with references."""
    properties = {**schema["properties"], "references": REFERENCES}
    return {**schema, "properties": properties, "required": [*schema["required"], "references"]}


def document(name: str) -> Schema:
    """A whole file."""
    head = {"$schema": DRAFT, "$id": f"urn:nuem:json:{name}:{VERSIONS.get(name, '1.0')}", "title": title(name)}
    if name in ROWS:
        return {**head, "type": "array", "items": refers("row"), "$defs": {"row": signed(name, ROWS[name])}}
    one = signed(name, ONES[name])
    if name == "limit":  # several with --statistic all and --compare-electrons
        several = {"type": "array", "items": refers("limit"), "minItems": 1}
        return {**head, "oneOf": [refers("limit"), several], "$defs": {"limit": one}}
    if name == "limit-dipoles":
        return {**head, **one, "$defs": {"limit": cited(LIMIT)}}
    return {**head, **one}


def title(name: str) -> str:
    """The command that prints it."""
    return f"nuem {COMMANDS.get(name, name)} --json"


def listed() -> Schema:
    """The names of materials alone, without more."""
    head = {"$schema": DRAFT, "$id": "urn:nuem:json:atom-list:1.0", "title": title("atom-list")}
    return {**head, "type": "array", "items": WORD, "description": "Elements that have a table; plain words, without a key that says what they are."}  # fmt: skip


def main() -> None:
    """Write every file."""
    FOLDER.mkdir(exist_ok=True)
    for name in (*ROWS, *ONES):
        write(name, document(name))
    write("atom-list", listed())


def write(name: str, schema: Schema) -> None:
    """One file."""
    (FOLDER / f"{name}.json").write_text(json.dumps(schema, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
