"""Another system's part of a person's record: asked for when a record is opened, shown in place, never stored."""
