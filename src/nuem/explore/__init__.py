"""One page for a browser: any vertex against every experiment and star, without a server and without a network."""

from typing import TYPE_CHECKING

from nuem.explore.document import page, write
from nuem.lazy import door

__all__ = ["page", "write"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
