using System.Collections.Immutable;
using System.Reflection;
using System.Threading.Channels;
using Qyran.Domain.Cases;
using Qyran.Domain.Failures;
using Qyran.Domain.Time;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Line.Outputs;
using Qyran.Line.Plates;
using Qyran.Line.Report;
using Qyran.Line.Sections;
using Qyran.Media;
using Qyran.Rules.Exemptions;
using Qyran.Rules.Sections;

namespace Qyran.Line;

/// <summary><c>qyran analyze</c>: one file through the line into a folder of results.</summary>
public static class FileAnalysis
{
    /// <summary>Above this length decoding alone is measured on the beginning only.</summary>
    private static readonly TimeSpan DecodeSample = TimeSpan.FromSeconds(60);

    private const string NoClock = "nobody vouches for the camera's clock, and no recording proves it; if it was checked, say so as camera.clock in the scene file";

    /// <summary>Where the device key lies unless another is named.</summary>
    private static string DefaultKey => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "qyran", "device.pem");

    /// <summary>The program's version, as evidence and summary state it.</summary>
    public static string Version { get; } =
        typeof(FileAnalysis).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs to the end or to <paramref name="stop"/>. Everything that can be refused is refused before the folder is touched.</summary>
    public static AnalyzeOutcome Run(AnalyzeRequest request, Action<AnalyzeProgress> progress, TimeProvider clock, CancellationToken stop)
    {
        var began = clock.GetTimestamp();
        var cost = RunCost.Start();
        var (setup, sceneBytes, failure) = LineOpening.Open(request.Video, request.Scene, request.Detector, request.StartUtc, stop);
        if (setup is null) return new AnalyzeOutcome.Failed(failure!);
        using var detector = setup.Detector;
        Action<double> Looking(double? of) => at => progress(new AnalyzeProgress("looking through the time stamps", at, of, 0, 0, 0));
        if (OneClock.Check(request.Video, Looking(setup.Video.Duration?.TotalSeconds), stop) is { } twice) return new AnalyzeOutcome.Failed(twice);
        using var eyes = request.Plates ? new PlateEyesPool(1) : null;
        if (eyes is not null && !eyes.Ready(out failure)) return new AnalyzeOutcome.Failed(failure!);
        setup = setup with { Plates = eyes };
        if (request.Section is var (file, entry))
        {
            if (request.StartUtc is null) return new AnalyzeOutcome.Failed(new(FailureKind.Invalid, "a section needs the hour of both videos: give --start"));
            if (eyes is null) return new AnalyzeOutcome.Failed(new(FailureKind.Invalid, "a section joins two cameras by the plate: plates must be read"));
            var (section, unready) = SectionSetup.Open(file, entry, setup.Scene);
            if (section is null) return new AnalyzeOutcome.Failed(unready!);
            if (request.EntryVideo is { } entryVideo)
            {
                var (photos, unread) = EntryPhotos.Open(entryVideo, entry, stop);
                if ((photos is null ? unread : OneClock.Check(entryVideo, Looking(null), stop)) is { } unfit) return new AnalyzeOutcome.Failed(unfit);
                section = section with { Photos = photos };
            }
            setup = setup with { Section = section };
        }
        ExemptionList? exemptions = null;
        if (request.Exemptions is { } listed)
        {
            if (eyes is null) return new AnalyzeOutcome.Failed(new(FailureKind.Invalid, "exemptions go by the plate: plates must be read"));
            (exemptions, failure) = Exempting.Open(listed);
            if (exemptions is null) return new AnalyzeOutcome.Failed(failure!);
        }
        Failure? keyless = null;
        // who only counts signs nothing: he needs no key, and none is made in his home
        var judged = setup.Section is not null || setup.Scene is { Rules.IsEmpty: false };
        using var key = !judged && request.DeviceKey is null ? null : DeviceKey.LoadOrCreate(request.DeviceKey ?? DefaultKey, out keyless);
        if (keyless is not null) return new AnalyzeOutcome.Failed(request.DeviceKey is null ? keyless with { Text = keyless.Text + " (or name another with --key)" } : keyless);
        if (key is { Made: true }) request.Note?.Invoke($"made the device key {request.DeviceKey ?? DefaultKey}, which signs evidence from now on; its fingerprint is {key.Id}");
        using var hold = FolderHold.Take(request.Out, out var held);
        if (held is not null) return new AnalyzeOutcome.Failed(held);
        var (folder, folderFailure) = OutputFolder.Open(request.Out,
            request.Video, request.Scene, request.DeviceKey, request.Detector, request.Section?.File, request.Section is { } of ? Path.Combine(of.Entry, "passages.jsonl") : null, request.EntryVideo, request.Exemptions);
        if (folder is null) return new AnalyzeOutcome.Failed(folderFailure!);

        var ledger = new RunLedger(setup, folder, request.Annotate);
        try
        {
            var end = RunLine(request, setup, sceneBytes, exemptions ?? ExemptionList.None, key, folder, ledger, progress, clock, stop);
            var wall = clock.GetElapsedTime(began).TotalSeconds;
            var cpu = cost.CpuSeconds();
            return Finish(request, setup, folder, ledger, end, wall, cpu, key?.Id, progress, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new AnalyzeOutcome.Failed(new Failure(FailureKind.CannotWrite, $"stopped: can't write into '{folder.Root}': {e.Message} What was finished before is there."));
        }
        finally
        {
            ledger.Dispose();
        }
    }

    private static LineEnd RunLine(
        AnalyzeRequest request, LineSetup setup, byte[] sceneBytes, ExemptionList exemptions, DeviceKey? key, OutputFolder folder, RunLedger ledger,
        Action<AnalyzeProgress> progress, TimeProvider clock, CancellationToken stop)
    {
        var line = new CameraLine(setup);
        var chain = ChainFile.Open(folder.Evidence, out var broken) ?? throw new IOException(broken!.Text);
        using var stamper = request.TimeStamps is { } authority ? new TimeStampAuthority(authority, clock) : null;
        using var recorder = key is null ? null : new EvidenceRecorder(new EvidenceSetup(setup, request.Video, sceneBytes, folder.Evidence, key, clock, PlateRegion.Of) { Stamper = stamper }, chain, ledger);
        // evidence has its own task: grabbing full pictures must not hold up the line; nothing found is lost, the line waits
        var found = Channel.CreateBounded<(Case Made, TrackOutcome Outcome, long StartPtsUs)>(256);
        if (recorder is null) found.Writer.Complete(); // no rule, no case: one that came would be a bug, and throws
        var recording = recorder is null ? Task.CompletedTask : Task.Run(async () =>
        {
            try { await recorder.RunAsync(found.Reader, stop); }
            catch (Exception e)
            {
                found.Writer.TryComplete(e); // else the line would wait for room that never comes
                throw;
            }
        }, CancellationToken.None);
        try
        {
            var of = setup.Video.Duration?.TotalSeconds;
            return line.Run(
                (ended, startPts) =>
                {
                    var outcome = Exempting.Judge(ended, exemptions);
                    foreach (var made in ledger.Add(outcome)) found.Writer.WriteAsync((made, outcome, startPts)).AsTask().GetAwaiter().GetResult();
                },
                (frames, us) => progress(new AnalyzeProgress("analysing", us / 1e6, of, frames, ledger.Passages.Count, ledger.CaseCount)),
                stop);
        }
        finally
        {
            found.Writer.TryComplete();
            recording.GetAwaiter().GetResult();
        }
    }

    private static AnalyzeOutcome Finish(
        AnalyzeRequest request, LineSetup setup, OutputFolder folder, RunLedger ledger, LineEnd end,
        double wall, double cpu, string? keyId, Action<AnalyzeProgress> progress, CancellationToken stop)
    {
        ledger.Tracks.Finish();
        var broke = end.Stopped ? null : Interrupted.Told(end.Read?.Failure, "stopped; what was finished before is there", stop);
        if (broke is { Kind: FailureKind.Cancelled }) end = end with { Stopped = true };
        var seconds = end.LastUs / 1e6;
        CpuCost? decode = null;
        if (request.MeasureDecode && !end.Stopped && broke is null && end.Frames > 0)
        {
            progress(new AnalyzeProgress("measuring what decoding alone costs", 0, null, end.Frames, ledger.Passages.Count, ledger.CaseCount));
            decode = DecodeCost.Measure(request.Video, seconds > DecodeSample.TotalSeconds ? DecodeSample : null, stop, out _);
        }
        var time = end.Read?.Time is { } t ? new TimeAuditView(t.Quality, t.JitterUs, t.Why, []).VouchedBy(setup.Scene) : null;
        var unproven = time?.Quality is TimeQuality.Counted;
        var summary = new RunSummary(
            Path.GetFileName(request.Video), setup.Scene?.Name, setup.Scene?.Hash, setup.Detector.Identity.Name, Version,
            end.Frames, seconds, wall, cpu, decode, end.Dropped, ledger.Passages.Count, ledger.Passages.Count(p => p.Speed is not null),
            Count(ledger.Cases.Select(c => c.Rule)), Count(ledger.Undecided.Select(u => u.Rule)),
            time?.Quality ?? TimeQuality.Unknown, time?.Why ?? "not judged", [.. (end.Read?.Gaps ?? []).Select(g => unproven && g.ByStamps ? g with { Why = $"{g.Why}, or the clock jumped" } : g)],
            setup.Calibration?.Id, setup.Calibration is null ? setup.NoSpeed : unproven ? NoClock : null, end.Stopped)
        {
            Looks = end.Looks,
            View = end.View,
            HazySeconds = end.HazySeconds,
            StillSeconds = end.StillSeconds,
            Signals = end.Signals.ToImmutableSortedDictionary(StringComparer.Ordinal),
            StartPtsUs = end.StartPtsUs,
            Rules = [.. setup.Scene?.Rules.Select(r => r.Rule) ?? [], .. Enumerable.Repeat(AverageSpeed.Rule, setup.Section is null ? 0 : 1)],
            Speeding = SpeedingCount.Of(setup.Scene, ledger.Passages),
            CountLines = ledger.CountLines,
            Uncounted = ledger.Uncounted,
            Exempt = request.Exemptions is null ? null : Count(ledger.Exempt),
        };
        WholeFile.Write(folder.File("summary.json"), summary.Json());
        var undrawn = request.Annotate && !end.Stopped && broke is null ? AnnotatedVideo.Write(setup, ledger, end, folder.File("annotated.mp4"), progress, stop) : null;
        var problem = ledger.EvidenceFailure ?? broke ?? (end.Frames == 0 && !end.Stopped ? new Failure(FailureKind.Unreadable, "no picture could be decoded") : undrawn);
        progress(new AnalyzeProgress("writing report.html", seconds, setup.Video.Duration?.TotalSeconds, end.Frames, ledger.Passages.Count, ledger.CaseCount));
        var report = new ReportFacts(summary, setup.Scene, setup.Video.Width, setup.Video.Height, Background(request.Video, setup.Video, ledger, end, stop),
            ledger.Passages, ledger.Shown, ledger.Cases, ledger.Photos, ledger.Undecided, problem?.Text, keyId, Annotated: File.Exists(folder.File("annotated.mp4")));
        WholeFile.Write(folder.File("report.html"), ReportPage.Make(report));
        return new AnalyzeOutcome.Done(summary, [.. ledger.Passages], [.. ledger.Cases], problem) { Unstamped = ledger.Unstamped };
    }

    /// <summary>The emptiest of some moments, so that the road is seen and not the traffic. Null after a stop, or when no picture can be taken.</summary>
    private static byte[]? Background(string video, VideoInfo known, RunLedger ledger, LineEnd end, CancellationToken stop)
    {
        if (end.Frames == 0 || stop.IsCancellationRequested) return null;
        const int moments = 24;
        var at = Enumerable.Range(0, moments).Select(i => end.LastUs * i / moments)
            .MinBy(t => ledger.Shown.Where(s => s.First.Time.MediaUs <= t && t <= s.Last.Time.MediaUs).Sum(s => s.Points[s.Points.Length / 2].Box.Area));
        return StillGrabber.Grab(video, [at + end.StartPtsUs], stop, out _, known) is [var still, ..] ? Pictures.Shrink(still.Jpeg, 1280) : null;
    }

    private static ImmutableSortedDictionary<string, int> Count(IEnumerable<string> words) =>
        words.GroupBy(w => w).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
}
