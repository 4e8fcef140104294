import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.core.conditions import (
    EVERYTHING,
    All,
    AnyOf,
    Check,
    Condition,
    ConditionError,
    Field,
    Not,
    from_tree,
    parse,
)

FIELDS = {
    "segment": Field("segment", "text", "Segment"),
    "arr": Field("arr", "number", "ARR"),
    "renewal": Field("renewal", "date", "Renewal"),
    "referred": Field("referred", "flag", "Referred"),
    "tag": Field("tag", "many", "Tag"),
}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", {}),
        ("arr >= 90000", {"field": "arr", "op": "at_least", "value": 90000}),
        ("segment is empty", {"field": "segment", "op": "empty"}),
        ("segment is not empty", {"field": "segment", "op": "not_empty"}),
        ('segment not in ("A", B)', {"field": "segment", "op": "not_in", "value": ["A", "B"]}),
        ("renewal <= 2026-12-31", {"field": "renewal", "op": "at_most", "value": "2026-12-31"}),
        (
            'segment = "A" and (arr > 1.5 or referred = yes)',
            {
                "all": [
                    {"field": "segment", "op": "is", "value": "A"},
                    {
                        "any": [
                            {"field": "arr", "op": "above", "value": 1.5},
                            {"field": "referred", "op": "is", "value": True},
                        ]
                    },
                ]
            },
        ),
        ("not tag = vip", {"not": {"field": "tag", "op": "is", "value": "vip"}}),
    ],
)
def test_text_and_tree_say_the_same(text: str, tree: dict[str, object]) -> None:
    condition = parse(text, FIELDS)
    assert condition.tree() == tree
    assert from_tree(tree, FIELDS) == condition
    assert parse(condition.text(), FIELDS) == condition


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("colour = red", "'colour' is not a field"),
        ("arr contains 5", "ARR cannot be asked with 'contains'"),
        ("arr = much", "ARR: 'much' is not a number"),
        ("renewal > soon", "not a date"),
        ("(arr = 1", "not closed"),
        ("arr = 1 segment", "Did not expect 'segment' at character 9"),
        ("arr =", "Expected a value"),
        ('segment = "open', "Cannot read the condition"),
    ],
)
def test_a_wrong_text_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ConditionError, match=sentence.replace("(", r"\(")):
        parse(text, FIELDS)


@pytest.mark.parametrize("tree", [{"all": 1}, {"any": []}, {"field": "arr"}, {"all": [], "any": []}, {"x": 1}])
def test_a_wrong_tree_is_refused(tree: dict[str, object]) -> None:
    with pytest.raises(ConditionError):
        from_tree(tree, FIELDS)


def test_a_tree_too_deep_is_refused() -> None:
    tree: dict[str, object] = {"field": "arr", "op": "is", "value": 1}
    for _ in range(10):
        tree = {"not": tree}
    with pytest.raises(ConditionError, match="nested"):
        from_tree(tree, FIELDS)


_tests = st.one_of(
    st.builds(lambda v: Check("segment", "is", v), st.text(st.characters(codec="utf-8", exclude_categories=["C"]))),
    st.builds(lambda v: Check("arr", "at_least", v), st.integers(-(10**9), 10**9)),
    st.builds(lambda v: Check("renewal", "below", v), st.dates()),
    st.builds(lambda v: Check("referred", "is", v), st.booleans()),
)
_conditions: st.SearchStrategy[Condition] = st.recursive(
    _tests,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)


@given(_conditions)
def test_a_tree_comes_back_as_it_went(condition: Condition) -> None:
    assert from_tree(condition.tree(), FIELDS) == condition


@given(_conditions)
def test_the_text_means_the_same(condition: Condition) -> None:
    again = parse(condition.text(), FIELDS)
    assert list(again.tests()) == list(condition.tests())


def test_everything_holds_for_all() -> None:
    assert from_tree({}, FIELDS) == EVERYTHING == parse("  ", FIELDS)
