using System.Collections.Immutable;

namespace Qyran.Simulator;

/// <summary>A violation as it happened.</summary>
/// <param name="AtUs">True time, µs from the first frame.</param>
internal sealed record Deed(string Rule, int Vehicle, long AtUs)
{
    /// <summary>The rules whose deeds are found, all of them: the truth tells of these, and a case of another can't be held against it.</summary>
    public static readonly ImmutableArray<string> Rules = ["average-speed", "bus-lane", "no-stopping", "red-light", "solid-line", "speeding", "stop-line", "wrong-way"];
}
