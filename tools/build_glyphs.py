"""Writes src/plot/glyphs.inc: the outlines of the characters that pictures are labelled with.

    python3 tools/build_glyphs.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf

Needs Debian's python3-fonttools; the font is that of fonts-dejavu-core 2.37. Coordinates are font
units, 2048 to the em, y upwards: "M x y" starts a contour, "L x y" is a line, "Q x y x y" a
quadratic curve; contours close by themselves.
"""

import pathlib
import sys

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

CHARACTERS = [*range(0x20, 0x7F), 0xB0, 0xB5, 0xB7, 0xD7, 0x2026, 0x2212]  # ° µ · × … −
MISSING = 0xFFFD  # drawn for every other character
OUTPUT = pathlib.Path(__file__).parent.parent / "src/plot/glyphs.inc"


class OutlinePen(BasePen):
    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.outline = ""

    def _add(self, command, *points):
        self.outline += command + " ".join(f"{x:g} {y:g}" for x, y in points)

    def _moveTo(self, point):
        self._add("M", point)

    def _lineTo(self, point):
        self._add("L", point)

    def _qCurveToOne(self, control, end):
        self._add("Q", control, end)

    def _closePath(self):
        pass


def main():
    font = TTFont(sys.argv[1])
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    lines = ["// Made by tools/build_glyphs.py from DejaVu Sans 2.37; licence in NOTICE.",
             "// {character, advance, outline}"]
    for code in [*CHARACTERS, MISSING]:
        name = names[code] if code != MISSING else ".notdef"
        pen = OutlinePen(glyphs)
        glyphs[name].draw(pen)
        text = f'{{0x{code:04X}, {glyphs[name].width}, "'
        indent = " " * 4
        while len(text) + len(pen.outline) > 94:
            cut = 94 - len(text)
            lines.append(text + pen.outline[:cut] + '"')
            pen.outline = pen.outline[cut:]
            text = indent + '"'
        lines.append(text + pen.outline + '"},')
    OUTPUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
