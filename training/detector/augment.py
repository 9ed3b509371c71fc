"""Makes training samples from labelled pictures: geometry, mosaics, light, noise and what codecs do."""
import random

import cv2
import numpy as np

from classes import CLASSES
from lamps import by_night
from net import HEIGHT, WIDTH

LONGEST = 1024  # px; pictures are kept in memory at most this large
GREY = 114
NIGHT = 0.15  # share of the samples that are seen by night, with lamps
RIDDEN = (CLASSES.index("motorcycle"), CLASSES.index("bicycle"))


class Picture:
    """A picture in memory with its boxes: N x 6 of class, x0, y0, x1, y1, weight (0: ignore, neither wanted nor wrong)."""

    __slots__ = ("pixels", "boxes", "van_known")

    def __init__(self, row, work):
        pixels = cv2.imread(str(work / row["picture"]))
        scale = min(1, LONGEST / max(pixels.shape[:2]))
        if scale < 1:
            pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        self.pixels = pixels
        boxes = []
        for label in row["labels"]:
            x, y, w, h = (v * scale for v in label["box"])
            # what a teacher is less sure of teaches less
            weight = 0.0 if label["use"] == "ignore" else min(1.0, 0.4 + label.get("score", 1.0))
            boxes.append([CLASSES.index(label["class"]), x, y, x + w, y + h, weight])
        self.boxes = np.array(boxes, np.float32).reshape(-1, 6)
        self.van_known = row["source"] == "sim"  # elsewhere a van may be called car


def place(picture, matrix, width, height, interpolation=cv2.INTER_LINEAR):
    """Warps pixels and boxes by a 2 x 3 matrix onto a canvas."""
    pixels = cv2.warpAffine(picture.pixels, matrix, (width, height), flags=interpolation, borderValue=(GREY, GREY, GREY))
    boxes = picture.boxes.copy()
    if len(boxes):
        # the matrix takes middles of pixels to middles of pixels; boxes are edges, half a pixel beside them
        middles = boxes[:, [1, 2, 3, 2, 3, 4, 1, 4]].reshape(-1, 4, 2) - 0.5
        corners = middles @ matrix[:, :2].T.astype(np.float32) + matrix[:, 2].astype(np.float32) + 0.5
        low, high = corners.min(1), corners.max(1)
        # turning a box by a few degrees makes it too large; half-way is nearer to the thing
        plain = np.abs(np.linalg.det(matrix[:, :2])) ** 0.5
        middle, size = (low + high) / 2, ((boxes[:, 3:5] - boxes[:, 1:3]) * plain + (high - low)) / 2
        low, high = middle - size / 2, middle + size / 2
        area = np.prod(high - low, 1)
        boxes[:, 1:3], boxes[:, 3:5] = np.clip(low, 0, (width, height)), np.clip(high, 0, (width, height))
        left = np.prod(np.maximum(boxes[:, 3:5] - boxes[:, 1:3], 0), 1) / np.maximum(area, 1e-3)
        boxes[left < 0.35, 5] = 0
        boxes = boxes[left > 0.03]
    return pixels, boxes


def matrix_for(picture, dice, scale, x, y, mirrored, turn, stretch):
    """Scales and turns about the picture's middle, then puts that middle at (x, y)."""
    h, w = picture.pixels.shape[:2]
    c, s = np.cos(turn), np.sin(turn)
    sx, sy = scale * stretch * (-1 if mirrored else 1), scale / stretch
    m = np.array([[c * sx, -s * sy, 0], [s * sx, c * sy, 0]], np.float64)
    m[:, 2] = (x, y) - m[:, :2] @ ((w - 1) / 2, (h - 1) / 2)
    return m


def sample(draw, dice, cuttings=None):
    """One sample: canvas HEIGHT x WIDTH x 3 (BGR, uint8) and its boxes with a seventh column, whether a van would be called one.

    cuttings: draws a picture and one of its boxes to be cut out and set into the sample.
    """
    canvas, boxes = mosaic(draw, dice) if dice.random() < 0.4 else single(draw(), dice)
    if cuttings is not None and dice.random() < 0.35:
        canvas, boxes = with_cuttings(canvas, boxes, cuttings, dice)
    if dice.random() < NIGHT:
        canvas = by_night(canvas, boxes, dice)
    size = np.minimum(boxes[:, 3] - boxes[:, 1], boxes[:, 4] - boxes[:, 2]) if len(boxes) else np.zeros(0)
    tall = boxes[:, 4] - boxes[:, 2] if len(boxes) else size
    boxes[(size < 3.5) | (tall < 4.5), 5] = 0
    boxes = boxes[size > 1]
    return light(canvas, dice), boxes


def single(picture, dice):
    h, w = picture.pixels.shape[:2]
    fit = min(WIDTH / w, HEIGHT / h)
    if dice.random() < 0.3:  # as the product paints it: in the upper left corner
        scale, turn, stretch = fit, 0.0, 1.0
        x, y = (w * fit - 1) / 2, (h * fit - 1) / 2
    elif dice.random() < 0.4 and (aim := pick_box(picture, dice)) is not None:  # as a tile shows it: near one thing
        tall = float(np.exp(dice.uniform(np.log(12), np.log(0.43 * HEIGHT))))
        scale = float(np.clip(tall / max(aim[4] - aim[2], 1), 0.6 * fit, min(4 * fit, 2.0)))
        turn, stretch = np.radians(dice.gauss(0, 2)), float(np.exp(dice.gauss(0, 0.06)))
        # where the picture's middle comes to lie when the thing lies anywhere on the canvas, as far as the picture covers the canvas
        rx, ry = abs(w * scale - WIDTH) / 2, abs(h * scale - HEIGHT) / 2
        x = float(np.clip(WIDTH * dice.uniform(0.05, 0.95) + (w / 2 - (aim[1] + aim[3]) / 2) * scale, WIDTH / 2 - rx, WIDTH / 2 + rx))
        y = float(np.clip(HEIGHT * dice.uniform(0.05, 0.95) + (h / 2 - (aim[2] + aim[4]) / 2) * scale, HEIGHT / 2 - ry, HEIGHT / 2 + ry))
        return finish(picture, matrix_for(picture, dice, scale, x, y, False, turn, stretch), scale, dice)
    else:
        scale = fit * float(np.exp(dice.uniform(np.log(0.6), np.log(2.2))))
        turn, stretch = np.radians(dice.gauss(0, 2)), float(np.exp(dice.gauss(0, 0.06)))
        rx, ry = max(0, w * scale - WIDTH) / 2, max(0, h * scale - HEIGHT) / 2
        sx, sy = max(0, WIDTH - w * scale) / 2, max(0, HEIGHT - h * scale) / 2
        x = WIDTH / 2 + dice.uniform(-rx - sx, rx + sx) * 1.05
        y = HEIGHT / 2 + dice.uniform(-ry - sy, ry + sy) * 1.05
    return finish(picture, matrix_for(picture, dice, scale, x, y, dice.random() < 0.5, turn, stretch), scale, dice)


def finish(picture, matrix, scale, dice):
    pixels, boxes = place(picture, matrix, WIDTH, HEIGHT, cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR)
    return pixels, np.concatenate([boxes, np.full((len(boxes), 1), picture.van_known, np.float32)], 1)


def pick_box(picture, dice):
    """One of the picture's wanted boxes, a rare class as likely as a common one; None where there is none."""
    wanted = picture.boxes[picture.boxes[:, 5] > 0]
    if not len(wanted):
        return None
    return dice.choice(wanted[wanted[:, 0] == dice.choice(np.unique(wanted[:, 0]))])


def cuttings_of(pictures):
    """By class what can be cut out of them: pairs of a picture and a box that is surely seen, whole and not small."""
    found = {}
    for picture in pictures:
        height, width = picture.pixels.shape[:2]
        for box in picture.boxes:
            if box[5] > 0.9 and box[4] - box[2] > 18 and box[1] > 1 and box[2] > 1 and box[3] < width - 1 and box[4] < height - 1:
                found.setdefault(int(box[0]), []).append((picture, box))
    return found


def with_cuttings(canvas, boxes, draw, dice):
    """Sets one to four road users cut out of other pictures into the canvas, about as large as what is beside them; soft at the edge."""
    for _ in range(dice.randint(1, 4)):
        picture, (kind, x0, y0, x1, y1, _) = draw()
        x, y = dice.uniform(0, WIDTH), dice.uniform(0.25, 1.0) * HEIGHT
        large = 1.0 if kind in RIDDEN else 1.6
        tall = float(np.exp(dice.uniform(np.log(12), np.log(0.35 * HEIGHT)))) * large
        if len(boxes) and dice.random() < 0.6:
            beside = dice.choice(boxes)
            x, y = (beside[1] + beside[3]) / 2 + dice.uniform(-1.6, 1.6) * (beside[3] - beside[1]), beside[4] + dice.uniform(-0.1, 0.1) * (beside[4] - beside[2])
            tall = float(np.clip((beside[4] - beside[2]) * dice.uniform(0.7, 1.2), 10, 0.47 * HEIGHT)) * large
        scale = tall / max(y1 - y0, 1)
        if scale > 2.5:
            continue
        wide = (x1 - x0) * scale
        place_at = np.array([x - wide / 2, y - tall, x + wide / 2, y], np.float32)
        seen = np.clip(place_at[2:], 0, (WIDTH, HEIGHT)) - np.clip(place_at[:2], 0, (WIDTH, HEIGHT))
        if seen.prod() < 0.6 * wide * tall or wide < 4:
            continue
        mirrored = dice.random() < 0.5
        m = np.array([[-scale if mirrored else scale, 0, 0], [0, scale, 0]], np.float64)
        m[:, 2] = ((place_at[2] - 1 if mirrored else place_at[0]) + 0.5 - m[0, 0] * (x0 - 0.5) - 0.5, place_at[1] - scale * (y0 - 0.5) - 0.5)
        cut = cv2.warpAffine(picture.pixels, m, (WIDTH, HEIGHT), flags=cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        mask = np.zeros((HEIGHT, WIDTH), np.float32)
        edge = max(1.0, 0.06 * min(wide, tall))
        cv2.rectangle(mask, (round(float(place_at[0])), round(float(place_at[1]))), (round(float(place_at[2])), round(float(place_at[3]))), 1.0, -1)
        mask = cv2.GaussianBlur(mask, (0, 0), edge)[..., None]
        canvas = (canvas * (1 - mask) + cut * mask).astype(np.uint8)
        if len(boxes):  # what is now behind it
            hidden = np.prod(np.maximum(np.minimum(boxes[:, 3:5], place_at[2:]) - np.maximum(boxes[:, 1:3], place_at[:2]), 0), 1)
            hidden /= np.maximum(np.prod(boxes[:, 3:5] - boxes[:, 1:3], 1), 1e-3)
            boxes[hidden > 0.5, 5] = 0
            boxes = boxes[hidden < 0.9]
        row = np.array([[kind, *np.clip(place_at, 0, (WIDTH, HEIGHT, WIDTH, HEIGHT)), 1.0, picture.van_known]], np.float32)
        boxes = np.concatenate([boxes, row]) if len(boxes) else row
    return canvas, boxes


def mosaic(draw, dice):
    canvas = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    cx, cy = int(WIDTH * dice.uniform(0.3, 0.7)), int(HEIGHT * dice.uniform(0.3, 0.7))
    kept = []
    for x0, y0, x1, y1 in ((0, 0, cx, cy), (cx, 0, WIDTH, cy), (0, cy, cx, HEIGHT), (cx, cy, WIDTH, HEIGHT)):
        picture = draw()
        h, w = picture.pixels.shape[:2]
        pw, ph = x1 - x0, y1 - y0
        scale = max(pw / w, ph / h) * float(np.exp(dice.uniform(np.log(0.5), np.log(2.0))))
        rx, ry = max(0, w * scale - pw) / 2, max(0, h * scale - ph) / 2
        m = matrix_for(picture, dice, scale, pw / 2 + dice.uniform(-rx, rx), ph / 2 + dice.uniform(-ry, ry), dice.random() < 0.5, 0.0, 1.0)
        pixels, boxes = place(picture, m, pw, ph)
        canvas[y0:y1, x0:x1] = pixels
        if len(boxes):
            boxes[:, [1, 3]] += x0
            boxes[:, [2, 4]] += y0
            kept.append(np.concatenate([boxes, np.full((len(boxes), 1), picture.van_known, np.float32)], 1))
    return canvas, np.concatenate(kept) if kept else np.zeros((0, 7), np.float32)


def light(pixels, dice):
    """Colours, dusk, noise, blur and compression."""
    if dice.random() < 0.8:
        hsv = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV)
        ramp = np.arange(256, dtype=np.float32)
        hue = ((ramp + dice.uniform(-9, 9)) % 180).astype(np.uint8)
        colour = np.clip(ramp * dice.uniform(0.4, 1.5), 0, 255).astype(np.uint8)
        value = np.clip(255 * (ramp / 255) ** float(np.exp(dice.gauss(0, 0.3))) * dice.uniform(0.65, 1.3) + dice.uniform(-15, 15), 0, 255).astype(np.uint8)
        h, s, v = cv2.split(hsv)
        pixels = cv2.cvtColor(cv2.merge([cv2.LUT(h, hue), cv2.LUT(s, colour), cv2.LUT(v, value)]), cv2.COLOR_HSV2BGR)
    if dice.random() < 0.12:  # dusk: dark, with little colour, lamps stay bright
        dark = np.clip(255 * (np.arange(256) / 255.0) ** dice.uniform(1.4, 2.6) * dice.uniform(0.35, 0.9), 0, 255).astype(np.uint8)
        pixels = cv2.LUT(pixels, dark)
    if dice.random() < 0.08:
        pixels = cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    if dice.random() < 0.15:
        factor = dice.uniform(0.4, 0.8)
        small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        pixels = cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    if dice.random() < 0.1:
        pixels = cv2.GaussianBlur(pixels, (3, 3) if dice.random() < 0.7 else (5, 5), 0)
    if dice.random() < 0.2:
        noise = np.empty((HEIGHT // 2 if dice.random() < 0.4 else HEIGHT, WIDTH), np.int16)
        cv2.randn(noise, 0, dice.uniform(2, 14))
        noise = cv2.resize(noise, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR) if noise.shape[0] != HEIGHT else noise
        pixels = cv2.add(pixels, cv2.merge([noise] * 3), dtype=cv2.CV_8U)
    if dice.random() < 0.3:
        _, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, dice.randint(18, 75)])
        pixels = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return pixels
