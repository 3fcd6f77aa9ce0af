"""Converts the CMU Pronouncing Dictionary of npm into the tables of data/en/.

Tables have the format that tools/build_zh_data.py describes. words.txt is the dictionary as it is;
word_corrections.txt has the readings in which the older edition that the original's voices were
trained with differs from it.
"""

import argparse
import pathlib
import re

from build_zh_data import write_table

CMUDICT = ("npm cmu-pronouncing-dictionary 3.0.0, which is the CMU Pronouncing Dictionary",
           "BSD-2-Clause, (c) 1993-2015 Carnegie Mellon University; ISC, (c) 2015 Zeke Sikelianos")
CORRECTIONS = (CMUDICT[0] + ",\n#         changed by the rules and readings in tools/build_en_data.py",
               CMUDICT[1])

# Words that differ one by one: frequent ones, whose weak form the older edition gives, and ones
# seen to differ.
READINGS = {
    "actually(3)": "AE1 K CH L IY0", "addicted": "AH0 D IH1 K T AH0 D", "and": "AE1 N D",
    "animated": "AE1 N AH0 M EY2 T AH0 D", "associated": "AH0 S OW1 S IY0 EY2 T AH0 D",
    "avoided": "AH0 V OY1 D AH0 D", "characters": "K AE1 R IH0 K T ER0 Z",
    "decorated": "D EH1 K ER0 EY2 T AH0 D", "ear": "IH1 R", "earful": "IH1 R F AH0 L",
    "eruption": "IH0 R AH1 P SH AH0 N", "extreme": "IH0 K S T R IY1 M", "hear": "HH IH1 R",
    "hearer": "HH IH1 R ER0", "hearers": "HH IH1 R ER0 Z", "hearing": "HH IH1 R IH0 NG",
    "hearing's": "HH IH1 R IH0 NG Z", "hearings": "HH IH1 R IH0 NG Z", "hears": "HH IH1 R Z",
    "her": "HH ER0", "here": "HH IH1 R", "into": "IH0 N T UW1", "poor": "P UH1 R",
    "poorer": "P UH1 R ER0", "poorest": "P UH1 R IH0 S T", "proceeded": "P R AH0 S IY1 D AH0 D",
    "rated": "R EY1 T AH0 D", "requested(2)": "R IY0 K W EH1 S T AH0 D",
    "routed": "R UW1 T AH0 D", "started": "S T AA1 R T AH0 D", "wanted": "W AA1 N T AH0 D",
    "were": "W ER0",
}


def dictionary(path):
    """word → reading, without comments; the variants of a word are word(2), word(3), …"""
    entry = re.compile(r'^\s*(?:"([^"]+)"|([\w$]+)): "([^"#]+)(?:#.*)?",?$')
    for line in path.read_text(encoding="utf-8").splitlines():
        match = entry.match(line)
        if match:
            yield match[1] or match[2], match[3].strip()


def older_reading(word, reading):
    """The reading in the older edition, as far as it follows from a rule."""
    phones = reading.split(" ")
    stresses = [phone[-1] for phone in phones if phone[-1].isdigit()]
    if phones[0] == "IH2" and len(stresses) > 1 and stresses[1] != "0":
        phones[0] = "IH0"  # important
    if word.endswith("y") and phones[-1] == "IY2":
        phones[-1] = "IY0"  # company
    if word.endswith("ly") and "IY2" in phones and phones[-1] == "IY0":
        phones = ["IY0" if phone == "IY2" else phone for phone in phones]  # immediately
    if word.endswith("a") and phones[-1] == "AA0":
        phones[-1] = "AH0"  # diphtheria
    return READINGS.get(word, " ".join(phones))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cmudict", required=True, type=pathlib.Path, help="index.js")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    words = dict(dictionary(arguments.cmudict))
    write_table(arguments.out / "words.txt", "English words: pronunciation in ARPAbet", CMUDICT,
                words.items())
    corrections = {word: older_reading(word, reading) for word, reading in words.items()}
    write_table(arguments.out / "word_corrections.txt",
                "English words the original pronounces otherwise than words.txt", CORRECTIONS,
                ((w, reading) for w, reading in corrections.items() if reading != words[w]))


if __name__ == "__main__":
    main()
