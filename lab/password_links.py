"""Links by which a person sets a password: sent by e-mail, and shown to the administrator for handing over."""

from smtplib import SMTPException

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from lab.models import Employee, LabSettings


class _PasswordTokens(PasswordResetTokenGenerator):
    """A token dies with its use (the password changes), with the next log-in, a new address, a newer link, and when
    the person is let go: coming back wakes none of them up."""

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)}{user.link_epoch}"


tokens = _PasswordTokens()


def password_link(employee: Employee) -> str:
    """The address, without host, at which the person sets a password within three days."""
    uid = urlsafe_base64_encode(force_bytes(employee.pk))
    return reverse("lab:set_password", args=[uid, tokens.make_token(employee)])


def owner_of_link(uid: str) -> Employee | None:
    """Whom a link was made for, if that person may still log in."""
    try:
        return Employee.objects.working().get(pk=urlsafe_base64_decode(uid).decode())
    except (ValueError, OverflowError, Employee.DoesNotExist):
        return None


def send_password_link(employee: Employee, address: str) -> bool:
    """Send the full address to the person; False where there is no e-mail address or the mail did not leave."""
    if not employee.email:
        return False
    laboratory = LabSettings.load().name
    subject = _("Your access to %(laboratory)s") % {"laboratory": laboratory}
    words = {
        "name": employee.name,
        "laboratory": laboratory,
        "username": employee.username,
        "address": address,
    }
    try:
        send_mail(subject, _letter() % words, None, [employee.email])
    except (OSError, SMTPException):
        return False
    return True


def _letter() -> str:
    return _(
        "Hello %(name)s,\n\n"
        "%(laboratory)s invites you to set a password. Open this address within three days:\n\n"
        "%(address)s\n\n"
        "Then log in as %(username)s. If you did not expect this letter, leave the address unopened.\n"
    )
