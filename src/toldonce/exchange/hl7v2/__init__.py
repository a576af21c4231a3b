"""HL7 v2: messages that other computers send, from the socket to the record."""
