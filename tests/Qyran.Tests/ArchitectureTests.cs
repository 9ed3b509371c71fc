using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Qyran.Tests;

/// <summary>The table of ARCHITECTURE.md is the architecture: every project is held to its row.</summary>
public sealed class ArchitectureTests
{
    private static readonly IReadOnlyDictionary<string, string[]> Table = ReadTable();

    public static TheoryData<string> Projects => [.. Directory.EnumerateFiles(Path.Combine(Material.Project, "src"), "*.csproj", SearchOption.AllDirectories)
        .Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_its_row_allows(string project)
    {
        Assert.True(Table.TryGetValue(project, out var allowed), $"{project} has no row in ARCHITECTURE.md");
        var references = XDocument.Load(Path.Combine(Material.Project, "src", project, project + ".csproj"))
            .Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string?)r.Attribute("Include") ?? "")).ToArray();
        if (allowed is ["all"]) return;
        Assert.Empty(references.Except(allowed.Select(a => "Qyran." + a)));
    }

    [Fact]
    public void Every_row_is_a_project() =>
        Assert.Equal([], Table.Keys.Where(p => !File.Exists(Path.Combine(Material.Project, "src", p, p + ".csproj"))));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Material.Project, "Qyran.slnx"));
        Assert.Equal([], Table.Keys.Where(p => !solution.Contains($"src/{p}/{p}.csproj", StringComparison.Ordinal)));
    }

    private static Dictionary<string, string[]> ReadTable() =>
        Regex.Matches(File.ReadAllText(Path.Combine(Material.Project, "ARCHITECTURE.md")), @"^\| `(Qyran\.\w+)` \|[^|]*\| ([^|]*) \|", RegexOptions.Multiline)
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Trim() is "–" ? Array.Empty<string>()
                : m.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries));
}
