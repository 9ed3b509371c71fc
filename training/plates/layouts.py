"""How plates are set, country by country, after the public standards and what streets show; simplified, with chance where a standard leaves room.

A pattern: 9 digit, A letter, space gap, - dash, . dot, * seal or emblem, | upright line, [ ] smaller signs, ( ) lower ones on the same base line, =X the sign X itself, ~ a word of the
background that is not part of the number, / second row. { / } small things above one another: in it ^ is a flag and ~ a country's mark that is not part of the number. What stands
in a pattern as 9, A or =X is the text a reader must give, left to right, top to bottom.
"""
from dataclasses import dataclass, field

ALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NO_IO = "ABCDEFGHJKLMNPRSTUVWXYZ"
RU = "ABEKMHOPCTYX"
SPARED = 0.75  # of the draws of a rare letter


@dataclass(frozen=True)
class Country:
    code: str
    share: float
    patterns: tuple
    letters: str = ALL
    band: str = ""          # "eu": dark band left with white letters, "flag": flag and letters left, "": none
    ratio: tuple = (4.5, 4.8)
    tall_patterns: tuple = ()
    tall_ratio: tuple = (1.3, 1.6)
    tall_share: float = 0.0
    looks: tuple = ("light",)
    words: float = 0.0      # chance of words above and below
    rare: str = ""          # letters that most of its series leave out for being taken for digits
    bar: float = 0.0        # how often its 1 is a bare stroke and its 0 the letter O
    two: tuple = field(default=())  # two-digit numbers that a place code is drawn from


COUNTRIES = (
    Country("KZ", 14, ("999 AAA|[99]", "999 AAA|[99]", "999 AAA|[99]", "999 AAA|[99]", "999 (AAA)|[99]", "999 (AAA)|[99]", "999(AAA)|[99]", "999 AA|[99]", "999 (AA)|[99]", "A 9999|[99]", "AA 9999|[99]"), ALL, "flag", tall_patterns=("999/AAA [99]", "999 AA/[99]"), tall_share=0.15, looks=("light", "light", "light", "yellow", "dark"), rare="I"),
    Country("KZ", 2, ("A 999 AAA", "A 999 AA", "A999 AAA"), ALL, "flag"),
    Country("RU", 6, ("(A)999(AA)|{99/~^}", "(A)999(AA)|{999/~^}", "(A)999(AA)|{99/^}", "(A)999(AA)| {99/~^} "), RU, "", looks=("light", "light", "light", "dark")),
    Country("RU", 4, ("(A)999(AA)|[99]", "(A)999(AA)|[999]", "(A)999(AA)|[99]", "(A)999(AA)|[999]", "A999AA|[99]"), RU, "", tall_patterns=("(A)999/(AA)[99]", "(A) 999/(AA) [999]", "9999/(AA) [99]"), tall_share=0.12, looks=("light", "light", "light", "dark")),
    Country("RU", 2, ("(AA)999|[99]", "(AA)9999|[99]", "9999(AA)|[99]", "999(A)|[99]", "(AA)999(A)|[99]"), RU, "", looks=("light", "yellow", "dark")),
    Country("UZ", 5, ("[99]|A 999 AA", "[99]|A 999 AA", "[99]|999 AAA", "[99]|999 AAA", "[99]|9999 AA", "[99]|999 AA", "[99]|A 999999"), ALL, "", tall_patterns=("[99] A/999AA", "99 999/AAA"), tall_share=0.1, looks=("light", "light", "green")),
    Country("KG", 6, ("{99/^=K=G}|999 AAA", "{99/^=K=G}|999 AA", "[99]{^/=K=G}|999 AAA", "{99/=K=G^}|999 AAA", "{99/^=K=G}|999AAA", "{99/=K=G}|9999 A"), ALL, "", looks=("light", "light", "light", "yellow")),
    Country("KG", 3, ("[99]=K=G|999 AAA", "[99][=K=G] 999 AAA", "[99] =K=G 999 AA"), ALL, "", tall_patterns=("99=K=G/999AAA",), tall_share=0.1),
    Country("KG", 2, ("A 9999 A", "A 9999 AA", "A9999AA"), ALL, "flag"),
    Country("TJ", 5, ("9999 AA|[99]", "9999AA [99]", "9999 AA [99]", "{^/~}|9999 AA|[99]", "999 AA|[99]"), ALL, "", tall_patterns=("9999/AA [99]",), tall_share=0.1),
    Country("TM", 3, ("AA 9999 AA", "AA9999AA", "A 9999 =A=G"), ALL, "flag", tall_patterns=("AA/9999AA",), tall_share=0.1, looks=("light", "green")),
    Country("EU", 10, ("AA*AA 999", "A*AA 9999", "AA*A 9999", "AAA*A 999", "A*A 999", "A*AA 99", "AA*AA 99", "AAA*AA 99", "A*AA 999"), ALL, "eu", tall_patterns=("AA*/AA 99", "A*/AA 999", "AAA*/A 99"), tall_share=0.08, rare="Q"),
    Country("EU", 12, ("AA 999 AA", "AA-999-AA", "AA 99999", "AAA 9999", "AAA 999", "AAA-999", "9A9 9999", "9A9*9999", "AA*999AA", "9999 AAA", "99-AAA-9", "9-AAA-999", "AA-99-AA", "AAA 99A", "AA99 AAA",
                       "AA 999-AA", "AA*999-AA", "AA*9999-AA", "A 999 AAA", "A*99 AAA", "AA*99*AAA", "AA 99 AAA", "AA*9999 AA", "AA 9999 AA", "AA-9999", "999 AAA", "AA 99 999", "A*99999A", "AA*AA-999",
                       "9AA 9999", "9A9*99-99", "AAA*99-99", "99*9999", "AAA 99-99", "99-99-AA", "999-A-9999", "AA*A9-99A", "AA*9999A", "AA 9999A", "AAA 9A99", "AAA A999"),
            ALL, "eu", tall_patterns=("AA/999AA", "AAA/999", "AA 9/9999", "AA99/AAA", "9A9/9999"), tall_share=0.06, looks=("light", "light", "light", "yellow"), rare="IOQ"),
    Country("EU", 4, ("AA99 AAA", "AA99 AAA", "AA99 AAA", "AA99AAA", "A999 AAA", "A999 AAA", "A99 AAA", "AAA 999A", "AAA 99A", "AAA 9A"), "ABCDEFGHJKLMNOPQRSTUVWXYZ", "eu",
            tall_patterns=("AA99/AAA", "A999/AAA", "AAA/999A"), tall_share=0.08, looks=("light", "yellow", "light", "yellow", "dark"), rare="Q", bar=0.85),  # Britain
    Country("UA", 2, ("AA 9999 AA", "AA9999AA"), "ABCEHIKMOPTX", "eu", tall_patterns=("AA99/99AA",), tall_share=0.06),
    Country("BY", 1, ("9999 AA-9",), "ABEIKMHOPCTX", "flag"),
    Country("TR", 1.5, ("99 AAA 999", "99 A 9999", "99 AA 9999", "99 AA 999", "99 AAA 99"), NO_IO, "eu"),
    Country("GE", 1, ("AA-999-AA", "AAA-999"), ALL, "eu"),
    Country("US", 22, ("AAA 9999", "9AAA999", "AAA9999", "AAA 999", "999 AAA", "AAA*999", "AAA*9999", "AA 99999", "AA9 9AA", "99A AA9", "999AAA", "AAA-999", "AAA-9999", "A99 AAA", "AA*9999", "9999 AA",
                       "AA99999", "999-AAA", "99 A999", "A99 99A", "AAA A99", "AAA9A9", "A9999A", "A 99999", "AA9 A99", "A999999", "999 9AA", "9A A9999", "AAAA 99", "99-99999", "AAA.9999", "9999999", "A9A 9A9",
                       "AAAAA", "AAAAAA", "AAAAAAA", "AAAA9", "A9A9A9A", "99A999A", "999*AAA", "9A99999", "A999 AAA", "AA-99999"),
            ALL, "", (1.9, 2.15), looks=("light", "light", "picture", "picture", "dark"), words=0.93, rare="IOQ"),
    Country("BR", 9, ("AAA-9999", "AAA.9999", "AAA 9999", "AAA-9999"), ALL, "", (2.9, 3.2), ("AAA/9999",), (1.15, 1.4), 0.12, ("grey", "grey", "grey", "red"), words=0.95, bar=0.25),
    Country("BR", 2, ("AAA9A99",), ALL, "top", (2.9, 3.2), ("AAA/9A99",), (1.15, 1.4), 0.12),
    Country("LATIN", 5, ("AA 999 AA", "AAA 999", "AAA-99-99", "AAA 99 99", "AA-9999", "AAAA-99", "AA.AA-99", "AAA-999", "999-AAA", "A99-999", "AAA.999", "9999 AAA", "AA 9999", "AAA-9999", "A-99999"),
            ALL, "", (1.9, 3.2), ("AAA/999", "AA/9999"), (1.2, 1.6), 0.1, ("light", "dark", "yellow", "picture"), words=0.6),
    Country("VN", 4, ("99A 999.99", "99A-999.99", "99A-9999", "99A 9999", "99AA 999.99", "99A-99999"), NO_IO, "", (4.2, 4.8), ("99-A9/999.99", "99A9/9999", "99-A9/9999", "99A/999.99", "99-AA/999.99"), (1.25, 1.45), 0.55),
    Country("CN", 3, ("~A*99999", "~A*A9999", "~A*9A999", "~A*9999A", "~A*99A99", "~A*999A9", "~A*AA999", "~A9999A"), NO_IO, "", (3.0, 3.3), looks=("dark", "dark", "dark", "yellow", "green")),
    Country("ASIA", 4, ("AA99 A9999", "AA 99 AA 9999", "A 9999 AA", "AAA 9999", "AA 9999 A", "99 A 9999", "A 99999", "A99999", "99AAA 9999", "AA-9999-9"), ALL, "", (3.5, 4.8),
            ("AA99/A9999", "AA99A/9999", "A 9999/AA", "AA 99/AA 9999", "A9999/[99.99]"), (1.3, 2.0), 0.35, ("light", "dark", "yellow"), words=0.2),
    Country("ANY", 5, ("AA9A9A9", "9A9A9A9A", "AAAAAA", "999999", "A9A9A9", "AAA99AAA", "9999AA99", "AAAAAAAA", "99999999"), ALL, "", (3.0, 4.8), ("AAAA/AAAA", "9999/9999", "A9A9/9A9A"), (1.2, 2.2), 0.3,
            ("light", "dark", "yellow", "picture"), words=0.3),
)

MARKS = {"RU": "RUS"}  # of the others the code itself

PLACES = ("AG", "AH", "BN", "DZ", "LB", "MR")  # velayats, at the end of a Turkmen plate


def draw_text(country, pattern, dice):
    """Puts signs by chance into a pattern. Returns rows of (kind, sign): kind is sign, small, low, gap, dash, dot, seal, line, word or stack
    (its sign is then a tuple of such pairs: the upper line, one of the kind below, the lower line, with flags and marks)."""
    rows, row, small, i = [], [], "sign", 0
    whole = row
    while i < len(pattern):
        c = pattern[i]
        kind = small
        if c == "9":
            row.append((kind, dice.choice("0123456789")))
        elif c == "A":
            sign = dice.choice(country.letters)
            if sign in country.rare and "9" in pattern and dice.random() < SPARED:
                sign = dice.choice(country.letters)
            row.append((kind, sign))
        elif c == "=":
            i += 1
            row.append((kind, pattern[i]))
        elif c in "{}^" or (whole is not row and c in "~/"):
            if c == "{":
                row = []
            elif c == "}":
                whole.append(("stack", tuple(row)))
                row = whole
            else:
                row.append(({"^": "flag", "/": "below", "~": "mark"}[c], ""))
        elif c in "[(":
            small = "small" if c == "[" else "low"
        elif c in "])":
            small = "sign"
        elif c == "/":
            rows.append(row)
            whole = row = []
        else:
            row.append(({" ": "gap", "-": "dash", ".": "dot", "*": "seal", "|": "line", "~": "word"}[c], ""))
        i += 1
    rows.append(row)
    if country.code == "TM" and len(rows[-1]) >= 2 and pattern.endswith("AA"):
        for k, sign in zip((-2, -1), dice.choice(PLACES)):
            rows[-1][k] = (rows[-1][k][0], sign)
    return rows


def text_of(rows):
    return "".join(text_of([sign]) if kind == "stack" else sign for row in rows for kind, sign in row)


CODES = sorted({c.code for c in COUNTRIES})
