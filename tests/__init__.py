"""A package, so that one of the same name that a peer installs does not hide it."""
