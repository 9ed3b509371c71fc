using System.Reflection;

namespace Qyran.Evidence;

/// <summary>Which build made a pack.</summary>
public static class SoftwareVersion
{
    /// <summary>Version, then <c>+</c> and the commit, or of an unpacked archive a hash of its files, where the build knew it.</summary>
    public static string Current { get; } =
        typeof(SoftwareVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
