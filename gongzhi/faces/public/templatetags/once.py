"""``{% once %}`` in a form that creates something: sent twice, it does so once."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def once(context: template.Context) -> SafeString:
    """A hidden field with a key nobody guesses; a form that comes back with a message keeps the one it had."""
    key = context["request"].POST.get("once") or secrets.token_urlsafe(16)
    return format_html('<input type="hidden" name="once" value="{}">', key)
