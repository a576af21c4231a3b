"""HL7 v2: messages that are kept as they came, read by tables, and folded into the record."""
