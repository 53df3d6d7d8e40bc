"""What the data say: likelihoods and limits."""

from nuem.inference.compare import compare_models
from nuem.inference.limit import STATISTICS, Limit, likelihood, limit
from nuem.inference.scan import limits
from nuem.inference.translate import DipoleLimits, limit_dipoles

__all__ = ["STATISTICS", "DipoleLimits", "Limit", "compare_models", "likelihood", "limit", "limit_dipoles", "limits"]
