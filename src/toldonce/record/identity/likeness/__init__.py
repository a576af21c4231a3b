"""How far two source patients that share no number say the same: what is compared, what it weighs, what follows."""
