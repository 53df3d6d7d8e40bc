"""Published and own experiments: a set-up, its data, its response."""
