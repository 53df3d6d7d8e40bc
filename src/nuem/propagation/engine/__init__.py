"""The engine: profiles resolved, paths walked twice, errors promised; the compiled kernels are its inner room."""
