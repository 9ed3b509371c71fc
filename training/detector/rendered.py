"""Step 2b: takes pictures and exact labels from what `qyran simulate` wrote: WORK/sim/*/{video.mp4,truth.json} -> WORK/pictures/sim, WORK/rendered.jsonl."""
import argparse
import json
from pathlib import Path

import cv2

LEAST_VISIBLE = 0.35  # share; what is hidden more is neither wanted nor wrong
LEAST_AIR = 0.125  # share of light that fog lets through; nobody sees what has less
LEAST_PIXELS = 7  # height at the picture's own size; what is smaller is neither wanted nor wrong


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    work = options.parse_args().work
    (work / "pictures/sim").mkdir(parents=True, exist_ok=True)
    with open(work / "rendered.jsonl", "w") as out:
        for run in sorted((work / "sim").iterdir()):
            truth = json.loads((run / "truth.json").read_text())
            classes = {v["id"]: v["class"] for v in truth["vehicles"]}
            video = cv2.VideoCapture(str(run / "video.mp4"))
            for frame in truth["frames"]:
                seen, picture = video.read()
                if not seen:
                    break
                path = f"pictures/sim/{run.name}-{frame['n']:03d}.jpg"
                cv2.imwrite(str(work / path), picture, [cv2.IMWRITE_JPEG_QUALITY, 93])
                labels = [{"class": classes[o["id"]], "box": o["box"],
                           "use": "learn" if o["visible"] >= LEAST_VISIBLE and o.get("air", 1) >= LEAST_AIR and o["box"][3] >= LEAST_PIXELS else "ignore"}
                          for o in frame["objects"] if o["visible"] > 0.02]
                h, w = picture.shape[:2]
                out.write(json.dumps({"picture": path, "source": "sim", "width": w, "height": h, "labels": labels}) + "\n")


if __name__ == "__main__":
    main()
