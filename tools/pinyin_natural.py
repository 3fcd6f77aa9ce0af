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


def natural_words(reader, witness, reviewed):
    """Yields (word, reading); shorter words first, and none that follows from those before it."""
    known = dict(reviewed)
    for word in sorted(witness, key=lambda w: (len(w), w)):
        if len(word) < 2 or word in reviewed:
            continue
        reading = reader.read(word, known)
        wanted = target(word, reading, witness[word])
        if wanted != reading:
            known[word] = " ".join(wanted)
            yield word, known[word]
