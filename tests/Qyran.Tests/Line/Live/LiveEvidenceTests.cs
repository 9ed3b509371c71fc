using System.Text;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Time;
using Qyran.Domain.Tracks;
using Qyran.Evidence;
using Qyran.Line.Live;
using Qyran.Media;
using Qyran.Tests.Cli;
using Qyran.Tests.Evidence;
using Qyran.Tests.Media.Recording;

namespace Qyran.Tests.Line.Live;

public sealed class LiveEvidenceTests
{
    [Fact]
    public async Task A_line_of_the_chain_that_the_disk_refused_is_added_before_another_pack_is_signed_for_its_place()
    {
        using var disk = new RefusingDisk();
        using var house = new HouseStub(stamper: disk);
        var folder = Path.Combine(house.Data, "evidence", "north");
        disk.Chain = Path.Combine(folder, ChainFile.Name);
        var settings = new LiveSettings("north", new MediaSource.Played(MadeVideo.Traffic(9)))
        {
            SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene),
            FileLength = TimeSpan.FromSeconds(3),
            PreRoll = TimeSpan.FromSeconds(2),
            PostRoll = TimeSpan.FromSeconds(1),
        };
        await using (new Running(settings, house))
        {
            await HouseStub.Until(() => house.Alarms.Any(a => a is { Trouble: LiveTrouble.Disk, On: true }), "the refusal");
            disk.Take();
            await HouseStub.Until(() => house.Packs.Count(p => p.Path is not null) >= 3, "packs", 200);
        }
        var report = PackVerifier.VerifyChain(folder);
        Assert.True(report.State == PackState.Sound, string.Join('\n', report.Findings.Concat(report.Packs.SelectMany(p => p.Findings))));
        Assert.Empty(report.Notes);
        Assert.True(report.Packs.Length >= 3);
    }

    [Fact]
    public async Task The_plate_of_who_stays_long_is_shown_though_it_was_read_before_the_clip_begins()
    {
        const long stayUs = 400_000_000, plateUs = 1_200_000;
        using var made = Made.Of(Made.Clip(4, "640x360"), seconds: 3, fileSeconds: 60);
        using var house = new HouseStub();
        using var sample = new SamplePack();
        var told = new LiveTold(TimeProvider.System);
        told.Start();
        var troubles = new LiveTroubles("north", house.House, told);
        using var recordings = LiveRecordings.Begin(house.House, "north", told, troubles, TimeSpan.FromMinutes(1));
        // recorded as it came and as it went
        foreach (var agoUs in (long[])[stayUs, 0])
        {
            foreach (var fragment in made.Fragments) recordings.Recorder.Add(fragment.Moved(-agoUs));
            recordings.Recorder.EndSession();
        }
        await HouseStub.Until(() => house.Files.Count == 2, "the recordings");

        var words = sample.Contents();
        var settings = new LiveSettings("north", new MediaSource.Played("none")) { PreRoll = TimeSpan.FromSeconds(1), PostRoll = TimeSpan.Zero };
        var evidence = new LiveEvidence(house.House, "north", recordings, told, troubles, () => settings);
        evidence.Note(words with
        {
            SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene),
            ReadingsJson = $$"""{"readings":[{"text":"A123BC","confidence":0.9,"frame_us":{{plateUs}},"corners":[240,240,300,240,300,255,240,255]}]}""",
            Case = words.Case with { Verdict = words.Case.Verdict with { AtUs = stayUs + 400_000, KeyTimesUs = [stayUs + 400_000, stayUs + 800_000] } },
            Track = words.Track with { Points = [.. Second(0), .. Second(stayUs)] },
        });
        evidence.Start();
        await evidence.End();
        await told.End();
        var pack = Assert.Single(house.Packs);
        Assert.True(pack.Path is not null, pack.Why);
        Assert.Equal(plateUs, PackReader.TryOpen(Path.Combine(house.Data, pack.Path), new VerifyOptions(), null, out _)?.PlateCrop?.MediaUs);

        IEnumerable<TrackPoint> Second(long fromUs) => Enumerable.Range(0, 40).Select(k => new TrackPoint(k, new CaptureTime(fromUs + (40_000L * k), null, made.Fragments[0].StartUs - stayUs, TimeQuality.Exact),
            new PixelBox(200, 150, 160, 120), new PixelBox(200, 150, 160, 120), 0.9f));
    }

    [Fact]
    public async Task What_failed_for_a_reason_that_may_pass_waits_for_the_next_run_and_what_is_nowhere_recorded_is_told()
    {
        using var made = Made.Of(Made.Clip(4, "640x360"), seconds: 3, fileSeconds: 60);
        using var house = new HouseStub();
        using var sample = new SamplePack();
        var told = new LiveTold(TimeProvider.System);
        told.Start();
        var troubles = new LiveTroubles("north", house.House, told);
        using var recordings = LiveRecordings.Begin(house.House, "north", told, troubles, TimeSpan.FromMinutes(1));
        foreach (var fragment in made.Fragments) recordings.Recorder.Add(fragment);
        recordings.Recorder.EndSession();
        await HouseStub.Until(() => house.Files.Count == 1, "the recording");

        var pending = PendingCases.Of(house.House, "north");
        var chain = Path.Combine(house.Data, "evidence", "north", ChainFile.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(chain)!);
        await File.WriteAllTextAsync(chain, "no line of a chain\n");
        await Run(Seen("case-1", made.Fragments[0].StartUs));
        Assert.Empty(house.Packs);
        Assert.True(pending.Has("case-1"));

        File.Delete(chain);
        await Run(null);
        var pack = Assert.Single(house.Packs);
        Assert.True(pack.Path is not null, pack.Why);
        Assert.False(pending.Has("case-1"));

        await Run(Seen("case-2", made.Fragments[0].StartUs - 3_600_000_000));
        await told.End();
        Assert.Equal(("case-2", "nothing is recorded of that time"), (house.Packs.Last().CaseId, house.Packs.Last().Why));
        Assert.False(pending.Has("case-2"));
        Assert.Equal("a case has no evidence: nothing is recorded of that time", Assert.Single(house.Alarms, a => a.Trouble is LiveTrouble.Evidence).Text);

        async Task Run(PackContents? words)
        {
            var settings = new LiveSettings("north", new MediaSource.Played("none")) { PreRoll = TimeSpan.FromSeconds(1), PostRoll = TimeSpan.Zero };
            var evidence = new LiveEvidence(house.House, "north", recordings, told, troubles, () => settings);
            if (words is not null) evidence.Note(words);
            evidence.Start();
            await evidence.End();
        }

        PackContents Seen(string id, long atUs)
        {
            var words = sample.Contents(id);
            return words with
            {
                SceneFile = Encoding.UTF8.GetBytes(MadeVideo.Scene),
                Case = words.Case with { Verdict = words.Case.Verdict with { AtUs = 400_000, KeyTimesUs = [400_000, 800_000] } },
                Track = words.Track with
                {
                    Points = [.. Enumerable.Range(0, 40).Select(k => new TrackPoint(k, new CaptureTime(40_000L * k, null, atUs, TimeQuality.Exact),
                        new PixelBox(200, 150, 160, 120), new PixelBox(200, 150, 160, 120), 0.9f))],
                },
            };
        }
    }

    /// <summary>Takes the first pack and not its line: a stamp is asked for just before the pack is written, and from then on the chain is held by somebody else.</summary>
    private sealed class RefusingDisk : ITimeStamper, IDisposable
    {
        private FileStream? held;
        private bool refused;

        public string Chain { get; set; } = "";

        public byte[]? Stamp(ReadOnlyMemory<byte> signature, out Failure? failure)
        {
            if (!refused) held = new FileStream(Chain, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            refused = true;
            failure = new(FailureKind.Unreadable, "nobody stamps");
            return null;
        }

        /// <summary>From now on the line is taken.</summary>
        public void Take() => held?.Dispose();

        public void Dispose() => held?.Dispose();
    }
}
