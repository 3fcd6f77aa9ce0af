"""Chooses the sentences of the demonstration corpus: tools/demo_corpus/*.txt -> data/demo_corpus/.

Sentences are drawn from our grammars and put in an order in which every sentence adds as many sounds
that are still rare as it can, so that the first N of them are a good corpus for any N. A sentence is
kept only if the synthesizer that will speak it reads it as our own frontend does: what is written in
a transcription must be what is heard. Needs the packages of `tools/setup-debian.sh corpus`.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DRAWS = 90  # of each sentence that has lists in it
PHONES = {"zh": (14, 70), "ja": (16, 80), "en": (16, 70)}  # shortest and longest sentence
DICTIONARY = "/var/lib/mecab/dic/open-jtalk/naist-jdic"
JAPANESE_VOICE = "/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice"
MARKS = set("!?…,.'-")
CHINESE_MARKS = {",": ", ", "…": ", ", ".": ".", "!": "!", "?": "?"}

# flite's phones in ours; the reduced vowels, which dictionaries place differently, are one.
FLITE = {"ax": "@", "ah": "@", "ih": "@", "v": "V"}
OURS = {"ah": "@", "ih": "@"}


def read_grammar(path):
    lists, sentences = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, equals, entries = line.partition(" = ")
        if equals:
            lists[name] = entries.split(" | ")
        else:
            sentences.append(line)
    return lists, sentences


def draw(template, lists, rng):
    used = set()
    parts = re.split(r"\[(\w+)\]", template)
    for i in range(1, len(parts), 2):
        parts[i] = rng.choice([e for e in lists[parts[i]] if e not in used])
        used.add(parts[i])
    return "".join(parts)


def capitalised(sentence):
    return sentence[0].upper() + sentence[1:]


def candidates(language):
    """Sentence -> its template."""
    lists, templates = read_grammar(HERE / "demo_corpus" / f"{language}.txt")
    rng = random.Random(language)
    found = {}
    for template in templates:
        for _ in range(DRAWS if "[" in template else 1):
            sentence = draw(template, lists, rng)
            if language == "en":
                sentence = capitalised(sentence)
            if language == "zh":
                sentence = sentence.translate(str.maketrans(",", "，"))
            found.setdefault(sentence, template)
    return found


def pronounce(program, language, sentences):
    lines = [json.dumps({"text": s, "language": {"ja": "JP"}.get(language, language.upper())})
             for s in sentences]
    out = subprocess.run([program, "text", "--input", "-"], input="\n".join(lines) + "\n",
                         capture_output=True, text=True, check=True).stdout
    return dict(zip(sentences, map(json.loads, out.splitlines()), strict=True))


def run(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


# --- what the synthesizers read -----------------------------------------------------------------

def collapse(phones):
    """Without repeated neighbours: long vowels and double consonants are written differently."""
    return [p for i, p in enumerate(phones) if i == 0 or phones[i - 1] != p]


def agrees_ja(sentence, spoken):
    with tempfile.NamedTemporaryFile("r", suffix=".txt") as trace:
        run("open_jtalk", "-x", DICTIONARY, "-m", JAPANESE_VOICE, "-ot", trace.name, text=sentence)
        labels = re.findall(r"^\d+ \d+ [^-]+-([^+]+)\+", trace.read(), re.M)
    names = {"cl": "q", "v": "v"}
    heard = [names.get(p, p) for p in labels if p not in ("sil", "pau")]
    heard = [p.lower() if p in "AIUEO" else p for p in heard]  # devoiced vowels
    ours = [p for p in spoken["phones"] if p not in MARKS and p != "_"]
    return collapse(heard) == collapse(ours)


def agrees_en(sentence, spoken):
    heard = run("flite", "-voice", "slt", "-ps", "-t", sentence, "-o", "none").split()
    heard = [FLITE.get(p, p) for p in heard if p != "pau"]
    ours = [OURS.get(p, p) for p in spoken["phones"] if p not in MARKS and p != "_"]
    if len(heard) != len(ours):
        return False
    same = {frozenset(pair) for pair in
            [("@", "uw"), ("@", "eh"), ("@", "iy"), ("@", "ae"), ("@", "ao"), ("@", "ey"),
             ("ao", "aa"), ("er", "ao"), ("@", "ow"), ("@", "aa")]}
    differing = [(a, b) for a, b in zip(heard, ours) if a != b]
    return all(frozenset(pair) in same for pair in differing) and len(differing) <= 5


def pinyin_table(data):
    table = {}
    for line in (data / "zh" / "phones.txt").read_text(encoding="utf-8").splitlines():
        if "\t" in line and not line.startswith("#"):
            pinyin, phones = line.split("\t")
            # "yv" and "yu" are the same; espeak-ng knows only the usual spelling.
            if not re.match(r"[jqxy]v", pinyin):
                table[tuple(phones.split())] = pinyin
    return table


def chinese_reading(spoken, table):
    """Pinyin with tone digits, a syllable a character: what espeak-ng is given to read."""
    phones, tones, reading, at = spoken["phones"], spoken["tones"], "", 1
    for count in spoken["word2ph"][1:-1]:
        part = tuple(phones[at:at + count])
        if count == 1 and part[0] in CHINESE_MARKS:
            reading = reading.rstrip() + CHINESE_MARKS[part[0]]
        elif part in table:
            reading += f"{table[part]}{tones[at]} "
        else:
            return None
        at += count
    return reading.strip()


# --- the order ----------------------------------------------------------------------------------

def units(spoken, language):
    """The sounds of a sentence: phones with tones, and their pairs."""
    phones, tones = spoken["phones"][1:-1], spoken["tones"][1:-1]
    toned = [f"{p}{t}" for p, t in zip(phones, tones)]
    pairs = zip(toned, toned[1:]) if language == "zh" else zip(phones, phones[1:])
    return set(toned) | {" ".join(pair) for pair in pairs}


def choose(found, spoken, language, count, accept):
    low, high = PHONES[language]
    rest = {s: units(spoken[s], language) for s in found if low <= len(spoken[s]["phones"]) <= high}
    seen, uses, refused, chosen = collections.Counter(), collections.Counter(), 0, []

    def gain(sentence):
        worth = sum((3 if " " not in u else 1) / (1 + seen[u]) ** 1.5 for u in rest[sentence])
        return worth / (len(rest[sentence]) ** 0.6 * (1 + uses[found[sentence]]) ** 0.5)

    while len(chosen) < count:
        if not rest:
            raise SystemExit(f"{language}: only {len(chosen)} sentences; write more of them")
        best = max(rest, key=lambda s: (gain(s), s))
        best_units = rest.pop(best)
        reading = accept(best, spoken[best])
        if reading is None:
            refused += 1
            continue
        chosen.append((best, reading))
        seen.update(best_units)
        uses[found[best]] += 1
    print(f"{language}: {len(found)} drawn, {len(chosen)} chosen, {refused} read differently, "
          f"{len(seen)} sounds and pairs")
    return chosen


def stored(folder, language):
    lines = (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


HEADERS = {
    "zh": "Sentence, TAB, its pinyin as the synthesizer is given it.",
    "ja": "One sentence a line.",
    "en": "One sentence a line.",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bertvits2", default=HERE.parent / "build/release/bertvits2")
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parent / "data")
    parser.add_argument("--count", type=int, default=720, help="sentences of each language")
    parser.add_argument("--readings", action="store_true",
                        help="keep the sentences, only read them anew")
    parser.add_argument("languages", nargs="*", default=["zh", "ja", "en"])
    options = parser.parse_args()
    table = pinyin_table(options.data)
    accept = {
        "zh": lambda sentence, spoken: chinese_reading(spoken, table),
        "ja": lambda sentence, spoken: "" if agrees_ja(sentence, spoken) else None,
        "en": lambda sentence, spoken: "" if agrees_en(sentence, spoken) else None,
    }
    folder = options.data / "demo_corpus"
    folder.mkdir(exist_ok=True)
    for language in options.languages:
        found = candidates(language) if not options.readings else stored(folder, language)
        spoken = pronounce(options.bertvits2, language, list(found))
        if options.readings:
            chosen = [(s, accept[language](s, spoken[s])) for s in found]
            refused = [s for s, reading in chosen if reading is None]
            if refused:
                raise SystemExit(f"{language}: read differently now: {' '.join(refused)}")
        else:
            chosen = choose(found, spoken, language, options.count, accept[language])
        lines = [s + (f"\t{reading}" if reading else "") + "\n" for s, reading in chosen]
        header = (f"# Demonstration corpus, rarest sounds first: tools/build_demo_sentences.py\n"
                  f"# {HEADERS[language]}\n\n")
        (folder / f"{language}.txt").write_text(header + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
