namespace Qyran.Measure.Scoring.Runs;

/// <summary>JSON that is well formed but not what was expected; the message names the place. Never leaves the readers.</summary>
internal sealed class JsonShapeException(string message) : Exception(message);
