"""Pages of the admin site, filled as they stand and changed."""


def typed(client, address) -> dict:
    """What a browser would send back from the page, untouched."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.initial_forms]
    fields = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                fields[field.html_name] = "on" if value is True else value
    return fields


def edit(client, address, **changes):
    form = typed(client, address) | changes
    return client.post(address, {name: value for name, value in form.items() if value is not None})
