"""Letters for made-up plates: open fonts (OFL, from npm's @fontsource packages) and stroke letters of our own, as masks of one height."""
import random
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
HIGH = 96  # px, the height of every mask

PACKAGES = """overpass overpass-mono barlow barlow-condensed barlow-semi-condensed roboto-condensed roboto-mono oswald teko bebas-neue antonio
pathway-gothic-one fjalla-one archivo-narrow ibm-plex-mono b612-mono space-mono share-tech-mono share-tech rajdhani chakra-petch quantico
big-shoulders-display league-gothic pt-mono pt-sans-narrow ubuntu-condensed ubuntu-mono red-hat-mono dosis varela-round nunito rubik saira-condensed
saira-semi-condensed sofia-sans-condensed mohave economica russo-one play allerta-stencil m-plus-rounded-1c jura nova-mono cousine dm-mono fira-mono
fira-sans-condensed yanone-kaffeesatz khand squada-one viga abel""".split()
WEIGHTS = ("400", "500", "600", "700", "800")

# letters as strokes on a grid of 4 by 6 (x right, y down); the pen, its width and the rounding of corners are drawn by lot
STROKES = {
    "0": ("1,0 3,0 4,1 4,5 3,6 1,6 0,5 0,1 1,0",), "1": ("0.8,1.4 2.6,0 2.6,6", "0.8,1.4 2.6,0 2.6,6", "1.4,0.9 2.6,0 2.6,6;1,6 4,6", "2,0 2,6"),
    "2": ("0,1.3 0.4,0.4 1.2,0 2.8,0 3.6,0.4 4,1.2 4,2 3.6,2.8 0,6 4,6", "0,1 1,0 3,0 4,1 4,2.2 0,5 0,6 4,6"),
    "3": ("0,0.9 1,0 3,0 4,0.9 4,2.1 3,2.9 1.6,2.9;3,2.9 4,3.8 4,5.1 3,6 1,6 0,5.1", "0,0 4,0 1.8,2.4 3,2.4 4,3.4 4,5 3,6 1,6 0,5.1"),
    "4": ("3.1,6 3.1,0 0,4.4 4,4.4", "1.8,0 0,4 4,4;3,2.4 3,6"),
    "5": ("3.8,0 0.5,0 0.2,2.6 1.2,2.2 2.8,2.2 4,3.2 4,5 3,6 1,6 0,5.2", "4,0 0,0 0,2.8 3,2.8 4,3.6 4,5 3,6 0,6"),
    "6": ("3.6,0.5 2.8,0 1.2,0 0,1.2 0,5 1,6 3,6 4,5 4,3.6 3,2.6 1,2.6 0,3.6", "2.6,0 0.4,3.2 0,4.2 0,5 1,6 3,6 4,5 4,3.8 3,2.8 0.8,2.8"),
    "7": ("0,0 4,0 1.6,6", "0,0 4,0 4,0.8 2,3.4 2,6"),
    "8": ("1,0 3,0 3.8,0.8 3.8,2.1 3,2.9 1,2.9 0.2,2.1 0.2,0.8 1,0;1,2.9 0,3.8 0,5.1 1,6 3,6 4,5.1 4,3.8 3,2.9",),
    "9": ("0.4,5.5 1.2,6 2.8,6 4,4.8 4,1 3,0 1,0 0,1 0,2.4 1,3.4 3,3.4 4,2.4", "1.4,6 3.6,2.8 4,1.8 4,1 3,0 1,0 0,1 0,2.2 1,3.2 3.2,3.2"),
    "A": ("0,6 2,0 4,6;0.7,4 3.3,4", "0,6 0,1.4 1.2,0 2.8,0 4,1.4 4,6;0,3.6 4,3.6"), "B": ("0,0 0,6 3,6 4,5.1 4,3.8 3,2.9 0,2.9;3,2.9 3.7,2.1 3.7,0.8 3,0 0,0",),
    "C": ("4,1.2 3,0 1,0 0,1 0,5 1,6 3,6 4,4.8",), "D": ("0,0 0,6 2.6,6 4,4.6 4,1.4 2.6,0 0,0",), "E": ("4,0 0,0 0,6 4,6;0,2.9 3.2,2.9",),
    "F": ("4,0 0,0 0,6;0,2.9 3.2,2.9",), "G": ("4,1.2 3,0 1,0 0,1 0,5 1,6 3,6 4,5 4,3.3 2.4,3.3",), "H": ("0,0 0,6;4,0 4,6;0,3 4,3",),
    "I": ("2,0 2,6", "0.8,0 3.2,0;2,0 2,6;0.8,6 3.2,6"), "J": ("3.4,0 3.4,5 2.6,6 1,6 0.2,5", "1,0 4,0 4,5 3,6 1,6 0,5"), "K": ("0,0 0,6;4,0 0.2,3.4;1.4,2.4 4,6",),
    "L": ("0,0 0,6 4,6",), "M": ("0,6 0,0 2,3.6 4,0 4,6",), "N": ("0,6 0,0 4,6 4,0",), "O": ("1.3,0 2.7,0 4,1.5 4,4.5 2.7,6 1.3,6 0,4.5 0,1.5 1.3,0", "1,0 3,0 4,1 4,5 3,6 1,6 0,5 0,1 1,0"),
    "P": ("0,6 0,0 3,0 4,0.9 4,2.3 3,3.3 0,3.3",), "Q": ("1.3,0 2.7,0 4,1.5 4,4.5 2.7,6 1.3,6 0,4.5 0,1.5 1.3,0;2.4,4.2 4,6.2",),
    "R": ("0,6 0,0 3,0 4,0.9 4,2.3 3,3.3 0,3.3;1.9,3.3 4,6",), "S": ("3.9,1 3,0 1,0 0.1,0.9 0.1,2 1,2.8 3,3.2 4,4 4,5.1 3,6 1,6 0,5",), "T": ("0,0 4,0;2,0 2,6",),
    "U": ("0,0 0,5 1,6 3,6 4,5 4,0",), "V": ("0,0 2,6 4,0",), "W": ("0,0 1,6 2,2 3,6 4,0",), "X": ("0,0 4,6;4,0 0,6",), "Y": ("0,0 2,3 4,0;2,3 2,6",), "Z": ("0,0 4,0 0,6 4,6",),
}


def rounded(points, times):
    """Corners cut again and again (Chaikin), the ends kept; a closed line stays closed."""
    for _ in range(times):
        p = np.array(points, float)
        cut = np.stack([0.8 * p[:-1] + 0.2 * p[1:], 0.2 * p[:-1] + 0.8 * p[1:]], 1).reshape(-1, 2)
        points = np.concatenate([p[:1], cut[1:-1], p[-1:]])
    return points


def stroke_letters(dice):
    """An alphabet of pen strokes: every letter's form, the pen and the width by lot."""
    wide = dice.uniform(0.42, 0.66)  # letter width over height
    pen = dice.uniform(0.09, 0.19) * HIGH
    soft = dice.choice((0, 1, 2, 2))
    scale = 2
    letters = {}
    for sign, forms in STROKES.items():
        form = dice.choice(forms)
        narrow = 0.5 if form == "2,0 2,6" else 1.0
        w = round(HIGH * wide * narrow)
        inner_w, inner_h = w - pen, HIGH - pen
        mask = np.zeros((HIGH * scale, w * scale), np.uint8)
        for line in form.split(";"):
            points = []
            for p in line.split():
                x, y = (float(v) for v in p.split(","))
                if narrow != 1.0:
                    x = 2.0
                points.append((round((pen / 2 + x / 4 * inner_w) * scale * 16), round((pen / 2 + min(y, 6) / 6 * inner_h) * scale * 16)))
            points = rounded(points, soft)
            cv2.polylines(mask, [np.array(points, np.int32)], False, 255, max(1, round(pen * scale)), cv2.LINE_AA, 4)
        letters[sign] = cv2.resize(mask, (w, HIGH), interpolation=cv2.INTER_AREA)
    return letters


def bare(letters):
    """The same alphabet with a stroke for 1, as thick as the stem of L, and O for 0, as on British plates."""
    stem = max(4, int((letters["L"][HIGH // 3] > 127).sum()))
    return {**letters, "1": np.full((HIGH, stem), 255, np.uint8), "0": letters["O"]}


def font_letters(path):
    """A font's capitals and digits, cut tight and brought to one height; narrow ones keep their share of width. None when signs are missing."""
    font = ImageFont.truetype(str(path), 160)
    tall = font.getbbox("H")
    high = tall[3] - tall[1]
    if high < 30:
        return None
    letters = {}
    for sign in SIGNS:
        box = font.getbbox(sign)
        w, h = box[2] - box[0], box[3] - box[1]
        if w < 4 or h < 0.8 * high:
            return None
        image = Image.new("L", (w + 8, h + 8))
        ImageDraw.Draw(image).text((4 - box[0], 4 - box[1]), sign, fill=255, font=font)
        mask = np.asarray(image)
        ys, xs = np.nonzero(mask > 40)
        mask = mask[ys.min():ys.max() + 1, xs.min():xs.max() + 1]
        letters[sign] = cv2.resize(mask, (max(4, round(mask.shape[1] * HIGH / high)), HIGH), interpolation=cv2.INTER_AREA)
    return letters


@lru_cache(maxsize=None)
def font_files(folder):
    found = []
    for package in PACKAGES:
        for weight in WEIGHTS:
            path = Path(folder) / "node_modules/@fontsource" / package / "files" / f"{package}-latin-{weight}-normal.woff"
            if path.exists():
                found.append(path)
    return found


def province_signs():
    """Signs that begin a Chinese plate, from Debian's fonts-noto-cjk where it is installed."""
    path = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")
    if not path.exists():
        return []
    font = ImageFont.truetype(str(path), 110)
    signs = []
    for sign in "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼":
        box = font.getbbox(sign)
        image = Image.new("L", (box[2] - box[0] + 4, box[3] - box[1] + 4))
        ImageDraw.Draw(image).text((2 - box[0], 2 - box[1]), sign, fill=255, font=font)
        signs.append(np.asarray(image))
    return signs


class Alphabets:
    """All alphabets in memory; strokes are drawn anew now and then, so their forms never run out."""

    def __init__(self, folder, seed):
        self.fonts = [a for a in (font_letters(p) for p in font_files(str(folder))) if a]
        self.paths = [p for p in font_files(str(folder))]
        dice = random.Random(seed)
        self.strokes = [stroke_letters(dice) for _ in range(60)]
        self.provinces = province_signs()

    def pick(self, dice):
        if dice.random() < 0.4:
            if dice.random() < 0.02:
                self.strokes[dice.randrange(len(self.strokes))] = stroke_letters(dice)
            return dice.choice(self.strokes)
        return dice.choice(self.fonts)

    def words_font(self, dice, px):
        return ImageFont.truetype(str(dice.choice(self.paths)), px)
