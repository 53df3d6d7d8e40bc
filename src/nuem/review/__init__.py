"""Every claim of the 2016 review beside the number computed here."""

from nuem.review.claim import Row, Verdict
from nuem.review.page import page
from nuem.review.report import claims, review

__all__ = ["Row", "Verdict", "claims", "page", "review"]
