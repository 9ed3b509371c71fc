using System.Diagnostics;
using Qyran.Domain.Detections;
using Qyran.Domain.Failures;
using Qyran.Measure.Scoring.Boxes;
using Qyran.Vision.Onnx;

namespace Qyran.Cli.Scoring;

/// <summary>
/// Models side by side over labelled pictures: each picture goes to every model before the next is read, so that whatever else the machine does
/// meanwhile weighs on all of them. Every model is opened twice: for accuracy with all boxes down to a score of 0.001 and riders apart, for the
/// clock as a camera's line has it. One thread.
/// </summary>
internal sealed class ScoreDetectionRun : IDisposable
{
    private const float LeastScore = 0.001f;
    private const int MostBoxes = 1000;

    private readonly List<(string Path, OnnxDetector All, OnnxDetector Timed)> _models = [];

    private ScoreDetectionRun()
    {
    }

    /// <summary>Null with the reason when a model can't be opened.</summary>
    public static ScoreDetectionRun? Open(IEnumerable<string> models, bool joinRiders, out Failure? failure)
    {
        failure = null;
        var run = new ScoreDetectionRun();
        foreach (var path in models)
        {
            if (OnnxDetector.TryOpen(path, new OnnxSettings(LeastScore: LeastScore, JoinRiders: joinRiders), out var all, out failure))
            {
                if (OnnxDetector.TryOpen(path, new OnnxSettings(), out var timed, out failure))
                {
                    run._models.Add((path, all, timed));
                    continue;
                }
                all.Dispose();
            }
            run.Dispose();
            return null;
        }
        return run;
    }

    /// <summary>One result per model. Null with the reason when a picture can't be read or somebody stops it.</summary>
    /// <param name="progress">Called with the number of pictures done.</param>
    public List<ScoreDetectionResult>? Measure(ScoreDetectionPart part, Action<int> progress, CancellationToken stop, out Failure? failure)
    {
        var found = new Detection[MostBoxes];
        var pictures = _models.ConvertAll(_ => new List<ScoredPicture>());
        var inference = _models.ConvertAll(_ => new List<double>());
        var whole = _models.ConvertAll(_ => new List<double>());
        using var picture = new DetectPicture();
        for (var i = 0; i < part.Pictures.Count; i++)
        {
            progress(i);
            var (file, labels) = part.Pictures[i];
            failure = stop.IsCancellationRequested ? new(FailureKind.Cancelled, "stopped")
                : picture.TryRead(file.Path) ? null : new(FailureKind.Unreadable, $"'{file.Path}' can't be read as a picture");
            if (failure is not null) return null;
            for (var k = 0; k < _models.Count; k++)
            {
                var m = (i + k) % _models.Count; // nobody is always first after the file was read
                var frame = picture.Frame();
                var count = _models[m].All.Sharpen(frame, found.AsSpan(0, _models[m].All.Detect(frame, found)));
                pictures[m].Add(new(picture.Width, picture.Height, [.. labels], [.. found.AsSpan(0, count)]));
                var began = Stopwatch.GetTimestamp();
                _models[m].Timed.Sharpen(frame, found.AsSpan(0, _models[m].Timed.Detect(frame, found)));
                whole[m].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                inference[m].Add(_models[m].Timed.Inference.TotalMilliseconds);
            }
        }
        failure = null;
        return [.. _models.Select((m, i) => new ScoreDetectionResult(m.Path, m.All.Identity, BoxScore.Of(part.Set, pictures[i]), pictures[i],
            At(inference[i], 0.5), At(whole[i], 0.5), At(inference[i], 0.1), At(whole[i], 0.1)))];
    }

    public void Dispose()
    {
        foreach (var (_, all, timed) in _models)
        {
            all.Dispose();
            timed.Dispose();
        }
    }

    private static double At(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));
}
