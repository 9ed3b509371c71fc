"""Step 1: gathers pictures that may be learned from, their labels, and the views that teachers look at.

Reads $QYRAN_DATA (only folders marked train), writes WORK/pictures/**.jpg, WORK/views/**.jpg, WORK/gathered.jsonl and WORK/views.jsonl.
"""
import argparse
import json
import os
import subprocess
from pathlib import Path

import cv2
import numpy

from classes import ATL, OPEN_IMAGES

CLIPS = {  # clips marked train, with the seconds between two pictures; neighbours in time let a chance find be told from a thing
    "parkpow_toll_cars.mp4": 0.4, "roxaaaaa_crosswalk.mp4": 0.25, "bgslib_highway_video03.avi": 0.25, "ahmetozlu_pedestrians.mp4": 0.3,
    "opencv4nodejs_people.mp4": 0.4, "opencv4nodejs_junction.mp4": 0.2, "intel_car_detection.mp4": 0.3,
}
LONGEST = 1280  # px; nothing larger is kept


def yolo(path, names, width, height):
    """Boxes of a YOLO label file as [class or None, x, y, w, h] in pixels."""
    found = []
    for line in path.read_text().split("\n") if path.exists() else []:
        parts = line.split()
        if len(parts) < 5:
            continue
        values = [float(v) for v in parts[1:]]
        if len(values) > 4:  # a polygon: its bounds
            xs, ys = values[0::2], values[1::2]
            cx, cy, w, h = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(xs) - min(xs), max(ys) - min(ys)
        else:
            cx, cy, w, h = values
        found.append([names[int(parts[0])], (cx - w / 2) * width, (cy - h / 2) * height, w * width, h * height])
    return found


class Gathering:
    def __init__(self, work):
        self.work = work
        self.pictures = open(work / "gathered.jsonl", "w")
        self.views = open(work / "views.jsonl", "w")

    def add(self, source, name, picture, labels, complete, clip=None, at=None, tiles=False):
        """Keeps a picture. complete: the classes of which every instance is labelled."""
        h, w = picture.shape[:2]
        scale = min(1, LONGEST / max(w, h))
        if scale < 1:
            picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            h, w = picture.shape[:2]
            labels = [[c, *(v * scale for v in box)] for c, *box in labels]
        path = self.write("pictures", source, name, picture)
        self.pictures.write(json.dumps({
            "picture": path, "source": source, "width": w, "height": h, "complete": complete, "clip": clip, "at": at,
            "labels": [[c, *(round(v, 2) for v in box)] for c, *box in labels]}) + "\n")
        # teachers see the whole, its mirror image, and for wide scenes four overlapping quarters, where what is far is larger
        self.view(path, source, name, picture, (0, 0, w, h), False)
        self.view(path, source, name, picture, (0, 0, w, h), True)
        if tiles:
            tw, th = int(w * 0.58), int(h * 0.58)
            for i, (x, y) in enumerate([(0, 0), (w - tw, 0), (0, h - th), (w - tw, h - th)]):
                self.view(path, source, f"{name}-q{i}", picture, (x, y, tw, th), False)

    def view(self, picture_path, source, name, picture, place, mirrored):
        x, y, w, h = place
        part = picture[y:y + h, x:x + w]
        part = cv2.flip(part, 1) if mirrored else part
        path = self.write("views", source, name + ("-m" if mirrored else ""), part)
        self.views.write(json.dumps({"view": path, "picture": picture_path, "place": place, "mirrored": mirrored}) + "\n")

    def write(self, kind, source, name, picture):
        path = f"{kind}/{source}/{name}.jpg"
        (self.work / path).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(self.work / path), picture, [cv2.IMWRITE_JPEG_QUALITY, 93])
        return path


def stills(gathering, source, folder, names, complete, prefix="", tiles=False):
    for image in sorted((folder / "images").iterdir()) if (folder / "images").is_dir() else []:
        picture = cv2.imread(str(image))
        if picture is None:
            continue
        h, w = picture.shape[:2]
        labels = yolo(folder / "labels" / (image.stem + ".txt"), names, w, h) if names else []
        gathering.add(source, prefix + image.stem, picture, labels, complete, tiles=tiles)


def clip(gathering, path, every):
    shape = json.loads(subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "json", path],
                                      capture_output=True, check=True).stdout)["streams"][0]
    w, h = shape["width"], shape["height"]
    ffmpeg = subprocess.Popen(["ffmpeg", "-v", "error", "-i", path, "-vf", f"fps={1 / every}", "-f", "rawvideo", "-pix_fmt", "bgr24", "pipe:1"], stdout=subprocess.PIPE)
    n = 0
    while len(raw := ffmpeg.stdout.read(w * h * 3)) == w * h * 3:
        gathering.add("clips", f"{path.stem}-{n:04d}", numpy.frombuffer(raw, numpy.uint8).reshape(h, w, 3), [], [], clip=path.stem, at=n * every, tiles=True)
        n += 1
    ffmpeg.wait()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    work = options.parse_args().work
    work.mkdir(parents=True, exist_ok=True)
    data = Path(os.environ.get("QYRAN_DATA", Path(__file__).resolve().parents[3] / "shared/data"))
    detection = data / "detection"
    gathering = Gathering(work)
    stills(gathering, "openimages", detection / "openimages_vehicles/train", OPEN_IMAGES, [])
    stills(gathering, "openimages", detection / "openimages_vehicles/train_extra", OPEN_IMAGES, [], prefix="extra-")
    stills(gathering, "atl", detection / "atl_traffic/train", ATL, ["car", "bus", "truck", "van", "bicycle", "motorcycle"])
    stills(gathering, "lights", detection / "traffic_lights/train", None, [])
    for image in sorted((data / "plates/ro/train").rglob("*.jpg")):
        gathering.add("ro", image.stem, cv2.imread(str(image)), [], [], tiles=True)
    for name, every in CLIPS.items():
        clip(gathering, data / "videos" / name, every)
    gathering.pictures.close()
    gathering.views.close()


if __name__ == "__main__":
    main()
