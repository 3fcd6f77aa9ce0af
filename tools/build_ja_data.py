"""Converts the Unihan database into data/ja/kanji.tsv.

The table gives each Chinese character one Japanese reading in katakana, for characters that the
word dictionary lacks: the first Sino-Japanese one, else the first native one. Its format is that of
build_zh_data.py's tables.
"""

import argparse
import bz2
import pathlib

TITLE = "A reading of a character that the word dictionary lacks"
SOURCE = "Debian unicode-data 15.0.0, Unihan kJapaneseOn and kJapaneseKun"
LICENCE = "Unicode-DFS-2016, (c) 1991-2022 Unicode, Inc."

VOWELS = "AIUEO"
ROWS = {
    "": "アイウエオ", "K": "カキクケコ", "S": "サシスセソ", "T": "タチツテト", "N": "ナニヌネノ",
    "H": "ハヒフヘホ", "M": "マミムメモ", "Y": "ヤイユエヨ", "R": "ラリルレロ", "W": "ワヰウヱヲ",
    "G": "ガギグゲゴ", "Z": "ザジズゼゾ", "D": "ダヂヅデド", "B": "バビブベボ", "P": "パピプペポ",
    "F": "ハヒフヘホ", "J": "ザジズゼゾ",
}
PALATAL = {"A": "ャ", "U": "ュ", "O": "ョ"}
# Consonants that palatalise the vowel without a written Y.
SOFT = {"SH": "シ", "CH": "チ", "J": "ジ"}


def syllable(consonant, vowel):
    """Katakana of one Hepburn syllable; None when it is none."""
    if consonant in SOFT:
        return SOFT[consonant] + PALATAL.get(vowel, "") if vowel != "E" else None
    if consonant == "TS":
        return "ツ" if vowel == "U" else None
    if len(consonant) == 2 and consonant.endswith("Y") and vowel in PALATAL:
        row = ROWS.get(consonant[0])
        return row[1] + PALATAL[vowel] if row else None
    row = ROWS.get(consonant)
    return row[VOWELS.index(vowel)] if row else None


def katakana(romanised):
    """Katakana of a reading in Hepburn romanisation; None when it is not understood."""
    result = ""
    consonant = ""
    for i, letter in enumerate(romanised):
        following = romanised[i + 1:i + 2]
        if letter in VOWELS:
            kana = syllable(consonant, letter)
            if kana is None:
                return None
            result += kana
            consonant = ""
        elif letter == "N" and not consonant and following not in list(VOWELS + "Y"):
            result += "ン"
        elif letter == following and not consonant:
            result += "ッ"
        else:
            consonant += letter
    return result if result and not consonant else None


def spoken(kana):
    """A Sino-Japanese reading as it is pronounced: its final ウ lengthens the vowel."""
    return kana[:-1] + "ー" if len(kana) > 1 and kana.endswith("ウ") else kana


def readings(unihan):
    found = {"kJapaneseKun": {}, "kJapaneseOn": {}}
    for line in bz2.decompress(unihan.read_bytes()).decode().splitlines():
        fields = line.split("\t")
        if len(fields) == 3 and fields[1] in found:
            kana = [katakana(reading) for reading in fields[2].upper().split()]
            kana = [reading for reading in kana if reading]
            if kana:
                found[fields[1]][chr(int(fields[0][2:], 16))] = kana[0]
    chinese = {character: spoken(kana) for character, kana in found["kJapaneseOn"].items()}
    return found["kJapaneseKun"] | chinese


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unihan", type=pathlib.Path, required=True, help="Unihan_Readings.txt.bz2")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    # The blocks that the normaliser keeps.
    kept = {c: r for c, r in readings(options.unihan).items()
            if "\u3400" <= c <= "\u4dbf" or "\u4e00" <= c <= "\u9fff"}
    lines = sorted(f"{character}\t{reading}\n".encode() for character, reading in kept.items())
    header = f"# {TITLE}\n# Source: {SOURCE}\n# Licence: {LICENCE}\n\n"
    (options.out / "kanji.tsv").write_bytes(header.encode() + b"".join(lines))


if __name__ == "__main__":
    main()
