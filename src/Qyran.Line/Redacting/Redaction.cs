using System.Text.Encodings.Web;
using System.Text.Json;
using Qyran.Domain.Failures;
using Qyran.Domain.Geometry;
using Qyran.Domain.Scenes;
using Qyran.Evidence;
using Qyran.Line.Cases;
using Qyran.Line.Overlay;
using Qyran.Media;
using Qyran.Rules;
using Qyran.Vision.Onnx;
using Qyran.Vision.Signals;
using SkiaSharp;
using Mat = OpenCvSharp.Mat;
using MatType = OpenCvSharp.MatType;

namespace Qyran.Line.Redacting;

/// <summary>
/// A copy of a pack's pictures and clip in which nobody but the case's vehicle can be made out, to be handed out. It is derived: the pack stays the evidence, untouched, and the copy names it by
/// the hash of its manifest. A detector overlooks people; somebody looks through the copy before it leaves the house.
/// </summary>
public static class Redaction
{
    /// <summary>
    /// A still may lie this far outside the clip, µs. It is redacted by what the clip's looks found, the last of which may be as long before the clip's end; both together stay well within the
    /// 0.2 s for which a vehicle is hidden around its place (<see cref="Bystanders"/>), and nobody drives into the picture unseen meanwhile.
    /// </summary>
    private const long StillUs = 60_000;
    private const string EntryPictures = "entry", Stopped = "stopped; what was written of the copy is not whole";

    /// <summary>Writes the copy into a folder, which must be empty or not be there.</summary>
    /// <param name="model">An ONNX detector that knows people and vehicles; null: the one that comes with the program.</param>
    public static (RedactionReport? Report, Failure? Failure) Run(string pack, string folder, string? model, TimeProvider clock, Action<AnalyzeProgress> progress, CancellationToken stop)
    {
        if ((model ?? ShippedModels.Road) is not { } path) return (null, new(FailureKind.NotFound, $"no detector comes with this program ({ShippedModels.Where}): give one with --detector MODEL.onnx"));
        var scratch = Directory.CreateTempSubdirectory("qyran-redact-");
        try
        {
            var report = PackVerifier.Verify(pack, new VerifyOptions());
            if (PackReader.TryOpen(pack, new VerifyOptions(), scratch.FullName, out var failure) is not { } contents) return (null, failure);
            if (contents.Clip is not { } clip) return (null, new(FailureKind.Unsupported, "the pack holds no clip, so nothing says who else is in its pictures"));
            if (!OnnxDetector.TryOpen(path, Bystanders.Wary, out var detector, out failure)) return (null, failure);
            using var looking = detector;
            if (LineOpening.ReadVideo(clip.Path, stop) is not ({ } video, _)) return (null, new(FailureKind.Unreadable, "the pack's clip cannot be read"));
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) return (null, new(FailureKind.CannotWrite, $"'{folder}' is not empty; give a new folder with --out"));
            Directory.CreateDirectory(folder);

            var bystanders = new Bystanders(detector, contents.Track) { Signals = Signals(contents), Plate = Plate(contents) };
            var lookedUntil = clip.FromUs;
            var looked = EveryFrame.Read(new MediaSource.File(clip.Path), video, null, (frame, reader) =>
            {
                lookedUntil = Us(frame, reader, clip);
                bystanders.See(frame.View, lookedUntil);
                progress(new("looking for people", frame.View.Time.MediaUs / 1e6, video.Duration?.TotalSeconds, frame.View.Number, 1, 0));
                return true;
            }, stop);
            if (stop.IsCancellationRequested) return (null, Cancelled());
            if (looked.Failure is { } unlooked) return (null, Interrupted.Told(unlooked, Stopped, stop));
            var (frames, hidden, unwritten) = Clip(clip, video, looked.Frames, Path.Combine(folder, "clip.mp4"), bystanders, progress, stop);
            if (unwritten is not null) return (null, unwritten);
            List<string> files = ["clip.mp4"];
            List<(string, string)> leftOut = [];
            foreach (var picture in contents.Photos.Concat(contents.KeyFrames))
            {
                if (picture.Name.StartsWith(EntryPictures, StringComparison.Ordinal)) leftOut.Add((picture.Name, "taken by another camera, whose clip is not in the pack"));
                else if (!IsShownBy(clip with { UntilUs = lookedUntil }, picture.MediaUs)) leftOut.Add((picture.Name, "taken outside the clip"));
                else if (Still(picture, bystanders) is not { } jpeg) leftOut.Add((picture.Name, "cannot be read"));
                else Keep(picture.Name + ".jpg", jpeg);
            }
            if (contents.PlateCrop is { } plate) Keep("plate.jpg", plate.Jpeg.ToArray());
            Keep("redacted.json", Json(contents, report.ManifestSha256!, detector, clock.GetUtcNow(), frames, hidden, leftOut));
            return (new(contents.CaseId, [.. files], [.. leftOut], frames, hidden), null);

            void Keep(string name, byte[] bytes)
            {
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
                files.Add(name);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new(FailureKind.CannotWrite, $"can't write into '{folder}': {e.Message}"));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <summary>The signal heads: what they showed is a part of the case, and no person is taken for a lamp's place.</summary>
    private static PixelBox[] Signals(PackContents contents) => SceneFile.Read(contents.SceneFile.Span, RuleBook.KnownRules, out _) is { } scene
        ? [.. scene.Signals.Select(head => SignalReader.CropFor(head, scene.Camera.Width, scene.Camera.Height))] : [];

    /// <summary>Null too where the pack's readings are none of this program's: anybody can sign a pack of his own with anything in it.</summary>
    private static PlateRegion? Plate(PackContents contents)
    {
        if (contents.Passage.Plate is not { } plate || !PlateReadingsJson.Hold(contents.ReadingsJson, plate)) return null;
        try
        {
            return PlateReadingsJson.Best(contents.ReadingsJson, plate);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static long Us(Frame frame, FrameReader reader, PackClip clip) => frame.View.Time.MediaUs + (reader.StartPtsUs ?? 0) + clip.OffsetUs;

    /// <param name="looked">In so many frames others were looked for: the copy may show these and no other.</param>
    private static (long Frames, long Hidden, Failure? Failure) Clip(PackClip clip, VideoInfo video, long looked, string path, Bystanders bystanders, Action<AnalyzeProgress> progress, CancellationToken stop)
    {
        using var writer = VideoWriter.Open(path, video.Width, video.Height, PixelLayout.Bgra, out var failure);
        if (writer is null) return (0, 0, failure);
        using var picture = new BgraPicture(video.Width, video.Height);
        using var pixels = Mat.FromPixelData(video.Height, video.Width, MatType.CV_8UC4, picture.Pixels);
        var (frames, hidden) = (0L, 0L);
        var read = EveryFrame.Read(new MediaSource.File(clip.Path), video, null, (frame, reader) =>
        {
            picture.Fill(frame.View);
            var us = Us(frame, reader, clip);
            if (Hide(pixels, bystanders, us)) hidden++;
            frames++;
            failure = writer.Write(picture.Pixels, frame.View.Time.MediaUs);
            progress(new("hiding them", frame.View.Time.MediaUs / 1e6, video.Duration?.TotalSeconds, frame.View.Number, 1, 0));
            return failure is null;
        }, stop);
        if (stop.IsCancellationRequested) return (0, 0, Cancelled());
        failure ??= read.Failure ?? (frames == looked ? null : new Failure(FailureKind.Unreadable, "the pack's clip was not read to its end"));
        return (frames, hidden, Interrupted.Told(failure ?? writer.Finish(), Stopped, stop));
    }

    /// <summary>Whether the clip tells who else is in a still of this instant.</summary>
    internal static bool IsShownBy(PackClip clip, long mediaUs) => mediaUs >= clip.FromUs - StillUs && mediaUs <= clip.UntilUs + StillUs;

    private static byte[]? Still(PackPicture picture, Bystanders bystanders)
    {
        using var decoded = SKBitmap.Decode(picture.Jpeg.Span);
        if (decoded is null) return null;
        using var bitmap = decoded.Copy(SKColorType.Bgra8888);
        using (var pixels = Mat.FromPixelData(bitmap.Height, bitmap.Width, MatType.CV_8UC4, bitmap.GetPixels(), bitmap.RowBytes)) Hide(pixels, bystanders, picture.MediaUs);
        return Pictures.Encode(bitmap, 92);
    }

    private static bool Hide(Mat pixels, Bystanders bystanders, long us)
    {
        var (vehicles, before) = bystanders.At(us);
        Pixelation.Hide(pixels, vehicles, before, bystanders.Offender(us), bystanders.Kept(us));
        return vehicles.Count + before.Count > 0;
    }

    private static byte[] Json(PackContents contents, string manifest, OnnxDetector detector, DateTimeOffset now, long frames, long hidden, List<(string Name, string Why)> leftOut)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("what", "A redacted copy for handing out. The evidence is the pack named here, not this.");
            json.WriteString("case", contents.CaseId);
            json.WriteString("pack_manifest_sha256", manifest);
            json.WriteString("made_at", now.UtcDateTime);
            json.WriteString("software", SoftwareVersion.Current);
            json.WriteString("detector", detector.Identity.Name);
            json.WriteString("detector_sha256", detector.Identity.WeightsSha256);
            json.WriteNumber("frames", frames);
            json.WriteNumber("frames_with_somebody_hidden", hidden);
            json.WriteStartArray("left_out");
            foreach (var (name, why) in leftOut)
            {
                json.WriteStartObject();
                json.WriteString("picture", name);
                json.WriteString("why", why);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    private static Failure Cancelled() => new(FailureKind.Cancelled, Stopped);
}
