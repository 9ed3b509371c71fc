"""Clips as RTSP cameras: serves each H.264 file over and over as a live camera, never encoding anything, and prints the port.

usage: clip_server.py FPS CLIP...      cameras are rtsp://127.0.0.1:PORT/1, /2 and so on
Every camera's pictures are sent when they are due, at true times, so a viewer that is slow loses them as with a real one. Ends with its standard input.
"""
import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstApp, GstRtspServer  # noqa: E402, F401

Gst.init(None)
fps = int(sys.argv[1])
step = Gst.SECOND // fps


def pictures(path):
    """The coded pictures of a file, in order; it must have none out of order (-bf 0)."""
    line = Gst.parse_launch(f'filesrc location="{path}" ! qtdemux ! h264parse config-interval=-1 ! video/x-h264,stream-format=byte-stream,alignment=au ! appsink name=out sync=false max-buffers=0')
    line.set_state(Gst.State.PLAYING)
    out, found = line.get_by_name("out"), []
    while (sample := out.emit("pull-sample")) is not None:
        buffer = sample.get_buffer()
        found.append(buffer.extract_dup(0, buffer.get_size()))
    line.set_state(Gst.State.NULL)
    return found


class Camera(GstRtspServer.RTSPMediaFactory):
    def __init__(self, clip):
        super().__init__()
        self.clip = clip
        self.set_shared(True)
        self.set_launch('( appsrc name=source is-live=true format=time block=false max-bytes=8000000 caps="video/x-h264,stream-format=byte-stream,alignment=au" '
                        '! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )')

    def do_configure(self, media):
        source = media.get_element().get_by_name("source")
        source.set_property("caps", Gst.Caps.from_string(f"video/x-h264,stream-format=byte-stream,alignment=au,framerate={fps}/1"))
        threading.Thread(target=self.feed, args=(source,), daemon=True).start()

    def feed(self, source):
        began, n = time.monotonic(), 0
        while True:
            picture = Gst.Buffer.new_wrapped(self.clip[n % len(self.clip)])
            picture.pts = picture.dts = n * step
            picture.duration = step
            if source.emit("push-buffer", picture) != Gst.FlowReturn.OK:
                return  # nobody watches any more
            n += 1
            time.sleep(max(0.0, began + n / fps - time.monotonic()))


server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service("0")
known = {}
for number, path in enumerate(sys.argv[2:], 1):
    known[path] = known.get(path) or pictures(path)
    server.get_mount_points().add_factory(f"/{number}", Camera(known[path]))
server.attach(None)
print(f"port: {server.get_bound_port()}", flush=True)
loop = GLib.MainLoop()
threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
loop.run()
