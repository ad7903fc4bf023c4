"""How Django draws fields, on our pages and in the admin site alike: so that no browser spoils what is typed."""

from django.forms.renderers import DjangoTemplates

from common.form_words import HouseBoundField


class FieldRenderer(DjangoTemplates):
    """Leaves out what browsers take as a reason to lose signs; the form says what is wrong, and keeps it."""

    bound_field_class = HouseBoundField

    def render(self, template_name, context, request=None):
        if "widget" in context:
            _spare(context["widget"])
        return super().render(template_name, context, request)


def _spare(widget: dict) -> None:
    """No ``maxlength``: it cuts off what is pasted without a word, and counts other lengths than people and the server
    do. No box for numbers: it sends nothing of what it does not take for one.
    """
    widget["attrs"].pop("maxlength", None)
    if widget.get("type") == "number":
        widget["type"] = "text"
        widget["attrs"].setdefault("inputmode", "numeric")
    for part in widget.get("subwidgets", ()):
        if "attrs" in part:
            _spare(part)
