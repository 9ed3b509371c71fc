using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Qyran.Domain.Cases;
using Qyran.Line.Live;
using Qyran.Server.Cameras;
using Qyran.Server.Live;
using Qyran.Server.Outward;
using Qyran.Storage.Files;
using Qyran.Storage.Queue;
using Qyran.Storage.Rows;

namespace Qyran.Server.Findings;

/// <summary>
/// What the cameras find: files first, then on to the database through <see cref="FindingQueue"/>. Every call may come again with the same id or path and then
/// changes nothing. Any thread.
/// </summary>
internal sealed partial class LiveSink(DataFolder folder, FindingQueue queue, UndecidedTally undecided, CameraSites sites, Announcer announcer, TimeProvider clock, ILogger<LiveSink> log) : ILiveSink
{
    /// <summary>Beside the cameras' folders below <c>evidence/</c>; no camera may have this id.</summary>
    public const string PassagesFolder = "passages";

    public async ValueTask Passed(LivePassage passage, CancellationToken stop)
    {
        var p = passage.Outcome.Passage!;
        ImmutableArray<Outgoing> photo = [];
        string[] kept = [];
        if (!passage.Thumbnail.IsEmpty)
        {
            var day = Moment.Of(passage.FirstUs).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var path = $"{DataFolder.Evidence}/{PassagesFolder}/{passage.CameraId}/{day}/{p.Id}.jpg";
            var file = File.Exists(folder.Full(path)) ? folder.Settle(path) : folder.Create(path, to => to.Write(passage.Thumbnail.Span));
            (photo, kept) = ([new Outgoing.Evidence(Keep.Row(file, null, clock))], [path]);
        }
        var row = new PassageRow(p.Id, passage.CameraId, await sites.Of(passage.CameraId, stop), passage.FirstUs, passage.LastUs, p.Class, p.Track, p.Lane, p.Direction,
            p.Plate is { } plate ? new PlateRow(plate.Text, plate.Country, plate.Confidence) : null, p.Speed, p.SpeedRefused, [.. kept]) { Trail = passage.Trail };
        await queue.Add([.. photo, new Outgoing.Passage(new PassageEntry(row, Readings(passage)))], stop);
        // at the very end: a call that is made again would count it twice
        foreach (var finding in passage.Outcome.Findings)
            if (finding.Verdict is Verdict.Undecided doubt) undecided.Add(passage.CameraId, passage.FirstUs, finding.Rule, doubt.Why);
    }

    /// <summary>Every plate reading of the vehicle, accepted or not.</summary>
    private static ImmutableArray<ReadingRow> Readings(LivePassage passage)
    {
        var offset = passage.FirstUs - passage.Outcome.Passage!.FirstSeen.MediaUs;
        return passage.Outcome.Plates is not { } plates ? [] :
            [.. plates.Sightings.Select(s => new ReadingRow(s.Time.MediaUs + offset, s.Reading.Text, s.Reading.Country, s.Reading.Confidence, s.Reading.Signs))];
    }

    public async ValueTask Found(LiveCase found, CancellationToken stop)
    {
        var (made, verdict) = (found.Case, found.Case.Verdict);
        var row = new CaseRow(made.Id, made.Passage, found.CameraId, made.Rule, made.Offence, verdict.Why, found.AtUs, verdict.Facts, null, CaseState.Candidate, clock.GetUtcNow().Us(),
            SiteId: await sites.Of(found.CameraId, stop));
        await queue.Add([new Outgoing.Case(row)], stop);
    }

    public async ValueTask Recorded(LivePack pack, CancellationToken stop)
    {
        if (pack.Path is { } path) await queue.Add([new Outgoing.Pack(Keep.Row(folder.Settle(path), pack.CaseId, clock))], stop);
        else NoPack(log, pack.CaseId, pack.Why ?? ""); // pages and subscribers hear of it by the camera's trouble
    }

    public async ValueTask Missed(LiveGap gap, CancellationToken stop) => await queue.Add([new Outgoing.Gap(new GapRow(gap.CameraId, gap.FromUs, gap.UntilUs, gap.Why))], stop);

    public async ValueTask Raised(LiveAlarm alarm, CancellationToken stop)
    {
        if (alarm.On) Trouble(log, alarm.CameraId, alarm.Trouble, alarm.Text);
        var view = new AlarmView(alarm.CameraId, alarm.Trouble.ToString().ToLowerInvariant(), alarm.On, alarm.Text, Moment.Of(alarm.AtUs));
        var happened = EventRow.OfCamera(alarm.CameraId, $"{view.Trouble} {(alarm.On ? "begins" : "ends")}", alarm.AtUs, Envelope.Json(view));
        ImmutableArray<Outgoing> items = [new Outgoing.Event(happened)];
        // it must stay suspended over a restart, and what follows must not wait for a database that is away
        if (alarm.Trouble is LiveTrouble.ViewMoved) items = items.Add(new Outgoing.Suspension(alarm.CameraId, alarm.On ? alarm.Text : null));
        await queue.Add(items, stop);
        announcer.Say("camera", view, await sites.Of(alarm.CameraId, stop));
    }

    /// <param name="Trouble">away, viewmoved, frozen, time, disk, overload, settings, timestamp, survey, verification or evidence.</param>
    internal sealed record AlarmView(string Camera, string Trouble, bool On, string Text, DateTimeOffset At);

    [LoggerMessage(Level = LogLevel.Warning, Message = "case {CaseId} has no evidence: {Why}")]
    private static partial void NoPack(ILogger log, string caseId, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "camera {Camera}: {Trouble}: {Text}")]
    private static partial void Trouble(ILogger log, string camera, LiveTrouble trouble, string text);
}
