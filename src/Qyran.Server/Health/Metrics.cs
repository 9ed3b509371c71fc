using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Qyran.Server.Access;
using Qyran.Server.Cameras;
using Qyran.Server.Findings;
using Qyran.Server.Live;
using Qyran.Storage;
using Qyran.Storage.Files;

namespace Qyran.Server.Health;

/// <summary>The figures in Prometheus' text format, 0.0.4.</summary>
internal static class Metrics
{
    internal static async Task<ContentHttpResult> Handle(ClaimsPrincipal who, Store store, DataFolder folder, CameraBoard board, Announcer announcer, FindingQueue queue, CameraSites sites, CancellationToken stop)
    {
        var asker = Asker.Known(who);
        var text = new StringBuilder();
        using var self = Process.GetCurrentProcess();
        var disk = new DriveInfo(folder.Root);
        One("qyran_cpu_seconds_total", "counter", "Processor time of the program, its children not counted.", self.TotalProcessorTime.TotalSeconds);
        One("qyran_memory_bytes", "gauge", "Resident memory of the program.", self.WorkingSet64);
        One("qyran_disk_free_bytes", "gauge", "Free room where the data lie.", disk.AvailableFreeSpace);
        One("qyran_findings_waiting", "gauge", "Passages, cases and packs on this machine's disk that the database has not taken yet.", queue.Waiting);
        try
        {
            // asked for before anything is written of it
            var (recordings, cases) = (await store.Recordings.Bytes(null, stop), await store.Cases.Counts(asker.Sites, stop));
            One("qyran_database_up", "gauge", "1 while the database answers.", 1);
            One("qyran_recording_bytes", "gauge", "What recordings take.", recordings);
            Head("qyran_cases", "gauge", "Cases by state.");
            foreach (var (state, count) in cases.OrderBy(c => c.Key)) Line("qyran_cases", "state", state.ToString().ToLowerInvariant(), count);
        }
        catch (StoreException)
        {
            One("qyran_database_up", "gauge", "1 while the database answers.", 0);
        }
        One("qyran_listeners", "gauge", "Open event streams.", announcer.Listeners);
        var cameras = board.All.Where(c => asker.Sees(sites.Now(c.Id))).Select(c => (c.Id, State: CameraState.Of(c.Camera))).ToArray();
        Each("qyran_camera_running", "gauge", "1 while pictures come.", s => s.State == "running" ? 1 : 0);
        Each("qyran_camera_score", "gauge", "0 (useless) to 100 (all is well).", s => s.Score);
        Each("qyran_camera_frames_total", "counter", "Frames of this connection.", s => s.Frames);
        Each("qyran_camera_analysed_total", "counter", "Frames of this connection that went through the line.", s => s.Analysed);
        Each("qyran_camera_without_plates_total", "counter", "Whole pictures on which no plate was looked for, because frames were waiting.", s => s.WithoutPlates);
        Each("qyran_camera_dropped_total", "counter", "Frames of this connection the line was too slow for.", s => s.Dropped);
        Each("qyran_camera_delivered_fps", "gauge", "Frames a second over the last ten seconds.", s => s.DeliveredFps ?? 0);
        Each("qyran_camera_delay_seconds", "gauge", "From a frame's arrival to the end of its analysis.", s => (s.DelayMs ?? 0) / 1000);
        Each("qyran_camera_connections_total", "counter", "Connections made since the start.", s => s.Connections);
        Each("qyran_camera_viewers", "gauge", "Open live views.", s => s.Viewers);
        return TypedResults.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");

        void Head(string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

        void One(string name, string type, string help, double value)
        {
            Head(name, type, help);
            text.Append(CultureInfo.InvariantCulture, $"{name} {value:R}\n");
        }

        // ids and states are our own words: nothing in them needs escaping
        void Line(string name, string label, string of, double value) => text.Append(CultureInfo.InvariantCulture, $"{name}{{{label}=\"{of}\"}} {value:R}\n");

        void Each(string name, string type, string help, Func<CameraState, double> value)
        {
            Head(name, type, help);
            foreach (var (id, state) in cameras) Line(name, "camera", id, value(state));
        }
    }
}
