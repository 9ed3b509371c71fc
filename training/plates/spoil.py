"""What lies between a clean plate and a camera's picture of it: light, dirt, distance, angle, blur, noise, compression; then how the finder would hand it over."""
import math
import os

import cv2
import numpy as np

WIDE, HIGH = 160, 48  # what the reader takes
MARGIN_X, MARGIN_Y = 0.03, 0.08  # kept around the four corners, shares of width and height; the program uses the same


def lit(plate, dice):
    """Uneven light, shadow edges, dirt, wear."""
    h, w = plate.shape
    out = plate.copy()
    if dice.random() < 0.5:
        coarse = np.array([[dice.uniform(0.6, 1.1) for _ in range(3)] for _ in range(2)], np.float32)
        out *= cv2.resize(coarse, (w, h), interpolation=cv2.INTER_LINEAR)
    if dice.random() < 0.22:  # a shadow's edge across it
        a, x0 = dice.uniform(-1.2, 1.2), dice.uniform(0, w)
        xs, ys = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
        edge = np.clip((xs - x0 + a * (ys - h / 2)) / dice.uniform(1, 12), 0, 1)
        dark = dice.uniform(0.35, 0.8)
        out *= (dark + (1 - dark) * edge) if dice.random() < 0.5 else (1 - (1 - dark) * edge)
    if dice.random() < 0.15:
        xs, ys = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
        level = h * dice.uniform(0.3, 0.8)
        dark = np.clip((ys - level) / (0.1 * h), 0, 1) * dice.uniform(0.1, 0.5)
        out *= 1 - dark
    if dice.random() < 0.25:
        speck = cv2.resize(np.random.default_rng(dice.getrandbits(32)).random((max(2, h // dice.randint(2, 12)), max(2, w // dice.randint(2, 12))), np.float32), (w, h), interpolation=cv2.INTER_LINEAR)
        dirt = np.clip((speck - dice.uniform(0.55, 0.9)) * 5, 0, 1) * dice.uniform(0.2, 0.9)
        out += (dice.uniform(40, 190) - out) * dirt
    if dice.random() < 0.08:  # glare
        x, y, r = dice.uniform(0, w), dice.uniform(0, h), dice.uniform(0.2, 1.0) * h
        xs, ys = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
        out += dice.uniform(40, 160) * np.exp(-((xs - x) ** 2 + (ys - y) ** 2) / (r * r))
    if dice.random() < 0.3:  # embossed signs catch the light on one side
        shifted = np.roll(out, (dice.choice((-1, 1, 2)), dice.choice((-1, 0, 1))), (0, 1))
        out += dice.uniform(0.1, 0.5) * (out - shifted)
    return out


def holder(plate, dice):
    """A frame around it, with a dealer's strip now and then, or a tow hook, a shadow. Returns the picture and the plate's place in it."""
    h, w = plate.shape
    t, b, s = (round(h * dice.uniform(0.02, 0.16)) for _ in range(3))
    if dice.random() < 0.4:
        b = round(h * dice.uniform(0.1, 0.3))
    out = np.full((h + t + b, w + 2 * s), dice.uniform(5, 90) if dice.random() < 0.7 else dice.uniform(90, 245), np.float32)
    if b > 0.14 * h and dice.random() < 0.7:  # lettering below
        tone = 255 - out[0, 0]
        x = s + 0.1 * w
        while x < s + 0.85 * w:
            step = dice.uniform(0.02, 0.05) * w
            if dice.random() < 0.8:
                cv2.rectangle(out, (round(x), round(t + h + 0.3 * b)), (round(x + 0.7 * step), round(t + h + 0.75 * b)), float(tone), dice.choice((-1, 1)))
            x += step
    out[t:t + h, s:s + w] = plate
    return out, (s, t)


def quad_of(w, h, dice, wild):
    """Where the plate's corners lie after turning, shearing and foreshortening, about the origin."""
    yaw = dice.gauss(0, 0.35) * wild
    pitch = dice.gauss(0, 0.25) * wild
    roll = dice.gauss(0, 0.07) * wild + (dice.uniform(-0.5, 0.5) if dice.random() < 0.04 else 0)
    yaw, pitch = max(-0.85, min(0.85, yaw)), max(-0.7, min(0.7, pitch))
    corners = np.array([[-w / 2, -h / 2, 0], [w / 2, -h / 2, 0], [w / 2, h / 2, 0], [-w / 2, h / 2, 0]], np.float64)
    cy, sy, cp, sp, cr, sr = math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch), math.cos(roll), math.sin(roll)
    turn = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]]) @ np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]]) @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    p = corners @ turn.T
    far = w * dice.uniform(2.5, 12)
    return (p[:, :2] * (far / (far + p[:, 2:]))).astype(np.float32)


def seen(patch, dice, soft=1.0):
    """The camera: blur, movement, contrast, noise, compression. Takes and gives float32 grey."""
    if dice.random() < 0.75:
        sigma = abs(dice.gauss(0, 0.65)) * soft
        if sigma > 0.2:
            patch = cv2.GaussianBlur(patch, (0, 0), sigma)
    if dice.random() < 0.2:
        length = dice.uniform(1.5, 4.5) * soft
        kernel = np.zeros((9, 9), np.float32)
        angle = dice.gauss(0, 0.5) if dice.random() < 0.6 else dice.uniform(0, 3.2)
        dx, dy = math.cos(angle) * length / 2, math.sin(angle) * length / 2
        cv2.line(kernel, (round((4 - dx) * 16), round((4 - dy) * 16)), (round((4 + dx) * 16), round((4 + dy) * 16)), 1.0, 1, cv2.LINE_AA, 4)
        patch = cv2.filter2D(patch, -1, kernel / max(kernel.sum(), 1e-3))
    if dice.random() < 0.1:
        patch = patch + dice.uniform(0.3, 1.5) * (patch - cv2.GaussianBlur(patch, (0, 0), 1.2))  # a camera's sharpening
    gain, lift = dice.uniform(0.4, 1.1), dice.uniform(-15, 55)
    patch = patch * gain + lift
    if dice.random() < 0.35:
        patch = 255 * np.power(np.clip(patch / 255, 0, 1), dice.uniform(0.5, 1.9))
    if dice.random() < 0.6:
        noise = np.random.default_rng(dice.getrandbits(32)).standard_normal(patch.shape, np.float32)
        patch = patch + noise * abs(dice.gauss(0, 5.5))
    patch = np.clip(patch, 0, 255).astype(np.uint8)
    packed = dice.random()
    if packed < 0.4:
        ok, data = cv2.imencode(".jpg", patch, [cv2.IMWRITE_JPEG_QUALITY, dice.randint(18, 92)])
        patch = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    elif packed < 0.6:
        patch = filmed(patch, dice)
    return patch


def filmed(patch, dice):
    """One of three frames of an H.264 film in which the picture moves a little: blocks as a camera's stream has them, and what is left over from the frame before."""
    h, w = patch.shape
    step = np.array([dice.gauss(0, 1.5), dice.gauss(0, 0.8)])
    keep = dice.randrange(3)
    size = (w + w % 2, h + h % 2)
    path = f"/dev/shm/filmed-{os.getpid()}.mp4"
    # The writer spends a fixed number of bits a second: the faster the film is said to run, the fewer a frame gets.
    film = cv2.VideoWriter(path, cv2.VideoWriter_fourcc(*"avc1"), 10 ** dice.uniform(0.3, 2.3), size, False)
    for i in range(3):
        move = np.array([[1, 0, step[0] * (i - keep)], [0, 1, step[1] * (i - keep)]])
        film.write(cv2.warpAffine(patch, move, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    film.release()
    reader = cv2.VideoCapture(path)
    frames = []
    while len(frames) < 3:
        more, frame = reader.read()
        if not more:
            break
        frames.append(frame)
    reader.release()
    os.unlink(path)
    if len(frames) < 3:
        raise RuntimeError("this OpenCV writes no H.264: install Debian's python3-opencv and its ffmpeg libraries")
    return np.ascontiguousarray(cv2.cvtColor(frames[keep], cv2.COLOR_BGR2GRAY)[:h, :w])


def backdrop(w, h, photos, dice):
    if photos and dice.random() < 0.75:
        photo = dice.choice(photos)
        ph, pw = photo.shape
        cw = min(pw, max(8, round(w * dice.uniform(0.5, 3))))
        ch = min(ph, max(8, round(cw * h / w)))
        x, y = dice.randint(0, pw - cw), dice.randint(0, ph - ch)
        return cv2.resize(photo[y:y + ch, x:x + cw], (w, h), interpolation=cv2.INTER_AREA).astype(np.float32)
    coarse = np.array([[dice.uniform(10, 230) for _ in range(3)] for _ in range(3)], np.float32)
    return cv2.resize(coarse, (w, h), interpolation=cv2.INTER_LINEAR)


def place(plate, quad, patch, dice):
    """Warps the plate (with a holder, often) onto patch so that its corners come to quad."""
    source, at = (plate, (0, 0)) if dice.random() < 0.45 else holder(plate, dice)
    h, w = plate.shape
    scale = max(np.linalg.norm(quad[1] - quad[0]) / w, np.linalg.norm(quad[3] - quad[0]) / h)
    if scale < 0.6:  # shrink by area first, so that nothing is skipped
        k = min(1.0, scale * 1.4)
        sw, sh = max(4, round(source.shape[1] * k)), max(4, round(source.shape[0] * k))
        kx, ky = sw / source.shape[1], sh / source.shape[0]
        source = cv2.resize(source, (sw, sh), interpolation=cv2.INTER_AREA)
    else:
        kx = ky = 1.0
    x, y = at[0] * kx, at[1] * ky
    corners = np.array([[x, y], [x + w * kx, y], [x + w * kx, y + h * ky], [x, y + h * ky]], np.float32) - 0.5
    turn = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    size = (patch.shape[1], patch.shape[0])
    warped = cv2.warpPerspective(source, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(np.ones(source.shape, np.float32), turn, size, flags=cv2.INTER_LINEAR)
    return patch * (1 - mask) + warped * mask


def rectified(patch, quad):
    """The reader's view: the four corners with a margin, stretched to WIDE x HIGH."""
    tl, tr, br, bl = quad
    mx, my = MARGIN_X, MARGIN_Y
    wide = [tl - mx * (tr - tl) - my * (bl - tl), tr + mx * (tr - tl) - my * (br - tr), br + mx * (br - bl) + my * (br - tr), bl - mx * (br - bl) + my * (bl - tl)]
    length = max(np.linalg.norm(tr - tl), np.linalg.norm(br - bl))
    k = min(1.0, 1.5 * WIDE / max(length, 1.0))
    if k < 1:
        patch = cv2.resize(patch, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
        wide = [p * k for p in wide]
    target = np.array([[0, 0], [WIDE, 0], [WIDE, HIGH], [0, HIGH]], np.float32) - 0.5
    turn = cv2.getPerspectiveTransform(np.array(wide, np.float32), target)
    return cv2.warpPerspective(patch, turn, (WIDE, HIGH), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def reader_view(plate, rows, photos, dice):
    """A whole made-up sighting: returns WIDE x HIGH bytes."""
    ph, pw = plate.shape
    low, high = (11, 62) if rows == 1 else (22, 90)
    if pw / ph < 2.4 and rows == 1:  # signs take only half of an American plate's height
        low, high = 19, 95
    h = low * (high / low) ** dice.random()
    quad = quad_of(h * pw / ph, h, dice, dice.choice((0.3, 0.7, 1.0, 1.3)))
    span = quad.max(0) - quad.min(0)
    border = 0.35 * span.max() * dice.uniform(0.4, 1.0) + 4
    shift = border - quad.min(0) + np.array([dice.random(), dice.random()])
    quad = (quad + shift).astype(np.float32)
    size = np.ceil(span + 2 * border + 1).astype(int)
    patch = place(lit(plate, dice), quad, backdrop(size[0], size[1], photos, dice), dice)
    patch = seen(patch, dice, min(1.0, 0.35 + h / low / 4))
    if dice.random() < 0.12:  # an upright box instead of corners
        a, b = quad.min(0), quad.max(0)
        return rectified(patch, handed_over(np.array([[a[0], a[1]], [b[0], a[1]], [b[0], b[1]], [a[0], b[1]]], np.float32), 0.03, dice))
    return rectified(patch, handed_over(quad, dice.choice((0.01, 0.025, 0.04)), dice))


def handed_over(quad, loose, dice):
    """Corners as a finder gives them: all moved together, too wide or too narrow, and each off by itself; loose is a share of the width."""
    side = np.array([np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[3] - quad[0])])
    common = np.array([dice.gauss(0, loose), dice.gauss(0, 2 * loose)]) * side
    grow = np.array([dice.gauss(0.0, 1.2 * loose), dice.gauss(0.0, 2.5 * loose)])
    centre = quad.mean(0)
    found = centre + (quad - centre) * (1 + grow) + common
    return (found + np.array([[dice.gauss(0, 0.7 * loose) * side[0], dice.gauss(0, 1.2 * loose) * side[1]] for _ in range(4)])).astype(np.float32)


def seen_again(part, quad, dice):
    """A real plate under harder conditions than it was seen in: from further off, blurred, noisier. Returns the reader's view."""
    least = 11 / max(1.0, np.linalg.norm(quad[3] - quad[0]))
    k = min(1.0, max(least, dice.uniform(0.3, 1.2)))
    if k < 1:
        part = cv2.resize(part, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
    quad = quad * k
    part = seen(part.astype(np.float32), dice, 0.7)
    return rectified(part, handed_over(quad, dice.choice((0.01, 0.025, 0.04)), dice))


def no_plate(alphabets, photos, dice):
    """Something that a finder may take for a plate and that carries none."""
    what = dice.random()
    if what < 0.6 and photos:
        h = dice.randint(12, 80)
        w = round(h * dice.uniform(1.2, 5))
        patch = seen(backdrop(w, h, photos, dice), dice)
        return cv2.resize(patch, (WIDE, HIGH), interpolation=cv2.INTER_LINEAR)
    from draw import tones, word
    from fonts import SIGNS
    h = 64
    w = round(h * dice.uniform(2, 6))
    tone, ink = tones(dice.choice(("light", "dark", "picture")), dice)
    canvas = np.full((h, w), tone, np.float32)
    if what < 0.9:
        texts = (lambda: f"{dice.randint(2000, 2030)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02} {dice.randint(0, 23):02}:{dice.randint(0, 59):02}:{dice.randint(0, 59):02}",
                 lambda: "".join(dice.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(dice.randint(3, 12))),
                 lambda: " ".join("".join(dice.choice(SIGNS) for _ in range(dice.randint(1, 6))).lower() for _ in range(dice.randint(2, 4))),
                 lambda: f"CAM {dice.randint(1, 30)} {dice.randint(0, 23):02}:{dice.randint(0, 59):02}", lambda: f"+7 ({dice.randint(100, 999)}) {dice.randint(100, 999)}-{dice.randint(10, 99)}-{dice.randint(10, 99)}",
                 lambda: dice.choice(("TAXI", "POLICE", "STOP", "BUS", "SALE", "EXIT", "SCHOOL BUS", "TOYOTA", "HYUNDAI", "LADA", "MERCEDES-BENZ", "SPORT", "TURBO", "4x4")))
        high = dice.uniform(0.3, 0.8) * h
        word(canvas, dice.choice(texts)(), (4, (h - high) / 2, w - 8, high), ink, alphabets, dice)
    else:  # a plate with nothing to be read on it
        cv2.rectangle(canvas, (2, 2), (w - 3, h - 3), ink, 2)
    return reader_view(canvas, 1, photos, dice)
