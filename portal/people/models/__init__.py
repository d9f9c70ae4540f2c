"""The tables of people: accounts, the dated rights they hold, and one-time ways into an account."""

from .access import Access
from .grant import Grant
from .user import User

__all__ = ["Access", "Grant", "User"]
