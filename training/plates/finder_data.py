"""Samples for the finder: part of a photograph at some scale, its plates, made-up plates put over known ones or onto vehicles, and things that are no plates."""
import json
import math
from pathlib import Path

import cv2
import numpy as np

from draw import plate, some_word, tones, word
from spoil import lit, place, quad_of, seen

WIDE, HIGH = 320, 256


class Photo:
    """A labelled picture, kept in memory as grey JPEG bytes."""

    def __init__(self, row):
        grey = cv2.imread(row["picture"], cv2.IMREAD_GRAYSCALE)
        self.size = (grey.shape[1], grey.shape[0])
        self.data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 93])[1]
        self.quads = [(np.array(p["quad"], np.float32).reshape(4, 2), p["exact"]) for p in row["plates"]]
        self.ignore = np.array(row["ignore"], np.float32).reshape(-1, 4)
        self.vehicles = np.array(row["vehicles"], np.float32).reshape(-1, 4)
        self.lettering = np.array(row.get("lettering", []), np.float32).reshape(-1, 4)  # seen by eye to be no plates

    def grey(self):
        return cv2.imdecode(self.data, cv2.IMREAD_GRAYSCALE)


def load(work):
    photos = [Photo(json.loads(line)) for line in open(Path(work) / "sifted.jsonl")]
    with_plates = [p for p in photos if p.quads]
    with_vehicles = [p for p in photos if len(p.vehicles)]
    with_lettering = [p for p in photos if len(p.lettering)]
    return with_plates, with_vehicles, with_lettering or photos, photos


def width(quad):
    return float(max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3])))


def sample(sets, alphabets, dice):
    """Returns HIGH x WIDE bytes and rows: 8 corner numbers, weight of the corners, 1 plate / 0 neither wanted nor wrong."""
    with_plates, with_vehicles, with_lettering, photos = sets
    what = dice.random()
    photo = dice.choice(with_plates if what < 0.5 else with_vehicles if what < 0.75 else with_lettering if what < 0.9 else photos)
    grey = photo.grey().astype(np.float32)
    quads = [(q.copy(), 1.0 if exact else 0.15) for q, exact in photo.quads]
    # a made-up plate over a known one: a real place with corners known exactly
    for i, (quad, _) in enumerate(quads):
        if dice.random() < 0.55:
            picture, _, _, _ = plate(alphabets, dice)
            shape = width(quad) / max(1.0, np.linalg.norm(quad[3] - quad[0]))
            tries = 0
            while tries < 6 and not 0.6 < (picture.shape[1] / picture.shape[0]) / max(shape, 1.2) < 1.7:
                picture, _, _, _ = plate(alphabets, dice)
                tries += 1
            centre = quad.mean(0)
            wider = quad if photo.quads[i][1] else centre + (quad - centre) * 1.0
            grow = np.array([1.0, dice.uniform(1.0, 1.15)], np.float32)
            wider = centre + (wider - centre) * grow * dice.uniform(1.02, 1.12)
            grey = match(grey, picture, wider.astype(np.float32), dice)
            quads[i] = (wider.astype(np.float32), 1.0)
    if not quads and len(photo.vehicles) and dice.random() < 0.8:
        for box in photo.vehicles:
            if box[2] < 40 or dice.random() < 0.3:
                continue
            picture, _, _, _ = plate(alphabets, dice)
            w = box[2] * dice.uniform(0.14, 0.32)
            quad = quad_of(w, w * picture.shape[0] / picture.shape[1], dice, 0.7) + (box[0] + box[2] * dice.uniform(0.3, 0.7), box[1] + box[3] * dice.uniform(0.55, 0.9))
            if any(overlaps(quad, other) for other, _ in quads):
                continue
            grey = match(grey, picture, quad.astype(np.float32), dice)
            quads.append((quad.astype(np.float32), 1.0))
    # the part: a plate, or what might be taken for one, comes out between 14 and 230 px wide
    shown = [q for q, _ in quads]
    if 0.75 <= what < 0.9:
        shown = [np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float32) for x, y, w, h in photo.lettering] or shown
    if shown and dice.random() < 0.9:
        quad = dice.choice(shown)
        wanted = 14 * (230 / 14) ** dice.random()
        scale = wanted / max(4.0, width(quad))
        scale = min(scale, 5.0)
        centre = quad.mean(0)
        at = np.array([dice.uniform(0.1, 0.9) * WIDE, dice.uniform(0.1, 0.9) * HIGH])
    else:
        scale = max(WIDE / photo.size[0], HIGH / photo.size[1]) * dice.uniform(0.6, 2.5)
        centre = np.array([dice.uniform(0, photo.size[0]), dice.uniform(0, photo.size[1])])
        at = np.array([WIDE / 2, HIGH / 2])
    angle = dice.gauss(0, 0.06)
    c, s = math.cos(angle) * scale, math.sin(angle) * scale
    turn = np.array([[c, -s, 0], [s, c, 0]], np.float32)
    turn[:, 2] = at - turn[:, :2] @ centre
    if scale < 0.7:  # shrink by area first
        k = max(scale * 1.2, 0.1)
        grey = cv2.resize(grey, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
        used = turn.copy()
        used[:, :2] /= k
    else:
        used = turn
    border = cv2.BORDER_CONSTANT
    out = cv2.warpAffine(grey, used, (WIDE, HIGH), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=dice.uniform(0, 160))
    quads = [(q @ turn[:, :2].T + turn[:, 2], e) for q, e in quads]
    ignore = [np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float32) @ turn[:, :2].T + turn[:, 2] for x, y, w, h in photo.ignore]
    if dice.random() < 0.25:  # a plate pasted anywhere: rare forms become common
        picture, _, _, _ = plate(alphabets, dice)
        w = 16 * (200 / 16) ** dice.random()
        quad = (quad_of(w, w * picture.shape[0] / picture.shape[1], dice, 1.0) + (dice.uniform(0.15, 0.85) * WIDE, dice.uniform(0.15, 0.85) * HIGH)).astype(np.float32)
        if not any(overlaps(quad, other) for other, _ in quads) and not any(overlaps(quad, other) for other in ignore):
            out = match(out, picture, quad, dice)
            quads.append((quad, 1.0))
    for _ in range(dice.choice((0, 0, 0, 1, 1, 2))):
        board = sign_board(alphabets, dice)
        w = 20 * (220 / 20) ** dice.random()
        quad = (quad_of(w, w * board.shape[0] / board.shape[1], dice, 1.0) + (dice.uniform(0.1, 0.9) * WIDE, dice.uniform(0.1, 0.9) * HIGH)).astype(np.float32)
        if not any(overlaps(quad, other) for other, _ in quads):
            out = match(out, board, quad, dice)
    if dice.random() < 0.1:
        out = 255 - out
    out = seen(out, dice, 0.9)
    rows = []
    for quad, exact in quads:
        inside = (quad[:, 0] > -3) & (quad[:, 0] < WIDE + 3) & (quad[:, 1] > -3) & (quad[:, 1] < HIGH + 3)
        middle = quad.mean(0)
        if not (0 <= middle[0] < WIDE and 0 <= middle[1] < HIGH):
            continue
        whole = inside.all() and width(quad) >= 11
        rows.append([*quad.ravel(), exact, 1.0 if whole else 0.0])
    for quad in ignore:
        middle = quad.mean(0)
        if 0 <= middle[0] < WIDE and 0 <= middle[1] < HIGH:
            rows.append([*quad.ravel(), 0.0, 0.0])
    return out, np.array(rows, np.float32).reshape(-1, 10)


def overlaps(a, b):
    lo, hi = np.maximum(a.min(0), b.min(0)), np.minimum(a.max(0), b.max(0))
    return bool((hi > lo - 4).all())


def match(grey, picture, quad, dice):
    """Pastes a plate with about the light of the place it comes to."""
    lo, hi = np.floor(quad.min(0)).astype(int) - 12, np.ceil(quad.max(0)).astype(int) + 13
    lo = np.maximum(lo, 0)
    hi = np.minimum(hi, (grey.shape[1], grey.shape[0]))
    if (hi - lo < 4).any():
        return grey
    patch = grey[lo[1]:hi[1], lo[0]:hi[0]]
    if dice.random() < 0.7:
        near = float(np.percentile(patch, 90))
        picture = picture * min(1.15, max(0.3, near / 225 * dice.uniform(0.85, 1.5)))
    grey[lo[1]:hi[1], lo[0]:hi[0]] = place(np.clip(lit(picture, dice), 0, 255), quad - lo.astype(np.float32), patch, dice)
    return grey


def sign_board(alphabets, dice):
    """Shop signs, badges, time stamps: lettering that is no plate."""
    h = 64
    w = round(h * dice.uniform(0.8, 7))
    tone, ink = tones(dice.choice(("light", "dark", "picture", "yellow")), dice)
    canvas = np.full((h, w), tone, np.float32)
    lines = dice.choice((1, 1, 2, 3))
    for i in range(lines):
        text = some_word(dice).lower() if dice.random() < 0.6 else f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}:{dice.randint(0, 59):02} {dice.randint(2000, 2030)}"
        word(canvas, text, (4, h * (i + 0.15) / lines, w - 8, 0.7 * h / lines), ink, alphabets, dice)
    return canvas
