"""Who is where now, what is free, what happens tonight."""
