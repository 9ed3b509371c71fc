using System.Reflection;
using System.Text.RegularExpressions;

namespace Qyran.Tests.Server;

/// <summary>The tests that docs/design/threats.md leans on are there.</summary>
public sealed partial class ThreatsTests
{
    [Fact]
    public void Every_test_the_threats_page_names_exists_and_every_threat_names_one()
    {
        var lines = File.ReadAllLines(Path.Combine(Material.Project, "docs", "design", "threats.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(2).ToArray();
        Assert.True(lines.Length > 15);
        var tests = typeof(ThreatsTests).Assembly.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.GetCustomAttributes().Any(a => a is FactAttribute)).SelectMany(m => new[] { t.Name, $"{t.Name}.{m.Name}" })).ToHashSet(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var named = Test().Matches(line.Split('|')[3]).Select(m => m.Groups[1].Value).ToArray();
            Assert.NotEmpty(named);
            Assert.Equal([], named.Where(n => !tests.Contains(n)));
        }
    }

    [GeneratedRegex("`([A-Za-z]+Tests(?:\\.[A-Za-z_]+)?)`")]
    private static partial Regex Test();
}
