"""The engine's inner loops: nothing but numbers, compiled by Numba on first use and kept on disk.

Sixteen lanes run side by side in every loop: the Chebyshev nodes of a panel, or the substeps of a cluster.
"""
