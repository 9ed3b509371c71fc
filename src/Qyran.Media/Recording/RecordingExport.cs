using System.Buffers.Binary;
using System.Collections.Immutable;
using Qyran.Domain.Failures;

namespace Qyran.Media.Recording;

/// <summary>Puts any span of recordings into one MP4 by copying the coded pictures.</summary>
public static class RecordingExport
{
    /// <summary>Fragments farther apart than this have a gap between them, µs.</summary>
    private const long GapUs = 300_000;

    private readonly record struct Piece(string Path, RecordingIndex.Part Part, InitSegment Init);

    /// <summary>
    /// Writes a new file from the last key picture at or before <paramref name="fromUs"/> to the end of the fragment that holds <paramref name="untilUs"/> (µs UTC).
    /// </summary>
    /// <param name="dataFolder">Absolute.</param>
    /// <param name="files">Of one camera, in order of time, at least those that cover the span; a file still being written (<c>.partial</c>) may be among them.</param>
    /// <param name="path">Must not exist; appears only when it is whole.</param>
    public static Task<(ExportedSpan? Span, Failure? Failure)> Write(
        string dataFolder, IReadOnlyList<RecordedFile> files, long fromUs, long untilUs, string path, CancellationToken stop) =>
        Task.Run(() =>
        {
            var span = Write(dataFolder, files, fromUs, untilUs, path, out var failure, stop);
            return (span, failure);
        }, CancellationToken.None);

    private static ExportedSpan? Write(string dataFolder, IReadOnlyList<RecordedFile> files, long fromUs, long untilUs, string path, out Failure? failure, CancellationToken stop)
    {
        failure = untilUs <= fromUs ? new Failure(FailureKind.Invalid, "a span must end after it starts")
            : File.Exists(path) ? new Failure(FailureKind.CannotWrite, $"{Path.GetFileName(path)} is there already") : null;
        if (failure is not null)
            return null;
        try
        {
            var pieces = Choose(Pieces(dataFolder, files, fromUs, untilUs), fromUs, untilUs, out var gaps);
            if (pieces.Count > 0)
                return Put(pieces, gaps, path, out failure, stop);
            failure = new Failure(FailureKind.NotFound, "nothing is recorded of that time");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = new Failure(FailureKind.CannotWrite, $"cannot export into {Path.GetFileName(path)}: {e.Message}");
        }
        return null;
    }

    private static List<Piece> Pieces(string dataFolder, IReadOnlyList<RecordedFile> files, long fromUs, long untilUs)
    {
        var all = new List<Piece>();
        foreach (var file in files)
        {
            if (file.StartUs >= untilUs || file.EndUs <= fromUs)
                continue;
            var full = Path.Combine(dataFolder, file.Path);
            using var open = Open(full);
            if (open is null)
                continue; // recycled meanwhile
            if (RecordingIndex.Read(open) is { } index)
                all.AddRange(index.Parts.Select(p => new Piece(full, p, index.Init)));
        }
        return all;
    }

    /// <summary>The file, also when it was being written and has got its name meanwhile; null when it is gone.</summary>
    private static FileStream? Open(string path)
    {
        string[] names = path.EndsWith(RecordingFile.Partial, StringComparison.Ordinal) ? [path, path[..^RecordingFile.Partial.Length]] : [path];
        foreach (var name in names)
        {
            try
            {
                return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // the next name
            }
        }
        return null;
    }

    /// <summary>From the key picture before the span to its end, all of one stream.</summary>
    private static List<Piece> Choose(List<Piece> all, long fromUs, long untilUs, out ImmutableArray<Gap> gaps)
    {
        gaps = [];
        var first = all.FindLastIndex(p => p.Part.StartsWithKey && p.Part.StartUs <= fromUs);
        // what that picture begins may end before the span does: then nothing of it is wanted
        if (first < 0 || !Reaches(all, first, fromUs))
            first = all.FindIndex(p => p.Part.StartsWithKey && p.Part.StartUs > fromUs && p.Part.StartUs < untilUs);
        if (first < 0)
            return [];
        var chosen = new List<Piece>();
        var found = ImmutableArray.CreateBuilder<Gap>();
        if (all[first].Part.StartUs > fromUs)
            found.Add(new Gap(fromUs, all[first].Part.StartUs, "nothing is recorded"));
        for (var i = first; i < all.Count && all[i].Part.StartUs < untilUs; i++)
        {
            var piece = all[i];
            if (chosen.Count > 0)
            {
                var end = chosen[^1].Part.EndUs;
                if (!piece.Init.Bytes.Span.SequenceEqual(chosen[0].Init.Bytes.Span))
                {
                    found.Add(new Gap(end, untilUs, "the camera sent another kind of stream from here on"));
                    break;
                }
                // within a file pictures only go on, whatever their ends seem to be
                if (piece.Path != chosen[^1].Path && piece.Part.StartUs < end - GapUs)
                    continue; // recorded twice: the clock was set back
                if (piece.Part.StartUs - end > GapUs)
                    found.Add(new Gap(end, piece.Part.StartUs, "nothing is recorded"));
            }
            chosen.Add(piece);
        }
        // behind a change of stream nothing more can be missing
        if ((found.Count == 0 || found[^1].ToUs < untilUs) && untilUs - chosen[^1].Part.EndUs > GapUs)
            found.Add(new Gap(chosen[^1].Part.EndUs, untilUs, "nothing is recorded"));
        gaps = found.ToImmutable();
        return chosen;
    }

    private static bool Reaches(List<Piece> all, int first, long fromUs)
    {
        for (var i = first; i < all.Count && (i == first || !all[i].Part.StartsWithKey); i++)
        {
            if (all[i].Part.EndUs > fromUs)
                return true;
        }
        return false;
    }

    private static ExportedSpan? Put(List<Piece> pieces, ImmutableArray<Gap> gaps, string path, out Failure? failure, CancellationToken stop)
    {
        var part = path + ".part";
        string[] arguments = ["-hide_banner", "-nostats", "-v", "repeat+level+warning", "-protocol_whitelist", "pipe,file", "-f", "mp4", "-i", "pipe:0",
            "-map", "0:V:0", "-c", "copy", "-avoid_negative_ts", "make_zero", "-f", "mp4", "-movflags", "+faststart", "-n", $"file:{Path.GetFullPath(part)}"];
        using var child = Child.Start("ffmpeg", arguments, feed: true, onLine: null, out failure);
        if (child is null)
        {
            // the video is there: who may try again must not take this for a time without any
            failure = failure! with { Kind = FailureKind.Unreadable };
            return null;
        }
        try
        {
            using var kill = stop.Register(child.Kill);
            var fed = Feed(child.Input, pieces);
            var code = child.Wait();
            var full = child.LastLines.Any(l => l.Contains("No space left", StringComparison.Ordinal)); // ffmpeg may end with 0 all the same
            if (stop.IsCancellationRequested)
                failure = new Failure(FailureKind.Cancelled, "stopped while exporting");
            else if (full)
                failure = new Failure(FailureKind.CannotWrite, $"cannot write {Path.GetFileName(path)}: the disk is full");
            else if (code != 0 || !fed)
                failure = new Failure(FailureKind.Unreadable, $"the recordings could not be put together ({child.LastLines.LastOrDefault() ?? "ffmpeg ended"})");
            else if (ClipCutter.FirstStamp(part, stop) is not { } stamp)
                failure = new Failure(FailureKind.Unreadable, "the exported video cannot be read back");
            else
            {
                File.Move(part, path, overwrite: false);
                var first = pieces[0].Part;
                // the stamp is that of the picture sent first, which in an open group of pictures is not the one shown first
                return new ExportedSpan(path, first.StartUs, pieces.Max(p => p.Part.EndUs), first.KeyUs - stamp, gaps);
            }
            return null;
        }
        finally
        {
            child.Kill();
            child.Wait();
            File.Delete(part);
        }
    }

    /// <summary>One stream of fragments whose stamps go on as time did, whatever file they came from.</summary>
    private static bool Feed(Stream to, List<Piece> pieces)
    {
        try
        {
            using (to)
            {
                to.Write(pieces[0].Init.Bytes.Span);
                var tps = pieces[0].Init.TicksPerSecond;
                var (zero, firstTicks) = (pieces[0].Part.ZeroUs, pieces[0].Part.Ticks);
                FileStream? open = null;
                string? at = null;
                long shift = 0;
                try
                {
                    foreach (var piece in pieces)
                    {
                        if (at != piece.Path)
                        {
                            open?.Dispose();
                            open = Open(piece.Path) ?? throw new FileNotFoundException("recycled meanwhile");
                            at = piece.Path;
                            // to the tick: both files' times are rounded to a µs, and a tick is longer
                            shift = (long)Math.Round((piece.Part.ZeroUs - zero) * tps / 1e6) - firstTicks;
                        }
                        var bytes = new byte[piece.Part.LengthBytes];
                        open!.Position = piece.Part.At;
                        open.ReadExactly(bytes);
                        var moof = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes);
                        BinaryPrimitives.WriteInt64BigEndian(RecordingFile.TimeIn(bytes.AsSpan(0, moof)), piece.Part.Ticks + shift);
                        to.Write(bytes);
                    }
                }
                finally
                {
                    open?.Dispose();
                }
            }
            return true;
        }
        catch (IOException)
        {
            return false; // ffmpeg went; its last line says why
        }
    }
}
