"""An experiment in plain words, and in a notebook."""

from dataclasses import asdict
from html import escape

from nuem import notebook
from nuem.experiments.setups.setup import PublishedLimit, Setup
from nuem.typing import Json
from nuem.vertex.form_factors import EFFECTIVE, MATRICES


def record(setup: Setup) -> Json:
    """What can be said of an experiment in plain numbers and words."""
    return {
        "name": setup.name,
        "title": setup.title,
        "kind": setup.kind,
        "sources": [source.name for source in setup.sources],
        "channels": [channel.name for channel in setup.channels],
        "material": setup.material,
        "exposure": setup.exposure,
        "bins": setup.bins.number,
        "backgrounds": [background.name for background in setup.backgrounds],
        "published": {name: asdict(published) for name, published in setup.published.items()},
        "references": list(setup.references),
        "notes": list(setup.notes),
    }


def html(setup: Setup) -> str:
    """An experiment's kind, channels, data and published limits; notes and references folded away."""
    published = {f"published {name.replace('_', ' ')}": _limit(name, limit) for name, limit in setup.published.items()}
    channels = ", ".join(
        f"{channel.name} ({channel.target.material} {channel.target.particle})" for channel in setup.channels
    )
    rests = {
        "kind": setup.kind,
        "sources": escape(", ".join(dict.fromkeys(source.name for source in setup.sources))),
        "channels": escape(channels),
        "data": f"{setup.bins.number} bins",
        "backgrounds": escape(", ".join(background.name for background in setup.backgrounds)),
    }
    sources = notebook.notes([*setup.notes, *setup.references])
    return notebook.card(f"{setup.name}: {setup.title}", notebook.pairs(rests | published), sources)


def _limit(name: str, limit: PublishedLimit) -> str:
    unit = {**MATRICES, **EFFECTIVE}[name.partition("[")[0]].unit
    return f"{notebook.scientific(limit.value, unit)} at {100 * limit.cl:g} % CL ({escape(limit.reference)})"
