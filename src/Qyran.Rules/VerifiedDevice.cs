using Qyran.Domain.Scenes;

namespace Qyran.Rules;

/// <summary>Whether the verification of the device that the scene states held when a speed was measured.</summary>
internal static class VerifiedDevice
{
    /// <summary>Why what was measured accuses nobody; null where the verification held, or none is stated.</summary>
    /// <param name="hours">Instants of the measuring, UTC; empty = not known.</param>
    public static string? Doubt(SceneCamera camera, IReadOnlyCollection<DateTimeOffset> hours)
    {
        if (camera.Verification is not { } verified) return null;
        if (hours.Count == 0) return "the hour is not known, and the verification of the device holds until a given day";
        if (hours.Any(h => h >= verified.ValidUntil)) return "the verification of the device has lapsed";
        return verified.ValidFrom is { } valid && hours.Any(h => h < valid) ? "the verification of the device was not valid yet" : null;
    }
}
