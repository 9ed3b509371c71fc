#!/usr/bin/env python3
"""A device hands in passages while the server is killed (kill -9) again and again; a receiver takes the webhooks.
At the end every passage the device was told is kept must be there once, whole, and must have reached the receiver.

    dotnet build src/Qyran.Cli -c Release -v q
    bench/outward/kill.py 50          # kills
"""
import base64, collections, hashlib, hmac, http.client, http.cookiejar, http.server, json, os, random, re, signal, socket, subprocess, sys, tempfile, threading, time, urllib.error, urllib.request, uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QYRAN = ["dotnet", os.path.join(ROOT, "artifacts/bin/Qyran.Cli/release_linux-x64/qyran.dll")]
PHOTO = b"\xff\xd8\xff\xe0" + os.urandom(20_000) + b"\xff\xd9"


def verify(secret, headers, body):
    """docs/howto/connect-other-systems.md, word for word."""
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        return False
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    good = base64.b64encode(hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(good, s.removeprefix("v1,")) for s in headers["webhook-signature"].split(" "))


class Receiver(http.server.BaseHTTPRequestHandler):
    secret, got, bad, refused, lock = None, collections.Counter(), 0, 0, threading.Lock()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        sound = verify(Receiver.secret, self.headers, body)
        status = 401 if not sound else 503 if random.random() < 0.1 else 204  # it is not always in the mood
        with Receiver.lock:
            Receiver.bad += not sound
            Receiver.refused += status == 503
            if status == 204:  # what was refused is not delivered
                Receiver.got[json.loads(body)["data"]["foreign"]["their_id"]] += 1
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(data, port):
    p = subprocess.Popen([*QYRAN, "serve", "--data", data, "--port", str(port), "--allow-loopback"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = []
    for line in p.stdout:
        said.append(line)
        if link := re.search(r"sign-in#(\S+)", line):
            threading.Thread(target=lambda: [None for _ in p.stdout], daemon=True).start()
            return p, link.group(1)
    sys.exit("the server did not start: " + "".join(said))


def ask(opener, base, method, path, body=None):
    request = urllib.request.Request(base + path, method=method, headers={"Origin": base, "Content-Type": "application/json"}, data=None if body is None else json.dumps(body).encode())
    with opener.open(request, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


class Fatal(Exception):
    """The proof itself went wrong: it proves nothing."""


def hand_in(port, key, number, deadline):
    statement = {"id": f"r/{number}", "serial": "R-77", "seen_at": SEEN[number % 1000], "time_quality": "synchronised", "class": "car",
                 "speed": {"value_mmph": 87_000_000, "error_mmph": 2_000_000}}
    mark = uuid.uuid4().hex
    body = (f'--{mark}\r\nContent-Disposition: form-data; name="passage"\r\nContent-Type: application/json\r\n\r\n{json.dumps(statement)}\r\n'
            f'--{mark}\r\nContent-Disposition: form-data; name="photo"; filename="1.jpg"\r\n\r\n').encode() + PHOTO + f"\r\n--{mark}--\r\n".encode()
    while time.time() < deadline:
        try:
            c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            c.request("POST", "/api/ingest/passages", body, {"Authorization": "Bearer " + key, "Content-Type": f"multipart/form-data; boundary={mark}"})
            answer = c.getresponse()
            text = answer.read()
            if answer.status in (200, 201):
                return answer.status
            if answer.status < 500:
                raise Fatal(f"passage {number}: {answer.status} {text}")
            time.sleep(0.05)
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    return None


if __name__ == "__main__":
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    SEEN = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 2000 + i)) for i in range(1000)]
    data, port, hooks = tempfile.mkdtemp(prefix="qyran-kill-"), free_port(), free_port()
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", hooks), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{port}"
    server, link = start(data, port)
    person = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    ask(person, base, "POST", "/sign-in", {"link": link})
    ask(person, base, "PUT", "/api/sites/bridge", {"name": "The bridge"})
    ask(person, base, "PUT", "/api/devices/radar-1", {"site": "bridge", "name": "Radar", "maker": "M", "model": "X", "serial": "R-77"})
    key = ask(person, base, "POST", "/api/devices/radar-1/keys")["key"]
    Receiver.secret = ask(person, base, "PUT", "/api/hooks/city", {"url": f"http://127.0.0.1:{hooks}/", "events": ["passage"]})["secret"]

    stop, kept, repeated, lock, fatal = threading.Event(), set(), 0, threading.Lock(), []

    def device(first):
        global repeated
        number = first
        try:
            while not stop.is_set():
                status = hand_in(port, key, number, time.time() + 300)
                with lock:
                    if status:
                        kept.add(number)
                    repeated += status == 200
                number += 4
        except Exception as wrong:  # else this thread would end, and nobody know
            fatal.append(f"{type(wrong).__name__}: {wrong}")
            stop.set()

    devices = [threading.Thread(target=device, args=(i,), daemon=True) for i in range(4)]
    for d in devices:
        d.start()
    began, killed = time.time(), 0
    while killed < kills:
        if stop.wait(random.uniform(0.2, 2.5)):
            break
        server.send_signal(signal.SIGKILL)
        server.wait()
        server, _ = start(data, port)
        killed += 1
        print(f"\rkilled {killed} times, {len(kept)} kept", end="", flush=True)
    time.sleep(2)
    stop.set()
    for d in devices:
        d.join()
    deadline = time.time() + 600
    while not fatal and time.time() < deadline and len(Receiver.got.keys() & {f"r/{n}" for n in kept}) < len(kept):
        time.sleep(0.5)
    stored, after = [], None
    while True:
        page = ask(person, base, "GET", "/api/passages?most=200" + (f"&after={after}" if after else ""))
        stored += [p["foreign"]["their_id"] for p in page["items"]]
        if not (after := page["next"]):
            break
    server.terminate()
    server.wait()
    check = subprocess.run([*QYRAN, "check", data, "--level", "hash"], capture_output=True, text=True)
    missing, untold = {f"r/{n}" for n in kept} - set(stored), {f"r/{n}" for n in kept} - Receiver.got.keys()
    for wrong in fatal or ([] if kept else ["not one passage was confirmed: nothing is proved"]):
        print(f"\nFATAL {wrong}", end="")
    print(f"\n{killed} kills in {time.time() - began:.0f} s: {len(kept)} passages confirmed ({repeated} at a second try); stored {len(stored)}, twice {len(stored) - len(set(stored))}, missing {len(missing)}; "
          f"webhooks {sum(Receiver.got.values())} taken and {Receiver.refused} refused, never told {len(untold)}, bad signatures {Receiver.bad}; check exits {check.returncode}")
    sys.exit(1 if fatal or not kept or missing or untold or Receiver.bad or len(stored) != len(set(stored)) or check.returncode else 0)
