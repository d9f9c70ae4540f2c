"""The tables of people: accounts and the dated rights they hold."""

from .grant import Grant
from .user import User

__all__ = ["Grant", "User"]
