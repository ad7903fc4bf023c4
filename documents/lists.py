"""Document types and analytes, as lists."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.days import day_and_year
from common.lists import Column, Empty, ListTable, Sort, Viewer
from common.lists.asked import Asked
from common.lists.cells import Drawn, Plain
from common.lists.filters import choice, search, tick
from documents.models import Analyte, Discipline, DocumentType, DocumentTypeVersion, TypeKind

MEASURED, DERIVED = "measured", "derived"


@dataclass(frozen=True)
class TypeRow:
    """A document type with the version in force and the draft, each where there is one."""

    type: DocumentType
    in_force: DocumentTypeVersion | None = None
    draft: DocumentTypeVersion | None = None

    @property
    def pk(self) -> int:
        return self.type.pk


def _types_shown(types: Sequence[DocumentType], asked: Asked) -> list[TypeRow]:
    in_force: dict[int, DocumentTypeVersion] = {}
    drafts: dict[int, DocumentTypeVersion] = {}
    versions = DocumentTypeVersion.objects.filter(document_type__in=[row.pk for row in types]).defer("layout")
    for version in versions.order_by("number"):
        (drafts if version.published_at is None else in_force)[version.document_type_id] = version
    return [TypeRow(row, in_force.get(row.pk), drafts.get(row.pk)) for row in types]


def _force(row: TypeRow) -> str:
    if row.in_force is None:
        return ""
    said = {"number": row.in_force.number, "day": day_and_year(row.in_force.published_at)}
    return _now("Version %(number)s since %(day)s") % said


def _draft(row: TypeRow) -> str:
    return _now("Version %(number)s") % {"number": row.draft.number} if row.draft else ""


def _of_kind(rows: QuerySet, kind: str, viewer: Viewer) -> QuerySet:
    return rows.filter(operator="") if kind == MEASURED else rows.exclude(operator="")


TYPES = ListTable(
    name="documents:type_list",
    title=_("Document types"),
    nouns=ngettext_lazy("%(n)s document type", "%(n)s document types", "n"),
    rows=lambda viewer: DocumentType.objects.all(),
    shown=_types_shown,
    opens=lambda row: row.type.get_absolute_url(),
    usual_sort="name",
    sorts={"name": Sort("name_key")},
    columns=(
        Column(
            "name",
            _("Document type"),
            "type.name",
            Drawn(template="documents/types/_list_name.html"),
            fixed=True,
        ),
        Column("kind", _("Kind"), lambda row: row.type.get_kind_display()),
        Column("force", _("In force"), _force, Drawn(template="documents/types/_list_force.html")),
        Column("numbers", _("Numbers"), "type.number_mask", Plain("tabular nowrap")),
        Column("draft", _("Draft"), _draft),
    ),
    filters=(
        search(finds=_("Name of the type")),
        choice("kind", _("Kind"), TypeKind.choices, empty=_("All kinds")),
        tick("inactive", _("Also switched off"), unsaid=lambda rows, viewer: rows.filter(is_active=True)),
    ),
    empty=Empty(
        title=_("No document type yet"),
        text=_(
            "A document type says what a protocol, a conclusion or a prescription asks for, and how it is printed. "
            "Then documents of it are made in orders."
        ),
        icon="file-earmark-ruled",
        none_like_this=_("No document type is like this. Clear a filter, or search for a part of the name."),
        address="documents:type_new",
        action=_("New document type"),
        needs="edit_document_types",
    ),
    css="",
    templates={"above": "components/documents_tabs.html", "actions": "documents/types/_list_actions.html"},
    frame=lambda asked: {"here": "document types"},
)


def _holding_today(viewer: Viewer) -> Q:
    """Ranges that have begun and not ended."""
    begun = Q(ranges__valid_from__lte=viewer.today)
    return begun & (Q(ranges__ended_on__isnull=True) | Q(ranges__ended_on__gt=viewer.today))


def _analytes(viewer: Viewer) -> QuerySet:
    counted = Analyte.objects.annotate(range_count=Count("ranges", filter=_holding_today(viewer)))
    return counted.select_related("first", "second")


def _off(analyte: Analyte) -> Iterator[tuple[str, str]]:
    if not analyte.is_active:
        yield "", _now("switched off")


ANALYTES = ListTable(
    name="documents:analyte_list",
    title=_("Analytes"),
    nouns=ngettext_lazy("%(n)s analyte", "%(n)s analytes", "n"),
    rows=_analytes,
    opens=lambda analyte: analyte.get_absolute_url(),
    usual_sort="name",
    sorts={"name": Sort("name_key")},
    columns=(
        Column("name", _("Analyte"), cell=Plain("stack-head", opens=True, tags=_off), fixed=True),
        Column("code", _("Code"), cell=Plain("nowrap stack-side")),
        Column("unit", _("Unit"), cell=Plain("nowrap")),
        Column("discipline", _("Discipline"), lambda analyte: analyte.get_discipline_display()),
        Column("how", _("How"), lambda analyte: analyte.formula if analyte.is_derived else analyte.method),
        Column(
            "ranges",
            _("Ranges today"),
            "range_count",
            Drawn(template="documents/analytes/_range_count.html"),
            head="num",
        ),
    ),
    filters=(
        search(finds=_("Code or name")),
        choice("discipline", _("Discipline"), Discipline.choices),
        choice("kind", _("Kind"), [(MEASURED, _("Measured")), (DERIVED, _("Derived"))], _of_kind),
        tick(
            "off",
            _("Switched off"),
            lambda rows, said, viewer: rows.filter(is_active=False),
            unsaid=lambda rows, viewer: rows.filter(is_active=True),
        ),
    ),
    empty=Empty(
        title=_("No analytes yet"),
        text=_("Enter what is measured, then the ranges within which its results are expected."),
        icon="eyedropper",
        none_like_this=_(
            "No analyte is like this. Clear a filter, or search for a part of its name or code."
        ),
        address="documents:analyte_new",
        action=_("New analyte"),
        needs="edit_analytes",
    ),
    css="",
    templates={"above": "components/documents_tabs.html", "actions": "documents/analytes/_list_actions.html"},
    frame=lambda asked: {"here": "analytes"},
)
