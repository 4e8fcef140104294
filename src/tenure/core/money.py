"""Money is integer minor units with its currency; rounding is half away from zero (rule R6)."""

from decimal import Decimal
from fractions import Fraction

# Currencies whose minor unit is not a hundredth (ISO 4217).
_WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
    GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD
    SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES
    VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)


def minor_exponent(currency: str) -> int:
    """Digits after the point: 2 for USD, 0 for JPY, 3 for KWD."""
    if currency in _WHOLE:
        return 0
    return 3 if currency in _THOUSANDTHS else 2


def round_half_away(value: Fraction) -> int:
    """The nearest integer, ties away from zero, as Excel ROUND and PostgreSQL numeric do."""
    sign = -1 if value < 0 else 1
    return sign * int((abs(value) * 2 + 1) // 2)


# Billing intervals in one month, as exact fractions: twelve of them give back the year (rule E1).
_PER_MONTH = {"day": Fraction(365, 12), "week": Fraction(52, 12), "month": Fraction(1), "year": Fraction(1, 12)}


def monthly_price(
    price_minor: int,
    interval: str,
    interval_count: int = 1,
    *,
    discount_minor: int = 0,
    discount_percent: Decimal | int = 0,
) -> Fraction:
    """The exact price a month after recurring discounts (rules E1 to E3); what does not recur (one_off) is 0.

    The percentage is taken off the price, then the fixed discount; less than nothing is nothing.
    """
    if interval == "one_off":
        return Fraction(0)
    net = price_minor * (1 - Fraction(discount_percent) / 100) - discount_minor
    return max(net, Fraction(0)) * _PER_MONTH[interval] / interval_count


def monthly_price_minor(
    price_minor: int,
    interval: str,
    interval_count: int = 1,
    *,
    discount_minor: int = 0,
    discount_percent: Decimal | int = 0,
) -> int:
    """`monthly_price` in whole minor units, rounded once, half away from zero (rule R6)."""
    return round_half_away(
        monthly_price(
            price_minor,
            interval,
            interval_count,
            discount_minor=discount_minor,
            discount_percent=discount_percent,
        )
    )
