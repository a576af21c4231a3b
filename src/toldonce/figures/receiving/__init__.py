"""Files of figures from outside: read by a mapping, checked, and settled against what was said before."""
