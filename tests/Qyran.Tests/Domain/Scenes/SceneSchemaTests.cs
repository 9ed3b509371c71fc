using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Qyran.Domain.Scenes;
using Qyran.Rules;

namespace Qyran.Tests.Domain.Scenes;

/// <summary>The schema and the how-to say what the reader does.</summary>
public sealed partial class SceneSchemaTests
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Material.Project, "docs", "scene.schema.json"))).RootElement;

    private static readonly string HowTo = File.ReadAllText(Path.Combine(Material.Project, "docs", "howto", "scene-file.md"));

    public static TheoryData<string> Parts => ["", .. SceneKeys.Parts.Keys];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_key_the_reader_knows_is_in_the_schema_and_the_other_way(string part)
    {
        var keys = part.Length == 0 ? SceneKeys.File : SceneKeys.Parts[part];
        var (names, required) = Keys(part.Length == 0 ? Schema : Schema.GetProperty("$defs").GetProperty(part));
        Assert.Equal(keys.Select(k => k.TrimEnd('*')).Order(), names);
        Assert.Equal(keys.Where(k => k.EndsWith('*')).Select(k => k.TrimEnd('*')).Order(), required);
    }

    [Fact]
    public void The_schema_knows_every_rule_and_setting_with_its_bounds()
    {
        var rules = Schema.GetProperty("$defs").GetProperty("rule").GetProperty("oneOf").EnumerateArray()
            .ToDictionary(r => r.GetProperty("properties").GetProperty("rule").GetProperty("const").GetString()!);
        Assert.Equal(RuleBook.KnownRules.Keys.Order(), rules.Keys.Order());
        foreach (var rule in RuleBook.Rules)
        {
            Assert.Equal(rule.Settings.Select(s => s.Name).Concat(SceneKeys.Rule.Select(k => k.TrimEnd('*'))).Order(), Keys(rules[rule.Id]).Names);
            foreach (var set in rule.Settings)
            {
                var written = rules[rule.Id].GetProperty("properties").GetProperty(set.Name);
                decimal Of(string key) => written.GetProperty(key).GetDecimal();
                Assert.Equal((set.Least, set.Most, set.Default), (Of("minimum"), Of("maximum"), Of("default")));
            }
        }
    }

    [Fact]
    public void The_schema_knows_the_words_of_the_closed_choices()
    {
        string[] Words(params string[] path) => [.. path.Aggregate(Schema.GetProperty("$defs"), (at, key) => at.GetProperty(key))
            .GetProperty("enum").EnumerateArray().Select(w => w.GetString()!).Order()];
        Assert.Equal(SceneWords.Classes.Keys.Order(), Words("class"));
        Assert.Equal(SceneWords.Lines.Keys.Order(), Words("line", "properties", "kind"));
        Assert.Equal(SceneWords.Zones.Keys.Order(), Words("zone", "properties", "kind"));
        Assert.Equal(SceneWords.Directions.Keys.Order(), Words("survey_length", "properties", "along"));
    }

    [Fact]
    public void The_sample_of_the_how_to_is_a_scene_the_rule_book_takes()
    {
        var sample = Sample().Match(HowTo).Groups[1].Value;
        var scene = SceneFile.Read(Encoding.UTF8.GetBytes(sample), RuleBook.KnownRules, out var errors);
        Assert.True(scene is not null, string.Join('\n', errors));
        Assert.Null(RuleBook.Check(scene)?.Text);
        Assert.Equal(RuleBook.KnownRules.Keys.Order(), scene.Rules.Select(r => r.Rule).Order());
    }

    [Fact]
    public void The_how_to_names_every_setting_with_its_default() =>
        Assert.All(RuleBook.Rules, rule => Assert.All(rule.Settings, s =>
        {
            var row = HowTo.Split('\n').Single(l => l.StartsWith($"| `{rule.Id}` |", StringComparison.Ordinal));
            Assert.Contains($"`{s.Name}` ({s.Default}", row, StringComparison.Ordinal);
        }));

    private static (ImmutableArray<string> Names, ImmutableArray<string> Required) Keys(JsonElement part) =>
        ([.. part.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order()],
            [.. part.GetProperty("required").EnumerateArray().Select(p => p.GetString()!).Order()]);

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();
}
