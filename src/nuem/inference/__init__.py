"""What the data say: likelihoods and limits."""

from nuem.inference.limit import STATISTICS, Limit, likelihood, limit

__all__ = ["STATISTICS", "Limit", "likelihood", "limit"]
