"""``{% once %}`` in a form that creates something: sent twice, it does so once."""

import secrets

from django import template

register = template.Library()


@register.inclusion_tag("ui/once.html", takes_context=True)
def once(context: template.Context) -> dict[str, str]:
    """A hidden field with a key nobody guesses; a form that comes back with a message keeps the one it had."""
    return {"key": context["request"].POST.get("once") or secrets.token_urlsafe(16)}
