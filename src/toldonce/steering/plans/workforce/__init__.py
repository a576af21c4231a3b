"""Who we have, who we will need, and where the shortages are: people in post, year by year, against what is needed."""
