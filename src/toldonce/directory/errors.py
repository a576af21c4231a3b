"""What the directory refuses; the message of each is the sentence shown to the person who asked.

DirectoryError
    PlaceRefused        the folder of a place does not hold together
    AccountRefused      an account cannot be opened, used or closed
    PostRefused         a post cannot be given or ended
    TokenRefused        a token cannot be made
"""


class DirectoryError(Exception):
    """Something the directory was asked for cannot be done."""


class PlaceRefused(DirectoryError):
    """The folder of a place does not hold together; `problems` says where."""

    def __init__(self, sentence: str, problems: tuple = ()):
        super().__init__(sentence)
        self.problems = problems


class AccountRefused(DirectoryError):
    """An account cannot be opened, used or closed."""


class PostRefused(DirectoryError):
    """A post cannot be given or ended."""


class TokenRefused(DirectoryError):
    """A token cannot be made."""
