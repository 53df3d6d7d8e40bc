"""Source x cross section x detector, folded once: a rate is a trace."""
