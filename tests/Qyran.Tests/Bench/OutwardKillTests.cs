using System.Diagnostics;

namespace Qyran.Tests.Bench;

/// <summary>bench/outward/kill.py: what the receiver refused is not delivered, and a device that was turned away is told.</summary>
public sealed class OutwardKillTests
{
    private const string Script = """
        import base64, hashlib, hmac, http.server, json, sys, threading, time, urllib.error, urllib.request
        sys.path.insert(0, sys.argv[1])
        import kill
        key = b"k" * 24
        kill.Receiver.secret = "whsec_" + base64.b64encode(key).decode()
        server = http.server.HTTPServer(("127.0.0.1", 0), kill.Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def tell(who, mood, signed_with=key):
            kill.random.random = lambda: mood
            body, now = json.dumps({"data": {"foreign": {"their_id": who}}}).encode(), str(int(time.time()))
            signature = base64.b64encode(hmac.new(signed_with, b".".join([b"m", now.encode(), body]), hashlib.sha256).digest()).decode()
            request = urllib.request.Request(f"http://127.0.0.1:{server.server_port}/", body, {"webhook-id": "m", "webhook-timestamp": now, "webhook-signature": "v1," + signature})
            try:
                return urllib.request.urlopen(request, timeout=10).status
            except urllib.error.HTTPError as refused:
                return refused.code

        print(tell("r/1", 0.0), tell("r/2", 0.5), tell("r/3", 0.5, b"another"), sorted(kill.Receiver.got), kill.Receiver.refused, kill.Receiver.bad)

        class Stranger(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                self.send_response(403)
                self.end_headers()

            def log_message(self, *_):
                pass

        door = http.server.HTTPServer(("127.0.0.1", 0), Stranger)
        threading.Thread(target=door.serve_forever, daemon=True).start()
        kill.SEEN = ["2026-11-20T12:00:00Z"] * 1000
        try:
            kill.hand_in(door.server_port, "key", 1, time.time() + 5)
        except kill.Fatal as turned_away:
            print("fatal", turned_away)
        """;

    [Fact]
    public async Task A_refused_message_does_not_count_and_a_device_turned_away_is_fatal()
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-B", "-c", Script, Path.Combine(Material.Project, "bench", "outward")]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["503 204 401 ['r/2'] 1 1", "fatal passage 1: 403 b''"], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((0, ""), (process.ExitCode, await error));
    }
}
