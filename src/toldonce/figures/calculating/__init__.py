"""From a table that somebody pastes to rates, expectancies and slopes; nothing of it is kept."""
