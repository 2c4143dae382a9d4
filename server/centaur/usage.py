"""What is asked for in a way that cannot be meant, as opposed to what cannot be done now."""


class WrongUsageError(ValueError):
    """The command line ends with 2 for this, with 1 for other errors; the message says what is right."""
