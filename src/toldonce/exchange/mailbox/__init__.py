"""The mailbox: envelopes that go to systems outside and come from them, by a folder or by NHS MESH."""
