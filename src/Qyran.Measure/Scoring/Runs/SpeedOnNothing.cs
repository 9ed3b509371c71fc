using Qyran.Domain.Units;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>A speed that was stated although its track lay on no vehicle, or hardly ever on one, while it was measured: there is no true speed to hold it against, and there should be none at all.</summary>
/// <param name="Error">The stated error: half width of the 95 % interval.</param>
/// <param name="Frame">Index into the truth's frames of the middle of what was measured, for looking at it.</param>
public sealed record SpeedOnNothing(string Passage, int Track, Speed Value, Speed Error, int Frame);
