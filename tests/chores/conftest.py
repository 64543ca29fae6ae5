"""Chores follow what phones send: the same phones as at their door."""

from tests.sync.conftest import phone, phone_of

__all__ = ["phone", "phone_of"]
