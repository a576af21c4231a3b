"""Taking kept messages into the record."""


def run() -> int:
    raise NotImplementedError
