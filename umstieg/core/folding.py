"""Templates in which everything that is the same on every page is already text: translated words, addresses of static
files, icons.

A page is made of some hundred such pieces, and to make each of them anew takes longer than all that differs. The
loader keeps each template once per language and, when it reads one, renders the nodes that depend on nothing but the
language. Nothing changes for whoever writes templates (see docs/adr/0016).
"""

from django.template import Context, Node, NodeList, TemplateDoesNotExist
from django.template.base import FilterExpression, TextNode, TokenType, Variable
from django.template.defaulttags import AutoEscapeControlNode, IfNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders.base import Loader as BaseLoader
from django.template.loaders.cached import Loader as CachedLoader
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch
from django.utils.translation import get_language

from .addresses import address, takes

MOST_IDS = 2
PURE_TAGS = "umstieg.core.templatetags.ui"  # its simple tags depend on nothing but their arguments


class Loader(CachedLoader):
    """The cached loader, with a folded copy of each template for each language."""

    def cache_key(self, template_name, skip=None):
        return f"{get_language()}:{super().cache_key(template_name, skip)}"

    def get_template(self, template_name, skip=None):
        """Kept only when it is whole: another thread must not render what is being folded."""
        key = self.cache_key(template_name, skip)
        found = self.get_template_cache.get(key)
        if found is None:
            try:
                found = BaseLoader.get_template(self, template_name, skip)
                fold(found.nodelist, found)
            except TemplateDoesNotExist:
                found = TemplateDoesNotExist
            self.get_template_cache[key] = found
        if found is TemplateDoesNotExist:
            raise TemplateDoesNotExist(template_name)
        return found


class FoldedUrl(Node):
    """`{% url "…" id %}`, for the kinds of ids that `address` knows; for others what Django makes of it."""

    child_nodelists = ()

    def __init__(self, node):
        self.node, self.name = node, node.view_name.var

    def render(self, context):
        ids = [one.resolve(context) for one in self.node.args]
        if not all(map(takes, ids)):
            return self.node.render(context)
        try:
            found = address(self.name, *ids)
        except NoReverseMatch:
            return self.node.render(context)
        if self.node.asvar:
            context[self.node.asvar] = found
            return ""
        return found


class Assigned(Node):
    """`{% translate "…" as name %}` and the like, whose value is known."""

    def __init__(self, name, value):
        self.name, self.value = name, value

    def render(self, context):
        context[self.name] = self.value
        return ""


def fold(nodes: NodeList, template) -> None:
    """Replace what is constant in these nodes and all below them by text, and join texts that stand side by side."""
    folded = []
    for node in nodes:
        node = _constant(node, template) or node
        for below in _below(node):
            fold(below, template)
        if isinstance(node, TextNode) and folded and isinstance(folded[-1], TextNode):
            folded[-1] = TextNode(folded[-1].s + node.s)
        else:
            folded.append(node)
    nodes[:] = folded


def _below(node) -> list[NodeList]:
    """The lists of nodes inside a node; none where words may be translated or escaped in another way than outside."""
    if isinstance(node, LanguageNode | AutoEscapeControlNode):
        return []
    if isinstance(node, IfNode):  # its branches are not among its child_nodelists
        return [branch for _condition, branch in node.conditions_nodelists]
    return [below for name in node.child_nodelists if (below := getattr(node, name, None))]


def _constant(node, template) -> Node | None:
    """What a node comes to that depends on nothing but the language; None if it depends on more."""
    if isinstance(node, URLNode):
        is_short = _is_constant(node.view_name) and not node.kwargs and len(node.args) <= MOST_IDS
        return FoldedUrl(node) if is_short else None
    name = _assigns(node)
    if name is None:
        return None
    context = Context()
    with context.bind_template(template):
        text = node.render(context)
        return Assigned(name, context[name]) if name else TextNode(text)


def _assigns(node) -> str | None:
    """The name that a constant node assigns to, "" if it is shown in its place; None if it is not constant."""
    if isinstance(node, TranslateNode):
        if not node.noop and _is_literal(node.filter_expression) and _is_constant(node.message_context):
            return node.asvar or ""
    elif isinstance(node, BlockTranslateNode):
        words_only = all(token.token_type == TokenType.TEXT for token in node.singular)
        if words_only and not (node.extra_context or node.plural) and _is_constant(node.message_context):
            return node.asvar or ""
    elif isinstance(node, StaticNode):
        if _is_constant(node.path):
            return node.varname or ""
    elif _is_pure(node) and all(map(_is_constant, (*node.args, *node.kwargs.values()))):
        return node.target_var or ""
    return None


def _is_pure(node) -> bool:
    return isinstance(node, SimpleNode) and node.func.__module__ == PURE_TAGS and not node.takes_context


def _is_constant(expression: FilterExpression | None) -> bool:
    return expression is None or (not expression.is_var and not expression.filters)


def _is_literal(expression: FilterExpression) -> bool:
    """A literal that `{% translate %}` has turned into a variable, so that it can mark it as to be translated."""
    return isinstance(expression.var, Variable) and expression.var.lookups is None and not expression.filters
