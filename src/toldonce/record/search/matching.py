"""Whether a resource meets a criterion: the exact answer, from its body. Tokens only find candidates."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from toldonce.codes.fhir.definitions import SearchParameter
from toldonce.record.search.comparing import (
    Test,
    addresses,
    date_test,
    leads_to,
    near_test,
    number_test,
    quantity_test,
    reference_test,
    sound_test,
    string_test,
    token_test,
    uri_test,
)
from toldonce.record.search.criteria import Criterion, Missing, Parts, Value
from toldonce.record.search.expressions import Branch, branches, parameter_branches
from toldonce.record.search.reading import component_parameter

Json = Mapping[str, Any]
Matches = Callable[[Json], bool]


def matches(criterion: Criterion) -> Matches:
    """A function that says whether a resource meets the criterion."""
    if criterion.modifier == "missing":
        return _missing(criterion)
    if criterion.parameter.type == "composite":
        found = [_composite(criterion, value) for value in criterion.values]
        return lambda resource: any(test(resource) for test in found)
    pairs = [
        (_values(branch), _any_test(criterion.parameter, criterion.modifier, criterion.values, branch))
        for branch in parameter_branches(criterion.rtype, criterion.code)
    ]
    if criterion.modifier == "not":
        return lambda resource: not any(test(value) for read, test in pairs for value in read(resource))
    return lambda resource: any(test(value) for read, test in pairs for value in read(resource))


def _values(branch: Branch) -> Callable[[Json], list]:
    """The values of a branch; where it asks for references to one type, those only."""
    read = branch.reader()
    if not branch.target:
        return read
    return lambda resource: [value for value in read(resource) if leads_to(branch.target, value)]


def _missing(criterion: Criterion) -> Matches:
    wanted = {value.is_missing for value in criterion.values if isinstance(value, Missing)}
    readers = [_values(branch) for branch in parameter_branches(criterion.rtype, criterion.code)]
    return lambda resource: (not any(read(resource) for read in readers)) in wanted


def _any_test(parameter: SearchParameter, modifier: str, values: tuple[Value, ...], branch: Branch) -> Test:
    tests = [_test(parameter, modifier, value, branch) for value in values]
    if len(tests) == 1:
        return tests[0]
    return lambda value: any(test(value) for test in tests)


def _test(parameter: SearchParameter, modifier: str, asked: Any, branch: Branch) -> Test:
    match parameter.type:
        case "token":
            return token_test(asked, branch)
        case "string":
            is_phonetic = parameter.code == "phonetic" and branch.type == "HumanName"
            return sound_test(asked, branch) if is_phonetic else string_test(asked, branch, modifier)
        case "reference":
            return reference_test(asked, branch)
        case "date":
            return date_test(asked, branch)
        case "number":
            return number_test(asked, branch)
        case "quantity":
            return quantity_test(asked, branch)
        case "uri":
            return uri_test(asked, branch, modifier)
        case "special":
            return near_test(asked, branch)
    raise AssertionError(f"no value of a {parameter.type} parameter can be built")


def _composite(criterion: Criterion, asked: Value) -> Matches:
    """All parts must hold of one and the same element."""
    assert isinstance(asked, Parts)
    wholes = [
        (whole.reader() if whole.steps else lambda resource: [resource], _part_tests(criterion, whole, asked))
        for whole in parameter_branches(criterion.rtype, criterion.code)
    ]
    return lambda resource: any(
        all(test(resource, element) for test in tests) for read, tests in wholes for element in read(resource)
    )


def _part_tests(criterion: Criterion, whole: Branch, asked: Parts) -> list[Callable[[Json, Json], bool]]:
    return [
        _part_test(component_parameter(criterion.rtype, component.code), component.expression, whole, value)
        for component, value in zip(criterion.parameter.components, asked.parts, strict=True)
    ]


def _part_test(
    parameter: SearchParameter, expression: str, whole: Branch, asked: Value
) -> Callable[[Json, Json], bool]:
    found = [
        (branch.from_resource, branch.reader(), _test(parameter, "", asked, branch))
        for branch in branches(whole.type, expression)
    ]
    return lambda resource, element: any(
        test(value)
        for from_resource, read, test in found
        for value in read(resource if from_resource else element)
    )


def references_in(resource: Json, rtype: str, code: str) -> Iterator[str]:
    """Where a reference parameter of a resource leads."""
    for branch in parameter_branches(rtype, code):
        for value in _values(branch)(resource):
            yield from addresses(value, branch)
