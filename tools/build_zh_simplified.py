"""Converts OpenCC's tables of traditional characters and phrases into data/zh/traditional.txt."""

import argparse
import pathlib
import subprocess
import tempfile

from build_zh_data import write_table

ORIGIN = ("Debian libopencc-data 1.1.6: TSCharacters, TSPhrases; TWVariants, HKVariants and\n"
          "#         JPVariants for forms that the first lacks", "Apache-2.0, (c) 2010-2022 BYVoid")

# Characters that simplified text has, too, but much more rarely than traditional text.
TRADITIONAL_IN_GB2312 = set("乾夥後徵於麽摺")


def table(opencc, name):
    """The records of a compiled table of OpenCC: key to values, most usual first."""
    with tempfile.NamedTemporaryFile(suffix=".txt") as out:
        subprocess.run(["opencc_dict", "-f", "ocd2", "-t", "text", "-i", opencc / f"{name}.ocd2",
                        "-o", out.name], check=True, stdout=subprocess.DEVNULL)
        lines = pathlib.Path(out.name).read_text(encoding="utf-8").splitlines()
    return {key: values.split(" ") for key, values in (line.split("\t") for line in lines)}


def is_common(char):
    """Whether simplified text has the character, so that it is no variant of another one."""
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def speakable(text):
    return all("\u4e00" <= char <= "\u9fa5" for char in text)


def records(opencc):
    characters = {key: values[0] for key, values in table(opencc, "TSCharacters").items()
                  if key in TRADITIONAL_IN_GB2312 or not is_common(key)}
    for name in ("TWVariants", "HKVariants", "JPVariants"):
        for standard, variants in table(opencc, name).items():
            for variant in variants:
                if not is_common(variant):
                    characters.setdefault(variant, characters.get(standard, standard))
    phrases = {key: values[0] for key, values in table(opencc, "TSPhrases").items()}
    for key, value in {**characters, **phrases}.items():
        unchanged_character = len(key) == 1 and key == value
        if len(key) == len(value) and speakable(value) and not unchanged_character:
            yield key, value


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opencc", type=pathlib.Path, default="/usr/share/opencc")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    write_table(args.out / "traditional.txt", "Traditional characters and phrases in simplified ones",
                ORIGIN, records(args.opencc))


if __name__ == "__main__":
    main()
