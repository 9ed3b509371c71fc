using Qyran.Domain.Cases;

namespace Qyran.Line.Live;

/// <summary>A broken rule, told at once; <see cref="Case.Evidence"/> is null yet.</summary>
/// <param name="AtUs">The instant of the offence, µs UTC (<see cref="Verdict.Broken.AtUs"/> is on the session's clock).</param>
public sealed record LiveCase(string CameraId, Case Case, long AtUs);
