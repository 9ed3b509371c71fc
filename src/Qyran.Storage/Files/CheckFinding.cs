namespace Qyran.Storage.Files;

/// <param name="Path">Below the data folder; a case's id for <see cref="CheckFindingKind.CaseWithoutEvidence"/>.</param>
/// <param name="What">One clause for people.</param>
public sealed record CheckFinding(CheckFindingKind Kind, string Path, string What);
