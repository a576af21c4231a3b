"""What takes long: fuzzing, killing, schemathesis."""
