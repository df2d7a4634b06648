"""Descriptions into nodes, and nodes kept over renders: dom.js."""

from collections.abc import Callable
from typing import Any

import pytest

Patch = Callable[[str], Any]


@pytest.fixture
def patch(js: Callable[..., Any]) -> Patch:
    """Runs a script with `h`, `render(...descriptions)` and the `root` they go into."""
    code = """({ h, patch }) => {
        const root = document.createElement("div");
        document.body.append(root);
        const render = (...wanted) => patch(root, wanted);
        try { %s } finally { root.remove(); }
    }"""
    return lambda script: js("dom.js", code % script)


def test_text_is_never_markup(patch: Patch) -> None:
    assert patch(
        "render(h('p', null, '<img src=x onerror=1>')); return [root.textContent, root.querySelector('img')];"
    ) == [
        "<img src=x onerror=1>",
        None,
    ]


def test_a_node_with_the_same_tag_and_key_is_kept(patch: Patch) -> None:
    script = """render(h('p', { key: 'a' }), h('p', { key: 'b' })); const [a, b] = root.children;
        render(h('p', { key: 'b' }), h('p', { key: 'a' })); return root.children[0] === b && root.children[1] === a;"""
    assert patch(script) is True


def test_removing_the_first_of_many_moves_none_of_the_others(patch: Patch) -> None:
    script = """const list = (...keys) => render(...keys.map((key) => h('p', { key })));
        list('a', 'b', 'c'); let moved = 0;
        const { insertBefore } = root;
        root.insertBefore = (...given) => { moved += 1; return insertBefore.apply(root, given); };
        root.moveBefore = root.insertBefore; list('b', 'c'); return moved;"""
    assert patch(script) == 0


def test_typing_and_focus_survive_a_render(patch: Patch) -> None:
    script = """const form = (more) => render(more && h('p', null, more), h('input', { id: 'x' }));
        form(); const input = root.querySelector('input'); input.focus(); input.value = 'typed'; form('new line above');
        return [document.activeElement === input, root.querySelector('input').value];"""
    assert patch(script) == [True, "typed"]


def test_what_is_no_longer_wanted_goes(patch: Patch) -> None:
    script = """render(h('p', { class: 'x', onclick: () => {}, style: { '--a': '1' }, disabled: true }, 'a', 'b'));
        render(h('p', {}, 'a')); const p = root.firstChild;
        return [p.getAttribute('class'), p.onclick, p.style.length, p.textContent];"""
    assert patch(script) == [None, None, 0, "a"]


def test_nothing_false_or_empty_is_shown_but_zero_is(patch: Patch) -> None:
    assert patch("render(h('p', null, null, false, undefined, '', 0, [[['x']]])); return root.textContent;") == "0x"


def test_a_select_takes_a_value_that_comes_with_its_options(patch: Patch) -> None:
    script = """const options = ['a', 'b'].map((value) => h('option', { key: value, value }, value));
        render(h('select', { value: 'b' }, options));
        return root.firstChild.value;"""
    assert patch(script) == "b"


def test_drawings_are_drawn_in_their_own_namespace(patch: Patch) -> None:
    assert patch(
        "render(h('svg', null, h('path', { d: 'M0 0' }))); return root.querySelector('path') instanceof SVGElement;"
    )


def test_a_custom_element_has_its_properties_when_it_is_connected(patch: Patch) -> None:
    script = """let seen;
        const name = 'y-' + Math.random().toString(36).slice(2);
        customElements.define(name, class extends HTMLElement { connectedCallback() { seen = this.box; } });
        render(h(name, { box: { a: 1 } })); return seen;"""
    assert patch(script) == {"a": 1}


def test_an_attribute_equal_to_the_default_property_is_still_set(patch: Patch) -> None:
    script = "render(h('h2', { tabindex: '-1' }, 'x')); root.firstChild.focus(); return document.activeElement.tagName;"
    assert patch(script) == "H2"
