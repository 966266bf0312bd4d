"""Cut the last-resort Chinese font out of Noto Sans CJK SC, under a name of its own.

Run `python docs/font.py NotoSansCJK-Regular.ttc` (Debian package fonts-noto-cjk) with fontTools
installed. The SIL Open Font License 1.1 allows the cut; it stands beside the file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from resilmeter.catalogue import load

FAMILY, POSTSCRIPT = "Resilmeter CJK", "ResilmeterCJK-Regular"
OUT = Path(__file__).parents[1] / "src" / "resilmeter" / "present" / "font_files"
FACE = "Noto Sans CJK SC"
# Of the names of prefectures and provinces, what the first level of GB 2312 lacks.
PLACES = "亳儋圳泸漯濮莞衢"
MARKS = "·—–‘’“”…、。〈〉《》「」『』【】（），．：；！？％～①②③④⑤℃²³×−±≤≥"


def main(source: Path) -> None:
    """Write the font."""
    font = face_of(source)
    options = Options(layout_features=["kern"], hinting=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    cut = Subsetter(options)
    cut.populate(text="".join(sorted(characters())))
    cut.subset(font)
    rename(font)
    font.save(OUT / "resilmeter-cjk.otf")


def characters() -> set[str]:
    """ASCII, GB 2312 level 1, marks, and every character that resilmeter itself writes."""
    first_level = {
        bytes([row, cell]).decode("gb2312")
        for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) if (row, cell) <= (0xD7, 0xF9)
    }  # fmt: skip
    own = {
        sign
        for package, name in (("resilmeter", "messages.toml"), ("resilmeter.present", "words.toml"))
        for entry in load(package, name).values() for sign in "".join(entry.values())
    }  # fmt: skip
    return {chr(n) for n in range(0x20, 0x7F)} | first_level | own | set(PLACES + MARKS)


def face_of(source: Path) -> TTFont:
    """Open the face for simplified Chinese."""
    for number in range(10):
        font = TTFont(source, fontNumber=number)
        if font["name"].getDebugName(1) == FACE:
            return font
    raise SystemExit(f"no face {FACE} in {source}")


def rename(font: TTFont) -> None:
    """Give the cut a name of its own, so that it is not taken for the whole font."""
    names = {1: FAMILY, 2: "Regular", 3: POSTSCRIPT, 4: FAMILY, 6: POSTSCRIPT}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in {0, 5, 13, 14}]
    for place, text in names.items():
        table.setName(text, place, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [POSTSCRIPT]
    top = cff.topDictIndex[0]
    top.FamilyName, top.FullName = FAMILY, FAMILY


if __name__ == "__main__":
    main(Path(sys.argv[1]))
