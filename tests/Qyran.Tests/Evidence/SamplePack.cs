using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Geometry;
using Qyran.Domain.Passages;
using Qyran.Domain.Signals;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Domain.Units;
using Qyran.Evidence;

namespace Qyran.Tests.Evidence;

/// <summary>A folder with a made-up pack in it, gone after the test.</summary>
internal sealed class SamplePack : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("qyran-evidence").FullName;
    public DeviceKey Key { get; } = DeviceKey.Temporary();
    public string ClipPath => Path.Combine(Folder, "source.mp4");

    public SamplePack() => File.WriteAllBytes(ClipPath, Bytes(3000, 7));

    public PackContents Contents(string id = "case-1", int clipBytes = 3000)
    {
        if (clipBytes != 3000) File.WriteAllBytes(ClipPath, Bytes(clipBytes, 7));
        var time = new CaptureTime(1_040_000, null, 1_700_000_000_000_000, TimeQuality.Exact);
        var points = Enumerable.Range(0, 5).Select(i => new TrackPoint(
            i, time with { MediaUs = i * 40_000 }, new PixelBox(i / 3.0, Math.PI * i, 40.1, 20.2),
            i == 2 ? null : new PixelBox(i / 7.0, Math.E * i, 40, 20), i == 2 ? 0 : 0.1f * i)).ToImmutableArray();
        return new PackContents
        {
            CaseId = id,
            DeviceId = "post-7",
            CreatedAtUtc = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Case = new Case(id, "speed", "KoAP RK art. 592", "p-1", new Verdict.Broken("91 km/h where 60 is lawful", 1_040_000,
                ImmutableSortedDictionary<string, string>.Empty.Add("limit_kmh", "60"), [1_000_000, 1_040_000]), id + ".zip"),
            Passage = new Passage("p-1", 4, RoadUser.Car, time, time with { MediaUs = 2_000_000 }, "lane-1", "along",
                new SpeedReading(new Speed(91_234_567), new Speed(1_234_567), "survey-1") { Margin = new Speed(1_763_667) }, null),
            Track = new Track(4, RoadUser.Car, points),
            Photos = [new("before", Bytes(400, 1), 1_000_000), new("at", Bytes(401, 2), 1_040_000), new("after", Bytes(402, 3), 1_080_000)],
            KeyFrames = [new("1", Bytes(300, 4), 1_000_000)],
            Overlays = [new("1", Bytes(310, 5), 1_000_000)],
            PlateCrop = new("plate", Bytes(90, 6), 1_040_000),
            Clip = new(ClipPath, "clip.mp4", 500_000, 2_500_000, 480_000),
            CalibrationJson = "{\"id\":\"survey-1\"}",
            RuleJson = "{\"rule\":\"speed\"}",
            SceneFile = Encoding.UTF8.GetBytes("camera: post-7\n"),
            Detector = new DetectorIdentity("motion", "1", null, 640, 360),
            Models = ImmutableSortedDictionary<string, string>.Empty.Add("plates", new string('a', 64)),
            Settings = ImmutableSortedDictionary<string, string>.Empty.Add("tracker", "3"),
            Signals = [new SignalTimeline("head-1", "picture", [new SignalPhase(SignalState.RedYellow, 10, 20_000, 1 / 3.0)], 2_000_000)],
            Gaps = [new PackGap(10, 20, "unreadable \u0441\u043B\u0430\u0439\u0441")],
            DeviceVerification = "certificate 12, valid until 2027-01-01",
        };
    }

    public PackOutcome.Written Write(string id = "case-1", ChainLink? previous = null) =>
        Assert.IsType<PackOutcome.Written>(PackWriter.Write(Folder, Contents(id), Key, previous));

    /// <summary>Writes packs named c1, c2 … and their chain, in a folder of their own.</summary>
    public string WriteChain(int packs)
    {
        var folder = Path.Combine(Folder, "evidence");
        var chain = ChainFile.Open(folder, out _);
        Assert.NotNull(chain);
        for (var i = 1; i <= packs; i++)
        {
            var written = Assert.IsType<PackOutcome.Written>(PackWriter.Write(folder, Contents($"c{i}"), Key, chain.Last));
            Assert.Null(chain.Append(written.Link));
        }
        return folder;
    }

    /// <summary>Takes the pack apart and lets an ordinary ZIP program put it together again after a change.</summary>
    public static void Repack(string path, Action<List<(string Name, byte[] Bytes)>> change)
    {
        var files = new List<(string, byte[])>();
        using (var zip = ZipFile.OpenRead(path))
        {
            foreach (var entry in zip.Entries)
            {
                using var from = entry.Open();
                using var to = new MemoryStream();
                from.CopyTo(to);
                files.Add((entry.FullName, to.ToArray()));
            }
        }
        change(files);
        File.Delete(path);
        using var made = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, bytes) in files)
        {
            using var to = made.CreateEntry(name).Open();
            to.Write(bytes);
        }
    }

    /// <summary>Puts a file together as a pack is laid out: what somebody with our source code would do.</summary>
    public static void Forge(string path, Action<List<(string Name, byte[] Bytes)>> change)
    {
        var files = new List<(string Name, byte[] Bytes)>();
        using (var from = File.OpenRead(path))
        {
            foreach (var entry in StoredZip.Read(from).Entries)
            {
                var bytes = new byte[entry.Digest.Length];
                from.Position = entry.Offset;
                from.ReadExactly(bytes);
                files.Add((entry.Name, bytes));
            }
        }
        change(files);
        using var to = File.Create(path);
        using var central = new MemoryStream();
        foreach (var (name, bytes) in files)
        {
            central.Write(ZipLayout.Central(name, Digest.Of(bytes), to.Position));
            to.Write(ZipLayout.Local(name, Digest.Of(bytes)));
            to.Write(bytes);
        }
        var at = to.Position;
        to.Write(central.ToArray());
        to.Write(ZipLayout.End(files.Count, central.Length, at));
    }

    public void Dispose()
    {
        Key.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
