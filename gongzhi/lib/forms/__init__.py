"""Forms that people get through: what was typed stays, and what is wrong is said in a sentence that tells how to mend
it, beside the question and at the top.

``{{ form }}`` draws the whole form, ``{{ field.as_field_group }}`` one question (templates/ui/form.html, field.html).
The fields are ours, because Django's own sentences are for programmers.
"""

from gongzhi.lib.forms.fields import (
    Clock,
    Code,
    Day,
    Name,
    OneOf,
    Phone,
    Pick,
    Secret,
    Several,
    Text,
    Tick,
    Upload,
    Whole,
)
from gongzhi.lib.forms.form import Answer, Filters, Form, Renderer

__all__ = [
    "Answer",
    "Clock",
    "Code",
    "Day",
    "Filters",
    "Form",
    "Name",
    "OneOf",
    "Phone",
    "Pick",
    "Renderer",
    "Secret",
    "Several",
    "Text",
    "Tick",
    "Upload",
    "Whole",
]
