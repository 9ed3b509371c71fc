using System.Collections.Immutable;
using System.Globalization;
using OpenCvSharp;
using Qyran.Domain.Cases;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Line.Report;
using Qyran.Line.Sections;
using Qyran.Rules.Sections;
using Qyran.Tests.Cli;
using Qyran.Tests.Media.Recording;

namespace Qyran.Tests.Line.Sections;

/// <summary>A section's case shows the vehicle at the entry too.</summary>
public sealed class EntryPhotosTests : IDisposable
{
    private const long StartUs = 1_782_345_678_000_000;
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-entry-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_entry_is_shown_whole_and_close_up_at_the_instant_of_the_crossing()
    {
        var video = MadeVideo.Driving(folder);
        var (photos, failure) = EntryPhotos.Open(video, Results("drive.mp4"), TestContext.Current.CancellationToken);
        Assert.True(photos is not null, failure?.Text);
        var pictures = photos.Of(Crossing("p000007", 3.0), TestContext.Current.CancellationToken);
        Assert.Equal(["entry", "entry-close"], pictures.Select(p => p.Name));
        Assert.All(pictures, p => Assert.InRange(p.MediaUs, StartUs + 2_960_000, StartUs + 3_040_000));
        using var whole = Cv2.ImDecode(pictures[0].Jpeg.ToArray(), ImreadModes.Grayscale);
        using var close = Cv2.ImDecode(pictures[1].Jpeg.ToArray(), ImreadModes.Grayscale);
        Assert.Equal((640, 360), (whole.Width, whole.Height));
        // the dark vehicle is in the middle of the close-up, grey road around it
        Assert.True(close.At<byte>(close.Height / 2, close.Width / 2) < 60 && close.At<byte>(2, 2) > 100);
    }

    [Fact]
    public void A_file_runs_pack_has_them_on_the_exits_clock()
    {
        var (photos, _) = EntryPhotos.Open(MadeVideo.Driving(folder), Results("drive.mp4"), TestContext.Current.CancellationToken);
        var section = new SectionSetup(null!, ReadOnlyMemory<byte>.Empty, [Crossing("p000007", 3.0)]) { Photos = photos };
        var broken = new Verdict.Broken("too fast", 0, ImmutableSortedDictionary<string, string>.Empty.Add("entry_passage", "p000007"), []);
        // the exit's video began ten seconds later
        var pictures = section.PhotosOf(broken, StartUs + 10_000_000, TestContext.Current.CancellationToken);
        Assert.Equal(2, pictures.Count);
        Assert.All(pictures, p => Assert.InRange(p.MediaUs, -7_040_000, -6_960_000));
        Assert.Equal(("-0:07.0", "0:00.0", "1:00:01.5"), (Words.Clock(-7_010_000), Words.Clock(-10_000), Words.Clock(3_601_500_000)));
    }

    [Fact]
    public void Sound_that_begins_before_the_pictures_moves_nothing()
    {
        var plain = MadeVideo.Driving(folder);
        var video = Path.Combine(folder, "sound.mkv");
        MadeVideo.Ffmpeg("-i", plain, "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-filter_complex", "[0:v]setpts=PTS+0.5/TB[v]", "-map", "[v]", "-map", "1:a", "-c:v", "libx264", "-c:a", "aac", "-t", "6", "-fps_mode", "passthrough", video);
        var (photos, failure) = EntryPhotos.Open(video, Results("sound.mkv", firstStamp: 0.5), TestContext.Current.CancellationToken);
        Assert.True(photos is not null, failure?.Text);
        var pictures = photos.Of(Crossing("p000007", 3.0), TestContext.Current.CancellationToken);
        Assert.All(pictures, p => Assert.InRange(p.MediaUs, StartUs + 2_960_000, StartUs + 3_040_000));
        using var close = Cv2.ImDecode(pictures[1].Jpeg.ToArray(), ImreadModes.Grayscale);
        Assert.True(close.At<byte>(close.Height / 2, close.Width / 2) < 60);
    }

    [Fact]
    public void What_the_video_does_not_show_has_no_picture()
    {
        var (photos, _) = EntryPhotos.Open(MadeVideo.Driving(folder), Results("drive.mp4"), TestContext.Current.CancellationToken);
        Assert.Empty(photos!.Of(Crossing("p000099", 3.0), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Where_it_was_in_the_picture_is_not_known_there_is_the_whole_picture()
    {
        var (photos, _) = EntryPhotos.Open(MadeVideo.Driving(folder), Results("drive.mp4"), TestContext.Current.CancellationToken);
        Assert.Equal("entry", Assert.Single(photos!.Of(Crossing("p000007", 3.0) with { Box = null }, TestContext.Current.CancellationToken)).Name);
    }

    [Fact]
    public async Task A_live_cameras_recordings_show_it_too_on_the_clock_of_the_world()
    {
        using var made = Made.Of(MadeVideo.Driving(folder), seconds: 6, fileSeconds: 2);
        var atUs = made.Files[0].StartUs + 3_000_000;
        var entry = Crossing("p000007", 3.0) with { EarliestUtcUs = atUs - 20_000, LatestUtcUs = atUs + 20_000 };
        var scratch = Path.Combine(folder, "entry.mp4");
        var pictures = await EntryPhotos.Of(entry, made.Data, made.Files, scratch);
        Assert.Equal(["entry", "entry-close"], pictures.Select(p => p.Name));
        Assert.All(pictures, p => Assert.InRange(p.MediaUs, atUs - 60_000, atUs + 60_000));
        Assert.False(File.Exists(scratch));
        using var close = Cv2.ImDecode(pictures[1].Jpeg.ToArray(), ImreadModes.Grayscale);
        Assert.True(close.At<byte>(close.Height / 2, close.Width / 2) < 60);
        // what was not recorded, or has been recycled, has no picture
        Assert.Empty(await EntryPhotos.Of(entry with { EarliestUtcUs = atUs + 600_000_000, LatestUtcUs = atUs + 600_000_001 }, made.Data, made.Files, scratch));
    }

    [Fact]
    public void Another_video_than_the_one_analysed_is_refused()
    {
        var video = MadeVideo.Driving(folder);
        Assert.Contains("were made of 'other.mp4', not of 'drive.mp4'", EntryPhotos.Open(video, Results("other.mp4"), TestContext.Current.CancellationToken).Failure!.Text, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Unreadable, EntryPhotos.Open(video, Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName, TestContext.Current.CancellationToken).Failure!.Kind);
        var strange = Results("drive.mp4");
        File.AppendAllText(Path.Combine(strange, "passages.jsonl"), """{"id":"p000008","first_seen_utc":"soon"}""" + "\n");
        Assert.Equal(FailureKind.Unreadable, EntryPhotos.Open(video, strange, TestContext.Current.CancellationToken).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, EntryPhotos.Open(video + "x", Results("drive.mp4"), TestContext.Current.CancellationToken).Failure!.Kind);
    }

    private static GatePassage Crossing(string passage, double at) =>
        new("entry", "gate-a", passage, "123ABC02", RoadUser.Car, StartUs + (long)((at - 0.02) * 1e6), StartUs + (long)((at + 0.02) * 1e6), false, null)
        {
            Box = new(-70 + ((at - 1) * 160), 200, 60, 36), // as the video has it
        };

    /// <summary>What an analysis of the made video would have left.</summary>
    private string Results(string video, double firstStamp = 0)
    {
        var results = Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName;
        File.WriteAllText(Path.Combine(results, "summary.json"), string.Create(CultureInfo.InvariantCulture, $$"""{ "video": "{{video}}", "first_stamp": {{firstStamp}} }"""));
        var first = DateTimeOffset.UnixEpoch.AddTicks((StartUs + 1_520_000) * 10).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(results, "passages.jsonl"), $$"""{"id":"p000007","track":7,"class":"car","first_seen":1.52,"first_seen_utc":"{{first}}","last_seen":5}""" + "\n");
        return results;
    }
}
