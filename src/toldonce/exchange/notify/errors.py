"""What is refused of a Subscription; the message is a sentence for the client."""


class SubscriptionRefused(Exception):
    """A Subscription cannot be served as it was written; `place` says which element."""

    def __init__(self, sentence: str, place: str) -> None:
        self.place = place
        super().__init__(sentence)
