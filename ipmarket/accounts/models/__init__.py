from ipmarket.accounts.models.membership import Membership, PlatformRoleGrant
from ipmarket.accounts.models.organisation import Organisation
from ipmarket.accounts.models.user import User

__all__ = ["Membership", "Organisation", "PlatformRoleGrant", "User"]
