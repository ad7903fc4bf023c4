"""Links by which a person sets a password: sent by e-mail, and shown to the administrator for handing over."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from lab.models import Employee


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
