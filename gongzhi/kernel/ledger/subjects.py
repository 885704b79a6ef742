"""How the journal names what it speaks of: a kind and an id."""

from django.db.models import Model

Pair = tuple[str, int]
Subject = Model | Pair


def pair(subject: Subject) -> Pair:
    """``("people.person", 7)`` for an instance; a pair stays as it is. Raises ValueError for an unsaved one."""
    if not isinstance(subject, Model):
        return subject
    if subject.pk is None:
        raise ValueError(f"{subject._meta.label} is recorded after it is saved, not before")
    return subject._meta.label_lower, subject.pk
