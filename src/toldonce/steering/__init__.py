"""Plans, money, assurance, boards and voice: rows that refer to figures and never to people."""
