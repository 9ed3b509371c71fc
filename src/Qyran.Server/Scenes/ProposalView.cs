using System.Text.Json.Nodes;

namespace Qyran.Server.Scenes;

/// <summary>How far a first proposal of a scene is, and what it has come to.</summary>
/// <param name="State">waiting, running, done, stopped or failed.</param>
/// <param name="Step">What is being done, for people; null while the video is taken out of the recordings.</param>
/// <param name="Seconds">Of the video, in this step.</param>
/// <param name="OfSeconds">Of so many; null: not known.</param>
/// <param name="Why">Failed: why.</param>
/// <param name="Vehicles">Followed so far.</param>
/// <param name="Drawing">Done: camera, survey and lanes with a scene file's keys.</param>
/// <param name="ErrorPercent">Done: how uncertain its speeds are, half width of the 95 % interval.</param>
internal sealed record ProposalView(string State, string? Step, double Seconds, double? OfSeconds, string? Why, int Vehicles, JsonNode? Drawing, double? ErrorPercent);
