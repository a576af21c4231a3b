"""An invented population and its days of messages; it speaks only through the doors of exchange and record."""
