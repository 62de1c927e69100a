"""The form of a member of staff: a name, a post, the roles, the window she sits at."""

from dataclasses import dataclass, replace

from domain.glyphs import undrawable_sentence
from domain.names import check_name, normalise_name
from domain.people_rules import length_fault
from domain.permissions import Role, check_roles
from domain.tables import limit
from domain.text import single_line


@dataclass(frozen=True, kw_only=True)
class OperatorForm:
    """A member of staff as typed. Two of one name are allowed: the post and the window tell them apart."""

    name: str = ""
    post: str = ""
    roles: frozenset[Role] = frozenset()
    window: str = ""


def tidy_operator(form: OperatorForm) -> OperatorForm:
    """The form as it is stored."""
    return replace(
        form,
        name=normalise_name(form.name),
        post=single_line(form.post),
        window=single_line(form.window),
        roles=frozenset(form.roles),
    )


def check_operator(form: OperatorForm) -> dict[str, str]:
    """What keeps the form from being saved: field ("name", "post", "window", "roles") → Chinese sentence."""
    form = tidy_operator(form)
    found = {"name": check_name(form.name).message, "roles": check_roles(form.roles)}
    if not form.name:
        found["name"] = "还没有姓名。请填写，会印在回执和文书的经办人一栏。"
    for field in ("post", "window"):
        text = getattr(form, field)
        found[field] = length_fault(text, limit(field)) or undrawable_sentence(text)
    return {field: sentence for field, sentence in found.items() if sentence}
