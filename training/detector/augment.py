"""Makes training samples from labelled pictures: geometry, mosaics, light, noise and what codecs do."""
import random

import cv2
import numpy as np

from classes import CLASSES
from net import HEIGHT, WIDTH

LONGEST = 768  # px; pictures are kept in memory at most this large
GREY = 114


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


def sample(draw, dice):
    """One sample: canvas HEIGHT x WIDTH x 3 (BGR, uint8) and its boxes with a seventh column, whether a van would be called one."""
    canvas, boxes = mosaic(draw, dice) if dice.random() < 0.4 else single(draw(), dice)
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
    else:
        scale = fit * float(np.exp(dice.uniform(np.log(0.6), np.log(2.2))))
        turn, stretch = np.radians(dice.gauss(0, 2)), float(np.exp(dice.gauss(0, 0.06)))
        rx, ry = max(0, w * scale - WIDTH) / 2, max(0, h * scale - HEIGHT) / 2
        sx, sy = max(0, WIDTH - w * scale) / 2, max(0, HEIGHT - h * scale) / 2
        x = WIDTH / 2 + dice.uniform(-rx - sx, rx + sx) * 1.05
        y = HEIGHT / 2 + dice.uniform(-ry - sy, ry + sy) * 1.05
    m = matrix_for(picture, dice, scale, x, y, dice.random() < 0.5, turn, stretch)
    pixels, boxes = place(picture, m, WIDTH, HEIGHT, cv2.INTER_AREA if scale < 0.6 else cv2.INTER_LINEAR)
    return pixels, np.concatenate([boxes, np.full((len(boxes), 1), picture.van_known, np.float32)], 1)


def mosaic(draw, dice):
    canvas = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    cx, cy = int(WIDTH * dice.uniform(0.3, 0.7)), int(HEIGHT * dice.uniform(0.3, 0.7))
    kept = []
    for x0, y0, x1, y1 in ((0, 0, cx, cy), (cx, 0, WIDTH, cy), (0, cy, cx, HEIGHT), (cx, cy, WIDTH, HEIGHT)):
        picture = draw()
        h, w = picture.pixels.shape[:2]
        pw, ph = x1 - x0, y1 - y0
        scale = max(pw / w, ph / h) * float(np.exp(dice.uniform(np.log(0.75), np.log(2.0))))
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
