"""Every claim of the 2016 review beside the number computed here."""
