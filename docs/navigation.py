"""The tree at the left names pages alone; the contents at the right name every section and function of a page.

Sphinx makes the left tree anew for every page from the full contents of all of them, and then drops what is no title: half the time of writing.
"""

from typing import Any

from docutils import nodes
from sphinx import addnodes


def set_aside(app: Any, doctree: nodes.document) -> None:
    """Keep the contents of a page for itself; leave its title, and the pages below it, to the tree."""
    env = app.env
    kept = env.__dict__.setdefault("contents_of_pages", {})
    kept[env.docname] = env.tocs[env.docname]
    env.tocs[env.docname] = titles(env.tocs[env.docname].deepcopy())


def titles(entries: nodes.bullet_list) -> nodes.bullet_list:
    """The first entry, and of the others those that lead to further pages."""
    for entry in list(entries.children):
        for inner in [child for child in entry.children if isinstance(child, nodes.bullet_list)]:
            for section in list(inner.children):
                if not isinstance(section, addnodes.toctree) and not list(section.findall(addnodes.toctree)):
                    inner.remove(section)
            if not inner.children:
                entry.remove(inner)
    return entries


def give_back(app: Any, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Write the full contents of a page beside it."""
    contents = app.env.__dict__.get("contents_of_pages", {}).get(page)
    if contents is not None and doctree is not None:
        contents = contents.deepcopy()
        for link in contents.findall(nodes.reference):
            link["refuri"] = link["anchorname"] or "#"
        for tree in list(contents.findall(addnodes.toctree)):
            tree.parent.remove(tree)
        context["toc"] = app.builder.render_partial(contents)["fragment"]


def setup(app: Any) -> dict[str, bool]:
    """Connect both."""
    app.connect("doctree-read", set_aside, priority=900)
    app.connect("html-page-context", give_back, priority=100)
    return {"parallel_read_safe": False, "parallel_write_safe": True}
