"""An invented population and its messages; it speaks only through the doors of exchange and record."""
