"""Pages of a portfolio: programmes, timeline, logic models, benefits, risks, status reports and the board paper."""
