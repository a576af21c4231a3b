"""Rates of places with their intervals, after the methods that England's public health agencies publish."""
