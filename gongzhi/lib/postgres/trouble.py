"""What can go wrong with the database, said so that whoever typed the command can act on it."""


class Trouble(Exception):
    """The database cannot be used as things stand. The text is a sentence for the operator."""
