"""Selects the words whose reading in a second dictionary replaces the original's.

The second dictionary (pinyin-pro's) has the better readings of polyphones and of neutral tones, but
it writes 一 and 不 as they sound in the word, and reads 血 as people do who say it alone.
"""

KEPT = "一不"  # changed by rule
COLLOQUIAL = {("血", "xie3")}


def target(word, reading, witness):
    """The witness's reading, with the own one where the witness is not trusted."""
    return [own if char in KEPT or (char, other) in COLLOQUIAL else other
            for char, own, other in zip(word, reading, witness)]


def names(words, surnames):
    """The names among jieba's words that start like a surname of another reading: 盖茨, 曾国藩."""
    return {word for word, fields in words.items()
            if fields.split()[1] == "nr" and len(word) in (2, 3) and word[0] in surnames}


def natural_words(reader, witness, reviewed, kept):
    """Yields (word, reading); shorter words first, and none that follows from those before it, save
    those that are kept for being known."""
    known = dict(reviewed)
    for word in sorted(witness, key=lambda w: (len(w), w)):
        if len(word) < 2 or word in reviewed:
            continue
        reading = reader.read(word, known)
        wanted = target(word, reading, witness[word])
        if wanted != reading or word in kept:
            known[word] = " ".join(wanted)
            yield word, known[word]
