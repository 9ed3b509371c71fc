"""Draws one made-up plate: grey picture, its text and its country."""
import cv2
import numpy as np
from PIL import Image, ImageDraw

from fonts import HIGH, SIGNS, bare
from layouts import COUNTRIES, MARKS, draw_text, text_of

LOW = 0.77  # letters beside the taller digits of Russian plates and most Kazakh ones

WORDS = """ALABAMA ALASKA ARIZONA ARKANSAS CALIFORNIA COLORADO CONNECTICUT DELAWARE FLORIDA GEORGIA HAWAII IDAHO ILLINOIS INDIANA IOWA KANSAS KENTUCKY LOUISIANA MAINE MARYLAND
MASSACHUSETTS MICHIGAN MINNESOTA MISSISSIPPI MISSOURI MONTANA NEBRASKA NEVADA NEW~HAMPSHIRE NEW~JERSEY NEW~MEXICO NEW~YORK NORTH~CAROLINA NORTH~DAKOTA OHIO OKLAHOMA OREGON
PENNSYLVANIA RHODE~ISLAND SOUTH~CAROLINA SOUTH~DAKOTA TENNESSEE TEXAS UTAH VERMONT VIRGINIA WASHINGTON WEST~VIRGINIA WISCONSIN WYOMING ONTARIO QUEBEC MEXICO""".split()
SLOGANS = """Sunshine~State Garden~State Empire~State Live~Free~or~Die The~Lone~Star~State Grand~Canyon~State Land~of~Lincoln www.state.gov Great~Lakes America's~Dairyland First~in~Flight
Bluegrass~State Show-Me~State Heart~of~it~All Silver~State Evergreen~State Vacationland Sweet~Home The~Aloha~State In~God~We~Trust County Motors Auto~Center Volunteer~State
10,000~lakes Famous~Potatoes Peace~Garden DEALER EXPIRES~12 09 MAY SP-SAO~PAULO RJ-RIO~DE~JANEIRO PR-CURITIBA MG-BELO~HORIZONTE RS-PORTO~ALEGRE BA-SALVADOR SC-JOINVILLE BRASIL ARGENTINA""".split()


def pick_country(dice):
    return dice.choices(COUNTRIES, [c.share for c in COUNTRIES])[0]


def tones(look, dice):
    """Grey of ground and signs."""
    if look == "dark":
        return dice.uniform(15, 90), dice.uniform(150, 245)
    if look == "red":
        return dice.uniform(50, 100), dice.uniform(190, 245)
    if look == "green":
        return (dice.uniform(50, 100), dice.uniform(200, 245)) if dice.random() < 0.5 else (dice.uniform(150, 200), dice.uniform(10, 60))
    ground = {"light": (190, 250), "grey": (120, 205), "yellow": (150, 225), "picture": (150, 245)}[look]
    return dice.uniform(*ground), dice.uniform(5, 105 if look == "picture" else 65)


def lines_of(stack):
    at = [kind for kind, _ in stack].index("below")
    return stack[:at], stack[at + 1:]


def stack_height(line, low):
    """Of a line of things above one another: numbers are higher than marks and flags."""
    return low if all(not sign or sign.isalpha() for _, sign in line) else 0.6


def measure(row, letters, squeeze, gap, dice_small):
    """Widths of a row's parts at sign height 1."""
    widths = []
    for kind, sign in row:
        if kind == "stack":
            widths.append(max(sum(letters[s].shape[1] / HIGH * squeeze + gap if s else 1.5 for _, s in line) * stack_height(line, 0.3) for line in lines_of(sign)) + 0.12)
        elif kind in ("sign", "small", "low"):
            scale = dice_small if kind == "small" else LOW if kind == "low" else 1.0
            widths.append(letters[sign].shape[1] / HIGH * squeeze * scale + gap * scale)
        else:
            widths.append({"gap": 0.30, "dash": 0.36, "dot": 0.22, "seal": 0.42, "line": 0.14, "word": 0.60}[kind])
    return widths


def paint_row(canvas, row, box, letters, ink, dice, small, top_small, alphabets, mark):
    """Sets a row into box (x, y, w, h): signs of the box's height, squeezed when they are too wide, spread by chance when there is room."""
    x0, y0, w, h = box
    gap = dice.uniform(0.08, 0.24)
    squeeze = dice.uniform(0.82, 1.15)
    widths = measure(row, letters, squeeze, gap, small)
    total = sum(widths) * h
    if total > w:
        fit = w / total
        squeeze, gap = squeeze * fit, gap * fit
        widths = [v * fit for v in widths]
        total = w
    x = x0 + (w - total) * dice.choice((0.5, 0.5, 0.5, dice.random()))
    for (kind, sign), part in zip(row, widths):
        px = part * h
        if kind in ("sign", "small", "low"):
            high = h * (small if kind == "small" else LOW if kind == "low" else 1.0)
            mask = letters[sign]
            wide = max(2, round(mask.shape[1] / HIGH * squeeze * high))
            mask = cv2.resize(mask, (wide, max(2, round(high))), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
            y = y0 + (0 if (kind == "small" and top_small) else h - high)
            stamp(canvas, mask, round(x + gap * h / 2), round(y), ink)
        elif kind == "stack":
            paint_stack(canvas, sign, (x, y0, px, h), letters, squeeze, gap, ink, dice, alphabets, mark)
        elif kind == "dash":
            cv2.rectangle(canvas, (round(x + 0.2 * px), round(y0 + 0.44 * h)), (round(x + 0.8 * px), round(y0 + 0.56 * h)), ink, -1)
        elif kind == "dot":
            cv2.circle(canvas, (round(x + px / 2), round(y0 + h * dice.choice((0.5, 0.9)))), max(1, round(0.07 * h)), ink, -1, cv2.LINE_AA)
        elif kind == "seal":
            seal(canvas, x + px / 2, y0 + h * dice.uniform(0.35, 0.65), h * dice.uniform(0.12, 0.22), ink, dice)
        elif kind == "line":
            # as thick as a stroke now and then, but longer than the signs: it is no I
            over = dice.uniform(0.08, 0.4) * h
            cv2.line(canvas, (round(x + px / 2), round(y0 - over)), (round(x + px / 2), round(y0 + h + over)), ink, max(1, round(dice.uniform(0.02, 0.11) * h)))
        elif kind == "word":
            character(canvas, x, y0, px, h, ink, dice, alphabets)
        x += px


def paint_stack(canvas, stack, box, letters, squeeze, gap, ink, dice, alphabets, mark):
    """A region's number over a flag and a country's mark, and the like."""
    x0, y0, w, h = box
    above, below = lines_of(stack)
    low = dice.uniform(0.2, 0.36)
    for line, y in ((above, y0 - dice.uniform(-0.05, 0.1) * h), (below, y0 + h - (low - dice.uniform(-0.05, 0.12)) * h)):
        high = stack_height(line, low) * dice.uniform(0.9, 1.1) * h
        if line is above and stack_height(line, low) == low:
            high *= 1.3
        wide = [(letters[s].shape[1] / HIGH * squeeze + gap if s else 1.5) * high for _, s in line]
        fit = min(1.0, w / max(1.0, sum(wide)))
        x = x0 + (w - sum(wide) * fit) * dice.choice((0.5, 0.5, dice.random()))
        for (kind, sign), part in zip(line, wide):
            part *= fit
            if sign:
                mask = letters[sign]
                stamp(canvas, cv2.resize(mask, (max(2, round(part - gap * high * fit)), max(2, round(high))), interpolation=cv2.INTER_AREA).astype(np.float32) / 255, round(x + gap * high * fit / 2), round(y), ink)
            elif kind == "flag":
                flag(canvas, x + 0.1 * part, y, 0.8 * part, high * dice.uniform(0.7, 1.0), dice)
            else:
                word(canvas, mark, (x, y, 0.9 * part, high), ink, alphabets, dice)
            x += part


def flag(canvas, x, y, w, h, dice):
    cv2.rectangle(canvas, (round(x), round(y)), (round(x + w), round(y + h)), dice.uniform(50, 200), -1)
    what = dice.random()
    if what < 0.4:
        cv2.circle(canvas, (round(x + w / 2), round(y + h / 2)), max(1, round(0.3 * h)), dice.uniform(120, 240), -1, cv2.LINE_AA)
    elif what < 0.8:
        for k in range(dice.randint(1, 2)):
            yy = y + h * (k + dice.random()) / 2
            cv2.line(canvas, (round(x), round(yy)), (round(x + w), round(yy)), dice.uniform(50, 240), max(1, round(0.25 * h)))


def stamp(canvas, mask, x, y, ink):
    h, w = mask.shape
    ax, ay = max(0, x), max(0, y)
    bx, by = min(canvas.shape[1], x + w), min(canvas.shape[0], y + h)
    if ax >= bx or ay >= by:
        return
    part = mask[ay - y:by - y, ax - x:bx - x]
    place = canvas[ay:by, ax:bx]
    place += (ink - place) * part


def seal(canvas, x, y, r, ink, dice):
    what = dice.random()
    tone = ink if dice.random() < 0.4 else dice.uniform(40, 220)
    at = (round(x), round(y))
    if what < 0.5:
        for dy in ((-1.1, 1.1) if dice.random() < 0.5 else (0,)):
            cv2.circle(canvas, (at[0], round(y + dy * r)), max(1, round(r)), tone, dice.choice((-1, 1, 2)), cv2.LINE_AA)
    elif what < 0.75:
        points = np.array([[x + r * dice.uniform(-1.2, 1.2), y + r * dice.uniform(-1.2, 1.2)] for _ in range(dice.randint(3, 9))])
        cv2.fillPoly(canvas, [points.round().astype(np.int32)], tone, cv2.LINE_AA)
    else:
        cv2.ellipse(canvas, at, (max(1, round(r)), max(1, round(1.5 * r))), dice.uniform(0, 90), 0, 360, tone, dice.choice((-1, 1)), cv2.LINE_AA)


def character(canvas, x, y, w, h, ink, dice, alphabets):
    """A Chinese province's sign, or strokes like one: no text of ours."""
    if alphabets.provinces and dice.random() < 0.75:
        mask = cv2.resize(dice.choice(alphabets.provinces), (max(2, round(0.8 * w)), max(2, round(h))), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        stamp(canvas, mask, round(x + 0.05 * w), round(y), ink)
        return
    pen = max(1, round(0.07 * h))
    for _ in range(dice.randint(4, 8)):
        if dice.random() < 0.5:
            yy = y + h * dice.random()
            a, b = (x + w * dice.uniform(0, 0.3), yy), (x + w * dice.uniform(0.7, 0.95), yy + h * dice.uniform(-0.05, 0.05))
        else:
            xx = x + w * dice.uniform(0.1, 0.9)
            a, b = (xx, y + h * dice.uniform(0, 0.4)), (xx + w * dice.choice((0, 0, dice.uniform(-0.4, 0.4))), y + h * dice.uniform(0.6, 1))
        cv2.line(canvas, (round(a[0]), round(a[1])), (round(b[0]), round(b[1])), ink, pen, cv2.LINE_AA)


def word(canvas, text, box, ink, alphabets, dice):
    """A word in an ordinary font, centred in box; not part of the number."""
    x, y, w, h = box
    if h < 5:
        return
    font = alphabets.words_font(dice, max(6, round(h)))
    left, top, right, bottom = font.getbbox(text)
    tw, th = right - left, bottom - top
    if tw < 2 or th < 2:
        return
    image = Image.new("L", (tw + 2, th + 2))
    ImageDraw.Draw(image).text((1 - left, 1 - top), text, fill=255, font=font)
    mask = np.asarray(image, np.float32) / 255
    scale = min(1.0, w / tw, h / th)
    if scale < 1:
        mask = cv2.resize(mask, (max(2, round(tw * scale)), max(2, round(th * scale))), interpolation=cv2.INTER_AREA)
    stamp(canvas, mask, round(x + (w - mask.shape[1]) / 2), round(y), ink)


def some_word(dice):
    kind = dice.random()
    if kind < 0.5:
        text = dice.choice(WORDS)
    elif kind < 0.85:
        text = dice.choice(SLOGANS)
    else:
        text = "".join(dice.choice(SIGNS[10:]) for _ in range(dice.randint(2, 10)))
    text = text.replace("~", " ")
    return text if dice.random() < 0.7 else text.title()


def ground_picture(h, w, tone, ink, dice):
    """What is printed behind the signs of American plates: a soft landscape or a gradient; hills, bands, a sun or an emblem with edges of their own."""
    across, down = dice.randint(2, 7), dice.randint(2, 4)
    coarse = np.array([[dice.uniform(-1, 1) for _ in range(across)] for _ in range(down)], np.float32)
    depth = dice.uniform(0.1, 0.45) * (tone - ink)
    ground = tone - depth * np.clip(cv2.resize(coarse, (w, h), interpolation=cv2.INTER_CUBIC), 0, 1)
    if dice.random() < 0.35:
        xs = np.sort(np.array([0, w] + [dice.uniform(0, w) for _ in range(dice.randint(2, 9))]))
        level, rough = dice.uniform(0.3, 0.85) * h, dice.uniform(0.03, 0.25) * h
        line = [(x, level + dice.uniform(-1, 1) * rough) for x in xs]
        printed(ground, lambda mask: cv2.fillPoly(mask, [np.array(line + [(w, h), (0, h)]).round().astype(np.int32)], 1.0, cv2.LINE_AA), tone - ink, dice)
    if dice.random() < 0.2:
        top, high = dice.choice((0, 1)), round(dice.uniform(0.12, 0.3) * h)
        printed(ground, lambda mask: cv2.rectangle(mask, (0, 0 if top else h - high), (w, high if top else h), 1.0, -1), tone - ink, dice)
    if dice.random() < 0.3:
        at, r = (round(dice.gauss(0.5, 0.15) * w), round(dice.uniform(0.3, 0.7) * h)), dice.uniform(0.1, 0.45) * h
        if dice.random() < 0.5:
            printed(ground, lambda mask: cv2.ellipse(mask, at, (round(r * dice.uniform(0.5, 1.2)), round(r)), dice.uniform(0, 90), 0, 360, 1.0, dice.choice((-1, -1, 2, 4)), cv2.LINE_AA), tone - ink, dice)
        else:
            points = np.array([(at[0] + r * dice.uniform(-1, 1), at[1] + r * dice.uniform(-1, 1)) for _ in range(dice.randint(4, 12))])
            printed(ground, lambda mask: cv2.fillPoly(mask, [points.round().astype(np.int32)], 1.0, cv2.LINE_AA), tone - ink, dice)
    return ground


def printed(ground, draw, contrast, dice):
    """Prints a shape that leaves the signs upon it to be told."""
    mask = np.zeros(ground.shape, np.float32)
    draw(mask)
    ground -= mask * dice.uniform(-0.15, 0.5) * contrast


def frame_over(canvas, top, bottom, alphabets, dice):
    """A dealer's frame that lies upon the plate and hides what stands above and below the number."""
    h, w = canvas.shape
    tone = dice.uniform(5, 70) if dice.random() < 0.6 else dice.uniform(120, 250)
    for y, room in ((0, top), (h, h - bottom)):
        high = dice.uniform(0.3, 0.95) * room
        if dice.random() < 0.8 and high > 2:
            a, b = (0, high) if y == 0 else (h - high, h)
            cv2.rectangle(canvas, (0, round(a)), (w, round(b)), tone, -1)
            if dice.random() < 0.6:
                word(canvas, some_word(dice), (0.1 * w, a + 0.15 * high, 0.8 * w, 0.7 * high), 255 - tone, alphabets, dice)
    side = round(dice.uniform(0, 0.02) * w)
    if side:
        cv2.rectangle(canvas, (0, 0), (side, h), tone, -1)
        cv2.rectangle(canvas, (w - side, 0), (w, h), tone, -1)


def plate(alphabets, dice, high=None):
    """Returns (grey float32 picture, text, country code). The picture is the plate alone, edge to edge."""
    country = pick_country(dice)
    tall = bool(country.tall_patterns) and dice.random() < country.tall_share
    pattern = dice.choice(country.tall_patterns if tall else country.patterns)
    rows = draw_text(country, pattern, dice)
    ratio = dice.uniform(*(country.tall_ratio if tall else country.ratio))
    h = high or (128 if tall or ratio < 2.5 else 88)
    w = round(h * ratio)
    look = dice.choice(country.looks)
    tone, ink = tones(look, dice)
    canvas = np.full((h, w), tone, np.float32)
    if look == "picture" or (country.words and dice.random() < 0.3):
        canvas[:] = ground_picture(h, w, tone, ink, dice)
    elif dice.random() < 0.2:
        canvas += np.linspace(-1, 1, w, dtype=np.float32)[None] * dice.uniform(-20, 20)
    letters = alphabets.pick(dice)
    if country.bar and dice.random() < country.bar:
        letters = bare(letters)
    edge = dice.uniform(0.0, 0.05) * h
    if dice.random() < 0.75:
        cv2.rectangle(canvas, (round(edge), round(edge)), (w - 1 - round(edge), h - 1 - round(edge)), ink if dice.random() < 0.8 else tone * 0.7, max(1, round(h * dice.uniform(0.012, 0.04))))
    left, right = edge + 0.05 * h, w - edge - 0.05 * h
    top, bottom = dice.uniform(0.09, 0.2) * h, dice.uniform(0.8, 0.91) * h
    if country.band == "eu" and dice.random() < 0.85:
        wide = h * (dice.uniform(0.3, 0.48) if not tall else dice.uniform(0.15, 0.25))
        dark = dice.uniform(30, 110)
        cv2.rectangle(canvas, (0, 0), (round(wide), h), dark, -1)
        if dice.random() < 0.8:
            cv2.circle(canvas, (round(wide / 2), round(h * 0.32)), round(wide * 0.3), min(255, dark + 90), 1, cv2.LINE_AA)
        word(canvas, "".join(dice.choice(SIGNS[10:]) for _ in range(dice.choice((1, 1, 2, 2, 3)))), (0.05 * wide, 0.6 * h, 0.9 * wide, 0.28 * h), 235, alphabets, dice)
        left = wide + 0.04 * h
    elif country.band == "flag" and dice.random() < 0.9 and not tall:
        wide = h * dice.uniform(0.35, 0.55)
        fx, fy, fw, fh = 0.1 * wide, h * dice.uniform(0.15, 0.25), 0.8 * wide, h * dice.uniform(0.2, 0.3)
        flag(canvas, fx, fy, fw, fh, dice)
        word(canvas, country.code, (0.05 * wide, 0.55 * h, 0.9 * wide, 0.3 * h), ink, alphabets, dice)
        if dice.random() < 0.6:
            cv2.line(canvas, (round(wide), 0), (round(wide), h), ink, max(1, round(0.015 * h)))
        left = wide + 0.05 * h
    elif country.band == "top":
        cv2.rectangle(canvas, (0, 0), (w, round(0.24 * h)), dice.uniform(40, 100), -1)
        word(canvas, "BRASIL", (0.2 * w, 0.06 * h, 0.6 * w, 0.13 * h), 240, alphabets, dice)
        top = 0.32 * h
    marked = any(kind == "stack" for row in rows for kind, _ in row)
    if country.code == "RU" and not marked and dice.random() < 0.8 and not tall:
        wide = h * dice.uniform(0.75, 1.0)
        word(canvas, "RUS", (w - wide * 0.95, 0.72 * h, wide * 0.5, 0.18 * h), ink, alphabets, dice)
        cv2.rectangle(canvas, (round(w - wide * 0.38), round(0.74 * h)), (round(w - wide * 0.12), round(0.88 * h)), dice.uniform(80, 200), -1)
    if country.code in ("UZ", "TJ", "KG") and not marked and dice.random() < 0.8 and not tall:
        wide = h * dice.uniform(0.35, 0.55)
        cv2.rectangle(canvas, (round(w - wide * 0.85), round(0.2 * h)), (round(w - wide * 0.15), round(0.45 * h)), dice.uniform(60, 190), -1)
        word(canvas, country.code, (w - wide * 0.9, 0.58 * h, wide * 0.8, 0.26 * h), ink, alphabets, dice)
        right = w - wide - 0.03 * h
    if country.words and dice.random() < country.words:
        share = dice.uniform(0.12, 0.24)
        place = dice.random()
        tone_of = ink if dice.random() < 0.6 else dice.uniform(30, 210)
        if place < 0.85 or country.code == "BR":
            word(canvas, some_word(dice), (0.06 * w + dice.uniform(-0.2, 0.2) * w * (country.code == "US") * dice.choice((0, 1)), edge + 0.04 * h, 0.88 * w, share * h * 0.85), tone_of, alphabets, dice)
            top = max(top, (share + 0.06) * h)
        if place > 0.25 and country.code != "BR":
            below = dice.uniform(0.1, 0.2)
            word(canvas, some_word(dice), (0.06 * w, (1 - below) * h - edge - 0.01 * h, 0.88 * w, below * h * 0.85), tone_of, alphabets, dice)
            bottom = min(bottom, (1 - below - 0.05) * h)
        if country.code == "US" and dice.random() < 0.4:
            for x in dice.sample((0.04, 0.86), dice.randint(1, 2)):  # stickers
                y = dice.choice((0.03, 0.78))
                cv2.rectangle(canvas, (round(x * w), round(y * h)), (round((x + 0.1) * w), round((y + 0.18) * h)), dice.uniform(60, 235), -1)
    if country.code == "US" and not tall and dice.random() < 0.6:  # most states' signs take less than half of the height
        high, middle = dice.uniform(0.42, 0.56) * h, dice.uniform(0.48, 0.56) * h
        top, bottom = middle - high / 2, middle + high / 2
    if country.words and top > 0.14 * h and dice.random() < 0.25:
        frame_over(canvas, top - 0.02 * h, bottom + 0.02 * h, alphabets, dice)
    if country.code == "RU" and not tall:
        small, top_small = dice.uniform(0.6, 0.75), True
    else:
        small, top_small = dice.uniform(0.7, 1.0), dice.random() < 0.3
    margin, mark = dice.uniform(0.01, 0.06) * w, MARKS.get(country.code, country.code)
    if len(rows) == 1:
        paint_row(canvas, rows[0], (left + margin, top, right - left - 2 * margin, bottom - top), letters, ink, dice, small, top_small, alphabets, mark)
    else:
        split = dice.uniform(0.42, 0.5)
        gap = dice.uniform(0.03, 0.08) * h
        middle = top + (bottom - top) * split
        paint_row(canvas, rows[0], (left + margin, top, right - left - 2 * margin, middle - top - gap / 2), letters, ink, dice, small, top_small, alphabets, mark)
        paint_row(canvas, rows[1], (left + margin, middle + gap / 2, right - left - 2 * margin, bottom - middle - gap / 2), letters, ink, dice, small, top_small, alphabets, mark)
    for _ in range(dice.choice((0, 0, 2, 2, 4))):  # screws
        cv2.circle(canvas, (round(w * dice.choice((0.08, 0.25, 0.75, 0.92))), round(h * dice.choice((0.07, 0.5, 0.93)))), max(1, round(h * dice.uniform(0.015, 0.035))), dice.uniform(30, 220), -1, cv2.LINE_AA)
    return canvas, text_of(rows), country.code, len(rows)
