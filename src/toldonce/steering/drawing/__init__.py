"""What drawings of plans have in common: axes with round levels and names, and lines and bands upon them."""
