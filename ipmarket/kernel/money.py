"""Money: integer minor units and a currency in one value. There is no float here, and no conversion between currencies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ipmarket.kernel.errors import InvalidInput, KernelErrorCode

# Number of digits after the decimal point, ISO 4217 list one; every currency of this table that is not named below has two.
_EXPONENTS_OTHER_THAN_TWO: Final[dict[str, int]] = {
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0, "VND": 0, "VUV": 0,
    "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
_TWO_DIGITS: Final[str] = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP "
    "DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR "
    "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB "
    "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW"
)
EXPONENTS: Final[dict[str, int]] = dict.fromkeys(_TWO_DIGITS.split(), 2) | _EXPONENTS_OTHER_THAN_TWO


def exponent(currency: str) -> int:
    """Return how many decimal digits the currency has. Raises InvalidInput for a code that is not in use."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise InvalidInput(
            f"{currency!r} is not a currency code in use.", code=KernelErrorCode.UNKNOWN_CURRENCY, params={"currency": currency}
        ) from None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency's smallest unit: 1,050 and "HKD" are ten dollars and fifty cents."""

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.amount_minor, bool) or not isinstance(self.amount_minor, int):
            raise TypeError("Money counts whole minor units; a float or a decimal would hide a rounding.")
        exponent(self.currency)

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise InvalidInput(
                f"{self.currency} and {other.currency} cannot be added or compared.",
                code=KernelErrorCode.CURRENCY_MISMATCH,
                params={"left": self.currency, "right": other.currency},
            )

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount_minor < other.amount_minor

    def __le__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount_minor <= other.amount_minor

    def major(self) -> Decimal:
        """Return the amount in major units, exact, for display only."""
        return Decimal(self.amount_minor).scaleb(-exponent(self.currency))
