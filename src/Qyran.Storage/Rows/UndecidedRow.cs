namespace Qyran.Storage.Rows;

/// <summary>So many passages of one camera and hour that a rule left undecided for one reason.</summary>
/// <param name="Hour">Of when the vehicles were first seen, hours UTC since 1970.</param>
/// <param name="Reason">Why, without the figures and names of one passage.</param>
public sealed record UndecidedRow(string CameraId, long Hour, string Rule, string Reason, long Passages);
