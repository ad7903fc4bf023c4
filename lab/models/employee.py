"""The people of the laboratory. An employee without a login has an unusable password."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.finding import FoldedField, Found, FoundQuerySet, NameKeyField
from lab.roles import Role


def initials_of(name: str) -> str:
    """At most two letters."""
    return "".join(part[0] for part in name.split()[:2]).upper()


class EmployeeQuerySet(FoundQuerySet):
    """Questions asked of the staff."""

    def people(self):
        """Everybody but the service account, those who left included."""
        return self.filter(is_service_account=False)

    def working(self):
        return self.people().filter(is_active=True)

    def administrators(self):
        """Those who can log in as administrators: with the role, still here, and with a password."""
        holders = RoleGrant.objects.filter(role=Role.ADMINISTRATOR).values("employee")
        return self.working().filter(pk__in=holders).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def performers(self):
        """Those who may be put on a task: technicians and reviewers still with the laboratory."""
        holders = RoleGrant.objects.filter(role__in=[Role.TECHNICIAN, Role.REVIEWER]).values("employee")
        return self.working().filter(pk__in=holders)


class EmployeeManager(BaseUserManager.from_queryset(EmployeeQuerySet)):
    """Makes employees."""

    def create_user(self, username, password=None, *, roles=(), **fields):
        employee = self.model(username=self.model.normalize_username(username), **fields)
        employee.set_password(password)
        employee.save(using=self._db)
        RoleGrant.objects.bulk_create([RoleGrant(employee=employee, role=role) for role in roles])
        return employee

    def create_superuser(self, username, password=None, **fields):
        """For the ``createsuperuser`` command: an employee with the administrator's role."""
        fields.setdefault("name", username)
        return self.create_user(username, password, roles=[Role.ADMINISTRATOR], **fields)

    def get_by_natural_key(self, username):
        """Who logs in by that name, however it was capitalised."""
        return self.get(username=self.model.normalize_username(username))

    def system(self):
        """The named service account in whose name jobs and commands act; it can never log in."""
        employee, _made = self.get_or_create(
            username="system",
            defaults={"name": "Labsite", "is_active": False, "is_service_account": True, "password": "!"},
        )
        return employee


class Employee(Found, AbstractBaseUser):
    """A person of the laboratory, and the user of this product."""

    username = models.CharField(
        _("login"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    position = models.CharField(_("position"), max_length=100, blank=True)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Switch off instead of deleting: the person can no longer log in."),
    )
    is_service_account = models.BooleanField(_("service account"), default=False, editable=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    link_epoch = models.PositiveIntegerField(default=0, editable=False)
    letter = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("The last letter to this person, as background work."),
    )
    search_text = FoldedField(of=["name", "username", "email", "phone", "position"], numbers=["phone"])
    name_key = NameKeyField(of=["name"])

    PARTS = ("role_grants",)

    objects = EmployeeManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["name_key", "pk"]
        indexes = [models.Index(fields=["name_key"], name="employee_by_name")]

    def __str__(self):
        return self.name

    @classmethod
    def normalize_username(cls, username):
        """Names to log in with are kept in small letters: telephones capitalise the first one unasked."""
        return super().normalize_username(username).lower()

    def end_sessions(self) -> None:
        """Whoever is logged in as this person has to log in again; the caller saves ``session_epoch``."""
        self.session_epoch += 1

    def end_links(self) -> None:
        """No link for setting a password that was handed out before opens any more; the caller saves."""
        self.link_epoch += 1

    def _get_session_auth_hash(self, secret=None):
        """Django compares this at every request: a new password or a new epoch ends the older sessions."""
        salt = "lab.Employee.session"
        return salted_hmac(
            salt, f"{self.password}:{self.session_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """At most two letters, for narrow places such as the status strip."""
        return initials_of(self.name)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles held now; read once for each request, because each request loads the person anew."""
        return self.roles_held() if self.is_active else frozenset()

    def roles_held(self) -> frozenset[str]:
        """Roles as the database has them; those who left keep theirs for the day they come back."""
        return frozenset(grant.role for grant in self.role_grants.all())

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in Role if role in self.roles]

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def is_staff(self) -> bool:
        """Django's name for: may open the admin site."""
        return self.is_administrator

    def has_perm(self, perm, obj=None) -> bool:
        """Django admin asks this; what it may write is decided by each ModelAdmin."""
        return self.is_administrator

    def has_perms(self, perm_list, obj=None) -> bool:
        return self.is_administrator

    def has_module_perms(self, app_label) -> bool:
        return self.is_administrator


class RoleGrant(models.Model):
    """One role held by one employee."""

    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["employee", "role"], name="a_role_is_held_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self):
        return self.get_role_display()
