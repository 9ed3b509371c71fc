using System.Collections.Immutable;

namespace Qyran.Measure.Scoring.Runs;

/// <summary>One frame of the video and what it shows.</summary>
/// <param name="Number">From 0, as the frames lie in the file.</param>
/// <param name="MediaUs">The file's time stamp, µs since the first frame: the clock a result is written in.</param>
/// <param name="ExposedUs">When it was really exposed, µs on the simulation's clock; differs where the camera's clock is at fault.</param>
public sealed record TruthFrame(int Number, long MediaUs, long ExposedUs, ImmutableArray<TruthObject> Objects);
