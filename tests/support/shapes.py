"""Hypothesis strategies for every struct of the network, read from its annotations. Knows forms, no meaning."""

from __future__ import annotations

from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from juki.protocol.terms import AcquisitionNumber, Fugo, JuminhyoCode, MunicipalityCode, MyNumber, PartialDate
from juki.protocol.terms.codes import Digits

BODY_DIGITS = {JuminhyoCode: 10, MyNumber: 11, MunicipalityCode: 5, AcquisitionNumber: 17}
PLAIN = {
    str: st.text(max_size=12),
    int: st.integers(min_value=-(2**63), max_value=2**64 - 1),
    bytes: st.binary(max_size=40),
    bool: st.booleans(),
    date: st.dates(),
    Fugo: st.binary(min_size=16, max_size=16).map(Fugo.of_octets),
}


def digits(kind: type[Digits]) -> st.SearchStrategy[Digits]:
    """Every number of a kind, with its check digit."""
    places = BODY_DIGITS[kind]  # type: ignore[index] # the four kinds are all there
    return st.integers(min_value=0, max_value=10**places - 1).map(lambda body: kind.of_body(f"{body:0{places}d}"))


def partial_dates() -> st.SearchStrategy[PartialDate]:
    year, month, day = st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31)
    return st.one_of(
        st.just(PartialDate(0)),
        st.builds(PartialDate, year),
        st.builds(PartialDate, year, month),
        st.builds(PartialDate, year, month, day),
    )


def values(annotation: Any) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one return a kind of type
    """Every value that an annotation allows on the wire."""
    if get_origin(annotation) is Annotated:
        _, bounds = get_args(annotation)
        return st.integers(min_value=bounds.ge, max_value=bounds.lt - 1)
    if get_origin(annotation) in {Union, UnionType}:
        return st.one_of([values(part) for part in get_args(annotation)])
    if get_origin(annotation) is tuple:
        return st.lists(values(get_args(annotation)[0]), max_size=3).map(tuple)
    if annotation is NoneType:
        return st.none()
    if annotation is PartialDate:
        return partial_dates()
    if isinstance(annotation, type) and issubclass(annotation, Digits):
        return digits(annotation)
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return structs(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return PLAIN[getattr(annotation, "__supertype__", annotation)]


def structs(shape: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(shape, include_extras=True)
    return st.builds(shape, **{name: values(hints[name]) for name in shape.__struct_fields__})
