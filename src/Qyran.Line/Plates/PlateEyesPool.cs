using System.Collections.Immutable;
using Qyran.Domain.Failures;
using Qyran.Vision.Plates;

namespace Qyran.Line.Plates;

/// <summary>
/// The plate models of a program, for all its lines. A look costs some ten milliseconds of a core, so there are as many pairs of eyes as cores may be spent on plates; a line that
/// finds none free does not wait, it looks again at its next whole picture. Safe from any thread.
/// </summary>
/// <param name="most">Pairs of eyes, opened when first needed; each holds some 40 MB.</param>
public sealed class PlateEyesPool(int most) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Stack<PlateEyes> free = new();
    private int opened;
    private bool closed;
    private ImmutableSortedDictionary<string, string>? models;

    /// <summary>The model files by name, SHA-256 in hex; empty before <see cref="Ready"/>.</summary>
    public ImmutableSortedDictionary<string, string> Models => models ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Opens the first pair. False with the reason when the models are not there.</summary>
    public bool Ready(out Failure? failure)
    {
        failure = null;
        lock (gate)
        {
            if (models is not null) return true;
            if (PlateEyes.Open(out failure) is not { } eyes) return false;
            (models, opened) = (eyes.Models, 1);
            free.Push(eyes);
            return true;
        }
    }

    /// <summary>A free pair, to be given back; null when all are in use.</summary>
    public PlateEyes? TryTake()
    {
        lock (gate)
        {
            if (free.TryPop(out var eyes)) return eyes;
            if (closed || opened == most) return null;
            if (PlateEyes.Open(out _) is not { } more) return null;
            opened++;
            return more;
        }
    }

    public void Return(PlateEyes eyes)
    {
        lock (gate)
        {
            if (!closed)
            {
                free.Push(eyes);
                return;
            }
        }
        eyes.Dispose();
    }

    /// <summary>Closes what is free; what is in use when it comes back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            while (free.TryPop(out var eyes)) eyes.Dispose();
        }
    }
}
