"""Pages of a workforce plan: need against supply, one role, scenarios, what if, cost, and where a number comes from."""
