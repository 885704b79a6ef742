"""What people are told about coming in."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.notices.notices import Notice, Recipient


class CodeAsked(Notice):
    """The six digits, to the telephone that asked. It never asks for money or numbers (trust.md A32)."""

    key = "people.code_asked"
    title = _("登录验证码")
    body = _("{code} 是您的登录验证码，10 分钟内有效。不是您本人要的，请不用理会，也不要告诉别人。")

    def __init__(self, number: str, code: str) -> None:
        self.number, self.code = number, code

    def audience(self) -> Iterable[Recipient]:
        return [Recipient(address=self.number)]

    def facts(self, recipient: Recipient) -> Mapping[str, object]:
        return {"code": self.code}
