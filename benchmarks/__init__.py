"""Benchmarks: each fast path beside the naive one, in one run, as a ratio."""
