"""A camera for the tests: serves a moving pattern by RTSP on a free port of this machine and prints the port.

usage: rtsp_camera.py CODEC FPS [STAMP_FPS [PORT WIDTH HEIGHT [PEM]]]
  CODEC      h264 or mjpeg
  FPS        pictures made in a second
  STAMP_FPS  stamps are made up as if there were that many; without it, or with 0, they are true
  PORT       instead of a free one
  WIDTH, HEIGHT  of the picture, instead of 320x240
  PEM        a file with a certificate and its key: RTSP over TLS
Ends with its standard input, so that it never outlives the test that started it.
"""
import sys
import threading

try:
    import gi
    gi.require_version("Gst", "1.0")
    gi.require_version("GstRtspServer", "1.0")
    from gi.repository import Gio, GLib, Gst, GstRtspServer
except (ImportError, ValueError) as missing:
    print(f"missing: {missing}", flush=True)
    sys.exit(0)

Gst.init(None)
codec, fps = sys.argv[1], int(sys.argv[2])
stamp_fps = int(sys.argv[3]) or None if len(sys.argv) > 3 else None
port, width, height = sys.argv[4:7] if len(sys.argv) > 6 else ("0", "320", "240")
chains = {
    "h264": (["openh264enc", "h264parse", "rtph264pay"], "openh264enc gop-size=25 ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=1"),
    "mjpeg": (["jpegenc", "rtpjpegpay"], "jpegenc ! rtpjpegpay name=pay0 pt=26"),
}
pem = sys.argv[7] if len(sys.argv) > 7 else None
elements, chain = chains[codec]
if pem and not Gio.TlsBackend.get_default().supports_tls():
    print("missing: TLS for GLib (glib-networking)", flush=True)
    sys.exit(0)
for element in ["videotestsrc", *elements]:
    if Gst.ElementFactory.find(element) is None:
        print(f"missing: the GStreamer element {element}", flush=True)
        sys.exit(0)


class Camera(GstRtspServer.RTSPMediaFactory):
    def do_configure(self, media):
        if stamp_fps is None:
            return
        count = 0
        step = Gst.SECOND // stamp_fps

        def restamp(pad, info):
            nonlocal count
            picture = info.get_buffer()
            picture.pts = count * step
            picture.duration = step
            count += 1
            return Gst.PadProbeReturn.OK

        media.get_element().get_by_name("source").get_static_pad("src").add_probe(Gst.PadProbeType.BUFFER, restamp)


server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
factory = Camera()
factory.set_shared(True)
factory.set_launch(f"( videotestsrc name=source is-live=true pattern=ball ! video/x-raw,format=I420,width={width},height={height},framerate={fps}/1 ! {chain} )")
server.get_mount_points().add_factory("/live", factory)
if pem:
    auth = GstRtspServer.RTSPAuth()
    auth.set_tls_certificate(Gio.TlsCertificate.new_from_file(pem))
    # every client may look: what is tried here is the encryption
    nobody = GstRtspServer.RTSPToken()
    nobody.set_string("media.factory.role", "anonymous")
    auth.set_default_token(nobody)
    factory.add_role_from_structure(Gst.Structure.from_string("anonymous,media.factory.access=(boolean)true,media.factory.construct=(boolean)true")[0])
    server.set_auth(auth)
server.attach(None)
print(f"port: {server.get_bound_port()}", flush=True)

loop = GLib.MainLoop()


def watch_input():
    sys.stdin.read()
    loop.quit()


threading.Thread(target=watch_input, daemon=True).start()
loop.run()
