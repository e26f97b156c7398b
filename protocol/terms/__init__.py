"""Value types of the field. Everything here is frozen and checks itself at birth."""

from juki.protocol.terms.codes import JuminhyoCode, MunicipalityCode, MyNumber
from juki.protocol.terms.dates import PartialDate, wareki
from juki.protocol.terms.fugo import AcquisitionNumber, Fugo
from juki.protocol.terms.nodes import NodeId, Role, organisation_of, role_of
from juki.protocol.terms.people import Address, PersonName, Sex

__all__ = [
    "AcquisitionNumber",
    "Address",
    "Fugo",
    "JuminhyoCode",
    "MunicipalityCode",
    "MyNumber",
    "NodeId",
    "PartialDate",
    "PersonName",
    "Role",
    "Sex",
    "organisation_of",
    "role_of",
    "wareki",
]
