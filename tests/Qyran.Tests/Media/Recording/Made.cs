using System.Globalization;
using Qyran.Media;
using Qyran.Media.Recording;

namespace Qyran.Tests.Media.Recording;

/// <summary>A recording made in the usual way: a clip played as a camera, copied, cut into files.</summary>
internal sealed class Made : IDisposable
{
    public string Data { get; } = Directory.CreateTempSubdirectory("qyran-recording-").FullName;

    public List<RecordedFile> Files { get; } = [];

    public List<Fragment> Fragments { get; } = [];

    /// <summary>25 fps, a key picture each second, pictures sent out of order in between.</summary>
    public static string Clip(int seconds, string size = "320x240", params string[] codec) => Media.Clip.Make("clip.mp4", [
        "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc2=s={size}:r=25:d={seconds}"),
        .. codec.Length > 0 ? codec : ["-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-bf", "2"], "-pix_fmt", "yuv420p"]);

    /// <summary>25 fps, but for two seconds, from 0.8 s on, nothing was sent.</summary>
    /// <param name="outOfOrder">So many pictures may be sent in another order than they are shown.</param>
    public static string Lapse(int outOfOrder) => Media.Clip.Make("lapse.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=6", "-vf", "select='not(between(n,20,69))'", "-fps_mode", "vfr",
        "-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-bf", outOfOrder.ToString(CultureInfo.InvariantCulture), "-pix_fmt", "yuv420p");

    /// <summary>Plays the clip until so much video was recorded.</summary>
    public static Made Of(string clip, double seconds, double fileSeconds, FrameReaderSettings? settings = null)
    {
        var made = new Made();
        var source = new MediaSource.Played(clip);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using (var recorder = new Recorder(made.Data, "north", TimeProvider.System, made.Files.Add, _ => false, (_, _) => { }, (_, _) => { }, TimeSpan.FromSeconds(fileSeconds)))
        {
            var outlet = new FragmentOutlet(1, new SessionClock(TimeProvider.System), f =>
            {
                made.Fragments.Add(f);
                recorder.Add(f);
                if (f.EndUs - made.Fragments[0].StartUs >= seconds * 1e6)
                    stop.Cancel();
            });
            CopyReader.Run(source, Media.Clip.Look(source), outlet, settings ?? new FrameReaderSettings(), stop.Token);
        }
        return made;
    }

    public string Full(RecordedFile file) => Path.Combine(Data, file.Path);

    public void Dispose() => Directory.Delete(Data, recursive: true);
}
