"""Pages of the Better Care Fund: joint views of the money, conditions, narrative, quarter ends, the submission."""
