using System.Collections.Immutable;
using Qyran.Domain.Scenes;

namespace Qyran.Simulator;

/// <summary>What the scene sets for its rules, as far as the truth goes by it.</summary>
internal sealed class RuleValues(ImmutableArray<RuleSetting> rules)
{
    /// <summary>What holds where the scene sets nothing: the rule book's, which this project doesn't know; a test holds the two together.</summary>
    public static readonly ImmutableArray<(string Rule, string Name, decimal Default)> Known =
    [
        ("speeding", "tolerance_kmh", 0),
        ("wrong-way", "min_metres", 15), ("wrong-way", "min_ms", 1000),
        ("red-light", "grace_ms", 500), ("red-light", "red_yellow", 1), ("red-light", "on_metres", 3),
        ("stop-line", "grace_ms", 500), ("stop-line", "dwell_ms", 2000), ("stop-line", "red_yellow", 1),
        ("no-stopping", "allowed_s", 30), ("no-stopping", "red_excuses", 1), ("no-stopping", "after_red_s", 20),
        ("bus-lane", "min_metres", 15), ("bus-lane", "min_ms", 1000), ("bus-lane", "from_min", 0), ("bus-lane", "until_min", 1440),
        ("bus-lane", "weekends", 1), ("bus-lane", "utc_offset_min", 0),
    ];

    public decimal this[string rule, string name] =>
        rules.FirstOrDefault(r => r.Rule == rule)?.Values.TryGetValue(name, out var set) == true ? set : Known.First(k => k.Rule == rule && k.Name == name).Default;

    public double Metres(string rule, string name) => (double)this[rule, name];

    /// <summary>A setting in milliseconds as µs.</summary>
    public long Us(string rule, string name) => (long)(this[rule, name] * 1000);

    public bool Yes(string rule, string name) => this[rule, name] >= 1;
}
