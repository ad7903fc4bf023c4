"""Sizes of labels: on a roll, one after the other, or on a sheet, in columns and rows."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.fields import MillimetreField, WholeField
from common.finding import FoldedField, Found, NameKeyField

NARROWEST, WIDEST = Decimal(38), Decimal(150)
"""Narrower, and a scanner of the bench would not tell the bars apart."""

LOWEST, HIGHEST = Decimal(24), Decimal(150)
LEAST_SHEET, LARGEST_SHEET = Decimal(50), Decimal(500)
MOST_COLUMNS, MOST_ROWS = 10, 30


def within(name: str, least, most) -> models.Q:
    """The field lies between them."""
    return models.Q(**{f"{name}__gte": least, f"{name}__lte": most})


class LabelSize(Found):
    """How large a label is; of a sheet also how large that is, and where its labels stand."""

    name = models.CharField(gettext_lazy("name"), max_length=60, unique=True)
    position = WholeField(
        gettext_lazy("position"), default=0, help_text=gettext_lazy("The first is offered first.")
    )
    width = MillimetreField(gettext_lazy("width of a label, mm"))
    height = MillimetreField(gettext_lazy("height of a label, mm"))
    is_sheet = models.BooleanField(
        gettext_lazy("on sheets"),
        default=False,
        help_text=gettext_lazy("Otherwise on a roll, one behind the other."),
    )
    sheet_width = MillimetreField(gettext_lazy("width of the sheet, mm"), default=Decimal(210))
    sheet_height = MillimetreField(gettext_lazy("height of the sheet, mm"), default=Decimal(297))
    columns = WholeField(gettext_lazy("columns"), default=1)
    rows = WholeField(gettext_lazy("rows"), default=1)
    margin_left = MillimetreField(gettext_lazy("margin on the left, mm"), default=Decimal(0))
    margin_top = MillimetreField(gettext_lazy("margin at the top, mm"), default=Decimal(0))
    gap_across = MillimetreField(gettext_lazy("gap between columns, mm"), default=Decimal(0))
    gap_down = MillimetreField(gettext_lazy("gap between rows, mm"), default=Decimal(0))
    search_text = FoldedField(of=["name"])
    name_key = NameKeyField(of=["name"])

    class Meta:
        verbose_name = gettext_lazy("size of labels")
        verbose_name_plural = gettext_lazy("sizes of labels")
        ordering = ["position", "name_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=within("width", NARROWEST, WIDEST) & within("height", LOWEST, HIGHEST),
                name="a_label_can_be_read_and_stuck_on",
            ),
            models.CheckConstraint(
                condition=within("sheet_width", LEAST_SHEET, LARGEST_SHEET)
                & within("sheet_height", LEAST_SHEET, LARGEST_SHEET)
                & within("columns", 1, MOST_COLUMNS)
                & within("rows", 1, MOST_ROWS),
                name="a_sheet_of_labels_can_be_printed",
            ),
            models.CheckConstraint(
                condition=models.Q(margin_left__gte=0, margin_top__gte=0, gap_across__gte=0, gap_down__gte=0),
                name="labels_do_not_overlap",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def on_a_sheet(self) -> int:
        return self.columns * self.rows if self.is_sheet else 1

    def clean(self):
        """In words, each beside its field."""
        wrong: dict[str, str] = {}
        for name, least, most in (
            ("width", NARROWEST, WIDEST),
            ("height", LOWEST, HIGHEST),
            ("sheet_width", LEAST_SHEET, LARGEST_SHEET),
            ("sheet_height", LEAST_SHEET, LARGEST_SHEET),
            ("columns", 1, MOST_COLUMNS),
            ("rows", 1, MOST_ROWS),
        ):
            given = getattr(self, name)
            if given is not None and not least <= given <= most:
                wrong[name] = _("From %(least)s to %(most)s.") % {"least": least, "most": most}
        for name in ("margin_left", "margin_top", "gap_across", "gap_down"):
            given = getattr(self, name)
            if given is not None and given < 0:
                wrong[name] = _("Nothing here is less than 0.")
        if not wrong and self.is_sheet and None not in self._measures():
            wrong = self._off_the_sheet()
        if wrong:
            raise ValidationError(wrong)

    def _measures(self) -> list:
        return [getattr(self, field.name) for field in self._meta.concrete_fields if field.name != "id"]

    def _off_the_sheet(self) -> dict[str, str]:
        """Which side the labels stand over, and by how much."""
        across = self.margin_left + self.columns * self.width + (self.columns - 1) * self.gap_across
        down = self.margin_top + self.rows * self.height + (self.rows - 1) * self.gap_down
        wrong = {}
        if across > self.sheet_width:
            wrong["columns"] = _("The labels reach to %(reach)s mm; the sheet is %(size)s mm wide.") % {
                "reach": across,
                "size": self.sheet_width,
            }
        if down > self.sheet_height:
            wrong["rows"] = _("The labels reach to %(reach)s mm; the sheet is %(size)s mm high.") % {
                "reach": down,
                "size": self.sheet_height,
            }
        return wrong
