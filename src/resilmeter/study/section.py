"""Base of all sections of the study file."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Base of all sections: frozen, typos refused, documented by the sentence under each key."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
