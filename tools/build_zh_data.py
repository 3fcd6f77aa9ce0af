"""Converts the dictionaries of jieba, go-pinyin and npm's pinyin into the tables of data/zh/.

Every table is UTF-8 text: comment lines starting with '#', one empty line, then one record a line,
`key TAB fields`, sorted by the bytes of the line. The program maps the files into memory and
searches them in place, so the order matters.
"""

import argparse
import json
import pathlib
import re
import unicodedata

import pinyin_corrections
import pinyin_natural

JIEBA = ("Debian python3-jieba 0.42.1", "MIT, (c) 2012-2017 Sun Junyi")
GO_PINYIN = ("Debian golang-github-mozillazg-go-pinyin-dev 0.19.0", "MIT, (c) 2016 mozillazg")
NPM_PINYIN = ("npm pinyin 4.0.0", "MIT, (c) hotoo")
PINYIN_PRO = ("npm @pinyin-pro/data 1.3.1, as tools/pinyin_corrections.py selects from it",
              "ISC, (c) zh-lx")
NATURAL = ("npm @pinyin-pro/data 1.3.1, as tools/pinyin_natural.py selects from it",
           "ISC, (c) zh-lx")

TONE_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


def write_table(path, title, origin, records):
    """records: (key, fields) pairs; a later record replaces an earlier one of the same key."""
    lines = sorted(f"{key}\t{fields}\n".encode() for key, fields in dict(records).items())
    header = f"# {title}\n# Source: {origin[0]}\n# Licence: {origin[1]}\n\n"
    path.write_bytes(header.encode() + b"".join(lines))


def python_literal(path):
    names = {}
    exec(path.read_text(encoding="utf-8"), names)  # a file of the Debian package
    return names["P"]


def jieba_dictionary(jieba):
    total = 0
    for line in (jieba / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        total += int(frequency)
        yield word, f"{frequency} {tag}"
    # The sum counts words listed twice; it is kept under a key that no word has.
    yield "total", str(total)


def word_hmm(jieba):
    """Character to log emission probabilities in the states B E M S, '-' where there is none."""
    emit = python_literal(jieba / "finalseg/prob_emit.py")
    for char in sorted(set().union(*emit.values())):
        yield char, " ".join(repr(emit[s][char]) if char in emit[s] else "-" for s in "BEMS")


def state_name(state):
    return state[0] + state[1]


def tag_hmm_states(jieba):
    """State to its log start probability and its transitions."""
    start = python_literal(jieba / "posseg/prob_start.py")
    transitions = python_literal(jieba / "posseg/prob_trans.py")
    for state, probability in start.items():
        moves = sorted((state_name(to), p) for to, p in transitions[state].items())
        yield state_name(state), " ".join([repr(probability)] + [f"{to} {p!r}" for to, p in moves])


def tag_hmm_characters(jieba):
    """Character to `states it may have TAB its log emission probabilities`."""
    allowed = python_literal(jieba / "posseg/char_state_tab.py")
    emit = python_literal(jieba / "posseg/prob_emit.py")
    emissions = {}
    for state, table in emit.items():
        for char, probability in table.items():
            emissions.setdefault(char, []).append((state_name(state), probability))
    for char in sorted(set(allowed) | set(emissions)):
        states = " ".join(sorted(state_name(s) for s in allowed.get(char, ())))
        values = " ".join(f"{s} {p!r}" for s, p in sorted(emissions.get(char, ())))
        yield char, f"{states}\t{values}"


def tone_number(marked):
    """'lǜ' to 'lv4'; the neutral tone is 5."""
    tone = 5
    letters = []
    for char in unicodedata.normalize("NFD", marked.strip()):
        if char in TONE_MARKS:
            tone = TONE_MARKS[char]
        else:
            letters.append(char)
    plain = unicodedata.normalize("NFC", "".join(c for c in letters if not c.isdigit()))
    return plain.replace("ü", "v") + str(tone)


def is_han(char):
    return char == "〇" or unicodedata.name(char, "").startswith("CJK ")


def pinyin_characters(go_source):
    text = go_source.read_text(encoding="utf-8")
    for code, readings in re.findall(r'^\s*0x([0-9A-F]+): "([^"]+)"', text, re.M):
        yield chr(int(code, 16)), " ".join(tone_number(r) for r in readings.split(","))


def pinyin_phrases(javascript):
    """The phrases, and the surnames of two characters, which are listed apart."""
    source = javascript.read_text(encoding="utf-8")
    for table in ("var CompoundSurnamePinyinData = {", "const phrases_dict = {"):
        text = source.partition(table)[2].partition("\n};")[0]
        for phrase, body in re.findall(r'^\s*"([^"]+)": (\[\[.*\]\]),?\s*$', text, re.M):
            readings = re.findall(r'\[+"([^"]*)"[^\]]*\]', body)
            if all(map(is_han, phrase)) and len(readings) == len(phrase):
                yield phrase, " ".join(tone_number(r) for r in readings)


def pinyin_pro(path):
    for word, value in json.loads(path.read_text(encoding="utf-8")).items():
        readings = [tone_number(r) for r in value[0].split(" ")]
        if len(readings) == len(word):
            yield word, readings


def read_table(path):
    records = path.read_text(encoding="utf-8").partition("\n\n")[2].splitlines()
    return dict(record.split("\t", 1) for record in records)


def corrections(out, witness):
    """From the tables written before, and the overrides, which are kept by hand."""
    words = read_table(out / "words.txt")
    del words["total"]
    frequent_first = sorted(words, key=lambda w: (int(words[w].split()[0]), w), reverse=True)
    reader = pinyin_corrections.Reader(read_table(out / "pinyin_phrases.txt"),
                                       read_table(out / "pinyin_chars.txt"))
    overrides = read_table(out / "pinyin_overrides.txt")
    return pinyin_corrections.corrections(frequent_first, reader, witness, overrides)


def natural_words(out, witness):
    """From the tables written before, and the reviewed readings, which are kept by hand."""
    phrases = {}
    for name in ("pinyin_phrases.txt", "pinyin_corrections.txt", "pinyin_overrides.txt"):
        phrases.update(read_table(out / name))
    reader = pinyin_corrections.Reader(phrases, read_table(out / "pinyin_chars.txt"))
    words = read_table(out / "words.txt")
    del words["total"]
    kept = pinyin_natural.names(words, read_table(out / "surnames.txt"))
    return pinyin_natural.natural_words(reader, witness, read_table(out / "readings_reviewed.txt"),
                                        kept)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jieba", type=pathlib.Path, required=True)
    parser.add_argument("--go-pinyin", type=pathlib.Path, required=True)
    parser.add_argument("--npm-pinyin", type=pathlib.Path, required=True)
    parser.add_argument("--pinyin-pro", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    args = parser.parse_args()
    out = args.out
    write_table(out / "words.txt", "Words: frequency and part of speech", JIEBA,
                jieba_dictionary(args.jieba))
    write_table(out / "hmm_words.txt", "Word boundary model: log emissions in B E M S", JIEBA,
                word_hmm(args.jieba))
    write_table(out / "hmm_tag_states.txt",
                "Boundary and tag model: log start probability and transitions", JIEBA,
                tag_hmm_states(args.jieba))
    write_table(out / "hmm_tag_chars.txt",
                "Boundary and tag model: states of a character, and its log emissions", JIEBA,
                tag_hmm_characters(args.jieba))
    write_table(out / "pinyin_chars.txt", "Readings of a character, most usual first", GO_PINYIN,
                pinyin_characters(args.go_pinyin))
    write_table(out / "pinyin_phrases.txt", "Readings of phrases", NPM_PINYIN,
                pinyin_phrases(args.npm_pinyin))
    witness = dict(pinyin_pro(args.pinyin_pro))
    write_table(out / "pinyin_corrections.txt",
                "Readings that replace doubtful ones of pinyin_phrases.txt and pinyin_chars.txt",
                PINYIN_PRO, corrections(out, witness))
    write_table(out / "readings_words.txt", "Readings of words that differ from the original's",
                NATURAL, natural_words(out, witness))


if __name__ == "__main__":
    main()
