"""Invented names of companies and people. Syllables, so that they sound right and belong to nobody."""

import re
from functools import lru_cache

from tenure.demo.dice import Dice

_STARTS = (
    "Alder Amber Arden Ash Aster Bram Brae Briar Brindle Calder Cinder Clover Copper Corran Dapple Dell Drift "
    "Elder Ember Fallow Fen Fern Flint Gale Glen Gorse Halden Harrow Hazel Heather Heron Hollin Ivor Juniper Kest "
    "Kindle Lark Laurel Linden Lorn Maple Marl Merrin Mistle Moss Nettle Orrin Osier Pell Quarl Quill Rook Rowan "
    "Russet Sable Sedge Sorrel Tamar Tarn Teasel Thistle Umber Vale Wend Willow Wren Yarrow"
).split()
_ENDS = (
    "acre bank beck bourne bridge brook combe crest croft dale den field fold ford garth gate grove haven hollow "
    "hurst keld lea march mead mere mont moor mouth quay ridge rill scar shaw stead thwaite tor vane wick wold "
    "worth"
).split()
TRADES = {
    "Financial services": ("Capital", "Insurance", "Mutual", "Payments", "Ledger"),
    "Healthcare": ("Health", "Clinics", "Diagnostics", "Care", "Therapeutics"),
    "Manufacturing": ("Works", "Tooling", "Components", "Industries", "Castings"),
    "Retail": ("Outfitters", "Market", "Home", "Stores", "Provisions"),
    "Software": ("Systems", "Labs", "Software", "Data", "Cloudworks"),
    "Logistics": ("Freight", "Logistics", "Couriers", "Shipping", "Depots"),
    "Media": ("Media", "Press", "Studios", "Broadcast", "Pictures"),
    "Education": ("Learning", "Academy", "Schools", "Courses", "Institute"),
    "Energy": ("Energy", "Power", "Solar", "Grid", "Renewables"),
    "Professional services": ("Partners", "Advisory", "Consulting", "Associates", "Counsel"),
}
_FIRST = (
    "Ada Aisha Alba Alma Amara Anders Anika Anton Arjun Astrid Aurel Beatriz Bela Bruno Camille Carla Cedric "
    "Chiara Clara Cosmo Dalia Daniel Darya Diego Edith Elena Elias Emeka Enzo Esther Farah Felix Fiona Freya "
    "Gabriel Gita Greta Hana Hector Hugo Ibrahim Ines Ingrid Isaac Ivan Jada Jasper Joana Jonas Julia Kaito Karim "
    "Katja Keira Lars Leila Leon Lidia Linh Luca Maeve Malik Marta Mateo Mei Milan Mina Nadia Naomi Nils Noor "
    "Olga Omar Oscar Petra Priya Rafael Ravi Rosa Ruben Sana Sara Selma Simon Sofia Stefan Tara Theo Tomas Uma "
    "Vera Viktor Wanda Yara Yusuf Zoe"
).split()
_LAST = (
    "Abara Adler Almeida Anand Aragon Baptiste Barros Becker Bellamy Bergman Bianchi Blom Borges Brandt Calloway "
    "Castell Chandra Cole Correia Dahl Danso Delacroix Demir Diallo Dorsey Duarte Eklund Engel Eriksen Farrow "
    "Ferrand Figueroa Fischer Fontaine Forsberg Gallo Garrick Haddad Hale Hartmann Hassan Hayashi Holm Horvat "
    "Ibarra Iversen Jansen Joshi Kapoor Keller Khoury Kimura Kowal Kruger Lambert Larkin Leclerc Lindqvist Lopes "
    "Madsen Marchetti Marlow Mbeki Mendes Mercer Moreau Nakata Navarro Novak Nyberg Oduya Okafor Olsen Ortega "
    "Osei Pascal Pereira Petrov Quist Rahman Ramos Renner Rinaldi Rivera Roth Sandoval Santoro Sato Schreiber "
    "Serrano Silva Soler Stein Strand Suzuki Tanaka Tavares Thorne Toledo Urban Varga Vasquez Vidal Vogel Weber "
    "Winther Yamada Yilmaz Zeller"
).split()
PEOPLE = len(_FIRST) * len(_LAST)
_STEP = 1013  # shares no factor with PEOPLE, so neighbours in one account never bear the same name


class CompanyNames:
    """Hands out each name once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, dice: Dice, industry: str) -> str:
        name = f"{_root(dice)} {dice.pick(TRADES[industry])}"
        while name in self._taken:
            name = f"{_root(dice)} {_root(dice)} {dice.pick(TRADES[industry])}"
        return self.keep(name)

    def keep(self, name: str) -> str:
        if name in self._taken:
            raise ValueError(f"The name {name!r} was given before.")
        self._taken.add(name)
        return name

    def branch(self, dice: Dice, parent: str, places: tuple[str, ...]) -> str:
        """A daughter is called after its parent and the place; the second one in a place gets a town besides."""
        name = f"{parent} {dice.pick(places)}"
        while name in self._taken:
            name = f"{parent} {_root(dice)}"
        return self.keep(name)


def _root(dice: Dice) -> str:
    return dice.pick(_STARTS) + dice.pick(_ENDS)


def domain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()) + ".example"


@lru_cache(maxsize=PEOPLE)
def person(number: int) -> tuple[str, str]:
    """First and last name of the person with this number."""
    first, last = divmod(number % PEOPLE, len(_LAST))
    return _FIRST[first], _LAST[last]


def person_at(account: int, ordinal: int) -> str:
    return " ".join(person(account * 7919 + ordinal * _STEP))


def email(name: str, host: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{host}"
