"""What the data say: likelihoods and limits."""
