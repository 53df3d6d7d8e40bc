"""Every claim of the 2016 review next to the number computed here."""

from nuem.review.claim import Row, Verdict
from nuem.review.page import page, write
from nuem.review.report import claims, review, text

__all__ = ["Row", "Verdict", "claims", "page", "review", "text", "write"]
