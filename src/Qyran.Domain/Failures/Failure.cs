namespace Qyran.Domain.Failures;

/// <summary>Why the outside world (file, disk, camera, model, settings) did not do what was asked. A bug throws; this is returned.</summary>
/// <param name="Text">One line for people: what happened and what to do.</param>
public sealed record Failure(FailureKind Kind, string Text);
