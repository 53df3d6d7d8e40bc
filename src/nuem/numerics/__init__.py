"""Numbers: checked input, quadrature, tables in text."""
