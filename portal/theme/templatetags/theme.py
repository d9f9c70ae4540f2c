"""Every tag and filter of the theme in one library, built into all templates by the settings."""

from django import template

from portal.theme.templatetags import bars, charts, forms, icons, notices, states, steps, wayfinding, writing

register = template.Library()

for _module in (bars, charts, forms, icons, notices, states, steps, wayfinding, writing):
    register.tags.update(_module.register.tags)
    register.filters.update(_module.register.filters)
