"""Every claim of the 2016 review next to the number computed here."""

from typing import TYPE_CHECKING

from nuem.lazy import door
from nuem.review.claim import Row, Verdict
from nuem.review.html import page, write
from nuem.review.report import claims, review, text

__all__ = ["Row", "Verdict", "claims", "page", "review", "text", "write"]

if not TYPE_CHECKING:
    __getattr__, __dir__ = door(__name__)
