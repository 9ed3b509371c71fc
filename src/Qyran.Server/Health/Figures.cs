using System.Collections.Immutable;
using System.Diagnostics;
using Qyran.Server.Access;
using Qyran.Server.Cameras;
using Qyran.Server.Findings;
using Qyran.Server.Live;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Health;

/// <summary>What a watching program is told: of the machine, the database and every camera.</summary>
internal sealed class Figures(Store store, DataFolder folder, CameraBoard board, Announcer announcer, FindingQueue queue, UndecidedTally undecided, CameraSites sites)
{
    /// <param name="asker">Only what he sees; null: everything.</param>
    public async Task<ImmutableArray<Figure>> Now(Asker? asker, CancellationToken stop)
    {
        using var self = Process.GetCurrentProcess();
        var all = ImmutableArray.CreateBuilder<Figure>();
        One("qyran_cpu_seconds_total", "Processor time of the program, its children not counted.", self.TotalProcessorTime.TotalSeconds);
        One("qyran_memory_bytes", "Resident memory of the program.", self.WorkingSet64);
        One("qyran_disk_free_bytes", "Free room where the data lie.", new DriveInfo(folder.Root).AvailableFreeSpace);
        One("qyran_findings_waiting", "Passages, cases and packs on this machine's disk that the database has not taken yet.", queue.Waiting);
        try
        {
            // asked for before anything is said of it
            var (recordings, cases) = (await RecordingBytes.Of(store, asker, stop), await store.Cases.Counts(asker?.Sites, stop));
            One("qyran_database_up", "1 while the database answers.", 1);
            One("qyran_recording_bytes", "What recordings take.", recordings);
            all.Add(new("qyran_cases", "Cases by state.", [.. cases.OrderBy(c => c.Key).Select(c => new Figure.Value(c.Value, "state", c.Key.ToString().ToLowerInvariant()))]));
        }
        catch (StoreException)
        {
            One("qyran_database_up", "1 while the database answers.", 0);
        }
        One("qyran_listeners", "Open event streams.", announcer.Listeners);
        var cameras = board.All.Where(c => asker?.Sees(sites.Now(c.Id)) ?? true).Select(c => (c.Id, State: CameraState.Of(c.Camera))).ToArray();
        Each("qyran_camera_running", "1 while pictures come.", s => s.State == "running" ? 1 : 0);
        Each("qyran_camera_score", "0 (useless) to 100 (all is well).", s => s.Score);
        Each("qyran_camera_frames_total", "Frames of this connection.", s => s.Frames);
        Each("qyran_camera_analysed_total", "Frames of this connection that went through the line.", s => s.Analysed);
        Each("qyran_camera_without_plates_total", "Whole pictures on which no plate was looked for, because frames were waiting.", s => s.WithoutPlates);
        Each("qyran_camera_pressed_total", "Analysed frames behind which others waited: the detector looks less often then.", s => s.Pressed);
        Each("qyran_camera_dropped_total", "Frames of this connection the line was too slow for.", s => s.Dropped);
        Each("qyran_camera_delivered_fps", "Frames a second over the last ten seconds.", s => s.DeliveredFps ?? 0);
        Each("qyran_camera_delay_seconds", "From a frame's arrival to the end of its analysis.", s => (s.DelayMs ?? 0) / 1000);
        Each("qyran_camera_connections_total", "Connections made since the start.", s => s.Connections);
        Each("qyran_camera_viewers", "Open live views.", s => s.Viewers);
        all.Add(new("qyran_camera_undecided_total", "Passages a rule left undecided since the start; one counts once for each rule.", [.. cameras.Select(c => new Figure.Value(undecided.Of(c.Id), "camera", c.Id))]));
        all.Add(new("qyran_camera_survey_until_seconds", "When the survey behind the camera's speeds expires, seconds since 1970; only of cameras whose survey does.",
            [.. cameras.Where(c => c.State.SurveyUntil is not null).Select(c => new Figure.Value(c.State.SurveyUntil!.Value.ToUnixTimeSeconds(), "camera", c.Id))]));
        return all.ToImmutable();

        void One(string name, string help, double value) => all.Add(new(name, help, [new(value)]));

        void Each(string name, string help, Func<CameraState, double> value) => all.Add(new(name, help, [.. cameras.Select(c => new Figure.Value(value(c.State), "camera", c.Id))]));
    }
}

/// <summary>One figure by its name in Prometheus' manner.</summary>
/// <param name="Help">What it says.</param>
/// <param name="Values">One, or one for each camera or state; none where there is none of these.</param>
internal sealed record Figure(string Name, string Help, ImmutableArray<Figure.Value> Values)
{
    /// <summary>It only grows, until what it counts begins anew.</summary>
    public bool Counts => Name.EndsWith("_total", StringComparison.Ordinal);

    /// <param name="Label">What tells it from the others of its name: camera, state; null: it is the only one.</param>
    /// <param name="Of">Which camera, which state: our own words, nothing in them needs escaping.</param>
    internal sealed record Value(double Is, string? Label = null, string Of = "");
}
