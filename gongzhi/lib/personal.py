"""Personal fields are declared beside the model that holds them; a house rule finds those that are not."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Personal:
    """Why a personal field is kept and for how long (personal information law, art. 6 and 19).

    ``sensitive`` asks for separate consent and sealing; ``public`` says it may stand on a public page.
    """

    purpose: str | Promise
    retention: str | Promise
    sensitive: bool = False
    public: bool = False
