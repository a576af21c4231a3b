"""The pages of those who keep the system: accounts, organisations, ledger, feeds, doubts."""
