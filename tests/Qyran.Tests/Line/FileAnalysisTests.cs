using System.Globalization;
using Qyran.Domain.Failures;
using Qyran.Line;
using Qyran.Tests.Cli;
using Qyran.Tests.Media;

namespace Qyran.Tests.Line;

/// <summary>What comes between an analysis and its end.</summary>
public sealed class FileAnalysisTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qyran-analysis-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Out => Path.Combine(folder, "out");

    private AnalyzeOutcome Analyse(string video, Action<AnalyzeProgress> progress) => FileAnalysis.Run(
        new AnalyzeRequest(video, null, Out, "motion", null, Annotate: true, Path.Combine(folder, "key.pem"), MeasureDecode: false), progress, TimeProvider.System, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("analysing", 1, 500)]
    [InlineData("drawing annotated.mp4", 590, 610)]
    public void A_decoder_that_is_killed_is_told_and_what_was_found_stays(string step, long fewest, long most)
    {
        var video = Path.Combine(folder, "video.mp4");
        File.Copy(MadeVideo.Traffic(24), video);
        var killed = 0;
        var outcome = Analyse(video, now =>
        {
            if (killed > 0 || now.Step != step) return;
            foreach (var id in Clip.Children(video))
            {
                Clip.Tool("kill", "-KILL", id.ToString(CultureInfo.InvariantCulture));
                killed++;
            }
        });
        Assert.Equal(1, killed);
        var done = Assert.IsType<AnalyzeOutcome.Done>(outcome);
        Assert.NotNull(done.Problem);
        Assert.Equal(FailureKind.Unreadable, done.Problem.Kind);
        Assert.Contains("broke off", done.Problem.Text, StringComparison.Ordinal);
        Assert.InRange(done.Summary.Frames, fewest, most);
        Assert.Equal(most < 600, done.Summary.Gaps.Any(g => g.Why == "the decoder broke off"));
        Assert.True(File.Exists(Path.Combine(Out, "summary.json")));
        Assert.Contains("broke off", File.ReadAllText(Path.Combine(Out, "report.html")), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Out, "annotated*"));
    }

    [Fact]
    public void A_recording_that_hangs_makes_nobody_stand_where_he_drove()
    {
        // the second box is before the mark when the picture hangs for 14 s, and drives on as if nothing had been
        var video = Path.Combine(folder, "hangs.mp4");
        MadeVideo.Ffmpeg("-i", MadeVideo.Traffic(9), "-vf", "loop=loop=350:size=1:start=138,setpts=N/25/TB", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", video);
        var scene = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(scene, MadeVideo.Scene.Replace("limits:", "zones:\n  - { id: stop, kind: no_stopping, area: [[0, 150], [640, 150], [640, 300], [0, 300]] }\nlimits:", StringComparison.Ordinal)
            + "\n  - { rule: no-stopping, offence: example, allowed_s: 5 }\n");
        var outcome = FileAnalysis.Run(
            new AnalyzeRequest(video, scene, Out, "motion", null, Annotate: false, Path.Combine(folder, "key.pem"), MeasureDecode: false), _ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(outcome is AnalyzeOutcome.Done, (outcome as AnalyzeOutcome.Failed)?.Failure.Text);
        var done = (AnalyzeOutcome.Done)outcome;
        Assert.DoesNotContain(done.Cases, c => c.Rule == "no-stopping");
        Assert.True(done.Summary.Undecided.ContainsKey("no-stopping"), "nobody stood there at all: the clip shows nothing");
        Assert.InRange(done.Summary.StillSeconds, 13, 15);
        Assert.Contains(done.Passages, p => p.SpeedRefused == "the picture stood still while it was in sight");
        Assert.Contains("The picture did not change for 1", File.ReadAllText(Path.Combine(Out, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_recordings_in_one_file_are_refused_before_anything_is_written()
    {
        var once = Path.Combine(folder, "once.ts");
        MadeVideo.Ffmpeg("-i", MadeVideo.Traffic(5), "-c", "copy", once);
        var twice = Path.Combine(folder, "twice.ts");
        File.WriteAllBytes(twice, [.. File.ReadAllBytes(once), .. File.ReadAllBytes(once)]);
        var failure = Assert.IsType<AnalyzeOutcome.Failed>(Analyse(twice, _ => { })).Failure;
        Assert.Equal(FailureKind.Unreadable, failure.Kind);
        Assert.StartsWith("twice.ts: its clock goes back", failure.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void While_a_long_recording_s_stamps_are_looked_through_it_is_told_and_can_be_stopped()
    {
        var video = Path.Combine(folder, "long.ts");
        MadeVideo.Ffmpeg("-f", "lavfi", "-i", "color=s=64x48:r=25:d=170", "-c:v", "mpeg2video", video);
        using var stop = new CancellationTokenSource();
        var steps = new List<string>();
        var outcome = FileAnalysis.Run(new AnalyzeRequest(video, null, Out, "motion", null, Annotate: false, Path.Combine(folder, "key.pem"), MeasureDecode: false), now =>
        {
            steps.Add(now.Step);
            stop.Cancel();
        }, TimeProvider.System, stop.Token);
        Assert.Equal(FailureKind.Cancelled, Assert.IsType<AnalyzeOutcome.Failed>(outcome).Failure.Kind);
        Assert.Equal("looking through the time stamps", steps[0]);
        Assert.False(Directory.Exists(Out));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_a_recording_whose_stamps_are_uneven_at_first_speeds_are_measured_or_it_is_said_that_none_is(bool vouched)
    {
        var video = Path.Combine(folder, "uneven.mp4");
        // twelve seconds with every other stamp 12 ms late, twelve without
        MadeVideo.Ffmpeg("-i", MadeVideo.Traffic(24), "-c", "copy", "-bsf:v", "setts=ts='TS+if(lt(N,300),mod(N,2)*154,0)'", video);
        var scene = Path.Combine(folder, "scene.yaml");
        File.WriteAllText(scene, vouched ? MadeVideo.Scene : MadeVideo.Scene.Replace(", clock: made by this test", "", StringComparison.Ordinal));
        var outcome = FileAnalysis.Run(new AnalyzeRequest(video, scene, Out, "motion", null, Annotate: false, Path.Combine(folder, "key.pem"), MeasureDecode: false),
            _ => { }, TimeProvider.System, TestContext.Current.CancellationToken);
        var summary = Assert.IsType<AnalyzeOutcome.Done>(outcome).Summary;
        Assert.Equal((vouched, vouched), (summary.Speeds > 0, summary.NoSpeed is null));
    }

    [Fact]
    public void While_one_analysis_writes_into_a_folder_another_is_refused()
    {
        AnalyzeOutcome? second = null;
        var first = Analyse(MadeVideo.Traffic(5), _ => second ??= Analyse(MadeVideo.Traffic(5), _ => { }));
        var failure = Assert.IsType<AnalyzeOutcome.Failed>(second).Failure;
        Assert.Equal(FailureKind.CannotWrite, failure.Kind);
        Assert.Contains("another analysis writes into", failure.Text, StringComparison.Ordinal);
        Assert.Null(Assert.IsType<AnalyzeOutcome.Done>(first).Problem);
        Assert.Null(Assert.IsType<AnalyzeOutcome.Done>(Analyse(MadeVideo.Traffic(5), _ => { })).Problem);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(Out), f => Path.GetFileName(f).StartsWith('.'));
    }
}
