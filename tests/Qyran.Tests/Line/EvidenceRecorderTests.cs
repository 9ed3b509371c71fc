using System.Text.Json;
using System.Threading.Channels;
using Qyran.Domain.Cases;
using Qyran.Domain.Geometry;
using Qyran.Evidence;
using Qyran.Line;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;
using Qyran.Tests.Cli;
using SkiaSharp;

namespace Qyran.Tests.Line;

public sealed class EvidenceRecorderTests : IDisposable
{
    private const string Scene = """
        qyran_scene: 1
        name: made
        camera: { id: made-1, width: 640, height: 360, clock: made by this test, verification: { certificate: "12", authority: example, valid_from: 2026-01-01T00:00:00+05:00, valid_until: 2027-01-01T00:00:00Z } }
        lanes:
          - { id: only, area: [[0, 180], [640, 180], [640, 260], [0, 260]], direction: [[20, 220], [620, 220]] }
        lines:
          - { id: mark, kind: solid, points: [[320, 150], [320, 300]] }
        rules:
          - { rule: solid-line, offence: example, basis: "order 15, item 3", approved_by: city }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("qyran-recorder-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_known_plate_region_is_cut_from_the_frame_it_was_read_in()
    {
        PlateRegion? told = null;
        var pack = await Record(outcome =>
        {
            var point = outcome.Track.Points[outcome.Track.Points.Length / 3]; // a frame that is no key frame
            return told = new PlateRegion(point.Time.MediaUs, new PixelBox(point.Box.X + 5, point.Box.Y + 5, 24, 10));
        });
        Assert.NotNull(told);
        Assert.NotNull(pack.PlateCrop);
        Assert.Equal(told.MediaUs, pack.PlateCrop.MediaUs);
        using var crop = SKBitmap.Decode(pack.PlateCrop.Jpeg.Span);
        Assert.InRange(crop.Width, 24, 25);
        Assert.InRange(crop.Height, 10, 11);
        // the box is dark, the road is grey: the crop shows the vehicle
        Assert.InRange(crop.GetPixel(crop.Width / 2, crop.Height / 2).Red, 0, 70);
        Assert.DoesNotContain(pack.Photos.Concat(pack.KeyFrames), p => p.MediaUs == told.MediaUs);
    }

    [Fact]
    public async Task Without_a_plate_region_there_is_no_crop_and_the_photos_stand_before_at_and_after()
    {
        var pack = await Record(null);
        Assert.Null(pack.PlateCrop);
        Assert.Equal(["after", "before"], pack.Photos.Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal("at", Assert.Single(pack.KeyFrames).Name);
        Assert.Equal(3, pack.Overlays.Length);
        Assert.True(pack.Photos.Single(p => p.Name == "before").MediaUs < pack.KeyFrames[0].MediaUs && pack.KeyFrames[0].MediaUs < pack.Photos.Single(p => p.Name == "after").MediaUs);
        // the pre-roll reaches to the beginning of this short video, the post-roll to its end
        Assert.Equal(0, pack.Clip!.FromUs);
        Assert.True(pack.Clip.UntilUs > pack.Track.Last.Time.MediaUs);
    }

    [Fact]
    public async Task The_devices_verification_and_what_the_settings_rest_on_stand_in_the_pack()
    {
        var pack = await Record(null);
        Assert.Equal("verified by example, certificate 12, valid from 2025-12-31 19:00:00 UTC until 2027-01-01 00:00:00 UTC", pack.DeviceVerification);
        using var rule = JsonDocument.Parse(pack.RuleJson);
        foreach (var facts in (JsonElement[])[rule.RootElement, rule.RootElement.GetProperty("facts")])
            Assert.Equal(("order 15, item 3", "city"), (facts.GetProperty("settings_basis").GetString(), facts.GetProperty("settings_approved_by").GetString()));
        Assert.Equal("city", pack.Case.Verdict.Facts["settings_approved_by"]);
    }

    private async Task<PackContents> Record(Func<TrackOutcome, PlateRegion?>? plate)
    {
        var stop = TestContext.Current.CancellationToken;
        var scenePath = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(scenePath, Scene);
        var video = MadeVideo.Driving(folder);
        var (setup, bytes, failure) = LineOpening.Open(video, scenePath, "motion", null, stop);
        Assert.True(setup is not null, failure?.Text);
        using var detector = setup.Detector;
        var (output, _) = OutputFolder.Open(Path.Combine(folder, "out"));
        using var ledger = new RunLedger(setup, output!, keepAllPoints: false);
        using var key = DeviceKey.Temporary();
        using var recorder = new EvidenceRecorder(new EvidenceSetup(setup, video, bytes, output!.Evidence, key, TimeProvider.System, plate), ChainFile.Open(output.Evidence, out _)!, ledger);
        var found = Channel.CreateUnbounded<(Case, TrackOutcome, long)>();
        new CameraLine(setup).Run((outcome, start) =>
        {
            foreach (var made in ledger.Add(outcome)) found.Writer.TryWrite((made, outcome, start));
        }, (_, _) => { }, stop);
        found.Writer.Complete();
        await recorder.RunAsync(found.Reader, stop);
        Assert.Null(ledger.EvidenceFailure);
        return PackReader.TryOpen(Directory.GetFiles(output.Evidence, "*.zip").Single(), new VerifyOptions(), Path.Combine(folder, "unpacked"), out var unread)
            ?? throw new InvalidOperationException(unread!.Text);
    }
}
