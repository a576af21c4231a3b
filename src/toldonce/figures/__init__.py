"""Figures that leave the population: suppressed, rounded, dated, with their denominator."""
